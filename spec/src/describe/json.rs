//! Describes a contract as JSON: flat lists whose rows have the key of their API.

use serde_json::{Map, Value, json};

use super::properties::{with_access, with_properties};
use super::row::row;
use super::{editions, exports, imports, resources, tokens, type_text};
use crate::api::{
    Accept, Api, BodyView, Comparisons, Contract, DataCenter, Envelope, ErrorCode, Family, KeyPath, ListForm,
    ListedHeader, NextPage, Operation, Pagination, Parameter, Platform, RefusedWhen, Required, RequiredScopes,
    Response, Scalar, Scope, StatusKey, Type, TypeField, TypeRef, Union, ValueSet, Waiter, WireForm,
};

/// Describes a contract, with wire names.
pub(crate) fn describe(contract: &Contract) -> Value {
    let rows = |of: &dyn Fn(&Api) -> Vec<Value>| -> Value { contract.apis.iter().flat_map(of).collect() };
    let platform = &contract.platform;
    let mut described = json!({
        "apis": rows(&|api| vec![describe_api(api)]),
        "operations": rows(&|api| api.operations.iter().map(|operation| describe_operation(api, operation)).collect()),
        "types": rows(&|api| api.types.iter().map(|ty| describe_type(api, ty)).collect()),
        "families": rows(&|api| {
            let families = api.types.iter().flat_map(|ty| ty.families.iter().map(move |family| (ty, family)));
            families.map(|(ty, family)| describe_family(api, ty, family)).collect()
        }),
        "value_sets": rows(&|api| api.value_sets.iter().flat_map(|set| describe_value_set(api, set)).collect()),
        "unions": rows(&|api| api.documented_unions().map(|union| describe_union(api, union)).collect()),
        "error_codes": rows(&|api| api.error_codes.iter().map(|code| describe_code(api, code)).collect()),
        "uncoded_errors": rows(&|api| {
            let errors = api.uncoded_errors.iter();
            errors.map(|error| row(json!({ "api": api.key, "status": error.status, "message": error.message }), &error.doc)).collect()
        }),
        "scopes": rows(&|api| {
            api.scopes.iter().map(|scope| describe_scope(api, scope)).collect()
        }),
        "waiters": rows(&|api| api.waiters.iter().map(|waiter| describe_waiter(api, waiter)).collect()),
        "imports": rows(&|api| {
            api.imports.iter().map(|import| imports::describe_import(api, import)).collect()
        }),
        "exports": rows(&|api| {
            api.exports.iter().map(|export| exports::describe_export(api, export)).collect()
        }),
        "resources": rows(&|api| {
            api.resources.iter().map(|resource| resources::describe_resource(api, resource)).collect()
        }),
        "data_centers": describe_data_centers(platform),
        "headers": platform.headers.iter().map(|header| {
            row(json!({ "role": header.role, "name": header.name }), &header.doc)
        }).collect::<Vec<_>>(),
        "envelopes": describe_envelopes(platform),
        "limits": platform.limits.iter().map(|limit| {
            row(json!({ "key": limit.key, "value": limit.value, "unit": limit.unit }), &limit.doc)
        }).collect::<Vec<_>>(),
        "grants": tokens::describe_grants(platform),
        "tokens": platform.tokens.as_ref().map(tokens::describe_tokens),
        "retry_statuses": platform.retry_statuses,
        "guide": platform.guide.iter().map(|page| &page.key).collect::<Vec<_>>(),
        "allowed_hosts": platform.allowed_hosts,
    });
    editions::name(contract, &mut described);
    described
}

/// Returns the JSON type of a value on the wire. For a parameter outside of a JSON body, the type that it would have
/// there.
fn json_type(api: &Api, ty: &TypeRef, form: WireForm) -> &'static str {
    match ty {
        TypeRef::Scalar(Scalar::Boolean | Scalar::Integer | Scalar::Decimal) if form.is_text() => "string",
        TypeRef::Scalar(Scalar::Boolean) => "boolean",
        TypeRef::Scalar(Scalar::Integer | Scalar::Decimal) => "number",
        TypeRef::Scalar(Scalar::Json) => "any",
        TypeRef::Scalar(_) => "string",
        TypeRef::Named(name) => match api.value_sets.iter().find(|set| set.name == *name) {
            Some(set) if set.is_integer => "number",
            Some(_) => "string",
            None => "object",
        },
        TypeRef::Map(_) => "object",
        TypeRef::List(_) => "array",
    }
}

