//! Operations: calls, parameters, bodies, answers, statuses, headers, scopes.

use super::super::markdown::Excerpt;
use super::super::page::{Answer, Operation as Said};
use super::rows::{SpecRow, Table};
use super::{Compare, agree, matching};
use crate::document::{Api, Operation, Response, TypeRef, TypeShape};

impl<'a> Compare<'a> {
    pub(super) fn operations(&mut self) {
        for (index, said) in self.page.operations.iter().enumerate() {
            match self.matches.operations[index] {
                Some((api, operation)) => {
                    self.counts.operations += 1;
                    self.operation(api, operation, said);
                }
                None => self.unknown_operation(said),
            }
        }
        for subject in self.subjects.iter().filter(|subject| subject.is_main) {
            let mut near = self.page.start.clone();
            for operation in &subject.api.operations {
                let is_it =
                    |known: &Option<(&Api, &Operation)>| known.is_some_and(|(_, known)| std::ptr::eq(known, operation));
                match self.matches.operations.iter().position(is_it) {
                    Some(index) => near = self.page.operations[index].title.at.clone(),
                    None => {
                        let key = &operation.key.text;
                        let says = call_text(subject.api, operation);
                        let what = format!("the operation `{key}`");
                        self.findings
                            .missing_in_page(subject.api, &format!("operations/{key}"), &what, &near, &says);
                    }
                }
            }
        }
    }

    fn unknown_operation(&mut self, said: &Said) {
        let Some(api) = self.main() else { return };
        let call = format!("{} {}", said.call.method.as_str(), said.call.path);
        let what = format!("the operation `{call}`");
        self.findings
            .missing_in_spec(api, "operations", &what, &said.call.at, &call);
    }

    fn operation(&mut self, api: &'a Api, operation: &'a Operation, said: &'a Said) {
        let key = operation.key.as_str();
        let at = format!("operations/{key}");
        if !matching::is_route(said, api, operation) {
            let call = format!("{} {}", said.call.method.as_str(), said.call.path);
            let what = format!("the call of `{key}`");
            self.findings.differ(
                api,
                &format!("{at}/http"),
                &what,
                &said.call.at,
                &call,
                &call_text(api, operation),
            );
        }
        self.section(api, &at, operation.section.as_deref(), &said.title);
        self.rows(
            &Table {
                api,
                owner: key,
                at: format!("{at}/parameters"),
                noun: "parameter",
                spec: operation.parameters.iter().map(SpecRow::of_parameter).collect(),
                head: &said.call.at,
            },
            &said.parameters,
        );
        self.explained(api, operation, said);
        self.examples(api, operation, said);
        if said.from_command {
            return;
        }
        self.body(api, operation, said);
        self.answer(api, operation, said);
        self.statuses(api, operation, said);
        self.scope(api, operation, said);
        let ours = [&operation.request_headers, &operation.response_headers];
        let theirs = [&said.request_headers, &said.response_headers];
        for ((ours, theirs), list) in ours
            .into_iter()
            .zip(theirs)
            .zip(["request_headers", "response_headers"])
        {
            self.headers(api, operation, said, ours, theirs, list);
        }
    }

    /// A word that is explained among the values of a parameter is one of them.
    fn explained(&mut self, api: &Api, operation: &Operation, said: &Said) {
        let sets = operation
            .parameters
            .iter()
            .filter_map(|parameter| api.find_type(parameter.ty.named()?));
        let has =
            |ty: &&crate::document::Type, word: &str| ty.values.iter().flatten().any(|value| value.wire.text == word);
        let set = sets
            .into_iter()
            .find(|ty| said.words.iter().any(|word| has(ty, &word.text)));
        let Some(set) = set else { return };
        for word in said.words.iter().filter(|word| !has(&set, &word.text)) {
            let (name, value) = (&set.name.text, &word.text);
            let what = format!("the value `{value}` of `{name}`");
            self.findings
                .missing_in_spec(api, &format!("types/{name}/values/{value}"), &what, &word.at, value);
        }
    }

    fn body(&mut self, api: &Api, operation: &Operation, said: &Said) {
        let key = &operation.key.text;
        let (at, what) = (format!("operations/{key}/body"), format!("the body of `{key}`"));
        match (&said.body, &operation.body) {
            (None, None) => {}
            (Some(body), None) => {
                let text = self.said_text(&body.ty);
                self.findings.missing_in_spec(api, &at, &what, &body.ty.at, &text);
            }
            (None, Some(body)) => self
                .findings
                .missing_in_page(api, &at, &what, &said.call.at, body.as_str()),
            (Some(body), Some(ours)) => {
                let text = self.said_text(&body.ty);
                let ty = TypeRef {
                    at: ours.at,
                    shape: TypeShape::Named(ours.text.clone()),
                };
                if !self.agrees(api, &body.ty, None, &ty) {
                    self.findings.differ(api, &at, &what, &body.ty.at, &text, ours.as_str());
                } else if !body.required {
                    let what = format!("the demand for {what}");
                    self.findings
                        .differ(api, &at, &what, &body.ty.at, "optional", "required");
                }
            }
        }
    }

