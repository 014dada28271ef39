//! `concur login --sandbox`: the sandbox says what is needed.

use sap_concur::{Credentials, Method, Secret};

use crate::connection::Connector;
use crate::failure::{Exit, Failure};
use crate::json::Json;

/// Where a sandbox listens unless it was told otherwise.
pub(super) const ADDRESS: &str = "http://127.0.0.1:4004";

/// What a sandbox accepts.
pub(super) struct SandboxCredentials {
    /// The base URL of the company.
    pub(super) base_url: String,
    pub(super) client_id: String,
    pub(super) client_secret: Secret,
    pub(super) company_id: String,
    pub(super) request_token: Secret,
}

impl SandboxCredentials {
    /// Asks the sandbox at the base URL of the settings.
    pub(super) async fn ask(connector: &Connector<'_>) -> Result<Self, Failure> {
        let concur = connector.connect_without_token()?;
        let answer = concur
            .call(Method::GET, "/_sandbox/credentials")
            .without_token()
            .send_json::<Json>()
            .await;
        let url = connector.settings.text("base_url").unwrap_or_default();
        let answer = answer.map_err(|error| {
            Failure::new(Exit::NotSent, format!("there is no sandbox at {url}: {error}"))
                .with_remedy("start one with `concur sandbox`, or name its address: --sandbox URL")
        })?;
        Self::read(&answer).ok_or_else(|| Failure::other(format!("{url} is not a sandbox of this version")))
    }

    fn read(answer: &Json) -> Option<Self> {
        let text = |path: &str| answer.at(path).and_then(Json::as_text).map(str::to_owned);
        let has_company_grant = |application: &&Json| {
            let grants = application.get("grants").and_then(Json::as_list).unwrap_or_default();
            grants.iter().any(|grant| grant.as_text() == Some("company"))
        };
        let application = answer.get("applications")?.as_list()?.iter().find(has_company_grant)?;
        let of_application = |name: &str| application.get(name).and_then(Json::as_text).map(str::to_owned);
        Some(Self {
            base_url: text("company.url")?,
            client_id: of_application("client_id")?,
            client_secret: of_application("client_secret")?.into(),
            company_id: text("company.id")?,
            request_token: text("company.request_token")?.into(),
        })
    }

    /// The credentials of the company.
    pub(super) fn credentials(&self) -> Credentials {
        Credentials::company(
            self.client_id.as_str(),
            self.client_secret.clone(),
            self.company_id.as_str(),
            self.request_token.clone(),
        )
    }
}
