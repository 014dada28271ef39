//! Lowers the keys of an API.

use super::exports::export;
use super::imports::import;
use super::nodes::{entries, flag, items, optional_text, placed_text, text, texts, type_ref, type_ref_of};
use super::resources::resource;
use super::{
    Accessor, Api, Case, Comparisons, Constructor, Difference, ErrorCode, Example, Family, FamilyRange, Field,
    FieldDefault, FieldOrFamily, FieldSpec, Http, ListedHeader, Methods, NextPage, Operation, Pagination, Parameter,
    PathSegment, RefusedWhen, Required, RequiredScopes, Response, Scope, Type, TypeShape, UncodedError,
    UndefinedParameter, Value, Waiter, WorkedExample,
};
use crate::api::{
    Access, Comparison, HttpMethod, ParameterLocation, SHARED_TYPES, ScopeMode, ValueProperties, WireForm,
};
use crate::keys::Name;
use crate::load::{FileKind, Tree};
use crate::tree::{Node, ScalarForm, Span, Text};

/// The maximum number of fields in a family. More are likely a typo and would slow down the compiler.
pub(crate) const MAX_FAMILY: u32 = 200;

/// Lowers the types that APIs share, if there are any.
pub(super) fn lower_shared(tree: &Tree) -> Option<Api> {
    let types = entries(&tree.root, "shared_types");
    let key = types.first()?.0.at;
    let own = Tree {
        root: Node {
            at: tree.root.at,
            value: crate::tree::Value::Map(Vec::new()),
        },
        ..tree.clone()
    };
    let types = types.iter().map(|(name, node)| Type {
        is_shared: true,
        ..ty(name, node)
    });
    Some(Api {
        key: Text::new(SHARED_TYPES, key),
        client: Text::new(SHARED_TYPES, key),
        types: types.collect(),
        ..lower_api(&own, &[])
    })
}

pub(super) fn lower_api(tree: &Tree, shared_types: &[Type]) -> Api {
    let root = &tree.root;
    let shared = Shared {
        scope: root.get("scope").and_then(required_scopes),
        parameters: entries(root, "parameters")
            .iter()
            .map(|(wire, node)| Parameter {
                shared: true,
                ..parameter(wire, node)
            })
            .collect(),
        failures: entries(root, "failures")
            .iter()
            .map(|(status, node)| Response {
                shared: true,
                ..response(status, node)
            })
            .collect(),
    };
    Api {
        file: tree.file,
        files: tree.files.clone(),
        is_folder: tree.is_folder,
        is_platform: tree.kind == FileKind::Platform,
        key: placed_text(root, "api"),
        title: text(root, "title"),
        version: text(root, "version"),
        base_path: placed_text(root, "base_path"),
        doc: text(root, "doc"),
        document: placed_text(root, "document"),
        more_documents: root.texts_of("more_documents"),
        client: placed_text(root, "client"),
        scopes: entries(root, "scopes")
            .iter()
            .map(|(wire, node)| scope(wire, node))
            .collect(),
        operations: entries(root, "operations")
            .iter()
            .map(|(key, node)| operation(key, node, &shared))
            .collect(),
        failures: shared.failures,
        comparisons: root.get("comparisons").map(comparisons),
        parameters: shared.parameters,
        types: entries(root, "types")
            .iter()
            .map(|(name, node)| own_or_shared(name, node, shared_types))
            .collect(),
        error_codes: entries(root, "error_codes")
            .iter()
            .map(|(code, node)| error_code(code, node))
            .collect(),
        uncoded_errors: items(root, "uncoded_errors").iter().map(uncoded_error).collect(),
        waiters: entries(root, "waiters")
            .iter()
            .map(|(key, node)| waiter(key, node))
            .collect(),
        imports: entries(root, "imports")
            .iter()
            .map(|(key, node)| import(key, node))
            .collect(),
        exports: entries(root, "exports")
            .iter()
            .map(|(key, node)| export(key, node))
            .collect(),
        resources: entries(root, "resources")
            .iter()
            .map(|(name, node)| resource(name, node))
            .collect(),
        differences: items(root, "differences")
            .iter()
            .map(|node| difference(root, node))
            .collect(),
    }
}

fn comparisons(node: &Node) -> Comparisons {
    let meaning = |text: Text| Comparison::ALL.into_iter().find(|known| known.as_str() == text.text);
    let operators = entries(node, "operators").iter();
    Comparisons {
        separator: placed_text(node, "separator"),
        operators: operators
            .filter_map(|(wire, node)| Some((wire.clone(), meaning(node.text()?)?)))
            .collect(),
    }
}

