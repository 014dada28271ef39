//! Where an example runs: against a sandbox inside of this process, or against the real service when the environment
//! says so.

use std::env;
use std::error::Error;
use std::time::Duration;

use concur_sandbox::Sandbox;
use sap_concur::{Concur, Credentials};

/// A client, and whom it works for.
#[allow(dead_code, reason = "an example needs some of it")]
pub(crate) struct Environment {
    /// The client, with a token of the company.
    pub(crate) concur: Concur,
    /// The UUID of the employee who asks.
    pub(crate) employee: String,
    /// The UUID of the one who approves.
    pub(crate) approver: String,
    /// The sandbox, when there is one: for what people do elsewhere.
    pub(crate) sandbox: Option<Sandbox>,
}

/// The real service needs all of these.
const VARIABLES: [&str; 6] = [
    "CONCUR_CLIENT_ID",
    "CONCUR_CLIENT_SECRET",
    "CONCUR_COMPANY_ID",
    "CONCUR_REQUEST_TOKEN",
    "CONCUR_EMPLOYEE_ID",
    "CONCUR_APPROVER_ID",
];

impl Environment {
    /// The real service when the environment has all of [`VARIABLES`], a sandbox when it has none.
    pub(crate) async fn from_environment() -> Result<Self, Box<dyn Error>> {
        let values = VARIABLES.map(|name| env::var(name).ok());
        if values.iter().all(Option::is_none) {
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
        println!("against SAP Concur");
        // Keep the tokens in a file in a program of yours: a request token may be good only once.
        let credentials = Credentials::company(client, secret, company, token);
        Ok(Self {
            concur: Concur::builder().credentials(credentials).build()?,
            employee,
            approver,
            sandbox: None,
        })
    }

    async fn sandbox() -> Result<Self, Box<dyn Error>> {
        // A second is enough for looking on.
        let sandbox = Sandbox::builder()
            .creation_takes(Duration::from_secs(1))
            .start()
            .await?;
        println!("against a sandbox at {}", sandbox.url());
        let tenant = sandbox.tenant();
        let (app, company) = (&tenant.applications[0], &tenant.company);
        let credentials = Credentials::company(
            app.client_id.as_str(),
            app.client_secret.as_str(),
            company.id.as_str(),
            company.request_token.as_str(),
        );
        let ann = &tenant.users[0];
        let approver = tenant.approver_of(ann).ok_or("the first user has an approver")?;
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
