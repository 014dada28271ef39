//! Operations: every method, parameters in every location, bodies and responses of every form.

use std::collections::BTreeSet;

use super::choices::Choices;
use super::names::{Named, Scope};
use super::texts::text;
use super::types::{Expression, Form, Row, SCALARS, Type, expression};
use super::yaml::{Mapping, Yaml};
use super::{Api, examples};

pub(crate) struct Operation {
    pub(crate) key: String,
    method: &'static str,
    parameters: Vec<Parameter>,
    body: Option<Body>,
    success: Success,
}

/// One scope, or two of them.
fn scope(choices: &mut Choices, scopes: &[Named]) -> Yaml {
    let first = choices.pick(scopes).wire.clone();
    let second = choices.pick(scopes).wire.clone();
    if first == second || choices.chance(50) {
        return Yaml::from(first);
    }
    let mut several = Mapping::default();
    let wires = [first, second].map(Yaml::from).into();
    several.put(choices.word(&["any", "all", "each"]), Yaml::List(wires));
    several.into()
}

struct Body {
    ty: usize,
    is_list: bool,
    view: View,
    /// What the specification says of a body that is not partial.
    replaces: Option<bool>,
    name: Option<String>,
}

/// How an operation uses the type of its body.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum View {
    Create,
    Replace,
    Update,
}

impl Body {
    fn sketch(
        choices: &mut Choices,
        api: &Api,
        (ty, is_list): (usize, bool),
        method: &str,
        name: Option<String>,
    ) -> Self {
        let differs = api.differs_on_creation(ty);
        let partial = choices.chance(30);
        let must_decide = method == "PUT" && differs;
        let replaces = (!partial && (must_decide || choices.chance(20))).then(|| choices.chance(50));
        let view = match replaces {
            _ if partial => View::Update,
            Some(true) if differs => View::Replace,
            _ => View::Create,
        };
        Self {
            ty,
            is_list,
            view,
            replaces,
            name,
        }
    }
}

impl Body {
    /// Returns an example; a list has up to two items.
    fn example(&self, choices: &mut Choices, api: &Api) -> Option<String> {
        let items = if self.is_list { choices.below(3) } else { 1 };
        let items = (0..items).map(|_| examples::sent(choices, api, self.ty, self.view));
        let items = items.collect::<Option<Vec<_>>>()?.join(", ");
        Some(if self.is_list { format!("[{items}]") } else { items })
    }
}

struct Parameter {
    named: Named,
    place: &'static str,
    ty: Expression,
    /// Its value can start with an operator.
    has_operators: bool,
}

/// The body of a successful response.
enum Success {
    Nothing,
    Ignored(Expression),
    Value(Expression),
    /// A list, or a single item in its place.
    OneOrMany(Expression),
    ItemsIn(Expression, String),
}

/// Returns operations that together add_reachable every type.
pub(crate) fn operations(choices: &mut Choices, api: &Api) -> Vec<Operation> {
    let mut keys = Scope::default();
    let mut operations = Vec::new();
    for _ in 0..choices.between(1, 6) {
        let key = keys.snake(choices);
        operations.push(Operation::sketch(choices, api, key));
    }
    loop {
        let reached = reached(api, &operations);
        let Some(left) = (0..api.types.len()).find(|at| !reached.contains(at)) else {
            return operations;
        };
        operations.push(Operation::for_type(keys.snake(choices), left));
    }
}

/// Returns the types that are reachable from operations.
fn reached(api: &Api, operations: &[Operation]) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    for operation in operations {
        if let Success::Ignored(ty) | Success::Value(ty) | Success::OneOrMany(ty) | Success::ItemsIn(ty, _) =
            &operation.success
        {
            add_reachable(api, ty.named(), false, &mut reached);
        }
        reached.extend(operation.parameters.iter().filter_map(|parameter| parameter.ty.named()));
        if let Some(body) = &operation.body {
            add_reachable(api, Some(body.ty), true, &mut reached);
        }
    }
    reached
}

