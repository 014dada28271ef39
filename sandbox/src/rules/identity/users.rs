//! The users of the store, which are those of the company.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::path::{self, CORE, EXTENSIONS};
use super::{refusals, view};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::state::objects::{self, Object};
use crate::tenant::{Home, Role, State, Tenant, User};

const API: &str = "identity";
const RESOURCE: &str = "User";

/// Without this scope, whether an email address is verified cannot be changed.
const VERIFIES: &str = "identity.user.emails.verified.writeonly";

type Fields = Map<String, Value>;

/// Adds the users of the company.
pub(super) fn seed(world: &mut World) {
    let tenant = Arc::clone(&world.tenant);
    for user in &tenant.users {
        let fields = of_company(world, &tenant, user);
        put(world, fields);
    }
}

/// Returns a user of the seed file with the attributes of the API.
fn of_company(world: &World, tenant: &Tenant, user: &User) -> Fields {
    let manager = tenant.approver_of(user).map(|manager| {
        json!({ "value": manager.id, "displayName": format!("{} {}", manager.first_name, manager.last_name) })
    });
    let now = world.now().to_string();
    let fields = json!({
        "schemas": [CORE, EXTENSIONS[0], EXTENSIONS[1]],
        "id": user.id,
        "userName": user.login_id,
        "active": user.state == State::Active,
        "displayName": format!("{} {}", user.first_name, user.last_name),
        "name": {
            "familyName": user.last_name,
            "givenName": user.first_name,
            "middleInitial": user.middle_initial,
            "formatted": format!("{}, {}", user.last_name, user.first_name),
        },
        "emails": [{ "value": user.email, "type": "work", "verified": true, "notifications": true }],
        "addresses": [],
        "phoneNumbers": [],
        "emergencyContacts": null,
        "entitlements": ["Expense", "Request", "Travel"],
        "preferredLanguage": "en-US",
        "timezone": "America/New_York",
        "meta": { "resourceType": RESOURCE, "created": now, "lastModified": now, "version": 0 },
        EXTENSIONS[0]: {
            "companyId": tenant.company.id,
            "organization": tenant.company.name,
            "startDate": "2020-01-01T00:00:00.000",
            "manager": manager,
        },
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

/// Makes the users of the store those of the company. A user that the seed file lacks can create purchase requests and
/// Requests, but not log in.
pub(super) fn register(world: &mut World) {
    let known = Arc::clone(&world.tenant);
    let all = all(world);
    if all.is_empty() {
        return;
    }
    let users = all.into_iter().map(|object| {
        let (fields, id) = (&object.fields, object.id.as_str());
        let user = known.user(id).cloned();
        changed(user.unwrap_or_else(|| newcomer(&known, id)), fields)
    });
    let users: Vec<User> = users.collect();
    Arc::make_mut(&mut world.tenant).users = users;
}

/// Returns a user of the company with the attributes that were changed by this API.
fn changed(mut user: User, fields: &Fields) -> User {
    let text = |object: Option<&Value>, name: &str| Some(object?.get(name)?.as_str()?.to_owned());
    let fields = Value::Object(fields.clone());
    let name = fields.get("name");
    user.login_id = text(Some(&fields), "userName").unwrap_or(user.login_id);
    user.first_name = text(name, "givenName").unwrap_or(user.first_name);
    user.last_name = text(name, "familyName").unwrap_or(user.last_name);
    user.middle_initial = text(name, "middleInitial");
    user.email = text(fields.pointer("/emails/0"), "value").unwrap_or(user.email);
    let is_active = fields.get("active").and_then(Value::as_bool).unwrap_or(true);
    if is_active != (user.state == State::Active) {
        user.state = if is_active { State::Active } else { State::Disabled };
    }
    user
}

fn newcomer(tenant: &Tenant, id: &str) -> User {
    User {
        id: id.to_owned(),
        login_id: String::new(),
        password: String::new(),
        email: String::new(),
        first_name: String::new(),
        last_name: String::new(),
        middle_initial: None,
        home: Home::default(),
        roles: vec![Role::Purchaser, Role::Traveler],
        approver: tenant
            .users
            .iter()
            .find(|user| user.can(Role::Approver))
            .map(|user| user.login_id.clone()),
        delegate_of: Vec::new(),
        agency: None,
        currency: tenant
            .users
            .first()
            .map(|user| user.currency.clone())
            .unwrap_or_default(),
        state: State::default(),
    }
}

pub(super) fn get(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let user = find(world, call.in_path("id"))?;
    Ok(view::whole(user, call))
}

pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let mut fields = call.body.json().as_object().cloned().unwrap_or_default();
    let id = world.new_uuid();
    fields.insert("id".to_owned(), id.into());
    save(world, call, fields)
}

pub(super) fn replace(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let old = find(world, call.in_path("id"))?;
    let mut fields = call.body.json().as_object().cloned().unwrap_or_default();
    for kept in ["id", "meta"] {
        fields.insert(kept.to_owned(), old.fields.get(kept).cloned().unwrap_or_default());
    }
    save(world, call, fields)
}

pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let key = key(&find(world, call.in_path("id"))?.id);
    world.objects.remove(&key);
    Ok(Value::Null)
}

/// Checks a user, completes it with what the service sets, and saves it.
pub(super) fn save(world: &mut World, call: &Call<'_>, mut fields: Fields) -> Result<Value, Refusal> {
    let id = text(&fields, "id").to_owned();
    check(world, &id, &fields)?;
    let old = find(world, &id)
        .ok()
        .map(|user| user.fields.clone())
        .unwrap_or_default();
    let verifies = call.token.as_ref().is_some_and(|token| token.allows(VERIFIES));
    if !verifies {
        keep_verified(&old, &mut fields);
    }
    let now = world.now().to_string();
    let changes = old
        .get("meta")
        .and_then(|meta| meta.get("version"))
        .and_then(Value::as_u64);
    let created = old.get("meta").and_then(|meta| meta.get("created")).cloned();
    fields.insert(
        "meta".to_owned(),
        json!({
            "resourceType": RESOURCE,
            "created": created.unwrap_or_else(|| now.clone().into()),
            "lastModified": now,
            "version": changes.map_or(0, |changes| changes + 1),
        }),
    );
    fields.insert("schemas".to_owned(), json!([CORE, EXTENSIONS[0], EXTENSIONS[1]]));
    complete(&mut fields);
    let key = put(world, fields);
    let saved = world.objects.get(&key).map(|user| view::whole(user, call));
    Ok(saved.unwrap_or_default())
}

/// Adds the attributes that follow from others.
fn complete(fields: &mut Fields) {
    let name = fields.get("name").cloned().unwrap_or_default();
    let part = |part: &str| name.get(part).and_then(Value::as_str).unwrap_or_default();
    let nickname = fields
        .get("nickName")
        .and_then(Value::as_str)
        .filter(|name| !name.is_empty());
    let display = format!(
        "{} {}",
        nickname.unwrap_or_else(|| part("givenName")),
        part("familyName")
    );
    let formatted = format!("{}, {} {}", part("familyName"), part("givenName"), part("middleName"));
    fields.insert("displayName".to_owned(), display.into());
    if let Some(name) = fields.get_mut("name").and_then(Value::as_object_mut) {
        name.insert("formatted".to_owned(), formatted.trim_end().into());
    }
    for (key, default) in [("preferredLanguage", "en-US"), ("timezone", "America/New_York")] {
        let value = fields.entry(key).or_insert(Value::Null);
        if value.is_null() {
            *value = default.into();
        }
    }
    for email in fields
        .get_mut("emails")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if let Some(email) = email.as_object_mut() {
            email.entry("notifications").or_insert(false.into());
            email.entry("verified").or_insert(false.into());
        }
    }
}

