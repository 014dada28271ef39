//! The URL of a database.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::error::DatabaseError;

/// After this time without an answer to a connection attempt, the server cannot be reached.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Without it, a cut cable is noticed after a quarter of an hour.
const UNACKNOWLEDGED_TIMEOUT: Duration = Duration::from_secs(20);

const KEEPALIVE: Duration = Duration::from_secs(15);

/// What a URL says.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) config: Config,
    pub(crate) root_certificates: Option<PathBuf>,
    /// The server and the database, without a password.
    pub(crate) name: String,
}

/// Parses a URL: `postgres://user:password@host:5432/database?sslmode=require`.
pub(crate) fn parse(url: &str) -> Result<Target, DatabaseError> {
    let wrong = |message: &str| DatabaseError::Url {
        message: message.to_owned(),
    };
    if !["postgres://", "postgresql://"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
    {
        return Err(wrong("it does not start with `postgres://`"));
    }
    let (server, parameters) = url.split_once('?').unwrap_or((url, ""));
    let (mut mode, mut root_certificates, mut others) = (None, None, Vec::new());
    for parameter in parameters.split('&').filter(|parameter| !parameter.is_empty()) {
        match parameter.split_once('=') {
            Some(("sslmode", value)) => mode = Some(value),
            Some(("sslrootcert", value)) => root_certificates = Some(path(value)?),
            _ => others.push(parameter),
        }
    }
    let rest = match others.is_empty() {
        true => server.to_owned(),
        false => format!("{server}?{}", others.join("&")),
    };
    // The errors of the parser name parts of the URL, never the password.
    let mut config: Config = rest.parse().map_err(|error: tokio_postgres::Error| {
        let reason = std::error::Error::source(&error).map(ToString::to_string);
        wrong(&reason.unwrap_or_else(|| error.to_string()))
    })?;
    if config.get_hosts().is_empty() {
        return Err(wrong("it has no host"));
    }
    let tls = match mode {
        None | Some("prefer" | "allow") if config.get_hosts().iter().all(is_here) => SslMode::Disable,
        None | Some("prefer" | "allow" | "require" | "verify-ca" | "verify-full") => SslMode::Require,
        Some("disable") => SslMode::Disable,
        Some(_) => return Err(wrong("`sslmode` is one of disable, require, verify-full")),
    };
    config
        .ssl_mode(tls)
        .connect_timeout(CONNECT_TIMEOUT)
        .keepalives_idle(KEEPALIVE)
        .tcp_user_timeout(UNACKNOWLEDGED_TIMEOUT);
    Ok(Target {
        name: name(&config),
        config,
        root_certificates,
    })
}

fn path(value: &str) -> Result<PathBuf, DatabaseError> {
    let decoded = percent_decode_str(value).decode_utf8();
    decoded
        .map(|path| path.as_ref().into())
        .map_err(|_| DatabaseError::Url {
            message: "`sslrootcert` is not UTF-8".to_owned(),
        })
}

/// Whether what is sent to a host does not leave this machine.
fn is_here(host: &Host) -> bool {
    match host {
        #[cfg(unix)]
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            let address = name.trim_start_matches('[').trim_end_matches(']').parse();
            name == "localhost" || address.is_ok_and(|address: IpAddr| address.is_loopback())
        }
    }
}

fn name(config: &Config) -> String {
    let hosts = config.get_hosts().iter().map(|host| match host {
        #[cfg(unix)]
        Host::Unix(path) => path.display().to_string(),
        Host::Tcp(name) => name.clone(),
    });
    let hosts: Vec<String> = hosts.collect();
    match config.get_dbname() {
        Some(database) => format!("the database `{database}` on {}", hosts.join(", ")),
        None => format!("the database server on {}", hosts.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn mode(url: &str) -> SslMode {
        parse(url).unwrap().config.get_ssl_mode()
    }

    #[test]
    fn other_machines_need_tls() {
        for url in [
            "postgres://db.example.com/concur",
            "postgresql://db.example.com/concur?sslmode=prefer",
            "postgres://10.0.0.1/concur?sslmode=allow",
            "postgres://localhost,10.0.0.1/concur",
            "postgres://localhost/concur?sslmode=verify-full",
            "postgres://[2001:db8::1]/concur",
        ] {
            assert_eq!(mode(url), SslMode::Require, "{url}");
        }
        for url in [
            "postgres://localhost/concur",
            "postgres://127.0.0.1:5433/concur",
            "postgres://[::1]/concur",
            "postgres://db/concur?sslmode=disable",
        ] {
            assert_eq!(mode(url), SslMode::Disable, "{url}");
        }
        #[cfg(unix)]
        for url in [
            "postgres://%2Ftmp%2Fsocket/concur",
            "postgres:///concur?host=/tmp/socket",
        ] {
            assert_eq!(mode(url), SslMode::Disable, "{url}");
        }
    }

    #[test]
    fn wrong_urls_are_explained_without_the_password() {
        for (url, expected) in [
            ("mysql://u:hush-hush@h/d", "does not start with"),
            ("postgres://u:hush-hush@h/d?sslmode=strict", "`sslmode` is one of"),
            ("postgres://u:hush-hush@h/d?colour=red", "colour"),
            ("postgres://u:hush-hush@h:port/d", "port"),
            ("postgres:///d", "no host"),
        ] {
            let error = parse(url).err().unwrap().to_string();
            assert!(error.contains(expected), "{url}: {error}");
            assert!(!error.contains("hush-hush"), "{error}");
        }
    }

    #[test]
    fn certificate_path_is_decoded() {
        let target = parse("postgres://db/concur?sslrootcert=/etc/my%20ca.pem&application_name=x").unwrap();
        assert_eq!(target.root_certificates.unwrap(), PathBuf::from("/etc/my ca.pem"));
        assert_eq!(target.config.get_application_name(), Some("x"));
        assert_eq!(target.name, "the database `concur` on db");
    }
}
