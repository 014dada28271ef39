//! Every error code of the token endpoint reaches the caller as its own variant.

use concur_sandbox::tenant::Tenant;
use sap_concur::oauth::calls::{SendOtpCall, TokenCall};
use sap_concur::oauth::{CredentialType, ErrorCode, GrantType, Oauth};
use sap_concur::{Error, Secret};

use super::*;

/// Error codes that no rule of the sandbox returns, since nothing in the tenant or a call can cause them.
const UNREACHABLE: [ErrorCode; 14] = [
    ErrorCode::AccountDisabled11,
    ErrorCode::LogonDenied,
    ErrorCode::LogonDenied13,
    ErrorCode::BadCredentials19,
    ErrorCode::LogonDeniedByAddress,
    ErrorCode::MissingLoginId,
    ErrorCode::UnauthenticatedClient,
    ErrorCode::MissingNonce,
    ErrorCode::InvalidDisplay,
    ErrorCode::InvalidPrompt,
    ErrorCode::InvalidLoginType,
    ErrorCode::InvalidProxies,
    ErrorCode::InvalidProduct,
    // Every refusal of the sandbox has a numeric code.
    ErrorCode::InvalidGrant,
];

/// Token calls by the applications of a sandbox.
struct Calls {
    sandbox: Sandbox,
    oauth: Oauth,
}

/// Positions of the applications. The first has every permission; the last has no refresh tokens.
const READER: usize = 1;
const DISABLED: usize = 2;
const STRANGER: usize = 3;
const NO_REFRESH: usize = 4;

impl Calls {
    async fn new() -> Self {
        let mut tenant = Tenant::seeded().expect("the seed is valid").clone();
        let mut last = tenant.applications[0].clone();
        last.client_id = "no-refresh".to_owned();
        last.grants.retain(|grant| grant != "refresh_token");
        tenant.applications.push(last);
        let sandbox = Sandbox::builder().random_seed(1).tenant(tenant).start().await;
        let sandbox = sandbox.expect("the sandbox starts");
        let concur = Concur::builder().base_url(sandbox.url()).strict(true).build();
        let oauth = concur.expect("the client builds").oauth();
        Self { sandbox, oauth }
    }

    fn by_application(&self, position: usize, grant: GrantType) -> TokenCall {
        let tenant = self.sandbox.tenant();
        let application = &tenant.applications[position];
        let secret = Secret::from(application.client_secret.as_str());
        self.oauth.token(secret, &application.client_id, grant)
    }

    fn call(&self, grant: GrantType) -> TokenCall {
        self.by_application(0, grant)
    }

    /// Returns a call with a user's password.
    fn user(&self, login_id: &str) -> TokenCall {
        let name = login_id.split('@').next().unwrap_or_default();
        let call = self.call(GrantType::Password).username(login_id);
        call.password(format!("{name}-password"))
    }

    fn company(&self, position: usize, id: Option<&str>, token: Option<&str>) -> TokenCall {
        let company = &self.sandbox.tenant().company;
        let call = self
            .by_application(position, GrantType::Password)
            .credtype(CredentialType::Authtoken);
        call.username(id.unwrap_or(&company.id))
            .password(token.unwrap_or(&company.request_token))
    }

    fn code(&self, position: usize, code: &str, redirect_uri: &str) -> TokenCall {
        let call = self.by_application(position, GrantType::AuthorizationCode);
        call.code(code).redirect_uri(redirect_uri)
    }

    fn otp(&self, email: &str, otp: &str) -> TokenCall {
        let call = self.call(GrantType::Otp).channel_type(ChannelType::Email);
        call.channel_handle(email).otp(otp)
    }

    fn send(&self, email: &str) -> SendOtpCall {
        let (id, secret) = application(&self.sandbox);
        self.oauth
            .send_otp(&id, secret.as_str().into(), email, ChannelType::Email)
    }

    async fn sent(&self, email: &str) -> String {
        self.send(email).await.expect("it is sent");
        self.sandbox.one_time_password(email).expect("the password was sent")
    }

    async fn refresh_token(&self) -> Secret {
        let token = self.user(ANN).await.expect("it returns a token");
        token.refresh_token.clone().expect("it has a refresh token")
    }

    async fn authorized(&self) -> String {
        let (id, _) = application(&self.sandbox);
        let authorization =
            Concur::authorization_at(self.sandbox.url(), id, REDIRECT_URI, "s").expect("the parameters are valid");
        let location = redirect_from(&authorization.url(), ANN).await;
        let (_, code) = location.split_once("&code=").expect("it has a code");
        code.split('&').next().unwrap_or_default().to_owned()
    }

