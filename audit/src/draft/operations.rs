//! Drafts operations.

use concur_spec::api::{HttpMethod, ParameterLocation};
use serde_json::Value;

use super::model::{self, Api, Operation, Row, Ty, Type};
use super::{names, types};
use crate::page::{Call, Operation as PageOperation, Page, ResponseBody, TypeCell};

/// Adds the operations of a page. Failures have the body of the envelope.
pub(super) fn add(api: &mut Api, page: &Page, envelope: Option<&str>) {
    let mut known: Vec<&Call> = Vec::new();
    for documented in &page.operations {
        let base_path = base_path(api, documented);
        let path = documented
            .call
            .path
            .strip_prefix(base_path.as_str())
            .unwrap_or_default()
            .to_owned();
        let route = format!("{} {}", documented.call.method.as_str(), documented.call.path);
        if known.iter().any(|call| call.is_same(&documented.call)) {
            api.todos
                .push(format!("The pages have `{route}` twice; the first is here."));
            continue;
        }
        if !names::is_template(&documented.call.path) || path.is_empty() {
            api.todos.push(format!(
                "`{route}` is left out, because its path is not one of segments and parameters."
            ));
            continue;
        }
        known.push(&documented.call);
        let operation = Drafter { api, page, documented }.draft(&path, base_path, envelope);
        api.operations.push(operation);
    }
    let scopes = api.operations.iter().filter_map(|operation| operation.scope.clone());
    for scope in scopes.collect::<Vec<_>>() {
        if !api.scopes.contains(&scope) {
            api.todos.push(format!(
                "The table of scopes lacks `{scope}`, which an operation names."
            ));
            api.scopes.push(scope);
        }
    }
}

fn base_path(api: &Api, documented: &PageOperation) -> String {
    let path = &documented.call.path;
    let rest = path.strip_prefix(api.base_path.as_str());
    match rest.is_some_and(|rest| rest.starts_with('/')) {
        true => api.base_path.clone(),
        false => names::base_of(path),
    }
}

struct Drafter<'a, 'b> {
    api: &'a mut Api,
    page: &'b Page,
    documented: &'b PageOperation,
}

impl Drafter<'_, '_> {
    fn draft(&mut self, path: &str, base_path: String, envelope: Option<&str>) -> Operation {
        let documented = self.documented;
        let mut todos = Vec::new();
        let key = self.key(path);
        let body = self.body(&mut todos);
        let parameters = self.parameters(body.is_some(), &mut todos);
        let answer = self.answer(&key, &mut todos);
        let failure = self.failure();
        let responses = self.responses(answer.as_ref(), failure.as_deref().or(envelope), &mut todos);
        if documented.call.is_sample {
            todos.push("The pages only show this call in an example.".to_owned());
        }
        let texts = |list: &[crate::markdown::Excerpt]| {
            let mut texts: Vec<String> = Vec::new();
            for header in list.iter().filter(|header| names::is_name(&header.text)) {
                model::add(&mut texts, header.text.clone());
            }
            texts
        };
        Operation {
            section: documented.title.text.clone(),
            http: format!("{} {path}", documented.call.method.as_str()),
            base_path: Some(base_path).filter(|base| *base != self.api.base_path),
            scope: self.scope(&mut todos),
            request_headers: texts(&documented.request_headers),
            response_headers: texts(&documented.response_headers),
            examples: self.examples(),
            key,
            body,
            parameters,
            answer,
            failure: failure.filter(|failure| responses.iter().any(|(_, body)| body == failure)),
            responses,
            todos,
        }
    }

    /// Returns the shortest name that no other operation has.
    fn key(&self, path: &str) -> String {
        let candidates = names::operation(&self.documented.call, path, self.documented.responds_with_a_list());
        let is_free = |name: &String| self.api.operations.iter().all(|operation| operation.key != *name);
        let last = candidates.last().cloned().unwrap_or_default();
        let numbered = (2..).map(move |number| format!("{last}_{number}"));
        candidates.into_iter().chain(numbered).find(is_free).unwrap_or_default()
    }

    fn scope(&self, todos: &mut Vec<String>) -> Option<String> {
        let names = self.documented.scopes.iter();
        let mut scopes = names
            .flat_map(|scope| scope.text.split(','))
            .map(|scope| scope.trim().to_owned());
        let first = scopes.next().filter(|scope| names::is_name(scope))?;
        let more: Vec<String> = scopes.map(|scope| format!("`{scope}`")).collect();
        if !more.is_empty() {
            todos.push(format!("The page also names the scopes {}.", more.join(", ")));
        }
        Some(first)
    }

