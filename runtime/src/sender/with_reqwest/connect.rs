//! Connection options of the built-in sender: proxy, trusted certificates, timeout.

use std::time::Duration;

use reqwest::{Client, Proxy};

use super::{pools::Pools, proxy};
use crate::{BuildError, Secret};

/// Default connection timeout.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);

/// Options of [`ClientBuilder`](crate::ClientBuilder) for the built-in sender.
#[derive(Default)]
pub(crate) struct ConnectOptions {
    pub(crate) proxy: Option<Secret>,
    /// PEM bundles.
    #[cfg(feature = "__tls")]
    pub(crate) root_certificates: Vec<Vec<u8>>,
    pub(crate) connect_timeout: Option<Duration>,
}

/// The kind of destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Destination {
    Https,
    /// Plain `http` to another machine.
    Http,
    /// Plain `http` to the local machine.
    Loopback,
}

impl ConnectOptions {
    /// Returns the builder method of an option that is set, if there is one.
    pub(crate) fn first_set(&self) -> Option<&'static str> {
        #[cfg(feature = "__tls")]
        if !self.root_certificates.is_empty() {
            return Some("root_certificate");
        }
        match (&self.proxy, self.connect_timeout) {
            (Some(_), _) => Some("proxy"),
            (None, Some(_)) => Some("connect_timeout"),
            (None, None) => None,
        }
    }

    /// Validates the options.
    pub(super) fn connector(&self, destination: Destination) -> Result<Connector, BuildError> {
        let route = match (&self.proxy, destination) {
            // Plain `http` to the local machine must not be sent to a proxy.
            (Some(url), _) => {
                let proxy = proxy::explicit(url, destination == Destination::Loopback)?;
                Route::Explicit(proxy.into())
            }
            (None, Destination::Http | Destination::Loopback) => Route::Direct,
            (None, Destination::Https) => {
                proxy::check_environment()?;
                Route::System
            }
        };
        tls::check_provider()?;
        Ok(Connector {
            route,
            #[cfg(feature = "__tls")]
            roots: tls::certificates(&self.root_certificates)?,
            connect_timeout: self.connect_timeout.unwrap_or(CONNECT_TIMEOUT),
            needs_tls: destination == Destination::Https,
        })
    }
}

enum Route {
    Direct,
    Explicit(Box<Proxy>),
    /// From the environment or the system.
    System,
}

/// Builds clients with the same connection options.
pub(super) struct Connector {
    route: Route,
    #[cfg(feature = "__tls")]
    roots: Vec<reqwest::Certificate>,
    connect_timeout: Duration,
    needs_tls: bool,
}

impl Connector {
    pub(super) fn pools(&self) -> Result<Pools, BuildError> {
        let build = |without_roots| Pools::build(|| self.builder(without_roots));
        match build(false) {
            Err(error) if !self.needs_tls && tls::lacks_roots(&error) => build(true),
            built => built,
        }
        .map_err(|error| self.describe(error))
    }

    fn builder(&self, without_roots: bool) -> reqwest::ClientBuilder {
        let builder = Client::builder().connect_timeout(self.connect_timeout);
        let builder = match &self.route {
            Route::Direct => builder.no_proxy(),
            Route::Explicit(proxy) => builder.proxy(Proxy::clone(proxy)),
            Route::System => builder,
        };
        #[cfg(feature = "__tls")]
        let builder = match (without_roots, self.roots.is_empty()) {
            (true, _) => builder.tls_certs_only([]),
            (false, true) => builder,
            (false, false) => builder.tls_certs_merge(self.roots.iter().cloned()),
        };
        #[cfg(not(feature = "__tls"))]
        let _ = without_roots;
        tls::select_backend(builder)
    }

    fn describe(&self, error: reqwest::Error) -> BuildError {
        #[cfg(feature = "__tls")]
        if !self.roots.is_empty() {
            return BuildError::RootCertificate;
        }
        match tls::lacks_roots(&error) {
            true => BuildError::NoCaCertificates,
            false => BuildError::Sender(error.into()),
        }
    }
}

#[cfg(feature = "__tls")]
mod tls {
    use std::error::Error;

    use reqwest::{Certificate, ClientBuilder};

    use crate::BuildError;

    /// Parses PEM bundles.
    pub(super) fn certificates(bundles: &[Vec<u8>]) -> Result<Vec<Certificate>, BuildError> {
        let mut certificates = Vec::new();
        for pem in bundles {
            match Certificate::from_pem_bundle(pem) {
                Ok(some) if !some.is_empty() => certificates.extend(some),
                _ => return Err(BuildError::RootCertificate),
            }
        }
        Ok(certificates)
    }

    /// Selects the backend explicitly, whatever other crates enable in reqwest.
    pub(super) fn select_backend(builder: ClientBuilder) -> ClientBuilder {
        #[cfg(feature = "native-tls")]
        return builder.tls_backend_native();
        #[cfg(not(feature = "native-tls"))]
        return builder.tls_backend_rustls();
    }

    /// Checks for a crypto provider, without which reqwest panics.
    pub(super) fn check_provider() -> Result<(), BuildError> {
        #[cfg(not(any(feature = "native-tls", feature = "rustls")))]
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            return Err(BuildError::NoCryptoProvider);
        }
        Ok(())
    }

    /// Whether the system has no CA certificates. rustls-platform-verifier only reports it as text.
    pub(super) fn lacks_roots(error: &reqwest::Error) -> bool {
        let mut cause = error.source();
        while let Some(error) = cause {
            if error.to_string().contains("No CA certificates") {
                return true;
            }
            cause = error.source();
        }
        false
    }
}

#[cfg(not(feature = "__tls"))]
mod tls {
    use reqwest::ClientBuilder;

    use crate::BuildError;

    pub(super) fn select_backend(builder: ClientBuilder) -> ClientBuilder {
        builder
    }

    pub(super) fn check_provider() -> Result<(), BuildError> {
        Ok(())
    }

    pub(super) fn lacks_roots(_: &reqwest::Error) -> bool {
        false
    }
}
