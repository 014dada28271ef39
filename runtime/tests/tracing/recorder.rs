//! A subscriber that records all spans and events, of every crate and level.

use std::{
    collections::BTreeMap,
    fmt::{self, Debug},
    sync::{Arc, Mutex},
};

use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
    subscriber::DefaultGuard,
};

/// A span or an event.
#[derive(Debug, Clone)]
pub(crate) struct Recorded {
    pub(crate) name: &'static str,
    pub(crate) target: String,
    pub(crate) level: Level,
    pub(crate) is_span: bool,
    /// The index of the enclosing span in the list of records.
    pub(crate) parent: Option<usize>,
    pub(crate) fields: BTreeMap<&'static str, String>,
}

impl Recorded {
    /// Returns the text of a field, or an empty string if the field was never recorded.
    pub(crate) fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }
}

impl Recorded {
    fn is_end(&self) -> bool {
        ["the call succeeded", "the call failed"].contains(&self.get("message"))
    }
}

impl Visit for Recorded {
    fn record_str(&mut self, field: &Field, value: &str) {
        let earlier = self.fields.insert(field.name(), value.to_owned());
        assert_eq!(earlier, None, "{field} of {} is recorded twice", self.name);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        panic!("{field} is {value}: the integers of OpenTelemetry are signed");
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

#[derive(Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    records: Vec<Recorded>,
    entered: Vec<usize>,
}

impl Recorder {
    /// Records the current thread until the guard is dropped.
    pub(crate) fn listen() -> (Self, DefaultGuard) {
        let recorder = Self::default();
        let guard = tracing::subscriber::set_default(recorder.clone());
        (recorder, guard)
    }

    pub(crate) fn records(&self) -> Vec<Recorded> {
        self.0.lock().unwrap().records.clone()
    }

    pub(crate) fn spans(&self, name: &str) -> Vec<Recorded> {
        self.records()
            .into_iter()
            .filter(|record| record.is_span && record.name == name)
            .collect()
    }

    /// Returns the only span with this name. Panics if there is not exactly one.
    pub(crate) fn span(&self, name: &str) -> Recorded {
        let mut spans = self.spans(name);
        assert_eq!(spans.len(), 1, "{spans:?}");
        spans.remove(0)
    }

    /// Returns all events but those that report the end of a call.
    pub(crate) fn events(&self) -> Vec<Recorded> {
        let all = self.records().into_iter();
        all.filter(|record| !record.is_span && !record.is_end()).collect()
    }

    /// Returns the event that reports the end of the only call.
    pub(crate) fn end(&self) -> Recorded {
        let mut ends: Vec<Recorded> = self.records().into_iter().filter(Recorded::is_end).collect();
        assert_eq!(ends.len(), 1, "{ends:?}");
        ends.remove(0)
    }

    fn add(&self, metadata: &'static Metadata<'static>, is_span: bool, values: impl FnOnce(&mut Recorded)) -> usize {
        let mut state = self.0.lock().unwrap();
        let mut record = Recorded {
            name: metadata.name(),
            target: metadata.target().to_owned(),
            level: *metadata.level(),
            is_span,
            parent: state.entered.last().copied(),
            fields: BTreeMap::new(),
        };
        values(&mut record);
        state.records.push(record);
        state.records.len() - 1
    }
}

/// Returns the index of a span in the list of records.
fn index_of(id: &Id) -> usize {
    usize::try_from(id.into_u64()).unwrap() - 1
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let index = self.add(span.metadata(), true, |recorded| {
            span.record(recorded);
            if span.is_root() {
                recorded.parent = None;
            }
        });
        Id::from_u64(index as u64 + 1)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        values.record(&mut self.0.lock().unwrap().records[index_of(span)]);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.add(event.metadata(), false, |recorded| event.record(recorded));
    }

    fn enter(&self, span: &Id) {
        self.0.lock().unwrap().entered.push(index_of(span));
    }

    fn exit(&self, span: &Id) {
        let exited = self.0.lock().unwrap().entered.pop();
        assert_eq!(
            exited,
            Some(index_of(span)),
            "spans are exited in the reverse order of entering"
        );
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.records()).finish()
    }
}
