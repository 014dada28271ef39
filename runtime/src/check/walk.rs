//! Walks a body along its rules.

use serde_json::{Map, Value as Json};

use super::rules::{Case, Presence, Rule, Rules, Value};
use super::{Violation, ViolationKind};

/// Returns the violations of a body: those of the rules, and one for each required path without a value.
pub(super) fn violations(body: &Json, rules: &'static Rules, required: &[String]) -> Vec<Violation> {
    let mut walk = Walk::default();
    walk.object(body, rules);
    for path in required {
        walk.required(body, path);
    }
    walk.violations
}

#[derive(Default)]
struct Walk {
    path: String,
    violations: Vec<Violation>,
}

impl Walk {
    fn found(&mut self, kind: ViolationKind) {
        let path = self.path.clone();
        let violation = Violation { path, kind };
        // A path can be required twice, by a rule and by the caller.
        if !self.violations.contains(&violation) {
            self.violations.push(violation);
        }
    }

    fn below(&mut self, step: &str, walk: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        if length > 0 && !step.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(step);
        walk(self);
        self.path.truncate(length);
    }

    fn object(&mut self, given: &Json, rules: &'static Rules) {
        let Json::Object(given) = given else { return };
        for rule in rules.rules {
            self.presence(given, rule);
            for name in rule.names {
                if let Some(value) = given.get(*name) {
                    self.below(name, |walk| walk.value(value, rule, rule.maps));
                }
            }
        }
    }

    fn presence(&mut self, given: &Map<String, Json>, rule: &'static Rule) {
        let present = rule.names.iter().filter(|name| given.get(**name).is_some_and(is_given));
        match (&rule.presence, present.count()) {
            (Presence::Required, 0) => {
                let name = rule.names.first().copied().unwrap_or_default();
                self.below(name, |walk| walk.found(ViolationKind::Required));
            }
            (Presence::OneOf, 0) => self.found(ViolationKind::NoneOf(rule.names)),
            (Presence::OneOf, 2..) => self.found(ViolationKind::MoreThanOneOf(rule.names)),
            _ => {}
        }
    }

    /// Checks a value that is a map of maps, as deep as `maps`.
    fn value(&mut self, given: &Json, rule: &'static Rule, maps: u8) {
        match given {
            Json::Array(items) => self.items(items, |walk, item| walk.value(item, rule, maps)),
            Json::Object(entries) if maps > 0 => {
                for (name, value) in entries {
                    self.below(name, |walk| walk.value(value, rule, maps - 1));
                }
            }
            Json::String(text) if is_given(given) => self.text(text, rule),
            Json::Number(number) if matches!(rule.value, Value::Listed(_)) => self.text(&number.to_string(), rule),
            Json::Object(object) => match rule.value {
                Value::Object(rules) => self.object(given, rules),
                Value::Union(cases) => {
                    if let Some(case) = cases.iter().find(|case| applies(case, object)) {
                        self.object(given, case.rules);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn text(&mut self, text: &str, rule: &'static Rule) {
        if let Some(most) = rule.max_length
            && text.chars().nth(most as usize).is_some()
        {
            self.found(ViolationKind::TooLong(most));
        }
        match rule.value {
            Value::Currency if !is_currency(text) => self.found(ViolationKind::NotACurrency),
            Value::Listed(values) if !values.contains(&text) => self.found(ViolationKind::Unlisted(values)),
            _ => {}
        }
    }

    fn items(&mut self, items: &[Json], each: impl Fn(&mut Self, &Json)) {
        for (index, item) in items.iter().enumerate() {
            self.below(&format!("[{index}]"), |walk| each(walk, item));
        }
    }

    /// Requires a path of names. Where an object or a list on the path is absent, nothing is required of it.
    fn required(&mut self, given: &Json, path: &str) {
        let (name, rest) = path
            .split_once('.')
            .map_or((path, None), |(name, rest)| (name, Some(rest)));
        match given {
            Json::Array(items) => self.items(items, |walk, item| walk.required(item, path)),
            Json::Object(object) => self.below(name, |walk| match (object.get(name), rest) {
                (Some(value), Some(rest)) => walk.required(value, rest),
                (None, Some(_)) => {}
                (value, None) if value.is_some_and(is_given) => {}
                (_, None) => walk.found(ViolationKind::Required),
            }),
            _ => {}
        }
    }
}

/// Whether a case of a union applies to an object.
fn applies(case: &Case, object: &Map<String, Json>) -> bool {
    let Some(key) = case.key else { return true };
    match (object.get(key), case.value) {
        (given, None) => given.is_some(),
        (Some(Json::String(text)), Some(value)) => text == value,
        (Some(Json::Number(number)), Some(value)) => number.to_string() == value,
        (Some(Json::Bool(given)), Some(value)) => given.to_string() == value,
        (_, Some(_)) => false,
    }
}

/// Whether a value counts as present: the service treats a blank text as absent.
fn is_given(value: &Json) -> bool {
    match value {
        Json::Null => false,
        Json::String(text) => !text.trim().is_empty(),
        Json::Array(items) => !items.is_empty(),
        _ => true,
    }
}

fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