/// Adds the types that are reachable from a type. Read-only fields are not sent, so they are skipped in requests.
fn add_reachable(api: &Api, from: Option<usize>, sent: bool, reached: &mut BTreeSet<usize>) {
    let mut seen = BTreeSet::new();
    let mut pending: Vec<usize> = from.into_iter().collect();
    while let Some(at) = pending.pop() {
        if !seen.insert(at) {
            continue;
        }
        let rows = api.types[at]
            .rows()
            .iter()
            .filter(|row| !(if sent { row.read_only } else { row.write_only }));
        pending.extend(rows.filter_map(|row| row.ty.named()));
        if let Form::Union(cases) = &api.types[at].form {
            pending.extend(cases.iter().map(|case| case.ty));
        }
    }
    reached.extend(seen);
}

impl Operation {
    fn sketch(choices: &mut Choices, api: &Api, key: String) -> Self {
        let method = choices.word(&["GET", "POST", "PUT", "PATCH", "DELETE"]);
        let mut names = Scope::default();
        let mut parameters = Vec::new();
        for _ in 0..choices.below(3) {
            parameters.extend(Parameter::sketch(choices, api, &mut names, "path"));
        }
        for _ in 0..choices.below(5) {
            let place = choices.word(&["query", "header"]);
            parameters.extend(Parameter::sketch(choices, api, &mut names, place));
        }
        let body = if method == "GET" {
            None
        } else {
            Self::body(choices, api, method, &mut names, &mut parameters)
        };
        Self {
            key,
            method,
            parameters,
            body,
            success: Success::sketch(choices, api),
        }
    }

    /// Returns operations that can be the steps of an import: one with a body only, one with path parameters only.
    pub(crate) fn steps(choices: &mut Choices, api: &Api) -> Vec<Self> {
        let mut names = Scope::default();
        let parameters = (0..choices.between(1, 3)).filter_map(|_| Parameter::sketch(choices, api, &mut names, "path"));
        let call = Self {
            // An import cannot fix a list.
            parameters: parameters.filter(|parameter| !parameter.ty.is_list()).collect(),
            success: Success::Nothing,
            ..Self::for_type("step_of_import".to_owned(), 0)
        };
        let create = api.with_fields(choices).map(|ty| Self {
            method: "POST",
            body: Some(Body {
                ty,
                is_list: false,
                view: View::Create,
                replaces: None,
                name: None,
            }),
            ..Self::for_type("create_of_import".to_owned(), ty)
        });
        create.into_iter().chain([call]).collect()
    }

    /// Returns an operation for a type that no other operation reaches.
    fn for_type(key: String, ty: usize) -> Self {
        let success = Success::Value(Expression::Named(ty));
        Self {
            key,
            method: "GET",
            parameters: Vec::new(),
            body: None,
            success,
        }
    }

    /// Returns a body type, or adds parameters that together are the body.
    fn body(
        choices: &mut Choices,
        api: &Api,
        method: &str,
        names: &mut Scope,
        parameters: &mut Vec<Parameter>,
    ) -> Option<Body> {
        match choices.below(10) {
            0 => None,
            form @ (1 | 2) => {
                let place = if form == 1 { "form" } else { "body" };
                for _ in 0..choices.between(1, 4) {
                    parameters.extend(Parameter::sketch(choices, api, names, place));
                }
                None
            }
            _ => {
                let union = choices.maybe(25, |choices| api.sendable_union(choices)).flatten();
                let ty = union.or_else(|| api.with_fields(choices))?;
                let name = choices.maybe(20, |choices| names.snake(choices));
                let is_list = choices.chance(20);
                // Without a name, the name of the type is used.
                let default = if is_list { "items" } else { &api.types[ty].name };
                let free = name.is_some() || names.claim(default);
                free.then(|| Body::sketch(choices, api, (ty, is_list), method, name))
            }
        }
    }

