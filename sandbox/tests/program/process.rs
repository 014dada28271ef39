//! The program in a child process, and temporary directories.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// The last line that the program prints before it serves.
const LAST_LINE: &str = "Press Ctrl-C to stop.";

/// A running program. It is killed when dropped.
pub(crate) struct Program {
    child: Child,
    /// The output at the start.
    pub(crate) welcome: String,
    stderr: BufReader<ChildStderr>,
}

impl Program {
    /// Starts the program on a free port, with further arguments.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = program();
        command.args(["--port", "0"]).args(arguments);
        Self::run(command)
    }

    /// Starts the program and waits until it serves.
    pub(crate) fn run(mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut welcome = String::new();
        while !welcome.ends_with(&format!("{LAST_LINE}\n")) {
            if out.read_line(&mut welcome).unwrap() == 0 {
                let mut error = String::new();
                stderr.read_to_string(&mut error).unwrap();
                panic!("the program did not start: {error}");
            }
        }
        Self { child, welcome, stderr }
    }

    #[cfg(target_os = "linux")]
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Returns the base URL of the first data center.
    pub(crate) fn url(&self) -> &str {
        self.urls()[0]
    }

    pub(crate) fn urls(&self) -> Vec<&str> {
        let words = self.welcome.lines().filter_map(|line| line.split_whitespace().next());
        words.filter(|word| word.starts_with("http://")).collect()
    }

    /// Returns the command that follows a heading.
    pub(crate) fn command(&self, heading: &str) -> &str {
        let mut lines = self
            .welcome
            .lines()
            .skip_while(|line| !line.starts_with(heading))
            .skip(2);
        lines
            .next()
            .unwrap_or_else(|| panic!("no command for {heading:?} in {}", self.welcome))
    }

    /// Returns the next line of the log.
    pub(crate) fn log_line(&mut self) -> String {
        let mut line = String::new();
        self.stderr.read_line(&mut line).unwrap();
        line
    }

    /// Kills the program and waits for its end.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Kills the program without waiting for its end.
    pub(crate) fn kill_at_once(&mut self) {
        self.child.kill().unwrap();
    }

    /// Sends a signal and returns the exit code.
    #[cfg(unix)]
    pub(crate) fn stop(mut self, signal: &str) -> Option<i32> {
        self.send(signal);
        self.child.wait().unwrap().code()
    }

    #[cfg(unix)]
    pub(crate) fn send(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_concur-sandbox"))
}

/// Runs the program until it ends.
pub(crate) fn ended(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

/// A temporary directory, removed when dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("concur-sandbox-program-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Returns the path of a file in the directory.
    pub(crate) fn file(&self, name: &str) -> String {
        Path::new(&self.0).join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