    fn body(&mut self, todos: &mut Vec<String>) -> Option<Ty> {
        let body = self.documented.body.as_ref()?;
        if self.documented.call.method == HttpMethod::Get {
            todos.push("The page names a body for the request; a GET has none.".to_owned());
            return None;
        }
        let ty = self.payload(&body.ty, todos);
        let item = match &ty {
            Ty::List(item) => item,
            ty => ty,
        };
        match item {
            Ty::Named(name) if self.api.find(name).is_some_and(Type::has_fields) => Some(ty),
            _ => {
                todos.push("The body has no table, so the operation has none here.".to_owned());
                None
            }
        }
    }

    /// Returns the type of a body. One that is not known is left out, so that a guess is of no use.
    fn payload(&mut self, cell: &TypeCell, todos: &mut Vec<String>) -> Ty {
        let (ty, more) = types::of_cell(self.api, self.page, "", cell, None);
        todos.extend(
            more.iter()
                .filter_map(|todo| Some(format!("{}.", todo.strip_suffix("; `string` is a guess.")?))),
        );
        ty
    }

    fn parameters(&mut self, has_body: bool, todos: &mut Vec<String>) -> Vec<Row> {
        let mut parameters: Vec<Row> = Vec::new();
        let mut guessed: Vec<String> = Vec::new();
        for row in &self.documented.parameters {
            let name = row.name.text.as_str();
            if !names::is_name(name) {
                todos.push(format!(
                    "A parameter is left out, because `{name}` is not the name of one."
                ));
                continue;
            }
            let location = row.location.unwrap_or_else(|| self.guess(name, &mut guessed));
            let is_body = matches!(location, ParameterLocation::Body | ParameterLocation::Form);
            if is_body && has_body || parameters.iter().any(|known| names::is_same(&known.name, name)) {
                todos.push(format!(
                    "The parameter `{name}` is left out: the body, or another parameter, is the same."
                ));
                continue;
            }
            if row.name.text.contains("..") {
                todos.push(format!("The parameters `{name}` have to be written one by one."));
                continue;
            }
            parameters.push(self.parameter(row, location));
        }
        self.require_path(&mut parameters);
        if !guessed.is_empty() {
            todos.push(format!(
                "The table does not say where these go; `query` is a guess: {}.",
                guessed.join(", ")
            ));
        }
        parameters
    }

    /// Guesses where a parameter goes: a call without a body has its parameters in the query, and headers have a dash.
    fn guess(&self, name: &str, guessed: &mut Vec<String>) -> ParameterLocation {
        if name.contains('-') && name.starts_with(|c: char| c.is_ascii_uppercase()) {
            return ParameterLocation::Header;
        }
        if !matches!(self.documented.call.method, HttpMethod::Get | HttpMethod::Delete) {
            guessed.push(format!("`{name}`"));
        }
        ParameterLocation::Query
    }

    fn parameter(&mut self, row: &crate::page::Row, location: ParameterLocation) -> Row {
        let mut drafted = types::parameter(self.api, self.page, row);
        let named = drafted.ty.named().map(str::to_owned);
        let is_object = named.is_some_and(|name| self.api.find(&name).is_some_and(Type::has_fields));
        if is_object {
            drafted.ty = Ty::Scalar("string");
            drafted
                .todos
                .push("A parameter cannot be an object; `string` is a guess.".to_owned());
        }
        if location == ParameterLocation::Path {
            drafted.required = Some("true".to_owned());
            // Whether the page says when it is needed does not matter: the path has it always.
            drafted.todos.retain(|text| !text.contains("under a condition"));
        } else {
            drafted.required = drafted.required.filter(|required| required == "true");
        }
        if matches!(drafted.ty, Ty::List(_)) && location != ParameterLocation::Body {
            drafted.list = Some("comma");
            drafted
                .todos
                .push("How the list is sent is a guess: `comma` or `repeated`.".to_owned());
        }
        drafted.location = Some(location.as_str());
        drafted.read_only = false;
        drafted.write_only = false;
        drafted
    }

