//! The second pass over a response, in which values that do not fit are kept raw with their object and recorded.
//!
//! The first pass is strict. Only if it fails, the response is decoded again with a thread-local switch on, because
//! `Deserialize` has no way to pass a context. While it is on, the functions of [`decode`](super) that read optional
//! values first take the raw text of the value and decode it separately, so that decoding continues after a value that
//! fails.

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
    /// Whether decoding on this thread is lenient. Checked for every optional field, so it has no destructor and no
    /// lazy initialization.
    static ON: Cell<bool> = const { Cell::new(false) };
    static RECORD: RefCell<Record> = const { RefCell::new(Record::new(false)) };
}

/// The maximum number of recorded values; more are only counted.
const MAX_RECORDED: usize = 1000;

/// What the pass has found so far.
#[derive(Default)]
struct Record {
    /// The current path: `.data[3].startDate`.
    path: String,
    skipped: Vec<Skipped>,
    /// Number of values that do not fit, recorded or not.
    count: usize,
    /// The value of `count` when the current value began.
    since: usize,
    /// Whether raw values may be recorded.
    keeps_raw: bool,
}

/// The values that were skipped.
pub(super) struct SkippedValues {
    /// The recorded values in the order of the response.
    pub(super) recorded: Vec<Skipped>,
    /// The number of all of them.
    pub(super) count: usize,
}

impl Record {
    const fn new(keeps_raw: bool) -> Self {
        Self {
            path: String::new(),
            skipped: Vec::new(),
            count: 0,
            since: 0,
            keeps_raw,
        }
    }

    /// Records that the current value was skipped, in place of those inside it.
    fn skip(&mut self, raw: &str, error: &serde_json::Error) {
        self.put(raw, |path, raw| Skipped::left_out(path, error, raw));
    }

    /// Records that the current string contains an unpaired surrogate.
    fn lossy(&mut self, raw: &str) {
        self.put(raw, Skipped::lossy);
    }

    fn put(&mut self, raw: &str, skipped: impl FnOnce(&str, &str) -> Skipped) {
        self.forget_inner();
        if self.skipped.len() < MAX_RECORDED {
            let raw = if self.keeps_raw { raw } else { "" };
            self.skipped.push(skipped(&self.path, raw));
        }
        self.count += 1;
    }

    fn forget_inner(&mut self) {
        self.skipped.truncate(self.since);
        self.count = self.since;
    }
}

/// Restores the switch and the record on drop, also after a panic.
struct Before {
    was_on: bool,
    record: Option<Record>,
}

impl Before {
    /// Turns lenient decoding on with a record, and off without one.
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

/// Turns lenient decoding off until the guard is dropped.
pub(super) fn off() -> Off {
    Off(Before::switch(None))
}

/// Turns lenient decoding on until the guard is dropped. Raw values are recorded if `keeps_raw` is set.
pub(super) fn on(keeps_raw: bool) -> On {
    On(Before::switch(Some(Record::new(keeps_raw))))
}

/// See [`off`].
#[must_use]
pub(super) struct Off(#[expect(dead_code, reason = "held for its drop")] Before);

/// See [`on`].
#[must_use]
pub(super) struct On(#[expect(dead_code, reason = "held for its drop")] Before);

impl On {
    /// Returns the skipped values after decoding.
    pub(super) fn skipped(self) -> SkippedValues {
        let record = with_record(mem::take).unwrap_or_default();
        SkippedValues {
            recorded: record.skipped,
            count: record.count,
        }
    }
}

/// Whether decoding is lenient.
#[inline]
pub(super) fn is_on() -> bool {
    ON.get()
}

/// The result of decoding a value leniently.
pub(super) enum Reading<T> {
    Plain(T),
    /// It had another form than the one that is written.
    Converted(T, Note),
    /// It does not fit.
    Skipped(Json),
}

/// Reads the value of the field `name`; `None` if it is not a `T`.
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

/// Reads the next item of a list, at `index`.
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

/// Reads the next name in an object.
#[cold]
#[inline(never)]
pub(super) fn key<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Key<'de>>, A::Error> {
    let key: Option<LenientKey<'de>> = map.next_key()?;
    Ok(key.map(|LenientKey(key)| key))
}

/// A name that may contain an unpaired surrogate.
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

/// Decodes a name that contains an unpaired surrogate; `json` is its JSON string.
#[cold]
fn lossy_name(json: &str) -> Option<String> {
    let lossy = surrogates::lossy(json)?;
    let name: String = serde_json::from_str(&lossy).ok()?;
    let step = Step::into_field(&name);
    step.end(|record| record.lossy(json));
    Some(name)
}

/// Returns the error message of the field `name` of the current object, if its value was skipped.
pub(super) fn why_missing(name: &str) -> Option<String> {
    if !is_on() {
        return None;
    }
    with_record(|record| {
        let mut path = record.path.clone();
        error_path::push_field(&mut path, name);
        let inner = record.skipped.get(record.since..).unwrap_or_default();
        let skipped = inner.iter().rev().find(|skipped| skipped.is_at(&path))?;
        Some(skipped.message_from(record.path.len()))
    })
    .flatten()
}

/// A value that is being read: a step of the path. If reading it panics, the whole record is restored.
///
/// This code is monomorphized per field type, so everything that does not depend on the type is in non-generic
/// functions.
struct Step {
    /// Length of the path before.
    path: usize,
    /// Value of `since` before.
    since: usize,
    /// Services send an empty string for a missing value in a field.
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

    /// Reads the value and ends the step. Records a value that does not fit, unless it counts as missing.
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
            false => record.forget_inner(),
        });
        // A type that noted its own conversion knows better how the value is written.
        let read_as = converted::take().map_or_else(|| ReadAs::new(text.read_as()), |(_, read_as)| read_as);
        (Json::from(raw), read_as)
    }

    fn end_skipped(self, raw: &RawValue, error: &serde_json::Error) -> Json {
        let is_absent = self.is_absent_when_empty && raw.get() == "\"\"";
        self.end(|record| match is_absent {
            true => record.forget_inner(),
            false => record.skip(raw.get(), error),
        });
        Json::from(raw)
    }

    fn end(self, update: impl FnOnce(&mut Record)) {
        with_record(|record| {
            update(record);
            record.since = self.since;
            record.path.truncate(self.path);
        });
    }
}

/// The string as which a value that does not fit is tried: a number or a boolean, digit for digit, or a string with
/// `\u{fffd}` in place of each unpaired surrogate.
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

    /// Returns the string as JSON in the form that is written.
    fn read_as(&self) -> String {
        let text: Result<String, _> = serde_json::from_str(&self.json);
        text.and_then(|text| serde_json::to_string(&text))
            .unwrap_or_else(|_| self.json.clone())
    }
}

/// Accesses the record, which no longer exists while the thread ends. Must not decode anything.
fn with_record<T>(look: impl FnOnce(&mut Record) -> T) -> Option<T> {
    RECORD
        .try_with(|record| record.try_borrow_mut().ok().map(|mut record| look(&mut record)))
        .ok()
        .flatten()
}

#[cfg(test)]
mod tests;
