//! Currencies.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::Tenant;

/// A currency that is active for the company.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Currency {
    /// ISO 4217.
    pub code: String,
    /// How many digits its amounts have after the point.
    pub digits: u32,
    /// How many US dollars one of it is.
    #[serde(deserialize_with = "decimal")]
    pub in_usd: Decimal,
}

/// How many digits an exchange rate has after the point at most, as the service prints them.
const RATE_DIGITS: u32 = 14;

impl Tenant {
    /// The currency with a code, if it is active.
    #[must_use]
    pub fn currency(&self, code: &str) -> Option<&Currency> {
        self.currencies.iter().find(|currency| currency.code == code)
    }

    /// An amount in another currency, rounded to the digits of that currency, and the rate that it was multiplied by.
    ///
    /// `None` when either currency is not active, or a number becomes too large or a rate too small to be written.
    #[must_use]
    pub fn convert(&self, amount: Decimal, from: &str, to: &str) -> Option<(Decimal, Decimal)> {
        let (from, to) = (self.currency(from)?, self.currency(to)?);
        let rate = from.in_usd.checked_div(to.in_usd)?.round_dp(RATE_DIGITS).normalize();
        if rate.is_zero() {
            return None;
        }
        // The documents do not say how halves are rounded: away from zero, as people do.
        let rounding = RoundingStrategy::MidpointAwayFromZero;
        let converted = amount.checked_mul(rate)?.round_dp_with_strategy(to.digits, rounding);
        Some((converted, rate))
    }
}

/// Reads a number from its text, so that no digit of it is lost. The `serde` feature of `rust_decimal` would do so by
/// way of a binary fraction, and be switched on for the SDK in the same build.
pub(super) fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let text = String::deserialize(deserializer)?;
    Decimal::from_str_exact(&text).map_err(|_| D::Error::custom(format!("`{text}` is not a decimal number")))
}

/// The same for a number that may be absent.
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
