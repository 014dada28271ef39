//! Compares examples: whether the types have all keys of the JSON, and whether it was transcribed.

use std::ops::Range;

use concur_spec::document::{Api, Example, Operation, Type, TypeRef, TypeShape};
use serde_json::Value;

use super::Compare;
use crate::json::{self, Node};
use crate::markdown::Excerpt;
use crate::page::{Json, Operation as PageOperation};

/// A key of an example that its type lacks.
struct Unknown {
    owner: String,
    key: String,
    at: Range<usize>,
}

impl<'a> Compare<'a> {
    pub(super) fn examples(&mut self, api: &Api, operation: &Operation, documented: &PageOperation) {
        for is_request in [true, false] {
            let printed: Vec<&Json> = documented
                .examples
                .iter()
                .filter(|example| example.is_request == is_request)
                .map(|example| &example.json)
                .collect();
            let ty = if is_request {
                operation.body_type()
            } else {
                response_type(operation)
            };
            if let Some(ty) = &ty {
                for json in &printed {
                    self.example_of(api, ty, json);
                }
            }
            self.counts.examples += printed.len();
            self.transcribed(api, operation, documented, &printed, is_request);
        }
    }

    /// Compares the keys of an example with a type.
    pub(super) fn example_of(&mut self, api: &Api, ty: &TypeRef, json: &Json) {
        let differing: Vec<String> = self.findings.list.iter().map(|known| known.at.clone()).collect();
        for unknown in unknown_keys(api, ty, json, &differing) {
            let Unknown { owner, key, at } = unknown;
            let what = format!("the field `{key}` of `{owner}`, which is in an example");
            let place = format!("types/{owner}/fields/{key}");
            // A row that the specification lacks has been reported.
            if !self
                .findings
                .list
                .iter()
                .any(|known| known.at == place && known.spec_value.is_none())
            {
                self.findings.missing_in_spec(api, &place, &what, &at, &key);
            }
        }
    }

    /// Compares the examples of the page with those of the specification.
    fn transcribed(
        &mut self,
        api: &Api,
        operation: &Operation,
        documented: &PageOperation,
        printed: &[&Json],
        is_request: bool,
    ) {
        let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
        let side = if is_request { "request" } else { "response" };
        let mut ours: Vec<(usize, Value, &str)> = Vec::new();
        let is_of_page = |example: &Example| self.owns(api, example.document.as_ref().or(operation.document.as_ref()));
        let of_page = operation
            .examples
            .iter()
            .enumerate()
            .filter(|(_, example)| is_of_page(example));
        for (index, example) in of_page {
            let body = if is_request {
                &example.request
            } else {
                &example.response
            };
            ours.extend(body.as_ref().map(|body| (index, parse(body.as_str()), body.as_str())));
        }
        let mut theirs: Vec<(&Json, Value)> = printed.iter().map(|json| (*json, parse(&json.text))).collect();
        theirs.retain(
            |(_, value)| match ours.iter().position(|(_, known, _)| known == value) {
                Some(index) => {
                    ours.remove(index);
                    false
                }
                None => true,
            },
        );
        let key = &operation.key.text;
        let ty = if is_request {
            operation.body_type()
        } else {
            response_type(operation)
        };
        let mut ours = ours.into_iter();
        for (json, _) in theirs {
            let what = format!("an example of a {side} of `{key}`");
            match ours.next() {
                Some((index, _, text)) => {
                    if ty.as_ref().is_none_or(|ty| !is_explained(api, ty, json, text)) {
                        let at = format!("operations/{key}/examples/{index}/{side}");
                        self.findings
                            .differ(api, &at, &what, &json.at, &short(&json.text), &short(text));
                    }
                }
                None => {
                    let at = format!("operations/{key}/examples");
                    self.findings
                        .missing_in_spec(api, &at, &what, &json.at, &short(&json.text));
                }
            }
        }
        // Others are from another edition.
        let is_of_page = |index: usize| {
            let example = operation.examples.get(index);
            example.is_some_and(|example| self.is_from_page(api, example.document.as_ref()))
        };
        let left: Vec<(usize, Value, &str)> = ours.filter(|(index, ..)| is_of_page(*index)).collect();
        for (index, _, text) in left {
            let what = format!("an example of a {side} of `{key}`");
            let at = format!("operations/{key}/examples/{index}/{side}");
            self.findings
                .missing_in_page(api, &at, &what, &documented.call.at, &short(text));
        }
    }
}

/// Returns true if the difference of an example follows from an unknown key, which has been reported.
fn is_explained(api: &Api, ty: &TypeRef, json: &Json, ours: &str) -> bool {
    let known = unknown_keys(
        api,
        ty,
        &Json {
            text: ours.to_owned(),
            at: 0..0,
        },
        &[],
    );
    let is_new = |unknown: &Unknown| {
        known
            .iter()
            .all(|known| (&known.owner, &known.key) != (&unknown.owner, &unknown.key))
    };
    unknown_keys(api, ty, json, &[]).iter().any(is_new)
}

/// Shortens a text to one line.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut end = 60;
    if line.len() <= end {
        return line;
    }
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &line[..end])
}

fn response_type(operation: &Operation) -> Option<TypeRef> {
    let response = operation.responses.iter().find(|response| response.is_success())?;
    response.ty.clone()
}

/// Returns the keys of an example that its type lacks. A field whose type is at one of the `differing` paths has another
/// type on the page, so its keys are not those of ours.
fn unknown_keys(api: &Api, ty: &TypeRef, json: &Json, differing: &[String]) -> Vec<Unknown> {
    let mut unknown = Vec::new();
    if let Some(node) = json::read(&json.text, json.at.start) {
        walk(api, ty, &node, differing, &mut unknown);
    }
    unknown
}

fn walk(api: &Api, ty: &TypeRef, node: &Node, differing: &[String], unknown: &mut Vec<Unknown>) {
    match (&ty.shape, node) {
        (TypeShape::List(item), Node::List(nodes)) => {
            nodes.iter().for_each(|node| walk(api, item, node, differing, unknown));
        }
        (TypeShape::Map(of), Node::Map(entries)) => {
            entries
                .iter()
                .for_each(|(_, node)| walk(api, of, node, differing, unknown));
        }
        (TypeShape::Named(name), Node::Map(entries)) => {
            let Some(ty) = api.find_type(name).and_then(|ty| case(api, ty, entries)) else {
                return;
            };
            for (key, node) in entries {
                match ty.rows().iter().find(|row| row.has_wire_name(&key.text)) {
                    Some(row) => {
                        let at = format!("types/{}/fields/{}/type", ty.name.text, row.wire().text);
                        if !differing.contains(&at) {
                            walk(api, &row.column().ty, node, differing, unknown);
                        }
                    }
                    None => unknown.push(Unknown {
                        owner: ty.name.text.clone(),
                        key: key.text.clone(),
                        at: key.at.clone(),
                    }),
                }
            }
        }
        _ => {}
    }
}

/// Returns the type with fields of an object with these keys. For a union, the keys select the case.
fn case<'a>(api: &'a Api, ty: &'a Type, entries: &[(Excerpt, Node)]) -> Option<&'a Type> {
    let Some(cases) = &ty.cases else {
        return ty.fields.is_some().then_some(ty);
    };
    let value_of = |key: &str| match &entries.iter().find(|(known, _)| known.text == key)?.1 {
        Node::Scalar(text) => text.clone(),
        Node::Map(_) | Node::List(_) => Some(String::new()),
    };
    let case = cases.iter().find(|case| case.applies(value_of))?;
    api.find_type(case.ty.as_str()).filter(|ty| ty.fields.is_some())
}
