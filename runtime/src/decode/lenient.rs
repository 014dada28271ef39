//! The second reading of an answer, in which a value that is not of its type is left out and goes on record.
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
    Deserialize,
    de::{MapAccess, SeqAccess},
};
use serde_json::value::RawValue;

use super::{fault, odd::Odd};

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
    odd: Vec<Odd>,
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
    pub(super) odd: Vec<Odd>,
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
    fn left_out(&mut self, raw: &RawValue, error: &serde_json::Error) {
        self.forget_within();
        if self.odd.len() < MAX_KEPT {
            let raw = if self.keeps_raw { raw.get() } else { "" };
            self.odd.push(Odd::new(&self.path, error, raw));
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

/// Decodes with the switch off.
pub(super) fn off<T>(decode: impl FnOnce() -> T) -> T {
    let _before = Before::switch(None);
    decode()
}

/// Decodes with the switch on. What is left out goes with its text if `keeps_raw` says so.
pub(super) fn on<T>(keeps_raw: bool, decode: impl FnOnce() -> T) -> (T, LeftOut) {
    let _before = Before::switch(Some(Record::new(keeps_raw)));
    let value = decode();
    let record = with_record(mem::take).unwrap_or_default();
    let left_out = LeftOut {
        odd: record.odd,
        count: record.count,
    };
    (value, left_out)
}

/// Whether the reading is lenient.
#[inline]
pub(super) fn is_on() -> bool {
    ON.get()
}

/// The value of the field `name`; `None` when it is not a `T`.
#[cold]
#[inline(never)]
pub(super) fn field<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    name: &str,
) -> Result<Option<T>, A::Error> {
    let raw: &RawValue = map.next_value().map_err(|error| fault::in_field(name, error))?;
    let _step = Step::to(|path| fault::push_field(path, name));
    // A service that has no words for "nothing" but those of a text writes an empty one.
    Ok(value(raw, |raw| raw.get() == "\"\""))
}

/// The next item of a list, the one number `index`; `None` within when it is not a `T`.
#[cold]
#[inline(never)]
pub(super) fn item<'de, A: SeqAccess<'de>, T: Deserialize<'de>>(
    items: &mut A,
    index: usize,
) -> Result<Option<Option<T>>, A::Error> {
    let raw: Option<&RawValue> = items.next_element().map_err(|error| fault::in_item(index, error))?;
    let Some(raw) = raw else {
        return Ok(None);
    };
    let _step = Step::to(|path| fault::push_item(path, index));
    Ok(Some(value(raw, |_| false)))
}

/// The value as a `T`. `None` when it is none, which then goes on record unless it is as good as absent.
fn value<'de, T: Deserialize<'de>>(raw: &'de RawValue, as_good_as_absent: impl FnOnce(&RawValue) -> bool) -> Option<T> {
    let outer = with_record(|record| mem::replace(&mut record.since, record.count));
    let value = serde_json::from_str(raw.get());
    with_record(|record| {
        match &value {
            Ok(_) => {}
            Err(_) if as_good_as_absent(raw) => record.forget_within(),
            Err(error) => record.left_out(raw, error),
        }
        record.since = outer.unwrap_or_default();
    });
    value.ok()
}

/// Why the field `name` of the object at hand is not there, if it was left out: the message of an error.
pub(super) fn why_missing(name: &str) -> Option<String> {
    if !is_on() {
        return None;
    }
    with_record(|record| {
        let mut path = record.path.clone();
        fault::push_field(&mut path, name);
        let within = record.odd.get(record.since..).unwrap_or_default();
        let odd = within.iter().rev().find(|odd| odd.is_at(&path))?;
        Some(odd.message_from(record.path.len()))
    })
    .flatten()
}

/// A step of the path, which is taken back at the end.
struct Step(usize);

impl Step {
    fn to(push: impl FnOnce(&mut String)) -> Self {
        let before = with_record(|record| {
            let before = record.path.len();
            push(&mut record.path);
            before
        });
        Self(before.unwrap_or_default())
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        with_record(|record| record.path.truncate(self.0));
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
