//! Diagnostics of the token call and of the grants.

use concur_spec::{MINIMAL_PLATFORM, Sources};
use insta::assert_snapshot;

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
      toys: { in: form, type: [string], list: comma, doc: Toys. }
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
fn case(name: &'static str, text: &str, other: &str) -> Case {
    assert!(PLATFORM.contains(text), "{name}: `{text}` is missing from the platform");
    Case::new(
        name,
        Sources::from_texts([("spec/concur.yaml", platform(&PLATFORM.replacen(text, other, 1)))]),
    )
}

#[test]
fn the_unchanged_platform_has_no_diagnostics() {
    let sources = Sources::from_texts([("spec/concur.yaml", platform(PLATFORM))]);
    let contract = crate::support::contract(&sources);
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
            "operation: token",
            "operation: tokne",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: there is no operation `tokne`
              --> spec/concur.yaml:58:14
               |
            20 |   token:
               |   ----- a similar name
            ...
            58 |   operation: tokne
               |              ^^^^^ unknown operation
               |
            help: a similar name exists
               |
            58 -   operation: tokne
            58 +   operation: token
               |
            ");
        }),
        case(
            "tokens_without_a_form_post",
            "operation: token",
            "operation: put",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `put` is not a form-encoded POST
              --> spec/concur.yaml:58:14
               |
            34 |   put: { http: PUT /token, doc: No token call., parameters: { a: { in: query, type: string, required: true } }, responses: { 200: To...
               |                ---------- the operation is defined here
            ...
            58 |   operation: put
               |              ^^^ a token call is a POST with parameters `in: form`
            ");
        }),
        case(
            "tokens_that_need_a_token",
            "auth: none",
            "auth: bearer",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `token` requires a token itself
              --> spec/concur.yaml:58:14
               |
            21 |     http: POST /token
               |           ----------- the operation is defined here
            ...
            58 |   operation: token
               |              ^^^^^ a token call has `auth: none`
            ");
        }),
        case(
            "tokens_without_a_response_body",
            "responses: { 200: Tokens }\n  put",
            "responses: { 200: none }\n  put",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `token` does not return a type with fields
              --> spec/concur.yaml:58:14
               |
            33 |     responses: { 200: none }
               |                  --- the response is defined here
            ...
            58 |   operation: token
               |              ^^^^^ required by this
            ");
        }),
        case(
            "tokens_without_a_form",
            "  form: { grant_type: grant, client_id: app, client_secret: app_secret, refresh_token: renewal, scope: allowed }\n",
            "",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E011]: the token call needs the key `form`
              --> spec/concur.yaml:56:1
               |
            56 | tokens:
               | ^^^^^^ `form` is missing here
            57 |   doc: How tokens are requested.
            58 |   operation: token
               |              ----- add it after this
               |
               = help: The form fields, by role.
            ");
        }),
        case(
            "tokens_without_an_answer",
            "  answer: { access_token: access, refresh_token: renewal, id_token: about, lifetime: seconds, scope: allowed }\n",
            "",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E011]: the token call needs the key `answer`
              --> spec/concur.yaml:56:1
               |
            56 | tokens:
               | ^^^^^^ `answer` is missing here
            ...
            59 |   form: { grant_type: grant, client_id: app, client_secret: app_secret, refresh_token: renewal, scope: allowed }
               |                                                                                                        ------- add it after this
               |
               = help: The response fields, by role.
            ");
        }),
    ]
}

