//! From a number to its digits, without an allocation and without the machinery of formatting: every amount that is sent
//! comes by here.

use arrayvec::ArrayString;
use rust_decimal::Decimal;

/// The most bytes that a number has: 29 digits, a sign, a point, and a zero before the point.
pub(super) const MOST: usize = 32;

/// The number in plain digits, as many behind the point as its scale says. A zero has no sign.
pub(super) fn digits(number: Decimal) -> ArrayString<MOST> {
    let (mantissa, scale) = (number.mantissa(), number.scale() as usize);
    let mut buffer = itoa::Buffer::new();
    // Numbers of 128 bits are divided by a routine; nearly all have fewer.
    let digits = match u64::try_from(mantissa.unsigned_abs()) {
        Ok(short) => buffer.format(short),
        Err(_) => buffer.format(mantissa.unsigned_abs()),
    };
    let mut text = ArrayString::new();
    // All of it fits.
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