fn scope(wire: &Text, node: &Node) -> Scope {
    Scope {
        wire: wire.clone(),
        doc: node.text().map_or_else(|| text(node, "doc"), |doc| doc.text),
        document: node.text_of("document"),
        name: node.text_of("name"),
        opens: node.get("opens").map_or_else(Vec::new, |opens| {
            let types = opens.entries().iter();
            types.map(|(ty, _)| (ty.clone(), opens.texts_of(ty.as_str()))).collect()
        }),
    }
}

/// Lowers required scopes. `None` if only other keys are given, which has been reported.
fn required_scopes(node: &Node) -> Option<RequiredScopes> {
    let single = node.text().map(|scope| vec![(ScopeMode::All, vec![scope])]);
    let is_list = single.is_none();
    let modes = single.unwrap_or_else(|| {
        let modes = [ScopeMode::Any, ScopeMode::All, ScopeMode::Each].into_iter();
        modes
            .filter(|mode| node.get(mode.as_str()).is_some())
            .map(|mode| (mode, node.texts_of(mode.as_str())))
            .collect()
    });
    let is_reported = modes.is_empty() && !node.entries().is_empty();
    (!is_reported).then_some(RequiredScopes {
        at: node.at,
        modes,
        is_list,
    })
}

/// What an API says once for all of its operations.
struct Shared {
    scope: Option<RequiredScopes>,
    failures: Vec<Response>,
    parameters: Vec<Parameter>,
}

impl Shared {
    /// Returns a parameter of an operation: its own, or a shared one.
    fn parameter(&self, wire: &Text, node: &Node) -> Result<Parameter, UndefinedParameter> {
        let Some(word) = node.text() else {
            return Ok(parameter(wire, node));
        };
        let is_shared = word.text == "shared";
        let shared = self.parameters.iter().find(|shared| shared.wire.text == wire.text);
        let shared = shared.filter(|_| is_shared).ok_or_else(|| UndefinedParameter {
            wire: wire.clone(),
            is_reported: !is_shared,
        })?;
        Ok(Parameter {
            wire: wire.clone(),
            ..shared.clone()
        })
    }

    /// Adds the failures that an operation does not describe itself.
    fn add_failures(&self, responses: &mut Vec<Response>) {
        let own: Vec<String> = responses.iter().map(|response| response.status.text.clone()).collect();
        let missing = self
            .failures
            .iter()
            .filter(|failure| !own.contains(&failure.status.text));
        responses.extend(missing.cloned());
    }
}

fn operation(key: &Text, node: &Node, shared: &Shared) -> Operation {
    let authorized = node.text_of("auth").is_none_or(|auth| auth.text != "none");
    let default_scope = || shared.scope.clone().filter(|_| authorized);
    let mut responses: Vec<Response> = entries(node, "responses")
        .iter()
        .map(|(status, node)| response(status, node))
        .collect();
    shared.add_failures(&mut responses);
    let (mut parameters, mut undefined_parameters) = (Vec::new(), Vec::new());
    for (wire, node) in entries(node, "parameters") {
        match shared.parameter(wire, node) {
            Ok(parameter) => parameters.push(parameter),
            Err(undefined) => undefined_parameters.push(undefined),
        }
    }
    Operation {
        key: key.clone(),
        doc: text(node, "doc"),
        document: node.text_of("document"),
        section: optional_text(node, "section"),
        http: node.text_of("http").map(http),
        base_path: node.text_of("base_path"),
        scope: node.get("scope").and_then(required_scopes).or_else(default_scope),
        authorized,
        parameters,
        undefined_parameters,
        body: node.texts_of("body").into_iter().next(),
        body_is_list: node.get("body").is_some_and(|body| body.scalar().is_none()),
        body_name: node.text_of("body_name"),
        content_type: node.text_of("content_type"),
        partial: flag(node, "partial", false),
        replaces: node.text_of("replaces"),
        request_headers: items(node, "request_headers").iter().map(header).collect(),
        response_headers: items(node, "response_headers").iter().map(header).collect(),
        responses,
        errors: node.texts_of("errors"),
        refused_when: items(node, "refused_when").iter().map(refused_when).collect(),
        idempotent: node.flag_of("idempotent"),
        pagination: node.get("pagination").map(pagination),
        retired: node.text_of("retired"),
        deprecated: node.text_of("deprecated"),
        methods: node.get("methods").map(methods),
        examples: items(node, "examples").iter().map(example).collect(),
        worked_examples: entries(node, "worked_examples")
            .iter()
            .map(|(name, node)| WorkedExample {
                name: name.clone(),
                doc: text(node, "doc"),
                request: placed_text(node, "request"),
            })
            .collect(),
    }
}

