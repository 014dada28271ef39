//! Runs the program in a folder of its own, against a sandbox in this process.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};

use concur_sandbox::{Builder, LoggedCall, Sandbox};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A user of the program: a folder with the profile, and a sandbox.
pub(crate) struct User<S = Sandbox> {
    folder: tempfile::TempDir,
    /// Variables that the program always has.
    environment: Vec<(String, String)>,
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
            environment: Vec::new(),
            sandbox: builder.start().await.unwrap(),
        }
    }

    /// A user in whose folder `spec` is the specification with one more API, which the sandbox serves.
    pub(crate) async fn with_api(key: &str, text: &str) -> Self {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        let files = concur_spec::Sources::read(sources).unwrap();
        let files: Vec<(String, String)> = files
            .files()
            .iter()
            .map(|file| (file.path().to_owned(), file.text().to_owned()))
            .chain([(format!("spec/{key}.yaml"), text.to_owned())])
            .collect();
        let contract = concur_spec::contract(&concur_spec::Sources::from_texts(files.clone()));
        let contract = contract.unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let user = Self::new(Sandbox::builder().contract(Box::leak(Box::new(contract)))).await;
        for (path, text) in files {
            let path = path.split_once("spec/").unwrap().1;
            std::fs::create_dir_all(user.path(&format!("spec/{path}")).parent().unwrap()).unwrap();
            user.write(&format!("spec/{path}"), text);
        }
        user
    }

    /// The calls of an operation that have reached the sandbox.
    pub(crate) fn calls(&self, operation: &str) -> Vec<LoggedCall> {
        let calls = self.sandbox.requests().into_iter();
        calls
            .filter(|call| call.operation.as_deref() == Some(operation))
            .collect()
    }

    /// The same user, whose service is down.
    pub(crate) async fn without_sandbox(self) -> User<()> {
        self.sandbox.stop().await;
        User {
            folder: self.folder,
            environment: self.environment,
            sandbox: (),
        }
    }
}

impl User<()> {
    /// A user who has never used the program, and has no sandbox.
    pub(crate) fn on_another_machine() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            environment: Vec::new(),
            sandbox: (),
        }
    }

    /// The same user, whose service is up again.
    pub(crate) async fn with_sandbox(self, builder: Builder) -> User {
        User {
            folder: self.folder,
            environment: self.environment,
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

    /// Gives the program a variable each time that it is run.
    #[cfg(unix)]
    pub(crate) fn always(&mut self, variable: &str, value: &str) {
        self.environment.push((variable.to_owned(), value.to_owned()));
    }

    /// The program, to be run in the folder with nothing in its environment but what it needs.
    pub(crate) fn program(&self) -> Command {
        let mut command = program(self.folder.path());
        command.envs(self.environment.iter().cloned());
        command
    }

    /// Runs the program to its end.
    pub(crate) async fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
        self.run_with(arguments, &[], "").await
    }

    /// Runs the program with variables in its environment.
    pub(crate) async fn run_in<'a>(
        &self,
        environment: &[(&str, &str)],
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> Ran {
        self.run_with(arguments, environment, "").await
    }

    /// Runs the program with a text on stdin.
    pub(crate) async fn run_given<'a>(&self, stdin: &str, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
        self.run_with(arguments, &[], stdin).await
    }

    async fn run_with<'a>(
        &self,
        arguments: impl IntoIterator<Item = &'a str>,
        environment: &[(&str, &str)],
        stdin: &str,
    ) -> Ran {
        let mut command = self.program();
        command.args(arguments).envs(environment.iter().copied());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let stdin = stdin.to_owned();
        // The sandbox runs on the threads of the test.
        let ended = tokio::task::spawn_blocking(move || {
            let mut child = command.spawn().unwrap();
            // The program may end before it reads.
            let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
            child.wait_with_output().unwrap()
        });
        Ran::of(&ended.await.unwrap())
    }
}

/// A server that answers every call with the same text, for what a sandbox never says.
pub(crate) struct Server {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn answering(head: &str, body: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let length = body.len();
        let answer = format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
        let received = Arc::<Mutex<Vec<String>>>::default();
        let calls = Arc::clone(&received);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer_call(stream, answer.clone(), Arc::clone(&calls)));
            }
        });
        Self { url, received }
    }

    /// An answer of JSON.
    pub(crate) async fn answering_json(body: &str) -> Self {
        Self::answering("200 OK\r\nContent-Type: application/json", body).await
    }

    /// The calls so far, with their bodies.
    pub(crate) fn received(&self) -> Vec<String> {
        self.received.lock().unwrap().clone()
    }

    /// The variables that lead the program to it, with a token that it does not look at.
    pub(crate) fn environment(&self) -> [(&str, &str); 2] {
        [("CONCUR_BASE_URL", &self.url), ("CONCUR_ACCESS_TOKEN", "a-token")]
    }
}

async fn answer_call(mut stream: TcpStream, answer: String, received: Arc<Mutex<Vec<String>>>) {
    let mut call = Vec::new();
    while !is_whole(&call) {
        match stream.read_buf(&mut call).await {
            Ok(read) if read > 0 => {}
            _ => break,
        }
    }
    received.lock().unwrap().push(String::from_utf8(call).unwrap());
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
}

fn is_whole(call: &[u8]) -> bool {
    let text = String::from_utf8_lossy(call).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let lengths = head.lines().filter_map(|line| line.strip_prefix("content-length: "));
    body.len() >= lengths.map(|length| length.parse::<usize>().unwrap()).sum()
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

    /// The JSON on stdout.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Fails the test unless stderr has the text.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(
            self.stderr.contains(text),
            "`{text}` is not in stderr:\n{}",
            self.stderr
        );
        self
    }

    /// Fails the test unless stdout has the text.
    #[track_caller]
    pub(crate) fn shows(self, text: &str) -> Self {
        assert!(
            self.stdout.contains(text),
            "`{text}` is not in stdout:\n{}",
            self.stdout
        );
        self
    }

    /// Fails the test if the text is in stdout or stderr.
    #[track_caller]
    pub(crate) fn hides(self, text: &str) -> Self {
        assert!(!self.stdout.contains(text), "stdout:\n{}", self.stdout);
        assert!(!self.stderr.contains(text), "stderr:\n{}", self.stderr);
        self
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
