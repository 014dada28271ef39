//! The newest state of each object that is in the file.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The state of an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) id: String,
    /// When the object was last modified, if the service says so.
    pub(super) modified: Option<Timestamp>,
    /// A hash of its line.
    pub(super) line: u64,
}

impl State {
    pub(super) fn new(id: &str, modified: Option<&str>, line: &str) -> Self {
        Self {
            id: id.to_owned(),
            modified: modified.and_then(|text| text.parse().ok()),
            line: hash(line.trim_end_matches('\n').as_bytes()),
        }
    }
}

/// What is known of an object that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// It has changed, or is new.
    Changed,
    /// It has changed without a new time.
    ChangedQuietly,
    /// This state is in the file.
    Same,
    /// A later state is in the file: some part of the service lags behind.
    Older,
}

/// The newest state of each object, by id.
#[derive(Debug, Default)]
pub(super) struct Known(BTreeMap<String, State>);

impl Known {
    pub(super) fn news(&self, state: &State) -> News {
        let Some(known) = self.0.get(&state.id) else {
            return News::Changed;
        };
        let is_same = known.line == state.line;
        match known.modified.cmp(&state.modified) {
            _ if state.modified.is_none() && is_same => News::Same,
            _ if state.modified.is_none() => News::ChangedQuietly,
            Ordering::Less => News::Changed,
            Ordering::Equal if is_same => News::Same,
            Ordering::Equal => News::ChangedQuietly,
            Ordering::Greater => News::Older,
        }
    }

    pub(super) fn add(&mut self, state: State) {
        if matches!(self.news(&state), News::Changed | News::ChangedQuietly) {
            self.0.insert(state.id.clone(), state);
        }
    }

    /// The newest time of all.
    pub(super) fn newest(&self) -> Option<Timestamp> {
        self.0.values().filter_map(|state| state.modified).max()
    }

    pub(super) fn states(&self) -> impl Iterator<Item = &State> {
        self.0.values()
    }
}

/// The 64-bit hash FNV-1a, which is the same in each version of this program.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(time: Option<&str>, line: &str) -> State {
        State::new("7", time, line)
    }

    #[test]
    fn a_state_is_told_by_its_time_and_then_by_its_line() {
        let (first, second) = (Some("2026-01-01T00:00:00Z"), Some("2026-01-01T00:00:00.001Z"));
        let mut known = Known::default();
        assert_eq!(known.news(&state(first, "a")), News::Changed);
        known.add(state(first, "a"));
        assert_eq!(known.news(&state(first, "a\n")), News::Same);
        assert_eq!(known.news(&state(first, "b")), News::ChangedQuietly);
        assert_eq!(known.news(&state(second, "a")), News::Changed);
        known.add(state(second, "b"));
        assert_eq!(known.news(&state(first, "a")), News::Older);
        known.add(state(first, "a"));
        assert_eq!(known.news(&state(second, "b")), News::Same);
        assert_eq!(known.newest().map(|at| at.to_string()).as_deref(), second);
    }

    #[test]
    fn an_object_without_a_time_is_told_by_its_line() {
        let mut known = Known::default();
        known.add(state(None, "a"));
        assert_eq!(known.news(&state(None, "a")), News::Same);
        assert_eq!(known.news(&state(Some("soon"), "b")), News::ChangedQuietly);
        assert_eq!(known.news(&state(Some("2026-01-01T00:00:00Z"), "a")), News::Changed);
        assert_eq!(known.newest(), None);
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(hash(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
