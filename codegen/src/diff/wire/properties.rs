//! Compares the properties of values, of fields and parameters alike.
//!
//! Whether a value is secret is part of its Rust type, which the comparison of public items covers.

use concur_spec::api::{ValueProperties, WireForm};

use super::Found;
use crate::diff::rules;

pub(super) fn compare(old: ValueProperties, new: ValueProperties, item: &str, found: &mut Found<'_>) {
    if old.wire_form != new.wire_form {
        let what = format!("was sent {}, is {}", word(old.wire_form), word(new.wire_form));
        found.add(&rules::WIRE_FORM, item, what);
    }
    if old.max_length != new.max_length {
        let what = format!("had {}, has {}", length(old.max_length), length(new.max_length));
        found.add(&rules::MAX_LENGTH, item, what);
    }
}

fn length(most: Option<u32>) -> String {
    most.map_or_else(|| "any length".to_owned(), |most| format!("at most {most} characters"))
}

fn word(form: WireForm) -> &'static str {
    match form {
        WireForm::Natural => "in the usual form",
        WireForm::Text => "as a string",
        WireForm::YesNo => "as `Y` or `N`",
        WireForm::TrueFalse => "as `True` or `False`",
        WireForm::Seconds => "with whole seconds",
    }
}
