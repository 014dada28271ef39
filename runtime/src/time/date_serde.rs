//! How days are read from JSON and written to it.

use super::{Date, TimeError, Timestamp, text_serde};

/// From what services write: a date, or midnight.
fn from_wire(text: &str) -> Result<Date, TimeError> {
    text.parse().or_else(|error| {
        let day: Option<Date> = text.get(..10).and_then(|day| day.parse().ok());
        let moment: Option<Timestamp> = text.parse().ok();
        match (day, moment) {
            (Some(day), Some(moment)) if moment == day.into() => Ok(day),
            _ => Err(error),
        }
    })
}

text_serde!(Date, from_wire, |text: &[u8]| text.len() == 10, "a date as YYYY-MM-DD");
