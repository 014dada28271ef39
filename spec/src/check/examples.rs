//! Checks that examples are JSON and match their types.

use serde_json::{Map, Value};

use super::Context;
use crate::api::{BodyView, ParameterLocation, Scalar, ValueProperties, WireForm, json_text};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Example, FieldOrFamily, FieldSpec, Operation, Required, Response, Type, TypeRef, TypeShape};
use crate::tree::{Span, Text};

pub(super) fn check_syntax(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    for example in &operation.examples {
        for text in example.request.iter().chain(&example.response) {
            check_json(cx, text, diagnostics);
        }
        super::statuses::check(example.status.as_slice(), diagnostics);
    }
}

fn check_json(cx: &Context<'_>, text: &Text, diagnostics: &mut Vec<Diagnostic>) {
    if let Err(error) = serde_json::from_str::<Value>(text.as_str()) {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        diagnostics.push(
            Diagnostic::new(Code::ExampleSyntax, "the body of this example is not valid JSON")
                .at(line_of(cx, text, error.line()), message.to_owned()),
        );
    }
}

/// Checks examples of our own, each of which is a call with a body.
pub(super) fn check_worked(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    for example in &operation.worked_examples {
        if operation.body.is_none() {
            let name = &example.name;
            diagnostics.push(
                Diagnostic::new(
                    Code::NotApplicable,
                    format!("the worked example `{}` has a body", name.text),
                )
                .at(name.at, "the operation takes none"),
            );
            continue;
        }
        check_json(cx, &example.request, diagnostics);
        check_sent(cx, operation, Some(&example.request), diagnostics);
    }
}

pub(super) fn check_content(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    for example in &operation.examples {
        check_sent(cx, operation, example.request.as_ref(), diagnostics);
        if let Some((text, value)) = json(example.response.as_ref())
            && let Some(response) = response_of(operation, example)
        {
            let mut matcher = Matcher {
                cx,
                text,
                path: Vec::new(),
                root: 0,
                body: None,
                diagnostics,
            };
            check_response(&mut matcher, response, &value);
        }
    }
}

fn check_sent(cx: &Context<'_>, operation: &Operation, body: Option<&Text>, diagnostics: &mut Vec<Diagnostic>) {
    let Some((text, value)) = json(body) else { return };
    let mut matcher = Matcher {
        cx,
        text,
        path: Vec::new(),
        root: usize::from(operation.body_is_list),
        body: Some(operation.body_view(cx.api)),
        diagnostics,
    };
    check_request(&mut matcher, operation, &value);
}

fn json(text: Option<&Text>) -> Option<(&Text, Value)> {
    let text = text?;
    Some((text, serde_json::from_str(text.as_str()).ok()?))
}

fn check_request(matcher: &mut Matcher<'_, '_>, operation: &Operation, value: &Value) {
    if let Some(body) = operation.body_type() {
        matcher.sent(&body, value);
        return;
    }
    let Value::Object(entries) = value else { return };
    for key in entries.keys() {
        let is_field = |place| matches!(place, Some(ParameterLocation::Form | ParameterLocation::Body));
        if !operation
            .parameters
            .iter()
            .any(|parameter| is_field(parameter.location) && parameter.wire.text == *key)
        {
            matcher.diagnostic(key, format!("the operation has no parameter `{key}` in its body"));
        }
    }
}

/// Returns the response that an example shows: the one with its status, or else the success response.
fn response_of<'a>(operation: &'a Operation, example: &Example) -> Option<&'a Response> {
    let status = example.status.as_ref().map(Text::as_str);
    let exact = operation
        .responses
        .iter()
        .find(|response| Some(response.status.as_str()) == status);
    let is_success = status.is_none_or(|status| status.starts_with('2'));
    exact.or_else(|| {
        operation
            .responses
            .iter()
            .find(|response| is_success && response.is_success())
    })
}

fn check_response(matcher: &mut Matcher<'_, '_>, response: &Response, value: &Value) {
    let Some(ty) = response.ty.as_ref().filter(|_| !response.ignored) else {
        return;
    };
    let inside = response.items_in.as_ref().and_then(|key| value.get(key.as_str()));
    matcher.value(ty, inside.unwrap_or(value), response.accepts_single.is_some());
}

