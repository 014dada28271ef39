//! The page of a type with fields.

use concur_spec::api::{Api, Doc, Family, Member, Model, Presence, Required, Type, TypeField, View};

use super::link::Link;
use super::markdown::{self, code_cell};
use super::page::Page;
use super::properties::type_cell;
use super::types::{expression, family_name};
use super::uses::Uses;
use crate::rust::docs::code;

pub(super) fn page(api: &Api, uses: &Uses<'_>, ty: &Type) -> Page {
    let link = Link::ty(api, &ty.name);
    let mut page = Page::new(&link, &code(&ty.name));
    page.say_spec(&ty.doc.text);
    if let Some(example) = &ty.doc.example {
        page.say(format!("Example: {}", code(example)));
    }
    if ty.inline {
        page.say(
            "The documentation does not name this type; its table is part of an operation. The name is the SDK's.",
        );
    }
    if ty.is_shared {
        page.say(markdown::SHARED);
    }
    if let Some(shorthand) = &ty.shorthand {
        let to = Link::ty(api, &ty.name).at("field", shorthand);
        page.say(format!(
            "In the SDK, {} alone is enough to create one.",
            page.named(shorthand, &to)
        ));
    }
    fields(&mut page, api, ty);
    sdk(&mut page, api, ty);
    let used = uses.of_type(&page, &ty.name);
    if !used.is_empty() {
        page.heading("Used by");
        page.list(used);
    }
    page.note(&ty.doc);
    page.end(&ty.doc);
    page
}

fn fields(page: &mut Page, api: &Api, ty: &Type) {
    let models: Vec<&Model> = api.models.iter().filter(|model| model.source == ty.name).collect();
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    for field in &ty.fields {
        rows.push((field.row, field_row(page, api, ty, &models, field)));
    }
    for family in &ty.families {
        rows.push((family.row, family_row(page, api, ty, &models, family)));
    }
    rows.sort_by_key(|(row, _)| *row);
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(_, row)| row).collect();
    page.heading("Fields");
    page.table(&["Field", "Type", "Presence", "Meaning"], &rows);
}

fn field_row(page: &mut Page, api: &Api, of: &Type, models: &[&Model], field: &TypeField) -> Vec<String> {
    let mut name = format!("{}{}", page.anchor("field", &field.wire), code(&field.wire));
    for alias in &field.aliases {
        name.push_str(&format!("<br>or {}", code(alias)));
    }
    let ty = expression(page, api, &field.ty);
    let mut presence = vec![required(&field.required)];
    if let Some(default) = &field.default {
        presence.push(format!("default in the SDK: {}", code_cell(&default.to_string())));
    }
    if field.guaranteed {
        presence.push(String::from("always present in responses"));
    }
    presence.extend(directions(models, &field.wire));
    presence.extend(opened(page, api, of, &field.wire));
    vec![
        name,
        type_cell(ty, field.format.as_ref(), &field.accepts, field.properties),
        presence.join("<br>"),
        meaning(page, &field.doc, &field.wire),
    ]
}

fn family_row(page: &mut Page, api: &Api, of: &Type, models: &[&Model], family: &Family) -> Vec<String> {
    let (name, first) = (family_name(family), format!("{}{}", family.prefix, family.from));
    let ty = expression(page, api, &family.element);
    let mut presence = vec![String::from("optional, each")];
    presence.extend(directions(models, &first));
    presence.extend(opened(page, api, of, &first));
    let last = format!("{}{}", family.prefix, family.to);
    vec![
        format!("{}{} to {}", page.anchor("field", &name), code(&first), code(&last)),
        type_cell(ty, family.format.as_ref(), &family.accepts, family.properties),
        presence.join("<br>"),
        meaning(page, &family.doc, &name),
    ]
}

/// Says which scopes open a field, if it needs one of some.
fn opened(page: &Page, api: &Api, of: &Type, wire: &str) -> Option<String> {
    let scopes = api.openers(&of.name, wire);
    let names: Vec<String> = scopes
        .map(|scope| page.named(&scope.wire, &Link::scope(api, &scope.wire)))
        .collect();
    (!names.is_empty()).then(|| format!("opened by {}", names.join(" or ")))
}

fn meaning(page: &mut Page, doc: &Doc, name: &str) -> String {
    page.describe(doc, "field", name)
}

fn required(required: &Required) -> String {
    match required {
        Required::No => String::from("optional"),
        Required::Always => String::from("**required**"),
        Required::OnCreate => String::from("**required** on creation"),
        Required::OneOf(group) => format!("**exactly one** of group {}", code(group)),
    }
}

/// Returns the bodies that have a field, and the effect of null in an update.
fn directions(models: &[&Model], wire: &str) -> Vec<String> {
    let views = models.iter().filter_map(|model| {
        let member = model.members.iter().find(|member| has(member, wire))?;
        Some(match model.view {
            View::Read => String::from("in responses"),
            View::Shared => String::from("in requests and responses"),
            View::Create => String::from("on creation"),
            View::Replace => String::from("in replacements"),
            View::Update => format!("in updates: {}", cleared(member)),
        })
    });
    views.collect()
}

fn has(member: &Member, wire: &str) -> bool {
    match member {
        Member::Field(field) => field.wire == wire,
        Member::Choice(choice) => choice.alternatives.iter().any(|one| one.wire == wire),
    }
}

fn cleared(member: &Member) -> &'static str {
    match member {
        Member::Field(field) if field.presence == Presence::Clearable => "null clears the field",
        Member::Field(_) | Member::Choice(_) => "cannot be cleared",
    }
}

/// Adds the structs of the SDK for the type.
fn sdk(page: &mut Page, api: &Api, ty: &Type) {
    let models = api.models.iter().filter(|model| model.source == ty.name);
    let items: Vec<String> = models
        .map(|model| {
            let role = match model.view {
                View::Read => "in responses",
                View::Shared => "in requests and responses",
                View::Create => "in requests, complete",
                View::Replace => "in replacements",
                View::Update => "in updates",
            };
            format!(
                "{}: {role}",
                code(&format!("sap_concur::{}::{}", api.module, model.name))
            )
        })
        .collect();
    if !items.is_empty() {
        page.heading("In the SDK");
        page.list(items);
        conveniences(page, api, ty);
    }
}

/// Adds what the structs have besides their fields and builders.
fn conveniences(page: &mut Page, api: &Api, ty: &Type) {
    let link = |page: &Page, wire: &str| page.named(wire, &Link::ty(api, &ty.name).at("field", wire));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for one in &ty.constructors {
        let fields: Vec<String> = one.fields.iter().map(|wire| link(page, wire)).collect();
        let call = code(&format!("{}(…)", one.name));
        rows.push(vec![
            call,
            format!("sets {}", fields.join(", ")),
            markdown::cell(&one.doc),
        ]);
    }
    for one in &ty.accessors {
        let call = code(&format!(".{}()", one.name));
        rows.push(vec![
            call,
            format!("reads {}", code(&one.path)),
            markdown::cell(&one.doc),
        ]);
    }
    if !ty.display.is_empty() {
        let fields: Vec<String> = ty.display.iter().map(|wire| link(page, wire)).collect();
        let what = format!("writes {}", fields.join(", "));
        rows.push(vec![
            code("Display"),
            what,
            String::from("On one line, without what is absent."),
        ]);
    }
    if !rows.is_empty() {
        page.table(&["Function", "Fields", "Meaning"], &rows);
    }
}
