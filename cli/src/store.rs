//! Where a profile keeps its tokens: in files, in the keyring of the system, or in a database that machines share. Its
//! client secret is in the keyring, too, or else in a file.

mod database;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use concur_stores::PostgresTokenStore;
use sap_concur::{FileTokenStore, TokenKey, TokenStore};

use crate::failure::Failure;
use crate::settings::{Origin, Setting, Settings};
use crate::{database_url, files};

/// How long others wait at most for a program that was killed while it renewed a token. All of them wait, whatever they do.
const MAX_LEASE: Duration = Duration::from_secs(15);

/// A place for secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Files,
    Keyring,
    /// PostgreSQL. The client secret is in a file.
    Database,
}

impl Place {
    /// Reads the setting `token_store`.
    pub(crate) fn of(settings: &Settings) -> Result<Self, Failure> {
        let place = settings.read("token_store", |text| match text {
            "file" => Ok(Self::Files),
            "keyring" if cfg!(feature = "keyring") => Ok(Self::Keyring),
            "keyring" => Err("this program was built without the feature `keyring`".to_owned()),
            url if database_url::is_url(url) => Ok(Self::Database),
            _ => Err("expected file, keyring or postgres://…".to_owned()),
        })?;
        match settings.get("token_store") {
            Some(Setting {
                value,
                origin: Origin::Flag(flag),
            }) if place == Some(Self::Database) && database_url::has_password(value) => Err(Failure::usage(format!(
                "`--{flag}` has a password, and other users of the machine can see arguments"
            ))
            .with_remedy("use the environment variable CONCUR_TOKEN_STORE or PGPASSWORD")),
            _ => Ok(place.unwrap_or(Self::Files)),
        }
    }
}

/// The store of the tokens of all profiles that keep them in the same place. In a database, a program that renews a token
/// is taken for lost after the lease.
pub(crate) fn tokens(settings: &Settings, lease: Option<Duration>) -> Result<Arc<dyn TokenStore>, Failure> {
    match Place::of(settings)? {
        Place::Files => {
            let folder = settings.folder.tokens();
            files::create_private_folder(&folder)?;
            Ok(Arc::new(FileTokenStore::in_directory(folder)))
        }
        Place::Keyring => in_keyring(settings),
        Place::Database => in_database(settings, lease),
    }
}

/// Whether the setting is to be written to the profile. A URL that the environment has may have a password, and is there
/// the next time.
pub(crate) fn is_kept(settings: &Settings) -> bool {
    let setting = settings.get("token_store");
    setting.is_none_or(|Setting { value, origin }| {
        !database_url::is_url(value) || !matches!(origin, Origin::Environment(_))
    })
}

/// The profile file, if it has the password of a database.
pub(crate) fn file_with_password(settings: &Settings) -> Option<PathBuf> {
    let mut urls = ["token_store", "journal"]
        .into_iter()
        .filter_map(|name| settings.get(name));
    urls.find_map(|Setting { value, origin }| match origin {
        Origin::File(path, _) if database_url::is_url(value) && database_url::has_password(value) => Some(path.clone()),
        _ => None,
    })
}

/// What `concur doctor` says about a database.
#[derive(Debug)]
pub(crate) struct Checked {
    /// Which database it is, without a password.
    pub(crate) name: String,
    pub(crate) is_encrypted: bool,
}

/// Whether the token in the database can be read and replaced.
pub(crate) async fn check(settings: &Settings, key: &TokenKey) -> Result<Checked, Failure> {
    database::check(settings, key).await
}

fn in_database(settings: &Settings, lease: Option<Duration>) -> Result<Arc<dyn TokenStore>, Failure> {
    let store = database::SharedStore::of(settings)?.store;
    let lease = lease.map(|lease| lease.min(MAX_LEASE));
    Ok(Arc::new(lease.into_iter().fold(store, PostgresTokenStore::lease)))
}

#[cfg(feature = "keyring")]
fn in_keyring(settings: &Settings) -> Result<Arc<dyn TokenStore>, Failure> {
    files::create_private_folder(settings.folder.path())?;
    crate::keyring::token_store(settings.folder.keyring_lock())
}

/// Never reached: without the feature the setting is refused.
#[cfg(not(feature = "keyring"))]
fn in_keyring(_: &Settings) -> Result<Arc<dyn TokenStore>, Failure> {
    Err(Failure::usage("this program was built without the feature `keyring`"))
}