/// Returns the span of a line of a text. In a block scalar, that is a line of the file.
fn line_of(cx: &Context<'_>, text: &Text, line: usize) -> Span {
    let found = cx.sources.file(text.at.file).and_then(|file| {
        let range = text.at.range();
        let written = file.text().get(range.clone())?;
        let line = written.split('\n').nth(line.checked_sub(1)?)?;
        let start = range.start + (line.as_ptr() as usize - written.as_ptr() as usize);
        let indent = line.len() - line.trim_start().len();
        Some(Span::new(text.at.file, start + indent..start + line.trim_end().len()))
    });
    found.filter(|place| !place.range().is_empty()).unwrap_or(text.at)
}

/// Returns whether a value is a boolean as a text, where the service writes it so.
fn is_word(column: &FieldSpec, value: &Value) -> bool {
    let is_boolean = column.ty.scalar() == Some(Scalar::Boolean) && column.properties.wire_form.is_text();
    is_boolean && value.as_str().and_then(WireForm::boolean).is_some()
}

/// Matches a JSON value against a type.
struct Matcher<'a, 'f> {
    cx: &'a Context<'a>,
    text: &'a Text,
    path: Vec<String>,
    /// The length of the path at the root: 0, or 1 for the items of a body that is a list.
    root: usize,
    /// How the value is used, if it is a body; `None` for a response.
    body: Option<BodyView>,
    diagnostics: &'f mut Vec<Diagnostic>,
}

