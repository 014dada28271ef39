//! A way to the server that cuts a connection at a chosen message.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

/// Where a connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The server does not get the message.
    Before,
    /// The server carries it out, and its answer is lost.
    After,
}

/// A socket in front of that of the server.
pub(crate) struct Proxy {
    folder: TempDir,
    database: String,
    shared: Arc<Shared>,
}

struct Shared {
    server: PathBuf,
    cut: Cut,
    /// How many messages of clients still pass.
    left: AtomicUsize,
    /// How many cuts are still to come.
    cuts: AtomicUsize,
    passes: usize,
}

impl Proxy {
    /// Passes this many messages, and cuts the connection of the next one; all of this as often as there are `cuts`.
    pub(crate) fn start(url: &str, cut: Cut, passes: usize, cuts: usize) -> Self {
        let (_, rest) = url.split_once('@').expect("a user");
        let (socket, database) = rest.split_once('/').expect("a database");
        let folder = tempfile::tempdir().expect("a folder");
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).expect("the socket is free");
        let shared = Arc::new(Shared {
            server: PathBuf::from(socket.replace("%2F", "/")).join(".s.PGSQL.5432"),
            cut,
            left: AtomicUsize::new(passes),
            cuts: AtomicUsize::new(cuts),
            passes,
        });
        tokio::spawn({
            let shared = Arc::clone(&shared);
            async move {
                while let Ok((client, _)) = listener.accept().await {
                    let shared = Arc::clone(&shared);
                    tokio::spawn(async move { shared.serve(client).await });
                }
            }
        });
        Self {
            folder,
            database: database.to_owned(),
            shared,
        }
    }

    pub(crate) fn url(&self) -> String {
        let folder = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres://concur@{folder}/{}", self.database)
    }

    /// Whether all cuts were made.
    pub(crate) fn is_done(&self) -> bool {
        self.shared.cuts.load(SeqCst) == 0
    }
}

impl Shared {
    async fn serve(&self, client: UnixStream) {
        let Ok(server) = UnixStream::connect(&self.server).await else {
            return;
        };
        let ((mut from_client, mut to_client), (mut from_server, mut to_server)) =
            (client.into_split(), server.into_split());
        let answers = tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
        let mut buffer = vec![0; 1 << 16];
        while let Ok(length @ 1..) = from_client.read(&mut buffer).await {
            let less = |number: usize| number.checked_sub(1);
            let is_cut = self.left.fetch_update(SeqCst, SeqCst, less).is_err()
                && self.cuts.fetch_update(SeqCst, SeqCst, less).is_ok();
            if is_cut {
                self.left.store(self.passes, SeqCst);
                answers.abort();
                let _ = answers.await;
                if self.cut == Cut::After {
                    let _ = to_server.write_all(&buffer[..length]).await;
                    // The server finishes the statement before it notices that nobody listens.
                    tokio::time::sleep(Duration::from_millis(30)).await;
                }
                return;
            }
            if to_server.write_all(&buffer[..length]).await.is_err() {
                return;
            }
        }
    }
}
