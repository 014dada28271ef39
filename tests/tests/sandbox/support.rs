//! A sandbox and clients for it.

use concur_sandbox::Sandbox;
use sap_concur::{ClientBuilder, Concur, Credentials};
use serde_json::Value;

use crate::raw;

/// Starts a sandbox with the seed company. Its ids and faults are the same in every run.
pub(crate) async fn sandbox() -> Sandbox {
    Sandbox::builder()
        .random_seed(1)
        .start()
        .await
        .expect("the sandbox starts")
}

/// Returns the number of purchase requests.
pub(crate) async fn purchase_requests(sandbox: &Sandbox) -> u64 {
    let (_, overview) = raw::admin(sandbox, "GET", "", Value::Null).await;
    let count = overview["records"]["purchase_request"].as_u64();
    count.unwrap_or_else(|| panic!("{overview}"))
}

/// Returns a builder for a strict client with a company token.
pub(crate) fn company(sandbox: &Sandbox) -> ClientBuilder<Concur> {
    let tenant = sandbox.tenant();
    let (app, company) = (&tenant.applications[0], &tenant.company);
    let credentials = Credentials::company(
        &app.client_id,
        app.client_secret.as_str(),
        &company.id,
        company.request_token.as_str(),
    );
    client(sandbox, credentials)
}

/// Returns a builder for a strict client with a token of the user.
pub(crate) fn user(sandbox: &Sandbox, login_id: &str) -> ClientBuilder<Concur> {
    let tenant = sandbox.tenant();
    let app = &tenant.applications[0];
    let user = tenant.user_by_login(login_id).expect("the user exists");
    let credentials = Credentials::password(
        &app.client_id,
        app.client_secret.as_str(),
        &user.login_id,
        user.password.as_str(),
    );
    client(sandbox, credentials)
}

/// Returns a builder for a strict client with any credentials.
pub(crate) fn client(sandbox: &Sandbox, credentials: Credentials) -> ClientBuilder<Concur> {
    Concur::builder()
        .base_url(sandbox.url())
        .credentials(credentials)
        .strict(true)
}