    /// Adds the parameters of the path that have no row, and drops rows that are not in the path.
    fn require_path(&self, parameters: &mut Vec<Row>) {
        let segments = self.documented.call.path.split('/');
        let in_path: Vec<&str> = segments
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        for row in parameters.iter_mut() {
            if let Some(name) = in_path.iter().find(|name| names::is_same(name, &row.name)) {
                row.name = (*name).to_owned();
                row.location = Some(ParameterLocation::Path.as_str());
                row.required = Some("true".to_owned());
            }
            let is_path = row.location == Some(ParameterLocation::Path.as_str());
            if is_path && !in_path.contains(&row.name.as_str()) {
                row.location = Some(ParameterLocation::Query.as_str());
                row.todos
                    .push("The page says that it is in the path, which lacks it; `query` is a guess.".to_owned());
            }
        }
        for name in in_path.into_iter().rev() {
            if parameters.iter().all(|row| row.name != name) {
                parameters.insert(
                    0,
                    Row {
                        name: name.to_owned(),
                        location: Some(ParameterLocation::Path.as_str()),
                        list: None,
                        filters: None,
                        ty: Ty::Scalar("string"),
                        required: Some("true".to_owned()),
                        read_only: false,
                        write_only: false,
                        format: None,
                        todos: vec!["Only the path names it; `string` is a guess.".to_owned()],
                    },
                );
            }
        }
    }

    fn answer(&mut self, key: &str, todos: &mut Vec<String>) -> Option<Ty> {
        let has_list = self.documented.responds_with_a_list();
        let ty = match self.documented.response_body.as_ref()? {
            ResponseBody::Nothing(_) => return None,
            ResponseBody::Unfilled(_) => {
                todos.push("The table of the response is empty.".to_owned());
                return None;
            }
            ResponseBody::Fields { rows, .. } => {
                let title = &self.documented.title.text;
                Ty::Named(types::add_inline(self.api, self.page, key, title, rows))
            }
            ResponseBody::Type(cell) => self.payload(cell, todos),
        };
        if matches!(ty, Ty::Scalar(_)) {
            todos.push("The body of the response has no table, so it is `none` here.".to_owned());
            return None;
        }
        let is_object = matches!(&ty, Ty::Named(_));
        if is_object && has_list {
            let text = format!("The page names `{}`, and the example is a list of it.", ty.text());
            todos.push(text);
            return Some(Ty::List(Box::new(ty)));
        }
        Some(ty)
    }

    /// Returns the type of the body of failures, if the page names one that has a table.
    fn failure(&mut self) -> Option<String> {
        let cell = self.documented.failure_body.as_ref()?;
        let (ty, _) = types::of_cell(self.api, self.page, "", cell, None);
        let name = ty.named().filter(|_| matches!(ty, Ty::Named(_)))?;
        self.api
            .find(name)
            .is_some_and(Type::has_fields)
            .then(|| name.to_owned())
    }

    fn responses(&self, answer: Option<&Ty>, envelope: Option<&str>, todos: &mut Vec<String>) -> Vec<(String, String)> {
        let success = answer.map_or_else(|| "none".to_owned(), Ty::text);
        let mut responses: Vec<(String, String)> = Vec::new();
        let mut has_failures = false;
        for status in &self.documented.statuses {
            let is_success = status.text.starts_with('2');
            let body = if is_success { Some(success.as_str()) } else { envelope };
            has_failures |= !is_success;
            let is_new = responses.iter().all(|(known, _)| *known != status.text);
            responses.extend(
                body.filter(|_| is_new)
                    .map(|body| (status.text.clone(), body.to_owned())),
            );
        }
        if !responses.iter().any(|(status, _)| status.starts_with('2')) {
            responses.insert(0, ("success".to_owned(), success));
        }
        match envelope {
            None if has_failures => todos.push(
                "Its failures are left out, because there is neither a type nor an envelope for them.".to_owned(),
            ),
            _ => {}
        }
        responses
    }

    fn examples(&self) -> Vec<(bool, Value)> {
        let examples = self.documented.examples.iter();
        let parsed = examples.map(|example| (example.is_request, serde_json::from_str(&example.json.text)));
        parsed
            .filter_map(|(is_request, value)| Some((is_request, value.ok()?)))
            .collect()
    }
}

/// Methods whose call has a body.
pub(super) fn sends(operation: &Operation) -> bool {
    [HttpMethod::Post, HttpMethod::Put, HttpMethod::Patch]
        .iter()
        .any(|method| operation.http.starts_with(method.as_str()))
}
