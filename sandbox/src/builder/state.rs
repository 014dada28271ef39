//! Restores the world and the ports from a state file.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use super::{Builder, StartError};
use crate::api::call::Addresses;
use crate::state::Clock;
use crate::state::{SharedWorld, World};
use crate::store::{self, Change, Changes, FILE, File, Saved, Store};
use crate::tenant::Tenant;

/// The keys of the addresses in the file. They are restored because tokens contain them.
pub(super) const FIRST: &str = "first";
pub(super) const SECOND: &str = "second";

/// An opened state file.
#[derive(Debug)]
pub(super) struct Opened {
    path: PathBuf,
    file: File,
    saved: Saved,
}

impl Opened {
    /// Returns what is wrong with the file, although it can be used.
    pub(super) fn warning(&self) -> Option<String> {
        let warning = self.saved.warning.as_ref()?;
        Some(format!("the state file {}: {warning}", self.path.display()))
    }

    /// Returns the saved port of a data center if it was bound to this host.
    pub(super) fn port(&self, key: &str, host: IpAddr) -> Option<u16> {
        let url = self.saved.metadata(key)?;
        let address: SocketAddr = url.strip_prefix("http://")?.parse().ok()?;
        (address.ip() == host).then_some(address.port())
    }
}

impl Builder {
    /// Opens the state file, if one is configured.
    pub(super) fn open(&self, tenant: &Tenant) -> Result<Option<Opened>, StartError> {
        let Some(path) = &self.state else { return Ok(None) };
        match store::open(path, &tenant.company.id) {
            Ok((file, saved)) => Ok(Some(Opened {
                path: path.clone(),
                file,
                saved,
            })),
            Err(message) => Err(StartError::State {
                file: path.clone(),
                message,
            }),
        }
    }

    /// Restores the world from the file, and saves the addresses of this sandbox.
    pub(super) async fn restore(
        &self,
        tenant: Arc<Tenant>,
        seed: u64,
        opened: Option<Opened>,
        addresses: &Addresses,
    ) -> Result<SharedWorld, StartError> {
        let mut world = World::new(tenant, Clock::new(self.fixed_time), seed);
        let Some(Opened { path, file, saved }) = opened else {
            return Ok(SharedWorld::from(world));
        };
        let unusable = |message: String| StartError::State {
            file: path.clone(),
            message,
        };
        for (kind, key, text) in &saved.records {
            // The key may be a token, so it is left out of the message.
            let restored = world.restore(kind, key, text);
            restored.map_err(|error| unusable(store::damaged(&format!("a record of the kind {kind}: {error}"))))?;
        }
        world.discard_changes();
        let file = file.accept().map_err(unusable)?;
        let store = Store::start(file).map_err(|error| unusable(error.to_string()))?;
        store.send(address_changes(addresses));
        store.saved().await.map_err(unusable)?;
        Ok(SharedWorld::new(world, Some(store)))
    }
}

fn address_changes(addresses: &Addresses) -> Changes {
    let change = |key: &str, url: &str| Change {
        kind: FILE,
        key: key.to_owned(),
        text: Some(url.to_owned()),
    };
    Changes {
        replaces_all: false,
        list: vec![change(FIRST, &addresses.first), change(SECOND, &addresses.second)],
    }
}
