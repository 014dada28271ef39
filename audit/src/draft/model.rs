//! The items of a draft.

use std::collections::BTreeSet;

use heck::{ToSnakeCase, ToTitleCase};
use serde_json::Value;

use super::{Names, names};
use crate::page::{Page, Status};

/// A draft of an API.
#[derive(Debug, Default)]
pub(super) struct Api {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) version: String,
    pub(super) base_path: String,
    pub(super) document: String,
    /// The names of the pages.
    pub(super) pages: Vec<String>,
    pub(super) scopes: Vec<String>,
    pub(super) operations: Vec<Operation>,
    pub(super) types: Vec<Type>,
    pub(super) resources: Vec<Resource>,
    pub(super) codes: Vec<Code>,
    /// The statuses and messages of errors without a code.
    pub(super) uncoded: Vec<(String, String)>,
    pub(super) todos: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Operation {
    pub(super) key: String,
    pub(super) section: String,
    pub(super) http: String,
    /// Its base path, if it is not that of the API.
    pub(super) base_path: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) parameters: Vec<Row>,
    pub(super) body: Option<Ty>,
    pub(super) request_headers: Vec<String>,
    pub(super) response_headers: Vec<String>,
    /// The statuses, each with a type, `none` or an envelope.
    pub(super) responses: Vec<(String, String)>,
    /// The type of a success.
    pub(super) answer: Option<Ty>,
    /// The type of a failure, if it is not an envelope.
    pub(super) failure: Option<String>,
    /// The bodies of the examples: true for those of requests.
    pub(super) examples: Vec<(bool, Value)>,
    pub(super) todos: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Type {
    pub(super) name: String,
    pub(super) section: Option<String>,
    pub(super) inline: bool,
    pub(super) content: Content,
    pub(super) todos: Vec<String>,
}

#[derive(Debug)]
pub(super) enum Content {
    Fields(Vec<Row>),
    Values(Vec<String>),
}

/// A field or a parameter.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    /// The location of a parameter.
    pub(super) location: Option<&'static str>,
    pub(super) ty: Ty,
    /// How a parameter that is a list is sent.
    pub(super) list: Option<&'static str>,
    /// The field by which a parameter selects, or `false`.
    pub(super) filters: Option<String>,
    /// The value of `required`.
    pub(super) required: Option<String>,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) format: Option<String>,
    pub(super) todos: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Resource {
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) id: String,
    pub(super) id_in_list: Option<String>,
    pub(super) parent: Option<String>,
    /// The roles with the keys of their operations.
    pub(super) roles: Vec<(&'static str, String)>,
    pub(super) todos: Vec<String>,
}

/// A type expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ty {
    Scalar(&'static str),
    Named(String),
    List(Box<Ty>),
}

#[derive(Debug)]
pub(super) struct Code {
    pub(super) code: String,
    pub(super) messages: Vec<String>,
    pub(super) statuses: Vec<String>,
    pub(super) todos: Vec<String>,
}

impl Ty {
    /// Returns the type as the language writes it.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Scalar(scalar) => (*scalar).to_owned(),
            Self::Named(name) => name.clone(),
            Self::List(item) => format!("[{}]", item.text()),
        }
    }

    /// Returns the name of the type, or of that of its items.
    pub(super) fn named(&self) -> Option<&str> {
        match self {
            Self::Scalar(_) => None,
            Self::Named(name) => Some(name),
            Self::List(item) => item.named(),
        }
    }
}

impl Type {
    pub(super) fn rows(&self) -> &[Row] {
        match &self.content {
            Content::Fields(rows) => rows,
            Content::Values(_) => &[],
        }
    }

    pub(super) fn has_fields(&self) -> bool {
        matches!(self.content, Content::Fields(_))
    }
}

/// Adds a text, unless it is there.
pub(super) fn add(todos: &mut Vec<String>, text: String) {
    if !todos.contains(&text) {
        todos.push(text);
    }
}

