//! Diagnostics of the token call and of the grants.

use concur_spec::{Code, MINIMAL_PLATFORM};

use super::Case;

/// A valid platform with a token call, a grant, a refresh grant, an authorization page and a revoke operation.
const PLATFORM: &str = "
data_centers: { north: { uri: 'https://north.example.com', doc: North. } }
limits:
  lifetime: { value: 60, unit: minutes, doc: Of a token. }
  token_lifetime: { value: 3600, unit: seconds, doc: Of a token. }
  early: { value: 60, unit: seconds, doc: Before its end. }
error_codes:
  away: { doc: It lives elsewhere. }
  used: { doc: It is used up. }
operations:
  token:
    http: POST /token
    auth: none
    doc: Gets a token.
    parameters:
      app: { in: form, type: string, required: true, doc: The application. }
      app_secret: { in: form, type: string, required: true, secret: true, doc: Its secret. }
      grant: { in: form, type: Grant, required: true, doc: The grant. }
      pet: { in: form, type: string, doc: The pet. }
      bark: { in: form, type: string, secret: true, doc: The bark. }
      renewal: { in: form, type: string, secret: true, doc: The refresh token. }
      allowed: { in: form, type: string, doc: The scopes. }
      toys: { in: form, type: [string], doc: Toys. }
    responses: { 200: Tokens }
  put: { http: PUT /token, doc: No token call., parameters: { a: { in: query, type: string, required: true } }, responses: { 200: Tokens } }
  forget: { http: DELETE /token, doc: Revokes., responses: { 200: none } }
types:
  Grant: { doc: A grant., values: { barking: By barking., renewing: By renewing. } }
  Tokens:
    doc: Tokens.
    fields:
      access: { type: string, secret: true, doc: The token. }
      renewal: { type: string, secret: true, doc: The refresh token. }
      about: { type: string, secret: true, doc: The id token. }
      seconds: { type: integer, doc: How long it lives. }
      allowed: { type: string, doc: The scopes. }
grants:
  bark:
    grant_type: barking
    required: [app, app_secret, pet, bark]
    optional: [allowed]
    arguments: { pet: name, bark: { name: sound, doc: The sound. } }
    principal: pet
    host: user
    doc: By barking.
  renew: { grant_type: renewing, required: [app, app_secret, renewal], host: geolocation, doc: By renewing. }
tokens:
  doc: How tokens are requested.
  operation: token
  form: { grant_type: grant, client_id: app, client_secret: app_secret, refresh_token: renewal, scope: allowed }
  answer: { access_token: access, refresh_token: renewal, id_token: about, lifetime: seconds, scope: allowed }
  refresh: renew
  elsewhere: away
  spent: [used]
  lifetime: token_lifetime
  margin: early
  global: north
  authorize:
    doc: A page.
    path: /agree
    parameters: { client_id: app, redirect_uri: back, scope: allowed, state: state }
    answer: { code: code, error: error, error_description: why }
  revoke: forget
";

fn platform(lines: &str) -> String {
    format!("{MINIMAL_PLATFORM}{lines}")
}

/// A case with one text of the platform replaced.
fn case(name: &'static str, code: Code, text: &str, other: &str) -> Case {
    assert!(PLATFORM.contains(text), "{name}: `{text}` is missing from the platform");
    Case {
        name,
        code,
        files: vec![("spec/concur.yaml", platform(&PLATFORM.replacen(text, other, 1)).into())],
    }
}

#[test]
fn the_unchanged_platform_has_no_diagnostics() {
    let sources = concur_spec::Sources::from_texts([("spec/concur.yaml", platform(PLATFORM))]);
    let contract = super::support::contract(&sources);
    assert!(contract.platform.tokens.is_some());
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = calls();
    cases.extend(references());
    cases.extend(grants());
    cases
}

