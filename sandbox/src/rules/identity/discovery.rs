//! What the service says about itself: RFC 7644, section 4. The schemas are those of the contract.

use concur_spec::api::{Api, Required, Scalar, TypeField, TypeRef};
use serde_json::{Map, Value, json};

use super::path::{CORE, EXTENSIONS};
use super::refusals;
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;

/// The URNs of the schemas, each with the type of the contract that has its attributes.
const SCHEMAS: [(&str, &str, &str); 3] = [
    (CORE, "User", "A user."),
    (EXTENSIONS[0], "EnterpriseUser", "The employment of a user."),
    (EXTENSIONS[1], "SapUser", "How other products of SAP know a user."),
];

pub(super) fn resource_types(_: &mut World, _: &Call<'_>) -> Result<Value, Refusal> {
    let extensions: Vec<Value> = EXTENSIONS.map(|urn| json!({ "schema": urn, "required": false })).into();
    Ok(list(vec![json!({
        "id": "User",
        "name": "User",
        "description": "A user.",
        "endpoint": "/Users",
        "schema": CORE,
        "schemaExtensions": extensions,
    })]))
}

pub(super) fn configuration(_: &mut World, _: &Call<'_>) -> Result<Value, Refusal> {
    let has = |supported: bool| json!({ "supported": supported });
    Ok(json!({
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "OAuth Bearer Token",
            "description": "The access token of a company.",
        }],
        "bulk": has(false),
        "changePassword": has(false),
        "etag": has(false),
        "filter": has(true),
        "patch": has(true),
        "sort": has(false),
    }))
}

pub(super) fn schemas(_: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    Ok(list(SCHEMAS.iter().map(|known| of_type(call, known)).collect()))
}

pub(super) fn schema(_: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.in_path("id");
    let known = SCHEMAS.iter().find(|(urn, ..)| *urn == id);
    let known = known.ok_or_else(|| refusals::of(404, None, &format!("There is no schema {id}.")))?;
    Ok(of_type(call, known))
}

fn list(resources: Vec<Value>) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": resources.len(),
        "itemsPerPage": resources.len(),
        "Resources": resources,
    })
}

fn of_type(call: &Call<'_>, (urn, ty, doc): &(&str, &str, &str)) -> Value {
    let location = format!("{}{}/Schemas/{urn}", call.base_url(), call.route.operation.base_path);
    json!({
        "id": urn,
        "name": ty,
        "description": doc,
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "attributes": attributes(call.route.api, ty, 0),
        "meta": { "resourceType": "Schema", "location": location },
    })
}

/// The most levels of attributes: an attribute of SCIM has sub-attributes, and they have none.
const LEVELS: usize = 2;

fn attributes(api: &Api, ty: &str, level: usize) -> Vec<Value> {
    let table = api.types.iter().find(|known| known.name == ty);
    let fields = table.map(|table| table.fields.as_slice()).unwrap_or_default();
    let own = fields.iter().filter(|field| !field.wire.starts_with("urn:"));
    own.map(|field| attribute(api, field, level)).collect()
}

fn attribute(api: &Api, field: &TypeField, level: usize) -> Value {
    let (is_list, item) = match &field.ty {
        TypeRef::List(item) => (true, &**item),
        one => (false, one),
    };
    let inner = match item {
        TypeRef::Named(name) if level + 1 < LEVELS => attributes(api, name, level + 1),
        _ => Vec::new(),
    };
    let ty = match item {
        _ if !inner.is_empty() => "complex",
        TypeRef::Scalar(Scalar::Boolean) => "boolean",
        TypeRef::Scalar(Scalar::Integer) => "integer",
        TypeRef::Scalar(Scalar::Decimal) => "decimal",
        TypeRef::Scalar(Scalar::Date | Scalar::Timestamp | Scalar::DateTime) => "dateTime",
        TypeRef::Scalar(Scalar::Uri) => "reference",
        _ => "string",
    };
    let mut attribute = Map::from_iter([
        ("name".to_owned(), field.wire.clone().into()),
        ("type".to_owned(), ty.into()),
        ("multiValued".to_owned(), is_list.into()),
        ("required".to_owned(), (field.required == Required::Always).into()),
        (
            "mutability".to_owned(),
            if field.access.read_only {
                "readOnly"
            } else {
                "readWrite"
            }
            .into(),
        ),
    ]);
    if !inner.is_empty() {
        attribute.insert("subAttributes".to_owned(), inner.into());
    }
    attribute.into()
}
