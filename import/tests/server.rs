//! The PostgreSQL server of a test program.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use concur_import::{PostgresJournal, PostgresOptions};
use concur_postgres::Database;
use concur_postgres::testing::Server;

use crate::store::Store;

/// Creates a database on the server that all tests of a program share. Returns `None`, and says so, if PostgreSQL is not
/// installed.
pub(crate) async fn database(test: &str) -> Option<Database> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    static STARTING: Mutex<()> = Mutex::new(());
    let server = {
        let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        match SERVER.get() {
            Some(Some(server)) => Some(server),
            // Each test says that it is left out.
            Some(None) => return Server::start(test).and(None),
            None => SERVER.get_or_init(|| Server::start(test)).as_ref(),
        }
    };
    let url = server?.database().await;
    Some(Database::new(&url).expect("the URL is valid"))
}

/// Asks about accepted documents without a pause.
pub(crate) fn options() -> PostgresOptions {
    PostgresOptions::default().ask_between(Duration::ZERO, Duration::ZERO)
}

/// Lets the leases of all workers run out.
pub(crate) async fn lose_workers(database: &Database) {
    let session = database.session().await.expect("a connection");
    session
        .execute("UPDATE concur_worker SET lease_until = clock_timestamp()", &[])
        .await
        .expect("the leases run out");
}

/// A journal in a database.
pub(crate) struct OnServer(pub(crate) Database);

/// A journal in a database of its own.
pub(crate) async fn on_server(test: &str) -> Option<OnServer> {
    database(test).await.map(OnServer)
}

impl Store for OnServer {
    type Journal = PostgresJournal;

    async fn open(&self) -> PostgresJournal {
        let journal = PostgresJournal::open(self.0.separate(), options()).await;
        journal.expect("the journal is opened")
    }

    async fn reopen(&self, journal: PostgresJournal) -> PostgresJournal {
        drop(journal);
        lose_workers(&self.0).await;
        self.open().await
    }
}
