//! Client secrets: kept in a file that only its owner may read, never in arguments.

use std::path::Path;

use clap::{Arg, ArgMatches};
use sap_concur::Secret;
use toml_edit::{DocumentMut, Item, Table, value};

use crate::failure::Failure;
use crate::settings::Settings;
use crate::store::Place;
use crate::{environment, files, terminal};

/// The variable with the client secret.
pub(crate) const CLIENT_SECRET: &str = "CONCUR_CLIENT_SECRET";

/// A secret that a command needs: from a file, from a variable, or asked for.
#[derive(Debug)]
pub(crate) struct SecretSource {
    /// What it is: `client secret`.
    pub(crate) what: &'static str,
    /// The flag that names a file with it, without dashes; also the id of the argument.
    pub(crate) flag: &'static str,
    /// The environment variable.
    pub(crate) variable: &'static str,
}

impl SecretSource {
    /// The flag. Its value is the name of a file, for arguments can be seen by other users.
    pub(crate) fn argument(&self) -> Arg {
        Arg::new(self.flag).long(self.flag).value_name("FILE").help(format!(
            "A file with the {}, `-` for stdin [env: {}]",
            self.what, self.variable
        ))
    }

    /// Returns the secret, or asks for it at the terminal.
    pub(crate) fn get(&self, matches: &ArgMatches) -> Result<Secret, Failure> {
        if let Some(secret) = self.given(matches)? {
            return Ok(secret);
        }
        match terminal::ask_secret(self.what) {
            Ok(text) if !text.is_empty() => Ok(text.into()),
            _ => Err(needed(self.what, &format!("{} FILE", self.flag), self.variable)),
        }
    }

    /// Returns the secret if a flag or a variable has it.
    pub(crate) fn given(&self, matches: &ArgMatches) -> Result<Option<Secret>, Failure> {
        if let Some(file) = matches.try_get_one::<String>(self.flag).ok().flatten() {
            return files::read_secret(file).map(|text| Some(text.into()));
        }
        Ok(environment::secret(self.variable))
    }
}

/// The client secret of the profile, and where it comes from.
pub(crate) fn client_secret(settings: &Settings) -> Result<Option<(Secret, String)>, Failure> {
    if let Some(secret) = environment::secret(CLIENT_SECRET) {
        return Ok(Some((secret, format!("environment variable {CLIENT_SECRET}"))));
    }
    if Place::of(settings)? == Place::Keyring {
        let secret = in_keyring::get(settings)?;
        return Ok(secret.map(|secret| (secret, "the keyring".to_owned())));
    }
    let path = settings.folder.secrets();
    let Some(document) = read(&path)? else {
        return Ok(None);
    };
    let secret = document
        .get(&settings.profile.value)
        .and_then(|table| table.get("client_secret"))
        .and_then(Item::as_str);
    Ok(secret.map(|secret| (secret.to_owned().into(), path.display().to_string())))
}

/// Keeps the client secret of a profile.
pub(crate) fn keep_client_secret(settings: &Settings, secret: &Secret) -> Result<(), Failure> {
    if Place::of(settings)? == Place::Keyring {
        return in_keyring::keep(settings, secret);
    }
    let path = settings.folder.secrets();
    let mut document = read(&path)?.unwrap_or_default();
    let table = document
        .entry(&settings.profile.value)
        .or_insert_with(|| Item::Table(Table::new()));
    let Some(table) = table.as_table_like_mut() else {
        return Err(broken(&path));
    };
    table.insert("client_secret", value(secret.expose()));
    files::write_private(&path, &document.to_string())
}

/// Forgets the client secret of a profile.
pub(crate) fn forget_client_secret(settings: &Settings) -> Result<(), Failure> {
    if Place::of(settings)? == Place::Keyring {
        return in_keyring::forget(settings);
    }
    let path = settings.folder.secrets();
    let Some(mut document) = read(&path)? else {
        return Ok(());
    };
    match document.remove(&settings.profile.value) {
        Some(_) => files::write_private(&path, &document.to_string()),
        None => Ok(()),
    }
}

fn read(path: &Path) -> Result<Option<DocumentMut>, Failure> {
    let Some(text) = files::read_private(path)? else {
        return Ok(None);
    };
    // The error of the parser would quote a line, which may be a secret.
    text.parse().map(Some).map_err(|_| broken(path))
}

fn broken(path: &Path) -> Failure {
    Failure::usage(format!("{} is not a valid file of this program", path.display()))
        .with_remedy("remove it and run `concur login`")
}

/// Asks for a value that is not secret, or says which flag and which variable have it.
pub(crate) fn ask(what: &str, flag: &str, variable: &str) -> Result<String, Failure> {
    match terminal::ask(what) {
        Ok(text) if !text.is_empty() => Ok(text),
        _ => Err(needed(what, flag, variable)),
    }
}

/// Nothing was entered, or there is no terminal to ask at.
fn needed(what: &str, flag: &str, variable: &str) -> Failure {
    Failure::usage(format!("the {what} is needed"))
        .with_remedy(format!("use --{flag}, or the environment variable {variable}"))
}

/// Client secrets in the keyring, each under the name of its profile.
#[cfg(feature = "keyring")]
mod in_keyring {
    use sap_concur::Secret;

    use crate::failure::Failure;
    use crate::files;
    use crate::keyring::Keyring;
    use crate::settings::Settings;

    fn open(settings: &Settings) -> Result<(Keyring, String), Failure> {
        files::create_private_folder(settings.folder.path())?;
        let name = format!("client secret of {}", settings.profile.value);
        Ok((Keyring::open(settings.folder.keyring_lock())?, name))
    }

    pub(super) fn get(settings: &Settings) -> Result<Option<Secret>, Failure> {
        let (keyring, name) = open(settings)?;
        Ok(keyring.text(&name)?.map(Secret::from))
    }

    pub(super) fn keep(settings: &Settings, secret: &Secret) -> Result<(), Failure> {
        let (keyring, name) = open(settings)?;
        keyring.keep_text(&name, secret.expose())
    }

    pub(super) fn forget(settings: &Settings) -> Result<(), Failure> {
        let (keyring, name) = open(settings)?;
        keyring.forget_text(&name)
    }
}

/// Never used: without the feature the setting is refused.
#[cfg(not(feature = "keyring"))]
mod in_keyring {
    use sap_concur::Secret;

    use crate::failure::Failure;
    use crate::settings::Settings;

    pub(super) fn get(_: &Settings) -> Result<Option<Secret>, Failure> {
        Ok(None)
    }

    pub(super) fn keep(_: &Settings, _: &Secret) -> Result<(), Failure> {
        Ok(())
    }

    pub(super) fn forget(_: &Settings) -> Result<(), Failure> {
        Ok(())
    }
}
