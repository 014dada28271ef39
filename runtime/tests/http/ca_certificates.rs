//! Systems without CA certificates, which rustls reports when a client is built.

use std::{env, fs, io::Write};

use sap_concur_runtime::BuildError;
use tokio::runtime::Builder;

use super::{connect::*, support::*, tls::*};

/// Runs a test in a child process with environment variables that hide the CA certificates of the system.
fn run_without_ca_certificates(test: &str, file: &str) {
    let empty = env::temp_dir().join(format!("no-certificates-{}-{}", std::process::id(), test.len()));
    fs::create_dir_all(&empty).unwrap();
    run_in_child(
        test,
        &[("SSL_CERT_FILE", file), ("SSL_CERT_DIR", empty.to_str().unwrap())],
    );
    fs::remove_dir(&empty).unwrap();
}

#[tokio::test]
async fn build_without_ca_certificates_says_what_to_do() {
    if !is_child() {
        return run_without_ca_certificates(
            "ca_certificates::build_without_ca_certificates_says_what_to_do",
            "/dev/null",
        );
    }
    let error = build_error(without_retries(CONCUR));
    assert!(matches!(error, BuildError::NoCaCertificates), "{error}");
    let text = error.to_string();
    assert!(text.contains("no CA certificates"), "{text}");
    assert!(
        text.contains("`ca-certificates`") && text.contains("`root_certificate`"),
        "{text}"
    );

    let server = TlsServer::start(Protocol::Http1, TIMEOUT);
    let client = without_retries(&server.url()).root_certificate(server.identity.pem());
    call(&client.build().unwrap()).await.unwrap();

    let server = Server::responding(200, "{}").await;
    call(&without_retries(&server.url).build().unwrap()).await.unwrap();
    let sandbox = server.url.replace("127.0.0.1", "localhost.localdomain");
    without_retries(&sandbox)
        .allow_plain_http("localhost.localdomain")
        .build()
        .unwrap();
}

#[test]
fn removed_ca_certificates_are_an_error_in_the_next_runtime() {
    let test = "ca_certificates::removed_ca_certificates_are_an_error_in_the_next_runtime";
    if !is_child() {
        let file = env::temp_dir().join(format!("certificates-{}.pem", std::process::id()));
        fs::write(&file, Identity::new().pem()).unwrap();
        run_without_ca_certificates(test, file.to_str().unwrap());
        return fs::remove_file(&file).unwrap();
    }
    let client = without_retries("https://127.0.0.1:1").build().unwrap();
    let file = env::var("SSL_CERT_FILE").unwrap();
    fs::File::create(file).unwrap().flush().unwrap();
    let errors = [(); 2].map(|()| {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(call(&client)).unwrap_err()
    });
    let [first, second] = errors.map(|error| match error {
        Error::NotSent(error) => error.to_string(),
        other => panic!("{other}"),
    });
    assert!(!first.contains("CA certificates"), "{first}");
    assert!(second.contains("`ca-certificates`"), "{second}");
}