impl Api {
    pub(super) fn new(page: &Page, names: Names<'_>, document: &str) -> Self {
        let base_path = names::base_path(page);
        let segments = base_path.split('/').filter(|segment| !segment.is_empty());
        let (versions, words): (Vec<&str>, Vec<&str>) = segments.partition(|segment| names::is_version(segment));
        let word = words.last().copied().filter(|word| *word != "api").unwrap_or(document);
        let key = names.api.map_or_else(|| names::snake(word), str::to_owned);
        let written = page.versions.first().map(|version| version.text.as_str());
        let version = versions.first().copied().or(written).unwrap_or("1");
        let mut scopes = Vec::new();
        for scope in &page.scopes {
            if names::is_name(&scope.name.text) {
                add(&mut scopes, scope.name.text.clone());
            }
        }
        Self {
            title: key.to_title_case(),
            version: version.trim_start_matches(['v', 'V']).to_owned(),
            scopes,
            document: document.to_owned(),
            base_path,
            key,
            ..Self::default()
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<&Type> {
        self.types.iter().find(|ty| ty.name == name)
    }

    /// Returns a type name that is not used yet; names that differ only in case are the same file.
    pub(super) fn free_name(&self, wanted: &str) -> String {
        let is_free = |name: &str| !self.types.iter().any(|ty| ty.name.eq_ignore_ascii_case(name));
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        let mut candidates = [wanted.to_owned()].into_iter().chain(numbered);
        candidates.find(|name| is_free(name)).unwrap_or_default()
    }

    /// Returns the value set with these values, which is added if there is none. `owner` is the type of the field.
    pub(super) fn value_set(&mut self, owner: &str, field: &str, values: Vec<String>) -> String {
        let is_it = |ty: &&Type| matches!(&ty.content, Content::Values(known) if *known == values);
        let short = names::type_name(field);
        let long = names::type_name(&format!("{owner} {field}"));
        if let Some(known) = self
            .types
            .iter()
            .filter(is_it)
            .find(|ty| ty.name == short || ty.name == long)
        {
            return known.name.clone();
        }
        let is_short = owner.is_empty() || self.free_name(&short) != short;
        let name = self.free_name(if is_short && !owner.is_empty() { &long } else { &short });
        self.types.push(Type {
            name: name.clone(),
            section: None,
            inline: false,
            content: Content::Values(values),
            todos: Vec::new(),
        });
        name
    }

    /// Removes the types that no operation uses, and says which.
    pub(super) fn drop_unused(&mut self) {
        let mut used: BTreeSet<String> = BTreeSet::new();
        let of_operations = self.operations.iter().flat_map(|operation| {
            let parameters = operation.parameters.iter().filter_map(|row| row.ty.named());
            let answer = operation.answer.iter().filter_map(Ty::named);
            let failure = operation.failure.as_deref();
            let body = operation.body.iter().filter_map(Ty::named);
            parameters.chain(answer).chain(body).chain(failure)
        });
        let mut open: Vec<String> = of_operations.map(str::to_owned).collect();
        while let Some(name) = open.pop() {
            if used.insert(name.clone()) {
                let rows = self.find(&name).map_or(&[][..], Type::rows);
                open.extend(rows.iter().filter_map(|row| row.ty.named()).map(str::to_owned));
            }
        }
        let (kept, unused): (Vec<Type>, Vec<Type>) = std::mem::take(&mut self.types)
            .into_iter()
            .partition(|ty| used.contains(&ty.name));
        self.types = kept;
        let tables: Vec<String> = unused
            .iter()
            .filter(|ty| ty.has_fields())
            .map(|ty| format!("`{}`", ty.name))
            .collect();
        if !tables.is_empty() {
            let list = tables.join(", ");
            self.todos.push(format!(
                "No operation leads to these tables, so they are left out: {list}."
            ));
        }
    }

    pub(super) fn add_codes(&mut self, page: &Page) {
        for (message, statuses) in &page.uncoded {
            let status = statuses.first().map_or("400", |status| status.pattern.as_str());
            self.uncoded.push((status.to_owned(), message.text.clone()));
        }
        for documented in &page.codes {
            let code = documented.code.text.as_str();
            if !names::has_name(code) || self.codes.iter().any(|known| names::is_same(&known.code, code)) {
                add(
                    &mut self.todos,
                    format!("The error code `{code}` is left out: it has no name of its own."),
                );
                continue;
            }
            let is_number = |status: &&Status| status.pattern.bytes().all(|byte| byte.is_ascii_digit());
            let numbers = documented.statuses.iter().filter(is_number);
            let mut todos = Vec::new();
            let mut messages: Vec<String> = Vec::new();
            for (written, _) in &documented.messages {
                add(&mut messages, written.text.clone());
            }
            let mut statuses: Vec<String> = numbers.map(|status| status.pattern.clone()).collect();
            if statuses.is_empty() {
                statuses.push("400".to_owned());
                todos.push("The page names no single status; 400 is a guess.".to_owned());
            }
            self.codes.push(Code {
                code: documented.code.text.clone(),
                messages,
                statuses,
                todos,
            });
        }
    }

    /// Returns the name of the method of the client.
    pub(super) fn client(&self) -> String {
        names::plural(&self.key.to_snake_case())
    }
}
