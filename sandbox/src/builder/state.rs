//! From the file with the state to a world that goes on, and to the ports that it had.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use super::{Builder, StartError};
use crate::api::call::Addresses;
use crate::state::Clock;
use crate::state::{SharedWorld, World};
use crate::store::{self, Change, Changes, FILE, File, Saved, Store};
use crate::tenant::Tenant;

/// The keys of the addresses in the file: tokens tell clients where to go.
pub(super) const FIRST: &str = "first";
pub(super) const SECOND: &str = "second";

/// A file that was opened.
#[derive(Debug)]
pub(super) struct Opened {
    path: PathBuf,
    file: File,
    saved: Saved,
}

impl Opened {
    /// The port that a data center had, if it was of this host.
    pub(super) fn port(&self, key: &str, host: IpAddr) -> Option<u16> {
        let url = self.saved.fact(key)?;
        let address: SocketAddr = url.strip_prefix("http://")?.parse().ok()?;
        (address.ip() == host).then_some(address.port())
    }
}

impl Builder {
    /// Opens the file, if there is to be one.
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

    /// The world, as the file has it, which is told where this sandbox listens.
    pub(super) async fn keep(
        &self,
        tenant: Arc<Tenant>,
        seed: u64,
        opened: Option<Opened>,
        addresses: &Addresses,
    ) -> Result<SharedWorld, StartError> {
        let mut world = World::new(tenant, Clock::new(self.stands_at), seed);
        let Some(Opened { path, file, saved }) = opened else {
            return Ok(SharedWorld::from(world));
        };
        let unusable = |message: String| StartError::State {
            file: path.clone(),
            message,
        };
        for (kind, key, text) in &saved.records {
            // The key may be a token, which is nobody's business.
            let restored = world.restore(kind, key, text);
            restored.map_err(|error| unusable(store::damaged(&format!("a record of the kind {kind}: {error}"))))?;
        }
        world.forget_changes();
        file.accept().map_err(unusable)?;
        let store = Store::start(file).map_err(|error| unusable(error.to_string()))?;
        store.send(whereabouts(addresses));
        store.saved().await.map_err(unusable)?;
        Ok(SharedWorld::new(world, Some(store)))
    }
}

fn whereabouts(addresses: &Addresses) -> Changes {
    let change = |key: &str, url: &str| Change {
        kind: FILE,
        key: key.to_owned(),
        text: Some(url.to_owned()),
    };
    Changes {
        from_nothing: false,
        list: vec![change(FIRST, &addresses.first), change(SECOND, &addresses.second)],
    }
}
