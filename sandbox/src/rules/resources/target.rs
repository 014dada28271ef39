//! The objects that a call is about.

use concur_spec::api::{Api, Resource, ResourceOperation, Scalar, TypeRef};

use super::{Served, filters, ids, missing};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules;
use crate::state::World;
use crate::state::objects::{self, Object};

/// The object that contains another one.
#[derive(Debug, Clone)]
pub(super) struct Parent {
    pub(super) key: String,
    /// Its id and those of the objects that contain it, the nearest first.
    pub(super) ids: Vec<String>,
}

/// Returns the key of an object.
pub(super) fn key_of(api: &Api, object: &Object) -> String {
    let ids = std::iter::once(&object.id).chain(&object.parents);
    objects::key(&api.key, &object.resource, ids.map(String::as_str))
}

/// Returns the key of the object that the path names.
pub(super) fn find(world: &World, served: Served<'_>) -> Result<String, Refusal> {
    let Served {
        call, resource, role, ..
    } = served;
    let id = role.id_parameter.as_deref().map(|name| call.in_path(name));
    let mut ids = vec![canonical(served.api, resource, id.unwrap_or_default())];
    ids.extend(outer(served, served.api.parents_of(resource)));
    let found = known(world, call, resource, &ids);
    let found = found.filter(|(_, object)| filters::select(served, object));
    match found {
        Some((key, _)) => Ok(key.to_owned()),
        None => {
            // An unknown parent is refused first.
            parent(world, served)?;
            Err(not_found(call, resource, &ids))
        }
    }
}

/// Returns the object that contains those of the call, if the path names one.
pub(super) fn parent(world: &World, served: Served<'_>) -> Result<Option<Parent>, Refusal> {
    let Served {
        call, api, resource, ..
    } = served;
    let Some(above) = resource.parent.as_ref().and_then(|name| api.resource(name)) else {
        return Ok(None);
    };
    let ids: Vec<String> = outer(served, std::iter::once(above).chain(api.parents_of(above))).collect();
    if ids.is_empty() {
        return Ok(None);
    }
    let found = object(world, call, above, &ids);
    found.map(Some).ok_or_else(|| not_found(call, above, &ids))
}

/// Returns the objects of a list, in the order of their creation.
pub(super) fn listed<'w>(world: &'w World, served: Served<'_>) -> Result<Vec<&'w Object>, Refusal> {
    let Served {
        call, api, resource, ..
    } = served;
    let is_listed = |object: &&Object| {
        let is_of_it = object.resource == resource.name;
        is_of_it && filters::select(served, object) && is_contained(world, call, resource, object)
    };
    let mut listed: Vec<&Object> = match parent(world, served)? {
        Some(parent) => {
            let parts = world.objects.parts_of(&parent.key);
            parts.map(|(_, object)| object).filter(is_listed).collect()
        }
        None => {
            let all = objects::key(&api.key, &resource.name, []);
            let all = world.objects.starting_with(&all);
            all.map(|(_, object)| object).filter(is_listed).collect()
        }
    };
    listed.sort_by_key(|object| object.number);
    Ok(listed)
}

/// Whether another object with the same parent has an id.
pub(super) fn is_taken(world: &World, api: &Api, resource: &Resource, id: &str, parent: Option<&Parent>) -> bool {
    let parents = parent.iter().flat_map(|parent| &parent.ids).map(String::as_str);
    let key = objects::key(&api.key, &resource.name, std::iter::once(id).chain(parents));
    world.objects.get(&key).is_some()
}

/// Returns the ids of the objects in the path that contain those of the call, the nearest first.
fn outer<'a>(served: Served<'a>, parents: impl Iterator<Item = &'a Resource>) -> impl Iterator<Item = String> {
    let names = served.role.parents.iter().rev();
    names
        .zip(parents)
        .map(move |(name, parent)| canonical(served.api, parent, served.call.in_path(name)))
}

/// Returns an id of the path in the form that it has in keys: a number without leading zeros.
fn canonical(api: &Api, resource: &Resource, id: &str) -> String {
    let is_number = ids::field(api, resource).is_some_and(|field| field.ty == TypeRef::Scalar(Scalar::Integer));
    let number = id.parse::<i64>().ok().filter(|_| is_number);
    number.map_or_else(|| id.to_owned(), |number| number.to_string())
}

/// Returns an object by its id and those of the objects that contain it, the nearest first, of which the outer ones can be
/// unknown.
fn known<'w>(world: &'w World, call: &Call<'_>, resource: &Resource, ids: &[String]) -> Option<(&'w str, &'w Object)> {
    let start = objects::key(&call.route.api.key, &resource.name, ids.iter().map(String::as_str));
    let mut found = world.objects.starting_with(&start);
    found.find(|(_, object)| is_contained(world, call, resource, object))
}

/// Returns an object by its ids, also if the rules of the API keep it.
fn object(world: &World, call: &Call<'_>, resource: &Resource, ids: &[String]) -> Option<Parent> {
    let api = call.route.api;
    if is_of_rules(call, resource) {
        let has = rules::rules_of(&api.key).has(world, &resource.name, ids.first()?);
        return has.then(|| Parent {
            key: objects::key(&api.key, &resource.name, ids.iter().map(String::as_str)),
            ids: ids.to_owned(),
        });
    }
    known(world, call, resource, ids).map(|(key, object)| Parent {
        key: key.to_owned(),
        ids: std::iter::once(&object.id).chain(&object.parents).cloned().collect(),
    })
}

/// Whether the rules of the API keep the objects of a resource.
fn is_of_rules(call: &Call<'_>, resource: &Resource) -> bool {
    let has_rule = |role: &ResourceOperation| rules::rule(call, &role.operation).is_some();
    resource.operations.iter().any(has_rule)
}

/// Whether the object that contains another one exists. Rules that delete an object do not know what it contains.
fn is_contained(world: &World, call: &Call<'_>, resource: &Resource, object: &Object) -> bool {
    let parent = resource.parent.as_ref().and_then(|name| call.route.api.resource(name));
    let Some((parent, id)) = parent.zip(object.parents.first()) else {
        return true;
    };
    !is_of_rules(call, parent) || rules::rules_of(&call.route.api.key).has(world, &parent.name, id)
}

fn not_found(call: &Call<'_>, resource: &Resource, ids: &[String]) -> Refusal {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    missing::not_found(call, resource, &ids)
}