    pub(crate) fn written(&self, choices: &mut Choices, api: &Api, number: usize, shared: &mut Mapping) -> Mapping {
        let mut operation = Mapping::default();
        operation.put("http", format!("{} {}", self.method, self.path(choices, number)));
        operation.put_some(
            "base_path",
            choices.maybe(10, |choices| choices.word(&["", "/elsewhere", "/ö.b/c"])),
        );
        operation.put("doc", text(choices));
        operation.put_some("section", choices.maybe(20, text));
        if !api.scopes.is_empty() && choices.chance(40) {
            operation.put("scope", scope(choices, &api.scopes));
        }
        operation.put_some("auth", choices.maybe(20, |choices| choices.word(&["none", "bearer"])));
        let mut parameters = Mapping::default();
        for parameter in &self.parameters {
            let filterable = self.success.filterable(api);
            let (wire, written) = (&parameter.named.wire, parameter.written(choices, api, filterable));
            if choices.chance(15) && !shared.has(wire) {
                shared.entry(wire, written);
                parameters.entry(wire, "shared");
            } else {
                parameters.entry(wire, written);
            }
        }
        operation.put_filled("parameters", parameters);
        if let Some(body) = &self.body {
            let ty = Yaml::from(api.types[body.ty].name.as_str());
            operation.put("body", if body.is_list { Yaml::List(vec![ty]) } else { ty });
            operation.put_some("body_name", body.name.clone());
            operation.put_flag("partial", body.view == View::Update);
            operation.put_some("replaces", body.replaces);
            let content_types = [
                "application/merge-patch+json",
                "application/json",
                "application/vnd.a-b.c+json",
            ];
            operation.put_some(
                "content_type",
                choices.maybe(10, |choices| choices.word(&content_types)),
            );
        }
        operation.put_filled(
            "request_headers",
            choices.maybe(10, |choices| vec![text(choices)]).unwrap_or_default(),
        );
        operation.put_filled(
            "response_headers",
            choices.maybe(10, |choices| vec![text(choices)]).unwrap_or_default(),
        );
        operation.put("responses", self.responses(choices, api));
        let mut codes: Vec<&str> = api.error_codes.iter().map(|code| code.wire.as_str()).collect();
        codes.truncate(choices.below(4));
        operation.put_filled("errors", codes);
        self.rules(choices, api, &mut operation);
        operation.put_some("idempotent", choices.maybe(10, |choices| choices.chance(50)));
        let discouraged = choices.word(&["retired", "deprecated"]);
        operation.put_some(discouraged, choices.maybe(10, text));
        operation.put_some("methods", choices.maybe(30, |_| self.methods(api)).flatten());
        operation.put_filled("examples", self.examples(choices, api));
        operation
    }

    /// Methods for the values of the first path parameter that can have them.
    fn methods(&self, api: &Api) -> Option<Mapping> {
        let is_closed = |at: usize| matches!(&api.types[at].form, Form::Values(set) if set.closed);
        let is_fit = |parameter: &&Parameter| {
            parameter.place == "path" && matches!(parameter.ty, Expression::Named(at) if is_closed(at))
        };
        let of = self.parameters.iter().find(is_fit)?;
        let mut methods = Mapping::default();
        methods.put("of", of.named.wire.as_str());
        Some(methods)
    }

    fn path(&self, choices: &mut Choices, number: usize) -> String {
        let mut path = format!("/{number}/{}", self.key);
        for parameter in self.parameters.iter().filter(|parameter| parameter.place == "path") {
            path.push_str(choices.word(&["/", "/with/", "/a:b;c@d/", "/ä/"]));
            path.push_str(&format!("{{{}}}", parameter.named.wire));
        }
        path
    }

    fn responses(&self, choices: &mut Choices, api: &Api) -> Mapping {
        let mut responses = Mapping::default();
        let statuses = choices.word(&["200", "201", "204", "success", "200 202"]);
        for status in statuses.split(' ') {
            responses.put(status, self.success.written(choices, api));
        }
        let failures = ["304", "400", "401", "404", "409", "418", "429", "500", "599", "199"];
        for status in failures {
            let mut response = Mapping::default();
            match choices.below(20) {
                1 => responses.put(status, choices.word(&["Errors", "Layered"])),
                2 => responses.put(status, "none"),
                3 => responses.put(status, expression(choices, api.types.len()).written(api)),
                4 => {
                    response.put("type", choices.word(&["Errors", "none", "string"]));
                    response.put("doc", text(choices));
                    responses.put(status, response);
                }
                _ => {}
            }
        }
        responses
    }

