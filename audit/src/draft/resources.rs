//! Drafts resources, from operations whose paths tell what they do: `POST /benches` creates what `GET /benches/{id}` returns.

use super::model::{Api, Operation, Resource, Row, Ty, Type, add};
use super::names;

/// The operations of a collection, by their indices: those on the path and those on the path with an id.
#[derive(Debug, Default)]
struct Place {
    /// The segments of the path, with `{}` for each parameter.
    path: Vec<String>,
    create: Option<usize>,
    get: Option<usize>,
    list: Option<usize>,
    update: Vec<usize>,
    delete: Option<usize>,
}

/// Adds a resource for each collection whose objects can be read one by one, or created and listed.
pub(super) fn add_all(api: &mut Api) {
    let mut places = joined(places(api));
    // A shorter path can be that of a parent.
    places.sort_by_key(|place| place.path.len());
    let mut parents: Vec<(Vec<String>, String)> = Vec::new();
    for place in &places {
        let is_whole = place.get.is_some() || place.create.is_some() && place.list.is_some();
        let Some(resource) = is_whole.then(|| resource(api, place, &parents)).flatten() else {
            continue;
        };
        parents.push((place.path.clone(), resource.name.clone()));
        if let (Some(list), Some(ty)) = (place.list.filter(|_| resource.has("list")), api.find(&resource.ty)) {
            let fields = selecting(ty);
            bind(&mut api.operations[list], &fields);
        }
        api.resources.push(resource);
    }
}

/// Returns the segments of a call with `{}` for each parameter.
fn segments(operation: &Operation) -> Vec<String> {
    let path = operation.http.split_once(' ').map_or("", |(_, path)| path);
    let base = operation.base_path.as_deref().unwrap_or_default();
    let all = base
        .split('/')
        .chain(path.split('/'))
        .filter(|segment| !segment.is_empty());
    let plain = all.map(|segment| match names::is_parameter(segment) {
        true => "{}".to_owned(),
        false => segment.to_owned(),
    });
    plain.collect()
}

fn places(api: &Api) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let mut path = segments(operation);
        let has_id = path.last().is_some_and(|last| last == "{}");
        if has_id {
            path.pop();
        }
        if path.last().is_none_or(|last| last == "{}") {
            continue;
        }
        let known = places.iter().position(|place| place.path == path);
        let at = known.unwrap_or_else(|| {
            places.push(Place {
                path,
                ..Place::default()
            });
            places.len() - 1
        });
        let place = &mut places[at];
        match (operation.method(), has_id) {
            ("POST", false) => place.create = place.create.or(Some(index)),
            ("GET", false) => place.list = place.list.or(Some(index)),
            ("GET", true) => place.get = place.get.or(Some(index)),
            ("PUT" | "PATCH", true) => place.update.push(index),
            ("DELETE", true) => place.delete = place.delete.or(Some(index)),
            _ => {}
        }
    }
    places
}

/// Joins what is created and listed below a parent with what is read and changed without it: `/orders/{id}/lines` and
/// `/lines/{id}`.
fn joined(places: Vec<Place>) -> Vec<Place> {
    let (items, mut others): (Vec<Place>, Vec<Place>) = places
        .into_iter()
        .partition(|place| place.create.is_none() && place.list.is_none());
    for item in items {
        let is_same = |other: &&mut Place| {
            let is_below = other.path.len() > item.path.len() && other.path.last() == item.path.last();
            is_below && other.get.is_none() && other.update.is_empty() && other.delete.is_none()
        };
        match others.iter_mut().find(is_same) {
            Some(other) => {
                (other.get, other.delete) = (item.get, item.delete);
                other.update = item.update;
            }
            None => others.push(item),
        }
    }
    others
}

/// Drafts a resource, unless its type, its id or its parent is unknown.
fn resource(api: &Api, place: &Place, parents: &[(Vec<String>, String)]) -> Option<Resource> {
    let parent = parent(place, parents)?;
    let answer = |index: Option<usize>| api.operations[index?].answer.as_ref()?.named();
    let body = || plain_name(api.operations[place.create?].body.as_ref()?);
    let ty = answer(place.get).or_else(|| answer(place.create)).or_else(body)?;
    let ty = api.find(ty).filter(|ty| ty.has_fields())?;
    let mut todos = Vec::new();
    let id = id(api, place, ty, &mut todos)?;
    let mut drafted = Resource {
        name: free_name(api, &ty.name),
        ty: ty.name.clone(),
        id: id.to_owned(),
        id_in_list: None,
        parent,
        roles: Vec::new(),
        todos,
    };
    drafted.add_roles(api, place, ty);
    (drafted.has("get") || drafted.has("create") && drafted.has("list")).then_some(drafted)
}

/// Returns the resource whose ids are in the path. The outer `None` means that a parameter is no known id.
fn parent(place: &Place, parents: &[(Vec<String>, String)]) -> Option<Option<String>> {
    let count = |path: &[String]| path.iter().filter(|segment| *segment == "{}").count();
    if count(&place.path) == 0 {
        return Some(None);
    }
    let is_parent = |path: &[String]| {
        let is_prefix = place.path.starts_with(path) && place.path.get(path.len()).is_some_and(|next| next == "{}");
        is_prefix && count(path) + 1 == count(&place.path)
    };
    let found = parents.iter().find(|(path, _)| is_parent(path));
    found.map(|(_, name)| Some(name.clone()))
}

fn free_name(api: &Api, wanted: &str) -> String {
    let is_free = |name: &String| api.resources.iter().all(|known| known.name != *name);
    let numbered = (2..).map(|number| format!("{wanted}{number}"));
    std::iter::once(wanted.to_owned())
        .chain(numbered)
        .find(is_free)
        .unwrap_or_default()
}

