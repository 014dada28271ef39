//! The server, where sockets are files.

use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use crate::Database;

/// How long a server may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(60);

/// The user of the database that all tests connect as.
const USER: &str = "concur";

/// Ends the server when its standard input is closed, which happens when the test program ends, however that is.
const GUARD: &str = r#"
folder=$1; shift
"$@" &
server=$!
cat > /dev/null
kill -QUIT "$server" 2> /dev/null
wait "$server"
rm -rf "$folder"
"#;

/// A PostgreSQL server.
#[derive(Debug)]
pub struct Server {
    programs: PathBuf,
    folder: PathBuf,
    owner: Option<Owner>,
    guard: Child,
    databases: AtomicU32,
}

/// The user who runs the server. PostgreSQL refuses to run as root.
#[derive(Clone, Copy, Debug)]
struct Owner {
    user: u32,
    group: u32,
}

impl Server {
    /// Starts a server for a test, or says on stderr that the test is left out because PostgreSQL is not installed.
    ///
    /// # Panics
    ///
    /// If it is installed and does not start, or if the [variable](super::VARIABLE) says that it must be installed.
    #[must_use]
    pub fn start(test: &str) -> Option<Self> {
        let Some(programs) = programs() else {
            super::leave_out(test);
            return None;
        };
        match Self::start_with(programs) {
            Ok(server) => Some(server),
            #[allow(clippy::panic, reason = "only tests use this")]
            Err(error) => panic!("PostgreSQL does not start: {error}"),
        }
    }

