//! The second reading of an answer, in which a value that does not fit is kept raw beside its object and goes on record.
//!
//! The first reading knows nothing of this. Only when it fails is the answer read again, with a switch on that belongs to
//! the thread, for `Deserialize` has no place for a context. While it is on, the functions of [`decode`](super) that
//! read what may be absent take the text of the value first and decode it from there. So a value that fails has been
//! stepped over already, and the reading goes on behind it.

use std::{
    cell::{Cell, RefCell},
    mem,
};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, MapAccess, SeqAccess},
};
use serde_json::value::RawValue;

use super::{
    Key,
    converted::{self, Note},
    error_path,
    skipped::Skipped,
    surrogates,
};
use crate::{Additional, Json, raw_values::ReadAs};

thread_local! {
    /// Whether what is decoded on this thread is read leniently. Looked at for every optional field, and so without a
    /// destructor and without a start of its own.
    static ON: Cell<bool> = const { Cell::new(false) };
    static RECORD: RefCell<Record> = const { RefCell::new(Record::new(false)) };
}

/// How many values can be on record; more are only counted.
const MAX_KEPT: usize = 1000;

/// What the reading has come upon.
#[derive(Default)]
struct Record {
    /// Where the reading is: `.data[3].startDate`.
    path: String,
    odd: Vec<Skipped>,
    /// How many there were, kept or not.
    count: usize,
    /// What `count` was when the value began that is being read.
    since: usize,
    /// Whether what stood there may be kept.
    keeps_raw: bool,
}

/// What was left out of a value.
pub(super) struct LeftOut {
    /// What is on record, in the order of the answer.
    pub(super) odd: Vec<Skipped>,
    /// How many there were.
    pub(super) count: usize,
}

impl Record {
    const fn new(keeps_raw: bool) -> Self {
        Self {
            path: String::new(),
            odd: Vec::new(),
            count: 0,
            since: 0,
            keeps_raw,
        }
    }

    /// Puts the value at hand on record, in place of what was within it.
    fn left_out(&mut self, raw: &str, error: &serde_json::Error) {
        self.put(raw, |path, raw| Skipped::left_out(path, error, raw));
    }

    /// Puts the text at hand on record, of which half a character is missing.
    fn lossy(&mut self, raw: &str) {
        self.put(raw, Skipped::lossy);
    }

    fn put(&mut self, raw: &str, odd: impl FnOnce(&str, &str) -> Skipped) {
        self.forget_within();
        if self.odd.len() < MAX_KEPT {
            let raw = if self.keeps_raw { raw } else { "" };
            self.odd.push(odd(&self.path, raw));
        }
        self.count += 1;
    }

    fn forget_within(&mut self) {
        self.odd.truncate(self.since);
        self.count = self.since;
    }
}

/// Puts the switch and the record back as they were, also when decoding panics.
struct Before {
    was_on: bool,
    record: Option<Record>,
}

impl Before {
    /// Switches it on if there is a record to keep, and off if there is none.
    fn switch(record: Option<Record>) -> Self {
        let record = record.and_then(|record| with_record(|current| mem::replace(current, record)));
        Self {
            was_on: ON.replace(record.is_some()),
            record,
        }
    }
}

impl Drop for Before {
    fn drop(&mut self) {
        ON.set(self.was_on);
        if let Some(record) = self.record.take() {
            with_record(|current| *current = record);
        }
    }
}

/// The switch is off as long as this is kept.
pub(super) fn off() -> Off {
    Off(Before::switch(None))
}

/// The switch is on as long as this is kept. What is left out goes with its text if `keeps_raw` says so.
pub(super) fn on(keeps_raw: bool) -> On {
    On(Before::switch(Some(Record::new(keeps_raw))))
}

/// See [`off`].
#[must_use]
pub(super) struct Off(#[expect(dead_code, reason = "what counts is when it is dropped")] Before);

/// See [`on`].
#[must_use]
pub(super) struct On(#[expect(dead_code, reason = "what counts is when it is dropped")] Before);

impl On {
    /// What was left out, once all is read.
    pub(super) fn left_out(self) -> LeftOut {
        let record = with_record(mem::take).unwrap_or_default();
        LeftOut {
            odd: record.odd,
            count: record.count,
        }
    }
}

/// Whether the reading is lenient.
#[inline]
pub(super) fn is_on() -> bool {
    ON.get()
}

/// What came of a value.
pub(super) enum Reading<T> {
    Plain(T),
    /// It came in another form than it is written in.
    Converted(T, Note),
    /// It does not fit.
    Skipped(Json),
}

/// The value of the field `name`; `None` when it is not a `T`.
#[cold]
#[inline(never)]
pub(super) fn field<'de, A: MapAccess<'de>, T: DeserializeOwned>(
    map: &mut A,
    name: &str,
    additional: &mut Additional,
) -> Result<Option<T>, A::Error> {
    let raw: &RawValue = map.next_value().map_err(|error| error_path::in_field(name, error))?;
    Ok(match Step::into_field(name).read(raw) {
        Reading::Plain(value) => Some(value),
        Reading::Converted(value, (json, read_as)) => {
            additional.insert_raw(name, json, Some(read_as));
            Some(value)
        }
        Reading::Skipped(json) => {
            additional.insert_raw(name, json, None);
            None
        }
    })
}

/// The next item of a list, the one number `index`.
#[cold]
#[inline(never)]
pub(super) fn item<'de, A: SeqAccess<'de>, T: DeserializeOwned>(
    items: &mut A,
    index: usize,
) -> Result<Option<Reading<T>>, A::Error> {
    let raw: Option<&RawValue> = items
        .next_element()
        .map_err(|error| error_path::in_item(index, error))?;
    Ok(raw.map(|raw| Step::into_item(index).read(raw)))
}

/// The next name in an object.
#[cold]
#[inline(never)]
pub(super) fn key<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Key<'de>>, A::Error> {
    let key: Option<LenientKey<'de>> = map.next_key()?;
    Ok(key.map(|LenientKey(key)| key))
}

/// A name in which half of a surrogate pair may be.
struct LenientKey<'de>(Key<'de>);

