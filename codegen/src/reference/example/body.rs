//! The body of an example: as the documents print it, or the least that is worth sending.

use concur_spec::api::{
    Api, Body, Kind, Member, Model, ModelField, Operation, Parameter, Scalar, TypeName, View, WireForm,
};

use super::values;
use crate::openapi::json::{Json, Object};
use crate::reference::find::model_of;

/// How deep an example goes; required fields of required fields end long before that.
const DEEPEST: usize = 8;

/// The body that the documents print first, or one that has the required fields and those with an example.
pub(super) fn of(api: &Api, operation: &Operation, body: &Body) -> Object {
    let printed = operation.examples.iter().find_map(|example| example.request.as_deref());
    // The specification has been checked: it is JSON.
    match printed.and_then(|text| Json::parse(text).ok()) {
        Some(Json::Object(printed)) => printed,
        _ => object(api, &body.model, 0),
    }
}

/// The value of a parameter that is a field of a body.
pub(super) fn field(api: &Api, parameter: &Parameter, text: &str) -> Json {
    value(api, &parameter.kind, Some(text), WireForm::Natural, 0)
}

fn object(api: &Api, name: &TypeName, depth: usize) -> Object {
    let mut out = Object::default();
    let Some(model) = model_of(api, name).filter(|_| depth < DEEPEST) else {
        return out;
    };
    for member in &model.members {
        match member {
            Member::Field(field) if is_shown(model, field) => {
                let value = value(api, &field.kind, field.doc.example.as_deref(), field.wire_form, depth);
                out.set(&field.wire, value);
            }
            Member::Field(_) => {}
            Member::Choice(choice) => {
                let with_example = choice.alternatives.iter().find(|one| one.doc.example.is_some());
                if let Some(one) = with_example.or(choice.alternatives.first()) {
                    let example = one.doc.example.as_deref();
                    out.set(&one.wire, value(api, &one.kind, example, WireForm::Natural, depth));
                }
            }
        }
    }
    out
}

/// A field that has to be there, or has an example; of a family the first alone.
fn is_shown(model: &Model, field: &ModelField) -> bool {
    let family = field
        .family
        .and_then(|member| Some((member, model.families.get(member.family)?)));
    let is_first = family.is_none_or(|(member, view)| member.number == view.from);
    let is_required = field.builder_required && model.view != View::Update;
    is_required || (is_first && field.doc.example.is_some())
}

fn value(api: &Api, kind: &Kind, example: Option<&str>, form: WireForm, depth: usize) -> Json {
    match kind {
        Kind::Scalar(scalar) => {
            let text = example.map_or_else(|| values::text(api, kind), str::to_owned);
            scalar_value(*scalar, text, form)
        }
        Kind::ValueSet(_) => Json::Text(example.map_or_else(|| values::text(api, kind), str::to_owned)),
        Kind::List(item) => Json::List(vec![value(api, item, example, form, depth + 1)]),
        Kind::Model(name) => match (example, shorthand(api, name)) {
            (Some(_), Some(field)) => {
                let mut out = Object::default();
                out.set(
                    &field.wire,
                    value(api, &field.kind, example, field.wire_form, depth + 1),
                );
                Json::Object(out)
            }
            _ => Json::Object(object(api, name, depth + 1)),
        },
        Kind::Union(name) => {
            let union = api.unions.iter().find(|union| union.type_name == *name);
            let case = union.and_then(|union| union.cases.last());
            Json::Object(case.map_or_else(Object::default, |case| object(api, &case.model, depth + 1)))
        }
    }
}

/// The field whose value alone stands for the whole.
fn shorthand<'a>(api: &'a Api, name: &TypeName) -> Option<&'a ModelField> {
    let model = model_of(api, name)?;
    let wanted = model.shorthand.as_ref()?;
    model.members.iter().find_map(|member| match member {
        Member::Field(field) if field.name == *wanted => Some(&**field),
        _ => None,
    })
}

fn scalar_value(scalar: Scalar, text: String, form: WireForm) -> Json {
    let is_number = |text: &str| !text.is_empty() && serde_json::from_str::<serde_json::Number>(text).is_ok();
    match scalar {
        Scalar::Boolean => Json::Bool(text == "true"),
        Scalar::Integer | Scalar::Decimal if form == WireForm::Natural && is_number(&text) => Json::Number(text),
        _ => Json::Text(text),
    }
}
