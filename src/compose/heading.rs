//! The names of built-in heading styles.

/// The outline level of a built-in heading, by its name or id: `heading 1`, `Heading1`, `标题 1`.
pub(crate) fn heading_level(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    let digits = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"))?;
    let level: u8 = digits.trim().parse().ok()?;
    (1..=9).contains(&level).then(|| level - 1)
}
