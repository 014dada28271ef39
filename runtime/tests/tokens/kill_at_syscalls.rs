//! A program that strace kills at each system call of a renewal.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, SystemTime},
};

use sap_concur_runtime::*;

use super::{
    files::directory,
    support::{SERVICE, provider, user},
};

const PATH: &str = "KILLED_TOKEN_FILE";
const URL: &str = "KILLED_TOKEN_URL";

/// The number of the only refresh token that the service accepts.
type Rotation = Arc<Mutex<u32>>;

/// Serves a connection of a service that accepts each refresh token once.
fn serve(mut connection: TcpStream, rotation: &Rotation) {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = connection.read(&mut buffer) {
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request);
        let Some((_, sent)) = text.split_once("refresh_token=") else {
            continue;
        };
        let mut number = rotation.lock().unwrap();
        let (status, body) = match sent.split('&').next() == Some(&refresh_token(*number)) {
            true => {
                *number += 1;
                let (access_token, refresh_token) = (format!("canary-access-{number}"), refresh_token(*number));
                let body = serde_json::json!({
                    "access_token": access_token, "refresh_token": refresh_token, "expires_in": 3600,
                });
                ("200 OK", body.to_string())
            }
            false => ("400 Bad Request", r#"{"code":108}"#.to_owned()),
        };
        drop(number);
        let length = body.len();
        // The program may have been killed.
        let _ = write!(
            connection,
            "HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        request.clear();
    }
}

fn refresh_token(number: u32) -> String {
    format!("canary-refresh-{number}")
}

fn client(path: &Path, url: &str) -> Client {
    let builder = ClientBuilder::new(&SERVICE).base_url(url).credentials(user());
    builder.token_store(FileTokenStore::new(path)).build().unwrap()
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(future)
}

/// Loads the token under the lock, like a program before it renews.
async fn stored(path: &Path, client: &Client) -> StoredToken {
    let (store, key) = (FileTokenStore::new(path), provider(client).key().clone());
    let lock = store.lock(&key, &TokioClock::new()).await.unwrap();
    let stored = store.load(&key).await.unwrap().unwrap();
    lock.release().await;
    stored.token
}

/// The child process under strace: one renewal. It does nothing when it runs as a test.
#[test]
fn program() {
    let (Ok(path), Ok(url)) = (env::var(PATH), env::var(URL)) else {
        return;
    };
    run(provider(&client(Path::new(&path), &url)).token()).unwrap();
}

/// One run of the program in its own directory, with an expired token.
struct TracedRun {
    directory: std::path::PathBuf,
    /// The log of strace, one system call per line.
    log: String,
}

impl TracedRun {
    fn run(url: &str, inject: Option<&str>) -> Self {
        let directory = directory();
        let (path, log) = (directory.join("token.json"), directory.join("strace"));
        let expired = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        let token = StoredToken::new("app", "canary-access-0", expired)
            .with_refresh_token(refresh_token(0), None)
            .with_geolocation(url)
            .with_owner("user", Some("user@example.com".into()));
        let key = provider(&client(&path, url)).key().clone();
        run(FileTokenStore::new(&path).save(&key, &token, None)).unwrap();
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-s", "4096", "-o"]).arg(&log);
        strace.args(inject.iter().flat_map(|inject| ["-e", inject]));
        strace.arg(env::current_exe().unwrap());
        strace.args(["--exact", "kill_at_syscalls::program", "--test-threads=1"]);
        let output = strace.env(PATH, &path).env(URL, url).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        let log = fs::read_to_string(&log).unwrap_or_else(|error| panic!("{error}: {:?}: {stderr}", output.status));
        fs::remove_file(directory.join("strace")).unwrap();
        Self { directory, log }
    }

    /// Returns the thread and the system call of each line.
    fn calls(&self) -> impl Iterator<Item = (&str, &str)> {
        let calls = self.log.lines().filter_map(|line| line.split_once(' '));
        calls.map(|(thread, call)| (thread, call.trim_start()))
    }

    /// Returns whether a system call with one of these names that carried the response of the service has completed.
    fn completed(&self, names: &[&str]) -> bool {
        self.calls().any(|(_, call)| {
            let has_name = names.iter().any(|name| call.starts_with(&format!("{name}(")));
            has_name && call.contains(&refresh_token(1)) && !call.contains("<unfinished") && !call.contains(" = ?")
        })
    }

    fn was_killed(&self) -> bool {
        self.log.contains("+++ killed by SIGKILL +++")
    }
}

/// Returns the system calls from the lock to its release: the name, and the number among the calls with that name in
/// the same thread.
fn renewal_calls(full_run: &TracedRun) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    let mut calls = Vec::new();
    let mut is_locked = false;
    let mut lock = "";
    for (thread, call) in full_run.calls() {
        let Some((name, arguments)) = call.split_once('(') else {
            continue;
        };
        // The end of a call that was interrupted by another thread; it was counted at its start.
        if name.starts_with("<...") {
            continue;
        }
        let count = counts.entry((thread, name)).or_default();
        *count += 1;
        if name == "flock" {
            is_locked = true;
            lock = arguments.split(',').next().unwrap();
        }
        if is_locked {
            calls.push((name.to_owned(), *count));
        }
        if is_locked && name == "close" && arguments.split(')').next() == Some(lock) {
            break;
        }
    }
    calls
}

