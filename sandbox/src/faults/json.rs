//! The JSON format of a fault: `{"status": 429, "retry_after": 1, "operation": "request.list", "times": 2}`.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Fault, Kind, Page, Refused, When};
use crate::duration::duration;

/// The fields. Exactly one of the first nine is set.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FaultJson {
    #[serde(skip_serializing_if = "Value::is_null")]
    latency: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "is_false")]
    html: bool,
    #[serde(skip_serializing_if = "is_false")]
    drop_connection: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    truncate: Option<usize>,
    #[serde(skip_serializing_if = "is_false")]
    unknown_fields: bool,
    #[serde(skip_serializing_if = "is_false")]
    unknown_values: bool,
    #[serde(skip_serializing_if = "is_false")]
    nulls: bool,
    #[serde(skip_serializing_if = "is_false")]
    elsewhere: bool,

    #[serde(skip_serializing_if = "is_false")]
    carried_out: bool,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<BodyKind>,

    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "is_zero")]
    skip: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<f64>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum BodyKind {
    Envelope,
    Html,
    Empty,
}

fn is_false(value: &bool) -> bool {
    !value
}

fn is_zero(value: &u64) -> bool {
    *value == 0
}

impl TryFrom<FaultJson> for Fault {
    type Error = String;

    fn try_from(json: FaultJson) -> Result<Self, String> {
        let mut kinds = Vec::new();
        if !json.latency.is_null() {
            let time = duration(&json.latency).map_err(|why| format!("`latency` {why}"))?;
            kinds.push(Kind::Latency(time));
        }
        if let Some(status) = json.status {
            if !(200..=599).contains(&status) {
                return Err("`status` is not between 200 and 599".to_owned());
            }
            kinds.push(Kind::Status(json.refused(status)?));
        }
        if json.html {
            kinds.push(Fault::html().kind);
        }
        kinds.extend(json.truncate.map(Kind::Truncate));
        let flags = [
            (json.drop_connection, Kind::Drop),
            (json.unknown_fields, Kind::UnknownFields),
            (json.unknown_values, Kind::UnknownValues),
            (json.nulls, Kind::Nulls),
            (json.elsewhere, Kind::Elsewhere),
        ];
        kinds.extend(flags.into_iter().filter_map(|(is_on, kind)| is_on.then_some(kind)));
        let mut kinds = kinds.into_iter();
        let (Some(kind), None) = (kinds.next(), kinds.next()) else {
            return Err(
                "a fault is exactly one of latency, status, html, drop_connection, truncate, unknown_fields, \
                        unknown_values, nulls and elsewhere; to combine faults, inject several"
                    .to_owned(),
            );
        };
        json.check(&kind)?;
        let when = When {
            operation: json.operation,
            path: json.path,
            skip: json.skip,
            times: json.times,
            rate: json.rate.unwrap_or(1.0),
        };
        let carried_out = json.carried_out;
        Ok(Self {
            kind,
            carried_out,
            when,
        })
    }
}

impl FaultJson {
    fn refused(&self, status: u16) -> Result<Refused, String> {
        let mut headers: Vec<(String, String)> = self.headers.clone().into_iter().collect();
        headers.extend(
            self.retry_after
                .map(|seconds| ("Retry-After".to_owned(), seconds.to_string())),
        );
        let is_valid = |(name, value): &(String, String)| {
            name.parse::<http::HeaderName>().is_ok() && value.parse::<http::HeaderValue>().is_ok()
        };
        if let Some((name, _)) = headers.iter().find(|header| !is_valid(header)) {
            return Err(format!("the header `{name}` is invalid"));
        }
        let page = match (self.body, &self.code) {
            (None | Some(BodyKind::Envelope), code) => Page::Envelope(code.clone()),
            (Some(_), Some(_)) => return Err("`code` needs an error body".to_owned()),
            (Some(BodyKind::Html), None) => Page::Html,
            (Some(BodyKind::Empty), None) => Page::Empty,
        };
        Ok(Refused { status, headers, page })
    }

    /// Checks that the options fit the kind of fault.
    fn check(&self, kind: &Kind) -> Result<(), String> {
        let is_status = self.status.is_some();
        let of_status = [
            (self.retry_after.is_some(), "retry_after"),
            (!self.headers.is_empty(), "headers"),
            (self.code.is_some(), "code"),
            (self.body.is_some(), "body"),
        ];
        if let Some((_, name)) = of_status.iter().find(|(is_set, _)| *is_set && !is_status) {
            return Err(format!("`{name}` needs `status`"));
        }
        if self.carried_out && !matches!(kind, Kind::Status(_) | Kind::Drop) {
            return Err("`carried_out` needs `status`, `html` or `drop_connection`".to_owned());
        }
        match self.rate {
            Some(rate) if !(0.0..=1.0).contains(&rate) => Err("`rate` is not between 0 and 1".to_owned()),
            _ => Ok(()),
        }
    }
}

impl From<Fault> for FaultJson {
    fn from(fault: Fault) -> Self {
        let mut json = Self {
            carried_out: fault.carried_out,
            operation: fault.when.operation,
            path: fault.when.path,
            skip: fault.when.skip,
            times: fault.when.times,
            rate: Some(fault.when.rate).filter(|rate| *rate < 1.0),
            ..Self::default()
        };
        match fault.kind {
            Kind::Latency(time) => {
                let time = SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX);
                json.latency = Value::from(format!("{time:#}"));
            }
            Kind::Status(refused) => {
                json.status = Some(refused.status);
                json.headers = refused.headers.into_iter().collect();
                match refused.page {
                    Page::Envelope(code) => json.code = code,
                    Page::Html => json.body = Some(BodyKind::Html),
                    Page::Empty => json.body = Some(BodyKind::Empty),
                }
            }
            Kind::Drop => json.drop_connection = true,
            Kind::Truncate(bytes) => json.truncate = Some(bytes),
            Kind::UnknownFields => json.unknown_fields = true,
            Kind::UnknownValues => json.unknown_values = true,
            Kind::Nulls => json.nulls = true,
            Kind::Elsewhere => json.elsewhere = true,
        }
        json
    }
}
