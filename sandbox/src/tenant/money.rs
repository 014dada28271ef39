//! Currencies.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::Tenant;

/// An active currency of the company.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Currency {
    /// The ISO 4217 code.
    pub code: String,
    /// The number of decimal places.
    pub digits: u32,
    /// The value of one unit in US dollars.
    #[serde(deserialize_with = "decimal")]
    pub in_usd: Decimal,
}

/// The maximum number of decimal places of an exchange rate, as the service prints them.
const RATE_DIGITS: u32 = 14;

impl Tenant {
    /// Returns the currency with a code, if it is active.
    #[must_use]
    pub fn currency(&self, code: &str) -> Option<&Currency> {
        self.currencies.iter().find(|currency| currency.code == code)
    }

    /// Converts an amount to another currency, and returns the amount rounded to the digits of that currency, and the
    /// rate.
    ///
    /// Returns `None` if either currency is not active, or a number is out of range.
    #[must_use]
    pub fn convert(&self, amount: Decimal, from: &str, to: &str) -> Option<(Decimal, Decimal)> {
        let (from, to) = (self.currency(from)?, self.currency(to)?);
        let rate = from.in_usd.checked_div(to.in_usd)?.round_dp(RATE_DIGITS).normalize();
        if rate.is_zero() {
            return None;
        }
        // The vendor does not document the rounding: half away from zero is customary.
        let rounding = RoundingStrategy::MidpointAwayFromZero;
        let converted = amount.checked_mul(rate)?.round_dp_with_strategy(to.digits, rounding);
        Some((converted, rate))
    }
}

/// Parses a number from its text, so that no digit is lost. The `serde` feature of `rust_decimal` would go through a
/// binary fraction, and would be enabled for the SDK in the same build.
pub(super) fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let text = String::deserialize(deserializer)?;
    Decimal::from_str_exact(&text).map_err(|_| D::Error::custom(format!("`{text}` is not a decimal number")))
}

/// Parses an optional number from its text.
pub(super) fn optional_decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let number = Decimal::from_str_exact(&text);
    number
        .map(Some)
        .map_err(|_| D::Error::custom(format!("`{text}` is not a decimal number")))
}

#[cfg(test)]
mod tests;
