//! Exact decimal numbers.

mod arithmetic;
mod float;
mod parse;
mod plain;
mod raw;

use std::{fmt, str::FromStr};

use arrayvec::ArrayString;
use rust_decimal::RoundingStrategy;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::value::RawValue;

use crate::{decode, text};

pub use parse::DecimalError;
#[doc(hidden)]
pub use parse::literal;

/// An exact decimal number with up to 28 digits, any number of which may be after the decimal point.
///
/// Trailing zeros are significant for the representation: `1290.00000000` is read, shown and written unchanged, but
/// equals `1290`.
///
/// It is deserialized from a JSON number or a JSON string, optionally with surrounding spaces, digit for digit and
/// never by way of a float, and serialized as a JSON number. This requires `serde_json` (text, bytes or a reader).
///
/// Inside `#[serde(flatten)]`, `#[serde(untagged)]` and internally tagged enums, serde converts numbers with a decimal
/// point to floats before a `Decimal` can read them. There a float is accepted only if it has at most 15 digits:
/// numbers of up to 15 digits are correct except for trailing zeros, and longer ones are rejected or have been rounded
/// to 15 digits. 64-bit integers and strings are always exact. [`serde_json::Value`] also converts such numbers to
/// floats.
///
/// ```
/// use sap_concur_runtime::{Decimal, dec};
///
/// let price: Decimal = serde_json::from_str("346.20")?;
/// assert_eq!(price, dec!(346.2));
/// assert_eq!(serde_json::to_string(&price)?, "346.20");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// `+`, `-`, `*` and `sum` panic on overflow, as [`Duration`](std::time::Duration) does. Numbers that come from outside are
/// better added with [`checked_add`](Self::checked_add).
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(rust_decimal::Decimal);

impl Decimal {
    /// 0, without digits after the decimal point.
    pub const ZERO: Self = Self(rust_decimal::Decimal::ZERO);

    /// Returns the number as a `rust_decimal::Decimal`, for calculations.
    pub const fn into_inner(self) -> rust_decimal::Decimal {
        self.0
    }

    /// Returns the number of digits after the decimal point, including trailing zeros.
    pub const fn scale(self) -> u32 {
        self.0.scale()
    }

    /// Returns `true` if the number is 0, at any scale.
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Returns the plain digits without an allocation.
    pub(crate) fn digits(self) -> ArrayString<{ plain::MAX_LEN }> {
        plain::digits(self.0)
    }

    /// Converts a float, rounded to at most this many digits after the decimal point, half away from zero.
    ///
    /// What is rounded are the digits that the float is shown with, so 1.005 becomes 1.01 although the float is slightly
    /// less. `rust_decimal` also converts floats without rounding, and its `from_f64_retain` makes of 346.2 the number
    /// 346.19999999999998863131622775, which is then sent.
    ///
    /// ```
    /// use sap_concur_runtime::{Decimal, dec};
    ///
    /// assert_eq!(Decimal::from_f64_rounded(346.2, 2)?, dec!(346.2));
    /// assert_eq!(Decimal::from_f64_rounded(0.1 + 0.2, 2)?, dec!(0.3));
    /// # Ok::<(), sap_concur_runtime::DecimalError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the float is infinite, not a number, or too large.
    pub fn from_f64_rounded(number: f64, places: u32) -> Result<Self, DecimalError> {
        float::rounded(number, places)
    }

    /// Adds two numbers; `None` on overflow. Excess digits after the decimal point are rounded.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Subtracts a number; `None` on overflow. Excess digits after the decimal point are rounded.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Multiplies two numbers; `None` on overflow. Excess digits after the decimal point are rounded.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        self.0.checked_mul(other.0).map(Self)
    }
}

/// Shows plain digits without an exponent. A precision (`{:.2}`) pads with zeros or rounds half away from zero.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.precision().is_none() && f.width().is_none() && !f.sign_plus() {
            return f.write_str(&self.digits());
        }
        // `rust_decimal` truncates to the precision.
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

/// Parses digits with an optional sign, decimal point and exponent: `-12.50`, `1e2`.
impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        parse::parse(text)
    }
}

/// Keeps all digits, also those of a float that `rust_decimal` has not rounded; see [`Decimal::from_f64_rounded`].
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

/// Parses the JSON text of a number, or of a string with a number.
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
        // The path is more useful than the value, which may be as long as a page.
        DecimalError::NotANumber => de::Error::invalid_type(found(text), &"a decimal number"),
        error => de::Error::custom(format_args!("{} {error}", text::start(inner))),
    })?;
    if is_string || inner.contains(['e', 'E']) {
        decode::note(text, &number);
    }
    Ok(number)
}

/// Returns serde's description of a value in place of a number.
fn found(text: &str) -> de::Unexpected<'_> {
    match text.as_bytes().first() {
        Some(b'"') => de::Unexpected::Other("a string that is not a number"),
        Some(b'{') => de::Unexpected::Map,
        Some(b'[') => de::Unexpected::Seq,
        Some(b'n') => de::Unexpected::Unit,
        Some(b't' | b'f') => de::Unexpected::Bool(text == "true"),
        _ => de::Unexpected::Other("not a number"),
    }
}

/// Creates an exact [`Decimal`](crate::Decimal) from a literal at compile time: `dec!(346.2)`, `dec!(-5)`.
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
        Self::from_valid(value.to_string())
    }
}

#[cfg(test)]
mod tests;
