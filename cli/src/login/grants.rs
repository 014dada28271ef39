//! The ways to get a token.

use clap::{Arg, ArgAction, ArgMatches};
use sap_concur::oauth::ChannelType;
use sap_concur::{Credentials, Secret};

use super::{browser, option};
use crate::connection::Connector;
use crate::failure::Failure;
use crate::secrets::{self, SecretSource};
use crate::settings::{Settings, variable};
use crate::terminal;

/// A way to get a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grant {
    /// For a company, by its request token.
    Company,
    /// For a user, by password.
    User,
    /// For a user, who authorizes the application in a browser.
    Browser,
    /// For a user, by a one-time password that is sent by email.
    Otp,
    /// For the application itself.
    Application,
    /// For whom a refresh token of another program is.
    RefreshToken,
}

const REQUEST_TOKEN: SecretSource = SecretSource {
    what: "request token",
    flag: "request-token-file",
    variable: "CONCUR_REQUEST_TOKEN",
};
const PASSWORD: SecretSource = SecretSource {
    what: "password",
    flag: "password-file",
    variable: "CONCUR_PASSWORD",
};
const OTP: SecretSource = SecretSource {
    what: "one-time password",
    flag: "otp-file",
    variable: "CONCUR_OTP",
};
const REFRESH_TOKEN: SecretSource = SecretSource {
    what: "refresh token",
    flag: "refresh-token-file",
    variable: "CONCUR_REFRESH_TOKEN",
};

/// The options of the grants.
pub(super) fn arguments() -> Vec<Arg> {
    vec![
        option("company-id", "UUID", "The UUID of the company, for the grant company"),
        REQUEST_TOKEN.argument(),
        option("username", "NAME", "The login id of the user, for the grant user"),
        PASSWORD.argument(),
        option("email", "ADDRESS", "The email address of the user, for the grant otp"),
        OTP.argument(),
        REFRESH_TOKEN.argument(),
        option(
            "redirect-uri",
            "URL",
            "The redirect URI that is registered for the application, for the grant browser; a loopback address",
        )
        .default_value("http://localhost:8080/callback"),
        Arg::new("no-browser")
            .long("no-browser")
            .action(ArgAction::SetTrue)
            .help("Only print the URL to open"),
    ]
}

/// The grant that was asked for, or that the other options are for.
pub(super) fn chosen(matches: &ArgMatches, settings: &Settings) -> Result<Grant, Failure> {
    if let Some(grant) = settings.read("grant", |name| Grant::named(name).ok_or_else(unknown))? {
        let is_of_this_run =
            matches.get_one::<String>("grant").is_some() || std::env::var_os(variable("grant")).is_some();
        if is_of_this_run {
            return Ok(grant);
        }
    }
    let is_given = |id: &str| matches.value_source(id) == Some(clap::parser::ValueSource::CommandLine);
    let by_option = [
        ("company-id", Grant::Company),
        (REQUEST_TOKEN.flag, Grant::Company),
        ("username", Grant::User),
        (PASSWORD.flag, Grant::User),
        ("email", Grant::Otp),
        (OTP.flag, Grant::Otp),
        (REFRESH_TOKEN.flag, Grant::RefreshToken),
        ("redirect-uri", Grant::Browser),
    ];
    if let Some((_, grant)) = by_option.iter().find(|(id, _)| is_given(id)) {
        return Ok(*grant);
    }
    // As at the last login, if there was one.
    if let Some(grant) = settings.read("grant", |name| Grant::named(name).ok_or_else(unknown))? {
        return Ok(grant);
    }
    let answer = secrets::ask(
        &format!("grant ({})", Grant::NAMES.join(", ")),
        "grant",
        &variable("grant"),
    )?;
    Grant::named(&answer).ok_or_else(|| Failure::usage(format!("`{answer}` is not a grant: {}", unknown())))
}

fn unknown() -> String {
    format!("expected one of {}", Grant::NAMES.join(", "))
}

impl Grant {
    /// The names on the command line.
    pub(super) const NAMES: [&'static str; 6] = ["company", "user", "browser", "otp", "application", "refresh-token"];

    const ALL: [Self; 6] = [
        Self::Company,
        Self::User,
        Self::Browser,
        Self::Otp,
        Self::Application,
        Self::RefreshToken,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::User => "user",
            Self::Browser => "browser",
            Self::Otp => "otp",
            Self::Application => "application",
            Self::RefreshToken => "refresh-token",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant| grant.name() == name)
    }

    /// Whether its token request has no address of its own.
    pub(super) fn needs_base_url(self) -> bool {
        !matches!(self, Self::Company)
    }

    /// Returns the credentials, and the company or user that they are for if that is known. Asks for what is missing.
    pub(super) async fn credentials(
        self,
        connector: &Connector<'_>,
        matches: &ArgMatches,
        secret: &Secret,
    ) -> Result<(Credentials, Option<String>), Failure> {
        let settings = connector.settings;
        let client_id = settings.text("client_id").unwrap_or_default();
        let secret = secret.clone();
        let principal = |what: &str, flag: &str| match matches.get_one::<String>(flag) {
            Some(given) => Ok(given.clone()),
            None => match settings
                .text("principal")
                .filter(|_| settings.text("grant") == Some(self.name()))
            {
                Some(earlier) => Ok(earlier.to_owned()),
                None => secrets::ask(what, flag, &variable("principal")),
            },
        };
        let (credentials, principal) = match self {
            Self::Company => {
                let company = principal("company UUID", "company-id")?;
                let token = REQUEST_TOKEN.get(matches)?;
                (Credentials::company(client_id, secret, &company, token), Some(company))
            }
            Self::User => {
                let user = principal("login id", "username")?;
                let password = PASSWORD.get(matches)?;
                (Credentials::password(client_id, secret, &user, password), Some(user))
            }
            Self::Otp => {
                let email = principal("email address", "email")?;
                let otp = match OTP.given(matches)? {
                    Some(otp) => otp,
                    None => {
                        send_otp(connector, &secret, &email).await?;
                        OTP.get(matches)?
                    }
                };
                let credentials = Credentials::otp(client_id, secret, &email, ChannelType::Email, otp);
                (credentials, Some(email))
            }
            Self::Browser => {
                let authorized = browser::authorize(connector, matches).await?;
                let credentials =
                    Credentials::authorization_code(client_id, secret, authorized.redirect_uri, authorized.code);
                (credentials, None)
            }
            Self::Application => (Credentials::client_credentials(client_id, secret), None),
            Self::RefreshToken => (
                Credentials::refresh_token(client_id, secret, REFRESH_TOKEN.get(matches)?),
                None,
            ),
        };
        let takes_scopes = matches!(self, Self::Otp | Self::RefreshToken);
        Ok(match settings.text("scopes").filter(|_| takes_scopes) {
            Some(scopes) => (credentials.scopes(scopes.split_whitespace()), principal),
            None => (credentials, principal),
        })
    }
}

async fn send_otp(connector: &Connector<'_>, secret: &Secret, email: &str) -> Result<(), Failure> {
    let client_id = connector.settings.text("client_id").unwrap_or_default();
    let concur = connector.connect_without_token()?;
    let sent = concur
        .oauth()
        .send_otp(client_id, secret.clone(), email, ChannelType::Email)
        .await;
    sent.map_err(|error| Failure::new(crate::failure::Exit::Refused, error.to_string()))?;
    terminal::note(&format!("A one-time password was sent to {email}."));
    Ok(())
}
