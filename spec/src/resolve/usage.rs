//! Determines which types are sent and which are received, and therefore which models they need.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::BodyView;
use crate::document::{Api, Document, FieldOrFamily, Operation, Required, Type, TypeRef};

/// The uses of an API's types, by name.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    /// Types that are reachable from a response.
    received: BTreeSet<String>,
    /// Types that are nested in a request body.
    nested: BTreeSet<String>,
    /// Types of request bodies that create, and the cases of those that are unions. So are the next two.
    created: BTreeSet<String>,
    /// Types of request bodies that replace.
    replaced: BTreeSet<String>,
    /// Types of partial updates.
    updated: BTreeSet<String>,
    /// Types of parameters.
    parameters: BTreeSet<String>,
    /// Types of which what is sent differs from what is received, in themselves or in what they contain.
    separate: BTreeSet<String>,
}

/// The direction in which a value goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Sent,
    Received,
    /// Either: all fields count.
    Any,
}

impl Direction {
    fn has(self, row: &FieldOrFamily) -> bool {
        let access = row.column().access;
        match self {
            Self::Sent => !access.read_only,
            Self::Received => !access.write_only,
            Self::Any => true,
        }
    }
}

impl Usage {
    /// Collects the uses in all operations of an API.
    pub(crate) fn of(api: &Api) -> Self {
        let types: BTreeMap<&str, &Type> = api.types.iter().map(|ty| (ty.name.as_str(), ty)).collect();
        let mut usage = Self::default();
        for operation in &api.operations {
            usage.follow(operation, api, &types);
        }
        usage.separate = separate(&types);
        usage
    }

    /// Collects the uses of the shared types in all APIs: whatever one of them needs, all of them have.
    pub(crate) fn of_shared(document: &Document) -> Self {
        let types = document.shared.iter().flat_map(|api| &api.types);
        let types: BTreeMap<&str, &Type> = types.map(|ty| (ty.name.as_str(), ty)).collect();
        let mut usage = Self::default();
        for api in &document.apis {
            let own = Self::of(api);
            for ty in api.types.iter().filter(|ty| ty.is_shared) {
                usage.adopt(ty.name.as_str(), &own);
            }
        }
        usage.separate = separate(&types);
        usage
    }

    /// Returns the uses of the types of an API, those of shared types in all APIs.
    pub(super) fn with_shared(api: &Api, shared: &Self) -> Self {
        let mut usage = Self::of(api);
        for ty in api.types.iter().filter(|ty| ty.is_shared) {
            usage.adopt(ty.name.as_str(), shared);
        }
        usage
    }

    /// Adds the uses of a type.
    fn adopt(&mut self, name: &str, from: &Self) {
        let sets = [
            (&mut self.received, &from.received),
            (&mut self.nested, &from.nested),
            (&mut self.created, &from.created),
            (&mut self.replaced, &from.replaced),
            (&mut self.updated, &from.updated),
            (&mut self.parameters, &from.parameters),
        ];
        for (uses, from) in sets {
            uses.extend(from.get(name).cloned());
        }
    }

    fn follow(&mut self, operation: &Operation, api: &Api, types: &BTreeMap<&str, &Type>) {
        for response in &operation.responses {
            if let Some(ty) = &response.ty {
                reach(ty, types, Direction::Received, &mut self.received);
            }
        }
        for parameter in &operation.parameters {
            self.parameters.extend(parameter.ty.named().map(str::to_owned));
        }
        let Some(body) = &operation.body else { return };
        let roots = match operation.body_view(api) {
            BodyView::Update => &mut self.updated,
            BodyView::Replace => &mut self.replaced,
            BodyView::Create => &mut self.created,
        };
        roots.insert(body.text.clone());
        roots.extend(api.body_types(operation).map(|ty| ty.name.text.clone()));
        let rows = api.body_types(operation).flat_map(Type::rows);
        for row in rows.filter(|row| Direction::Sent.has(row)) {
            reach(&row.column().ty, types, Direction::Sent, &mut self.nested);
        }
    }