fn header(node: &Node) -> ListedHeader {
    ListedHeader {
        name: node.text().unwrap_or_else(|| placed_text(node, "name")),
        document: node.text_of("document"),
    }
}

fn http(text: Text) -> Http {
    const METHODS: [HttpMethod; 5] = [
        HttpMethod::Get,
        HttpMethod::Post,
        HttpMethod::Put,
        HttpMethod::Patch,
        HttpMethod::Delete,
    ];
    let (method, path) = text.text.split_once(' ').unwrap_or(("", ""));
    let path = path.trim();
    Http {
        method: METHODS.into_iter().find(|known| known.as_str() == method),
        path: path.to_owned(),
        segments: path_segments(path),
        text,
    }
}

/// Splits a path into segments. A segment that is entirely in braces is a parameter.
pub(crate) fn path_segments(path: &str) -> Vec<PathSegment> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .map(
            |segment| match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(name) => PathSegment::Parameter(name.to_owned()),
                None => PathSegment::Literal(segment.to_owned()),
            },
        )
        .collect()
}

fn parameter(wire: &Text, node: &Node) -> Parameter {
    const LOCATIONS: [ParameterLocation; 5] = [
        ParameterLocation::Path,
        ParameterLocation::Query,
        ParameterLocation::Header,
        ParameterLocation::Form,
        ParameterLocation::Body,
    ];
    let place = optional_text(node, "in");
    let (wire_form, wire_at) = wire_form(node);
    Parameter {
        wire: wire.clone(),
        location: LOCATIONS
            .into_iter()
            .find(|known| Some(known.as_str()) == place.as_deref()),
        ty: type_ref_of(node, "type", wire.at),
        required: flag(node, "required", false),
        shared: false,
        default: node.text_of("default"),
        doc: text(node, "doc"),
        document: node.text_of("document"),
        example: node.text_of("example"),
        format: optional_text(node, "format"),
        list: node.text_of("list"),
        operators: node.texts_of("operators"),
        filterable: node.texts_of("filterable"),
        filters: node.text_of("filters"),
        properties: properties(node, wire_form),
        wire_at,
        max_length: node.text_of("max_length"),
        name: node.text_of("name"),
    }
}

fn response(status: &Text, node: &Node) -> Response {
    let (ty, doc) = match node.get("type") {
        Some(ty) => (type_ref(ty), text(node, "doc")),
        None => (type_ref(node), String::new()),
    };
    let none = matches!(&ty.shape, TypeShape::Named(name) if name == "none");
    Response {
        status: status.clone(),
        ty: (!none).then_some(ty),
        doc,
        document: node.text_of("document"),
        items_in: node.text_of("items_in"),
        ignored: flag(node, "ignored", false),
        refusal: node
            .text_of("refusal")
            .filter(|given| given.text == "true")
            .map(|given| given.at),
        accepts_single: node.texts_of("accepts").first().map(|word| word.at),
        shared: false,
    }
}

fn refused_when(node: &Node) -> RefusedWhen {
    RefusedWhen {
        field: placed_text(node, "field"),
        is: node.text_of("is"),
        without: node.text_of("without"),
        code: node.text_of("code"),
        message: node.text_of("message"),
    }
}

fn pagination(node: &Node) -> Pagination {
    let given = |key| node.text_of(key);
    let link = given("links").map(|links| NextPage::Link {
        next: given("next"),
        relation: given("relation").unwrap_or_else(|| Text::new("rel", links.at)),
        target: given("target").unwrap_or_else(|| Text::new("href", links.at)),
        links,
    });
    let number = given("page_number").map(|number| NextPage::Number {
        number,
        count: given("page_count"),
    });
    let stray = |keys: &[&'static str], is_used: bool| {
        let keys = keys.iter().filter(|_| !is_used);
        keys.filter_map(|key| Some((*key, given(key)?))).collect::<Vec<_>>()
    };
    let stray = [
        stray(&["next", "relation", "target"], link.is_some()),
        stray(&["page_count"], number.is_some()),
    ];
    let next = [
        link,
        given("next_uri").map(NextPage::Uri),
        given("next_cursor").map(NextPage::Cursor),
        number,
    ];
    Pagination {
        at: node.at,
        items: placed_text(node, "items"),
        next: next.into_iter().flatten().collect(),
        stray: stray.into_iter().flatten().collect(),
        start: placed_text(node, "start"),
        limit: given("limit"),
        later: node.get("later").map(|_| node.texts_of("later")),
        total: given("total"),
    }
}