#[test]
fn a_program_killed_at_any_syscall_loses_no_written_response() {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        eprintln!("strace is not installed: the test is skipped");
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let rotation = Rotation::default();
    let rotated = Arc::clone(&rotation);
    thread::spawn(move || {
        for connection in listener.incoming() {
            let rotated = Arc::clone(&rotated);
            thread::spawn(move || serve(connection.unwrap(), &rotated));
        }
    });

    let full_run = TracedRun::run(&url, None);
    assert!(
        !full_run.was_killed() && full_run.completed(&["write"]),
        "{}",
        full_run.log
    );
    let calls = renewal_calls(&full_run);
    assert!(calls.iter().any(|(name, _)| name.starts_with("rename")), "{calls:?}");
    let (mut kills, mut renewed, mut unwritten) = (0, 0, Vec::new());
    for (name, count) in &calls {
        *rotation.lock().unwrap() = 0;
        let inject = format!("inject={name}:signal=KILL:when={count}");
        let killed = TracedRun::run(&url, Some(&inject));
        kills += u32::from(killed.was_killed());
        let path = killed.directory.join("token.json");
        let client = client(&path, &url);
        let found = run(stored(&path, &client));
        let found = found.refresh_token().unwrap().expose().to_owned();
        if found == refresh_token(*rotation.lock().unwrap()) {
            // The next program renews with this token and leaves no other files behind.
            run(provider(&client).refresh()).unwrap();
            let mut files: Vec<_> = fs::read_dir(&killed.directory)
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
                .collect();
            files.sort();
            assert_eq!(files, ["token.json", "token.json.lock"], "{inject}");
            renewed += 1;
            continue;
        }
        assert!(
            !killed.completed(&["write", "rename"]),
            "{inject}: the response was written and is lost\n{}",
            killed.log
        );
        if killed.completed(&["recvfrom", "read", "recvmsg"]) {
            unwritten.push(inject);
        }
    }
    eprintln!(
        "{kills} kills at {} system calls, {renewed} renewed; received and not written: {unwritten:?}",
        calls.len()
    );
    assert!(kills > 20, "{kills} kills");
    // From the response to the first byte on disk: opening the prepared file, and writing to it.
    assert!(unwritten.len() <= MAX_UNWRITTEN_CALLS, "{unwritten:?}");
}

/// The maximum number of system calls between receiving a response and writing it.
const MAX_UNWRITTEN_CALLS: usize = 24;
