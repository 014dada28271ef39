//! Models: a schema for each view of each type.

use concur_spec::api::{
    Accept, Access, Api, Choice, Family, FamilyView, Kind, Member, Model, ModelField, Presence, Preset, Required, Type,
    View, WireForm,
};

use super::properties;
use super::text::{self, Text};
use super::types::{self, Way};
use crate::json::{Json, Object, object};
use crate::rust::docs;

/// Returns the schema of a model.
pub(crate) fn schema(api: &Api, model: &Model) -> Object {
    let table = api.types.iter().find(|ty| ty.name == model.source);
    let mut schema = object! { "type" => "object" };
    schema.set_filled("description", description(model, table));
    schema.set("properties", properties(api, model, table));
    schema.set_filled("required", required(model, table));
    schema.set_filled("allOf", conditions(model, table));
    if model.view.is_received() {
        schema.set("additionalProperties", true);
    }
    schema.set("x-concur-type", &model.source);
    schema.set("x-concur-view", view(model.view));
    schema.set_filled("x-concur-required-when-sent", required_when_sent(model, table));
    schema.set_filled("x-concur-always-received", always_received(model, table));
    schema.set_filled("x-concur-one-of", choices(model).map(one_of).collect::<Json>());
    schema.set_filled("x-concur-families", families(model));
    schema.set_some("x-concur-shorthand", table.and_then(|table| table.shorthand.as_ref()));
    text::add_background(&mut schema, &model.doc);
    schema
}

fn view(view: View) -> &'static str {
    match view {
        View::Read => "read",
        View::Shared => "shared",
        View::Create => "create",
        View::Replace => "replace",
        View::Update => "update",
    }
}

fn description(model: &Model, table: Option<&Type>) -> String {
    let mut text = Text::of(&model.doc);
    for choice in choices(model) {
        let wires = choice.alternatives.iter().map(|alternative| &alternative.wire);
        text = text.say(format!("Exactly one of {} is sent.", text::codes(wires)));
    }
    let needed = required_when_sent(model, table);
    if !needed.is_empty() {
        text = text.say(format!("Requests must have {}.", text::codes(needed.iter().copied())));
    }
    let known = always_received(model, table);
    if !known.is_empty() {
        text = text.say(format!("Responses always have {}.", text::codes(known.iter().copied())));
    }
    if let Some(shorthand) = table
        .and_then(|table| table.shorthand.as_ref())
        .filter(|_| model.view != View::Update)
    {
        text = text.say(format!("`{shorthand}` alone is enough to set one."));
    }
    text = text.say_if(
        model.view == View::Update,
        "Absent fields keep their values; null clears a field that can be cleared.",
    );
    text.errata(&model.doc).into_string()
}

fn properties(api: &Api, model: &Model, table: Option<&Type>) -> Object {
    let mut properties = Object::default();
    for member in &model.members {
        match member {
            Member::Field(field) => add_field(&mut properties, api, model, table, field),
            Member::Choice(choice) => add_choice(&mut properties, api, choice, table),
        }
    }
    properties
}

/// Adds a field under each of its names.
fn add_field(properties: &mut Object, api: &Api, model: &Model, table: Option<&Type>, field: &ModelField) {
    properties.set(&field.wire, property(api, model, table, field));
    for alias in field.spelling.iter().flat_map(|spelling| &spelling.aliases) {
        let mut other = value(api, model, field);
        other.set(
            "description",
            format!("Another name of {}; only one of them is sent.", docs::code(&field.wire)),
        );
        other.set("x-concur-alias-of", &field.wire);
        properties.set(alias, other);
    }
}

/// Returns the schema of the value of a field.
fn value(api: &Api, model: &Model, field: &ModelField) -> Object {
    let received = model.view.is_received();
    let way = if received { Way::Received } else { Way::Sent };
    let mut schema = properties::schema(api, &field.kind, field.properties, way);
    if received && field.accepts.contains(&Accept::Blank) {
        // An empty string matches no format.
        schema.remove("format");
        schema.remove("pattern");
    }
    if field.accepts.contains(&Accept::DateTime) {
        // A date with a time has another format.
        schema.remove("format");
    }
    if let (Kind::List(item), true) = (&field.kind, received && field.accepts.contains(&Accept::Single)) {
        let item = properties::schema(api, item, field.properties, way);
        schema = object! { "anyOf" => vec![schema, item] };
    }
    let nullable = match field.presence {
        Presence::Optional | Presence::Collection => received,
        Presence::Clearable => true,
        Presence::Required | Presence::Settable => false,
    };
    if nullable { types::or_null(schema) } else { schema }
}

