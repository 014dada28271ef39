//! From a number to its digits, without an allocation and without the machinery of formatting: every amount that is sent
//! comes by here.

use rust_decimal::Decimal;

/// The most bytes that a number has: 29 digits, a sign, a point, and a zero before the point.
pub(super) const MOST: usize = 32;

/// The number in plain digits, as many behind the point as its scale says. A zero has no sign.
pub(super) fn digits(number: Decimal, buffer: &mut [u8; MOST]) -> &str {
    let (mantissa, scale) = (number.mantissa(), number.scale());
    let mut text = Backwards { buffer, start: MOST };
    let (mut left, mut written) = (mantissa.unsigned_abs(), 0);
    while left != 0 || written <= scale {
        // Numbers of 128 bits are divided by a routine; nearly all have fewer.
        let digit = match u64::try_from(left) {
            Ok(short) => {
                left = u128::from(short / 10);
                short % 10
            }
            Err(_) => {
                let digit = (left % 10) as u64;
                left /= 10;
                digit
            }
        };
        if written == scale && scale > 0 {
            text.push(b'.');
        }
        text.push(b'0' + digit as u8);
        written += 1;
    }
    if mantissa < 0 {
        text.push(b'-');
    }
    text.finished()
}

/// Bytes that are written from the last one to the first one.
struct Backwards<'a> {
    buffer: &'a mut [u8; MOST],
    start: usize,
}

impl<'a> Backwards<'a> {
    fn push(&mut self, byte: u8) {
        self.start = self.start.saturating_sub(1);
        if let Some(place) = self.buffer.get_mut(self.start) {
            *place = byte;
        }
    }

    /// What was written; all of it is ASCII.
    fn finished(self) -> &'a str {
        let written = self.buffer.get(self.start..).unwrap_or_default();
        str::from_utf8(written).unwrap_or_default()
    }
}
