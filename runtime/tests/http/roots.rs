//! Systems without CA certificates, of which rustls tells when a client is built.

use std::{env, fs, io::Write};

use sap_concur_runtime::BuildError;
use tokio::runtime::Builder;

use super::{connect::*, support::*, tls::*};

/// Variables that leave the system without CA certificates.
fn without_ca_certificates(test: &str, file: &str) {
    let empty = env::temp_dir().join(format!("no-certificates-{}-{}", std::process::id(), test.len()));
    fs::create_dir_all(&empty).unwrap();
    run_again(
        test,
        &[("SSL_CERT_FILE", file), ("SSL_CERT_DIR", empty.to_str().unwrap())],
    );
    fs::remove_dir(&empty).unwrap();
}

#[tokio::test]
async fn without_ca_certificates_build_says_what_to_do() {
    if !is_run_again() {
        return without_ca_certificates("roots::without_ca_certificates_build_says_what_to_do", "/dev/null");
    }
    let error = build_error(once(CONCUR));
    assert!(matches!(error, BuildError::NoCaCertificates), "{error}");
    let text = error.to_string();
    assert!(text.contains("no CA certificates"), "{text}");
    assert!(
        text.contains("`ca-certificates`") && text.contains("`root_certificate`"),
        "{text}"
    );

    let server = TlsServer::start(Protocol::Http1, LONG);
    let client = once(&server.url()).root_certificate(server.identity.pem());
    call(&client.build().unwrap()).await.unwrap();

    let server = Server::answering(200, "{}").await;
    call(&once(&server.url).build().unwrap()).await.unwrap();
    let sandbox = server.url.replace("127.0.0.1", "localhost.localdomain");
    once(&sandbox)
        .allow_plain_http("localhost.localdomain")
        .build()
        .unwrap();
}

#[test]
fn ca_certificates_that_go_are_missed_by_the_next_runtime() {
    let test = "roots::ca_certificates_that_go_are_missed_by_the_next_runtime";
    if !is_run_again() {
        let file = env::temp_dir().join(format!("certificates-{}.pem", std::process::id()));
        fs::write(&file, Identity::new().pem()).unwrap();
        without_ca_certificates(test, file.to_str().unwrap());
        return fs::remove_file(&file).unwrap();
    }
    let client = once("https://127.0.0.1:1").build().unwrap();
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
