//! Random platforms: token calls and grants, with names and texts that are likely to cause collisions.

use super::choices::Choices;
use super::names::{Named, Scope};
use super::texts::text;
use super::yaml::{Mapping, Yaml};

const TYPES: &[&str] = &[
    "string",
    "boolean",
    "integer",
    "decimal",
    "date",
    "time",
    "timestamp",
    "uri",
    "currency",
    "Set",
    "Closed",
];

struct Field {
    named: Named,
    ty: &'static str,
    secret: bool,
}

/// Returns the part of a platform about tokens, to be appended to the rest.
pub(crate) fn tokens(choices: &mut Choices) -> String {
    let mut names = Scope::default();
    let fields: Vec<Field> = (0..choices.between(5, 14))
        .map(|at| Field::sketch(choices, &mut names, at))
        .collect();
    let mut platform = Mapping::default();
    platform.put("operations", operations(choices, &fields));
    platform.put("types", types(choices));
    platform.put(
        "error_codes",
        single_entry(&text(choices), single_entry("doc", text(choices))),
    );
    let mut keys = Scope::default();
    let mut grants = Mapping::default();
    let refresh = keys.snake(choices);
    grants.entry(&refresh, grant(choices, &fields, true));
    for _ in 0..choices.below(4) {
        let key = keys.snake(choices);
        let refreshes = choices.chance(20);
        grants.entry(&key, grant(choices, &fields, refreshes));
    }
    platform.put("grants", grants);
    platform.put("tokens", call(choices, &fields, &refresh));
    platform.document()
}

impl Field {
    /// The first five are the grant type, client id, client secret, refresh token and scopes.
    fn sketch(choices: &mut Choices, names: &mut Scope, at: usize) -> Self {
        Self {
            named: names.name(choices),
            ty: if at < 5 { "string" } else { choices.word(TYPES) },
            secret: at == 2 || at == 3,
        }
    }

    fn wire(&self) -> &str {
        &self.named.wire
    }
}

fn single_entry(key: &str, value: impl Into<Yaml>) -> Mapping {
    let mut mapping = Mapping::default();
    mapping.entry(key, value);
    mapping
}

fn operations(choices: &mut Choices, fields: &[Field]) -> Mapping {
    let mut parameters = Mapping::default();
    for field in fields {
        let mut parameter = Mapping::default();
        parameter.put("in", "form");
        parameter.put("type", field.ty);
        parameter.put_flag("secret", field.secret);
        parameter.put_some("name", field.named.name.clone());
        parameter.put("doc", text(choices));
        parameters.entry(field.wire(), parameter);
    }
    let mut call = Mapping::default();
    call.put("http", "POST /token");
    call.put("auth", "none");
    call.put("doc", text(choices));
    call.put("parameters", parameters);
    call.put("responses", single_entry("200", "Answer"));
    let mut revoke = Mapping::default();
    revoke.put("http", "DELETE /token");
    revoke.put("doc", text(choices));
    revoke.put("responses", single_entry("200", "none"));
    let mut operations = single_entry("token", call);
    operations.put("revoke", revoke);
    operations
}

/// The value sets are fields of the response, so that they are always used.
fn types(choices: &mut Choices) -> Mapping {
    let mut types = Mapping::default();
    for (name, closed) in [("Set", false), ("Closed", true)] {
        let mut set = Mapping::default();
        set.put("doc", text(choices));
        set.put_flag("closed", closed);
        set.put("values", single_entry("a", text(choices)));
        types.put(name, set);
    }
    let mut answer = Mapping::default();
    answer.put("doc", text(choices));
    let mut fields = Mapping::default();
    for (name, ty) in [("token", "string"), ("set", "Set"), ("closed", "Closed")] {
        let mut field = Mapping::default();
        field.put("type", ty);
        field.put("doc", text(choices));
        fields.put(name, field);
    }
    answer.put("fields", fields);
    types.put("Answer", answer);
    types
}

fn grant(choices: &mut Choices, fields: &[Field], refreshes: bool) -> Mapping {
    let mut rest: Vec<&Field> = fields[5..].iter().filter(|_| choices.chance(50)).collect();
    if refreshes {
        rest.insert(choices.below(rest.len() + 1), &fields[3]);
    }
    let mut required: Vec<&str> = rest.iter().map(|field| field.wire()).collect();
    for client in &fields[1..3] {
        required.insert(choices.below(required.len() + 1), client.wire());
    }
    let mut arguments = Mapping::default();
    let mut names = Scope::default();
    for field in fields.iter().filter(|field| required.contains(&field.wire())) {
        names.claim(field.named.name.as_deref().unwrap_or(field.wire()));
    }
    for field in &rest {
        if choices.chance(30) {
            arguments.entry(field.wire(), single_entry("name", names.snake(choices)));
        }
    }
    let open = rest.iter().find(|field| !field.secret);
    let mut grant = Mapping::default();
    grant.put("grant_type", text(choices));
    grant.put("required", required);
    if choices.chance(50) {
        grant.put("optional", vec![fields[4].wire()]);
    }
    grant.put_filled("arguments", arguments);
    grant.put_some(
        "principal",
        open.filter(|_| choices.chance(50)).map(|field| field.wire()),
    );
    grant.put("host", choices.word(&["geolocation", "global", "user", "any"]));
    grant.put_flag("repeatable", choices.chance(50));
    grant.put_flag("idempotent", choices.chance(50));
    grant.put("doc", text(choices));
    grant
}

fn call(choices: &mut Choices, fields: &[Field], refresh: &str) -> Mapping {
    let mut form = Mapping::default();
    let roles = ["grant_type", "client_id", "client_secret", "refresh_token", "scope"];
    for (role, field) in roles.into_iter().zip(fields) {
        form.put(role, field.wire());
    }
    let mut answer = Mapping::default();
    for role in ["access_token", "refresh_token", "id_token", "lifetime", "scope"] {
        answer.put(role, "token");
    }
    let mut call = Mapping::default();
    call.put("doc", text(choices));
    call.put("operation", "token");
    call.put("form", form);
    call.put("answer", answer);
    call.put("refresh", refresh);
    call.put("lifetime", "client_timeout");
    call.put("margin", "client_timeout");
    call.put_some("revoke", choices.maybe(50, |_| "revoke"));
    call.put_some("authorize", choices.maybe(50, page));
    call
}

fn page(choices: &mut Choices) -> Mapping {
    let mut parameters = Mapping::default();
    for role in ["client_id", "redirect_uri", "scope", "state"] {
        parameters.put(role, text(choices));
    }
    let mut answer = Mapping::default();
    for role in ["code", "error", "error_description"] {
        answer.put(role, text(choices));
    }
    let mut page = Mapping::default();
    page.put("doc", text(choices));
    page.put("path", "/agree");
    page.put("parameters", parameters);
    page.put("fixed", single_entry(&text(choices), text(choices)));
    page.put("answer", answer);
    page
}
