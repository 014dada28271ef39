//! Determines which types are sent and which are received, and therefore which models they need.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Api, Operation, Type, TypeRef};

/// The uses of an API's types, by name.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    /// Types that are reachable from a response.
    received: BTreeSet<String>,
    /// Types that are nested in a request body.
    nested: BTreeSet<String>,
    /// Types of complete request bodies.
    created: BTreeSet<String>,
    /// Types of partial updates.
    updated: BTreeSet<String>,
    /// Types of parameters.
    parameters: BTreeSet<String>,
}

impl Usage {
    /// Collects the uses in all operations of an API.
    pub(crate) fn of(api: &Api) -> Self {
        let types: BTreeMap<&str, &Type> = api.types.iter().map(|ty| (ty.name.as_str(), ty)).collect();
        let mut usage = Self::default();
        for operation in &api.operations {
            usage.follow(operation, &types);
        }
        usage
    }

    fn follow(&mut self, operation: &Operation, types: &BTreeMap<&str, &Type>) {
        for response in &operation.responses {
            if let Some(ty) = &response.ty {
                reach(ty, types, false, &mut self.received);
            }
        }
        for parameter in &operation.parameters {
            self.parameters.extend(parameter.ty.named().map(str::to_owned));
        }
        let Some(body) = &operation.body else { return };
        let roots = if operation.partial {
            &mut self.updated
        } else {
            &mut self.created
        };
        roots.insert(body.text.clone());
        for row in types.get(body.as_str()).map_or(&[][..], |ty| ty.rows()) {
            if !row.column().access.read_only {
                reach(&row.column().ty, types, true, &mut self.nested);
            }
        }
    }

    /// Returns true if a value of the type `from` can contain one of the type `to`.
    pub(crate) fn reaches(api: &Api, from: &str, to: &str) -> bool {
        let types: BTreeMap<&str, &Type> = api.types.iter().map(|ty| (ty.name.as_str(), ty)).collect();
        let mut reached = BTreeSet::new();
        reach_named(from, &types, false, &mut reached);
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

    /// Returns true if the type is nested in a request body.
    pub(crate) fn is_nested(&self, name: &str) -> bool {
        self.nested.contains(name)
    }

    /// Returns true if the type is a complete request body.
    pub(crate) fn is_created(&self, name: &str) -> bool {
        self.created.contains(name)
    }

    /// Returns true if the type is a partial update.
    pub(crate) fn is_updated(&self, name: &str) -> bool {
        self.updated.contains(name)
    }

    /// Returns true if any operation uses the type.
    pub(crate) fn is_used(&self, name: &str) -> bool {
        self.is_received(name) || self.is_sent(name) || self.is_updated(name) || self.parameters.contains(name)
    }
}

/// Adds a type and all types that are reachable from it. Read-only fields are not sent.
fn reach(ty: &TypeRef, types: &BTreeMap<&str, &Type>, sent: bool, reached: &mut BTreeSet<String>) {
    if let Some(name) = ty.named() {
        reach_named(name, types, sent, reached);
    }
}

fn reach_named(name: &str, types: &BTreeMap<&str, &Type>, sent: bool, reached: &mut BTreeSet<String>) {
    let mut open: Vec<&str> = vec![name];
    while let Some(name) = open.pop() {
        let Some(ty) = types.get(name) else { continue };
        if !reached.insert(name.to_owned()) {
            continue;
        }
        let rows = ty.rows().iter().filter(|row| !(sent && row.column().access.read_only));
        open.extend(rows.filter_map(|row| row.column().ty.named()));
        open.extend(ty.cases.iter().flatten().map(|case| case.ty.as_str()));
    }
}
