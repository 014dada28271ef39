//! Request bodies.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use http::HeaderValue;
use percent_encoding::utf8_percent_encode;
use serde::{Serialize, Serializer};

use super::{set, set_list};
use crate::{Json, Secret, percent::ENCODED};

/// A request body that is being built. Setters fail if it already has another kind.
#[derive(Clone)]
pub(super) enum Body {
    None,
    Json(Bytes),
    Fields(Vec<(&'static str, Json)>),
    Form(Vec<(Cow<'static, str>, FormValue)>),
    /// Bytes of any type.
    Raw {
        content_type: HeaderValue,
        bytes: Bytes,
    },
    /// Taken when it is sent by any clone of the call.
    Stream {
        content_type: HeaderValue,
        stream: Arc<Mutex<Option<crate::Body>>>,
    },
}

/// The value of a form field.
#[derive(Clone)]
pub(super) struct FormValue {
    text: Secret,
    is_secret: bool,
}

impl FormValue {
    pub(super) fn plain(text: Secret) -> Self {
        Self { text, is_secret: false }
    }

    pub(super) fn secret(text: Secret) -> Self {
        Self { text, is_secret: true }
    }
}

const OTHER_KIND: &str = "the body already has another kind: a JSON value, fields of an object, a form or bytes";

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

    /// Returns a field as it was set.
    pub(super) fn field(&self, name: &str) -> Option<&Json> {
        let Self::Fields(fields) = self else { return None };
        fields.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Removes fields.
    pub(super) fn remove_fields(&mut self, names: &[&str]) {
        if let Self::Fields(fields) = self {
            fields.retain(|(name, _)| !names.contains(name));
        }
    }

    pub(super) fn set_form(&mut self, name: Cow<'static, str>, value: FormValue) -> Result<(), String> {
        if let Self::None = self {
            *self = Self::Form(Vec::new());
        }
        let Self::Form(fields) = self else {
            return Err(OTHER_KIND.into());
        };
        set(fields, name, value);
        Ok(())
    }

    pub(super) fn set_form_list(
        &mut self,
        name: Cow<'static, str>,
        values: impl Iterator<Item = FormValue>,
    ) -> Result<(), String> {
        if let Self::None = self {
            *self = Self::Form(Vec::new());
        }
        let Self::Form(fields) = self else {
            return Err(OTHER_KIND.into());
        };
        set_list(fields, name, values);
        Ok(())
    }

    pub(super) fn set_raw(&mut self, content_type: &str, body: crate::Body) -> Result<(), String> {
        let (Self::None | Self::Raw { .. } | Self::Stream { .. }) = self else {
            return Err(OTHER_KIND.into());
        };
        let content_type = HeaderValue::from_str(content_type)
            .map_err(|_| "the content type has characters that are not allowed in a header".to_owned())?;
        *self = match body.try_into_bytes() {
            Ok(bytes) => Self::Raw { content_type, bytes },
            Err(stream) if stream.length().is_none() => {
                return Err("a streamed body needs a known length for `Content-Length`".into());
            }
            Err(stream) => {
                let stream = Arc::new(Mutex::new(Some(stream)));
                Self::Stream { content_type, stream }
            }
        };
        Ok(())
    }

    /// Returns the fields of a form: name, value, and whether it was set as a secret.
    pub(super) fn form_fields(&self) -> impl Iterator<Item = (&str, &Secret, bool)> {
        let fields = match self {
            Self::Form(fields) => fields.as_slice(),
            _ => &[],
        };
        fields
            .iter()
            .map(|(name, value)| (&**name, &value.text, value.is_secret))
    }

    /// Whether it is a stream, which can be sent only once.
    pub(super) fn is_stream(&self) -> bool {
        matches!(self, Self::Stream { .. })
    }

    /// Takes the stream if it is one and has not been taken.
    pub(super) fn take_stream(&self) -> Option<crate::Body> {
        match self {
            Self::Stream { stream, .. } => stream.lock().unwrap_or_else(PoisonError::into_inner).take(),
            _ => None,
        }
    }

    /// Returns the `Content-Type`; `None` without a body. There is no charset: JSON and forms define none, and services
    /// reject forms with one.
    pub(super) fn content_type(&self) -> Option<HeaderValue> {
        match self {
            Self::None => None,
            Self::Json(_) | Self::Fields(_) => Some(HeaderValue::from_static("application/json")),
            Self::Form(_) => Some(HeaderValue::from_static("application/x-www-form-urlencoded")),
            Self::Raw { content_type, .. } | Self::Stream { content_type, .. } => Some(content_type.clone()),
        }
    }

    pub(super) fn to_bytes(&self) -> Result<Bytes, serde_json::Error> {
        Ok(match self {
            Self::None | Self::Stream { .. } => Bytes::new(),
            Self::Json(json) => json.clone(),
            Self::Fields(fields) => serde_json::to_vec(&Object(fields))?.into(),
            Self::Form(fields) => form(fields).into(),
            Self::Raw { bytes, .. } => bytes.clone(),
        })
    }
}

/// Encodes a space as `%20`, as in a query: every form parser accepts it, but not all accept `+`.
fn form(fields: &[(Cow<'static, str>, FormValue)]) -> String {
    let mut form = String::new();
    for (name, value) in fields {
        if !form.is_empty() {
            form.push('&');
        }
        form.extend(utf8_percent_encode(name, ENCODED));
        form.push('=');
        form.extend(utf8_percent_encode(value.text.expose(), ENCODED));
    }
    form
}

struct Object<'a>(&'a [(&'static str, Json)]);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
