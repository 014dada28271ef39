//! Lists, injects and clears faults.

use serde_json::{Value, json};

use super::input::{AdminError, AdminRequest};
use crate::admin::Admin;
use crate::faults::{Fault, FaultId};

/// `GET /_sandbox/faults`.
pub(super) fn list(admin: &Admin<'_>, _: &AdminRequest<'_>) -> Result<Value, AdminError> {
    Ok(json!(admin.faults().all()))
}

/// `POST /_sandbox/faults`: injects all faults of a list, or none if one is invalid.
pub(super) fn inject(admin: &Admin<'_>, request: &AdminRequest<'_>) -> Result<Value, AdminError> {
    let body = request.json()?;
    let (given, is_list) = match body {
        Value::Array(given) => (given, true),
        one => (vec![one], false),
    };
    let read = |given: Value| {
        let fault: Fault = serde_json::from_value(given).map_err(|error| AdminError::new(400, error.to_string()))?;
        known_operation(admin, &fault).map(|()| fault)
    };
    let read: Vec<Fault> = given.into_iter().map(read).collect::<Result<_, _>>()?;
    let mut faults = admin.faults();
    let mut ids = read.into_iter().map(|fault| json!({ "id": faults.add(fault) }));
    match is_list {
        true => Ok(ids.collect()),
        false => Ok(ids.next().unwrap_or_default()),
    }
}

/// Rejects a fault for an unknown operation, since it would never be applied.
fn known_operation(admin: &Admin<'_>, fault: &Fault) -> Result<(), AdminError> {
    let Some(operation) = &fault.when.operation else {
        return Ok(());
    };
    known(admin, operation)
}

/// Checks that a name is an operation or an API.
pub(super) fn known(admin: &Admin<'_>, operation: &str) -> Result<(), AdminError> {
    let apis = &admin.service.contract.apis;
    let of_api = |api: &'static concur_spec::Api| {
        let operations = api.operations.iter();
        operations.map(|operation| format!("{}.{}", api.key, operation.key))
    };
    let mut names: Vec<String> = apis.iter().flat_map(of_api).collect();
    names.extend(apis.iter().map(|api| api.key.clone()));
    if names.iter().any(|name| name == operation) {
        return Ok(());
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Err(AdminError::unknown("operation", operation, &names))
}

/// `DELETE /_sandbox/faults`.
pub(super) fn clear(admin: &Admin<'_>, _: &AdminRequest<'_>) -> Result<Value, AdminError> {
    let mut faults = admin.faults();
    let cleared = faults.all().len();
    faults.clear();
    Ok(json!({ "cleared": cleared }))
}

/// `DELETE /_sandbox/faults/{id}`.
pub(super) fn remove(admin: &Admin<'_>, request: &AdminRequest<'_>) -> Result<Value, AdminError> {
    let id = request.in_path(0);
    let is_removed = id.parse().is_ok_and(|id| admin.faults().remove(FaultId(id)));
    match is_removed {
        true => Ok(json!({ "cleared": 1 })),
        false => Err(AdminError::new(404, format!("there is no fault {id}"))),
    }
}
