//! Maps the method and the path of a request to an operation.

use std::collections::BTreeMap;

use concur_spec::Contract;
use concur_spec::api::{Api, HttpMethod, Operation, Segment};
use percent_encoding::percent_decode_str;

/// All operations of a contract, by path.
#[derive(Debug, Clone)]
pub struct Routes<'a>(Vec<Route<'a>>);

/// An operation and its API.
#[derive(Debug, Clone, Copy)]
pub struct Route<'a> {
    /// The API.
    pub api: &'a Api,
    /// The operation.
    pub operation: &'a Operation,
}

/// The result of a route lookup.
#[derive(Debug)]
pub enum Found<'a> {
    /// An operation.
    Operation {
        /// The operation and its API.
        route: Route<'a>,
        /// The path parameters by their wire names, decoded.
        parameters: BTreeMap<&'a str, String>,
    },
    /// The path exists, but only with these methods.
    OtherMethods(Vec<HttpMethod>),
    /// No operation has this path.
    Nothing {
        /// The operations with the most similar paths, the nearest first: `GET /travelrequest/v4/requests`.
        nearest: Vec<String>,
    },
}

impl Route<'_> {
    /// Returns the key of the API and the key of the operation: `request.create`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}.{}", self.api.key, self.operation.key)
    }
}

/// The number of suggestions for an unknown path.
const NEAREST: usize = 3;

impl<'a> Routes<'a> {
    /// Collects the operations of all APIs.
    #[must_use]
    pub fn new(contract: &'a Contract) -> Self {
        let of = |api: &'a Api| api.operations.iter().map(move |operation| Route { api, operation });
        Self(contract.apis.iter().flat_map(of).collect())
    }

    /// Looks up a method and a path, as in the request line.
    #[must_use]
    pub fn find(&self, method: &str, path: &str) -> Found<'a> {
        let segments: Vec<String> = segments(path);
        let mut at_path: Vec<_> = self
            .0
            .iter()
            .filter_map(|route| Some((route, parameters(&route.operation.segments, &segments)?)))
            .collect();
        // Literal paths take precedence over paths with parameters.
        at_path.sort_by_key(|(_, parameters)| parameters.len());
        let methods = at_path.iter().map(|(route, _)| route.operation.http).collect();
        let is_meant = |(route, _): &(&Route<'a>, _)| route.operation.http.as_str() == method;
        match at_path.into_iter().find(is_meant) {
            Some((route, parameters)) => Found::Operation {
                route: *route,
                parameters,
            },
            None => self.missed(method, path, methods),
        }
    }

    fn missed(&self, method: &str, path: &str, mut methods: Vec<HttpMethod>) -> Found<'a> {
        methods.dedup();
        if !methods.is_empty() {
            return Found::OtherMethods(methods);
        }
        let wanted = format!("{method} {path}");
        let mut named: Vec<(f64, String)> = self
            .0
            .iter()
            .map(|route| format!("{} {}", route.operation.http.as_str(), route.operation.whole_path()))
            .map(|name| (strsim::jaro(&name, &wanted), name))
            .collect();
        named.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        let nearest = named.into_iter().take(NEAREST).map(|(_, name)| name).collect();
        Found::Nothing { nearest }
    }
}

/// Splits a path into decoded segments. A trailing slash is ignored.
fn segments(path: &str) -> Vec<String> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    let decoded = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().into_owned();
    path.split('/').map(decoded).collect()
}

fn parameters<'a>(pattern: &'a [Segment], path: &[String]) -> Option<BTreeMap<&'a str, String>> {
    if pattern.len() != path.len() {
        return None;
    }
    let mut parameters = BTreeMap::new();
    for (segment, given) in pattern.iter().zip(path) {
        match segment {
            Segment::Literal(text) if text == given => {}
            Segment::Parameter(name) if !given.is_empty() => {
                parameters.insert(name.as_str(), given.clone());
            }
            Segment::Literal(_) | Segment::Parameter(_) => return None,
        }
    }
    Some(parameters)
}

#[cfg(test)]
mod tests;
