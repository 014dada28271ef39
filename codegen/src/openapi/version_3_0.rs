//! Converts OpenAPI 3.1 to 3.0, for tools that do not support 3.1: mostly client generators.
//!
//! Null, references with siblings, constants and examples are expressed in terms of 3.0. What 3.0 or its tools cannot
//! express is dropped, so that the document stays valid for requests: an open value set is a string, a decimal has the
//! form in which it is sent, and conditions on keys are left to the descriptions. Nullable references are kept only in
//! updates, where null is sent; readers treat null as absent, as the SDK does. The response for any other status is
//! dropped, since generators would merge it with all other errors of an operation into one useless type.

use crate::json::{Json, Object, object};

/// Converts the document.
pub(crate) fn document(mut document: Json) -> Json {
    if let Some(root) = document.as_object_mut() {
        root.set("openapi", "3.0.3");
    }
    // OpenAPI 3.0 has no SPDX identifier, and the name has the same text.
    if let Some(license) = document.at_mut(&["info", "license"]) {
        license.remove("identifier");
    }
    if let Some(components) = document.at_mut(&["components"]) {
        self::components(components);
    }
    let texts = texts(&document);
    for path in values(document.at_mut(&["paths"])) {
        for operation in values(path.as_object_mut()) {
            self::operation(operation);
            inline(operation, &texts);
        }
    }
    document
}

/// Returns the open value sets, which are strings here, by their references.
fn texts(document: &Json) -> Object {
    let schemas = document.at(&["components", "schemas"]).and_then(Json::as_object);
    let entries = schemas.into_iter().flat_map(Object::iter);
    let texts = entries.filter(|(_, schema)| schema.at(&["x-extensible-enum"]).is_some());
    texts
        .map(|(key, schema)| (format!("#/components/schemas/{key}"), schema.clone()))
        .collect()
}

/// Inlines open value sets in forms; some generators would take references there for models.
fn inline(operation: &mut Json, texts: &Object) {
    let form = [
        "requestBody",
        "content",
        "application/x-www-form-urlencoded",
        "schema",
        "properties",
    ];
    for field in values(operation.at_mut(&form)).filter_map(Json::as_object_mut) {
        let Some(Json::List(referred)) = field.get("allOf") else {
            continue;
        };
        let reference = referred.first().and_then(|first| first.at(&["$ref"])?.as_text());
        let text = reference.and_then(|reference| texts.get(reference)?.as_object());
        if let Some(mut text) = text.cloned() {
            field.remove("allOf");
            text.extend(std::mem::take(field));
            *field = text;
        }
    }
}

fn components(components: &mut Object) {
    components.remove("responses");
    if let Some(schemas) = components.get_mut("schemas").and_then(Json::as_object_mut) {
        schemas.values_mut().for_each(convert);
        let types = types(schemas);
        for schema in schemas.values_mut() {
            resolve_nullable(schema, &types);
        }
    }
    for kind in ["parameters", "headers"] {
        for one in values(components.get_mut(kind).and_then(Json::as_object_mut)) {
            convert_inside(one);
        }
    }
}

/// Returns the types of schemas that have one, by their references.
fn types(schemas: &Object) -> Object {
    let types = schemas
        .iter()
        .filter_map(|(key, schema)| Some((format!("#/components/schemas/{key}"), schema.at(&["type"])?.clone())));
    types.collect()
}

/// Resolves `nullable` next to references, since 3.0 honors it only next to a type. In an update, the type of the
/// target is added.
fn resolve_nullable(schema: &mut Json, types: &Object) {
    let is_update = schema.at(&["x-concur-view"]).and_then(Json::as_text) == Some("update");
    for property in values(schema.at_mut(&["properties"])).filter_map(Json::as_object_mut) {
        if property.get("nullable").is_none() || property.get("type").is_some() {
            continue;
        }
        let target = property.get("allOf").and_then(|all| all.at(&["0", "$ref"])?.as_text());
        let ty = target
            .and_then(|target| types.get(target))
            .filter(|_| is_update)
            .cloned();
        if ty.is_none() {
            property.remove("nullable");
        }
        property.set_some("type", ty);
    }
}

fn operation(operation: &mut Json) {
    for parameter in operation
        .as_object_mut()
        .and_then(|operation| operation.get_mut("parameters"))
        .into_iter()
        .flat_map(Json::items_mut)
    {
        convert_inside(parameter);
    }
    content(operation.at_mut(&["requestBody"]));
    if let Some(responses) = operation.at_mut(&["responses"]) {
        responses.remove("default");
        for response in responses.values_mut() {
            for header in values(response.at_mut(&["headers"])) {
                convert_inside(header);
            }
            content(response.as_object_mut());
        }
    }
}