    /// Returns calls that fail because of the application.
    fn application_errors(&self) -> Vec<(TokenCall, ErrorCode)> {
        let (id, secret) = application(&self.sandbox);
        let token = |secret: &str, id: &str, grant: &str| self.oauth.token(Secret::from(secret), id, grant);
        vec![
            (token(&secret, "", "password"), ErrorCode::MissingClientId),
            (token("", &id, "password"), ErrorCode::MissingClientSecret),
            (token(&secret, &id, ""), ErrorCode::MissingGrantType),
            (token(&secret, &id, "implicit"), ErrorCode::GrantNotAllowed),
            (token(&secret, "nobody", "password"), ErrorCode::UnknownClient),
            (token("wrong", &id, "password"), ErrorCode::BadClientSecret),
            (
                self.by_application(DISABLED, GrantType::Password),
                ErrorCode::ClientDisabled,
            ),
            (
                self.by_application(READER, GrantType::ClientCredentials),
                ErrorCode::GrantNotAllowed,
            ),
        ]
    }

    /// Returns calls that fail because of the user or the company.
    fn principal_errors(&self) -> Vec<(TokenCall, ErrorCode)> {
        let user_id = self.sandbox.tenant().users[0].id.clone();
        let password = || self.call(GrantType::Password);
        vec![
            (password(), ErrorCode::MissingUsername),
            (password().username(ANN), ErrorCode::MissingPassword),
            (self.user(ANN).credtype("x"), ErrorCode::InvalidCredtype),
            (self.user("nobody@example.com"), ErrorCode::UnknownUsername),
            (self.user(ANN).password("wrong"), ErrorCode::BadCredentials),
            (self.user("hal@example.com"), ErrorCode::AccountDisabled),
            (self.user("lea@example.com"), ErrorCode::AccountLocked),
            (self.user("max@example.com"), ErrorCode::SsoRequired),
            (self.user("nia@example.com"), ErrorCode::PasswordChangeRequired),
            (self.user("ida@example.com"), ErrorCode::LivesElsewhere),
            (self.user(ANN).scope("user.read"), ErrorCode::ScopeExceedsGrant),
            (self.company(0, None, Some("at-wrong")), ErrorCode::BadCredentials),
            (
                self.company(0, Some("nobody"), Some("at-wrong")),
                ErrorCode::UnknownUsername,
            ),
            (self.company(0, Some(&user_id), None), ErrorCode::ForeignRequestToken),
            (self.company(STRANGER, None, None), ErrorCode::CompanyNotEnabled),
        ]
    }

    /// Returns calls that fail because of the authorization code or refresh token.
    async fn code_and_token_errors(&self) -> Vec<(TokenCall, ErrorCode)> {
        let (code, token) = (self.authorized().await, self.refresh_token().await);
        let refresh = |position| self.by_application(position, GrantType::RefreshToken);
        let code_grant = || self.call(GrantType::AuthorizationCode);
        vec![
            (code_grant().redirect_uri(REDIRECT_URI), ErrorCode::MissingCode),
            (code_grant().code(code.as_str()), ErrorCode::MissingRedirectUri),
            (self.code(0, "nonsense", REDIRECT_URI), ErrorCode::BadCode),
            (self.code(0, &code, "http://localhost/"), ErrorCode::RedirectUriMismatch),
            (self.code(NO_REFRESH, &code, REDIRECT_URI), ErrorCode::ForeignGrant),
            (refresh(0), ErrorCode::MissingRefreshToken),
            (refresh(0).refresh_token("nonsense"), ErrorCode::BadRefreshToken),
            (refresh(READER).refresh_token(token.clone()), ErrorCode::ForeignGrant),
            (refresh(NO_REFRESH).refresh_token(token), ErrorCode::RefreshNotAllowed),
        ]
    }

