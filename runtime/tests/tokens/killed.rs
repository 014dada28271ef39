//! A program that is killed at any system call of a renewal, by the fault injection of `strace`.

use std::{
    collections::HashMap,
    env, fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, SystemTime},
};

use sap_concur_runtime::*;

use super::{
    files::{directory, names},
    support::*,
};

const PATH: &str = "TOKENS_TEST_KILLED_PATH";
const URL: &str = "TOKENS_TEST_KILLED_URL";

/// The calls by which a renewal sends, receives and writes. `TOKENS_KILLED_CALLS=all` takes all there are.
const CALLS: &str = "openat,flock,write,writev,sendto,recvfrom,ftruncate,fsync,rename,unlink";

/// How many of these calls there can be between the arrival of the answer and the write of it. A program that is killed
/// there takes the answer with it; nobody else has it.
const IN_HAND: usize = 4;

fn client(path: impl AsRef<Path>, url: &str) -> Client {
    let store = FileTokenStore::new(path.as_ref());
    let builder = ClientBuilder::new(&SERVICE).base_url(url).token_store(store);
    builder.credentials(Credentials::stored("app", SECRET)).build().unwrap()
}

/// What the program does that is killed; as a test it does nothing. All of the renewal is done by one thread.
#[test]
fn program() {
    let (Ok(path), Ok(url)) = (env::var(PATH), env::var(URL)) else {
        return;
    };
    let keeper = keeper(&client(path, &url));
    let token = async move { keeper.token().await.map_err(|error| error.to_string().into()) };
    let token: Result<AccessToken, BoxError> = run_alone(Box::pin(token));
    token.unwrap();
}

#[cfg(feature = "blocking")]
fn run_alone(token: BoxFuture<'static, Result<AccessToken, BoxError>>) -> Result<AccessToken, BoxError> {
    blocking::Wait::wait(token)
}

#[cfg(not(feature = "blocking"))]
fn run_alone(token: BoxFuture<'static, Result<AccessToken, BoxError>>) -> Result<AccessToken, BoxError> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(token)
}

/// A service that takes no refresh token but the last.
fn serve(last: &Mutex<u32>, mut connection: TcpStream) {
    let (mut request, mut part) = (Vec::new(), [0; 4096]);
    while let Ok(read @ 1..) = connection.read(&mut part) {
        request.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&request);
        let Some((_, sent)) = text.split_once("refresh_token=r-") else {
            continue;
        };
        let mut last = last.lock().unwrap();
        let sent: String = sent.chars().take_while(char::is_ascii_digit).collect();
        let (status, body) = match sent == last.to_string() {
            true => {
                *last += 1;
                let body = format!(r#"{{"access_token":"a-{last}","refresh_token":"r-{last}","expires_in":3600}}"#);
                ("200 OK", body)
            }
            false => ("400 Bad Request", r#"{"code":108,"error":"invalid_grant"}"#.to_owned()),
        };
        let length = body.len();
        // It may be gone.
        let _ = write!(
            connection,
            "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        return;
    }
}

/// A file with a token that has expired and can be renewed.
async fn expired(last: &Mutex<u32>, url: &str) -> PathBuf {
    let path = directory().join("token.json");
    let number = *last.lock().unwrap();
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    let token = StoredToken::new("app", format!("a-{number}"), long_ago)
        .with_refresh_token(format!("r-{number}"), None)
        .with_geolocation(url);
    put(&FileTokenStore::new(&path), &token).await;
    path
}

/// `strace`, for the program with this file and this service.
fn strace(path: &Path, url: &str) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq"]).env(PATH, path).env(URL, url);
    strace.stdout(Stdio::null()).stderr(Stdio::null());
    strace
}

/// Runs the program.
fn run(strace: &mut Command) -> ExitStatus {
    let program = ["--exact", "killed::program", "--test-threads=1"];
    strace.arg(env::current_exe().unwrap()).args(program).status().unwrap()
}

/// Which calls the renewal makes, from the lock to its release: the name, and how many of this name its thread has made.
fn calls_of(trace: &str) -> Vec<(String, usize)> {
    let locks = trace.lines().find(|line| line.contains("token.json.lock")).unwrap();
    let thread = locks.split_whitespace().next().unwrap();
    let (mut made, mut calls) = (HashMap::<String, usize>::new(), Vec::new());
    let mut holds = false;
    for line in trace.lines() {
        let Some(call) = line.strip_prefix(thread).map(str::trim_start) else {
            continue;
        };
        let Some((name, _)) = call.split_once('(') else {
            continue;
        };
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            continue;
        }
        let number = made.entry(name.to_owned()).or_default();
        *number += 1;
        holds |= line == locks;
        if holds {
            calls.push((name.to_owned(), *number));
        }
        if call.contains("LOCK_UN") {
            break;
        }
    }
    calls
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_killed_at_any_system_call_leaves_a_token_that_is_good() {
    let works = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).status();
    if !works.is_ok_and(|status| status.success()) {
        println!("nothing is tested: there is no `strace` here, or it may not trace");
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let last = Arc::new(Mutex::new(0));
    let served = Arc::clone(&last);
    thread::spawn(move || {
        for connection in listener.incoming() {
            let served = Arc::clone(&served);
            thread::spawn(move || serve(&served, connection.unwrap()));
        }
    });
    let traced = env::var("TOKENS_KILLED_CALLS").unwrap_or_else(|_| CALLS.to_owned());
    // A renewal that is not killed says what calls there are.
    let trace = directory().join("trace");
    let path = expired(&last, &url).await;
    let mut whole = strace(&path, &url);
    whole.arg("-o").arg(&trace).arg("-e").arg(format!("trace={traced}"));
    assert!(run(&mut whole).success());
    let calls = calls_of(&fs::read_to_string(&trace).unwrap());

    let (mut kills, mut in_hand, mut written) = (0, Vec::new(), Vec::new());
    for (position, (name, number)) in calls.iter().enumerate() {
        let path = expired(&last, &url).await;
        let before = *last.lock().unwrap();
        let inject = format!("inject={name}:signal=KILL:when={number}");
        let ended = run(strace(&path, &url).args(["-o", "/dev/null", "-e", &inject]));
        kills += usize::from(!ended.success());
        let spent = *last.lock().unwrap() > before;
        let found = keeper(&client(&path, &url)).token().await;
        match found {
            Ok(_) if spent => written.push(position),
            Ok(_) => {}
            Err(error) => {
                assert!(
                    spent && error.needs_authorization(),
                    "killed at {name} {number}: {error}"
                );
                in_hand.push(position);
            }
        }
        let left = names(path.parent().unwrap());
        assert_eq!(left, ["token.json", "token.json.lock"], "killed at {name} {number}");
    }
    let lost: Vec<_> = in_hand.iter().map(|position| &calls[*position].0).collect();
    println!(
        "{} calls, {kills} kills, {} with the answer written, {lost:?} with the answer in hand",
        calls.len(),
        written.len()
    );
    assert!(
        kills + 2 >= calls.len() && written.len() > 2,
        "nothing is killed: {calls:?}"
    );
    // From the first write on, none is lost.
    assert!(
        in_hand.iter().all(|lost| written.first() > Some(lost)),
        "{in_hand:?} {written:?}"
    );
    assert!(traced != CALLS || in_hand.len() <= IN_HAND, "{in_hand:?}");
}
