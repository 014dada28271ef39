//! Compares operations: calls, parameters, bodies, responses, statuses, headers, scopes.

use std::ops::Range;

use concur_spec::Text;
use concur_spec::api::ParameterLocation;
use concur_spec::document::{
    Api, ListedHeader, Operation, Parameter, RequiredScopes, Response, Type, TypeRef, TypeShape,
};

use super::rows::{SpecRow, Table};
use super::{Compare, agree, matching};
use crate::markdown::Excerpt;
use crate::page::{Operation as PageOperation, ResponseBody, Row};

impl<'a> Compare<'a> {
    pub(super) fn operations(&mut self) {
        for moved in &self.matches.moved {
            let (api, ours) = (moved.api, moved.api.base_path.as_str());
            let what = format!("the base path of `{}`", api.key.text);
            self.findings
                .differ(api, "base_path", &what, &moved.at, &moved.base_path, ours);
        }
        for (index, documented) in self.page.operations.iter().enumerate() {
            match self.matches.operations[index] {
                Some((api, operation)) => {
                    self.counts.operations += 1;
                    self.operation(api, operation, documented);
                }
                None => self.unknown_operation(documented),
            }
        }
        for subject in self.subjects {
            let mut near = self.page.start.clone();
            let is_from_page = |operation: &&Operation| subject.owns(operation.document.as_ref());
            for operation in subject.api.operations.iter().filter(is_from_page) {
                let is_match =
                    |known: &Option<(&Api, &Operation)>| known.is_some_and(|(_, known)| std::ptr::eq(known, operation));
                match self.matches.operations.iter().position(is_match) {
                    Some(index) => near = self.page.operations[index].title.at.clone(),
                    None => {
                        let key = &operation.key.text;
                        let call = call_text(subject.api, operation);
                        let what = format!("the operation `{key}`");
                        self.findings
                            .missing_in_page(subject.api, &format!("operations/{key}"), &what, &near, &call);
                    }
                }
            }
        }
    }

    fn unknown_operation(&mut self, documented: &PageOperation) {
        let Some(api) = self.main() else { return };
        let call = format!("{} {}", documented.call.method.as_str(), documented.call.path);
        let what = format!("the operation `{call}`");
        self.findings
            .missing_in_spec(api, "operations", &what, &documented.call.at, &call);
    }

    fn operation(&mut self, api: &'a Api, operation: &'a Operation, documented: &'a PageOperation) {
        let key = operation.key.as_str();
        let at = format!("operations/{key}");
        if !matching::is_route(documented, api, operation, &self.matches.moved) {
            let call = format!("{} {}", documented.call.method.as_str(), documented.call.path);
            let what = format!("the call of `{key}`");
            self.findings.differ(
                api,
                &format!("{at}/http"),
                &what,
                &documented.call.at,
                &call,
                &call_text(api, operation),
            );
        }
        let section = operation.section.as_deref();
        let section = section.filter(|_| self.is_from_page(api, operation.document.as_ref()));
        self.section(api, &at, section, &documented.title);
        let table = self
            .body_table(operation, documented)
            .map(|index| &self.page.types[index]);
        let is_in_table = |parameter: &&Parameter| table.is_some() && is_in_body(parameter);
        let (of_body, others) = operation.parameters.iter().partition(is_in_table);
        self.parameters(api, operation, others, &documented.parameters, &documented.call.at);
        if let Some(table) = table {
            self.counts.types += 1;
            self.parameters(api, operation, of_body, &table.rows, &table.at);
        }
        self.explained(api, operation, documented);
        self.examples(api, operation, documented);
        if documented.from_command {
            return;
        }
        self.body(api, operation, documented);
        self.response_body(api, operation, documented);
        self.statuses(api, operation, documented);
        self.scope(api, operation, documented);
        let ours = [&operation.request_headers, &operation.response_headers];
        let theirs = [&documented.request_headers, &documented.response_headers];
        for ((ours, theirs), list) in ours
            .into_iter()
            .zip(theirs)
            .zip(["request_headers", "response_headers"])
        {
            self.headers(api, operation, documented, ours, theirs, list);
        }
    }

    /// Compares parameters with a table of the page.
    fn parameters(
        &mut self,
        api: &'a Api,
        operation: &'a Operation,
        parameters: Vec<&'a Parameter>,
        rows: &[Row],
        head: &Range<usize>,
    ) {
        self.rows(
            &Table {
                api,
                owner: operation.key.as_str(),
                at: format!("operations/{}/parameters", operation.key.text),
                noun: "parameter",
                spec: parameters.into_iter().map(SpecRow::of_parameter).collect(),
                head,
                elsewhere: Vec::new(),
            },
            rows,
        );
    }

