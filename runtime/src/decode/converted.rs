//! Values that come in another form than they are written in: `"true"` for `true`, `9:30` for `09:30`.
//!
//! A type that reads such a form notes what came and what it made of it. The field or list that the value belongs to
//! picks the note up, so that the value can go back as it came. `Deserialize` has no place for that, so the note is kept
//! by the thread.

use std::cell::{Cell, RefCell};

use serde::Serialize;

use crate::{Json, raw_values::ReadAs};

thread_local! {
    /// Whether there is a note. Looked at for every value, and so without a destructor and without a start of its own.
    static NOTED: Cell<bool> = const { Cell::new(false) };
    static NOTE: RefCell<Option<Note>> = const { RefCell::new(None) };
}

/// What a value came as, and what was read from it.
pub(super) type Note = (Json, ReadAs);

/// Before a value is read: forgets what has been noted for nobody.
#[inline]
pub(super) fn begin() {
    NOTED.set(false);
}

/// After a value was read: whether it came in another form.
#[inline]
pub(super) fn is_noted() -> bool {
    NOTED.get()
}

/// Takes the note, if there is one.
#[cold]
pub(super) fn take() -> Option<Note> {
    if !NOTED.replace(false) {
        return None;
    }
    NOTE.try_with(|note| note.try_borrow_mut().ok()?.take()).ok().flatten()
}

/// Notes that the value came as the JSON text `came`, and that `value` is what was read from it.
#[cold]
pub(crate) fn note(came: &str, value: &impl Serialize) {
    let (Ok(came), Ok(read)) = (came.parse::<Json>(), serde_json::to_string(value)) else {
        return;
    };
    if came.as_str() == read {
        return;
    }
    let is_kept = NOTE.try_with(|note| match note.try_borrow_mut() {
        Ok(mut note) => {
            *note = Some((came, ReadAs::new(read)));
            true
        }
        Err(_) => false,
    });
    NOTED.set(is_kept.unwrap_or(false));
}

/// Notes that the value came as a JSON string with the text `came`.
#[cold]
pub(crate) fn note_text(came: &str, value: &impl Serialize) {
    if let Ok(came) = serde_json::to_string(came) {
        note(&came, value);
    }
}