fn methods(node: &Node) -> Methods {
    let with = node.get("with").into_iter().flat_map(|with| {
        let values = with.entries().iter();
        values.map(|(value, _)| (value.clone(), with.texts_of(value.as_str())))
    });
    Methods {
        of: placed_text(node, "of"),
        with: with.collect(),
    }
}

fn example(node: &Node) -> Example {
    Example {
        doc: text(node, "doc"),
        document: node.text_of("document"),
        request: node.text_of("request"),
        status: node.text_of("status"),
        response: node.text_of("response"),
    }
}

/// Returns a type of an API: its own, or a shared one, whatever word there is in place of `shared`. In place of one that
/// does not exist there is one without fields, so that its uses are not reported too.
fn own_or_shared(name: &Text, node: &Node, shared: &[Type]) -> Type {
    let Some(word) = node.text() else {
        return ty(name, node);
    };
    match shared.iter().find(|shared| shared.name.text == name.text) {
        Some(shared) => Type {
            name: name.clone(),
            ..shared.clone()
        },
        None => Type {
            undefined: Some(word),
            fields: Some(Vec::new()),
            ..ty(name, node)
        },
    }
}

fn ty(name: &Text, node: &Node) -> Type {
    Type {
        name: name.clone(),
        is_shared: false,
        undefined: None,
        doc: text(node, "doc"),
        document: node.text_of("document"),
        section: optional_text(node, "section"),
        sdk_name: node.text_of("name"),
        inline: flag(node, "inline", false),
        separate: flag(node, "separate", false),
        closed: node.text_of("closed"),
        wire: node.text_of("wire"),
        shorthand: node.text_of("shorthand"),
        display: node.texts_of("display"),
        accessors: entries(node, "accessors")
            .iter()
            .map(|(name, node)| Accessor {
                name: name.clone(),
                path: placed_text(node, "path"),
                doc: text(node, "doc"),
            })
            .collect(),
        constructors: entries(node, "constructors")
            .iter()
            .map(|(name, node)| Constructor {
                name: name.clone(),
                fields: node.texts_of("fields"),
                doc: text(node, "doc"),
            })
            .collect(),
        fields: node
            .get("fields")
            .map(|fields| fields.entries().iter().map(|(wire, node)| row(wire, node)).collect()),
        values: node
            .get("values")
            .map(|values| values.entries().iter().map(|(wire, node)| value(wire, node)).collect()),
        cases: node.get("union").map(|cases| cases.items().iter().map(case).collect()),
    }
}

fn row(wire: &Text, node: &Node) -> FieldOrFamily {
    let column = column(wire, node);
    if Name::Family.fits(wire.as_str()) {
        return FieldOrFamily::Family(Family {
            range: family_range(wire.as_str()),
            wire: wire.clone(),
            column,
        });
    }
    FieldOrFamily::Field(Field {
        wire: wire.clone(),
        required: required(node),
        default: node.get("default").map(|default| FieldDefault {
            at: default.at,
            is_list: default.scalar().is_none(),
            values: node.texts_of("default"),
        }),
        guaranteed: flag(node, "guaranteed", false),
        aliases: node.texts_of("aliases"),
        name: node.text_of("name"),
        column,
    })
}

fn column(wire: &Text, node: &Node) -> FieldSpec {
    let accepted = node.texts_of("accepts");
    let accepts = |form| accepted.iter().find(|word| word.text == form).map(|word| word.at);
    let (wire_form, wire_at) = wire_form(node);
    FieldSpec {
        ty: type_ref_of(node, "type", wire.at),
        doc: text(node, "doc"),
        document: node.text_of("document"),
        format: optional_text(node, "format"),
        example: node.text_of("example"),
        access: access(node),
        accepts_single: accepts("single"),
        accepts_blank: accepts("blank"),
        accepts_datetime: accepts("datetime"),
        properties: properties(node, wire_form),
        wire_at,
        max_length: node.text_of("max_length"),
    }
}

