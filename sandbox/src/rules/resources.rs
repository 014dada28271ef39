//! The store of the resources of the contract: create, get, list, update and delete without code.
//!
//! The rules of an API come first: only what they leave out is served from here.

mod answer;
mod complete;
mod fields;
mod filters;
mod ids;
mod list;
mod missing;
mod seed;
mod target;

pub(crate) use fields::{of_body, sent, shown};
pub(crate) use filters::compares;
pub(crate) use seed::seed;

use concur_spec::api::{Api, BodyView, Resource, ResourceOperation, ResourceRole};
use serde_json::{Map, Value};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::state::objects::Object;

/// A success of an operation on a resource.
#[derive(Debug)]
pub(crate) struct Success {
    pub(crate) body: Value,
    /// The URL of the object, if the response has the header `Location`.
    pub(crate) location: Option<String>,
}

/// An operation in its role, and its call.
#[derive(Clone, Copy)]
struct Served<'a> {
    call: &'a Call<'a>,
    api: &'static Api,
    resource: &'static Resource,
    role: &'static ResourceOperation,
}

/// Carries out an operation that has a role in a resource. `None` if it has none.
pub(crate) fn carry_out(world: &mut World, call: &Call<'_>) -> Option<Result<Success, Refusal>> {
    let api = call.route.api;
    let (resource, role) = api.role_of(&call.route.operation.key)?;
    let served = Served {
        call,
        api,
        resource,
        role,
    };
    Some(match role.role {
        ResourceRole::Create => create(world, served),
        ResourceRole::Get => get(world, served),
        ResourceRole::List => list(world, served),
        ResourceRole::Update => update(world, served),
        ResourceRole::Delete => delete(world, served),
    })
}

fn create(world: &mut World, served: Served<'_>) -> Result<Success, Refusal> {
    let parent = target::parent(world, served)?;
    let mut fields = served.sent();
    filters::fill(served, &mut fields);
    let Served {
        call, api, resource, ..
    } = served;
    if let Some(id) = ids::sent(resource, &fields)
        && target::is_taken(world, api, resource, &id, parent.as_ref())
    {
        return Err(missing::conflict(call, &id));
    }
    let key = put(world, api, resource, parent, fields);
    answered(world, served, &key)
}

/// Adds an object with what was sent. Its id and the other fields that the service sets are added. Returns its key.
fn put(
    world: &mut World,
    api: &Api,
    resource: &Resource,
    parent: Option<target::Parent>,
    mut fields: Map<String, Value>,
) -> String {
    let id = ids::sent(resource, &fields).unwrap_or_else(|| {
        let id = ids::new(world, api, resource);
        let text = ids::text(&id);
        fields.insert(resource.id.clone(), id);
        text
    });
    complete::complete(world, api, resource, &mut fields);
    let (within, parents) = match parent {
        Some(parent) => (parent.key, parent.ids),
        None => (crate::state::objects::key(&api.key, &resource.name, []), Vec::new()),
    };
    let object = Object {
        resource: resource.name.clone(),
        parents,
        within,
        number: world.next_number("object"),
        fields,
        id,
    };
    let key = target::key_of(api, &object);
    world.objects.put(key.as_str(), object);
    key
}

fn get(world: &mut World, served: Served<'_>) -> Result<Success, Refusal> {
    let key = target::find(world, served)?;
    answered(world, served, &key)
}

fn list(world: &mut World, served: Served<'_>) -> Result<Success, Refusal> {
    let listed = target::listed(world, served)?;
    let body = list::page(served, listed)?;
    Ok(Success { body, location: None })
}

fn update(world: &mut World, served: Served<'_>) -> Result<Success, Refusal> {
    let Served {
        call, api, resource, ..
    } = served;
    let key = target::find(world, served)?;
    let old = world.objects.get(&key).map(|object| object.fields.clone());
    let old = old.unwrap_or_default();
    let mut fields = match call.route.operation.body.as_ref().map(|body| body.view) {
        Some(BodyView::Create | BodyView::Replace) => fields::replaced(served, old.clone(), served.sent()),
        Some(BodyView::Update) | None => fields::merged(call.body.json(), old.clone(), served.sent()),
    };
    // What identifies an object never changes.
    fields.insert(resource.id.clone(), old.get(&resource.id).cloned().unwrap_or_default());
    complete::complete(world, api, resource, &mut fields);
    if let Some(object) = world.objects.get_mut(&key) {
        object.fields = fields;
    }
    answered(world, served, &key)
}

fn delete(world: &mut World, served: Served<'_>) -> Result<Success, Refusal> {
    let key = target::find(world, served)?;
    let success = answered(world, served, &key)?;
    remove(world, &key);
    Ok(success)
}

/// Removes an object and what it contains.
fn remove(world: &mut World, key: &str) {
    let mut open = vec![key.to_owned()];
    while let Some(key) = open.pop() {
        let parts = world.objects.parts_of(&key);
        open.extend(parts.map(|(key, _)| key.to_owned()));
        world.objects.remove(&key);
    }
}

/// Returns the success of a call about one object.
fn answered(world: &World, served: Served<'_>, key: &str) -> Result<Success, Refusal> {
    let object = world.objects.get(key);
    let object = object.ok_or_else(|| missing::not_found(served.call, served.resource, &[]))?;
    let headers = &served.call.route.operation.response_headers;
    let has_location = headers
        .iter()
        .any(|header| header.name.eq_ignore_ascii_case("location"));
    Ok(Success {
        body: answer::one(served, object),
        location: has_location.then(|| answer::url(served, object)),
    })
}

impl Served<'_> {
    /// Returns what was sent that the contract knows: the fields of the body that callers set.
    fn sent(&self) -> Map<String, Value> {
        fields::sent(self.call)
    }
}
