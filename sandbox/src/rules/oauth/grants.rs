//! What each grant asks of those who use it.

use super::granted::{Granted, Spends, of_user};
use super::one_time;
use super::token_request::TokenRequest;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::state::tokens::Principal;
use crate::tenant::{Home, State, User};

/// What a grant gives. It changes nothing: what it spends is gone when the answer is there.
pub(super) type Granting = fn(&World, &TokenRequest<'_>) -> Result<Granted, Refusal>;

/// The rule of the grant with a key.
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

/// Why a user cannot log on.
pub(super) fn barred(user: &User) -> Option<&'static str> {
    match user.state {
        State::Active => None,
        State::Disabled => Some("10"),
        State::Locked => Some("14"),
        State::SsoOnly => Some("21"),
        State::PasswordExpired => Some("139"),
    }
}

fn password(_: &World, asked: &TokenRequest<'_>) -> Result<Granted, Refusal> {
    let user = asked.tenant.user_by_login(asked.named());
    let user = user.ok_or_else(|| asked.refuse("100"))?;
    // A data center knows the passwords of its own users only.
    asked.belongs_to(user.home)?;
    let barred = barred(user).map(|code| asked.refuse(code));
    match barred {
        // There is no password, or nobody is to find it out by trying.
        Some(refusal) if matches!(user.state, State::SsoOnly | State::Locked) => Err(refusal),
        _ if user.password != asked.field("password") => Err(asked.refuse("5")),
        Some(refusal) => Err(refusal),
        None => of_user(asked, user, &asked.application.scopes, Spends::Nothing),
    }
}

/// The request token does not expire here, and can be used again: the vendor's pages disagree on that.
fn company(_: &World, asked: &TokenRequest<'_>) -> Result<Granted, Refusal> {
    let company = &asked.tenant.company;
    let is_right = asked.field("password") == company.request_token;
    match asked.named().eq_ignore_ascii_case(&company.id) {
        // The company's token, by the name of something else.
        false if is_right => return Err(asked.refuse("136")),
        false => return Err(asked.refuse("100")),
        true if !is_right => return Err(asked.refuse("5")),
        true => {}
    }
    asked.belongs_to(company.home)?;
    if !asked.application.connected {
        return Err(asked.refuse("53"));
    }
    Ok(Granted {
        principal: Principal::Company,
        home: company.home,
        scopes: asked.application.scopes.clone(),
        spends: Spends::Nothing,
    })
}

fn refresh_token(world: &World, asked: &TokenRequest<'_>) -> Result<Granted, Refusal> {
    let text = asked.field(&asked.tokens.form.refresh_token);
    let token = world.refresh_tokens.get(text);
    let token = token
        .filter(|token| token.expires > world.now())
        .ok_or_else(|| asked.refuse("108"))?;
    if token.client_id != asked.application.client_id {
        return Err(asked.refuse("105"));
    }
    asked.belongs_to(token.home)?;
    let spends = Spends::RefreshToken(text.to_owned());
    match &token.principal {
        Principal::User(id) => {
            // A sandbox that goes on with another company does not have the users of the last one.
            let user = asked.tenant.user(id).ok_or_else(|| asked.refuse("108"))?;
            of_user(asked, user, &token.scopes, spends)
        }
        principal => Ok(Granted {
            principal: principal.clone(),
            home: token.home,
            scopes: token.scopes.clone(),
            spends,
        }),
    }
}

fn client_credentials(_: &World, asked: &TokenRequest<'_>) -> Result<Granted, Refusal> {
    // An application lives nowhere: its token is for where it was asked for.
    let home: Home = asked.call.home;
    asked.belongs_to(home)?;
    Ok(Granted {
        principal: Principal::Application,
        home,
        scopes: asked.application.scopes.clone(),
        spends: Spends::Nothing,
    })
}

fn authorization_code(world: &World, asked: &TokenRequest<'_>) -> Result<Granted, Refusal> {
    let text = asked.field("code");
    let code = world.codes.get(text).filter(|code| code.expires > world.now());
    let code = code.ok_or_else(|| asked.refuse("103"))?;
    if code.client_id != asked.application.client_id {
        return Err(asked.refuse("105"));
    }
    if code.redirect_uri != asked.field("redirect_uri") {
        return Err(asked.refuse("104"));
    }
    let user = asked.tenant.user(&code.user).ok_or_else(|| asked.refuse("103"))?;
    asked.belongs_to(user.home)?;
    of_user(asked, user, &code.scopes, Spends::Code(text.to_owned()))
}
