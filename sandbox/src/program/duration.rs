//! Parses durations such as `5s`.

use std::time::Duration;

/// The milliseconds of each unit, longer names first.
const UNITS: [(&str, u64); 4] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

/// Parses a whole number and a unit.
pub(super) fn read(text: &str) -> Option<Duration> {
    let unit = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(unit)?;
    let (_, milliseconds) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let number: u64 = number.parse().ok()?;
    number.checked_mul(*milliseconds).map(Duration::from_millis)
}
