//! The objects that exist from the start.

use concur_spec::Contract;
use concur_spec::api::{Api, Resource, ResourceOperation, ResourceRole, TypeRef};
use serde_json::Value;

use super::put;
use super::target::Parent;
use crate::rules::{plain, rules_of};
use crate::state::World;
use crate::state::objects;
use crate::tenant::SeedObjects;

/// Adds the objects of the seed file. A resource that has none there and that no operation can create has one object, made
/// of the examples of its type, unless its objects are in those of another resource. Rules have data of their own.
pub(crate) fn seed(world: &mut World, contract: &Contract) {
    let tenant = std::sync::Arc::clone(&world.tenant);
    for api in &contract.apis {
        let of_api = tenant.resources.get(&api.key);
        let rules = rules_of(&api.key);
        let of_rules = |role: &ResourceOperation| rules.rule(&role.operation).is_some();
        let is_kept = |one: &&Resource| rules.keeps_objects() || !one.operations.iter().any(of_rules);
        rules.seed(world);
        for resource in api.resources.iter().filter(is_kept) {
            match of_api.and_then(|all| all.get(&resource.name)) {
                Some(objects) => add(world, api, resource, objects, &mut Vec::new()),
                None if can_be_created(resource) || has_some(world, api, resource) => {}
                None => add_example(world, api, resource),
            }
        }
    }
}

/// Whether rules have added objects of the resource.
fn has_some(world: &World, api: &Api, resource: &Resource) -> bool {
    let all = objects::key(&api.key, &resource.name, []);
    world.objects.starting_with(&all).next().is_some()
}

fn can_be_created(resource: &Resource) -> bool {
    resource.parent.is_some() || resource.with_role(ResourceRole::Create).is_some()
}

/// Adds objects. `above` has the ids of the objects that contain them, the outermost first.
fn add(world: &mut World, api: &Api, resource: &Resource, objects: &SeedObjects, above: &mut Vec<String>) {
    match objects {
        SeedObjects::List(list) => {
            for fields in list {
                put(world, api, resource, parent(api, resource, above), fields.clone());
            }
        }
        SeedObjects::In(parents) => {
            for (id, objects) in parents {
                above.push(id.clone());
                add(world, api, resource, objects, above);
                above.pop();
            }
        }
    }
}

fn parent(api: &Api, resource: &Resource, above: &[String]) -> Option<Parent> {
    let name = resource.parent.as_ref()?;
    let ids: Vec<String> = above.iter().rev().cloned().collect();
    let key = objects::key(&api.key, name, ids.iter().map(String::as_str));
    Some(Parent { key, ids })
}

fn add_example(world: &mut World, api: &Api, resource: &Resource) {
    let ty = TypeRef::Named(resource.ty.clone());
    let Value::Object(mut fields) = plain::example_of_type(api, &ty) else {
        return;
    };
    // An id that is only the example of its scalar says nothing.
    if super::ids::field(api, resource).is_none_or(|field| field.doc.example.is_none()) {
        fields.remove(&resource.id);
    }
    put(world, api, resource, None, fields);
}
