//! The refusals of calls about objects: an unknown id, and one that is taken.

use concur_spec::api::{Api, ErrorVariant, Resource, StatusKey};

use crate::api::call::Call;
use crate::api::refusal::{Refusal, Violation};
use crate::rules::plain;

/// The refusal of an unknown id, as the contract describes it. The resource is that of the object that does not exist: the
/// one of the call, or one that contains it.
pub(super) fn not_found(call: &Call<'_>, resource: &Resource, ids: &[&str]) -> Refusal {
    let message = format!("there is no {} {}", resource.name, ids.join("/"));
    let refusal = match &resource.not_found {
        Some(code) => coded(call.route.api, code),
        None => documented(call, 404, "notFound", message.trim_end()),
    };
    filled(refusal, ids.first().copied().unwrap_or_default())
}

/// The refusal with an error code, by default with status 404.
fn coded(api: &Api, code: &str) -> Refusal {
    let known = api.error_codes.iter().find(|known| known.wire == code);
    let status = known.and_then(|known| known.status.first().copied());
    Refusal::code(api, code).with_status(status.unwrap_or(404))
}

/// The refusal of an id that another object has.
pub(super) fn conflict(call: &Call<'_>, id: &str) -> Refusal {
    let message = format!("{id} exists already");
    filled(documented(call, 409, "alreadyExists", &message), id)
}

/// Returns the refusal that the contract has for a status: the first code of the operation or else of the API, an error
/// without a code, or a type.
fn documented(call: &Call<'_>, status: u16, code: &str, message: &str) -> Refusal {
    let (api, operation) = (call.route.api, call.route.operation);
    let own = operation.error.variants.iter().find(|variant| variant.status == status);
    let own = own.and_then(|variant: &ErrorVariant| variant.codes.first());
    let of_api = || {
        let known = api.error_codes.iter().find(|code| code.status.contains(&status));
        known.map(|code| &code.wire)
    };
    let refusal = match own.or_else(of_api) {
        Some(code) => Refusal::code(api, code).with_status(status),
        None => match api.uncoded_errors.iter().position(|error| error.status == status) {
            Some(position) => Refusal::uncoded(api, position),
            None => Refusal::plain(status, code, message),
        },
    };
    let is_it = |key: StatusKey| key == StatusKey::Code(status);
    let response = operation.responses.iter().find(|response| is_it(response.status));
    let ty = response
        .filter(|response| response.envelope.is_none())
        .and_then(|response| response.body.as_ref());
    match ty {
        Some(ty) => refusal.with_body(plain::example_of_type(api, ty)),
        None => refusal,
    }
}

/// Puts the id in the places of a message that have no value, such as `{requestName}`.
fn filled(mut refusal: Refusal, id: &str) -> Refusal {
    for Violation { message, .. } in &mut refusal.violations {
        while let Some((before, rest)) = message.split_once('{')
            && let Some((_, after)) = rest.split_once('}')
        {
            *message = format!("{before}{}{after}", id.replace(['{', '}'], ""));
        }
    }
    refusal
}