fn property(api: &Api, model: &Model, table: Option<&Type>, field: &ModelField) -> Object {
    let row = table.and_then(|table| Row::of(table, field));
    let create_only = model.view == View::Create && row.is_some_and(|row| row.access.create_only);
    let received = model.view.is_received();
    let mut schema = value(api, model, field);
    let example = field.doc.example.as_ref();
    let shown = example.and_then(|text| types::value(api, &field.kind, field.properties.wire_form, text));
    let text = Text::of(&field.doc)
        .say_value("Example", example, shown.as_ref())
        .say_if(field.presence == Presence::Clearable, "Null clears the field.")
        .say_if(create_only, "Only for creation; not part of an update.")
        .say_if(
            received && field.accepts.contains(&Accept::Single),
            "The service can send a single item instead of a list.",
        )
        .say_if(
            received && field.accepts.contains(&Accept::Blank),
            "An empty string means absent.",
        )
        .say_if(
            field.accepts.contains(&Accept::DateTime),
            "It can be a date with a time of day.",
        )
        .errata(&field.doc);
    schema.set_filled("description", text.into_string());
    schema.set_some("examples", shown.map(|shown| vec![shown]));
    schema.set_some("default", row.and_then(|row| default(api, field, row.default?)));
    schema.set_if("readOnly", row.is_some_and(|row| row.access.read_only));
    schema.set_some("x-concur-format", row.and_then(|row| row.format));
    schema.set_if("writeOnly", row.is_some_and(|row| row.access.write_only));
    schema.set_if("x-concur-create-only", create_only);
    properties::extend(&mut schema, field.properties);
    let family = field.family.and_then(|member| model.families.get(member.family));
    if received {
        let openers = api.openers(&model.source, &field.wire);
        schema.set_filled("x-concur-opened-by", openers.map(|scope| &scope.wire).collect::<Json>());
    }
    schema.set_some("x-concur-family", family.map(|family| &family.prefix));
    text::add_background(&mut schema, &field.doc);
    schema
}

/// Returns the default of a field as it is sent.
fn default(api: &Api, field: &ModelField, default: &Preset) -> Option<Json> {
    let form = field.properties.wire_form;
    match (default, &field.kind) {
        (Preset::List(items), Kind::List(kind)) => {
            let items = items.iter().map(|item| types::value(api, kind, form, item));
            Some(Json::List(items.collect::<Option<_>>()?))
        }
        (Preset::One(value), kind) => types::value(api, kind, form, value),
        (Preset::List(_), _) => None,
    }
}

/// Properties of a field that are in its row, but not in the model.
#[derive(Clone, Copy)]
struct Row<'a> {
    access: Access,
    format: Option<&'a String>,
    default: Option<&'a Preset>,
}

impl<'a> Row<'a> {
    fn of(table: &'a Type, field: &ModelField) -> Option<Self> {
        let own = || {
            let row = table.fields.iter().find(|row| row.wire == field.wire)?;
            Some(Self {
                access: row.access,
                format: row.format.as_ref(),
                default: row.default.as_ref(),
            })
        };
        let member = field.family.as_ref();
        let family = member.and_then(|member| {
            let prefix = field.wire.strip_suffix(&member.number.to_string())?;
            let holds = |row: &&Family| row.prefix == prefix && (row.from..=row.to).contains(&member.number);
            let row = table.families.iter().find(holds)?;
            Some(Self {
                access: row.access,
                format: row.format.as_ref(),
                default: None,
            })
        });
        family.or_else(own)
    }
}

fn add_choice(properties: &mut Object, api: &Api, choice: &Choice, table: Option<&Type>) {
    for alternative in &choice.alternatives {
        let row = table.and_then(|table| table.fields.iter().find(|row| row.wire == alternative.wire));
        let form = row.map_or(WireForm::Natural, |row| row.properties.wire_form);
        let mut schema = types::schema(api, &alternative.kind, form, Way::Sent);
        let example = alternative.doc.example.as_ref();
        let shown = example.and_then(|text| types::value(api, &alternative.kind, form, text));
        let text = Text::of(&alternative.doc).say_value("Example", example, shown.as_ref());
        schema.set_filled("description", text.errata(&alternative.doc).into_string());
        schema.set_some("examples", shown.map(|shown| vec![shown]));
        schema.set_some("x-concur-format", row.and_then(|row| row.format.as_ref()));
        text::add_background(&mut schema, &alternative.doc);
        properties.set(&alternative.wire, schema);
    }
}

