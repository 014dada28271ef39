//! What all APIs share.

use serde::{Deserialize, Serialize};

use super::{Doc, Grant, ModuleName, Tokens, VariantName};

/// What all APIs share, from `spec/concur.yaml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Platform {
    /// What it is.
    pub doc: Doc,
    /// Where it runs.
    pub data_centers: Vec<DataCenter>,
    /// Headers of every call.
    pub headers: Vec<Header>,
    /// The shapes of error bodies, in the order in which they are tried.
    pub envelopes: Vec<Envelope>,
    /// Limits and time-outs.
    pub limits: Vec<Limit>,
    /// Statuses after which a call that can be repeated is sent again.
    pub retry_statuses: Vec<u16>,
    /// The ways to get a token.
    pub grants: Vec<Grant>,
    /// The pages of the SDK's guide, in order.
    pub guide: Vec<GuidePage>,
    /// How the token call is used; none when nothing is said of it.
    pub tokens: Option<Tokens>,
    /// Host suffixes that a token may be sent to.
    pub allowed_hosts: Vec<String>,
}

/// A page of the SDK's guide. Its text is written by hand and stands beside the SDK.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuidePage {
    /// The name of its file without the ending.
    pub key: String,
    /// Its module.
    pub module: ModuleName,
}

/// A data center.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataCenter {
    /// Its key: `us2`.
    pub key: String,
    /// Its variant: `Us2`.
    pub name: VariantName,
    /// The base URI for calls from servers.
    pub uri: String,
    /// The base URI for calls from browsers.
    pub browser_uri: Option<String>,
    /// It is no longer in the vendor's table, but still in use.
    pub superseded: bool,
    /// What it is.
    pub doc: Doc,
}

/// A header.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// Its role: `correlation_id`, `deprecation`, `sunset`.
    pub role: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub doc: Doc,
}

/// The shape of an error body. Paths are wire names with dots, from the error's object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// Its name in `responses`: `Errors`.
    pub name: String,
    /// The key of the list of errors; without it the whole body is the error.
    pub list: Option<String>,
    /// Where the code stands. A body is of this shape when it has it.
    pub code: String,
    /// Where the message stands.
    pub message: String,
    /// Where the path to the request's data stands.
    pub data_path: Option<String>,
    /// A list of further errors beside the first.
    pub more: Option<EnvelopeMore>,
    /// What it is.
    pub doc: Doc,
}

/// A list of further errors in an envelope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnvelopeMore {
    /// The key of the list.
    pub list: String,
    /// Where an item's message stands.
    pub message: String,
    /// Where an item's path to the request's data stands.
    pub data_path: Option<String>,
}

/// A limit or time-out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// Its key: `server_timeout`.
    pub key: String,
    /// Its value.
    pub value: u64,
    /// Its unit: `seconds` and `milliseconds` are a duration, any other is counted, such as `bytes`.
    pub unit: String,
    /// What it is.
    pub doc: Doc,
}