fn accepts_text(accepts: &[Accept]) -> Option<Vec<&'static str>> {
    let words = accepts.iter().map(|accept| match accept {
        Accept::Single => "single",
        Accept::Blank => "blank",
        Accept::DateTime => "datetime",
    });
    non_empty(words.collect())
}

/// Returns the list, if it is not empty.
fn non_empty<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

pub(crate) fn describe_api(api: &Api) -> Value {
    let about = json!({
        "api": api.key,
        "title": api.title,
        "version": api.version,
        "base_path": api.base_path,
        "feature": api.feature,
    });
    row(about, &api.doc)
}

pub(crate) fn describe_scope(api: &Api, scope: &Scope) -> Value {
    let opens: Map<String, Value> = scope
        .opens
        .iter()
        .map(|one| (one.ty.clone(), json!(one.fields)))
        .collect();
    let opens = (!opens.is_empty()).then_some(opens);
    row(
        json!({ "api": api.key, "scope": scope.wire, "opens": opens }),
        &scope.doc,
    )
}

/// Returns the operators in front of a value, as they are sent, with what they mean.
fn operators(comparisons: &Comparisons) -> Map<String, Value> {
    let operators = comparisons.operators.iter();
    operators
        .map(|one| (comparisons.prefix(one), one.comparison.as_str().into()))
        .collect()
}

/// Returns the scope, or several of them under their mode.
fn required_scopes(required: &RequiredScopes) -> Value {
    match required.single() {
        Some(scope) => json!(scope),
        None => json!({ required.mode.as_str(): required.scopes }),
    }
}

pub(crate) fn describe_operation(api: &Api, operation: &Operation) -> Value {
    let responses: Map<String, Value> = operation
        .responses
        .iter()
        .map(|response| (status_text(response.status), response_text(response).into()))
        .collect();
    // These keys are always present. Keys that only some operations have are omitted for the others.
    let mut described = json!({
        "api": api.key,
        "name": operation.key,
        "method": operation.http.as_str(),
        "path": operation.whole_path(),
        "parameters": operation.parameters.iter().map(|parameter| describe_parameter(api, parameter)).collect::<Vec<_>>(),
        "body": operation.body.as_ref().map(|body| type_text(&body.type_ref())),
        "responses": responses,
        "scope": operation.scope.as_ref().map(required_scopes),
    });
    let details: Map<String, Value> = operation
        .responses
        .iter()
        .map(|response| (status_text(response.status), describe_response(api, response)))
        .collect();
    let body_is = |view| operation.body.as_ref().is_some_and(|body| body.view == view);
    let more = json!({
        "response_details": details,
        "body_name": operation.body.as_ref().map(|body| body.argument.as_str()),
        "request_headers": non_empty(names(&operation.request_headers)),
        "response_headers": non_empty(names(&operation.response_headers)),
        "header_documents": editions::of_headers(operation),
        "examples": operation.examples.len(),
        "worked_examples": operation.worked_examples.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
        "partial": body_is(BodyView::Update).then_some(true),
        "replaces": body_is(BodyView::Replace).then_some(true),
        "authorized": operation.authorized,
        "idempotent": operation.idempotent,
        "errors": (!operation.errors.is_empty()).then_some(&operation.errors),
        "pagination": operation.pagination.as_ref().map(describe_pagination),
        "refused_when": operation.refused_when.iter().map(refused_when).collect::<Vec<_>>(),
        "retired": operation.retired,
        "deprecated": operation.deprecated,
        "content_type": operation.body.as_ref().and_then(|body| body.content_type.as_ref()),
        "methods": operation.value_methods.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
    });
    if let (Value::Object(described), Value::Object(more)) = (&mut described, row(more, &operation.doc)) {
        described.extend(more);
    }
    described
}

fn names(headers: &[ListedHeader]) -> Vec<String> {
    headers.iter().map(|header| header.name.clone()).collect()
}