impl<'de> Deserialize<'de> for LenientKey<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        let plain = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
        if let Some(plain) = plain.filter(|plain| !plain.contains('\\')) {
            return Ok(Self(Key::new(plain)));
        }
        let name = serde_json::from_str(raw).or_else(|error| lossy_name(raw).ok_or(error));
        name.map(|name: String| Self(Key::new(name)))
            .map_err(|error| error_path::of_part(&error))
    }
}

/// The text of a name that holds half of a surrogate pair: `json` is the JSON string of it.
#[cold]
fn lossy_name(json: &str) -> Option<String> {
    let lossy = surrogates::lossy(json)?;
    let name: String = serde_json::from_str(&lossy).ok()?;
    let step = Step::into_field(&name);
    step.end(|record| record.lossy(json));
    Some(name)
}

/// Why the field `name` of the object at hand is not there, if it was left out: the message of an error.
pub(super) fn why_missing(name: &str) -> Option<String> {
    if !is_on() {
        return None;
    }
    with_record(|record| {
        let mut path = record.path.clone();
        error_path::push_field(&mut path, name);
        let within = record.odd.get(record.since..).unwrap_or_default();
        let odd = within.iter().rev().find(|odd| odd.is_at(&path))?;
        Some(odd.message_from(record.path.len()))
    })
    .flatten()
}

/// A value that is being read: a step of the path. When reading it panics, the whole record is put back.
///
/// There is one for every type of every field, so all that can be the same for all types is in functions without one.
struct Step {
    /// How long the path was before.
    path: usize,
    /// What `since` was before.
    since: usize,
    /// A service that has no words for "nothing" but those of a text writes an empty one, in a field.
    is_absent_when_empty: bool,
}

impl Step {
    fn into_field(name: &str) -> Self {
        let step = Self::begin(true);
        with_record(|record| error_path::push_field(&mut record.path, name));
        step
    }

    fn into_item(index: usize) -> Self {
        let step = Self::begin(false);
        with_record(|record| error_path::push_item(&mut record.path, index));
        step
    }

    fn begin(is_absent_when_empty: bool) -> Self {
        let before = with_record(|record| (record.path.len(), mem::replace(&mut record.since, record.count)));
        let (path, since) = before.unwrap_or_default();
        Self {
            path,
            since,
            is_absent_when_empty,
        }
    }

    /// Reads the value and ends the step. What does not fit goes on record unless it is as good as absent.
    fn read<T: DeserializeOwned>(self, raw: &RawValue) -> Reading<T> {
        converted::begin();
        let error = match serde_json::from_str(raw.get()) {
            Ok(value) => {
                return match self.end_whole() {
                    None => Reading::Plain(value),
                    Some(note) => Reading::Converted(value, note),
                };
            }
            Err(error) => error,
        };
        converted::begin();
        if let Some(text) = Text::of(raw.get())
            && let Ok(value) = serde_json::from_str(&text.json)
        {
            return Reading::Converted(value, self.end_as_text(raw, &text));
        }
        Reading::Skipped(self.end_skipped(raw, &error))
    }

    fn end_whole(self) -> Option<Note> {
        self.end(|_| {});
        converted::take()
    }

    fn end_as_text(self, raw: &RawValue, text: &Text) -> Note {
        self.end(|record| match text.is_lossy {
            true => record.lossy(raw.get()),
            false => record.forget_within(),
        });
        // A type that has noted what it made of the text knows better than the text what it is written as.
        let read_as = converted::take().map_or_else(|| ReadAs::new(text.read_as()), |(_, read_as)| read_as);
        (Json::from(raw), read_as)
    }

    fn end_skipped(self, raw: &RawValue, error: &serde_json::Error) -> Json {
        let is_absent = self.is_absent_when_empty && raw.get() == "\"\"";
        self.end(|record| match is_absent {
            true => record.forget_within(),
            false => record.left_out(raw.get(), error),
        });
        Json::from(raw)
    }

    fn end(self, tell: impl FnOnce(&mut Record)) {
        with_record(|record| {
            tell(record);
            record.since = self.since;
            record.path.truncate(self.path);
        });
    }
}

/// The text that a value is read as when it does not fit: that of a number or a boolean, digit for digit, and that of a
/// string with `\u{fffd}` for each half of a surrogate pair.
struct Text {
    json: String,
    is_lossy: bool,
}

impl Text {
    fn of(json: &str) -> Option<Self> {
        let first = json.bytes().next()?;
        if first == b'"' {
            return surrogates::lossy(json).map(|json| Self { json, is_lossy: true });
        }
        let is_scalar = first == b'-' || first.is_ascii_digit() || json == "true" || json == "false";
        is_scalar.then(|| Self {
            json: format!("\"{json}\""),
            is_lossy: false,
        })
    }

    /// The text as JSON, in the form in which it is written.
    fn read_as(&self) -> String {
        let text: Result<String, _> = serde_json::from_str(&self.json);
        text.and_then(|text| serde_json::to_string(&text))
            .unwrap_or_else(|_| self.json.clone())
    }
}

/// Looks at the record, which is not there any more when the thread is about to end. Nothing is decoded within.
fn with_record<T>(look: impl FnOnce(&mut Record) -> T) -> Option<T> {
    RECORD
        .try_with(|record| record.try_borrow_mut().ok().map(|mut record| look(&mut record)))
        .ok()
        .flatten()
}

#[cfg(test)]
mod tests;
