//! Decimals from floats.

use super::{Decimal, DecimalError, parse};

/// The most digits that may be after the decimal point.
const MAX_PLACES: u32 = 28;

pub(super) fn rounded(number: f64, places: u32) -> Result<Decimal, DecimalError> {
    if !number.is_finite() {
        return Err(DecimalError::NotANumber);
    }
    // The shortest digits that are this float and no other: `3.462e2`.
    let text = format!("{number:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let places = places.min(MAX_PLACES);
    let after_point = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len()) as i64;
    let scale = after_point - exponent.parse::<i64>().unwrap_or_default();
    match u32::try_from(scale - i64::from(places)) {
        Ok(excess) if excess > 0 => Ok(without(digits, excess, places)),
        _ => parse::parse(&text),
    }
}

/// Drops digits from the end of a number and rounds half away from zero.
fn without(digits: &str, excess: u32, places: u32) -> Decimal {
    let whole = digits.bytes().filter(u8::is_ascii_digit);
    // A float has at most 17 digits.
    let whole = whole.fold(0_i128, |number, digit| number * 10 + i128::from(digit - b'0'));
    let kept = match 10_i128.checked_pow(excess) {
        Some(unit) => (whole + unit / 2) / unit,
        None => 0,
    };
    let kept = if digits.starts_with('-') { -kept } else { kept };
    Decimal(rust_decimal::Decimal::from_i128_with_scale(kept, places).normalize())
}
