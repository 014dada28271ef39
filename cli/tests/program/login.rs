//! `concur login`, `logout` and `whoami`.

mod browser;
mod grants;
mod profiles;
mod secrets;

use concur_sandbox::Sandbox;
use concur_sandbox::tenant::Application;

use crate::support::{Ran, User};

/// A user of a new sandbox, who has never used the program.
async fn newcomer() -> User {
    User::new(Sandbox::builder()).await
}

/// The application that may do everything.
fn application(user: &User) -> Application {
    user.sandbox.tenant().applications[0].clone()
}

/// Logs in with the application, whose secret is in a file.
async fn login(user: &User, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let (application, url) = (application(user), user.sandbox.url().to_owned());
    user.write("client-secret", &application.client_secret);
    let mut all = vec!["login", "--client-id", &application.client_id, "--base-url", &url];
    all.extend(["--client-secret-file", "client-secret"]);
    all.extend(arguments);
    user.run_in(environment, all).await
}

/// The grant types of the token requests so far.
fn grant_types(user: &User) -> Vec<String> {
    let calls = user.calls("oauth.token");
    let grant = |body: &str| {
        let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
        let mut found = pairs.filter(|(name, _)| *name == "grant_type");
        found.next().map(|(_, value)| value.to_owned()).unwrap_or_default()
    };
    calls.iter().map(|call| grant(&call.body)).collect()
}