    /// Adds pagination, and a rule for errors with a success status.
    fn rules(&self, choices: &mut Choices, api: &Api, operation: &mut Mapping) {
        let Some(ty) = self.response_type() else { return };
        let rows = api.types[ty].rows().iter();
        let plain: Vec<&Row> = rows.filter(|row| row.family.is_none() && !row.write_only).collect();
        let lists: Vec<&str> = plain
            .iter()
            .filter(|row| row.ty.is_list())
            .map(|row| row.named.wire.as_str())
            .collect();
        if lists.is_empty() {
            return;
        }
        if choices.chance(30) {
            let mut rule = Mapping::default();
            rule.put("field", *choices.pick(&lists));
            rule.put("without", choices.pick(&plain).named.wire.as_str());
            let texts: Vec<&str> = plain
                .iter()
                .filter(|row| matches!(row.ty, Expression::Scalar("string")))
                .map(|row| row.named.wire.as_str())
                .collect();
            let mut rules = vec![rule];
            if !texts.is_empty() {
                let mut rule = Mapping::default();
                rule.put("field", *choices.pick(&texts));
                rule.put("is", text(choices));
                rule.put("code", *choices.pick(&texts));
                rules.push(rule);
            }
            operation.put("refused_when", rules);
        }
        let has_body = self.parameters.iter().any(|parameter| parameter.place == "body");
        let place = if has_body { "body" } else { "query" };
        let queries: Vec<&str> = self
            .parameters
            .iter()
            .filter(|parameter| parameter.place == place)
            .map(|parameter| parameter.named.wire.as_str())
            .collect();
        let links: Vec<(&str, Vec<&str>)> = plain.iter().filter_map(|row| links(api, row)).collect();
        let of = |scalars: &[&str]| -> Vec<&str> {
            let is_one = |row: &&&Row| matches!(row.ty, Expression::Scalar(name) if scalars.contains(&name));
            // A dot separates the names of a path.
            let rows = plain
                .iter()
                .filter(is_one)
                .filter(|row| row.is_plain_scalar() && !row.secret);
            rows.map(|row| row.named.wire.as_str()).collect()
        };
        let (texts, integers) = (of(&["string", "uri"]), of(&["integer"]));
        let mut rule = Mapping::default();
        match choices.below(4) {
            0 if !texts.is_empty() => rule.put("next_uri", *choices.pick(&texts)),
            1 if !texts.is_empty() => rule.put("next_cursor", *choices.pick(&texts)),
            2 if !integers.is_empty() => {
                rule.put("page_number", *choices.pick(&integers));
                rule.put("page_count", *choices.pick(&integers));
            }
            _ if !links.is_empty() => {
                let (links, texts) = choices.pick(&links);
                rule.put("links", *links);
                rule.put("next", text(choices));
                rule.put("relation", *choices.pick(texts));
                rule.put("target", *choices.pick(texts));
            }
            _ => return,
        }
        if queries.is_empty() || choices.chance(20) {
            return;
        }
        rule.put("items", *choices.pick(&lists));
        let start = *choices.pick(&queries);
        rule.put("start", start);
        let limit = *choices.pick(&queries);
        rule.put_some("limit", (limit != start).then_some(limit));
        rule.put_some(
            "total",
            choices
                .maybe(50, |choices| integers.first().map(|_| *choices.pick(&integers)))
                .flatten(),
        );
        // Whether a parameter is required is not known here, and only optional ones are listed.
        if choices.chance(25) {
            rule.put("later", Vec::<&str>::new());
        }
        operation.put("pagination", rule);
    }

    /// Returns the type of a successful response, if it has fields.
    fn response_type(&self) -> Option<usize> {
        match &self.success {
            Success::Value(Expression::Named(at)) => Some(*at),
            _ => None,
        }
    }

    fn examples(&self, choices: &mut Choices, api: &Api) -> Vec<Mapping> {
        let examples = (0..choices.below(3)).map(|_| {
            let mut example = Mapping::default();
            example.put("doc", text(choices));
            let body = self.body.as_ref();
            example.put_some("request", body.and_then(|body| body.example(choices, api)));
            if let Success::OneOrMany(Expression::List(item)) = &self.success {
                example.put_some("response", examples::received(choices, api, item));
            }
            if let Success::Value(ty) = &self.success {
                example.put_some("response", examples::received(choices, api, ty));
            }
            example
        });
        examples.collect()
    }
}

