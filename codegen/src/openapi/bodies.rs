//! Request bodies: a type as JSON, or parameters as the fields of a form or an object.

use concur_spec::api::{Api, BodyView, ListForm, Operation, ParameterLocation, Platform};

use super::{examples, grants, names, parameters};
use crate::json::{Object, object};

/// Returns the request body of an operation.
pub(crate) fn request(platform: &Platform, api: &Api, operation: &Operation) -> Option<Object> {
    if let Some(body) = &operation.body {
        let item = names::reference("schemas", &names::schema(api, &body.model));
        let schema = match body.is_list {
            true => object! { "type" => "array", "items" => item },
            false => item,
        };
        let mut media = object! { "schema" => schema };
        media.set_filled("examples", examples::requests(operation));
        let mut request = object! { "required" => true, "content" => object! { body.media_type() => media } };
        request.set_if("x-concur-partial", body.view == BodyView::Update);
        request.set_if("x-concur-replaces", body.view == BodyView::Replace);
        return Some(request);
    }
    let has = |place| operation.parameters.iter().any(|parameter| parameter.location == place);
    let (place, media_type) = if has(ParameterLocation::Form) {
        (ParameterLocation::Form, "application/x-www-form-urlencoded")
    } else if has(ParameterLocation::Body) {
        (ParameterLocation::Body, "application/json")
    } else {
        return None;
    };
    let mut schema = parameters::fields(api, operation, place);
    grants::add(&mut schema, platform, api, operation);
    let mut media = object! { "schema" => schema };
    media.set_filled("encoding", encoding(operation));
    media.set_filled("examples", examples::requests(operation));
    let required = operation
        .parameters
        .iter()
        .any(|parameter| parameter.location == place && parameter.required);
    let mut request = Object::default();
    request.set_if("required", required);
    request.set("content", object! { media_type => media });
    Some(request)
}

/// Returns how the lists of a form are sent.
fn encoding(operation: &Operation) -> Object {
    let forms = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location == ParameterLocation::Form);
    let lists = forms.filter_map(|parameter| {
        let explode = parameter.list? == ListForm::Repeated;
        Some((
            parameter.wire.clone(),
            object! { "style" => "form", "explode" => explode },
        ))
    });
    lists.collect()
}
