//! Protection against DNS rebinding: which hosts a request may name.
//!
//! A page on any website can let its own name resolve to 127.0.0.1 and then call the sandbox as the same origin. Its
//! requests still name that website in `Host`.

use std::net::IpAddr;

use http::HeaderMap;
use http::header::HOST;
use http::uri::{Authority, Uri};

use super::answer::{Answer, Content};

/// The hosts that requests may name, in addition to IP addresses and `localhost`.
#[derive(Debug, Clone, Default)]
pub(crate) struct AllowedHosts(Vec<String>);

impl AllowedHosts {
    pub(crate) fn add(&mut self, name: String) {
        self.0.push(name);
    }

    /// Returns the answer to a request that does not name exactly one allowed host.
    pub(crate) fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Answer> {
        let refused = |status, message: String| Err(Answer::new(status, Content::Text("text/plain", message)));
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return refused(400, "a request needs exactly one Host header".to_owned());
        };
        let Some(host) = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok()) else {
            return refused(400, "the Host header is invalid".to_owned());
        };
        for host in [Some(&host), uri.authority()]
            .into_iter()
            .flatten()
            .map(Authority::host)
        {
            if !self.allows(host) {
                return refused(
                    403,
                    format!("the host `{host}` is not allowed; start the sandbox with --allow-host {host}"),
                );
            }
        }
        Ok(())
    }

    fn allows(&self, host: &str) -> bool {
        let bare = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .unwrap_or(host);
        bare.parse::<IpAddr>().is_ok()
            || host.eq_ignore_ascii_case("localhost")
            || self.0.iter().any(|name| name.eq_ignore_ascii_case(host))
    }
}

#[cfg(test)]
mod tests;
