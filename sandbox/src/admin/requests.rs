//! The call log.

use serde_json::{Map, Value, json};

use super::faults::known;
use super::input::{AdminError, AdminRequest};
use crate::admin::Admin;
use crate::call_log::LoggedCall;

/// `GET /_sandbox/requests`: calls from the oldest to the latest. A limit keeps the latest.
pub(super) fn list(admin: &Admin<'_>, request: &AdminRequest<'_>) -> Result<Value, AdminError> {
    let (mut operation, mut limit) = (None, usize::MAX);
    for (name, value) in request.query(&["operation", "limit"])? {
        if name == "operation" {
            known(admin, &value)?;
            operation = Some(value);
        } else {
            limit = value
                .parse()
                .map_err(|_| AdminError::new(400, "`limit` is not a whole number"))?;
        }
    }
    let is_wanted = |call: &&LoggedCall| {
        operation.as_deref().is_none_or(|wanted| {
            let name = call.operation.as_deref().unwrap_or_default();
            let api = name.split_once('.').map(|(api, _)| api);
            name == wanted || api == Some(wanted)
        })
    };
    let log = admin.service.log();
    let mut calls: Vec<Value> = log.calls().rev().filter(is_wanted).take(limit).map(json_of).collect();
    calls.reverse();
    Ok(Value::Array(calls))
}

/// Converts a call to JSON. Bodies that are not JSON become strings.
fn json_of(call: &LoggedCall) -> Value {
    let body = |text: &str| match text {
        "" => Value::Null,
        text => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
    };
    // The last value of a repeated header.
    let headers: Map<String, Value> = call
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
        .collect();
    json!({
        "number": call.number,
        "at": call.at.to_string(),
        "home": call.home,
        "method": call.method,
        "path": call.path,
        "query": call.query,
        "headers": headers,
        "body": body(&call.body),
        "operation": call.operation,
        "status": call.status,
        "answer": body(&call.answer),
        "remarks": call.remarks,
        "faulted": call.faulted,
        "took_ms": call.took.as_secs_f64() * 1000.0,
    })
}
