//! Resolved grants and token calls.

use concur_spec::MINIMAL_PLATFORM;
use concur_spec::api::{Grant, Kind, Platform};

use crate::support;

/// A platform with a token call whose fields have unusual names.
const TOKENS: &str = "
limits: { life: { value: 60, unit: seconds, doc: Of a token. }, early: { value: 1, unit: seconds, doc: Before its end. } }
operations:
  token:
    http: POST /token
    auth: none
    doc: Gets a token.
    parameters:
      appSecret: { in: form, type: string, required: true, secret: true, doc: The secret of the application. }
      app: { in: form, type: string, required: true, doc: The application. }
      kind: { in: form, type: string, required: true, doc: The grant. }
      petName: { in: form, type: string, doc: The name of the pet. }
      species: { in: form, type: Species, doc: What it is. }
      renewal: { in: form, type: string, secret: true, name: renewing_token, doc: The refresh token. }
      allowed: { in: form, type: string, doc: The scopes. }
    responses: { 200: Tokens }
types:
  Species: { doc: A species., values: { dog: A dog., cat: A cat. } }
  Tokens:
    doc: Tokens.
    fields: { access: { type: string, doc: The token. }, renewal: { type: string, doc: The refresh token. }, seconds: { type: integer, doc: Its life. } }
grants:
  new:
    grant_type: pet
    required: [species, petName, appSecret, app]
    arguments: { petName: { name: called, doc: What it hears. } }
    principal: petName
    repeatable: true
    host: any
    doc: By name.
  renew: { grant_type: renew, required: [app, appSecret, renewal], idempotent: true, host: geolocation, doc: Again. }
";

const CALL: &str = "
tokens:
  doc: How tokens are requested.
  operation: token
  form: { grant_type: kind, client_id: app, client_secret: appSecret, refresh_token: renewal, scope: allowed }
  answer: { access_token: access, refresh_token: renewal, id_token: access, lifetime: seconds, scope: access }
  refresh: renew
  lifetime: life
  margin: early
  authorize:
    doc: A page.
    path: /agree
    parameters: { client_id: app, redirect_uri: back, scope: allowed, state: state }
    answer: { code: code, error: error, error_description: why }
";

fn platform(lines: &str) -> Platform {
    let text = format!(
        "{}{lines}",
        MINIMAL_PLATFORM.replace("base_path: \"\"", "base_path: /pets")
    );
    support::contract(&support::sources(&[("spec/concur.yaml", &text)])).platform
}

fn names(grant: &Grant) -> Vec<&str> {
    grant.arguments.iter().map(|argument| argument.name.as_str()).collect()
}

#[test]
fn client_id_and_secret_are_the_first_arguments() {
    let platform = platform(&format!("{TOKENS}{CALL}"));
    assert_eq!(names(&platform.grants[0]), ["app", "app_secret", "species", "called"]);
    let secret: Vec<bool> = platform.grants[0]
        .arguments
        .iter()
        .map(|argument| argument.properties.secret)
        .collect();
    assert_eq!(secret, [false, true, false, false]);
}

#[test]
fn argument_names_default_to_those_of_the_token_call() {
    let platform = platform(&format!("{TOKENS}{CALL}"));
    assert_eq!(names(&platform.grants[1]), ["app", "app_secret", "renewing_token"]);
    let docs: Vec<&str> = platform.grants[0]
        .arguments
        .iter()
        .map(|argument| argument.doc.text.as_str())
        .collect();
    assert_eq!(docs[2..], ["What it is.", "What it hears."]);
}

#[test]
fn an_argument_has_the_type_of_its_field() {
    let platform = platform(&format!("{TOKENS}{CALL}"));
    let species = &platform.grants[0].arguments[2];
    assert!(matches!(&species.kind, Kind::ValueSet(name) if name.as_str() == "Species"));
}

#[test]
fn grant_names_avoid_methods_of_credentials() {
    assert_eq!(platform(TOKENS).grants[0].name.as_str(), "new_grant");
}

#[test]
fn grants_can_be_repeatable_and_idempotent() {
    let platform = platform(TOKENS);
    let flags: Vec<(bool, bool)> = platform
        .grants
        .iter()
        .map(|grant| (grant.repeatable, grant.idempotent))
        .collect();
    assert_eq!(flags, [(true, false), (false, true)]);
}

#[test]
fn without_a_token_call_grants_have_no_arguments() {
    let platform = platform(TOKENS);
    assert!(platform.tokens.is_none());
    assert!(platform.grants.iter().all(|grant| grant.arguments.is_empty()));
}

#[test]
fn the_authorization_page_is_below_the_base_path() {
    let tokens = platform(&format!("{TOKENS}{CALL}")).tokens;
    let page = tokens.and_then(|tokens| tokens.authorize);
    assert_eq!(page.map(|page| page.path).as_deref(), Some("/pets/agree"));
}