fn describe_pagination(paged: &Pagination) -> Value {
    let mut described = match &paged.next {
        NextPage::Link {
            links,
            next,
            relation,
            target,
        } => json!({ "links": links, "next": next, "relation": relation, "target": target }),
        NextPage::Uri(field) => json!({ "next_uri": field }),
        NextPage::Cursor(field) => json!({ "next_cursor": field }),
        NextPage::Number { number, count } => json!({ "page_number": number, "page_count": count }),
    };
    let more = json!({ "items": paged.items, "start": paged.start, "limit": paged.limit, "total": paged.total });
    let more = match (more, paged.in_body, &paged.first_only[..]) {
        (more, false, []) => more,
        (Value::Object(mut more), in_body, first_only) => {
            more.extend(in_body.then(|| ("in_body".to_owned(), Value::Bool(true))));
            more.extend((!first_only.is_empty()).then(|| ("first_only".to_owned(), json!(first_only))));
            Value::Object(more)
        }
        (more, ..) => more,
    };
    if let (Value::Object(described), Value::Object(more)) = (&mut described, more) {
        described.extend(more);
    }
    described
}

pub(crate) fn describe_parameter(api: &Api, parameter: &Parameter) -> Value {
    let about = json!({
        "name": parameter.wire,
        "in": parameter.location.as_str(),
        "required": parameter.required,
        "type": type_text(&parameter.ty),
        "format": parameter.format,
        "default": parameter.default,
        "list": parameter.list.map(ListForm::as_str),
        "operators": parameter.comparisons.as_ref().map(operators),
        "filterable": parameter.filterable.as_ref().map(|one| &one.paths),
        "json": json_type(api, &parameter.ty, parameter.properties.wire_form),
    });
    row(with_properties(about, parameter.properties), &parameter.doc)
}

fn status_text(status: StatusKey) -> String {
    match status {
        StatusKey::Success => "success".to_owned(),
        StatusKey::Code(status) => status.to_string(),
    }
}

fn response_text(response: &Response) -> String {
    match (&response.body, &response.envelope) {
        (Some(body), _) => type_text(body),
        (None, Some(envelope)) => envelope.clone(),
        (None, None) => "none".to_owned(),
    }
}

pub(crate) fn describe_response(api: &Api, response: &Response) -> Value {
    let about = json!({
        "type": response_text(response),
        "json": match (&response.body, &response.envelope) {
            (Some(body), _) => Some(json_type(api, body, WireForm::Natural)),
            (None, Some(_)) => Some("object"),
            (None, None) => None,
        },
        "items_in": response.items_in,
        "ignored": response.ignored.then_some(true),
        "refusal": response.refusal.then_some(true),
        "accepts": accepts_text(&response.accepts),
    });
    row(about, &response.doc)
}

fn refused_when(rule: &RefusedWhen) -> Value {
    json!({
        "field": rule.field,
        "is": rule.is,
        "without": rule.without,
        "code": rule.code,
        "message": rule.message,
    })
}

pub(crate) fn describe_type(api: &Api, ty: &Type) -> Value {
    let fields: Vec<Value> = ty.fields.iter().map(|field| describe_field(api, ty, field)).collect();
    row(
        json!({ "api": api.key, "name": ty.name, "inline": ty.inline, "shared": ty.is_shared.then_some(true), "shorthand": ty.shorthand, "display": ty.display, "fields": fields,
            "accessors": ty.accessors.iter().map(|one| json!({ "name": one.name.as_str(), "path": one.path })).collect::<Vec<_>>(),
            "constructors": ty.constructors.iter().map(|one| json!({ "name": one.name.as_str(), "fields": one.fields })).collect::<Vec<_>>(),
        }),
        &ty.doc,
    )
}

/// Returns the scopes that open a field, if it needs one of some.
fn opened_by(api: &Api, ty: &Type, wire: &str) -> Option<Vec<String>> {
    non_empty(api.openers(&ty.name, wire).map(|scope| scope.wire.clone()).collect())
}

pub(crate) fn describe_field(api: &Api, ty: &Type, field: &TypeField) -> Value {
    let mut described = json!({
        "name": field.wire,
        "type": type_text(&field.ty),
        "format": field.format,
        "required": !matches!(field.required, Required::No),
    });
    let more = json!({
        "required_when": match &field.required {
            Required::OnCreate => Some("create"),
            Required::OneOf(_) => Some("one_of"),
            Required::No | Required::Always => None,
        },
        "one_of": match &field.required {
            Required::OneOf(group) => Some(group),
            _ => None,
        },
        "default": field.default,
        "guaranteed": field.guaranteed.then_some(true),
        "opened_by": opened_by(api, ty, &field.wire),
        "aliases": non_empty(field.aliases.clone()),
        "accepts": accepts_text(&field.accepts),
        "json": json_type(api, &field.ty, field.properties.wire_form),
        "row": field.row,
    });
    let more = with_properties(with_access(more, field.access), field.properties);
    if let (Value::Object(described), Value::Object(more)) = (&mut described, row(more, &field.doc)) {
        described.extend(more);
    }
    described
}

