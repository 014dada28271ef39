//! Detects calls from pages of other sites.

use std::net::{IpAddr, SocketAddr};

use crate::http::incoming::Incoming;

/// Whether a browser sent the call from a page that is not the sandbox's own.
pub(super) fn is_foreign(incoming: &Incoming) -> bool {
    let header = |name: &str| incoming.headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if header("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return true;
    }
    header("origin").is_some_and(|origin| !is_own(origin, header("host").unwrap_or_default()))
}

/// Whether the page came from the address that the call went to. A host name proves nothing, since its owner can
/// resolve it to this machine (DNS rebinding).
fn is_own(origin: &str, host: &str) -> bool {
    let from = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"));
    let is_name = host.parse::<SocketAddr>().is_err() && host.parse::<IpAddr>().is_err();
    let is_localhost = host.split(':').next() == Some("localhost");
    from.is_some_and(|from| from == host) && (!is_name || is_localhost)
}