fn references() -> Vec<Case> {
    vec![
        case(
            "token_form_field",
            "client_id: app,",
            "client_id: ap,",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `token` has no form field `ap`
              --> spec/concur.yaml:59:41
               |
            25 |       app: { in: form, type: string, required: true, doc: The application. }
               |       --- a similar name
            ...
            59 |   form: { grant_type: grant, client_id: ap, client_secret: app_secret, refresh_token: renewal, scope: allowed }
               |                                         ^^ unknown form field
               |
            help: a similar name exists
               |
            59 |   form: { grant_type: grant, client_id: app, client_secret: app_secret, refresh_token: renewal, scope: allowed }
               |                                           +
            ");
        }),
        case(
            "token_answer_field",
            "lifetime: seconds",
            "lifetime: second",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `Tokens` has no field `second`
              --> spec/concur.yaml:60:86
               |
            44 |       seconds: { type: integer, doc: How long it lives. }
               |       ------- a similar name
            ...
            60 |   answer: { access_token: access, refresh_token: renewal, id_token: about, lifetime: second, scope: allowed }
               |                                                                                      ^^^^^^ unknown field
               |
            help: a similar name exists
               |
            60 |   answer: { access_token: access, refresh_token: renewal, id_token: about, lifetime: seconds, scope: allowed }
               |                                                                                            +
            ");
        }),
        case(
            "token_refresh_grant",
            "refresh: renew\n",
            "refresh: renwe\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: there is no grant `renwe`
              --> spec/concur.yaml:61:12
               |
            55 |   renew: { grant_type: renewing, required: [app, app_secret, renewal], host: geolocation, doc: By renewing. }
               |   ----- a similar name
            ...
            61 |   refresh: renwe
               |            ^^^^^ unknown grant
               |
            help: a similar name exists
               |
            61 -   refresh: renwe
            61 +   refresh: renew
               |
            ");
        }),
        case(
            "token_refresh_grant_without_the_token",
            "refresh: renew\n",
            "refresh: bark\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: the grant `bark` does not take a refresh token
              --> spec/concur.yaml:61:12
               |
            47 |   bark:
               |   ---- `renewal` is missing from its `required`
            ...
            61 |   refresh: bark
               |            ^^^^ expected a grant that takes one
            ");
        }),
        case(
            "token_code_of_elsewhere",
            "elsewhere: away",
            "elsewhere: awya",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E022]: there is no error code `awya`
              --> spec/concur.yaml:62:14
               |
            17 |   away: { doc: It lives elsewhere. }
               |   ---- a similar name
            ...
            62 |   elsewhere: awya
               |              ^^^^ unknown error code
               |
            help: a similar name exists
               |
            62 -   elsewhere: awya
            62 +   elsewhere: away
               |
            ");
        }),
        case(
            "token_code_of_spent",
            "spent: [used]",
            "spent: [used, usde]",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E022]: there is no error code `usde`
              --> spec/concur.yaml:63:17
               |
            18 |   used: { doc: It is used up. }
               |   ---- a similar name
            ...
            63 |   spent: [used, usde]
               |                 ^^^^ unknown error code
               |
            help: a similar name exists
               |
            63 -   spent: [used, usde]
            63 +   spent: [used, used]
               |
            ");
        }),
        case("token_limit", "margin: early", "margin: earyl").prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: there is no limit `earyl`
              --> spec/concur.yaml:65:11
               |
            15 |   early: { value: 60, unit: seconds, doc: Before its end. }
               |   ----- a similar name
            ...
            65 |   margin: earyl
               |           ^^^^^ unknown limit
               |
            help: a similar name exists
               |
            65 -   margin: earyl
            65 +   margin: early
               |
            ");
        }),
        case(
            "token_limit_that_is_not_a_duration",
            "lifetime: token_lifetime",
            "lifetime: lifetime",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: the limit `lifetime` is not a duration
              --> spec/concur.yaml:64:13
               |
            13 |   lifetime: { value: 60, unit: minutes, doc: Of a token. }
               |   -------- its unit is `minutes`
            ...
            64 |   lifetime: lifetime
               |             ^^^^^^^^ expected a limit in `seconds` or `milliseconds`
            ");
        }),
        case(
            "token_data_center",
            "global: north",
            "global: nroth",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: there is no data center `nroth`
              --> spec/concur.yaml:66:11
               |
            11 | data_centers: { north: { uri: 'https://north.example.com', doc: North. } }
               |                 ----- a similar name
            ...
            66 |   global: nroth
               |           ^^^^^ unknown data center
               |
            help: a similar name exists
               |
            66 -   global: nroth
            66 +   global: north
               |
            ");
        }),
        case(
            "authorize_page",
            "path: /agree",
            "path: '/agree/{pet}'",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E030]: invalid path of a page
              --> spec/concur.yaml:69:11
               |
            69 |     path: '/agree/{pet}'
               |           ^^^^^^^^^^^^^^ the path of a page has no parameters
            ");
        }),
        case(
            "revoke_operation",
            "revoke: forget",
            "revoke: froget",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: there is no operation `froget`
              --> spec/concur.yaml:72:11
               |
            35 |   forget: { http: DELETE /token, doc: Revokes., responses: { 200: none } }
               |   ------ a similar name
            ...
            72 |   revoke: froget
               |           ^^^^^^ unknown operation
               |
            help: a similar name exists
               |
            72 -   revoke: froget
            72 +   revoke: forget
               |
            ");
        }),
        case(
            "revoke_with_a_required_parameter",
            "revoke: forget",
            "revoke: put",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `put` cannot revoke tokens
              --> spec/concur.yaml:72:11
               |
            34 |   put: { http: PUT /token, doc: No token call., parameters: { a: { in: query, type: string, required: true } }, responses: { 200: To...
               |                                                               - it has a required parameter
            ...
            72 |   revoke: put
               |           ^^^ expected an operation that needs only a token
            ");
        }),
        case(
            "revoke_without_a_token",
            "http: DELETE /token,",
            "http: DELETE /token, auth: none,",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `forget` cannot revoke tokens
              --> spec/concur.yaml:72:11
               |
            35 |   forget: { http: DELETE /token, auth: none, doc: Revokes., responses: { 200: none } }
               |   ------ it sends no token
            ...
            72 |   revoke: forget
               |           ^^^^^^ expected an operation that needs only a token
            ");
        }),
    ]
}

