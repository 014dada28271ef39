//! The items of a contract that can be explained, each with a name.

use crate::api::{
    Api, Contract, DataCenter, Doc, Envelope, ErrorCode, Export, Family, Grant, Header, Import, Limit, Operation,
    Parameter, Platform, Resource, Response, Scope, StatusKey, Tokens, Type, TypeField, UncodedError, Union, Value,
    ValueSet, Waiter,
};

/// What an item is.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the variants are named after the contract's types")]
pub enum Subject<'a> {
    Api,
    Scope(&'a Scope),
    Operation(&'a Operation),
    Parameter(&'a Operation, &'a Parameter),
    Response(&'a Operation, &'a Response),
    Type(&'a Type),
    Field(&'a Type, &'a TypeField),
    Family(&'a Type, &'a Family),
    /// A field of a family, by its number.
    FamilyMember(&'a Type, &'a Family, u32),
    ValueSet(&'a ValueSet),
    Value(&'a ValueSet, &'a Value),
    Union(&'a Union),
    ErrorCode(&'a ErrorCode),
    UncodedError(&'a UncodedError),
    Waiter(&'a Waiter),
    Import(&'a Import),
    Export(&'a Export),
    Resource(&'a Resource),
    DataCenter(&'a DataCenter),
    Header(&'a Header),
    Envelope(&'a Envelope),
    Limit(&'a Limit),
    Grant(&'a Grant),
    Tokens(&'a Tokens),
}

/// An item of a contract.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// The name to look it up by: `request.Expense.custom7`.
    pub name: String,
    /// The API that it belongs to.
    pub api: &'a Api,
    /// What it is.
    pub subject: Subject<'a>,
    path: Vec<String>,
}

impl<'a> Item<'a> {
    /// Creates an item. The name is the API's key and `parts`, joined with dots; `path` is the path of keys in the
    /// API's file.
    fn new(api: &'a Api, parts: &[&str], path: &[&str], subject: Subject<'a>) -> Self {
        let parts: Vec<&str> = std::iter::once(api.key.as_str()).chain(parts.iter().copied()).collect();
        Self {
            name: parts.join("."),
            api,
            subject,
            path: path.iter().map(|key| (*key).to_owned()).collect(),
        }
    }

    /// Returns the documentation of the item.
    #[must_use]
    pub fn doc(&self) -> &'a Doc {
        match self.subject {
            Subject::Api => &self.api.doc,
            Subject::Scope(item) => &item.doc,
            Subject::Operation(item) => &item.doc,
            Subject::Parameter(_, item) => &item.doc,
            Subject::Response(_, item) => &item.doc,
            Subject::Type(item) => &item.doc,
            Subject::Field(_, item) => &item.doc,
            Subject::Family(_, item) | Subject::FamilyMember(_, item, _) => &item.doc,
            Subject::ValueSet(item) => &item.doc,
            Subject::Value(_, item) => &item.doc,
            Subject::Union(item) => &item.doc,
            Subject::ErrorCode(item) => &item.doc,
            Subject::UncodedError(item) => &item.doc,
            Subject::Waiter(item) => &item.doc,
            Subject::Import(item) => &item.doc,
            Subject::Export(item) => &item.doc,
            Subject::Resource(item) => &item.doc,
            Subject::DataCenter(item) => &item.doc,
            Subject::Header(item) => &item.doc,
            Subject::Envelope(item) => &item.doc,
            Subject::Limit(item) => &item.doc,
            Subject::Grant(item) => &item.doc,
            Subject::Tokens(item) => &item.doc,
        }
    }

    /// Returns the document that the item is transcribed from, and the section if known. A row has those of its table.
    #[must_use]
    pub fn document_and_section(&self) -> (Option<&'a str>, Option<&'a str>) {
        let owner = match self.subject {
            Subject::Parameter(operation, _) | Subject::Response(operation, _) => &operation.doc,
            Subject::Field(ty, _) | Subject::Family(ty, _) | Subject::FamilyMember(ty, ..) => &ty.doc,
            Subject::Value(set, _) => &set.doc,
            _ => self.doc(),
        };
        // A row of another document is not in the section of what has it.
        if let Some(own) = self
            .doc()
            .document
            .as_deref()
            .filter(|_| !std::ptr::eq(owner, self.doc()))
        {
            return (Some(own), None);
        }
        let document = owner.document.as_ref().or(self.api.doc.document.as_ref());
        (document.map(String::as_str), owner.section.as_deref())
    }

    /// Returns what the item is, in one or two words.
    #[must_use]
    pub fn what(&self) -> &'static str {
        match self.subject {
            Subject::Api => "API",
            Subject::Scope(_) => "scope",
            Subject::Operation(_) => "operation",
            Subject::Parameter(..) => "parameter",
            Subject::Response(..) => "response",
            Subject::Type(_) => "type",
            Subject::Field(..) => "field",
            Subject::Family(..) => "field family",
            Subject::FamilyMember(..) => "field of a family",
            Subject::ValueSet(_) => "value set",
            Subject::Value(..) => "value",
            Subject::Union(_) => "union",
            Subject::ErrorCode(_) => "error code",
            Subject::UncodedError(_) => "error without a code",
            Subject::Waiter(_) => "waiter",
            Subject::Import(_) => "import",
            Subject::Export(_) => "export",
            Subject::Resource(_) => "resource",
            Subject::DataCenter(_) => "data center",
            Subject::Header(_) => "header",
            Subject::Envelope(_) => "error envelope",
            Subject::Limit(_) => "limit",
            Subject::Grant(_) => "grant",
            Subject::Tokens(_) => "token call",
        }
    }

    pub(super) fn api_key(&self) -> &'a str {
        &self.api.key
    }

    /// Returns the path of keys to its row.
    #[must_use]
    pub fn path(&self) -> &[String] {
        &self.path
    }

    /// Returns true if the item has no items below it.
    pub(super) fn is_row(&self) -> bool {
        !matches!(
            self.subject,
            Subject::Api | Subject::Operation(_) | Subject::Type(_) | Subject::ValueSet(_) | Subject::Tokens(_)
        )
    }

    /// Returns true if a key `name` in its row sets the name in the SDK.
    pub(super) fn can_be_named(&self) -> bool {
        !matches!(
            self.subject,
            Subject::Api
                | Subject::Import(_)
                | Subject::Export(_)
                | Subject::Resource(_)
                | Subject::Header(_)
                | Subject::Family(..)
                | Subject::FamilyMember(..)
        )
    }
}

/// Returns all items of a contract, in order.
#[must_use]
pub fn items(contract: &Contract) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    for api in &contract.apis {
        items.push(Item::new(api, &[], &[], Subject::Api));
        add_operations(api, &mut items);
        add_types(api, &mut items);
        add_lists(api, &mut items);
        // The platform is defined in the file of the API without a feature.
        if api.feature.is_none() {
            add_platform(api, &contract.platform, &mut items);
        }
    }
    items
}

fn add_operations<'a>(api: &'a Api, items: &mut Vec<Item<'a>>) {
    for operation in &api.operations {
        let key = operation.key.as_str();
        items.push(Item::new(
            api,
            &[key],
            &["operations", key],
            Subject::Operation(operation),
        ));
        for parameter in &operation.parameters {
            let (wire, subject) = (parameter.wire.as_str(), Subject::Parameter(operation, parameter));
            items.push(Item::new(
                api,
                &[key, wire],
                &["operations", key, "parameters", wire],
                subject,
            ));
        }
        for response in &operation.responses {
            let status = match response.status {
                StatusKey::Success => String::from("success"),
                StatusKey::Code(status) => status.to_string(),
            };
            let (status, subject) = (status.as_str(), Subject::Response(operation, response));
            let path = ["operations", key, "responses", status];
            items.push(Item::new(api, &[key, "responses", status], &path, subject));
        }
    }
}

fn add_types<'a>(api: &'a Api, items: &mut Vec<Item<'a>>) {
    for ty in &api.types {
        let name = ty.name.as_str();
        items.push(Item::new(api, &[name], &["types", name], Subject::Type(ty)));
        for field in &ty.fields {
            let (wire, subject) = (field.wire.as_str(), Subject::Field(ty, field));
            items.push(Item::new(api, &[name, wire], &["types", name, "fields", wire], subject));
        }
        for family in &ty.families {
            let member = |number: u32| format!("{}{number}", family.prefix);
            let wire = format!("{}..{}", member(family.from), member(family.to));
            let path = ["types", name, "fields", wire.as_str()];
            items.push(Item::new(api, &[name, &wire], &path, Subject::Family(ty, family)));
            for number in family.from..=family.to {
                let subject = Subject::FamilyMember(ty, family, number);
                items.push(Item::new(api, &[name, &member(number)], &path, subject));
            }
        }
    }
    for set in &api.value_sets {
        let name = set.name.as_str();
        items.push(Item::new(api, &[name], &["types", name], Subject::ValueSet(set)));
        for value in &set.values {
            let (wire, subject) = (value.wire.as_str(), Subject::Value(set, value));
            items.push(Item::new(api, &[name, wire], &["types", name, "values", wire], subject));
        }
    }
    for union in api.documented_unions() {
        let name = union.name.as_str();
        items.push(Item::new(api, &[name], &["types", name], Subject::Union(union)));
    }
}

fn add_lists<'a>(api: &'a Api, items: &mut Vec<Item<'a>>) {
    let mut add = |list: [&str; 2], key: &str, subject| {
        let [name, path] = list;
        items.push(Item::new(api, &[name, key], &[path, key], subject));
    };
    for scope in &api.scopes {
        add(["scopes", "scopes"], &scope.wire, Subject::Scope(scope));
    }
    for code in &api.error_codes {
        add(["errors", "error_codes"], &code.wire, Subject::ErrorCode(code));
    }
    for (index, error) in api.uncoded_errors.iter().enumerate() {
        let list = ["uncoded_errors"; 2];
        add(list, &index.to_string(), Subject::UncodedError(error));
    }
    for waiter in &api.waiters {
        add(["waiters"; 2], &waiter.key, Subject::Waiter(waiter));
    }
    for import in &api.imports {
        add(["imports"; 2], &import.key, Subject::Import(import));
    }
    for export in &api.exports {
        add(["exports"; 2], &export.key, Subject::Export(export));
    }
    for resource in &api.resources {
        add(["resources"; 2], &resource.name, Subject::Resource(resource));
    }
}

fn add_platform<'a>(api: &'a Api, platform: &'a Platform, items: &mut Vec<Item<'a>>) {
    let mut add = |list: &str, key: &str, subject| items.push(Item::new(api, &[list, key], &[list, key], subject));
    for center in &platform.data_centers {
        add("data_centers", &center.key, Subject::DataCenter(center));
    }
    for header in &platform.headers {
        add("headers", &header.role, Subject::Header(header));
    }
    for envelope in &platform.envelopes {
        add("envelopes", &envelope.name, Subject::Envelope(envelope));
    }
    for limit in &platform.limits {
        add("limits", &limit.key, Subject::Limit(limit));
    }
    for grant in &platform.grants {
        add("grants", &grant.key, Subject::Grant(grant));
    }
    if let Some(tokens) = &platform.tokens {
        items.push(Item::new(api, &["tokens"], &["tokens"], Subject::Tokens(tokens)));
    }
}
