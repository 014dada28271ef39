//! A way to the server that cuts a connection at a chosen message.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
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
    has_cut: AtomicBool,
}

impl Proxy {
    /// Passes this many messages, and cuts the connection of the next one, once.
    pub(crate) fn start(url: &str, cut: Cut, passes: usize) -> Self {
        let (_, rest) = url.split_once('@').expect("a user");
        let (socket, database) = rest.split_once('/').expect("a database");
        let folder = tempfile::tempdir().expect("a folder");
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).expect("the socket is free");
        let shared = Arc::new(Shared {
            server: PathBuf::from(socket.replace("%2F", "/")).join(".s.PGSQL.5432"),
            cut,
            left: AtomicUsize::new(passes),
            has_cut: AtomicBool::new(false),
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

    pub(crate) fn has_cut(&self) -> bool {
        self.shared.has_cut.load(SeqCst)
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
            let is_cut = self
                .left
                .fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1))
                .is_err()
                && !self.has_cut.swap(true, SeqCst);
            if is_cut {
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
