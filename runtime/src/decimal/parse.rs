//! From text to a number, in constant expressions too.

use std::fmt;

use super::Decimal;

/// Why a text is not a [`Decimal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecimalError {
    /// It is not a number written in digits.
    NotANumber,
    /// It has more digits than can be kept exactly: about 28 in all, and 28 behind the point.
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

/// The most digits behind the point.
const MAX_SCALE: i64 = 28;
/// The largest number without its point: 96 bits.
const MAX_DIGITS: u128 = (1 << 96) - 1;

/// What `dec!` calls. A constant expression that fails an assertion does not compile.
#[doc(hidden)]
pub const fn literal(text: &str) -> Decimal {
    let number = read(text.as_bytes(), true);
    assert!(
        number.is_ok(),
        "dec!: not a decimal number, or more digits than one can keep"
    );
    match number {
        Ok(number) => number,
        Err(_) => Decimal::ZERO,
    }
}

/// Reads `[+-] digits [. digits] [e [+-] digits]`, with digits on at least one side of the point.
pub(super) fn parse(text: &str) -> Result<Decimal, DecimalError> {
    match short(text.as_bytes()) {
        Some(number) => Ok(number),
        None => read(text.as_bytes(), false),
    }
}

/// The most bytes of which the digits fit into 64 bits, whatever they are.
const SHORT: usize = 19;

/// Reads `[-] digits [. digits]` when it is short, as nearly all amounts are; `None` for anything else.
pub(super) fn short(text: &[u8]) -> Option<Decimal> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > SHORT {
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
        seen: false,
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
            b'_' if underscores && digits.seen => {}
            b'e' | b'E' if digits.seen => return digits.finish(negative, exponent(tail)),
            _ => return Err(DecimalError::NotANumber),
        }
        rest = tail;
    }
    if !digits.seen {
        return Err(DecimalError::NotANumber);
    }
    digits.finish(negative, Ok(0))
}

/// Too many digits are only that when nothing but digits follows; else the text is no number in the first place.
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

/// The exponent after its `e`. One too large for an `i64` is as good as the largest.
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

/// The digits read so far: `value` with `scale` of them behind the point, and then `zeros` zeros more.
///
/// Zeros at the end wait, because the last of them may be more than a number can keep and yet mean nothing.
struct Digits {
    value: u128,
    scale: i64,
    zeros: i64,
    seen: bool,
}

impl Digits {
    /// Takes one more digit; false when there are more than can be kept.
    const fn push(&mut self, digit: u8, behind_point: bool) -> bool {
        self.seen = true;
        if behind_point && digit == 0 {
            self.zeros = self.zeros.saturating_add(1);
            return true;
        }
        while self.zeros > 0 {
            if !self.append(0, true) {
                return false;
            }
            self.zeros -= 1;
        }
        self.append(digit, behind_point)
    }

    const fn append(&mut self, digit: u8, behind_point: bool) -> bool {
        let Some(tenfold) = self.value.checked_mul(10) else {
            return false;
        };
        let value = tenfold + digit as u128;
        // A number of zeros alone can have any scale on the way; so the scale is looked at when something follows.
        if value > MAX_DIGITS || self.scale > 1_000 {
            return false;
        }
        self.value = value;
        self.scale += behind_point as i64;
        true
    }

    /// The number times ten to the power of `exponent`.
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
