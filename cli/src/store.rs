//! Where a profile keeps its tokens and its client secret: in files, or in the keyring of the system.

use std::sync::Arc;

use sap_concur::{FileTokenStore, TokenStore};

use crate::failure::Failure;
use crate::files;
use crate::settings::Settings;

/// A place for secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Files,
    Keyring,
}

impl Place {
    /// Reads the setting `token_store`.
    pub(crate) fn of(settings: &Settings) -> Result<Self, Failure> {
        let place = settings.read("token_store", |text| match text {
            "file" => Ok(Self::Files),
            "keyring" if cfg!(feature = "keyring") => Ok(Self::Keyring),
            "keyring" => Err("this program was built without the feature `keyring`".to_owned()),
            _ => Err("expected file or keyring".to_owned()),
        })?;
        Ok(place.unwrap_or(Self::Files))
    }
}

/// The store of the tokens of all profiles that keep them in the same place.
pub(crate) fn tokens(settings: &Settings) -> Result<Arc<dyn TokenStore>, Failure> {
    match Place::of(settings)? {
        Place::Files => {
            let folder = settings.folder.tokens();
            files::create_private_folder(&folder)?;
            Ok(Arc::new(FileTokenStore::in_directory(folder)))
        }
        Place::Keyring => in_keyring(settings),
    }
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