impl Matcher<'_, '_> {
    /// Matches a body, which is not null.
    fn sent(&mut self, ty: &TypeRef, value: &Value) {
        match (&ty.shape, value) {
            (TypeShape::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.within(index.to_string(), |matcher| matcher.sent(item, value));
                }
            }
            (TypeShape::List(_), _) => self.mismatch("expected a list"),
            (TypeShape::Named(name), value) => self.named(name, value),
            _ => self.value(ty, value, false),
        }
    }

    fn value(&mut self, ty: &TypeRef, value: &Value, single: bool) {
        match (&ty.shape, value) {
            (_, Value::Null) | (TypeShape::Broken, _) => {}
            (TypeShape::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.within(index.to_string(), |matcher| matcher.value(item, value, false));
                }
            }
            (TypeShape::List(item), value) if single => self.value(item, value, false),
            (TypeShape::List(_), _) => self.mismatch("expected a list"),
            (TypeShape::Map(of), Value::Object(entries)) => {
                for (key, value) in entries {
                    self.within(key.clone(), |matcher| matcher.value(of, value, false));
                }
            }
            (TypeShape::Map(_), _) => self.mismatch("expected an object"),
            (TypeShape::Scalar(scalar), value) => self.scalar(*scalar, value),
            (TypeShape::Named(name), value) => self.named(name, value),
        }
    }

    fn scalar(&mut self, scalar: Scalar, value: &Value) {
        let fits = match scalar {
            Scalar::Boolean => value.is_boolean(),
            Scalar::Json => true,
            Scalar::Integer => {
                value.is_i64() || value.is_u64() || value.as_str().is_some_and(|text| text.parse::<i64>().is_ok())
            }
            Scalar::Decimal => value.is_number() || value.as_str().is_some_and(|text| text.parse::<f64>().is_ok()),
            _ => value.is_string(),
        };
        if !fits {
            self.mismatch("the value has the wrong type");
        }
    }

    fn length(&mut self, properties: ValueProperties, value: &Value) {
        match value {
            Value::String(text) if properties.is_too_long(text) => self.mismatch("the text is too long"),
            Value::Array(items) => items.iter().for_each(|item| self.length(properties, item)),
            _ => {}
        }
    }

    fn named(&mut self, name: &str, value: &Value) {
        let Some(ty) = self.cx.api.find_type(name) else { return };
        if let Some(cases) = &ty.cases {
            let value_of = |key: &str| json_text(value.get(key)?);
            let case = cases.iter().find(|case| case.applies(value_of));
            if let Some(case) = case.and_then(|case| self.cx.type_with_fields(case.ty.as_str())) {
                self.object(case, value);
            }
        } else if let Some(values) = &ty.values {
            let closed = ty.closed.as_ref().is_some_and(|closed| closed.text == "true");
            let number = value
                .as_i64()
                .filter(|_| ty.wire.is_some())
                .map(|number| number.to_string());
            match number.as_deref().or_else(|| value.as_str()) {
                None if ty.wire.is_some() => self.mismatch("expected a whole number"),
                None => self.mismatch("expected a string"),
                Some(text) if ty.wire.is_some() && text.parse::<i64>().is_err() => {
                    self.mismatch("expected a whole number");
                }
                Some(text) if closed && !values.iter().any(|known| known.wire.text == text) => {
                    self.mismatch(&format!("the closed value set `{name}` does not have `{text}`"));
                }
                Some(_) => {}
            }
        } else {
            self.object(ty, value);
        }
    }

    fn object(&mut self, ty: &Type, value: &Value) {
        let Value::Object(entries) = value else {
            self.mismatch("expected an object");
            return;
        };
        for (key, value) in entries {
            match column_of(ty, key) {
                Some(column) if column.access.write_only && self.body.is_none() => {
                    let diagnostic = self.diagnostic(key, format!("`{key}` is write-only"));
                    self.diagnostics.push(diagnostic);
                }
                Some(column) => {
                    let single = column.accepts_single.is_some();
                    self.within(key.clone(), |matcher| {
                        if !is_word(column, value) {
                            matcher.value(&column.ty, value, single);
                        }
                        matcher.length(column.properties, value);
                    });
                }
                None => {
                    let diagnostic = self.diagnostic(key, format!("`{}` has no field `{key}`", ty.name.text));
                    let known = ty.plain_fields().map(|field| &field.wire);
                    let place = diagnostic.labels.first().map_or(self.text.at, |label| label.span);
                    self.diagnostics.push(diagnostic.suggest(place, key, known));
                }
            }
        }
        self.required(ty, entries);
    }

    fn required(&mut self, ty: &Type, entries: &Map<String, Value>) {
        // A partial update has only the fields that it changes, but nested objects are complete.
        let view = self.body.map(|view| match self.path.len() == self.root {
            true => view,
            false => BodyView::Create,
        });
        for field in ty.plain_fields() {
            let wanted = match (view, &field.required) {
                (None, _) => field.guaranteed,
                (Some(view), Required::Always) => view != BodyView::Update,
                (Some(view), Required::OnCreate) => view == BodyView::Create,
                (Some(_), Required::No | Required::OneOf(_)) => false,
            };
            let names = std::iter::once(&field.wire).chain(&field.aliases);
            if wanted && !names.into_iter().any(|name| entries.contains_key(name.as_str())) {
                let label = format!("`{}` is missing, but `{}` requires it", field.wire.text, ty.name.text);
                let diagnostic = self.diagnostic(&self.key(), label);
                self.diagnostics.push(diagnostic.at(field.wire.at, "required here"));
            }
        }
        for (group, count) in groups(ty, entries) {
            if self.body.is_some_and(|view| view != BodyView::Update) && count != 1 {
                self.mismatch(&format!("expected one field of the group `{group}`, found {count}"));
            }
        }
    }

    fn within(&mut self, step: String, check: impl FnOnce(&mut Self)) {
        self.path.push(step);
        check(self);
        self.path.pop();
    }

    fn mismatch(&mut self, what: &str) {
        let diagnostic = self.diagnostic(&self.key(), what.to_owned());
        self.diagnostics.push(diagnostic);
    }

    /// Returns the innermost key of the current path.
    fn key(&self) -> String {
        let mut steps = self.path.iter().rev();
        steps
            .find(|step| step.parse::<usize>().is_err())
            .cloned()
            .unwrap_or_default()
    }

    /// Returns a diagnostic at the first occurrence of a key in the text.
    fn diagnostic(&self, key: &str, label: String) -> Diagnostic {
        let place = self.cx.sources.file(self.text.at.file).and_then(|file| {
            let range = self.text.at.range();
            let offset = file.text().get(range.clone())?.find(&format!("\"{key}\""))?;
            let start = range.start + offset + 1;
            Some(Span::new(self.text.at.file, start..start + key.len()))
        });
        let place = place
            .filter(|_| !key.is_empty())
            .unwrap_or(line_of(self.cx, self.text, 1));
        Diagnostic::new(Code::ExampleContent, "this example does not match its type").at(place, label)
    }
}

/// Returns the field or family with a wire name.
fn column_of<'a>(ty: &'a Type, name: &str) -> Option<&'a FieldSpec> {
    ty.rows()
        .iter()
        .find(|row| row.has_wire_name(name))
        .map(FieldOrFamily::column)
}

/// Returns the groups of a type, each with the number of its fields that are present.
fn groups(ty: &Type, entries: &Map<String, Value>) -> Vec<(String, usize)> {
    let mut groups: Vec<(String, usize)> = Vec::new();
    for field in ty.plain_fields() {
        let Required::OneOf(group) = &field.required else {
            continue;
        };
        let present = usize::from(entries.contains_key(field.wire.as_str()));
        match groups.iter_mut().find(|(name, _)| *name == group.text) {
            Some((_, count)) => *count += present,
            None => groups.push((group.text.clone(), present)),
        }
    }
    groups
}
