//! The overview and the reset.

use serde_json::{Map, Value, json};

use super::input::{AdminError, AdminRequest};
use super::{ENDPOINTS, ROOT};
use crate::admin::Admin;

/// `GET /_sandbox`.
pub(super) fn show(admin: &Admin<'_>, _: &AdminRequest<'_>) -> Result<Value, AdminError> {
    let service = &admin.service;
    let faults = admin.faults().all().len();
    let world = service.world();
    let records: Map<String, Value> = world
        .counts()
        .into_iter()
        .map(|(kind, count)| (kind.to_owned(), Value::from(count)))
        .collect();
    let apis: Map<String, Value> = service
        .contract
        .apis
        .iter()
        .map(|api| {
            (
                api.key.clone(),
                json!({ "title": api.title, "operations": api.operations.len() }),
            )
        })
        .collect();
    let endpoints: Map<String, Value> = ENDPOINTS
        .iter()
        .map(|endpoint| {
            let call = format!("{} {ROOT}{}", endpoint.method, endpoint.path);
            (call, Value::from(endpoint.doc))
        })
        .collect();
    Ok(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "company": world.tenant.company.name,
        "first_data_center": service.addresses.first,
        "second_data_center": service.addresses.second,
        "now": world.now().to_string(),
        "apis": apis,
        "records": records,
        "faults": faults,
        "endpoints": endpoints,
    }))
}

/// `POST /_sandbox/reset`.
pub(super) fn reset(admin: &Admin<'_>, _: &AdminRequest<'_>) -> Result<Value, AdminError> {
    admin.reset();
    Ok(json!({ "now": admin.service.world().now().to_string() }))
}
