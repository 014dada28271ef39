//! The body of an example: as printed in the documents, or a minimal one.

use concur_spec::api::{
    Alternative, Api, Body, Choice, Example, Kind, Member, Model, ModelField, Operation, Parameter, Preset, Scalar,
    TypeName, View, WireForm,
};

use super::values;
use crate::json::{Json, Object};
use crate::rust::members::{fields, model_of};

/// Returns the first body printed in the document of the operation, unless it lacks a value that a builder requires.
pub(super) fn printed(api: &Api, operation: &Operation) -> Option<Json> {
    let is_own = |example: &&Example| example.document_key == operation.doc.document_key;
    let mut examples = operation.examples.iter().filter(is_own);
    let printed = examples.find_map(|example| example.request.as_deref());
    // The specification is checked, so this is valid JSON.
    let (body, printed) = (operation.body.as_ref()?, Json::parse(printed?).ok()?);
    match printed {
        Json::List(items) if body.is_list => {
            let items = items.into_iter().map(|item| printed_object(api, body, item));
            items.collect::<Option<_>>().map(Json::List)
        }
        object => printed_object(api, body, object).filter(|_| !body.is_list),
    }
}

fn printed_object(api: &Api, body: &Body, printed: Json) -> Option<Json> {
    let Json::Object(printed) = printed else { return None };
    let model = case(api, body, &printed)?;
    is_whole(api, model, &printed).then(|| Json::Object(as_sent(api, model, printed)))
}

/// Returns the model of an object that is sent: that of the body, or of the case of its union.
pub(super) fn case<'a>(api: &'a Api, body: &'a Body, object: &Object) -> Option<&'a TypeName> {
    let Some(union) = body.union(api) else {
        return Some(&body.model);
    };
    let mut cases = union.cases.iter();
    let case = cases.find(|case| case.applies(|key| object.text(key)));
    case.map(|case| &case.model)
}

/// Returns an object with its values as the SDK sends them: documents also print the forms of answers.
fn as_sent(api: &Api, name: &TypeName, object: Object) -> Object {
    let Some(model) = model_of(api, name) else {
        return object;
    };
    let mut out = Object::default();
    for (wire, value) in object.iter() {
        let is_it = |field: &&ModelField| {
            field.wire == wire
                || field
                    .spelling
                    .iter()
                    .any(|spelling| spelling.aliases.iter().any(|alias| alias == wire))
        };
        let value = match fields(model).find(is_it) {
            Some(field) => value_as_sent(api, &field.kind, field.properties.wire_form, value.clone()),
            None => value.clone(),
        };
        out.set(wire, value);
    }
    out
}

fn value_as_sent(api: &Api, kind: &Kind, form: WireForm, value: Json) -> Json {
    match (kind, value) {
        (Kind::Scalar(Scalar::Boolean), Json::Text(text)) if form.is_text() => {
            WireForm::boolean(&text).map_or(Json::Text(text), |is| form.word(is).into())
        }
        (Kind::Scalar(Scalar::Date | Scalar::DateTime), Json::Text(text)) => as_callers_write(kind, &text).into(),
        (Kind::Model(name), Json::Object(object)) => Json::Object(as_sent(api, name, object)),
        (Kind::List(item), Json::List(values)) => Json::List(
            values
                .into_iter()
                .map(|value| value_as_sent(api, item, form, value))
                .collect(),
        ),
        (_, value) => value,
    }
}

/// Returns a date without the time of day, or a date and time without the offset, that an answer may have.
fn as_callers_write<'t>(kind: &Kind, text: &'t str) -> &'t str {
    let day = text.get(..10).unwrap_or(text);
    match kind {
        Kind::Scalar(Scalar::Date) => day,
        Kind::Scalar(Scalar::DateTime) => {
            let clock = text.get(10..).unwrap_or_default();
            let end = clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len());
            text.get(..day.len() + end).unwrap_or(text)
        }
        _ => text,
    }
}

/// Returns whether an object has every value that the builder of its model requires, at any depth.
fn is_whole(api: &Api, name: &TypeName, object: &Object) -> bool {
    let Some(model) = model_of(api, name) else { return false };
    model.members.iter().all(|member| match member {
        Member::Field(field) => {
            let aliases = field.spelling.iter().flat_map(|spelling| &spelling.aliases);
            let mut names = std::iter::once(&field.wire).chain(aliases);
            match names.find_map(|name| object.get(name)) {
                Some(value) => is_whole_value(api, &field.kind, value),
                None => !is_required(model, field),
            }
        }
        Member::Choice(choice) => choice.alternatives.iter().any(|one| {
            let value = object.get(&one.wire);
            value.is_some_and(|value| is_whole_value(api, &one.kind, value))
        }),
    })
}

fn is_whole_value(api: &Api, kind: &Kind, value: &Json) -> bool {
    match (kind, value) {
        (Kind::Model(name), Json::Object(object)) => is_whole(api, name, object),
        (Kind::Union(name), Json::Object(object)) => {
            let union = api.unions.iter().find(|union| union.type_name == *name);
            let case = union.and_then(|union| union.cases.iter().find(|case| case.applies(|key| object.text(key))));
            case.is_some_and(|case| is_whole(api, &case.model, object))
        }
        (Kind::List(item), Json::List(values)) => values.iter().all(|value| is_whole_value(api, item, value)),
        (Kind::Map(of), Json::Object(entries)) => entries.iter().all(|(_, value)| is_whole_value(api, of, value)),
        _ => true,
    }
}

/// Returns a body with the required fields and those with an example, or `None` for a type that requires itself, which
/// has no values.
pub(super) fn short(api: &Api, body: &Body) -> Option<Json> {
    Minimal::new(api).value(&body.kind(api), None, WireForm::Natural)
}

