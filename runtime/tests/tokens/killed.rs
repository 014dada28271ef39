//! Programs that are killed at each system call of a renewal, by strace.

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
    support::{SERVICE, keeper, user},
};

const PATH: &str = "KILLED_TOKEN_FILE";
const URL: &str = "KILLED_TOKEN_URL";

/// The number of the one refresh token that the service takes.
type Rotation = Arc<Mutex<u32>>;

/// A service that takes each refresh token once.
fn serve(mut connection: TcpStream, rotation: &Rotation) {
    let mut request = Vec::new();
    let mut part = [0; 4096];
    while let Ok(read @ 1..) = connection.read(&mut part) {
        request.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&request);
        let Some((_, sent)) = text.split_once("refresh_token=") else {
            continue;
        };
        let mut number = rotation.lock().unwrap();
        let (status, body) = match sent.split('&').next() == Some(&refresh_token(*number)) {
            true => {
                *number += 1;
                let (access_token, refresh_token) = (format!("canary-access-{number}"), refresh_token(*number));
                let body = serde_json::json!({"access_token": access_token, "refresh_token": refresh_token, "expires_in": 3600});
                ("200 OK", body.to_string())
            }
            false => ("400 Bad Request", r#"{"code":108}"#.to_owned()),
        };
        drop(number);
        let length = body.len();
        // The program may be gone.
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

/// The token under the lock, which is where a program looks before it renews.
async fn stored(path: &Path, client: &Client) -> StoredToken {
    let (store, key) = (FileTokenStore::new(path), keeper(client).key().clone());
    let lock = store.lock(&key, &TokioClock::new()).await.unwrap();
    let stored = store.load(&key).await.unwrap().unwrap();
    lock.release().await;
    stored.token
}

/// What is run under strace: one renewal. As a test of its own it does nothing.
#[test]
fn program() {
    let (Ok(path), Ok(url)) = (env::var(PATH), env::var(URL)) else {
        return;
    };
    run(keeper(&client(Path::new(&path), &url)).token()).unwrap();
}

/// One run of the program in a directory of its own, with a token that has expired.
struct Killed {
    directory: std::path::PathBuf,
    /// What strace has seen, one system call a line.
    log: String,
}

impl Killed {
    fn run(url: &str, inject: Option<&str>) -> Self {
        let directory = directory();
        let (path, log) = (directory.join("token.json"), directory.join("strace"));
        let expired = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        let token = StoredToken::new("app", "canary-access-0", expired)
            .with_refresh_token(refresh_token(0), None)
            .with_geolocation(url)
            .with_owner("user", Some("user@example.com".into()));
        let key = keeper(&client(&path, url)).key().clone();
        run(FileTokenStore::new(&path).save(&key, &token, None)).unwrap();
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-s", "4096", "-o"]).arg(&log);
        strace.args(inject.iter().flat_map(|inject| ["-e", inject]));
        strace.arg(env::current_exe().unwrap());
        strace.args(["--exact", "killed::program", "--test-threads=1"]);
        let output = strace.env(PATH, &path).env(URL, url).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        let log = fs::read_to_string(&log).unwrap_or_else(|error| panic!("{error}: {:?}: {told}", output.status));
        fs::remove_file(directory.join("strace")).unwrap();
        Self { directory, log }
    }

    /// The thread and the system call of each line.
    fn calls(&self) -> impl Iterator<Item = (&str, &str)> {
        let calls = self.log.lines().filter_map(|line| line.split_once(' '));
        calls.map(|(thread, call)| (thread, call.trim_start()))
    }

    /// Whether a call of this name, about the answer of the service, has come to its end.
    fn has_done(&self, names: &[&str]) -> bool {
        self.calls().any(|(_, call)| {
            let is_one = names.iter().any(|name| call.starts_with(&format!("{name}(")));
            is_one && call.contains(&refresh_token(1)) && !call.contains("<unfinished") && !call.contains(" = ?")
        })
    }

    fn was_killed(&self) -> bool {
        self.log.contains("+++ killed by SIGKILL +++")
    }
}

/// The system calls from the lock to its release, each as its name and with its number among those of that name in its thread.
fn in_the_renewal(whole: &Killed) -> Vec<(String, u32)> {
    let mut seen: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    let mut calls = Vec::new();
    let mut is_locked = false;
    let mut lock = "";
    for (thread, call) in whole.calls() {
        let Some((name, arguments)) = call.split_once('(') else {
            continue;
        };
        // The end of a call that another thread came between, which was counted at its beginning.
        if name.starts_with("<...") {
            continue;
        }
        let count = seen.entry((thread, name)).or_default();
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
fn a_program_that_is_killed_at_any_system_call_of_a_renewal_loses_no_answer_that_it_has_written() {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        eprintln!("strace is not installed: nothing is killed");
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

    let whole = Killed::run(&url, None);
    assert!(!whole.was_killed() && whole.has_done(&["write"]), "{}", whole.log);
    let calls = in_the_renewal(&whole);
    assert!(calls.iter().any(|(name, _)| name.starts_with("rename")), "{calls:?}");
    let (mut kills, mut renewed, mut unwritten) = (0, 0, Vec::new());
    for (name, count) in &calls {
        *rotation.lock().unwrap() = 0;
        let inject = format!("inject={name}:signal=KILL:when={count}");
        let killed = Killed::run(&url, Some(&inject));
        kills += u32::from(killed.was_killed());
        let path = killed.directory.join("token.json");
        let client = client(&path, &url);
        let found = run(stored(&path, &client));
        let found = found.refresh_token().unwrap().expose().to_owned();
        if found == refresh_token(*rotation.lock().unwrap()) {
            // The next program renews with it, and leaves nothing over.
            run(keeper(&client).refresh()).unwrap();
            let mut left: Vec<_> = fs::read_dir(&killed.directory)
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
                .collect();
            left.sort();
            assert_eq!(left, ["token.json", "token.json.lock"], "{inject}");
            renewed += 1;
            continue;
        }
        assert!(
            !killed.has_done(&["write", "rename"]),
            "{inject}: the answer was written and is lost\n{}",
            killed.log
        );
        if killed.has_done(&["recvfrom", "read", "recvmsg"]) {
            unwritten.push(inject);
        }
    }
    eprintln!(
        "{kills} kills at {} system calls, {renewed} renewed; received and not written: {unwritten:?}",
        calls.len()
    );
    assert!(kills > 20, "{kills} kills");
    // From the answer to the first byte on the disk: opening the file that was made for it, and writing.
    assert!(unwritten.len() <= MOST_UNWRITTEN, "{unwritten:?}");
}

/// How many system calls there may be between receiving an answer and its being written.
const MOST_UNWRITTEN: usize = 24;