    /// Returns the index of the table that the page has for the body of an operation whose parameters are that body.
    fn body_table(&self, operation: &Operation, documented: &PageOperation) -> Option<usize> {
        let link = documented.body.as_ref()?.ty.link.as_ref()?;
        let found = self.page.find_type(link)?;
        operation.parameters.iter().any(is_in_body).then_some(found)
    }

    /// Returns true if a table of the page is the body of an operation whose parameters are that body.
    pub(super) fn is_body_table(&self, index: usize) -> bool {
        let mut pairs = self.page.operations.iter().zip(&self.matches.operations);
        pairs.any(|(documented, known)| {
            known.is_some_and(|(_, operation)| self.body_table(operation, documented) == Some(index))
        })
    }

    /// Compares a list of explained words with the value set of a parameter that has one of them.
    fn explained(&mut self, api: &Api, operation: &Operation, documented: &PageOperation) {
        let sets = operation
            .parameters
            .iter()
            .filter_map(|parameter| api.find_type(parameter.ty.named()?));
        let has = |ty: &&Type, word: &str| ty.values.iter().flatten().any(|value| value.wire.text == word);
        let set = sets
            .into_iter()
            .find(|ty| documented.words.iter().any(|word| has(ty, &word.text)));
        let Some(set) = set else { return };
        for word in documented.words.iter().filter(|word| !has(&set, &word.text)) {
            let (name, value) = (&set.name.text, &word.text);
            let what = format!("the value `{value}` of `{name}`");
            self.findings
                .missing_in_spec(api, &format!("types/{name}/values/{value}"), &what, &word.at, value);
        }
    }

    fn body(&mut self, api: &Api, operation: &Operation, documented: &PageOperation) {
        let key = &operation.key.text;
        let (at, what) = (format!("operations/{key}/body"), format!("the body of `{key}`"));
        match (&documented.body, operation.body_type()) {
            (None, None) => {}
            (Some(_), None) if self.body_table(operation, documented).is_some() => {}
            (Some(body), None) => {
                let text = self.cell_text(&body.ty);
                self.findings.missing_in_spec(api, &at, &what, &body.ty.at, &text);
            }
            (None, Some(body)) => {
                self.findings
                    .missing_in_page(api, &at, &what, &documented.call.at, &agree::type_text(&body))
            }
            (Some(body), Some(ours)) => {
                let text = self.cell_text(&body.ty);
                if !self.agrees(api, &body.ty, None, &ours) {
                    self.findings
                        .differ(api, &at, &what, &body.ty.at, &text, &agree::type_text(&ours));
                } else if !body.required {
                    let what = format!("the required flag of {what}");
                    self.findings
                        .differ(api, &at, &what, &body.ty.at, "optional", "required");
                }
            }
        }
    }

    fn response_body(&mut self, api: &'a Api, operation: &'a Operation, documented: &'a PageOperation) {
        let Some(response) = operation.responses.iter().find(|response| response.is_success()) else {
            return;
        };
        let key = &operation.key.text;
        let at = format!("operations/{key}/responses/{}", response.status.text);
        let what = format!("the response of `{key}`");
        let ours = response.ty.as_ref().map_or_else(|| "none".to_owned(), agree::type_text);
        let documented_as_list = documented.responds_with_a_list();
        match &documented.response_body {
            None if response.ty.is_none() => {}
            None => self
                .findings
                .missing_in_page(api, &at, &what, &documented.call.at, &ours),
            Some(ResponseBody::Unfilled(head)) => self.findings.missing_in_page(api, &at, &what, head, &ours),
            Some(ResponseBody::Nothing(place)) => {
                if response.ty.is_some() {
                    self.findings.differ(api, &at, &what, place, "none", &ours);
                }
            }
            Some(ResponseBody::Type(documented)) => {
                let item = |ty: &TypeRef| match &ty.shape {
                    // The page only names the type, and the example shows the list.
                    TypeShape::List(item) if documented_as_list => self.agrees(api, documented, None, item),
                    _ => false,
                };
                let agrees = |ty: &TypeRef| self.agrees(api, documented, None, ty) || item(ty);
                if !response.ty.as_ref().is_some_and(agrees) {
                    let text = self.cell_text(documented);
                    self.findings.differ(api, &at, &what, &documented.at, &text, &ours);
                }
            }
            Some(ResponseBody::Fields { rows, at: head }) => {
                let ty = response.ty.as_ref().and_then(|ty| api.find_type(ty.named()?));
                match ty.filter(|ty| ty.fields.is_some()) {
                    Some(ty) => {
                        self.counts.types += 1;
                        self.fields(api, ty, rows, head, Vec::new());
                    }
                    None => self.findings.differ(api, &at, &what, head, "a table of fields", &ours),
                }
            }
        }
    }