pub(crate) fn describe_family(api: &Api, ty: &Type, family: &Family) -> Value {
    let about = json!({
        "api": api.key,
        "type": ty.name,
        "prefix": family.prefix,
        "from": family.from,
        "to": family.to,
        "element": type_text(&family.element),
        "opened_by": opened_by(api, ty, &format!("{}{}", family.prefix, family.from)),
        "format": family.format,
        "accepts": accepts_text(&family.accepts),
        "json": json_type(api, &family.element, family.properties.wire_form),
        "row": family.row,
    });
    let about = with_properties(with_access(about, family.access), family.properties);
    row(about, &family.doc)
}

/// Returns one row per use.
fn describe_value_set(api: &Api, set: &ValueSet) -> Vec<Value> {
    let values: Vec<&String> = set.values.iter().map(|value| &value.wire).collect();
    let uses = set.uses.iter().map(|one| {
        let about = json!({
            "api": api.key,
            "type": one.owner,
            "field": one.field,
            "values": values,
            "open": set.open,
            "parameter": one.parameter,
            "set": set.name,
            "values_from": editions::of_values(set),
            "shared": set.is_shared.then_some(true),
        });
        row(about, &set.doc)
    });
    uses.collect()
}

pub(crate) fn describe_union(api: &Api, union: &Union) -> Value {
    let source = |model: &crate::api::TypeName| {
        let model = api.models.iter().find(|candidate| candidate.name == *model);
        model.map(|model| model.source.clone())
    };
    let cases: Vec<Value> = union
        .cases
        .iter()
        .map(|case| json!({ "type": source(&case.model), "when": case.when, "is": case.is }))
        .collect();
    row(
        json!({ "api": api.key, "name": union.name, "shared": union.is_shared.then_some(true), "cases": cases }),
        &union.doc,
    )
}

pub(crate) fn describe_code(api: &Api, code: &ErrorCode) -> Value {
    let about = json!({
        "api": api.key,
        "code": code.wire,
        "message": code.messages.first().map_or("", String::as_str),
        "messages": (code.messages.len() > 1).then_some(&code.messages),
        "status": (!code.status.is_empty()).then_some(&code.status),
        "remedy": code.remedy,
        "carried_out": code.not_carried_out.then_some("no"),
    });
    row(about, &code.doc)
}

pub(crate) fn describe_waiter(api: &Api, waiter: &Waiter) -> Value {
    let about = json!({
        "api": api.key,
        "name": waiter.key,
        "operation": waiter.operation,
        "field": waiter.field,
        "done": waiter.done,
        "failed": waiter.failed,
        "pending": waiter.pending,
        "initial_delay": waiter.initial_delay,
        "max_delay": waiter.max_delay,
        "within": waiter.within,
        "absent_for": waiter.absent_for,
    });
    row(about, &waiter.doc)
}

fn describe_data_centers(platform: &Platform) -> Vec<Value> {
    platform.data_centers.iter().map(describe_data_center).collect()
}

pub(crate) fn describe_data_center(center: &DataCenter) -> Value {
    let about = json!({
        "key": center.key,
        "uri": center.uri,
        "browser_uri": center.browser_uri,
        "superseded": center.superseded,
    });
    row(about, &center.doc)
}

fn describe_envelopes(platform: &Platform) -> Vec<Value> {
    platform.envelopes.iter().map(describe_envelope).collect()
}

pub(crate) fn describe_envelope(envelope: &Envelope) -> Value {
    let path = |path: &Option<KeyPath>| path.as_ref().map(KeyPath::to_json);
    let about = json!({
        "name": envelope.name,
        "present": path(&envelope.present),
        "list": path(&envelope.list),
        "code": path(&envelope.code),
        "message": envelope.message.to_json(),
        "data_path": path(&envelope.data_path),
        "more": envelope.more.as_ref().map(|more| json!({
            "list": more.list.to_json(),
            "code": path(&more.code),
            "message": more.message.to_json(),
            "data_path": path(&more.data_path),
        })),
    });
    row(about, &envelope.doc)
}
