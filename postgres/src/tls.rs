//! TLS to a server.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::DatabaseError;

/// Sets up TLS that verifies the server's certificate by those of the system, or by those in a file.
pub(crate) fn connector(root_certificates: Option<&Path>) -> Result<MakeRustlsConnect, DatabaseError> {
    let failed = |message: String| DatabaseError::Tls { message };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(error.to_string()))?;
    let builder = match root_certificates {
        Some(path) => builder.with_root_certificates(read(path)?),
        None => builder
            .with_platform_verifier()
            .map_err(|error| failed(error.to_string()))?,
    };
    Ok(MakeRustlsConnect::new(builder.with_no_client_auth()))
}

fn read(path: &Path) -> Result<RootCertStore, DatabaseError> {
    let failed = |reason: String| DatabaseError::Tls {
        message: format!("{}: {reason}", path.display()),
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| failed(error.to_string()))? {
        let certificate = certificate.map_err(|error| failed(error.to_string()))?;
        roots.add(certificate).map_err(|error| failed(error.to_string()))?;
    }
    match roots.is_empty() {
        true => Err(failed("it has no certificate".to_owned())),
        false => Ok(roots),
    }
}