    /// Returns calls that fail because of the one-time password.
    async fn one_time_password_errors(&self) -> Vec<(TokenCall, ErrorCode)> {
        let (ann, hal) = (self.sent(EMAIL).await, self.sent("hal@example.com").await);
        self.send("jun@example.com").name("Jun").await.expect("it is sent");
        let jun = self
            .sandbox
            .one_time_password("jun@example.com")
            .expect("the password was sent");
        let otp = || self.call(GrantType::Otp);
        vec![
            (otp().channel_handle(EMAIL).otp("x"), ErrorCode::MissingChannelType),
            (otp().channel_type("email").otp("x"), ErrorCode::MissingChannelHandle),
            (otp().channel_type("email").channel_handle(EMAIL), ErrorCode::MissingOtp),
            (self.otp(EMAIL, &ann).channel_type("sms"), ErrorCode::InvalidChannelType),
            (self.otp("ann", &ann), ErrorCode::InvalidChannelHandle),
            (self.otp("nobody@example.com", &ann), ErrorCode::UnknownEmail),
            (self.otp("bea.brook@example.com", &ann), ErrorCode::UnknownOtp),
            (self.otp(EMAIL, "x"), ErrorCode::OtpVerificationFailed),
            (self.otp("jun@example.com", &jun), ErrorCode::FactVerificationFailed),
            (self.otp("hal@example.com", &hal), ErrorCode::PrincipalDisabled),
        ]
    }
}

#[tokio::test]
async fn every_token_error_code_reaches_the_caller() {
    let calls = Calls::new().await;
    let mut cases = calls.application_errors();
    cases.extend(calls.principal_errors());
    cases.extend(calls.code_and_token_errors().await);
    cases.extend(calls.one_time_password_errors().await);
    let mut covered = UNREACHABLE.to_vec();
    for (call, code) in cases {
        let Err(Error::Api(refused)) = call.await else {
            panic!("{code:?} was not returned")
        };
        assert!(refused.has(code.clone()), "{code:?}: {refused}");
        assert!(code.meaning().is_some(), "{code:?} has a meaning");
        covered.push(code);
    }
    // The token call of the SDK cannot cause these two; the tests below cover them.
    covered.extend([ErrorCode::TooManyOtps, ErrorCode::UnsupportedFormat]);
    let uncovered: Vec<_> = ErrorCode::KNOWN.iter().filter(|code| !covered.contains(code)).collect();
    assert!(uncovered.is_empty(), "{uncovered:?}");
}

#[tokio::test]
async fn every_otp_error_code_reaches_the_caller() {
    let calls = Calls::new().await;
    let (id, secret) = application(&calls.sandbox);
    let send = |id: &str, secret: &str, email: &str, channel: &str| {
        calls.oauth.send_otp(id, Secret::from(secret), email, channel)
    };
    for _ in 0..3 {
        calls.sent(EMAIL).await;
    }
    let reader = calls.sandbox.tenant().applications[READER].clone();
    let cases = [
        (send("", &secret, EMAIL, "email"), ErrorCode::MissingClientId),
        (send(&id, "", EMAIL, "email"), ErrorCode::MissingClientSecret),
        (send("nobody", &secret, EMAIL, "email"), ErrorCode::UnknownClient),
        (send(&id, "wrong", EMAIL, "email"), ErrorCode::UnknownClient),
        (
            send(&reader.client_id, &reader.client_secret, EMAIL, "email"),
            ErrorCode::GrantNotAllowed,
        ),
        (send(&id, &secret, EMAIL, ""), ErrorCode::MissingChannelType),
        (send(&id, &secret, "", "email"), ErrorCode::MissingChannelHandle),
        (send(&id, &secret, EMAIL, "sms"), ErrorCode::InvalidChannelType),
        (send(&id, &secret, "ann", "email"), ErrorCode::InvalidChannelHandle),
        (
            send(&id, &secret, "nobody@example.com", "email"),
            ErrorCode::InvalidChannelHandle,
        ),
        (
            send(&id, &secret, "ida@example.com", "email"),
            ErrorCode::LivesElsewhere,
        ),
        (send(&id, &secret, EMAIL, "email"), ErrorCode::TooManyOtps),
    ];
    for (call, code) in cases {
        let Err(Error::Api(refused)) = call.await else {
            panic!("{code:?} was not returned")
        };
        assert!(refused.has(code.clone()), "{code:?}: {refused}");
    }
}

#[tokio::test]
async fn json_body_is_an_unsupported_format() {
    let sandbox = support::sandbox().await;
    let url = format!("{}/oauth2/v0/token", sandbox.url());
    let call = reqwest::Client::new()
        .post(url)
        .header("content-type", "application/json");
    let response = call
        .body(r#"{"grant_type":"password"}"#)
        .send()
        .await
        .expect("the server responds");
    assert_eq!(response.status().as_u16(), 400);
    let body = response.text().await.expect("the body is text");
    let body: serde_json::Value = serde_json::from_str(&body).expect("it is JSON");
    assert_eq!(
        (&body["code"], &body["error"]),
        (&135.into(), &"invalid_request".into())
    );
}
