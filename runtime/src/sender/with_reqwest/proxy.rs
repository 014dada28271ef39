//! Validation of proxies, because reqwest bypasses a proxy whose URL it cannot parse.

use std::{env, ffi::OsString, net::IpAddr};

use http::Uri;
use reqwest::Proxy;

use crate::{BuildError, Secret};

/// Creates a proxy for all requests or for `https` only.
pub(super) fn explicit(url: &Secret, only_https: bool) -> Result<Proxy, BuildError> {
    let url = url.expose();
    let is_known = matches!(scheme(url), Some("http" | "https" | "socks5" | "socks5h"));
    let proxy = match only_https {
        _ if !is_known => return Err(BuildError::Proxy),
        true => Proxy::https(url),
        false => Proxy::all(url),
    };
    proxy.map_err(|_| BuildError::Proxy)
}

/// Checks the proxy environment variables, which reqwest reads itself.
pub(super) fn check_environment() -> Result<(), BuildError> {
    check_variables(|name| env::var_os(name))
}

fn check_variables(value: impl Fn(&str) -> Option<OsString>) -> Result<(), BuildError> {
    let names = [
        ("HTTPS_PROXY", "https_proxy"),
        ("HTTP_PROXY", "http_proxy"),
        ("ALL_PROXY", "all_proxy"),
        ("NO_PROXY", "no_proxy"),
    ];
    for (name, lower_case) in names {
        let [first, second] = [value(name), value(lower_case)];
        let is_set = |value: &Option<OsString>| value.as_ref().is_some_and(|value| !value.is_empty());
        if first.is_some() && !is_set(&first) && is_set(&second) {
            return Err(BuildError::EmptyProxyVariable {
                name,
                hides: lower_case,
            });
        }
        let is_valid = match name {
            "NO_PROXY" => is_no_proxy,
            _ => is_proxy_url,
        };
        for (name, value) in [(name, first), (lower_case, second)] {
            if is_set(&value) && !value.as_ref().and_then(|value| value.to_str()).is_some_and(is_valid) {
                return Err(BuildError::ProxyVariable { name });
            }
        }
    }
    Ok(())
}

fn is_proxy_url(url: &str) -> bool {
    matches!(
        scheme(url),
        Some("" | "http" | "https" | "socks4" | "socks4a" | "socks5" | "socks5h")
    )
}

/// Returns the scheme of a proxy URL; empty if it has none, which means `http`.
fn scheme(url: &str) -> Option<&str> {
    let uri: Uri = url.parse().ok()?;
    let authority = uri.authority()?;
    let host_and_port = match authority.as_str().split_once('@') {
        Some((_, host_and_port)) => host_and_port,
        None => authority.as_str(),
    };
    // With a second `@` the host is ambiguous.
    let port = host_and_port.strip_prefix(authority.host())?;
    let is_complete = !authority.host().is_empty() && (port.is_empty() || authority.port_u16().is_some());
    is_complete.then(|| url.split_once("://").map_or("", |(scheme, _)| scheme))
}

/// Whether each entry of the list is a name, an IP address, a network or `*`.
fn is_no_proxy(list: &str) -> bool {
    list.split(',').map(str::trim).all(|part| match part.split_once('/') {
        Some((address, bits)) => is_network(address, bits),
        None => !part.contains(char::is_whitespace),
    })
}

fn is_network(address: &str, bits: &str) -> bool {
    let most = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    bits.parse::<u8>().is_ok_and(|bits| bits <= most)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::{check_variables, explicit};
    use crate::BuildError;

    fn check(variables: &[(&str, OsString)]) -> Result<(), BuildError> {
        let value = |name: &str| variables.iter().find(|(is, _)| *is == name);
        check_variables(|name| value(name).map(|(_, value)| value.clone()))
    }

    fn assert_rejected(name: &str, value: impl Into<OsString>) {
        let value = value.into();
        match check(&[(name, value.clone())]) {
            Err(BuildError::ProxyVariable { name: refused }) => assert_eq!(refused, name),
            other => panic!("{name}={value:?}: {other:?}"),
        }
    }

    const NAMES: [&str; 6] = [
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
        "all_proxy",
    ];

    #[test]
    fn valid_variables_are_accepted() {
        for name in NAMES {
            for url in [
                "",
                "proxy",
                "proxy:8080",
                "http://proxy:8080/",
                "https://user:p%40ss@proxy",
                "socks4a://10.0.0.1:1080",
                "socks5h://user:pass@[::1]:1080",
            ] {
                check(&[(name, url.into())]).unwrap();
            }
        }
        for list in ["", "*", "localhost, .corp.example,10.0.0.0/8,::1,fd00::/8,10.1.2.3,"] {
            check(&[("NO_PROXY", list.into())]).unwrap();
            check(&[("no_proxy", list.into())]).unwrap();
        }
        check(&[("HTTPS_PROXY", "".into()), ("https_proxy", "".into())]).unwrap();
    }

    #[test]
    fn invalid_variables_are_rejected() {
        for name in NAMES {
            for url in [
                "ftp://proxy",
                "http://",
                "http://:8080",
                "http://pro xy",
                "://",
                "/proxy",
                "proxy:port",
                "http://proxy:99999",
                "http://user:p@ss@proxy",
                "http://user:p#ss@proxy",
                "http://user:p/ss@proxy",
            ] {
                assert_rejected(name, url);
            }
        }
        for list in [
            "10.0.0/8",
            "10.0.0.0/33",
            "::/129",
            "http://host",
            "one.example two.example",
        ] {
            assert_rejected("NO_PROXY", list);
            assert_rejected("no_proxy", list);
        }
    }

    #[cfg(unix)]
    #[test]
    fn variables_that_are_not_unicode_are_rejected() {
        use std::os::unix::ffi::OsStringExt;
        for name in NAMES.into_iter().chain(["NO_PROXY", "no_proxy"]) {
            assert_rejected(name, OsString::from_vec(b"proxy\xff".to_vec()));
        }
    }

    #[test]
    fn an_empty_variable_that_hides_a_set_one_is_rejected() {
        for (name, lower_case) in [("HTTPS_PROXY", "https_proxy"), ("NO_PROXY", "no_proxy")] {
            let error = check(&[(name, "".into()), (lower_case, "proxy".into())]).unwrap_err();
            assert!(
                matches!(error, BuildError::EmptyProxyVariable { name: n, hides } if n == name && hides == lower_case)
            );
        }
    }

    #[test]
    fn an_explicit_proxy_needs_a_supported_scheme() {
        for url in ["http://p", "https://p:1", "socks5://u:s@p", "socks5h://[::1]:1080"] {
            explicit(&url.into(), false).unwrap();
            explicit(&url.into(), true).unwrap();
        }
        for url in ["", "p", "p:8080", "ftp://p", "socks4://p", "http://", "http://u:a b@p"] {
            assert!(matches!(explicit(&url.into(), false), Err(BuildError::Proxy)), "{url}");
            assert!(matches!(explicit(&url.into(), true), Err(BuildError::Proxy)), "{url}");
        }
    }
}
