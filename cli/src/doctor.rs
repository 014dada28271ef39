//! `concur doctor`: what could be wrong with a profile, a line each, with the remedy.

mod network;
mod token;

use clap::{Arg, ArgAction, ArgMatches, Command};
use concur_spec::Contract;

use crate::connection::{self, Connector};
use crate::failure::{Exit, Failure};
use crate::global::Global;
use crate::settings::Settings;
use crate::store::{self, Place};
use crate::terminal::{self, CheckResult};
use crate::{connection::ACCESS_TOKEN, environment, files, secrets};

/// The command.
pub(crate) fn command() -> Command {
    Command::new("doctor")
        .about("Check settings, files, network, clock and token")
        .after_help(
            "Examples:\n  concur doctor\n  concur --profile test doctor --offline\n\nExits with 1 if a line says FAIL.",
        )
        .arg(
            Arg::new("offline")
                .long("offline")
                .action(ArgAction::SetTrue)
                .help("Check nothing that needs the network"),
        )
}

/// The findings so far.
#[derive(Debug, Default)]
struct Report {
    failures: usize,
}

impl Report {
    fn line(&mut self, result: CheckResult, topic: &str, text: &str, remedy: Option<&str>) -> Result<(), Failure> {
        if result == CheckResult::Error {
            self.failures += 1;
        }
        terminal::print_check(result, &format!("{topic:<12} {text}"))?;
        if let Some(remedy) = remedy {
            terminal::print(&format!("{:19}→ {remedy}\n", ""))?;
        }
        Ok(())
    }

    fn good(&mut self, topic: &str, text: &str) -> Result<(), Failure> {
        self.line(CheckResult::Good, topic, text, None)
    }

    fn note(&mut self, topic: &str, text: &str, remedy: Option<&str>) -> Result<(), Failure> {
        self.line(CheckResult::Warning, topic, text, remedy)
    }

    fn fail(&mut self, topic: &str, text: &str, remedy: &str) -> Result<(), Failure> {
        self.line(CheckResult::Error, topic, text, Some(remedy))
    }
}

/// Checks everything.
pub(crate) async fn run(
    contract: &Contract,
    matches: &ArgMatches,
    settings: &Settings,
    global: &Global,
) -> Result<(), Failure> {
    let mut report = Report::default();
    settings_of(&mut report, settings)?;
    files_of(&mut report, settings)?;
    let base = address(&mut report, contract, settings)?;
    let has_application = application(&mut report, settings)?;
    let connector = Connector::new(contract, settings, global.trace_http);
    let is_online = !matches.get_flag("offline");
    if is_online {
        network::check(&mut report, &connector, base.as_deref()).await?;
    }
    if has_application && store_of(&mut report, settings, is_online).await? {
        token::check(&mut report, &connector, is_online).await?;
    }
    match report.failures {
        0 => Ok(()),
        1 => Err(Failure::new(Exit::Failed, "one check failed")),
        failures => Err(Failure::new(Exit::Failed, format!("{failures} checks failed"))),
    }
}

/// Where each setting comes from.
fn settings_of(report: &mut Report, settings: &Settings) -> Result<(), Failure> {
    let profile = &settings.profile;
    report.good("profile", &format!("{} (from {})", profile.value, profile.origin))?;
    for (known, setting) in settings.all() {
        let value = setting.shown(known.name);
        report.good(
            "setting",
            &format!("{} = {value} (from {})", known.name, setting.origin),
        )?;
    }
    if let Err(failure) = Place::of(settings) {
        report.fail("token store", &failure.to_string(), "correct the setting `token_store`")?;
    }
    Ok(())
}

/// Who may read the files.
fn files_of(report: &mut Report, settings: &Settings) -> Result<(), Failure> {
    let folder = &settings.folder;
    if !folder.path().exists() {
        let text = format!("{} does not exist yet", folder.path().display());
        return report.note("files", &text, Some("`concur login` creates it"));
    }
    let journal = folder.journal(&settings.profile.value);
    let with_password = store::file_with_password(settings);
    for path in [folder.secrets(), folder.tokens(), journal]
        .into_iter()
        .chain(with_password)
    {
        let shown = path.display();
        match files::shared_mode(&path) {
            _ if !path.exists() => {}
            None => report.good("files", &format!("only you may read {shown}"))?,
            Some(mode) => {
                let remedy = match path.is_dir() {
                    true => format!("run `chmod 700 {shown}`"),
                    false => format!("run `chmod 600 {shown}`"),
                };
                report.fail(
                    "files",
                    &format!("other users may read {shown} (mode {mode:o})"),
                    &remedy,
                )?;
            }
        }
    }
    Ok(())
}

/// The base URL.
fn address(report: &mut Report, contract: &Contract, settings: &Settings) -> Result<Option<String>, Failure> {
    let base = match connection::base_url(contract, settings) {
        Ok(base) => base,
        Err(failure) => {
            report.fail(
                "data center",
                &failure.to_string(),
                "use one of the data centers in `concur login --help`",
            )?;
            return Ok(None);
        }
    };
    let Some(base) = base else {
        let text = "none set: the token determines the base URL";
        report.note("data center", text, Some("`concur login --data-center NAME` sets it"))?;
        return Ok(None);
    };
    let known = contract.platform.data_centers.iter().find(|center| center.uri == base);
    match known {
        Some(center) if center.superseded => report.note(
            "data center",
            &format!("{base} is no longer in the vendor's table"),
            Some("new configurations use us2 or eu2"),
        )?,
        Some(center) => report.good("data center", &format!("{} at {base}", center.key))?,
        None => report.note(
            "data center",
            &format!("{base} is none of the vendor's data centers"),
            None,
        )?,
    }
    Ok(Some(base))
}

/// Client id and secret.
fn application(report: &mut Report, settings: &Settings) -> Result<bool, Failure> {
    if environment::secret(ACCESS_TOKEN).is_some() {
        report.note(
            "application",
            &format!("the access token of {ACCESS_TOKEN} is used"),
            None,
        )?;
        return Ok(true);
    }
    if settings.get("client_id").is_none() {
        report.fail("application", "there is no client id", "run `concur login`")?;
        return Ok(false);
    }
    match secrets::client_secret(settings) {
        Ok(Some((_, origin))) => report.good("application", &format!("the client secret is from {origin}"))?,
        Ok(None) => {
            report.fail("application", "there is no client secret", "run `concur login`")?;
            return Ok(false);
        }
        // What is wrong with the file or the token store was said above.
        Err(_) => return Ok(false),
    }
    Ok(true)
}

/// The token store, if it is not on this machine. Returns whether the token can be looked at.
async fn store_of(report: &mut Report, settings: &Settings, is_online: bool) -> Result<bool, Failure> {
    let is_used = environment::secret(ACCESS_TOKEN).is_none();
    if !is_used || !matches!(Place::of(settings), Ok(Place::Database)) {
        return Ok(true);
    }
    if !is_online {
        report.note("token store", "not checked: it is on the network", None)?;
        return Ok(false);
    }
    match store::check(settings, &connection::token_key(settings)?).await {
        Ok(store) if store.is_encrypted => report.good("token store", &format!("{}, encrypted", store.name))?,
        Ok(store) => report.note(
            "token store",
            &format!("{}, not encrypted", store.name),
            Some("CONCUR_TOKEN_STORE_KEY encrypts the tokens"),
        )?,
        Err(failure) => {
            report.fail(
                "token store",
                &failure.to_string(),
                "check `token_store`, PGPASSWORD and CONCUR_TOKEN_STORE_KEY, and ask the operator of the database",
            )?;
            return Ok(false);
        }
    }
    Ok(true)
}