/// Returns the value of a parameter that is a field of a body.
pub(crate) fn field(api: &Api, parameter: &Parameter, text: &str) -> Json {
    let value = Minimal::new(api).value(&parameter.kind, Some(text), WireForm::Natural);
    value.unwrap_or(Json::Null)
}

/// Builds a minimal body.
struct Minimal<'a> {
    api: &'a Api,
    /// The models that contain the current one, to detect cycles.
    path: Vec<&'a TypeName>,
}

impl<'a> Minimal<'a> {
    fn new(api: &'a Api) -> Self {
        Self { api, path: Vec::new() }
    }

    /// Builds an object, or returns `None` if it would contain itself. `wanted` is the wire name of an additional
    /// field.
    fn object(&mut self, name: &TypeName, wanted: Option<&str>) -> Option<Object> {
        let model = model_of(self.api, name).filter(|model| !self.path.contains(&&model.name))?;
        self.path.push(&model.name);
        let out = self.members(model, wanted);
        self.path.pop();
        out
    }

    fn members(&mut self, model: &Model, wanted: Option<&str>) -> Option<Object> {
        let mut out = Object::default();
        for member in &model.members {
            match member {
                Member::Field(field) => {
                    let is_required =
                        is_required(model, field) || field.preset.is_some() || wanted == Some(&field.wire);
                    if !is_required && !is_illustrative(model, field) {
                        continue;
                    }
                    match self.field(field) {
                        Some(value) => out.set(&field.wire, value),
                        None if is_required => return None,
                        None => {}
                    }
                }
                Member::Choice(choice) => {
                    let (wire, value) = self.alternative(choice)?;
                    out.set(wire, value);
                }
            }
        }
        Some(out)
    }

    fn field(&mut self, field: &ModelField) -> Option<Json> {
        let form = field.properties.wire_form;
        match (&field.preset, &field.kind) {
            (Some(Preset::List(items)), Kind::List(kind)) => {
                let items = items.iter().map(|item| self.value(kind, Some(item), form));
                Some(Json::List(items.collect::<Option<_>>()?))
            }
            (Some(Preset::One(value)), kind) => self.value(kind, Some(value), form),
            (_, kind) => self.value(kind, field.doc.example.as_deref(), form),
        }
    }

    /// Returns the alternative with an example, or the first that can be built.
    fn alternative<'c>(&mut self, choice: &'c Choice) -> Option<(&'c String, Json)> {
        let (with, without): (Vec<&Alternative>, Vec<_>) =
            choice.alternatives.iter().partition(|one| one.doc.example.is_some());
        with.into_iter().chain(without).find_map(|one| {
            let value = self.value(&one.kind, one.doc.example.as_deref(), WireForm::Natural)?;
            Some((&one.wire, value))
        })
    }

    fn value(&mut self, kind: &Kind, example: Option<&str>, form: WireForm) -> Option<Json> {
        Some(match kind {
            Kind::Scalar(scalar) => scalar_value(*scalar, values::example_or_default(self.api, kind, example), form),
            Kind::ValueSet(name) => {
                let text = values::example_or_default(self.api, kind, example);
                let set = self.api.value_sets.iter().find(|set| set.type_name == *name);
                match set.is_some_and(|set| set.is_integer) {
                    true => scalar_value(Scalar::Integer, text, form),
                    false => Json::Text(text),
                }
            }
            // A list of a type that contains itself is empty.
            Kind::List(item) => Json::List(self.value(item, example, form).into_iter().collect()),
            Kind::Map(of) => {
                let mut out = Object::default();
                if let Some(value) = self.value(of, example, form) {
                    out.set("name", value);
                }
                Json::Object(out)
            }
            Kind::Model(name) => match (example, shorthand(self.api, name)) {
                (Some(_), Some(field)) => {
                    let mut out = Object::default();
                    out.set(
                        &field.wire,
                        self.value(&field.kind, example, field.properties.wire_form)?,
                    );
                    Json::Object(out)
                }
                _ => Json::Object(self.object(name, None)?),
            },
            Kind::Union(name) => {
                let union = self.api.unions.iter().find(|union| union.type_name == *name)?;
                // The last case needs no key. Any other case needs the key that selects it.
                let mut cases = union.cases.iter().rev();
                let object = cases.find_map(|case| self.object(&case.model, case.when.as_deref()))?;
                Json::Object(object)
            }
        })
    }
}

fn is_required(model: &Model, field: &ModelField) -> bool {
    field.builder_required && model.view != View::Update
}

/// Returns whether a field has an example; of a family, only the first field counts.
fn is_illustrative(model: &Model, field: &ModelField) -> bool {
    let family = field
        .family
        .and_then(|member| Some((member, model.families.get(member.family)?)));
    let is_first = family.is_none_or(|(member, view)| member.number == view.from);
    is_first && field.doc.example.is_some()
}

/// Returns the field that is a shorthand for the whole object.
fn shorthand<'a>(api: &'a Api, name: &TypeName) -> Option<&'a ModelField> {
    let model = model_of(api, name)?;
    let wanted = model.shorthand.as_ref()?;
    fields(model).find(|field| field.name == *wanted)
}

fn scalar_value(scalar: Scalar, text: String, form: WireForm) -> Json {
    let is_number = |text: &str| !text.is_empty() && serde_json::from_str::<serde_json::Number>(text).is_ok();
    match scalar {
        Scalar::Boolean if form.is_text() => Json::from(form.word(text == "true")),
        Scalar::Boolean => Json::Bool(text == "true"),
        Scalar::Json => Json::parse(&text).unwrap_or(Json::Text(text)),
        Scalar::Integer | Scalar::Decimal if form == WireForm::Natural && is_number(&text) => Json::Number(text),
        _ => Json::Text(text),
    }
}
