//! The document with its info, servers and components.

use concur_spec::Contract;
use concur_spec::api::{Api, DataCenter, Platform};

use super::text::{self, Text};
use super::{errors, parameters, paths, responses, security, values};
use crate::json::{Json, Object, object};

/// The version of OpenAPI.
const OPENAPI: &str = "3.1.0";

/// Explains the extension keys to readers of the document.
const ABOUT: &str = "\
The APIs of SAP Concur. The vendor does not publish this contract: it is written by hand from the vendor's documents and \
corrected where the service is known to differ. Each correction is named where it applies, in the descriptions and as \
`x-concur-errata`.

A type has up to three schemas, depending on its use, which `x-concur-view` names. `read` is a response: fields that are not \
required can be absent or null, and unlisted fields are possible. `create` is a complete request body. `update` is a request \
body with changes: absent fields keep their values, and null clears a field. `shared` is used in requests and responses.

Decimals are exact. Parse them as decimals, not as binary floating-point numbers.

Keys that start with `x-concur-` contain what OpenAPI cannot express: error codes with meaning and remedy, pagination, \
waiters, grants and limits.";

/// Returns the whole document.
pub(crate) fn document(contract: &Contract) -> Json {
    let platform = &contract.platform;
    let mut document = object! { "openapi" => OPENAPI, "info" => info(contract) };
    document.set_filled("servers", servers(platform));
    document.set("tags", contract.apis.iter().map(tag).collect::<Json>());
    document.set("paths", paths::paths(contract));
    document.set("components", components(contract));
    document.set_filled("x-concur-limits", limits(platform));
    document.set_filled("x-concur-retry-statuses", platform.retry_statuses.clone());
    document.into()
}

fn info(contract: &Contract) -> Object {
    let mut info = object! {
        "title" => "SAP Concur",
        "version" => env!("CARGO_PKG_VERSION"),
        "description" => Text::default().say(ABOUT).errata(&contract.platform.doc).into_string(),
        "license" => object! { "name" => "MIT OR Apache-2.0", "identifier" => "MIT OR Apache-2.0" },
    };
    text::add_background(&mut info, &contract.platform.doc);
    info
}

/// Returns the data centers, current ones first, then those that the vendor no longer lists.
fn servers(platform: &Platform) -> Json {
    let of = |superseded: bool| {
        platform
            .data_centers
            .iter()
            .filter(move |center| center.superseded == superseded)
    };
    of(false).chain(of(true)).map(server).collect()
}

fn server(center: &DataCenter) -> Object {
    let mut server = object! { "url" => &center.uri };
    server.set_filled("description", text::description(&center.doc));
    server.set("x-concur-data-center", &center.key);
    server.set_some("x-concur-browser-uri", center.browser_uri.as_ref());
    server.set_if("x-concur-superseded", center.superseded);
    text::add_background(&mut server, &center.doc);
    server
}

fn tag(api: &Api) -> Object {
    let mut tag = object! { "name" => &api.key };
    tag.set_filled("description", text::description(&api.doc));
    tag.set_filled("x-displayName", format!("{} v{}", api.title.trim(), api.version.trim()));
    tag.set("x-concur-version", &api.version);
    tag.set("x-concur-base-path", &api.base_path);
    tag.set_filled(
        "x-concur-uncoded-errors",
        api.uncoded_errors.iter().map(errors::uncoded).collect::<Json>(),
    );
    text::add_background(&mut tag, &api.doc);
    tag
}

fn components(contract: &Contract) -> Object {
    let platform = &contract.platform;
    let mut schemas = errors::schemas(contract);
    for api in &contract.apis {
        schemas.extend(values::schemas(api));
    }
    let mut components = Object::default();
    components.set_filled("schemas", schemas);
    components.set_filled("parameters", parameters::shared(platform));
    components.set_filled("headers", responses::shared_headers(platform));
    components.set("responses", responses::shared(platform));
    components.set_filled("examples", errors::examples(contract));
    components.set("securitySchemes", security::schemes(contract));
    components
}

fn limits(platform: &Platform) -> Object {
    let limits = platform.limits.iter().map(|limit| {
        let mut out = object! { "value" => limit.value, "unit" => &limit.unit };
        out.set_filled("description", text::description(&limit.doc));
        text::add_background(&mut out, &limit.doc);
        (limit.key.clone(), out)
    });
    limits.collect()
}
