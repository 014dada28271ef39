//! The rules of each grant.

use super::granted::{Granted, Spends, of_user};
use super::one_time;
use super::token_request::TokenRequest;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::state::tokens::Principal;
use crate::tenant::{Home, State, User};

/// Checks a grant. It does not change the world: the credential is consumed when the answer is complete.
pub(super) type Granting = fn(&World, &TokenRequest<'_>) -> Result<Granted, Refusal>;

/// Returns the rule of a grant, by its key.
pub(super) fn rule(grant: &str) -> Option<Granting> {
    match grant {
        "password" => Some(password),
        "company" => Some(company),
        "refresh_token" => Some(refresh_token),
        "client_credentials" => Some(client_credentials),
        "authorization_code" => Some(authorization_code),
        "otp" => Some(one_time::grant),
        _ => None,
    }
}

/// Returns the code for a user who cannot log in.
pub(super) fn barred(user: &User) -> Option<&'static str> {
    match user.state {
        State::Active => None,
        State::Disabled => Some("10"),
        State::Locked => Some("14"),
        State::SsoOnly => Some("21"),
        State::PasswordExpired => Some("139"),
    }
}

fn password(_: &World, request: &TokenRequest<'_>) -> Result<Granted, Refusal> {
    let user = request.tenant.user_by_login(request.named());
    let user = user.ok_or_else(|| request.refuse("100"))?;
    // A data center knows the passwords of its own users only.
    request.belongs_to(user.home)?;
    let barred = barred(user).map(|code| request.refuse(code));
    match barred {
        // Do not reveal whether the password is right: there is none, or the account is locked.
        Some(refusal) if matches!(user.state, State::SsoOnly | State::Locked) => Err(refusal),
        _ if user.password != request.field("password") => Err(request.refuse("5")),
        Some(refusal) => Err(refusal),
        None => of_user(request, user, &request.scopes(), Spends::Nothing),
    }
}

/// The request token does not expire and can be reused: the vendor's pages disagree on that.
fn company(_: &World, request: &TokenRequest<'_>) -> Result<Granted, Refusal> {
    let company = &request.tenant.company;
    let is_right = request.field("password") == company.request_token;
    match request.named().eq_ignore_ascii_case(&company.id) {
        // The right request token with a wrong company id.
        false if is_right => return Err(request.refuse("136")),
        false => return Err(request.refuse("100")),
        true if !is_right => return Err(request.refuse("5")),
        true => {}
    }
    request.belongs_to(company.home)?;
    if !request.application.connected {
        return Err(request.refuse("53"));
    }
    Ok(Granted {
        principal: Principal::Company,
        home: company.home,
        scopes: request.scopes(),
        spends: Spends::Nothing,
    })
}

fn refresh_token(world: &World, request: &TokenRequest<'_>) -> Result<Granted, Refusal> {
    let text = request.field(&request.tokens.form.refresh_token);
    let token = world.refresh_tokens.get(text);
    let token = token
        .filter(|token| token.expires > world.now())
        .ok_or_else(|| request.refuse("108"))?;
    if token.client_id != request.application.client_id {
        return Err(request.refuse("105"));
    }
    request.belongs_to(token.home)?;
    let spends = Spends::RefreshToken(text.to_owned());
    match &token.principal {
        Principal::User(id) => {
            // A state file that is used with another company can have unknown users.
            let user = request.tenant.user(id).ok_or_else(|| request.refuse("108"))?;
            of_user(request, user, &token.scopes, spends)
        }
        principal => Ok(Granted {
            principal: principal.clone(),
            home: token.home,
            scopes: token.scopes.clone(),
            spends,
        }),
    }
}

fn client_credentials(_: &World, request: &TokenRequest<'_>) -> Result<Granted, Refusal> {
    // Applications have no data center: the token is for the one that was called.
    let home: Home = request.call.home;
    request.belongs_to(home)?;
    Ok(Granted {
        principal: Principal::Application,
        home,
        scopes: request.scopes(),
        spends: Spends::Nothing,
    })
}

fn authorization_code(world: &World, request: &TokenRequest<'_>) -> Result<Granted, Refusal> {
    let text = request.field("code");
    let code = world.codes.get(text).filter(|code| code.expires > world.now());
    let code = code.ok_or_else(|| request.refuse("103"))?;
    if code.client_id != request.application.client_id {
        return Err(request.refuse("105"));
    }
    if code.redirect_uri != request.field("redirect_uri") {
        return Err(request.refuse("104"));
    }
    let user = request.tenant.user(&code.user).ok_or_else(|| request.refuse("103"))?;
    request.belongs_to(user.home)?;
    of_user(request, user, &code.scopes, Spends::Code(text.to_owned()))
}