fn calls() -> Vec<Case> {
    vec![
        case(
            "tokens_of_an_unknown_operation",
            Code::UnknownReference,
            "operation: token",
            "operation: tokne",
        ),
        case(
            "tokens_without_a_form_post",
            Code::NotApplicable,
            "operation: token",
            "operation: put",
        ),
        case(
            "tokens_that_need_a_token",
            Code::NotApplicable,
            "auth: none",
            "auth: bearer",
        ),
        case(
            "tokens_without_a_response_body",
            Code::UnknownReference,
            "responses: { 200: Tokens }\n  put",
            "responses: { 200: none }\n  put",
        ),
        case(
            "tokens_without_a_form",
            Code::MissingKey,
            "  form: { grant_type: grant, client_id: app, client_secret: app_secret, refresh_token: renewal, scope: allowed }\n",
            "",
        ),
        case(
            "tokens_without_an_answer",
            Code::MissingKey,
            "  answer: { access_token: access, refresh_token: renewal, id_token: about, lifetime: seconds, scope: allowed }\n",
            "",
        ),
    ]
}

fn references() -> Vec<Case> {
    vec![
        case(
            "token_form_field",
            Code::UnknownReference,
            "client_id: app,",
            "client_id: ap,",
        ),
        case(
            "token_answer_field",
            Code::UnknownReference,
            "lifetime: seconds",
            "lifetime: second",
        ),
        case(
            "token_refresh_grant",
            Code::UnknownReference,
            "refresh: renew\n",
            "refresh: renwe\n",
        ),
        case(
            "token_refresh_grant_without_the_token",
            Code::NotApplicable,
            "refresh: renew\n",
            "refresh: bark\n",
        ),
        case(
            "token_code_of_elsewhere",
            Code::UnknownErrorCode,
            "elsewhere: away",
            "elsewhere: awya",
        ),
        case(
            "token_code_of_spent",
            Code::UnknownErrorCode,
            "spent: [used]",
            "spent: [used, usde]",
        ),
        case("token_limit", Code::UnknownReference, "margin: early", "margin: earyl"),
        case(
            "token_limit_that_is_not_a_duration",
            Code::NotApplicable,
            "lifetime: token_lifetime",
            "lifetime: lifetime",
        ),
        case(
            "token_data_center",
            Code::UnknownReference,
            "global: north",
            "global: nroth",
        ),
        case(
            "authorize_page",
            Code::HttpSyntax,
            "path: /agree",
            "path: '/agree/{pet}'",
        ),
        case(
            "revoke_operation",
            Code::UnknownReference,
            "revoke: forget",
            "revoke: froget",
        ),
        case(
            "revoke_with_a_required_parameter",
            Code::NotApplicable,
            "revoke: forget",
            "revoke: put",
        ),
        case(
            "revoke_without_a_token",
            Code::NotApplicable,
            "http: DELETE /token,",
            "http: DELETE /token, auth: none,",
        ),
    ]
}

fn grants() -> Vec<Case> {
    vec![
        case(
            "grant_field",
            Code::UnknownReference,
            "app_secret, pet, bark]",
            "app_secret, pte, bark]",
        ),
        case(
            "grant_field_that_is_a_list",
            Code::NotApplicable,
            "optional: [allowed]",
            "optional: [allowed, toys]",
        ),
        case(
            "grant_argument",
            Code::UnknownReference,
            "arguments: { pet: name,",
            "arguments: { pte: name,",
        ),
        case(
            "grant_argument_name",
            Code::BadName,
            "arguments: { pet: name,",
            "arguments: { pet: petName,",
        ),
        case(
            "grant_arguments_with_one_name",
            Code::NameCollision,
            "arguments: { pet: name,",
            "arguments: { pet: sound,",
        ),
        case(
            "grant_principal",
            Code::UnknownReference,
            "principal: pet",
            "principal: toys",
        ),
        case(
            "grant_principal_that_is_secret",
            Code::NotApplicable,
            "principal: pet",
            "principal: bark",
        ),
        case(
            "grant_type_with_an_unknown_value",
            Code::UnknownValue,
            "grant_type: barking",
            "grant_type: braking",
        ),
        case(
            "grant_fixed_field",
            Code::UnknownReference,
            "principal: pet",
            "fixed: { alowed: all }",
        ),
        case(
            "grant_field_that_is_fixed_and_required",
            Code::NotApplicable,
            "principal: pet",
            "fixed: { pet: Rex }",
        ),
        case(
            "grant_without_the_application",
            Code::NotApplicable,
            "required: [app, app_secret, pet, bark]",
            "required: [app, pet, bark]",
        ),
    ]
}
