//! How dates are read from JSON and written to it.

use serde::{Deserialize, Deserializer};

use super::{CivilDateTime, Date, TimeError, Timestamp, text_serde};
use crate::{decode, text};

/// Parses what services write: a date, or midnight in UTC.
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

/// A date that may be written with a time of day, with or without an offset from UTC: the day that the text shows.
pub(crate) struct DateOfAny(pub(crate) Date);

impl<'de> Deserialize<'de> for DateOfAny {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::parse(deserializer, "a date as YYYY-MM-DD, with or without a time", |text| {
            if let Ok(date) = text.parse() {
                return Ok::<_, TimeError>(Self(date));
            }
            let date = CivilDateTime::from_wire(text)?.date();
            decode::note_text(text, &date);
            Ok(Self(date))
        })
    }
}