/// Returns a field that can hold the links of a page, with the text fields of its items.
fn links<'a>(api: &'a Api, row: &'a Row) -> Option<(&'a str, Vec<&'a str>)> {
    let Expression::List(item) = &row.ty else { return None };
    let Expression::Named(at) = **item else { return None };
    let texts: Vec<&str> = api.types[at]
        .rows()
        .iter()
        .filter(|row| row.family.is_none() && !row.secret && matches!(row.ty, Expression::Scalar("string" | "uri")))
        .map(|row| row.named.wire.as_str())
        .collect();
    (!texts.is_empty()).then_some((row.named.wire.as_str(), texts))
}

impl Success {
    fn sketch(choices: &mut Choices, api: &Api) -> Self {
        let ty = expression(choices, api.types.len());
        match choices.below(10) {
            0 => Self::Nothing,
            1 => Self::Ignored(ty),
            2 => Self::ItemsIn(
                Expression::List(Box::new(Expression::Named(choices.below(api.types.len())))),
                text(choices),
            ),
            3 => Self::OneOrMany(Expression::List(Box::new(Expression::Named(
                choices.below(api.types.len()),
            )))),
            4..7 => Self::Value(Expression::Named(choices.below(api.types.len()))),
            _ => Self::Value(ty),
        }
    }

    fn written(&self, choices: &mut Choices, api: &Api) -> Yaml {
        let mut response = Mapping::default();
        let ty = match self {
            Self::Nothing => Yaml::from("none"),
            Self::Ignored(ty) | Self::Value(ty) | Self::OneOrMany(ty) | Self::ItemsIn(ty, _) => ty.written(api),
        };
        if matches!(self, Self::Nothing | Self::Value(_)) && choices.chance(60) {
            return ty;
        }
        response.put("type", ty);
        response.put_some("doc", choices.maybe(50, text));
        response.put_flag("ignored", matches!(self, Self::Ignored(_)));
        response.put_some("accepts", matches!(self, Self::OneOrMany(_)).then(|| vec!["single"]));
        if let Self::ItemsIn(_, key) = self {
            response.put("items_in", key.as_str());
        }
        response.into()
    }
}

impl Success {
    /// Returns the fields by which filter expressions select: all that can be compared.
    fn filterable(&self, api: &Api) -> Vec<String> {
        let item = match self {
            Self::Value(Expression::List(item)) | Self::OneOrMany(Expression::List(item)) => item,
            Self::ItemsIn(Expression::List(item), _) => item,
            _ => return Vec::new(),
        };
        let Expression::Named(at) = **item else {
            return Vec::new();
        };
        let is_compared = |ty: &Expression| match ty {
            Expression::Scalar(name) => !["time", "currency", "json"].contains(name),
            _ => false,
        };
        let is_compared = |ty: &Expression| match ty {
            Expression::List(item) => is_compared(item),
            single => is_compared(single),
        };
        let rows = api.types[at].rows().iter();
        let rows = rows.filter(|row| row.family.is_none() && !row.write_only && !row.secret && is_compared(&row.ty));
        rows.map(|row| row.named.wire.clone()).collect()
    }
}

impl Parameter {
    /// Returns `None` if the wire name is not allowed in its location.
    fn sketch(choices: &mut Choices, api: &Api, names: &mut Scope, place: &'static str) -> Option<Self> {
        let named = names.name(choices);
        let awkward = |letter: char| letter.is_whitespace() || "{}/?#".contains(letter);
        if place == "path" && named.wire.contains(awkward) {
            return None;
        }
        let values = choices.chance(25).then(|| api.value_set(choices)).flatten();
        let single = match values {
            Some(at) => Expression::Named(at),
            // The last one, of any shape, is no parameter.
            None => Expression::Scalar(choices.word(&SCALARS[..SCALARS.len() - 1])),
        };
        let list = choices.chance(15);
        let ty = if list {
            Expression::List(Box::new(single))
        } else {
            single
        };
        let name = named.name.as_ref().unwrap_or(&named.wire);
        let has_operators = place == "query" && !list && choices.chance(15) && names.claim(&format!("{name}_not"));
        Some(Self {
            named,
            place,
            ty,
            has_operators,
        })
    }