/// Takes whether email addresses are verified from those of before. New ones are not.
fn keep_verified(old: &Fields, fields: &mut Fields) {
    let was = |value: &Value| {
        let emails = old.get("emails").and_then(Value::as_array).into_iter().flatten();
        let same = emails.into_iter().find(|email| email.get("value") == Some(value));
        same.and_then(|email| email.get("verified"))
            .cloned()
            .unwrap_or(false.into())
    };
    for email in fields
        .get_mut("emails")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        let verified = was(email.get("value").unwrap_or(&Value::Null));
        if let Some(email) = email.as_object_mut() {
            email.insert("verified".to_owned(), verified);
        }
    }
}

/// Refuses a login id that is taken, and a user without what is required.
fn check(world: &World, id: &str, fields: &Fields) -> Result<(), Refusal> {
    let login = text(fields, "userName");
    let is_taken = |user: &&Object| user.id != id && text(&user.fields, "userName").eq_ignore_ascii_case(login);
    if all(world).iter().any(is_taken) {
        let detail = format!("The userName {login} is taken.");
        return Err(refusals::of(400, Some("uniqueness"), &detail));
    }
    let name = fields.get("name");
    let has_names = ["familyName", "givenName"].iter().all(|part| {
        let part = name.and_then(|name| name.get(part)).and_then(Value::as_str);
        part.is_some_and(|part| !part.is_empty())
    });
    let emails = fields.get("emails").and_then(Value::as_array);
    match login.is_empty() || !has_names || emails.is_none_or(Vec::is_empty) || !fields.contains_key("active") {
        true => Err(refusals::invalid_value("A user has userName, active, name and emails.")),
        false => Ok(()),
    }
}

/// Returns the user with an id.
pub(super) fn find<'w>(world: &'w World, id: &str) -> Result<&'w Object, Refusal> {
    let is_it = |user: &&Object| user.id.eq_ignore_ascii_case(id);
    let found = world
        .objects
        .get(&key(id))
        .or_else(|| all(world).into_iter().find(is_it));
    found.ok_or_else(|| refusals::of(404, None, &format!("There is no user {id}.")))
}

/// Returns all users, in the order of their creation.
pub(super) fn all(world: &World) -> Vec<&Object> {
    let all = objects::key(API, RESOURCE, []);
    let mut users: Vec<&Object> = world.objects.starting_with(&all).map(|(_, user)| user).collect();
    users.sort_by_key(|user| user.number);
    users
}

/// Saves a user and returns the key. One that exists keeps its number.
fn put(world: &mut World, fields: Fields) -> String {
    let id = text(&fields, "id").to_owned();
    let key = key(&id);
    let number = world.objects.get(&key).map(|user| user.number);
    let object = Object {
        resource: RESOURCE.to_owned(),
        id,
        parents: Vec::new(),
        within: objects::key(API, RESOURCE, []),
        number: number.unwrap_or_else(|| world.next_number("object")),
        fields,
    };
    world.objects.put(key.as_str(), object);
    key
}

fn key(id: &str) -> String {
    objects::key(API, RESOURCE, [id])
}

fn text<'f>(fields: &'f Fields, name: &str) -> &'f str {
    let key = path::key(fields, name);
    key.and_then(|key| fields.get(key))
        .and_then(Value::as_str)
        .unwrap_or_default()
}
