//! The environment of an example: the real service if the environment variables are set, a server such as
//! `concur-sandbox` if `CONCUR_URL` is set as well, otherwise a sandbox in this process.

#![allow(
    clippy::mod_module_files,
    reason = "Cargo takes each file in this folder for an example"
)]

use std::env;
use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use concur_sandbox::Sandbox;
use sap_concur::{Concur, Credentials};

/// A client and the users that an example needs.
#[allow(dead_code, reason = "not every example uses all of it")]
pub(crate) struct Environment {
    /// A client with a company token.
    pub(crate) concur: Concur,
    /// The UUID of the requesting employee.
    pub(crate) employee: String,
    /// The UUID of the approver.
    pub(crate) approver: String,
    /// The sandbox, if there is one. With it, an example can do what people would do in the user interface.
    pub(crate) sandbox: Option<Sandbox>,
}

/// The environment variables for the real service, or for the server at [`URL`]. All of them are required.
const VARIABLES: [&str; 6] = [
    "CONCUR_CLIENT_ID",
    "CONCUR_CLIENT_SECRET",
    "CONCUR_COMPANY_ID",
    "CONCUR_REQUEST_TOKEN",
    "CONCUR_EMPLOYEE_ID",
    "CONCUR_APPROVER_ID",
];

/// The base URL of another server than the real service: `http://127.0.0.1:4004`. Plain `http` only to this machine.
const URL: &str = "CONCUR_URL";

/// Prints the error, if there is one: `Display` includes the cause, and `main` would print it with `Debug`.
pub(crate) fn report(outcome: Result<(), Box<dyn Error>>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

impl Environment {
    /// Uses the real service, or the server at [`URL`], if all of [`VARIABLES`] are set, and a sandbox if nothing is
    /// set.
    pub(crate) async fn from_environment() -> Result<Self, Box<dyn Error>> {
        let values = VARIABLES.map(|name| env::var(name).ok());
        let url = env::var(URL).ok();
        if url.is_none() && values.iter().all(Option::is_none) {
            return Self::sandbox().await;
        }
        let missing = VARIABLES.iter().zip(&values).filter(|(_, value)| value.is_none());
        let missing: Vec<&str> = missing.map(|(name, _)| *name).collect();
        let [
            Some(client),
            Some(secret),
            Some(company),
            Some(token),
            Some(employee),
            Some(approver),
        ] = values
        else {
            return Err(format!("not set: {}", missing.join(", ")).into());
        };
        println!("running against {}", url.as_deref().unwrap_or("SAP Concur"));
        // Your program should keep the tokens in a file: a request token may be valid only once.
        let credentials = Credentials::company(client, secret, company, token);
        let mut builder = Concur::builder().credentials(credentials);
        if let Some(url) = url {
            builder = builder.base_url(url);
        }
        Ok(Self {
            concur: builder.build()?,
            employee,
            approver,
            sandbox: None,
        })
    }

    async fn sandbox() -> Result<Self, Box<dyn Error>> {
        // Long enough to show the polling.
        let sandbox = Sandbox::builder()
            .creation_takes(Duration::from_secs(1))
            .start()
            .await?;
        println!("running against a sandbox at {}", sandbox.url());
        let tenant = sandbox.tenant();
        let (app, company) = (&tenant.applications[0], &tenant.company);
        let credentials = Credentials::company(
            app.client_id.as_str(),
            app.client_secret.as_str(),
            company.id.as_str(),
            company.request_token.as_str(),
        );
        let ann = &tenant.users[0];
        let approver = tenant.approver_of(ann).ok_or("the first user has no approver")?;
        Ok(Self {
            concur: Concur::builder()
                .base_url(sandbox.url())
                .credentials(credentials)
                .build()?,
            employee: ann.id.clone(),
            approver: approver.id.clone(),
            sandbox: Some(sandbox),
        })
    }
}