fn content(of: Option<&mut Object>) {
    let content = of.and_then(|of| of.get_mut("content")).and_then(Json::as_object_mut);
    for media in values(content) {
        convert_inside(media);
    }
}

fn values(object: Option<&mut Object>) -> impl Iterator<Item = &mut Json> {
    object.into_iter().flat_map(Object::values_mut)
}

/// Converts the schema of a parameter, a header or a media type.
fn convert_inside(value: &mut Json) {
    if let Some(schema) = value.as_object_mut().and_then(|value| value.get_mut("schema")) {
        convert(schema);
    }
}

/// Converts a schema and its subschemas.
fn convert(schema: &mut Json) {
    if let Json::Object(object) = schema {
        *object = converted(std::mem::take(object));
    }
}

fn converted(mut schema: Object) -> Object {
    resolve_alternatives(&mut schema);
    keep_first_type(&mut schema);
    convert_keywords(&mut schema);
    for property in values(schema.get_mut("properties").and_then(Json::as_object_mut)) {
        convert(property);
    }
    if let Some(items) = schema.get_mut("items") {
        convert(items);
    }
    for key in ["allOf", "anyOf"] {
        for case in schema.get_mut(key).into_iter().flat_map(Json::items_mut) {
            convert(case);
        }
    }
    wrap_reference(schema)
}

/// Resolves alternatives: null or a type, listed values or any, a list or its item, a union.
fn resolve_alternatives(schema: &mut Object) {
    if schema.get("properties").is_some() {
        // Next to properties these are conditions on keys.
        for key in ["allOf", "anyOf", "oneOf"] {
            schema.remove(key);
        }
    }
    if let Some(Json::List(cases)) = schema.remove("oneOf") {
        // Keep the model of a case, without the conditions on keys.
        let models = cases.iter().filter_map(|case| case.at(&["allOf", "0"]).cloned());
        schema.set("anyOf", models.collect::<Json>());
        return;
    }
    let Some(Json::List(mut cases)) = schema.remove("anyOf") else {
        return;
    };
    let before = cases.len();
    cases.retain(|case| case.at(&["type"]).and_then(Json::as_text) != Some("null"));
    let nullable = cases.len() < before;
    let is_list = |case: &Json| case.at(&["type"]).and_then(Json::as_text) == Some("array");
    let is_listed = |case: &Json| case.at(&["enum"]).is_some();
    if cases.first().is_some_and(|case| is_list(case) || is_listed(case)) {
        cases.truncate(1);
    }
    match cases.pop() {
        Some(Json::Object(mut only)) if cases.is_empty() => {
            if let Some(listed) = only.remove("enum") {
                only.remove("x-enum-varnames");
                only.remove("x-enum-descriptions");
                only.set("x-extensible-enum", listed);
            }
            only.extend(std::mem::take(schema));
            *schema = only;
        }
        Some(last) => {
            cases.push(last);
            schema.set("anyOf", cases);
        }
        None => {}
    }
    schema.set_if("nullable", nullable);
}

/// Keeps the first of several types, which is the one that is sent, and moves null to `nullable`.
fn keep_first_type(schema: &mut Object) {
    let Some(Json::List(types)) = schema.get("type") else {
        return;
    };
    let types: Vec<String> = types.iter().filter_map(Json::as_text).map(str::to_owned).collect();
    if let Some(first) = types.iter().find(|ty| *ty != "null") {
        schema.set("type", first);
        if first != "string" {
            schema.remove("pattern");
        }
    }
    schema.set_if("nullable", types.iter().any(|ty| ty == "null"));
}

/// Converts constants and examples.
fn convert_keywords(schema: &mut Object) {
    if let Some(constant) = schema.remove("const") {
        schema.set("enum", Json::List(vec![constant]));
    }
    if let Some(Json::List(examples)) = schema.remove("examples") {
        schema.set_some("example", examples.into_iter().next());
    }
}

/// Moves a reference into `allOf`, since 3.0 ignores siblings of a reference.
fn wrap_reference(mut schema: Object) -> Object {
    let Some(reference) = schema.remove("$ref") else {
        return schema;
    };
    let reference = object! { "$ref" => reference };
    if schema.is_empty() {
        return reference;
    }
    let mut out = object! { "allOf" => vec![reference] };
    out.extend(schema);
    out
}

#[cfg(test)]
mod tests;
