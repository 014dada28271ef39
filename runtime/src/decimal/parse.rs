//! Parses decimal numbers, also in constant expressions.

use std::fmt;

use super::Decimal;

/// The reason a string is not a [`Decimal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecimalError {
    /// Not a number in digits.
    NotANumber,
    /// More digits than can be represented exactly: about 28 in total, and 28 after the decimal point.
    TooManyDigits,
}

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotANumber => "is not a decimal number",
            Self::TooManyDigits => "has more digits than a decimal number can keep",
        })
    }
}

impl std::error::Error for DecimalError {}

/// The maximum number of digits after the decimal point.
const MAX_SCALE: i64 = 28;
/// The largest number without its decimal point: 96 bits.
const MAX_DIGITS: u128 = (1 << 96) - 1;

/// Used by `dec!`. A failed assertion in a constant expression is a compile error.
#[doc(hidden)]
pub const fn literal(text: &str) -> Decimal {
    let number = read(text.as_bytes(), true);
    assert!(number.is_ok(), "dec!: not a decimal number, or too many digits");
    match number {
        Ok(number) => number,
        Err(_) => Decimal::ZERO,
    }
}

/// Parses `[+-] digits [. digits] [e [+-] digits]`, with digits on at least one side of the point.
pub(super) fn parse(text: &str) -> Result<Decimal, DecimalError> {
    match short(text.as_bytes()) {
        Some(number) => Ok(number),
        None => read(text.as_bytes(), false),
    }
}

/// The maximum length of a text whose digits always fit into 64 bits.
const MAX_SHORT_LEN: usize = 19;

/// Parses `[-] digits [. digits]` if it is short, as nearly all amounts are; `None` otherwise.
pub(super) fn short(text: &[u8]) -> Option<Decimal> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > MAX_SHORT_LEN {
        return None;
    }
    let (mut value, mut count, mut point) = (0u64, 0u32, None);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + u64::from(byte - b'0');
                count += 1;
            }
            b'.' if point.is_none() => point = Some(count),
            _ => return None,
        }
    }
    let scale = count - point.unwrap_or(count);
    let (low, mid) = (value as u32, (value >> 32) as u32);
    (count > 0).then(|| Decimal(rust_decimal::Decimal::from_parts(low, mid, 0, negative, scale)))
}

const fn read(text: &[u8], underscores: bool) -> Result<Decimal, DecimalError> {
    let (negative, rest) = sign(text);
    let mut digits = Digits {
        value: 0,
        scale: 0,
        zeros: 0,
        has_digits: false,
    };
    let mut point = false;
    let mut rest = rest;
    while let [first, tail @ ..] = rest {
        match *first {
            digit @ b'0'..=b'9' => {
                if !digits.push(digit - b'0', point) {
                    return Err(not_exact(rest, underscores));
                }
            }
            b'.' if !point => point = true,
            b'_' if underscores && digits.has_digits => {}
            b'e' | b'E' if digits.has_digits => return digits.finish(negative, exponent(tail)),
            _ => return Err(DecimalError::NotANumber),
        }
        rest = tail;
    }
    if !digits.has_digits {
        return Err(DecimalError::NotANumber);
    }
    digits.finish(negative, Ok(0))
}

/// Returns `TooManyDigits` if the rest is well-formed so far, and otherwise `NotANumber`.
const fn not_exact(rest: &[u8], underscores: bool) -> DecimalError {
    let mut rest = rest;
    while let [first, tail @ ..] = rest {
        match *first {
            b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-' => {}
            b'_' if underscores => {}
            _ => return DecimalError::NotANumber,
        }
        rest = tail;
    }
    DecimalError::TooManyDigits
}

const fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// Parses the exponent after its `e`. Values that do not fit into an `i64` saturate.
const fn exponent(text: &[u8]) -> Result<i64, DecimalError> {
    let (negative, mut rest) = sign(text);
    if rest.is_empty() {
        return Err(DecimalError::NotANumber);
    }
    let mut value: i64 = 0;
    while let [first, tail @ ..] = rest {
        if !first.is_ascii_digit() {
            return Err(DecimalError::NotANumber);
        }
        value = value.saturating_mul(10).saturating_add((*first - b'0') as i64);
        rest = tail;
    }
    Ok(if negative { -value } else { value })
}

/// The digits parsed so far: `value` with `scale` digits after the decimal point, followed by `zeros` further zeros.
///
/// Trailing zeros are kept apart, because excess ones can be dropped without changing the value.
struct Digits {
    value: u128,
    scale: i64,
    zeros: i64,
    has_digits: bool,
}

impl Digits {
    /// Appends a digit; `false` if there are too many.
    const fn push(&mut self, digit: u8, after_point: bool) -> bool {
        self.has_digits = true;
        if after_point && digit == 0 {
            self.zeros = self.zeros.saturating_add(1);
            return true;
        }
        while self.zeros > 0 {
            if !self.append(0, true) {
                return false;
            }
            self.zeros -= 1;
        }
        self.append(digit, after_point)
    }

    const fn append(&mut self, digit: u8, after_point: bool) -> bool {
        let Some(tenfold) = self.value.checked_mul(10) else {
            return false;
        };
        let value = tenfold + digit as u128;
        // Zeros alone can have any scale, so it is only checked when a digit follows.
        if value > MAX_DIGITS || self.scale > 1_000 {
            return false;
        }
        self.value = value;
        self.scale += after_point as i64;
        true
    }

    /// Returns the number times ten to the power of `exponent`.
    const fn finish(mut self, negative: bool, exponent: Result<i64, DecimalError>) -> Result<Decimal, DecimalError> {
        let exponent = match exponent {
            Ok(exponent) => exponent,
            Err(error) => return Err(error),
        };
        let mut scale = self.scale.saturating_sub(exponent);
        while self.zeros > 0 && scale < MAX_SCALE && self.value * 10 <= MAX_DIGITS {
            self.value *= 10;
            self.zeros -= 1;
            scale += 1;
        }
        if self.value == 0 {
            scale = if scale < 0 {
                0
            } else if scale > MAX_SCALE {
                MAX_SCALE
            } else {
                scale
            };
        }
        while scale > MAX_SCALE && self.value.is_multiple_of(10) {
            self.value /= 10;
            scale -= 1;
        }
        while scale < 0 && self.value * 10 <= MAX_DIGITS {
            self.value *= 10;
            scale += 1;
        }
        if scale < 0 || scale > MAX_SCALE {
            return Err(DecimalError::TooManyDigits);
        }
        let (low, mid, high) = (self.value as u32, (self.value >> 32) as u32, (self.value >> 64) as u32);
        Ok(Decimal(rust_decimal::Decimal::from_parts(
            low,
            mid,
            high,
            negative,
            scale as u32,
        )))
    }
}
