//! Formats numbers without allocations and without `fmt`, because every amount that is sent is formatted here.

use arrayvec::ArrayString;
use rust_decimal::Decimal;

/// The maximum length of a number: 29 digits, a sign, a decimal point, and a zero before it.
pub(super) const MAX_LEN: usize = 32;

/// Returns the number in plain digits with its scale. Zero has no sign.
pub(super) fn digits(number: Decimal) -> ArrayString<MAX_LEN> {
    let (mantissa, scale) = (number.mantissa(), number.scale() as usize);
    let mut buffer = itoa::Buffer::new();
    // Division of 128-bit integers is slow, and nearly all numbers are smaller.
    let digits = match u64::try_from(mantissa.unsigned_abs()) {
        Ok(short) => buffer.format(short),
        Err(_) => buffer.format(mantissa.unsigned_abs()),
    };
    let mut text = ArrayString::new();
    // Always fits.
    let mut push = |part: &str| text.try_push_str(part).unwrap_or_default();
    if mantissa < 0 {
        push("-");
    }
    match digits.len().checked_sub(scale).map(|whole| digits.split_at(whole)) {
        Some((whole, "")) => push(whole),
        Some(("", rest)) => ["0.", rest].into_iter().for_each(push),
        Some((whole, rest)) => [whole, ".", rest].into_iter().for_each(push),
        None => {
            push("0.");
            (digits.len()..scale).for_each(|_| push("0"));
            push(digits);
        }
    }
    text
}
