//! The facts shared by all APIs.

use serde::{Deserialize, Serialize};

use super::{Doc, Grant, KeyPath, ModuleName, Tokens, VariantName};

/// The facts shared by all APIs, from `spec/concur.yaml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Platform {
    /// The documentation.
    pub doc: Doc,
    /// The data centers.
    pub data_centers: Vec<DataCenter>,
    /// Headers of every call.
    pub headers: Vec<Header>,
    /// The shapes of error bodies, in the order in which they are tried.
    pub envelopes: Vec<Envelope>,
    /// Limits and timeouts.
    pub limits: Vec<Limit>,
    /// Statuses after which idempotent calls are retried.
    pub retry_statuses: Vec<u16>,
    /// The grants.
    pub grants: Vec<Grant>,
    /// The pages of the SDK's guide, in order.
    pub guide: Vec<GuidePage>,
    /// How the token call is used, if it is specified.
    pub tokens: Option<Tokens>,
    /// Suffixes of the hosts that a token may be sent to.
    pub allowed_hosts: Vec<String>,
}

/// A page of the SDK's guide. Its text is handwritten and is not part of the specification.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuidePage {
    /// The file name without its extension.
    pub key: String,
    /// The module.
    pub module: ModuleName,
}

/// A data center.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataCenter {
    /// The key: `us2`.
    pub key: String,
    /// The variant: `Us2`.
    pub name: VariantName,
    /// The base URI for server-side calls.
    pub uri: String,
    /// The base URI for calls from a browser.
    pub browser_uri: Option<String>,
    /// It is no longer in the vendor's table but is still in use.
    pub superseded: bool,
    /// The documentation.
    pub doc: Doc,
}

/// A header.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The role: `correlation_id`, `deprecation`, `sunset`.
    pub role: String,
    /// The name of the header.
    pub name: String,
    /// The documentation.
    pub doc: Doc,
}

/// The shape of an error body. Paths are relative to the error's object.
///
/// A body has this shape if it has the value at `present` or, without that, the code or, in a shape without one, the
/// message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// The name in `responses`: `Errors`.
    pub name: String,
    /// The path of the value by which a body is known to have this shape, relative to the body.
    pub present: Option<KeyPath>,
    /// The path of the list of errors; `None` if the whole body is the error.
    pub list: Option<KeyPath>,
    /// The path of the code; `None` if errors of this shape have none.
    pub code: Option<KeyPath>,
    /// The path of the message.
    pub message: KeyPath,
    /// The path of the pointer to the request's data.
    pub data_path: Option<KeyPath>,
    /// A list of additional errors.
    pub more: Option<EnvelopeMore>,
    /// The documentation.
    pub doc: Doc,
}

/// A list of additional errors in an envelope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnvelopeMore {
    /// The path of the list.
    pub list: KeyPath,
    /// The path of an item's code, if items have one.
    pub code: Option<KeyPath>,
    /// The path of an item's message.
    pub message: KeyPath,
    /// The path of an item's pointer to the request's data.
    pub data_path: Option<KeyPath>,
}

/// A limit or timeout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// The key: `server_timeout`.
    pub key: String,
    /// The value.
    pub value: u64,
    /// The unit: `seconds` and `milliseconds` are durations; any other, such as `bytes`, is a count.
    pub unit: String,
    /// The documentation.
    pub doc: Doc,
}
