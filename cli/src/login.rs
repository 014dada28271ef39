//! `concur login`, `logout` and `whoami`.

mod browser;
mod grants;
mod local;
mod who;

use clap::{Arg, ArgAction, ArgMatches, Command};
use concur_spec::Contract;
use sap_concur::{Concur, Credentials, Secret, StoreError, TokenStore};

use crate::connection::{Connector, token_key};
use crate::failure::{Exit, Failure};
use crate::global::Global;
use crate::secrets::{self, SecretSource};
use crate::settings::{self, Origin, Settings, change_profile};
use crate::store::{self, Place};
use crate::{output, terminal};
use grants::Grant;

const CLIENT_SECRET: SecretSource = SecretSource {
    what: "client secret",
    flag: "client-secret-file",
    variable: secrets::CLIENT_SECRET,
};

const LOGIN_EXAMPLES: &str = "\
Examples:
  concur login --data-center us2                        asks for everything else
  concur login --grant company --company-id 09ce4b6e-fb7e-4a55-a4f7-4ddbc4016210
  concur login --grant browser --data-center eu2
  concur --profile test login --sandbox

Secrets are asked for, or read from files and environment variables; they are never arguments, which other users of the
machine can see. The client secret is kept in credentials.toml, which only you may read; passwords and request tokens are
not kept.