    fn statuses(&mut self, api: &Api, operation: &Operation, documented: &PageOperation) {
        let key = &operation.key.text;
        let place = |status: &str| format!("operations/{key}/responses/{status}");
        let what = |status: &str| format!("the status {status} of `{key}`");
        for status in &documented.statuses {
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
        let mut near = documented.call.at.clone();
        let is_named = |response: &&Response| response.status.text != "success";
        for response in operation.responses.iter().filter(is_named) {
            let name = response.status.as_str();
            match documented.statuses.iter().find(|status| status.text == name) {
                Some(status) => near = status.at.clone(),
                // It is from another edition.
                None if !self.is_from_page(api, response.document.as_ref()) => {}
                // A table of codes has the statuses of all operations.
                None if documented.statuses.is_empty() && !response.is_success() && self.has_codes_of(name) => {}
                None => self
                    .findings
                    .missing_in_page(api, &place(name), &what(name), &near, name),
            }
        }
    }

    /// Returns true if the page has a code or an error without one with exactly this status.
    fn has_codes_of(&self, status: &str) -> bool {
        let codes = self.page.codes.iter().flat_map(|code| &code.statuses);
        let uncoded = self.page.uncoded.iter().flat_map(|(_, statuses)| statuses);
        codes.chain(uncoded).any(|known| known.pattern == status)
    }

    fn scope(&mut self, api: &Api, operation: &Operation, documented: &PageOperation) {
        let key = &operation.key.text;
        let (at, what) = (format!("operations/{key}/scope"), format!("the scope of `{key}`"));
        let ours: Vec<&Text> = operation.scope.iter().flat_map(RequiredScopes::wires).collect();
        let shown = || ours.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ");
        match documented.scopes.first() {
            // They are from another edition.
            None if !ours.iter().any(|scope| self.has_scope(api, scope)) => {}
            None => self
                .findings
                .missing_in_page(api, &at, &what, &documented.call.at, &shown()),
            Some(scope) if ours.is_empty() => {
                self.findings.missing_in_spec(api, &at, &what, &scope.at, &scope.text);
            }
            // A page may name some of several scopes: the table of scopes says which others contain them.
            Some(scope) => {
                let is_ours = |scope: &Excerpt| ours.iter().any(|ours| ours.text == scope.text);
                if !documented.scopes.iter().any(is_ours) {
                    self.findings.differ(api, &at, &what, &scope.at, &scope.text, &shown());
                }
            }
        }
    }

    /// Returns true if a scope is from the page, or does not say from which.
    fn has_scope(&self, api: &Api, name: &Text) -> bool {
        let scope = api.scopes.iter().find(|scope| scope.wire.text == name.text);
        scope.is_none_or(|scope| self.is_from_page(api, scope.document.as_ref()))
    }

    fn headers(
        &mut self,
        api: &Api,
        operation: &Operation,
        documented: &PageOperation,
        ours: &[ListedHeader],
        theirs: &[Excerpt],
        list: &str,
    ) {
        let key = &operation.key.text;
        let (at, side) = (format!("operations/{key}/{list}"), list.trim_end_matches("_headers"));
        let what = |name: &str| format!("the {side} header `{name}` of `{key}`");
        for header in theirs {
            if !ours
                .iter()
                .any(|known| known.name.text.eq_ignore_ascii_case(&header.text))
            {
                self.findings
                    .missing_in_spec(api, &at, &what(&header.text), &header.at, &header.text);
            }
        }
        let near = theirs.last().map_or(&documented.call.at, |header| &header.at);
        // Others are from another edition.
        let of_page = ours.iter();
        let of_page = of_page.filter(|header| self.is_from_page(api, header.document.as_ref()));
        for name in of_page.map(|header| header.name.text.clone()).collect::<Vec<_>>() {
            let name = name.as_str();
            if !theirs.iter().any(|header| header.text.eq_ignore_ascii_case(name)) {
                self.findings.missing_in_page(api, &at, &what(name), near, name);
            }
        }
    }
}

fn is_in_body(parameter: &Parameter) -> bool {
    parameter.location == Some(ParameterLocation::Body)
}

/// Returns the call as documents write it: `POST /v4/requests`.
fn call_text(api: &Api, operation: &Operation) -> String {
    let method = operation.http.as_ref().and_then(|http| http.method);
    format!(
        "{} {}",
        method.map_or("", |method| method.as_str()),
        matching::whole_path(api, operation)
    )
}
