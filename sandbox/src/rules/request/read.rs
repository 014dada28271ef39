//! Reads a body by the types of the contract.

use concur_spec::api::{Accept, Api, Required, Scalar, Type, TypeField, TypeRef};
use jiff::{Timestamp, civil};
use serde_json::{Map, Value};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::amounts;
use concur_spec::validate::tables::{self, Named};

/// The result of reading a body.
#[derive(Debug, PartialEq)]
pub(super) struct ReadBody {
    /// The fields that a caller can set, in the format in which the service sends them. Without null, blank and empty
    /// fields, and without unknown and read-only fields.
    pub(super) fields: Map<String, Value>,
    /// Whether a required field is missing.
    pub(super) is_incomplete: bool,
}

/// Reads the body of a call. Refuses invalid values.
pub(super) fn body(call: &Call<'_>) -> Result<ReadBody, Refusal> {
    let api = call.route.api;
    let ty = call.route.operation.body.as_ref();
    let ty = ty.and_then(|body| api.types.iter().find(|ty| ty.name == body.source));
    let (Some(ty), Value::Object(given)) = (ty, call.body.json()) else {
        return Err(Refusal::code(api, "invalidJson"));
    };
    let mut reader = Reader {
        api,
        is_incomplete: false,
    };
    let fields = reader.object(ty, given)?;
    Ok(ReadBody {
        fields,
        is_incomplete: reader.is_incomplete,
    })
}

/// Formats a timestamp as the service sends it: in UTC, with milliseconds.
pub(super) fn timestamp(at: Timestamp) -> Value {
    Value::from(format!("{at:.3}"))
}

struct Reader<'a> {
    api: &'a Api,
    is_incomplete: bool,
}

impl Reader<'_> {
    fn object(&mut self, ty: &Type, given: &Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
        let mut fields = Map::new();
        for (name, value) in given {
            let Some(row) = tables::row(ty, name).filter(|row| !row.access.read_only) else {
                continue;
            };
            let value = self.of_type(row.ty, row.accepts, value)?;
            if !is_nothing(&value) {
                fields.insert(row.wire.to_owned(), value);
            }
        }
        let is_required = |field: &&TypeField| matches!(field.required, Required::Always | Required::OnCreate);
        let mut required = ty.fields.iter().filter(is_required);
        self.is_incomplete |= required.any(|field| !fields.contains_key(&field.wire));
        Ok(fields)
    }

    fn of_type(&mut self, ty: &TypeRef, accepts: &[Accept], given: &Value) -> Result<Value, Refusal> {
        match (ty, given) {
            (_, Value::Null) => Ok(Value::Null),
            (TypeRef::Scalar(scalar), given) => self.scalar(*scalar, given),
            (TypeRef::Named(name), given) => self.named(name, given),
            (TypeRef::List(item), Value::Array(items)) => {
                let items: Result<Vec<Value>, Refusal> =
                    items.iter().map(|given| self.of_type(item, &[], given)).collect();
                Ok(Value::Array(
                    items?.into_iter().filter(|item| !item.is_null()).collect(),
                ))
            }
            (TypeRef::List(item), one) if accepts.contains(&Accept::Single) => {
                Ok(Value::Array(vec![self.of_type(item, &[], one)?]))
            }
            (TypeRef::Map(of), Value::Object(entries)) => {
                let entries = entries.iter().filter(|(_, given)| !given.is_null());
                let entries: Result<Map<String, Value>, Refusal> = entries
                    .map(|(name, given)| Ok((name.clone(), self.of_type(of, &[], given)?)))
                    .collect();
                entries.map(Value::Object)
            }
            (TypeRef::List(_) | TypeRef::Map(_), _) => Err(self.unreadable()),
        }
    }

    fn named(&mut self, name: &str, given: &Value) -> Result<Value, Refusal> {
        match (tables::named(self.api, name, given), given) {
            (Some(Named::Set(set)), given) => {
                let scalar = if set.is_integer {
                    Scalar::Integer
                } else {
                    Scalar::String
                };
                self.scalar(scalar, given)
            }
            (Some(Named::Table(ty)), Value::Object(given)) => self.object(ty, given).map(Value::Object),
            _ => Err(self.unreadable()),
        }
    }

    fn scalar(&self, scalar: Scalar, given: &Value) -> Result<Value, Refusal> {
        let text = match given {
            Value::String(text) if text.trim().is_empty() => return Ok(Value::Null),
            Value::String(text) => Some(text.as_str()),
            _ => None,
        };
        let read = match scalar {
            Scalar::String | Scalar::Uri => text.map(Value::from),
            Scalar::Boolean => match (given.as_bool(), text) {
                (Some(given), _) => Some(Value::Bool(given)),
                (None, text) => text.and_then(|text| text.parse().ok()).map(Value::Bool),
            },
            Scalar::Integer => match (given.as_i64(), text) {
                (Some(given), _) => Some(Value::from(given)),
                (None, text) => text.and_then(|text| text.parse::<i64>().ok()).map(Value::from),
            },
            // A number that would lose digits is refused, so that sums stay exact.
            Scalar::Decimal => amounts::decimal(given).and_then(amounts::exact),
            Scalar::Currency => text.filter(|text| is_currency(text)).map(Value::from),
            Scalar::Json => Some(given.clone()),
            Scalar::Date | Scalar::Time | Scalar::Timestamp | Scalar::DateTime => {
                return text
                    .and_then(|text| date_or_time(scalar, text))
                    .ok_or_else(|| self.invalid_date(given));
            }
        };
        read.ok_or_else(|| self.unreadable())
    }

    fn unreadable(&self) -> Refusal {
        Refusal::code(self.api, "invalidJson")
    }

    fn invalid_date(&self, given: &Value) -> Refusal {
        let text = given.as_str().map_or_else(|| given.to_string(), str::to_owned);
        Refusal::filled(self.api, "invalidDate", 0, &[("dateValue", &text)])
    }
}

/// Formats a date, a time or a timestamp as the service sends it.
fn date_or_time(scalar: Scalar, text: &str) -> Option<Value> {
    match scalar {
        Scalar::Date => Some(Value::from(text.parse::<civil::Date>().ok()?.to_string())),
        Scalar::Time => {
            let time = text.parse::<civil::Time>().ok().filter(|_| text.contains(':'))?;
            Some(Value::from(format!("{:02}:{:02}", time.hour(), time.minute())))
        }
        Scalar::DateTime => Some(Value::from(format!("{:.3}", text.parse::<civil::DateTime>().ok()?))),
        _ => Some(timestamp(text.parse().ok()?)),
    }
}

fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}