    fn answer(&mut self, api: &'a Api, operation: &'a Operation, said: &'a Said) {
        let Some(response) = operation.responses.iter().find(|response| response.is_success()) else {
            return;
        };
        let key = &operation.key.text;
        let at = format!("operations/{key}/responses/{}", response.status.text);
        let what = format!("the answer of `{key}`");
        let ours = response.ty.as_ref().map_or_else(|| "none".to_owned(), agree::type_text);
        match &said.answer {
            None if response.ty.is_none() => {}
            None => self.findings.missing_in_page(api, &at, &what, &said.call.at, &ours),
            Some(Answer::Unfilled(head)) => self.findings.missing_in_page(api, &at, &what, head, &ours),
            Some(Answer::Nothing(place)) => {
                if response.ty.is_some() {
                    self.findings.differ(api, &at, &what, place, "none", &ours);
                }
            }
            Some(Answer::Type(said)) => {
                let agrees = |ty: &TypeRef| self.agrees(api, said, None, ty);
                if !response.ty.as_ref().is_some_and(agrees) {
                    let text = self.said_text(said);
                    self.findings.differ(api, &at, &what, &said.at, &text, &ours);
                }
            }
            Some(Answer::Fields { rows, at: head }) => {
                let ty = response.ty.as_ref().and_then(|ty| api.find_type(ty.named()?));
                match ty.filter(|ty| ty.fields.is_some()) {
                    Some(ty) => {
                        self.counts.types += 1;
                        self.fields(api, ty, rows, head);
                    }
                    None => self.findings.differ(api, &at, &what, head, "a table of fields", &ours),
                }
            }
        }
    }

    fn statuses(&mut self, api: &Api, operation: &Operation, said: &Said) {
        let key = &operation.key.text;
        let place = |status: &str| format!("operations/{key}/responses/{status}");
        let what = |status: &str| format!("the status {status} of `{key}`");
        for status in &said.statuses {
            if !operation
                .responses
                .iter()
                .any(|response| response.status.text == status.text)
            {
                let name = status.text.as_str();
                self.findings
                    .missing_in_spec(api, &place(name), &what(name), &status.at, name);
            }
        }
        let mut near = said.call.at.clone();
        let is_named = |response: &&Response| response.status.text != "success";
        for response in operation.responses.iter().filter(is_named) {
            let name = response.status.as_str();
            match said.statuses.iter().find(|status| status.text == name) {
                Some(status) => near = status.at.clone(),
                None => self
                    .findings
                    .missing_in_page(api, &place(name), &what(name), &near, name),
            }
        }
    }

    fn scope(&mut self, api: &Api, operation: &Operation, said: &Said) {
        let key = &operation.key.text;
        let (at, what) = (format!("operations/{key}/scope"), format!("the scope of `{key}`"));
        match (said.scopes.first(), &operation.scope) {
            (None, None) => {}
            (Some(scope), None) => self.findings.missing_in_spec(api, &at, &what, &scope.at, &scope.text),
            (None, Some(ours)) => self
                .findings
                .missing_in_page(api, &at, &what, &said.call.at, ours.as_str()),
            (Some(scope), Some(ours)) => {
                if !said.scopes.iter().any(|scope| scope.text == ours.text) {
                    self.findings
                        .differ(api, &at, &what, &scope.at, &scope.text, ours.as_str());
                }
            }
        }
    }

    fn headers(
        &mut self,
        api: &Api,
        operation: &Operation,
        said: &Said,
        ours: &[String],
        theirs: &[Excerpt],
        list: &str,
    ) {
        let key = &operation.key.text;
        let (at, side) = (format!("operations/{key}/{list}"), list.trim_end_matches("_headers"));
        let what = |name: &str| format!("the {side} header `{name}` of `{key}`");
        for header in theirs {
            if !ours.iter().any(|known| known.eq_ignore_ascii_case(&header.text)) {
                self.findings
                    .missing_in_spec(api, &at, &what(&header.text), &header.at, &header.text);
            }
        }
        let near = theirs.last().map_or(&said.call.at, |header| &header.at);
        for name in ours {
            if !theirs.iter().any(|header| header.text.eq_ignore_ascii_case(name)) {
                self.findings.missing_in_page(api, &at, &what(name), near, name);
            }
        }
    }
}

/// `POST /v4/requests`, as documents write it.
fn call_text(api: &Api, operation: &Operation) -> String {
    let method = operation.http.as_ref().and_then(|http| http.method);
    format!(
        "{} {}",
        method.map_or("", |method| method.as_str()),
        matching::whole_path(api, operation)
    )
}