    fn start_with(programs: PathBuf) -> io::Result<Self> {
        let owner = owner()?;
        // The path of a socket has at most 107 bytes.
        let folder = tempfile::Builder::new().prefix("concur-pg-").tempdir()?.keep();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
        if let Some(owner) = owner {
            chown(&folder, Some(owner.user), Some(owner.group))?;
        }
        let mut initdb = as_owner(&programs.join("initdb"), owner);
        initdb.args([
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C",
            "--username",
            USER,
            "--pgdata",
        ]);
        let created = initdb.arg(folder.join("data")).current_dir(&folder).output()?;
        if !created.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&created.stderr).into_owned()));
        }
        let guard = launch(&programs, &folder, owner)?;
        Ok(Self {
            programs,
            folder,
            owner,
            guard,
            databases: AtomicU32::new(0),
        })
    }

    /// Creates an empty database, and returns its URL.
    ///
    /// # Panics
    ///
    /// If that fails.
    #[allow(clippy::expect_used, reason = "only tests use this")]
    pub async fn database(&self) -> String {
        let number = self.databases.fetch_add(1, SeqCst);
        let create = format!("CREATE DATABASE test_{number}");
        self.administer(&create).await.expect("the database is created");
        self.url(&format!("test_{number}"))
    }

    /// Cuts the connections of everybody else to all databases, or of those with a name that begins like this. Returns
    /// their number.
    ///
    /// # Panics
    ///
    /// If that fails.
    #[allow(clippy::expect_used, reason = "only tests use this")]
    pub async fn cut_connections(&self, application_name: &str) -> i64 {
        let database = Database::new(&self.url("postgres")).expect("the URL is valid");
        let session = database.session().await.expect("the server lets us in");
        let row = session
            .query_opt(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                 WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name LIKE $1 || '%'",
                &[&application_name],
            )
            .await;
        row.expect("the statement succeeds").map_or(0, |row| row.get(0))
    }

    /// Kills the server as a power cut would, and starts it again.
    ///
    /// # Errors
    ///
    /// Returns an error if it does not start.
    pub fn crash(&mut self) -> io::Result<()> {
        self.end("immediate")?;
        self.guard = launch(&self.programs, &self.folder, self.owner)?;
        Ok(())
    }

    /// Stops the server in order, if it runs, until it is [started again](Self::restart).
    ///
    /// # Errors
    ///
    /// Returns an error if it does not stop.
    pub fn stop(&mut self) -> io::Result<()> {
        match self.guard.try_wait()? {
            None => self.end("fast"),
            Some(_) => Ok(()),
        }
    }

    /// Stops the server in order, and starts it again after a time.
    ///
    /// # Errors
    ///
    /// Returns an error if it does not start.
    pub fn restart(&mut self, after: Duration) -> io::Result<()> {
        self.stop()?;
        thread::sleep(after);
        self.guard = launch(&self.programs, &self.folder, self.owner)?;
        Ok(())
    }

    fn end(&mut self, mode: &str) -> io::Result<()> {
        let mut stop = as_owner(&self.programs.join("pg_ctl"), self.owner);
        stop.args(["stop", "--wait", "--silent", "--mode", mode, "--pgdata"]);
        let stopped = stop.arg(self.folder.join("data")).current_dir(&self.folder).status()?;
        if !stopped.success() {
            return Err(io::Error::other("the server does not stop"));
        }
        // The guard would remove the folder.
        self.guard.kill()?;
        self.guard.wait().map(drop)
    }

    async fn administer(&self, statement: &str) -> Result<(), crate::DatabaseError> {
        Database::new(&self.url("postgres"))?
            .session()
            .await?
            .batch(statement)
            .await
    }

    fn url(&self, database: &str) -> String {
        let socket = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://{USER}@{socket}/{database}")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its standard input: the guard stops the server and removes the folder.
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

/// Starts the server in its folder, and waits until it lets somebody in.
fn launch(programs: &Path, folder: &Path, owner: Option<Owner>) -> io::Result<Child> {
    let log = fs::File::create(folder.join("log"))?;
    let mut guard = as_owner(Path::new("sh"), owner);
    guard
        .args(["-c", GUARD, "sh"])
        .arg(folder)
        .arg(programs.join("postgres"));
    guard.arg("-D").arg(folder.join("data")).arg("-k").arg(folder);
    guard.args([
        "-c",
        "listen_addresses=",
        "-c",
        "max_connections=300",
        "-c",
        "fsync=off",
    ]);
    guard
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(log.try_clone()?)
        .stderr(log);
    let guard = guard.spawn()?;
    let began = Instant::now();
    loop {
        let mut ready = as_owner(&programs.join("pg_isready"), owner);
        let ready = ready.arg("--quiet").arg("--host").arg(folder).status()?;
        if ready.success() {
            return Ok(guard);
        }
        if began.elapsed() > PATIENCE {
            let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
            return Err(io::Error::other(format!("it is not ready: {log}")));
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Finds the folder with the programs: on the path, or where Debian, Fedora and Homebrew put them.
fn programs() -> Option<PathBuf> {
    let on_path = env::var_os("PATH").map(|path| env::split_paths(&path).collect::<Vec<_>>());
    let versions = (14..=30).rev();
    let usual = versions.flat_map(|version| {
        [
            format!("/usr/lib/postgresql/{version}/bin"),
            format!("/usr/pgsql-{version}/bin"),
            format!("/opt/homebrew/opt/postgresql@{version}/bin"),
        ]
    });
    let folders = on_path.into_iter().flatten().chain(usual.map(PathBuf::from));
    let needed = ["initdb", "postgres", "pg_ctl", "pg_isready"];
    let has_all = |folder: &PathBuf| needed.iter().all(|program| folder.join(program).is_file());
    folders.into_iter().find(has_all)
}

/// Root gives the server to the user `postgres`, or else to `nobody`.
fn owner() -> io::Result<Option<Owner>> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let of = |name: &str| {
        let mut fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
        let user = fields.find(|fields| fields.first() == Some(&name))?;
        let number = |index: usize| user.get(index)?.parse().ok();
        Some(Owner {
            user: number(2)?,
            group: number(3)?,
        })
    };
    let owner = of("postgres").or_else(|| of("nobody"));
    owner
        .map(Some)
        .ok_or_else(|| io::Error::other("root needs a user `postgres` to run the server as"))
}

fn as_owner(program: &Path, owner: Option<Owner>) -> Command {
    let mut command = Command::new(program);
    if let Some(owner) = owner {
        command.uid(owner.user).gid(owner.group);
    }
    command
}