    /// Returns true if a value of the type `from` can contain one of the type `to`.
    pub(crate) fn reaches(api: &Api, from: &str, to: &str) -> bool {
        let types: BTreeMap<&str, &Type> = api.types.iter().map(|ty| (ty.name.as_str(), ty)).collect();
        let mut reached = BTreeSet::new();
        reach_named(from, &types, Direction::Any, &mut reached);
        reached.contains(to)
    }

    /// Returns true if a response contains the type.
    pub(crate) fn is_received(&self, name: &str) -> bool {
        self.received.contains(name)
    }

    /// Returns true if the type is a complete request body or nested in one.
    pub(crate) fn is_sent(&self, name: &str) -> bool {
        self.nested.contains(name) || self.created.contains(name)
    }

    /// Returns true if what is sent of the type has a model of its own: the type is also received, with other fields or
    /// because the specification says so.
    pub(crate) fn is_separate(&self, ty: &Type) -> bool {
        let name = ty.name.as_str();
        let differs = ty.separate || self.separate.contains(name);
        differs && self.is_received(name) && self.is_sent(name)
    }

    /// Returns true if the type is a request body that replaces, and that differs from one that creates.
    pub(crate) fn is_replaced(&self, name: &str) -> bool {
        self.replaced.contains(name)
    }

    /// Returns true if the type is a partial update.
    pub(crate) fn is_updated(&self, name: &str) -> bool {
        self.updated.contains(name)
    }

    /// Returns true if any operation uses the type.
    pub(crate) fn is_used(&self, name: &str) -> bool {
        self.is_received(name)
            || self.is_sent(name)
            || self.is_replaced(name)
            || self.is_updated(name)
            || self.parameters.contains(name)
    }
}

/// Whether a field is in one direction only, or one of a group of which exactly one is sent.
fn differs_when_sent(row: &FieldOrFamily) -> bool {
    let is_of_group = matches!(row, FieldOrFamily::Field(field) if matches!(field.required, Required::OneOf(_)));
    is_of_group || !(Direction::Sent.has(row) && Direction::Received.has(row))
}

/// Returns the types with fields that differ when they are sent, and all types that contain them.
fn separate(types: &BTreeMap<&str, &Type>) -> BTreeSet<String> {
    let mut separate = BTreeSet::new();
    loop {
        let before = separate.len();
        for (name, ty) in types {
            let mut parts = ty.rows().iter().map(|row| row.column().ty.named());
            let mut cases = ty.cases.iter().flatten().map(|case| case.ty.as_str());
            if ty.separate
                || ty.rows().iter().any(differs_when_sent)
                || parts.any(|part| part.is_some_and(|part| separate.contains(part)))
                || cases.any(|case| separate.contains(case))
            {
                separate.insert((*name).to_owned());
            }
        }
        if separate.len() == before {
            return separate;
        }
    }
}

/// Adds a type and all types that are reachable from it in a direction.
fn reach(ty: &TypeRef, types: &BTreeMap<&str, &Type>, direction: Direction, reached: &mut BTreeSet<String>) {
    if let Some(name) = ty.named() {
        reach_named(name, types, direction, reached);
    }
}

fn reach_named(name: &str, types: &BTreeMap<&str, &Type>, direction: Direction, reached: &mut BTreeSet<String>) {
    let mut open: Vec<&str> = vec![name];
    while let Some(name) = open.pop() {
        let Some(ty) = types.get(name) else { continue };
        if !reached.insert(name.to_owned()) {
            continue;
        }
        let rows = ty.rows().iter().filter(|row| direction.has(row));
        open.extend(rows.filter_map(|row| row.column().ty.named()));
        open.extend(ty.cases.iter().flatten().map(|case| case.ty.as_str()));
    }
}