/// Returns the field with the id: the one that the path names, `id`, or a guess.
fn id<'a>(api: &Api, place: &Place, ty: &'a Type, todos: &mut Vec<String>) -> Option<&'a str> {
    let item = place.get.or(place.delete).or(place.update.first().copied());
    let parameter = item.and_then(|index| {
        let (_, last) = api.operations[index].http.rsplit_once('/')?;
        last.strip_prefix('{')?.strip_suffix('}')
    });
    let can_be = |row: &&Row| !row.write_only && matches!(row.ty, Ty::Scalar("string" | "integer")) && !is_family(row);
    let fields = || ty.rows().iter().filter(can_be).map(|row| row.name.as_str());
    let named = |name: &str| fields().find(|field| names::is_same(field, name));
    if let Some(sure) = parameter.and_then(named).or_else(|| named("id")) {
        return Some(sure);
    }
    let ends = |field: &&str| {
        ["id", "uuid", "key", "number", "code"]
            .iter()
            .any(|end| field.to_lowercase().ends_with(end))
    };
    let guess = fields().find(ends)?;
    todos.push(format!("`{guess}` as the id is a guess."));
    Some(guess)
}

fn is_family(row: &Row) -> bool {
    row.name.contains("..")
}

impl Operation {
    fn method(&self) -> &str {
        self.http.split_once(' ').map_or("", |(method, _)| method)
    }
}

impl Resource {
    fn has(&self, role: &str) -> bool {
        self.roles.iter().any(|(known, _)| *known == role)
    }

    /// Adds the operations that have what their role needs, and says which have not.
    fn add_roles(&mut self, api: &Api, place: &Place, ty: &Type) {
        let one = |index: Option<usize>| index.into_iter().collect::<Vec<_>>();
        let roles = [
            ("create", one(place.create)),
            ("get", one(place.get)),
            ("list", one(place.list)),
            ("update", place.update.clone()),
            ("delete", one(place.delete)),
        ];
        for (role, indices) in roles {
            for operation in indices.into_iter().map(|index| &api.operations[index]) {
                match self.misfit(api, role, operation, ty) {
                    None => self.roles.push((role, operation.key.clone())),
                    Some(why) => add(&mut self.todos, format!("`{}` is left out: it {why}.", operation.key)),
                }
            }
        }
    }

    /// Returns why an operation does not fit its role.
    fn misfit(&mut self, api: &Api, role: &str, operation: &Operation, ty: &Type) -> Option<String> {
        match role {
            "create" | "update" if !sends_fields(api, operation, ty) => {
                Some(format!("has no body with fields of `{}`", ty.name))
            }
            "get" if operation.answer.as_ref().and_then(Ty::named) != Some(ty.name.as_str()) => {
                Some(format!("does not return `{}`", ty.name))
            }
            "list" if !self.is_listed(api, operation) => Some(format!("does not return a list of `{}`", ty.name)),
            _ => None,
        }
    }

    /// Returns whether the response is a list of the objects or of something with their ids, or has such a list.
    fn is_listed(&mut self, api: &Api, operation: &Operation) -> bool {
        let items: Vec<&str> = match &operation.answer {
            Some(Ty::List(item)) => plain_name(item).into_iter().collect(),
            Some(Ty::Named(page)) => {
                let rows = api.find(page).map_or(&[][..], Type::rows).iter();
                rows.filter_map(|row| match &row.ty {
                    Ty::List(item) if !is_family(row) => plain_name(item),
                    _ => None,
                })
                .collect()
            }
            _ => Vec::new(),
        };
        let has = |item: &str, field: &str| {
            let rows = api.find(item).map_or(&[][..], Type::rows);
            rows.iter()
                .any(|row| row.name == field && matches!(row.ty, Ty::Scalar(_)))
        };
        if items.iter().any(|item| *item == self.ty || has(item, &self.id)) {
            return true;
        }
        let has_other = items.iter().any(|item| has(item, "id"));
        if has_other {
            self.id_in_list = Some("id".to_owned());
            add(&mut self.todos, "`id` as the id in the list is a guess.".to_owned());
        }
        has_other
    }
}

fn plain_name(ty: &Ty) -> Option<&str> {
    match ty {
        Ty::Named(name) => Some(name),
        _ => None,
    }
}

fn sends_fields(api: &Api, operation: &Operation, ty: &Type) -> bool {
    let of_body = operation
        .body
        .as_ref()
        .and_then(plain_name)
        .and_then(|body| api.find(body));
    let mut names = of_body.map_or(&[][..], Type::rows).iter();
    names.any(|sent| ty.rows().iter().any(|row| row.name == sent.name))
}

/// Returns the fields by which a list can select, each with its type.
fn selecting(ty: &Type) -> Vec<(String, Ty)> {
    let rows = ty.rows().iter().filter(|row| !row.write_only && !is_family(row));
    rows.map(|row| (row.name.clone(), row.ty.clone())).collect()
}

/// Says of each parameter in the query of a list whether it selects by a field: by one with its name and type.
fn bind(list: &mut Operation, fields: &[(String, Ty)]) {
    for row in list.parameters.iter_mut().filter(|row| row.location == Some("query")) {
        let is_it = |(name, ty): &&(String, Ty)| *name == row.name && *ty == row.ty && !matches!(ty, Ty::List(_));
        row.filters = Some(match fields.iter().find(is_it) {
            Some((name, _)) => name.clone(),
            None => {
                add(
                    &mut row.todos,
                    "It pages, selects or sorts: `filters: false` is a guess.".to_owned(),
                );
                "false".to_owned()
            }
        });
    }
}
