//! Values that are received in another form than they are written: `"true"` for `true`, `9:30` for `09:30`.
//!
//! The type that reads such a value notes the original JSON and the value. The field or list that contains the value
//! takes the note, so that the original can be written back. `Deserialize` has no way to pass it, so the note is
//! thread-local.

use std::cell::{Cell, RefCell};

use serde::Serialize;

use crate::{Json, raw_values::ReadAs};

thread_local! {
    /// Whether there is a note. Checked for every value, so it has no destructor and no lazy initialization.
    static NOTED: Cell<bool> = const { Cell::new(false) };
    static NOTE: RefCell<Option<Note>> = const { RefCell::new(None) };
}

/// The original JSON of a value and what was read from it.
pub(super) type Note = (Json, ReadAs);

/// Discards a stale note before a value is read.
#[inline]
pub(super) fn begin() {
    NOTED.set(false);
}

/// Whether the value that was just read had another form.
#[inline]
pub(super) fn is_noted() -> bool {
    NOTED.get()
}

/// Takes the note if there is one.
#[cold]
pub(super) fn take() -> Option<Note> {
    if !NOTED.replace(false) {
        return None;
    }
    NOTE.try_with(|note| note.try_borrow_mut().ok()?.take()).ok().flatten()
}

/// Notes that `value` was read from the JSON text `original`.
#[cold]
pub(crate) fn note(original: &str, value: &impl Serialize) {
    let (Ok(original), Ok(read)) = (original.parse::<Json>(), serde_json::to_string(value)) else {
        return;
    };
    if original.as_str() == read {
        return;
    }
    let is_noted = NOTE.try_with(|note| match note.try_borrow_mut() {
        Ok(mut note) => {
            *note = Some((original, ReadAs::new(read)));
            true
        }
        Err(_) => false,
    });
    NOTED.set(is_noted.unwrap_or(false));
}

/// Notes that `value` was read from a JSON string with the text `original`.
#[cold]
pub(crate) fn note_text(original: &str, value: &impl Serialize) {
    if let Ok(original) = serde_json::to_string(original) {
        note(&original, value);
    }
}