fn grants() -> Vec<Case> {
    vec![
        case("grant_field", "app_secret, pet, bark]", "app_secret, pte, bark]").prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `token` has no form field `pte`
              --> spec/concur.yaml:49:33
               |
            28 |       pet: { in: form, type: string, doc: The pet. }
               |       --- a similar name
            ...
            49 |     required: [app, app_secret, pte, bark]
               |                                 ^^^ unknown form field
               |
            help: a similar name exists
               |
            49 -     required: [app, app_secret, pte, bark]
            49 +     required: [app, app_secret, pet, bark]
               |

            error[E025]: `bark` has no field `pet`
              --> spec/concur.yaml:51:18
               |
            49 |     required: [app, app_secret, pte, bark]
               |                                 --- a similar name
            50 |     optional: [allowed]
            51 |     arguments: { pet: name, bark: { name: sound, doc: The sound. } }
               |                  ^^^ unknown field
               |
               = note: and 1 more place: 52:16
            help: a similar name exists
               |
            51 -     arguments: { pet: name, bark: { name: sound, doc: The sound. } }
            51 +     arguments: { pte: name, bark: { name: sound, doc: The sound. } }
               |
            ");
        }),
        case(
            "grant_field_that_is_a_list",
            "optional: [allowed]",
            "optional: [allowed, toys]",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: a grant takes single values, but `toys` is a list
              --> spec/concur.yaml:50:25
               |
            32 |       toys: { in: form, type: [string], list: comma, doc: Toys. }
               |                               - its type is defined here
            ...
            50 |     optional: [allowed, toys]
               |                         ^^^^ a list is not allowed here
            ");
        }),
        case("grant_argument", "arguments: { pet: name,", "arguments: { pte: name,").prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `bark` has no field `pte`
              --> spec/concur.yaml:51:18
               |
            49 |     required: [app, app_secret, pet, bark]
               |                                 --- a similar name
            50 |     optional: [allowed]
            51 |     arguments: { pte: name, bark: { name: sound, doc: The sound. } }
               |                  ^^^ unknown field
               |
            help: a similar name exists
               |
            51 -     arguments: { pte: name, bark: { name: sound, doc: The sound. } }
            51 +     arguments: { pet: name, bark: { name: sound, doc: The sound. } }
               |
            ");
        }),
        case(
            "grant_argument_name",
            "arguments: { pet: name,",
            "arguments: { pet: petName,",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E015]: `petName` is not a valid name
              --> spec/concur.yaml:51:23
               |
            51 |     arguments: { pet: petName, bark: { name: sound, doc: The sound. } }
               |                       ^^^^^^^ it must be in snake case: lowercase letters, digits and underscores
            ");
        }),
        case(
            "grant_arguments_with_one_name",
            "arguments: { pet: name,",
            "arguments: { pet: sound,",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E050]: two of the arguments of `bark` have the name `sound` in the SDK
              --> spec/concur.yaml:51:44
               |
            51 |     arguments: { pet: sound, bark: { name: sound, doc: The sound. } }
               |                       -----                ^^^^^ this becomes `sound`
               |                       |
               |                       and so does this
               |
               = help: set the `name` of one of them
            ");
        }),
        case("grant_principal", "principal: pet", "principal: toys").prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `bark` has no field `toys`
              --> spec/concur.yaml:52:16
               |
            52 |     principal: toys
               |                ^^^^ unknown field
            ");
        }),
        case("grant_principal_that_is_secret", "principal: pet", "principal: bark").prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: a principal may be printed, but `bark` is a secret
              --> spec/concur.yaml:52:16
               |
            29 |       bark: { in: form, type: string, secret: true, doc: The bark. }
               |       ---- declared as a secret here
            ...
            52 |     principal: bark
               |                ^^^^ a secret is not allowed here
            ");
        }),
        case(
            "grant_type_with_an_unknown_value",
            "grant_type: barking",
            "grant_type: braking",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E026]: `Grant` has no value `braking`
              --> spec/concur.yaml:48:17
               |
            37 |   Grant: { doc: A grant., values: { barking: By barking., renewing: By renewing. } }
               |                                     ------- a similar name
            ...
            48 |     grant_type: braking
               |                 ^^^^^^^ unknown value
               |
            help: a similar name exists
               |
            48 -     grant_type: braking
            48 +     grant_type: barking
               |
            ");
        }),
        case("grant_fixed_field", "principal: pet", "fixed: { alowed: all }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `token` has no form field `alowed`
              --> spec/concur.yaml:52:14
               |
            31 |       allowed: { in: form, type: string, doc: The scopes. }
               |       ------- a similar name
            ...
            52 |     fixed: { alowed: all }
               |              ^^^^^^ unknown form field
               |
            help: a similar name exists
               |
            52 |     fixed: { allowed: all }
               |                +
            ");
        }),
        case(
            "grant_field_that_is_fixed_and_required",
            "principal: pet",
            "fixed: { pet: Rex }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `pet` is both fixed and set by the caller
              --> spec/concur.yaml:52:14
               |
            49 |     required: [app, app_secret, pet, bark]
               |                                 --- set by the caller here
            ...
            52 |     fixed: { pet: Rex }
               |              ^^^ fixed here
            ");
        }),
        case(
            "grant_without_the_application",
            "required: [app, app_secret, pet, bark]",
            "required: [app, pet, bark]",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: the grant `bark` does not identify the application
              --> spec/concur.yaml:47:3
               |
            47 |   bark:
               |   ^^^^ `app_secret` is missing from its `required`
            ");
        }),
    ]
}