fn fields(model: &Model) -> impl Iterator<Item = &ModelField> {
    model.members.iter().filter_map(|member| match member {
        Member::Field(field) => Some(&**field),
        Member::Choice(_) => None,
    })
}

fn choices(model: &Model) -> impl Iterator<Item = &Choice> {
    model.members.iter().filter_map(|member| match member {
        Member::Field(_) => None,
        Member::Choice(choice) => Some(choice.as_ref()),
    })
}

/// Returns whether a field is in every value of the model. In a shared model these are the fields that the service
/// always sends and a caller must send.
fn is_required(model: &Model, table: Option<&Type>, field: &ModelField) -> bool {
    match model.view {
        View::Read => field.presence == Presence::Required,
        View::Shared => field.presence == Presence::Required && must_be_sent(table, field),
        View::Create | View::Replace => field.builder_required || has_needed_default(table, field, model.view),
        View::Update => false,
    }
}

/// Returns whether a field must be sent although the builder does not require it, since it has a default.
fn has_needed_default(table: Option<&Type>, field: &ModelField, view: View) -> bool {
    let row = table.and_then(|table| table.fields.iter().find(|row| row.wire == field.wire));
    row.filter(|row| row.default.is_some())
        .is_some_and(|row| match row.required {
            Required::Always => true,
            Required::OnCreate => view == View::Create,
            Required::No | Required::OneOf(_) => false,
        })
}

/// Returns whether a caller must send the field, according to its row.
fn must_be_sent(table: Option<&Type>, field: &ModelField) -> bool {
    let row = table.and_then(|table| table.fields.iter().find(|row| row.wire == field.wire));
    row.is_some_and(|row| !row.access.read_only && matches!(row.required, Required::Always | Required::OnCreate))
}

/// Returns the wire names that are always present. Fields with several names are covered by [`conditions`] instead.
fn required<'a>(model: &'a Model, table: Option<&Type>) -> Vec<&'a String> {
    fields(model)
        .filter(|field| is_required(model, table, field) && field.spelling.is_none())
        .map(|field| &field.wire)
        .collect()
}

/// Returns the fields of a shared model that a caller must send but that may be absent in responses.
fn required_when_sent<'a>(model: &'a Model, table: Option<&Type>) -> Vec<&'a String> {
    let needed = |field: &&ModelField| must_be_sent(table, field) && !is_required(model, table, field);
    let shared = fields(model).filter(|_| model.view == View::Shared);
    shared.filter(needed).map(|field| &field.wire).collect()
}

/// Returns the fields of a shared model that the service always sends but a caller may omit.
fn always_received<'a>(model: &'a Model, table: Option<&Type>) -> Vec<&'a String> {
    let known = |field: &&ModelField| field.presence == Presence::Required && !is_required(model, table, field);
    let shared = fields(model).filter(|_| model.view == View::Shared);
    shared.filter(known).map(|field| &field.wire).collect()
}

/// Returns the conditions on keys that `required` cannot express.
fn conditions(model: &Model, table: Option<&Type>) -> Json {
    let has = |wire: &String| object! { "required" => vec![wire] };
    let aliased = fields(model)
        .filter(|field| is_required(model, table, field))
        .filter_map(|field| {
            let aliases = &field.spelling.as_ref()?.aliases;
            let names = std::iter::once(&field.wire).chain(aliases);
            Some(object! { "anyOf" => names.map(has).collect::<Json>() })
        });
    let exclusive = choices(model).map(|choice| {
        let wires = choice.alternatives.iter().map(|alternative| &alternative.wire);
        object! { "oneOf" => wires.map(has).collect::<Json>() }
    });
    aliased.chain(exclusive).collect()
}

fn one_of(choice: &Choice) -> Object {
    let wires = choice.alternatives.iter().map(|alternative| &alternative.wire);
    object! { "name" => choice.name.as_str(), "fields" => wires.collect::<Json>() }
}

fn families(model: &Model) -> Json {
    let family = |family: &FamilyView| {
        object! { "prefix" => &family.prefix, "from" => family.from, "to" => family.to }
    };
    model.families.iter().map(family).collect()
}