fn access(node: &Node) -> Access {
    Access {
        read_only: flag(node, "read_only", false),
        write_only: flag(node, "write_only", false),
        create_only: flag(node, "create_only", false),
        clearable: flag(node, "clearable", true),
    }
}

/// Lowers the properties that fields and parameters share.
fn properties(node: &Node, wire_form: WireForm) -> ValueProperties {
    ValueProperties {
        wire_form,
        secret: flag(node, "secret", false),
        max_length: optional_text(node, "max_length").and_then(|length| length.parse().ok()),
    }
}

/// Returns the form that the key `wire` names, and where.
fn wire_form(node: &Node) -> (WireForm, Option<Span>) {
    let word = node.text_of("wire");
    let named = word.as_ref().and_then(|word| {
        let mut forms = WireForm::NAMED.into_iter();
        forms.find(|form| form.as_str() == Some(word.as_str()))
    });
    match (named, word) {
        (Some(form), Some(word)) => (form, Some(word.at)),
        _ => (WireForm::Natural, None),
    }
}

/// Parses `custom1..custom40`. Returns `None` if it is invalid, not ascending or too long.
fn family_range(wire: &str) -> Option<FamilyRange> {
    let number_at = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (first, last) = wire.split_once("..")?;
    let (prefix, from) = first.split_at(number_at(first));
    let (last_prefix, to) = last.split_at(number_at(last));
    let canonical = |digits: &str| digits.parse::<u32>().ok().filter(|number| number.to_string() == digits);
    let (from, to) = (canonical(from)?, canonical(to)?);
    let is_valid = from < to && to - from < MAX_FAMILY;
    (!prefix.is_empty() && prefix == last_prefix && is_valid).then(|| FamilyRange {
        prefix: prefix.to_owned(),
        from,
        to,
    })
}

fn required(node: &Node) -> Required {
    let Some(text) = node.text_of("required") else {
        return Required::No;
    };
    match (text.as_str(), text.form) {
        ("create", _) => Required::OnCreate,
        (_, ScalarForm::Boolean) if flag(node, "required", false) => Required::Always,
        (word, _) => match word.strip_prefix("one_of ") {
            Some(group) => Required::OneOf(Text::new(group, text.at)),
            None => Required::No,
        },
    }
}

fn value(wire: &Text, node: &Node) -> Value {
    let doc = node.text().map_or_else(|| text(node, "doc"), |doc| doc.text);
    Value {
        wire: wire.clone(),
        doc,
        document: node.text_of("document"),
        name: node.text_of("name"),
    }
}

fn case(node: &Node) -> Case {
    Case {
        ty: placed_text(node, "type"),
        when: node.text_of("when"),
        is: node.text_of("is"),
    }
}

fn error_code(wire: &Text, node: &Node) -> ErrorCode {
    ErrorCode {
        wire: wire.clone(),
        doc: text(node, "doc"),
        document: node.text_of("document"),
        messages: node
            .text_of("message")
            .map(|message| message.text)
            .into_iter()
            .chain(texts(node, "messages"))
            .collect(),
        status: node.texts_of("status"),
        remedy: optional_text(node, "remedy"),
        not_carried_out: optional_text(node, "carried_out").is_some(),
        name: node.text_of("name"),
    }
}

fn uncoded_error(node: &Node) -> UncodedError {
    UncodedError {
        status: placed_text(node, "status"),
        message: text(node, "message"),
        doc: text(node, "doc"),
        document: node.text_of("document"),
    }
}

fn difference(root: &Node, node: &Node) -> Difference {
    Difference {
        at: node.texts_of("at"),
        document: node.text_of("in").unwrap_or_else(|| placed_text(root, "document")),
        documented: node.text_of("documented"),
        transcribed: node.text_of("transcribed"),
    }
}

fn waiter(key: &Text, node: &Node) -> Waiter {
    let seconds = |key, default| {
        let given = optional_text(node, key);
        given.map_or(default, |seconds| seconds.parse().unwrap_or(default))
    };
    Waiter {
        key: key.clone(),
        doc: text(node, "doc"),
        operation: placed_text(node, "operation"),
        field: placed_text(node, "field"),
        done: node.texts_of("done"),
        failed: node.texts_of("failed"),
        pending: node.texts_of("pending"),
        initial_delay: seconds("initial_delay", 2),
        max_delay: seconds("max_delay", 30),
        within: seconds("within", 600),
        absent_for: seconds("absent_for", 0),
    }
}
