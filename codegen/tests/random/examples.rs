//! Examples that match their types.

use super::Api;
use super::choices::Choices;
use super::operations::View;
use super::types::{Expression, Form, Key, Required, Row};
use super::yaml::quoted;

/// The maximum depth. Deeper fields are omitted; if one is required, there is no example.
const MAX_DEPTH: usize = 4;

/// Returns the body of a request.
pub(crate) fn sent(choices: &mut Choices, api: &Api, ty: usize, view: View) -> Option<String> {
    let mut example = Example {
        choices,
        api,
        sent: true,
    };
    example.in_view(ty, view, MAX_DEPTH)
}

/// Returns the body of a response.
pub(crate) fn received(choices: &mut Choices, api: &Api, ty: &Expression) -> Option<String> {
    let mut example = Example {
        choices,
        api,
        sent: false,
    };
    example.value(ty, None, MAX_DEPTH)
}

/// Returns the wire value of a scalar.
pub(crate) fn plain(scalar: &str) -> &'static str {
    match scalar {
        "boolean" => "true",
        "integer" => "-42",
        "decimal" => "12.50",
        "date" => "2026-11-20",
        "time" => "09:30",
        "timestamp" => "2026-11-20T09:30:00.000Z",
        "datetime" => "2026-11-20T09:30:00.000",
        "json" => "{ \"a\": [1.50, null, \"text\"] }",
        "uri" => "https://example.com/a?b=c",
        "currency" => "EUR",
        _ => "text \" \\ {} \u{7} 尺寸",
    }
}

struct Example<'c, 'a> {
    choices: &'c mut Choices,
    api: &'a Api,
    sent: bool,
}

impl Example<'_, '_> {
    fn value(&mut self, ty: &Expression, wire: Option<&str>, depth: usize) -> Option<String> {
        match ty {
            Expression::Scalar("boolean") if wire == Some("Y/N") => Some(quoted("Y")),
            Expression::Scalar("boolean") if wire == Some("True/False") => Some(quoted("True")),
            Expression::Scalar("json") => Some(plain("json").to_owned()),
            Expression::Scalar(name @ ("boolean" | "integer" | "decimal")) if wire.is_none() => {
                Some(plain(name).to_owned())
            }
            Expression::Scalar(name) => Some(quoted(plain(name))),
            Expression::List(item) => Some(format!("[{}]", self.value(item, None, depth.checked_sub(1)?)?)),
            Expression::Map(of) => {
                let value = self.value(of, None, depth.checked_sub(1)?)?;
                Some(format!("{{ \"a b\": {value} }}"))
            }
            Expression::Named(at) => self.named(*at, depth),
        }
    }

    fn named(&mut self, at: usize, depth: usize) -> Option<String> {
        self.in_view(at, View::Create, depth)
    }

    fn in_view(&mut self, at: usize, view: View, depth: usize) -> Option<String> {
        match &self.api.types[at].form {
            Form::Fields(_) => self.object(at, view, None, depth),
            Form::Values(set) => {
                let wire = &self.choices.pick(&set.values).wire;
                Some(if set.integers { wire.clone() } else { quoted(wire) })
            }
            Form::Union(cases) => {
                let case = self.choices.pick(cases);
                self.object(case.ty, view, case.when.as_ref(), depth)
            }
        }
    }

    /// Returns an object of a type; `key` is the key that selects a case of a union.
    fn object(&mut self, at: usize, view: View, key: Option<&Key>, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let mut entries = Vec::new();
        let mut groups: Vec<&str> = Vec::new();
        let (api, sent) = (self.api, self.sent);
        for row in api.types[at].rows().iter().filter(|row| match sent {
            true => !(row.read_only || row.create_only && view != View::Create),
            false => !row.write_only,
        }) {
            let must = self.must_be_there(row, view, &mut groups);
            let wanted = must.unwrap_or_else(|| self.choices.chance(40));
            let wires = row.wires();
            let key = key.filter(|key| wires.contains(&key.wire));
            if !wanted && key.is_none() {
                continue;
            }
            let wire = key.map_or(&wires[0], |key| &key.wire);
            let value = match key.and_then(|key| key.is.as_ref()) {
                Some((_, json)) => Some(json.clone()),
                None => self.value(&row.ty, row.wire, depth),
            };
            match value {
                Some(value) => entries.push(format!("{}: {value}", quoted(wire))),
                None if must == Some(true) || key.is_some() => return None,
                None => {}
            }
        }
        Some(format!("{{ {} }}", entries.join(", ")))
    }

    /// Returns whether a row must be present, or `None` if it is optional.
    fn must_be_there<'r>(&self, row: &'r Row, view: View, groups: &mut Vec<&'r str>) -> Option<bool> {
        match &row.required {
            Required::Always if self.sent && view != View::Update => Some(true),
            Required::OnCreate if self.sent && view == View::Create => Some(true),
            Required::OneOf(group) => {
                let first = !groups.contains(&group.as_str());
                groups.push(group);
                Some(first)
            }
            _ if !self.sent && row.guaranteed => Some(true),
            _ => None,
        }
    }
}
