//! Validates the objects of resources that exist from the start.

use concur_spec::api::{Api, BodyView, Resource};
use concur_spec::validate::{self, Problem};
use serde_json::{Map, Value};

use super::super::SeedObjects;
use super::{Case, Checker};

impl<'a> Checker<'a> {
    pub(super) fn resources(&mut self) {
        let contract = self.contract;
        let keys: Vec<&str> = contract.apis.iter().map(|api| api.key.as_str()).collect();
        for (key, resources) in &self.tenant.resources {
            let path = format!("resources.{key}");
            let Some(api) = contract.apis.iter().find(|api| api.key == *key) else {
                self.known(path, "API", key, Case::Sensitive, &keys);
                continue;
            };
            let names: Vec<&str> = api.resources.iter().map(|resource| resource.name.as_str()).collect();
            for (name, objects) in resources {
                let path = format!("{path}.{name}");
                match api.resource(name) {
                    Some(resource) => self.objects(&path, api, resource, objects, &mut Vec::new()),
                    None => self.known(path, "resource", name, Case::Sensitive, &names),
                }
            }
        }
    }

    /// Checks objects. `above` has the ids of the objects that contain them, the outermost first.
    fn objects(
        &mut self,
        path: &str,
        api: &Api,
        resource: &Resource,
        objects: &'a SeedObjects,
        above: &mut Vec<&'a str>,
    ) {
        let parents: Vec<&Resource> = api.parents_of(resource).collect();
        match objects {
            SeedObjects::List(_) if above.len() < parents.len() => {
                let parent = &parents[parents.len() - above.len() - 1].name;
                self.find(
                    path,
                    format!("expected the objects by the id of their {parent}: `ID: [ … ]`"),
                );
            }
            SeedObjects::List(list) => {
                self.contained(path, api, &parents, above);
                self.ids_of(path, resource, list);
                for (at, fields) in list.iter().enumerate() {
                    self.fields_of(&format!("{path}[{at}]"), api, resource, fields);
                }
            }
            SeedObjects::In(_) if above.len() >= parents.len() => self.find(path, "expected a list of objects"),
            SeedObjects::In(inner) => {
                for (id, objects) in inner {
                    above.push(id);
                    self.objects(&format!("{path}.{id}"), api, resource, objects, above);
                    above.pop();
                }
            }
        }
    }

    /// Checks that the object that contains others is in the file.
    fn contained(&mut self, path: &str, api: &Api, parents: &[&Resource], above: &[&str]) {
        let (Some(parent), Some((id, outer))) = (parents.first(), above.split_last()) else {
            return;
        };
        let of_api = self.tenant.resources.get(&api.key);
        let mut found = of_api.and_then(|all| all.get(&parent.name));
        for id in outer {
            found = match found {
                Some(SeedObjects::In(inner)) => inner.get(*id),
                _ => None,
            };
        }
        let ids: Vec<String> = match found {
            Some(SeedObjects::List(list)) => list.iter().filter_map(|fields| id_of(parent, fields)).collect(),
            _ => Vec::new(),
        };
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        self.known(path.to_owned(), &parent.name, id, Case::Sensitive, &ids);
    }

    fn ids_of(&mut self, path: &str, resource: &Resource, list: &[Map<String, Value>]) {
        let mut known: Vec<String> = Vec::new();
        for (at, fields) in list.iter().enumerate() {
            let Some(id) = id_of(resource, fields) else { continue };
            if known.contains(&id) {
                let path = format!("{path}[{at}].{}", resource.id);
                self.find(path, format!("another object has the id \"{id}\""));
            }
            known.push(id);
        }
    }

    /// Checks the fields of an object, also those that only the service sets.
    fn fields_of(&mut self, path: &str, api: &Api, resource: &Resource, fields: &Map<String, Value>) {
        let object = Value::Object(fields.clone());
        let found = validate::body(api, &resource.ty, BodyView::Create, &object);
        for finding in found.into_iter().filter(|found| found.problem != Problem::ReadOnly) {
            let place = match finding.path.as_str() {
                "" => path.to_owned(),
                inner => format!("{path}.{inner}"),
            };
            self.find(place, finding.to_string());
        }
    }
}

fn id_of(resource: &Resource, fields: &Map<String, Value>) -> Option<String> {
    match fields.get(&resource.id)? {
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
