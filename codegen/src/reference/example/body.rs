//! The body of an example: as the documents print it, or the least that is worth sending.

use concur_spec::api::{
    Alternative, Api, Body, Choice, Kind, Member, Model, ModelField, Operation, Parameter, Scalar, TypeName, View,
    WireForm,
};

use super::values;
use crate::openapi::json::{Json, Object};
use crate::reference::find::model_of;
use crate::rust::members::fields;

/// The body that the documents print first, or one that has the required fields and those with an example. None of a type
/// that requires itself, of which there is no value.
pub(super) fn of(api: &Api, operation: &Operation, body: &Body) -> Option<Object> {
    let printed = operation.examples.iter().find_map(|example| example.request.as_deref());
    // The specification has been checked: it is JSON.
    match printed.and_then(|text| Json::parse(text).ok()) {
        Some(Json::Object(printed)) => Some(printed),
        _ => Least::new(api).object(&body.model, None),
    }
}

/// The value of a parameter that is a field of a body.
pub(super) fn field(api: &Api, parameter: &Parameter, text: &str) -> Json {
    let value = Least::new(api).value(&parameter.kind, Some(text), WireForm::Natural);
    value.unwrap_or(Json::Null)
}

/// The least that is worth sending.
struct Least<'a> {
    api: &'a Api,
    /// The models on the way to what is being made, none of which it can hold again.
    path: Vec<&'a TypeName>,
}

impl<'a> Least<'a> {
    fn new(api: &'a Api) -> Self {
        Self { api, path: Vec::new() }
    }

    /// A whole object; none where it would hold itself. `wanted` is one more field, by its name on the wire.
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
                    let is_required = is_required(model, field) || wanted == Some(&field.wire);
                    if !is_required && !is_worth_it(model, field) {
                        continue;
                    }
                    match self.value(&field.kind, field.doc.example.as_deref(), field.wire_form) {
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

    /// The alternative with an example, or else the first that can be made.
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
            Kind::Scalar(scalar) => scalar_value(*scalar, values::given(self.api, kind, example), form),
            Kind::ValueSet(_) => Json::Text(values::given(self.api, kind, example)),
            // A list of what would hold itself ends here.
            Kind::List(item) => Json::List(self.value(item, example, form).into_iter().collect()),
            Kind::Model(name) => match (example, shorthand(self.api, name)) {
                (Some(_), Some(field)) => {
                    let mut out = Object::default();
                    out.set(&field.wire, self.value(&field.kind, example, field.wire_form)?);
                    Json::Object(out)
                }
                _ => Json::Object(self.object(name, None)?),
            },
            Kind::Union(name) => {
                let union = self.api.unions.iter().find(|union| union.type_name == *name)?;
                // The last is the one that needs no key. Of any other, the key that tells it has to be there.
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

/// A field with an example; of a family the first alone.
fn is_worth_it(model: &Model, field: &ModelField) -> bool {
    let family = field
        .family
        .and_then(|member| Some((member, model.families.get(member.family)?)));
    let is_first = family.is_none_or(|(member, view)| member.number == view.from);
    is_first && field.doc.example.is_some()
}

/// The field whose value alone stands for the whole.
fn shorthand<'a>(api: &'a Api, name: &TypeName) -> Option<&'a ModelField> {
    let model = model_of(api, name)?;
    let wanted = model.shorthand.as_ref()?;
    fields(model).find(|field| field.name == *wanted)
}

fn scalar_value(scalar: Scalar, text: String, form: WireForm) -> Json {
    let is_number = |text: &str| !text.is_empty() && serde_json::from_str::<serde_json::Number>(text).is_ok();
    match scalar {
        Scalar::Boolean => Json::Bool(text == "true"),
        Scalar::Integer | Scalar::Decimal if form == WireForm::Natural && is_number(&text) => Json::Number(text),
        _ => Json::Text(text),
    }
}