    fn written(&self, choices: &mut Choices, api: &Api, filterable: Vec<String>) -> Mapping {
        let mut parameter = Mapping::default();
        parameter.put("in", self.place);
        parameter.put("type", self.ty.written(api));
        let required = choices.chance(50) && !self.has_operators;
        parameter.put_flag("required", self.place == "path" || required);
        let operators = || Yaml::List(["is", "is not"].map(Yaml::from).into());
        parameter.put_some("operators", self.has_operators.then(operators));
        // Secrets are only supported in bodies and without a default.
        let text_of_body = matches!(self.ty, Expression::Scalar("string")) && ["form", "body"].contains(&self.place);
        let secret = text_of_body && choices.chance(25);
        let is_expression = matches!(self.ty, Expression::Scalar("string")) && ["query", "body"].contains(&self.place);
        if is_expression && !secret && !self.has_operators && choices.chance(50) {
            parameter.put_filled("filterable", filterable);
        }
        let default = choices.maybe(20, |choices| self.default(choices, api));
        let is_json_list = self.place == "body" && self.ty.is_list();
        let can_have_default = !(secret || is_json_list || self.has_operators);
        parameter.put_some("default", default.filter(|_| can_have_default));
        parameter.put_some("doc", choices.maybe(70, text));
        parameter.put_some(
            "example",
            choices.maybe(20, |choices| self.ty.example(choices)).flatten(),
        );
        let forms: &[&str] = match self.place {
            "query" | "form" => &["comma", "repeated"],
            _ => &["comma"],
        };
        let has_form = self.ty.is_list() && self.place != "body";
        parameter.put_some("list", has_form.then(|| choices.word(forms)));
        parameter.put_some("format", choices.maybe(10, text));
        let words: &[&str] = match self.ty {
            Expression::Scalar("timestamp") => &["seconds"],
            Expression::Scalar("boolean") => &["Y/N", "True/False"],
            _ => &[],
        };
        let has_words = !words.is_empty() && choices.chance(40);
        parameter.put_some("wire", has_words.then(|| choices.word(words)));
        parameter.put_flag("secret", secret);
        let has_length = self.ty.is_text() && choices.chance(20);
        parameter.put_some("max_length", has_length.then(|| choices.between(200, 300)));
        parameter.put_some("name", self.named.name.clone());
        parameter
    }

    fn default(&self, choices: &mut Choices, api: &Api) -> Yaml {
        let values = |ty: &Type| match &ty.form {
            Form::Values(set) => set.values.iter().map(|value| value.wire.clone()).collect(),
            Form::Fields(_) | Form::Union(_) => Vec::new(),
        };
        let item = match &self.ty {
            Expression::List(item) => item,
            single => single,
        };
        match item {
            Expression::Scalar("integer") => Yaml::Plain("-25".to_owned()),
            Expression::Scalar("boolean") => Yaml::from(choices.chance(50)),
            // A comma separates the values of some lists.
            Expression::Scalar("string") => Yaml::from(text(choices).replace(',', ";")),
            Expression::Scalar(name) => Yaml::from(examples::plain(name)),
            Expression::Named(at) => {
                let values: Vec<String> = values(&api.types[*at]);
                Yaml::from(choices.pick(&values).as_str())
            }
            Expression::List(_) | Expression::Map(_) => Yaml::from("a"),
        }
    }
}

/// Returns waiters for responses with a value to poll.
pub(crate) fn waiters(choices: &mut Choices, api: &Api, operations: &[Operation]) -> Mapping {
    let mut waiters = Mapping::default();
    let mut keys = Scope::default();
    let fields = operations.iter().flat_map(|operation| {
        let rows = operation
            .response_type()
            .map(|ty| api.types[ty].rows())
            .unwrap_or_default();
        rows.iter()
            .filter(|row| row.family.is_none())
            .map(move |row| (operation, row))
    });
    for (operation, row) in fields {
        let Expression::Named(at) = row.ty else { continue };
        let Form::Values(set) = &api.types[at].form else {
            continue;
        };
        if set.integers || row.named.wire.contains('.') || !choices.chance(30) {
            continue;
        }
        let values: Vec<&str> = set.values.iter().map(|value| value.wire.as_str()).collect();
        let (done, rest) = values.split_at(choices.between(1, values.len()));
        let (failed, pending) = rest.split_at(choices.below(rest.len() + 1));
        let mut waiter = Mapping::default();
        waiter.put("doc", text(choices));
        waiter.put("operation", operation.key.as_str());
        waiter.put("field", row.named.wire.as_str());
        waiter.put("done", done.to_vec());
        waiter.put_filled("failed", failed.to_vec());
        waiter.put_filled("pending", pending.to_vec());
        waiters.entry(&keys.snake(choices), waiter);
    }
    waiters
}

