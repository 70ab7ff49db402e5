//! Web archives made to do harm: floods of parts, parts in parts, headers without end.

/// How the files are named.
pub const EXTENSION: &str = "mht";

const HEAD: &str = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n";
const PAGE: &str = "--b\r\nContent-Type: text/html\r\n\r\n<p>a\r\n";

/// A hundred thousand parts.
pub fn a_hundred_thousand_parts() -> Vec<u8> {
    format!("{HEAD}{PAGE}{}--b--", "--b\r\nContent-Type: text/html\r\n\r\na\r\n".repeat(100_000)).into_bytes()
}

/// A million parts of nothing.
pub fn a_million_empty_parts() -> Vec<u8> {
    format!("{HEAD}{PAGE}{}--b--", "--b\r\n\r\n".repeat(1_000_000)).into_bytes()
}

/// Parts in parts.
pub fn parts_in_parts() -> Vec<u8> {
    let part = |index| format!("Content-Type: multipart/related; boundary=\"b{index}\"\r\n\r\n--b{index}\r\n");
    let parts: String = (0..20_000).map(part).collect();
    format!("MIME-Version: 1.0\r\n{parts}Content-Type: text/html\r\n\r\n<p>a").into_bytes()
}

/// Parts that each announce parts in them, of which none comes.
pub fn parts_that_do_not_come() -> Vec<u8> {
    let part = |index| format!("--b\r\nContent-Type: multipart/related; boundary=\"x{index}\"\r\n\r\n");
    format!("{HEAD}{PAGE}{}{}", (0..9_000).map(part).collect::<String>(), "a".repeat(5_000_000)).into_bytes()
}

/// A page of nothing but encoded bytes.
pub fn encoded_bytes() -> Vec<u8> {
    let head = "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
    format!("{HEAD}{head}{}\r\n--b--", "=E4=B8=80".repeat(2_000_000)).into_bytes()
}

/// A page of nothing but broken lines.
pub fn broken_lines() -> Vec<u8> {
    let head = "--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>a";
    format!("{HEAD}{head}{}\r\n--b--", "=\r\n".repeat(4_000_000)).into_bytes()
}

/// Headers, and dashes that begin no part.
pub fn headers_and_dashes() -> Vec<u8> {
    let headers = "X: a\r\n".repeat(500_000);
    format!("{}\r\n{headers}\r\n{PAGE}{}", HEAD.trim_end(), "--".repeat(4_000_000)).into_bytes()
}