With a token store in PostgreSQL (CONCUR_TOKEN_STORE=postgres://…), programs on other machines use the token, too: they
need the same variable, profile, client id and client secret, and no login of their own.";

/// The commands.
pub(crate) fn commands(contract: &Contract) -> [Command; 3] {
    let centers = contract.platform.data_centers.iter();
    let centers: Vec<String> = centers.map(|center| crate::names::kebab(&center.key)).collect();
    let login = Command::new("login")
        .about("Get a token and keep it in a profile")
        .long_about(format!(
            "Get a token and keep it in a profile.\n\nThe data centers are {}.",
            centers.join(", ")
        ))
        .after_help(LOGIN_EXAMPLES)
        .arg(
            Arg::new("grant")
                .long("grant")
                .value_name("GRANT")
                .value_parser(Grant::NAMES)
                .help("How to get the token [env: CONCUR_GRANT]"),
        )
        .arg(
            option(
                "sandbox",
                "URL",
                "Log in to a local sandbox, which says what is needed [default: http://127.0.0.1:4004]",
            )
            .num_args(0..=1)
            .default_missing_value(local::ADDRESS)
            .conflicts_with("grant"),
        )
        .arg(option("scopes", "SCOPES", "The scopes to request, separated by spaces"))
        .arg(CLIENT_SECRET.argument())
        .args(grants::arguments());
    let logout = Command::new("logout")
        .about("Forget the token and the client secret of a profile")
        .arg(
            Arg::new("revoke")
                .long("revoke")
                .action(ArgAction::SetTrue)
                .help("Also revoke all tokens of this user or company, those of other programs included"),
        );
    let whoami = Command::new("whoami")
        .about("Show whom the token of a profile is for, and until when it is valid")
        .args(output::arguments());
    [login, logout, whoami]
}

pub(super) fn option(id: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(id).long(id).value_name(value).help(help)
}

/// Gets a token, and keeps it with what is needed to renew it.
pub(crate) async fn login(
    contract: &Contract,
    matches: &ArgMatches,
    mut settings: Settings,
    global: &Global,
) -> Result<(), Failure> {
    if let Some(url) = matches.get_one::<String>("sandbox") {
        return login_to_sandbox(contract, url, settings, global).await;
    }
    let grant = grants::chosen(matches, &settings)?;
    ask_for(&mut settings, "client_id", "client id")?;
    if grant.needs_base_url() && settings.get("base_url").is_none() {
        ask_for(&mut settings, "data_center", "data center")?;
    }
    let (secret, is_kept) = client_secret(matches, &settings)?;
    let trace = global.trace_http;
    let (credentials, principal) = {
        let connector = connector(contract, &settings, trace);
        grant.credentials(&connector, matches, &secret).await?
    };
    authorize_and_keep(
        contract,
        settings,
        global,
        Login {
            grant,
            credentials,
            principal,
            secret,
            is_kept,
        },
    )
    .await
}

/// Logs in as the company of a local sandbox.
async fn login_to_sandbox(
    contract: &Contract,
    url: &str,
    mut settings: Settings,
    global: &Global,
) -> Result<(), Failure> {
    settings.remove("data_center");
    settings.set("base_url", url, Origin::Flag("sandbox".to_owned()));
    let known = local::SandboxCredentials::ask(&connector(contract, &settings, global.trace_http)).await?;
    settings.set("base_url", &known.base_url, Origin::Default);
    settings.set("client_id", &known.client_id, Origin::Default);
    authorize_and_keep(
        contract,
        settings,
        global,
        Login {
            grant: Grant::Company,
            credentials: known.credentials(),
            principal: Some(known.company_id),
            secret: known.client_secret,
            is_kept: true,
        },
    )
    .await
}

/// What a login has found out.
struct Login {
    grant: Grant,
    credentials: Credentials,
    principal: Option<String>,
    secret: Secret,
    /// Whether the client secret is kept.
    is_kept: bool,
}

async fn authorize_and_keep(
    contract: &Contract,
    mut settings: Settings,
    global: &Global,
    login: Login,
) -> Result<(), Failure> {
    settings.set("grant", login.grant.name(), Origin::Default);
    match &login.principal {
        Some(principal) => settings.set("principal", principal, Origin::Default),
        None => settings.remove("principal"),
    }
    let concur = connector(contract, &settings, global.trace_http).connect_with(login.credentials)?;
    authorize(&concur, &settings).await?;
    keep(&settings, &login.secret, login.is_kept)?;
    if !global.quiet {
        terminal::note(&format!("Logged in with the profile `{}`.", settings.profile.value));
        who::note(&concur).await?;
    }
    Ok(())
}

fn connector<'a>(contract: &'a Contract, settings: &'a Settings, trace: bool) -> Connector<'a> {
    Connector::new(contract, settings, trace)
}

fn ask_for(settings: &mut Settings, name: &'static str, what: &str) -> Result<(), Failure> {
    if settings.get(name).is_none() {
        let answer = secrets::ask(what, &settings::flag(name), &settings::variable(name))?;
        settings.set(name, answer, Origin::Default);
    }
    Ok(())
}

/// The client secret, and whether it is to be kept: one of the environment is there the next time.
fn client_secret(matches: &ArgMatches, settings: &Settings) -> Result<(Secret, bool), Failure> {
    let is_in_file = matches.get_one::<String>(CLIENT_SECRET.flag).is_some();
    if !is_in_file && let Some((secret, _)) = secrets::client_secret(settings)? {
        return Ok((secret, false));
    }
    Ok((CLIENT_SECRET.get(matches)?, true))
}

/// Gets a token, and puts it in the place of that of the profile, which may be of another grant or user.
async fn authorize(concur: &Concur, settings: &Settings) -> Result<(), Failure> {
    let Some(tokens) = concur.tokens() else {
        return Ok(());
    };
    let (store, key) = (store::tokens(settings, None)?, token_key(settings)?);
    // What is spent once is not spent unless the token can be kept.
    store.prepare(&key).await.map_err(of_store)?;
    tokens.authorize().await.map_err(|error| {
        let failure = Failure::new(Exit::Unauthorized, error.to_string());
        match error.remedy() {
            Some(remedy) => failure.with_remedy(remedy),
            None => failure,
        }
    })?;
    let token = tokens.stored().await;
    if let Some(token) = token.map_err(|error| Failure::other(error.to_string()))? {
        let earlier = store.load(&key).await.map_err(of_store)?;
        let earlier = earlier.map(|earlier| earlier.version);
        store.save(&key, &token, earlier.as_ref()).await.map_err(of_store)?;
    }
    Ok(())
}

fn of_store(error: StoreError) -> Failure {
    Failure::other(error.to_string())
}

/// Keeps what the next command needs.
fn keep(settings: &Settings, secret: &Secret, is_kept: bool) -> Result<(), Failure> {
    if is_kept {
        secrets::keep_client_secret(settings, secret)?;
    }
    let kept = [
        "data_center",
        "base_url",
        "client_id",
        "grant",
        "principal",
        "scopes",
        "token_store",
    ];
    let kept = kept
        .iter()
        .filter(|name| **name != "token_store" || store::is_kept(settings));
    let kept: Vec<(&str, Option<&str>)> = kept.map(|name| (*name, settings.text(name))).collect();
    change_profile(&settings.folder.profiles(), &settings.profile.value, &kept)
}

/// Forgets the token, and revokes it if that was asked for.
pub(crate) async fn logout(
    contract: &Contract,
    matches: &ArgMatches,
    settings: &Settings,
    global: &Global,
) -> Result<(), Failure> {
    if matches.get_flag("revoke") {
        let concur = connector(contract, settings, global.trace_http).connect()?;
        if let Some(tokens) = concur.tokens() {
            let revoked = tokens.revoke().await;
            revoked.map_err(|error| Failure::new(Exit::Unauthorized, error.to_string()))?;
        }
    }
    if settings.get("client_id").is_some() {
        let (store, key) = (store::tokens(settings, None)?, token_key(settings)?);
        if let Some(stored) = store.load(&key).await.map_err(of_store)? {
            store.clear(&key, &stored.version).await.map_err(of_store)?;
        }
    }
    secrets::forget_client_secret(settings)?;
    if !global.quiet {
        let place = match Place::of(settings)? {
            Place::Database => " any more, on no machine",
            Place::Files | Place::Keyring => " any more",
        };
        terminal::note(&format!(
            "The profile `{}` has no token{place}.",
            settings.profile.value
        ));
    }
    Ok(())
}

/// Shows whom the token is for.
pub(crate) async fn whoami(
    contract: &Contract,
    matches: &ArgMatches,
    settings: &Settings,
    global: &Global,
) -> Result<(), Failure> {
    let concur = connector(contract, settings, global.trace_http).connect()?;
    let shown = output::Output::read(matches, settings)?;
    shown.print(&output::Rows::One(who::describe(settings, &concur).await?))
}
