//! Exact decimal numbers.

mod parse;
mod plain;
mod raw;

use std::{fmt, ops::Neg, str::FromStr};

use arrayvec::ArrayString;
use rust_decimal::RoundingStrategy;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::value::RawValue;

use crate::{decode, text};

pub use parse::DecimalError;
#[doc(hidden)]
pub use parse::literal;

/// A decimal number, exact: up to 28 digits, of which any number may stand behind the point.
///
/// Trailing zeros are part of it. `1290.00000000` is read, shown and written as that, though it equals `1290`.
///
/// It is read from a JSON number or from a JSON string, with blanks around it or not, digit for digit and never by way of
/// a float, and written as a JSON number. For that it needs `serde_json` on the other side (text, bytes or a reader).
///
/// Within `#[serde(flatten)]`, `#[serde(untagged)]` and internally tagged enums serde makes a float of a number with a
/// point before a decimal can be read. There it is taken if the float has at most 15 digits, and refused otherwise: a
/// number of up to 15 digits is right, but for zeros at its end, and a longer one is refused or has been rounded to 15.
/// Whole numbers of 64 bits and strings are exact as ever. A trip through [`serde_json::Value`] makes a float of such a
/// number too.
///
/// ```
/// use sap_concur_runtime::{Decimal, dec};
///
/// let price: Decimal = serde_json::from_str("346.20")?;
/// assert_eq!(price, dec!(346.2));
/// assert_eq!(serde_json::to_string(&price)?, "346.20");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(rust_decimal::Decimal);

impl Decimal {
    /// 0, without a digit behind the point.
    pub const ZERO: Self = Self(rust_decimal::Decimal::ZERO);

    /// The number as the crate `rust_decimal` has it, to calculate with.
    pub const fn into_inner(self) -> rust_decimal::Decimal {
        self.0
    }

    /// How many digits stand behind the point, trailing zeros among them.
    pub const fn scale(self) -> u32 {
        self.0.scale()
    }

    /// Whether it is 0, at whatever scale.
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The plain digits, without an allocation.
    pub(crate) fn digits(self) -> ArrayString<{ plain::MOST }> {
        plain::digits(self.0)
    }

    /// The sum, unless it is too large. Digits that do not fit behind the point are rounded away.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, unless it is too large. Digits that do not fit behind the point are rounded away.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The product, unless it is too large. Digits that do not fit behind the point are rounded away.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        self.0.checked_mul(other.0).map(Self)
    }
}

impl Neg for Decimal {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

/// Plain digits, never an exponent. A precision (`{:.2}`) pads with zeros or rounds to it, a half away from zero.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.precision().is_none() && f.width().is_none() && !f.sign_plus() {
            return f.write_str(&self.digits());
        }
        // Theirs cuts off what is beyond the precision.
        let rounded = match f.precision().map(u32::try_from) {
            Some(Ok(digits)) => self
                .0
                .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero),
            _ => self.0,
        };
        if rounded.is_zero() { rounded.abs() } else { rounded }.fmt(f)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// From digits with at most one sign before, one point within and one exponent behind: `-12.50`, `1e2`.
impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        parse::parse(text)
    }
}

impl From<rust_decimal::Decimal> for Decimal {
    fn from(number: rust_decimal::Decimal) -> Self {
        Self(number)
    }
}

impl From<Decimal> for rust_decimal::Decimal {
    fn from(number: Decimal) -> Self {
        number.0
    }
}

macro_rules! from_integer {
    ($($integer:ty),*) => {
        $(impl From<$integer> for Decimal {
            fn from(number: $integer) -> Self {
                Self(number.into())
            }
        })*
    };
}

from_integer!(i32, i64, u32, u64);

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits = self.digits();
        let raw: &RawValue = serde_json::from_str(&digits).map_err(ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        raw::number(deserializer)
    }
}

/// The number that a JSON text is, or that is in a JSON string.
fn of_json<E: de::Error>(text: &str) -> Result<Decimal, E> {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .map_or(text, str::trim);
    let is_string = inner.len() != text.len();
    if let (false, Some(number)) = (is_string, parse::short(inner.as_bytes())) {
        return Ok(number);
    }
    let number = parse::parse(inner).map_err(|error| match error {
        // The place says more than the number does, and what is no number may be as long as a page.
        DecimalError::NotANumber => de::Error::invalid_type(found(text), &"a decimal number"),
        error => de::Error::custom(format_args!("{} {error}", text::start(inner))),
    })?;
    if is_string || inner.contains(['e', 'E']) {
        decode::note(text, &number);
    }
    Ok(number)
}

/// What serde calls the value that stands where a number belongs.
fn found(text: &str) -> de::Unexpected<'_> {
    match text.as_bytes().first() {
        Some(b'"') => de::Unexpected::Other("a string that is no number"),
        Some(b'{') => de::Unexpected::Map,
        Some(b'[') => de::Unexpected::Seq,
        Some(b'n') => de::Unexpected::Unit,
        Some(b't' | b'f') => de::Unexpected::Bool(text == "true"),
        _ => de::Unexpected::Other("no number"),
    }
}

/// An exact [`Decimal`](crate::Decimal) from a literal, checked by the compiler: `dec!(346.2)`, `dec!(-5)`.
///
/// ```
/// use sap_concur_runtime::dec;
///
/// assert_eq!(dec!(1_290.00).to_string(), "1290.00");
/// ```
///
/// ```compile_fail
/// # use sap_concur_runtime::dec;
/// dec!(twelve);
/// ```
#[macro_export]
macro_rules! dec {
    ($number:expr) => {{
        const NUMBER: $crate::Decimal = $crate::__private::decimal_literal(::core::stringify!($number));
        NUMBER
    }};
}

impl From<Decimal> for crate::Json {
    fn from(value: Decimal) -> Self {
        Self::made(value.to_string())
    }
}

#[cfg(test)]
mod tests;
