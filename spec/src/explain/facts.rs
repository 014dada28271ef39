//! The resolved facts of an item, under the same keys as in `describe`.

use serde_json::{Map, Value, json};

use super::{Item, Subject};
use crate::api::{Family, Type};
use crate::describe::{conveniences, exports, imports, json as rows, resources, tokens};

/// Keys that are shown separately, and the API, which is part of the item's name.
const SHOWN_SEPARATELY: &[&str] = &["api", "doc", "document", "document_key", "section", "errata", "row"];

impl Item<'_> {
    /// Returns the resolved facts, under the keys that `describe` uses. Children that are items themselves are listed
    /// by name.
    #[must_use]
    pub fn facts(&self) -> Map<String, Value> {
        let row = self.described();
        let mut facts = match row {
            Value::Object(facts) => facts,
            _ => Map::new(),
        };
        facts.retain(|key, value| !SHOWN_SEPARATELY.contains(&key.as_str()) && !value.is_null());
        facts
    }

    fn described(&self) -> Value {
        let api = self.api;
        match self.subject {
            Subject::Api => rows::describe_api(api),
            Subject::Scope(scope) => rows::describe_scope(api, scope),
            Subject::Operation(operation) => {
                let mut row = rows::describe_operation(api, operation);
                let parameters = operation.parameters.iter().map(|parameter| parameter.wire.as_str());
                row["parameters"] = parameters.collect();
                // `responses` already has the type of each response.
                row["response_details"] = Value::Null;
                row
            }
            Subject::Parameter(_, parameter) => rows::describe_parameter(api, parameter),
            Subject::Response(_, response) => rows::describe_response(api, response),
            Subject::Type(ty) => {
                let mut row = rows::describe_type(api, ty);
                row["fields"] = ty.fields.iter().map(|field| field.wire.as_str()).collect();
                row["families"] = ty.families.iter().map(range).collect();
                row["constructors"] = conveniences::constructors(ty).into();
                row["accessors"] = conveniences::accessors(ty).into();
                row
            }
            Subject::Field(ty, field) => rows::describe_field(api, ty, field),
            Subject::Family(ty, family) => self.family(ty, family),
            Subject::FamilyMember(ty, family, number) => {
                let mut row = self.family(ty, family);
                row["name"] = format!("{}{number}", family.prefix).into();
                row["family"] = range(family).into();
                row
            }
            Subject::ValueSet(set) => {
                let uses = set.uses.iter().map(|one| format!("{}.{}", one.owner, one.field));
                let values = set.values.iter().map(|value| &value.wire);
                json!({
                    "name": set.name,
                    "open": set.open,
                    "values": values.collect::<Vec<_>>(),
                    "uses": uses.collect::<Vec<_>>(),
                })
            }
            Subject::Value(set, value) => json!({ "value": value.wire, "set": set.name, "open": set.open }),
            Subject::Union(union) => rows::describe_union(api, union),
            Subject::ErrorCode(code) => {
                let mut row = rows::describe_code(api, code);
                let operations = api.operations.iter();
                let answering = operations.filter(|operation| operation.errors.contains(&code.wire));
                row["operations"] = answering.map(|operation| operation.key.as_str()).collect();
                row
            }
            Subject::UncodedError(error) => json!({ "status": error.status, "message": error.message }),
            Subject::Waiter(waiter) => rows::describe_waiter(api, waiter),
            Subject::Import(import) => imports::describe_import(api, import),
            Subject::Export(export) => exports::describe_export(api, export),
            Subject::Resource(resource) => resources::describe_resource(api, resource),
            Subject::DataCenter(center) => rows::describe_data_center(center),
            Subject::Header(header) => json!({ "role": header.role, "name": header.name }),
            Subject::Envelope(envelope) => rows::describe_envelope(envelope),
            Subject::Limit(limit) => json!({ "key": limit.key, "value": limit.value, "unit": limit.unit }),
            Subject::Grant(grant) => tokens::describe_grant(grant),
            Subject::Tokens(tokens) => tokens::describe_tokens(tokens),
        }
    }
}

impl Item<'_> {
    /// Describes a family, with the type of its fields under the key `type` as for fields.
    fn family(&self, ty: &Type, family: &Family) -> Value {
        let mut row = rows::describe_family(self.api, ty, family);
        row["type"] = row["element"].take();
        row["of"] = ty.name.as_str().into();
        row
    }
}

/// `custom1..custom40`.
fn range(family: &Family) -> String {
    format!("{0}{1}..{0}{2}", family.prefix, family.from, family.to)
}
