//! Bodies of requests.

use bytes::Bytes;
use http::HeaderValue;
use percent_encoding::utf8_percent_encode;
use serde::{Serialize, Serializer};

use super::{set, target::ENCODED};
use crate::{Json, Secret};

/// A body in the making. A setter fails when the body is of another kind already.
#[derive(Clone)]
pub(super) enum Body {
    None,
    Json(Bytes),
    Fields(Vec<(&'static str, Json)>),
    Form(Vec<(&'static str, Secret)>),
}

const OTHER_KIND: &str = "the body is of another kind already: a JSON value, fields of an object or a form";

impl Body {
    pub(super) fn set_json(&mut self, json: Vec<u8>) -> Result<(), String> {
        let (Self::None | Self::Json(_)) = self else {
            return Err(OTHER_KIND.into());
        };
        *self = Self::Json(json.into());
        Ok(())
    }

    pub(super) fn set_field(&mut self, name: &'static str, value: Json) -> Result<(), String> {
        if let Self::None = self {
            *self = Self::Fields(Vec::new());
        }
        let Self::Fields(fields) = self else {
            return Err(OTHER_KIND.into());
        };
        set(fields, name, value);
        Ok(())
    }

    pub(super) fn set_form(&mut self, name: &'static str, value: Secret) -> Result<(), String> {
        if let Self::None = self {
            *self = Self::Form(Vec::new());
        }
        let Self::Form(fields) = self else {
            return Err(OTHER_KIND.into());
        };
        set(fields, name, value);
        Ok(())
    }

    /// What to send as `Content-Type`; nothing without a body. No charset: JSON and forms have none, and services refuse
    /// forms that say one.
    pub(super) fn content_type(&self) -> Option<HeaderValue> {
        match self {
            Self::None => None,
            Self::Json(_) | Self::Fields(_) => Some(HeaderValue::from_static("application/json")),
            Self::Form(_) => Some(HeaderValue::from_static("application/x-www-form-urlencoded")),
        }
    }

    pub(super) fn to_bytes(&self) -> Result<Bytes, serde_json::Error> {
        Ok(match self {
            Self::None => Bytes::new(),
            Self::Json(json) => json.clone(),
            Self::Fields(fields) => serde_json::to_vec(&Object(fields))?.into(),
            Self::Form(fields) => form(fields).into(),
        })
    }
}

/// A space is `%20` here as it is in a query: every reader of forms takes it, and not all take `+`.
fn form(fields: &[(&'static str, Secret)]) -> String {
    let mut form = String::new();
    for (name, value) in fields {
        if !form.is_empty() {
            form.push('&');
        }
        form.extend(utf8_percent_encode(name, ENCODED));
        form.push('=');
        form.extend(utf8_percent_encode(value.expose(), ENCODED));
    }
    form
}

struct Object<'a>(&'a [(&'static str, Json)]);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
