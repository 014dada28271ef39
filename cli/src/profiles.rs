//! `concur profiles`: what is in the profile file.

use clap::{Arg, ArgMatches, Command};

use crate::failure::Failure;
use crate::json::Json;
use crate::output::{self, Output, Rows};
use crate::settings::{Profiles, Settings, remove_profile};
use crate::{secrets, terminal};

/// The command.
pub(crate) fn command() -> Command {
    Command::new("profiles")
        .about("List the profiles")
        .args(output::arguments())
        .arg(
            Arg::new("remove")
                .long("remove")
                .value_name("NAME")
                .help("Remove a profile; log out with it first"),
        )
}

/// Lists or removes profiles.
pub(crate) fn run(matches: &ArgMatches, settings: &Settings) -> Result<(), Failure> {
    let path = settings.folder.profiles();
    let profiles = Profiles::read(&path)?;
    let names = profiles.names();
    if let Some(name) = matches.get_one::<String>("remove") {
        if !names.contains(&name.as_str()) {
            return Err(Failure::usage(format!(
                "there is no profile `{name}` in {}",
                path.display()
            )));
        }
        remove_profile(&path, name)?;
        let mut of_profile = settings.clone();
        of_profile.profile.value.clone_from(name);
        secrets::forget_client_secret(&of_profile)?;
        terminal::note(&format!("The profile `{name}` is removed."));
        return Ok(());
    }
    let mut rows = Vec::new();
    for name in names {
        let mut profile = settings.profile.clone();
        name.clone_into(&mut profile.value);
        let values = profiles.of(&profile)?;
        let mut fields = vec![
            ("profile".to_owned(), Json::Text(name.to_owned())),
            ("inUse".to_owned(), Json::Boolean(name == settings.profile.value)),
        ];
        for key in ["data_center", "base_url", "client_id", "grant", "principal"] {
            if let Some(setting) = values.get(key) {
                fields.push((key.to_owned(), Json::Text(setting.value.clone())));
            }
        }
        rows.push(Json::Object(fields));
    }
    Output::read(matches, settings)?.print(&Rows::Many(rows))
}
