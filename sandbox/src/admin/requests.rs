//! The log.

use serde_json::{Map, Value, json};

use super::ask::{Ask, Complaint};
use super::faults::known;
use crate::admin::Admin;
use crate::call_log::LoggedCall;

/// `GET /_sandbox/requests`: from the oldest to the latest, of which a limit leaves the latest.
pub(super) fn list(admin: &Admin<'_>, ask: &Ask<'_>) -> Result<Value, Complaint> {
    let (mut operation, mut limit) = (None, usize::MAX);
    for (name, value) in ask.query(&["operation", "limit"])? {
        if name == "operation" {
            known(admin, &value)?;
            operation = Some(value);
        } else {
            limit = value
                .parse()
                .map_err(|_| Complaint::new(400, "`limit` is not a whole number"))?;
        }
    }
    let is_wanted = |seen: &&LoggedCall| {
        operation.as_deref().is_none_or(|wanted| {
            let name = seen.operation.as_deref().unwrap_or_default();
            let api = name.split_once('.').map(|(api, _)| api);
            name == wanted || api == Some(wanted)
        })
    };
    let log = admin.service.log();
    let mut calls: Vec<Value> = log.calls().rev().filter(is_wanted).take(limit).map(json_of).collect();
    calls.reverse();
    Ok(Value::Array(calls))
}

/// Bodies that are JSON as JSON, others as texts.
fn json_of(seen: &LoggedCall) -> Value {
    let body = |text: &str| match text {
        "" => Value::Null,
        text => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
    };
    // Of headers that come more than once the last.
    let headers: Map<String, Value> = seen
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
        .collect();
    json!({
        "number": seen.number,
        "at": seen.at.to_string(),
        "home": seen.home,
        "method": seen.method,
        "path": seen.path,
        "query": seen.query,
        "headers": headers,
        "body": body(&seen.body),
        "operation": seen.operation,
        "status": seen.status,
        "answer": body(&seen.answer),
        "remarks": seen.remarks,
        "faulted": seen.faulted,
        "took_ms": seen.took.as_secs_f64() * 1000.0,
    })
}
