//! Writes a draft as YAML.

use super::Draft;
use super::model::{Api, Code, Content, Operation, Row, Type};

/// What stands where a person has to write a sentence.
const DOC: &str = "TODO";

/// Words that YAML, or an older version of it, reads as something else than a string.
const WORDS: &[&str] = &["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

pub(super) fn write(api: &Api) -> Draft {
    let mut lines = Lines::default();
    lines.head(api);
    lines.scopes(api);
    lines.operations(api);
    lines.types(api);
    lines.resources(api);
    lines.codes(api);
    let document = format!(
        "  {}:\n    title: {}\n    doc: {DOC}\n",
        scalar(&api.document),
        scalar(&format!("{} v{}", api.title, api.version))
    );
    Draft {
        key: api.key.clone(),
        text: lines.text,
        document,
        operations: api.operations.len(),
        types: api.types.len(),
        error_codes: api.codes.len(),
        decisions: lines.decisions,
    }
}

#[derive(Default)]
struct Lines {
    text: String,
    decisions: usize,
}

impl Lines {
    fn line(&mut self, indent: usize, text: &str) {
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn key(&mut self, indent: usize, key: &str, value: &str) {
        self.line(indent, &format!("{key}: {value}"));
    }

    fn decide(&mut self, indent: usize, todos: &[String]) {
        self.decisions += todos.len();
        for todo in todos {
            self.line(
                indent,
                &format!("# TODO: {}", todo.split_whitespace().collect::<Vec<_>>().join(" ")),
            );
        }
    }

    fn head(&mut self, api: &Api) {
        self.line(0, "# yaml-language-server: $schema=schema.json");
        self.line(0, "#");
        self.line(0, &format!("# A draft, read from {}.", api.pages.join(", ")));
        self.line(
            0,
            "# Each comment with TODO asks for a decision. Each `doc: TODO` needs a sentence in our own words.",
        );
        self.decide(0, &api.todos);
        self.key(0, "api", &scalar(&api.key));
        self.key(0, "title", &scalar(&api.title));
        self.key(0, "version", &quoted(&api.version));
        self.key(0, "base_path", &scalar(&api.base_path));
        self.line(0, "# Its entry in `documents` of `concur.yaml` has to be added.");
        self.key(0, "document", &scalar(&api.document));
        self.key(0, "client", &scalar(&api.client()));
        self.key(0, "doc", DOC);
    }

    fn scopes(&mut self, api: &Api) {
        if !api.scopes.is_empty() {
            self.line(0, "");
            self.line(0, "scopes:");
        }
        for scope in &api.scopes {
            self.key(2, &scalar(scope), DOC);
        }
    }

    fn operations(&mut self, api: &Api) {
        for (index, operation) in api.operations.iter().enumerate() {
            self.line(0, "");
            if index == 0 {
                self.line(0, "operations:");
            }
            self.operation(operation);
        }
    }

    fn operation(&mut self, operation: &Operation) {
        self.decide(2, &operation.todos);
        self.line(2, &format!("{}:", operation.key));
        if !operation.section.is_empty() {
            self.key(4, "section", &scalar(&operation.section));
        }
        self.key(4, "doc", DOC);
        self.key(4, "http", &call(&operation.http));
        let texts = [("base_path", &operation.base_path), ("scope", &operation.scope)];
        for (key, value) in texts {
            if let Some(value) = value {
                self.key(4, key, &scalar(value));
            }
        }
        if let Some(body) = &operation.body {
            self.key(4, "body", &body.text());
        }
        if !operation.parameters.is_empty() {
            self.line(4, "parameters:");
            self.rows(&operation.parameters);
        }
        let headers = [
            ("request_headers", &operation.request_headers),
            ("response_headers", &operation.response_headers),
        ];
        for (key, names) in headers.into_iter().filter(|(_, names)| !names.is_empty()) {
            let names: Vec<String> = names.iter().map(|name| scalar(name)).collect();
            self.key(4, key, &format!("[{}]", names.join(", ")));
        }
        self.line(4, "responses:");
        for (status, body) in &operation.responses {
            let body = if body == "none" {
                body.clone()
            } else {
                format!("{{ type: {body}, doc: {DOC} }}")
            };
            self.key(6, status, &body);
        }
    }

    fn rows(&mut self, rows: &[Row]) {
        for row in rows {
            self.decide(6, &row.todos);
            let keys = [
                ("in", row.location.map(str::to_owned)),
                ("type", Some(row.ty.text())),
                ("list", row.list.map(str::to_owned)),
                ("filters", row.filters.as_deref().map(filter)),
                ("required", row.required.clone()),
                ("read_only", row.read_only.then(|| "true".to_owned())),
                ("write_only", row.write_only.then(|| "true".to_owned())),
                ("format", row.format.as_deref().map(quoted)),
                ("doc", Some(DOC.to_owned())),
            ];
            let keys = keys
                .into_iter()
                .filter_map(|(key, value)| Some(format!("{key}: {}", value?)));
            self.key(
                6,
                &scalar(&row.name),
                &format!("{{ {} }}", keys.collect::<Vec<_>>().join(", ")),
            );
        }
    }

    fn types(&mut self, api: &Api) {
        for (index, ty) in api.types.iter().enumerate() {
            self.line(0, "");
            if index == 0 {
                self.line(0, "types:");
            }
            self.ty(ty);
        }
    }

    fn ty(&mut self, ty: &Type) {
        self.decide(2, &ty.todos);
        self.line(2, &format!("{}:", ty.name));
        if let Some(section) = ty.section.as_ref().filter(|section| !section.is_empty()) {
            self.key(4, "section", &scalar(section));
        }
        if ty.inline {
            self.key(4, "inline", "true");
        }
        self.key(4, "doc", DOC);
        match &ty.content {
            Content::Fields(rows) if rows.is_empty() => self.key(4, "fields", "{}"),
            Content::Fields(rows) => {
                self.line(4, "fields:");
                self.rows(rows);
            }
            Content::Values(values) => {
                self.line(4, "values:");
                for value in values {
                    self.key(6, &scalar(value), DOC);
                }
            }
        }
    }

    fn resources(&mut self, api: &Api) {
        if !api.resources.is_empty() {
            self.line(0, "");
            self.line(0, "resources:");
        }
        for resource in &api.resources {
            self.decide(2, &resource.todos);
            let mut keys = vec![format!("type: {}, id: {}", resource.ty, scalar(&resource.id))];
            let id_in_list = resource
                .id_in_list
                .iter()
                .map(|field| format!("id_in_list: {}", scalar(field)));
            keys.extend(id_in_list);
            keys.extend(resource.parent.iter().map(|parent| format!("parent: {parent}")));
            for role in ["create", "get", "list", "update", "delete"] {
                let operations = resource.roles.iter().filter(|(known, _)| *known == role);
                let operations: Vec<&str> = operations.map(|(_, key)| key.as_str()).collect();
                match operations.as_slice() {
                    [] => {}
                    [one] => keys.push(format!("{role}: {one}")),
                    several => keys.push(format!("{role}: [{}]", several.join(", "))),
                }
            }
            self.key(2, &resource.name, &format!("{{ {} }}", keys.join(", ")));
        }
    }

    fn codes(&mut self, api: &Api) {
        if !api.uncoded.is_empty() {
            self.line(0, "");
            self.line(0, "uncoded_errors:");
        }
        for (status, message) in &api.uncoded {
            let message = quoted(message);
            self.line(2, &format!("- {{ status: {status}, message: {message}, doc: {DOC} }}"));
        }
        if !api.codes.is_empty() {
            self.line(0, "");
            self.line(0, "error_codes:");
        }
        for Code {
            code,
            messages,
            statuses,
            todos,
        } in &api.codes
        {
            self.decide(2, todos);
            self.line(2, &format!("{}:", scalar(code)));
            match messages.as_slice() {
                [] => {}
                [message] => self.key(4, "message", &quoted(message)),
                messages => {
                    self.line(4, "messages:");
                    for message in messages {
                        self.line(6, &format!("- {}", quoted(message)));
                    }
                }
            }
            self.key(4, "status", &format!("[{}]", statuses.join(", ")));
            self.key(4, "doc", DOC);
        }
    }
}

/// Writes the field of `filters`, or `false` as it is.
fn filter(field: &str) -> String {
    match field {
        "false" => field.to_owned(),
        field => scalar(field),
    }
}

/// Writes a call; the braces of its parameters need no quotes.
fn call(http: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./ {}".contains(c);
    if http.chars().all(is_plain) {
        http.to_owned()
    } else {
        quoted(http)
    }
}

/// Writes a string, quoted if YAML would not read it as one.
fn scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_-./ ".contains(c);
    let starts = text.starts_with(|c: char| c.is_alphabetic() || c == '/');
    let is_word = WORDS.contains(&text.to_ascii_lowercase().as_str());
    match starts && text.chars().all(is_plain) && !is_word && text.trim() == text {
        true => text.to_owned(),
        false => quoted(text),
    }
}

/// Writes a string in double quotes, as in JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
