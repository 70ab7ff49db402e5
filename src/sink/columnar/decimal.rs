//! Numbers as typed columns hold them, exactly or not at all.

use rust_decimal::Decimal;

/// The digits of a decimal column.
pub(super) const PRECISION: u8 = 38;

/// Those of them that are decimals.
pub(super) const SCALE: i8 = 10;

/// The number as a whole one; `None` where it is not whole or too large.
pub(super) fn whole(number: Decimal) -> Option<i64> {
    let number = number.normalize();
    if number.scale() == 0 { i64::try_from(number.mantissa()).ok() } else { None }
}

/// The number in units of its last decimal place; `None` where it has more digits than the column.
pub(super) fn scaled(number: Decimal) -> Option<i128> {
    let number = number.normalize();
    let missing = u32::from(SCALE.unsigned_abs()).checked_sub(number.scale())?;
    let scaled = number.mantissa().checked_mul(10_i128.checked_pow(missing)?)?;
    let limit = 10_u128.checked_pow(u32::from(PRECISION))?;
    (scaled.unsigned_abs() < limit).then_some(scaled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_held_with_all_its_digits_or_not_at_all() {
        for (text, as_whole, as_scaled) in [
            ("0", Some(0), Some("0")),
            ("-3.00", Some(-3), Some("-30000000000")),
            ("0.37", None, Some("3700000000")),
            ("0.0000000001", None, Some("1")),
            ("0.00000000010", None, Some("1")),
            ("0.00000000001", None, None),
            ("9223372036854775807", Some(i64::MAX), Some("92233720368547758070000000000")),
            ("9223372036854775808", None, Some("92233720368547758080000000000")),
            ("9999999999999999999999999999", None, Some("99999999999999999999999999990000000000")),
            ("10000000000000000000000000000", None, None),
            ("-79228162514264337593543950335", None, None),
        ] {
            let number: Decimal = text.parse().unwrap();
            assert_eq!(whole(number), as_whole, "{text}");
            assert_eq!(scaled(number).map(|number| number.to_string()).as_deref(), as_scaled, "{text}");
        }
    }
}