/// Returns imports for operations that need nothing but a body, with a call that needs nothing but path parameters.
pub(crate) fn imports(choices: &mut Choices, api: &Api, operations: &[Operation], number: usize) -> Mapping {
    let mut imports = Mapping::default();
    let mut keys = Scope::default();
    let creates = operations.iter().filter(|operation| {
        let is_whole = operation
            .body
            .as_ref()
            .is_some_and(|body| body.view != View::Update && matches!(api.types[body.ty].form, Form::Fields(_)));
        is_whole && operation.parameters.is_empty()
    });
    for create in creates {
        let Some(ty) = create.response_type() else { continue };
        // The document can be the item of a list, if the body has the same one.
        let is_sent = create.body.as_ref().is_some_and(|body| body.ty == ty);
        let has_ids = |&(_, item): &(&Row, usize)| api.types[item].rows().iter().any(Row::is_id);
        let lists = api.types[ty].rows().iter().filter_map(Row::objects);
        let lists: Vec<(&Row, usize)> = lists.filter(has_ids).collect();
        let item_of = (is_sent && !lists.is_empty() && choices.chance(80)).then(|| *choices.pick(&lists));
        let rows = api.types[item_of.map_or(ty, |(_, item)| item)].rows();
        let ids: Vec<&Row> = rows.iter().filter(|row| row.is_id()).collect();
        if ids.is_empty() || !choices.chance(50) {
            continue;
        }
        let mut import = Mapping::default();
        import.put("doc", text(choices));
        import.put("create", create.key.as_str());
        import.put("id", choices.pick(&ids).named.wire.as_str());
        import.put_some(
            "number",
            choices.maybe(50, |choices| choices.pick(&ids).named.wire.clone()),
        );
        import.put_some("item_of", item_of.map(|(list, _)| list.named.wire.clone()));
        let calls: Vec<&Operation> = operations
            .iter()
            .filter(|operation| operation.needs_only_path())
            .collect();
        if !calls.is_empty() && choices.chance(50) {
            import.put("submit", choices.pick(&calls).import_call(choices, api));
        }
        imports.entry(&format!("{}_{number}", keys.snake(choices)), import);
    }
    imports
}

/// Returns resources whose objects are created by these operations.
pub(crate) fn resources(choices: &mut Choices, api: &Api, operations: &[Operation]) -> Mapping {
    let mut resources = Mapping::default();
    let creates = operations.iter().filter(|one| one.parameters.is_empty());
    for create in creates.filter(|_| choices.chance(50)) {
        let Some(ty) = create.body.as_ref().map(|body| &api.types[body.ty]) else {
            continue;
        };
        let is_id = |row: &&Row| {
            let is_scalar = matches!(row.ty, Expression::Scalar("string" | "integer"));
            is_scalar && row.family.is_none() && !row.write_only
        };
        let Some(id) = ty.rows().iter().find(is_id) else {
            continue;
        };
        let mut resource = Mapping::default();
        resource.put("type", ty.name.as_str());
        resource.put("id", id.named.wire.as_str());
        resource.put("create", create.key.as_str());
        resources.entry(&ty.name, resource);
    }
    resources
}

impl Operation {
    fn needs_only_path(&self) -> bool {
        let only_path = self.parameters.iter().all(|parameter| parameter.place == "path");
        self.body.is_none() && only_path && !self.parameters.is_empty()
    }

    /// Returns a call of an import: all path parameters but the first are fixed.
    fn import_call(&self, choices: &mut Choices, api: &Api) -> Mapping {
        let mut with = Mapping::default();
        for parameter in &self.parameters[1..] {
            with.entry(&parameter.named.wire, parameter.default(choices, api));
        }
        let mut call = Mapping::default();
        call.put("call", self.key.as_str());
        call.put_filled("with", with);
        call
    }
}
