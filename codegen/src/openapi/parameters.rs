//! Parameters in the path, query and headers, and fields of bodies without a type.

use concur_spec::api::{Api, Comparisons, Kind, ListForm, Operation, Parameter, ParameterLocation, Platform, Scalar};

use super::names;
use super::properties;
use super::text::{self, Text};
use super::types::{self, Way};
use crate::json::{Json, Object, object};
use crate::rust::docs::code;

/// The role of the header that a caller can set on every call.
const CORRELATION_ID: &str = "correlation_id";

/// What is said of the value of a parameter with `filterable`.
const FILTER: &str = "A filter expression of RFC 7644, section 3.4.2.2.";

/// Returns the parameters of an operation that are not in the body.
///
/// `path_names` has the wire names of the path parameters in order, each with its name in the document: paths that
/// differ only in the names of parameters are one path.
pub(crate) fn of_operation(
    platform: &Platform,
    api: &Api,
    operation: &Operation,
    path_names: &[(String, String)],
) -> Json {
    let listed = operation
        .parameters
        .iter()
        .filter(|parameter| location(parameter.location).is_some());
    let own = listed.map(|parameter| {
        let renamed = path_names
            .iter()
            .find(|(wire, _)| parameter.location == ParameterLocation::Path && *wire == parameter.wire);
        let name = renamed.map_or(&parameter.wire, |(_, name)| name);
        self::parameter(api, parameter, name)
    });
    own.chain(correlation_id(platform, operation)).collect()
}

/// Returns the location of a parameter that is not in a body.
fn location(place: ParameterLocation) -> Option<&'static str> {
    match place {
        ParameterLocation::Path | ParameterLocation::Query | ParameterLocation::Header => Some(place.as_str()),
        ParameterLocation::Form | ParameterLocation::Body => None,
    }
}

fn correlation_id(platform: &Platform, operation: &Operation) -> Option<Object> {
    let header = platform.headers.iter().find(|header| header.role == CORRELATION_ID)?;
    let own = |parameter: &Parameter| {
        parameter.location == ParameterLocation::Header && parameter.wire.eq_ignore_ascii_case(&header.name)
    };
    let is_own = operation.parameters.iter().any(own);
    (!is_own).then(|| names::reference("parameters", CORRELATION_ID))
}

/// Returns the parameters that operations share.
pub(crate) fn shared(platform: &Platform) -> Object {
    let header = platform.headers.iter().find(|header| header.role == CORRELATION_ID);
    let parameter = header.map(|header| {
        let mut parameter = object! { "name" => &header.name, "in" => "header" };
        parameter.set_filled("description", text::description(&header.doc));
        parameter.set("schema", object! { "type" => "string" });
        text::add_background(&mut parameter, &header.doc);
        (CORRELATION_ID, parameter)
    });
    parameter.into_iter().collect()
}

fn parameter(api: &Api, parameter: &Parameter, name: &str) -> Object {
    let mut out = object! { "name" => name, "in" => parameter.location.as_str() };
    out.set_filled("description", description(api, parameter));
    out.set_if(
        "required",
        parameter.required || parameter.location == ParameterLocation::Path,
    );
    if let Some(form) = parameter.list {
        let style = if parameter.location == ParameterLocation::Query {
            "form"
        } else {
            "simple"
        };
        out.set("style", style);
        out.set("explode", form == ListForm::Repeated);
    }
    out.set("schema", schema(api, parameter, Way::Text));
    out.set_some("example", value(api, parameter, parameter.doc.example.as_ref()));
    extend(&mut out, parameter);
    out
}

/// Returns the schema of a parameter's value, with its default.
fn schema(api: &Api, parameter: &Parameter, way: Way) -> Object {
    let mut schema = properties::schema(api, kind(parameter), parameter.properties, way);
    schema.set_some("default", value(api, parameter, parameter.default.as_ref()));
    schema
}

/// Returns an example or a default as a value, if it is valid.
fn value(api: &Api, parameter: &Parameter, text: Option<&String>) -> Option<Json> {
    types::value(api, kind(parameter), parameter.properties.wire_form, text?)
}

/// Returns the type of a parameter. A value that can start with an operator is a text.
fn kind(parameter: &Parameter) -> &Kind {
    const TEXT: &Kind = &Kind::Scalar(Scalar::String);
    match parameter.comparisons {
        Some(_) => TEXT,
        None => &parameter.kind,
    }
}

/// Says which operators can be in front of a value.
fn operators_in_words(parameter: &Parameter) -> String {
    let comparisons = parameter.comparisons.iter();
    let prefixes = comparisons.flat_map(|known| known.operators.iter().map(|one| code(&known.prefix(one))));
    format!("Can start with {}.", prefixes.collect::<Vec<_>>().join(", "))
}

/// Returns what the operators in front of a value mean.
fn operators(comparisons: &Comparisons) -> Object {
    let operators = comparisons.operators.iter();
    operators
        .map(|one| (comparisons.prefix(one), one.comparison.as_str()))
        .collect()
}

fn description(api: &Api, parameter: &Parameter) -> String {
    let sent = parameter.required && parameter.default.is_some();
    let (example, default) = (parameter.doc.example.as_ref(), parameter.default.as_ref());
    Text::of(&parameter.doc)
        .say_value("Example", example, value(api, parameter, example).as_ref())
        .say_value("Default", default, value(api, parameter, default).as_ref())
        .say_if(sent, "Sent with every call.")
        .say_if(parameter.comparisons.is_some(), &operators_in_words(parameter))
        .say_if(parameter.filterable.is_some(), FILTER)
        .errata(&parameter.doc)
        .into_string()
}

fn extend(out: &mut Object, parameter: &Parameter) {
    out.set_some("x-concur-format", parameter.format.as_ref());
    out.set_some("x-concur-operators", parameter.comparisons.as_ref().map(operators));
    out.set_some(
        "x-concur-filterable",
        parameter
            .filterable
            .as_ref()
            .map(|known| known.paths.iter().collect::<Json>()),
    );
    properties::extend(out, parameter.properties);
    text::add_background(out, &parameter.doc);
}

/// Returns the schema of an object with the parameters of a location as fields.
pub(crate) fn fields(api: &Api, operation: &Operation, place: ParameterLocation) -> Object {
    let way = if place == ParameterLocation::Body {
        Way::Sent
    } else {
        Way::Text
    };
    let listed = || {
        operation
            .parameters
            .iter()
            .filter(|parameter| parameter.location == place)
    };
    let properties = listed().map(|parameter| {
        let mut field = schema(api, parameter, way);
        field.set_filled("description", description(api, parameter));
        let example = value(api, parameter, parameter.doc.example.as_ref());
        field.set_some("examples", example.map(|example| vec![example]));
        extend(&mut field, parameter);
        (parameter.wire.clone(), field)
    });
    let mut body = object! { "type" => "object", "properties" => properties.collect::<Object>() };
    let required = listed()
        .filter(|parameter| parameter.required)
        .map(|parameter| &parameter.wire);
    body.set_filled("required", required.collect::<Json>());
    body
}
