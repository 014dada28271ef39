//! Runs the program in a folder of its own, against a sandbox in this process.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use concur_sandbox::{Builder, Sandbox};

/// A user of the program: a folder with the profile, and a sandbox.
pub(crate) struct User<S = Sandbox> {
    folder: tempfile::TempDir,
    pub(crate) sandbox: S,
}

/// What the program did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl User {
    /// A user who is logged in as the company of a new sandbox.
    pub(crate) async fn logged_in() -> Self {
        Self::logged_in_to(Sandbox::builder()).await
    }

    pub(crate) async fn logged_in_to(builder: Builder) -> Self {
        let user = Self::new(builder).await;
        let url = user.sandbox.url().to_string();
        user.run(["login", "--sandbox", &url]).await.succeeded();
        user
    }

    /// A user who has never used the program.
    pub(crate) async fn new(builder: Builder) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            sandbox: builder.start().await.unwrap(),
        }
    }

    /// The same user, whose service is down.
    pub(crate) async fn without_sandbox(self) -> User<()> {
        self.sandbox.stop().await;
        User {
            folder: self.folder,
            sandbox: (),
        }
    }
}

impl User<()> {
    /// The same user, whose service is up again.
    pub(crate) async fn with_sandbox(self, builder: Builder) -> User {
        User {
            folder: self.folder,
            sandbox: builder.start().await.unwrap(),
        }
    }
}

impl<S> User<S> {
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder in which the program runs.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, to be run in the folder with nothing in its environment but what it needs.
    pub(crate) fn program(&self) -> Command {
        program(self.folder.path())
    }

    /// Runs the program to its end.
    pub(crate) async fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
        let mut command = self.program();
        command.args(arguments).stdin(Stdio::null());
        // The sandbox runs on the threads of the test.
        let output = tokio::task::spawn_blocking(move || command.output());
        Ran::of(&output.await.unwrap().unwrap())
    }
}

/// The program in a folder.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_concur"));
    command
        .env_clear()
        .env("CONCUR_CONFIG_DIR", folder.join("config"))
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .current_dir(folder);
    command
}

impl Ran {
    pub(crate) fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// Fails the test unless the program succeeded.
    #[track_caller]
    pub(crate) fn succeeded(self) -> Self {
        self.ended_with(0)
    }

    /// Fails the test unless the program ended with this code.
    #[track_caller]
    pub(crate) fn ended_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }
}
