//! Whether the service can be reached, and whether the clock is right.

use std::time::{Duration, Instant, SystemTime};

use sap_concur::http::{HeaderMap, Uri, header};
use sap_concur::{Error, Method, NotSentError, RetryPolicy};

use super::Report;
use crate::connection::Connector;
use crate::failure::Failure;
use crate::settings::without_password;

/// A clock that differs more than this makes tokens look valid that are not.
const MAX_SKEW: Duration = Duration::from_secs(60);

/// The variables that name proxies.
const PROXY_VARIABLES: [&str; 6] = [
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
];

/// Checks names, proxy, connection, certificates and clock.
pub(super) async fn check(report: &mut Report, connector: &Connector<'_>, base: Option<&str>) -> Result<(), Failure> {
    let is_proxied = proxy(report, connector)?;
    let Some(base) = base else {
        return report.note("network", "not checked without a base URL", None);
    };
    if !is_proxied && !resolves(report, base).await? {
        return Ok(());
    }
    let concur = match connector.connect_without_token() {
        Ok(concur) => concur,
        Err(failure) => return report.fail("network", &failure.to_string(), "correct the setting"),
    };
    let began = Instant::now();
    let options = sap_concur::CallOptions::new().retries(RetryPolicy::never());
    let sent = concur
        .call(Method::HEAD, "/")
        .without_token()
        .options(options)
        .send()
        .await;
    let took = began.elapsed();
    match &sent {
        Ok(response) => reached(report, base, response.headers(), took),
        // Whatever it answers: it can be reached.
        Err(Error::Api(refusal)) => reached(report, base, refusal.headers(), took),
        Err(Error::NotSent(error)) => not_sent(report, base, error),
        Err(error) => report.fail(
            "network",
            &error.to_string(),
            "try again, and ask your network's operator",
        ),
    }
}

fn proxy(report: &mut Report, connector: &Connector<'_>) -> Result<bool, Failure> {
    if connector.settings.get("proxy").is_some() {
        return Ok(true);
    }
    let mut is_proxied = false;
    for name in PROXY_VARIABLES {
        if let Ok(value) = std::env::var(name)
            && !value.is_empty()
        {
            is_proxied |= !name.eq_ignore_ascii_case("NO_PROXY");
            report.note(
                "proxy",
                &format!("{} (from environment variable {name})", without_password(&value)),
                None,
            )?;
        }
    }
    if !is_proxied {
        report.good("proxy", "none")?;
    }
    Ok(is_proxied)
}

/// Whether the host has an address. A proxy resolves names itself.
async fn resolves(report: &mut Report, base: &str) -> Result<bool, Failure> {
    let Some((host, port)) = host_of(base) else {
        report.fail("network", &format!("{base} is not a URL"), "correct the base URL")?;
        return Ok(false);
    };
    match tokio::net::lookup_host((host.as_str(), port)).await {
        Ok(mut addresses) => match addresses.next() {
            Some(address) => report.good("name", &format!("{host} is {}", address.ip()))?,
            None => report.fail("name", &format!("{host} has no address"), "check the base URL")?,
        },
        Err(error) => {
            let remedy = "check the base URL, the network and its name servers";
            report.fail("name", &format!("{host} cannot be resolved: {error}"), remedy)?;
            return Ok(false);
        }
    }
    Ok(true)
}

fn host_of(base: &str) -> Option<(String, u16)> {
    let uri: Uri = base.parse().ok()?;
    let port = uri.port_u16().unwrap_or(match uri.scheme_str() {
        Some("http") => 80,
        _ => 443,
    });
    let host = uri.host()?.trim_start_matches('[').trim_end_matches(']').to_owned();
    Some((host, port))
}

fn reached(report: &mut Report, base: &str, headers: &HeaderMap, took: Duration) -> Result<(), Failure> {
    report.good("network", &format!("{base} answers in {took:.0?}"))?;
    match base.starts_with("https:") {
        true => report.good("certificate", "trusted")?,
        false => report.note("certificate", "not checked: the base URL is plain HTTP", None)?,
    }
    clock(report, headers)
}

/// Compares the clock with that of the service.
fn clock(report: &mut Report, headers: &HeaderMap) -> Result<(), Failure> {
    let date = headers.get(header::DATE).and_then(|date| date.to_str().ok());
    let theirs = date.and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
    let (Some(theirs), Ok(ours)) = (theirs, jiff::Timestamp::try_from(SystemTime::now())) else {
        return report.note("clock", "not checked: the service does not say the time", None);
    };
    let skew = ours.duration_since(theirs.timestamp());
    match skew.unsigned_abs() > MAX_SKEW {
        false => report.good("clock", "agrees with that of the service"),
        true => {
            let which = if skew.is_negative() { "behind" } else { "ahead of" };
            let text = format!("{:.0?} {which} that of the service", skew.unsigned_abs());
            report.fail("clock", &text, "set the clock, best by NTP: tokens are renewed by it")
        }
    }
}

fn not_sent(report: &mut Report, base: &str, error: &NotSentError) -> Result<(), Failure> {
    let text = error.to_string();
    let is_about_trust = ["certificate", "UnknownIssuer", "tls", "TLS"]
        .iter()
        .any(|word| text.contains(word));
    match is_about_trust {
        true => report.fail(
            "certificate",
            &text,
            "if your company inspects TLS, give its CA certificate with --root-certificate FILE",
        ),
        false => report.fail(
            "network",
            &format!("{base} cannot be reached: {text}"),
            "check the network and the proxy",
        ),
    }
}
