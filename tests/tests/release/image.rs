//! The container images of the sandbox and of the command line.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::{ROOT, folder, members, output, scratch, text};

/// Returns the instructions of the Dockerfile with their arguments.
fn instructions() -> Vec<(String, String)> {
    let text = text("Dockerfile").replace("\\\n", " ");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| line.split_once(' ').expect("an instruction has arguments"))
        .map(|(name, arguments)| (name.to_owned(), arguments.trim().to_owned()))
        .collect()
}

/// The images: the stage of the Dockerfile, and the package and the program in it.
const IMAGES: [[&str; 3]; 2] = [
    ["concur", "concur-cli", "concur"],
    ["sandbox", "concur-sandbox", "concur-sandbox"],
];

/// Returns the arguments of the instructions with this name.
fn arguments(name: &str) -> Vec<String> {
    let instructions = instructions().into_iter().filter(|(found, _)| found == name);
    instructions.map(|(_, arguments)| arguments).collect()
}

/// Returns the arguments of the instructions with this name in a stage.
fn arguments_in(stage: &str, name: &str) -> Vec<String> {
    let end = format!(" AS {stage}");
    let instructions = instructions().into_iter();
    let mut from_stage = instructions.skip_while(|(found, arguments)| found != "FROM" || !arguments.ends_with(&end));
    from_stage.next().unwrap_or_else(|| panic!("there is no stage {stage}"));
    let of_stage = from_stage.take_while(|(found, _)| found != "FROM");
    of_stage
        .filter(|(found, _)| found == name)
        .map(|(_, arguments)| arguments)
        .collect()
}

/// Returns the number of the user that a stage runs as.
fn user(stage: &str) -> u32 {
    let users = arguments_in(stage, "USER");
    assert_eq!(users.len(), 1, "{stage}");
    users[0].split(':').next().expect("a user").parse().expect("a number")
}

/// Returns the arguments of an instruction in exec form, the last one with this name.
fn exec(arguments: &str) -> Vec<String> {
    let list = arguments.find('[').map(|at| &arguments[at..]).expect("exec form");
    serde_json::from_str(list).expect("a list of strings")
}

/// Returns what is copied from the repository.
fn copied() -> Vec<String> {
    let mut sources = Vec::new();
    for copy in arguments("COPY").iter().filter(|copy| !copy.starts_with("--from=")) {
        let mut words: Vec<&str> = copy.split_whitespace().collect();
        words.pop();
        sources.extend(words.into_iter().map(str::to_owned));
    }
    sources
}

/// Whether a name matches a pattern with `*`.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name
            .strip_prefix(start)
            .is_some_and(|name| (0..=name.len()).any(|at| name.is_char_boundary(at) && matches(rest, &name[at..]))),
    }
}

/// Whether `.dockerignore` excludes a file. It has patterns of one component, at the root or, after `**/`, anywhere.
fn is_ignored(path: &Path) -> bool {
    let text = text(".dockerignore");
    let patterns = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let components: Vec<_> = path.iter().map(|component| component.to_string_lossy()).collect();
    patterns.into_iter().any(|pattern| match pattern.strip_prefix("**/") {
        Some(pattern) => components.iter().any(|component| matches(pattern, component)),
        None => matches(pattern, &components[0]),
    })
}

/// Returns the files of the repository below a path.
fn tracked(path: &str) -> Vec<PathBuf> {
    let list = output(
        Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", path])
            .current_dir(&*ROOT),
    );
    let files = list.split('\0').filter(|file| !file.is_empty()).map(PathBuf::from);
    files.filter(|file| ROOT.join(file).is_file()).collect()
}

#[test]
fn image_copies_files_that_exist_and_are_not_ignored() {
    let copied = copied();
    assert!(copied.len() > 5, "{copied:?}");
    for source in &copied {
        let files = tracked(source);
        assert!(!files.is_empty(), "{source} is not in the repository");
        for file in files {
            assert!(!is_ignored(&file), "{} is ignored", file.display());
        }
    }
    for path in [".git/config", "target/debug", "codegen/tests/snapshots/x.snap.new"] {
        assert!(is_ignored(Path::new(path)), "{path}");
    }
}

#[test]
fn image_has_the_whole_workspace_to_build_from() {
    let copied = copied();
    for member in members() {
        let folder = folder(member);
        assert!(
            copied.iter().any(|source| folder.starts_with(source)),
            "{}",
            folder.display()
        );
    }
    let context = scratch("context");
    for file in copied.iter().flat_map(|source| tracked(source)) {
        let to = context.join(&file);
        fs::create_dir_all(to.parent().expect("a folder")).expect("the folder is created");
        fs::copy(ROOT.join(&file), to).expect("the file is copied");
    }
    let metadata = ["metadata", "--locked", "--offline", "--format-version", "1"];
    output(Command::new(env!("CARGO")).args(metadata).current_dir(&context));
}

#[test]
fn images_run_as_an_unprivileged_user() {
    for [stage, ..] in IMAGES {
        let user = user(stage);
        assert!(user > 0, "{stage}");
        let made = arguments_in(stage, "RUN").join("\n");
        assert!(
            made.contains(&format!("install -d -o {user} -g {user}")),
            "{stage}: {made}"
        );
    }
}

#[test]
fn images_build_with_the_rust_version_of_the_workspace() {
    let from = arguments("FROM");
    let wanted = format!(
        "rust:{}-",
        crate::string(crate::member("concur-sandbox"), "rust_version")
    );
    assert!(from[0].starts_with(&wanted), "{from:?}");
    for [stage, package, program] in IMAGES {
        let build = format!("build-{stage}");
        let built = arguments_in(&build, "RUN").join("\n");
        assert!(
            built.contains(&format!("--locked --package {package} --bin {program}")),
            "{built}"
        );
        let copies = arguments_in(stage, "COPY").join("\n");
        assert!(
            copies.contains(&format!(
                "--from={build} /build/target/release/{program} /usr/local/bin/{program}"
            )),
            "{copies}"
        );
    }
}

#[test]
fn image_is_that_of_the_sandbox_unless_asked_otherwise() {
    let from = arguments("FROM");
    assert!(from.last().expect("a stage").ends_with(" AS sandbox"), "{from:?}");
}

#[test]
fn image_of_the_command_line_has_what_it_needs() {
    let made = arguments_in("concur", "RUN").join("\n");
    assert!(made.contains("ca-certificates"), "{made}");
    let variables = arguments_in("concur", "ENV").join("\n");
    let folder = variables.strip_prefix("CONCUR_CONFIG_DIR=").expect("the folder");
    assert!(made.contains(&format!("-m 0700 {folder}")), "{made}");
    assert_eq!(exec(&arguments_in("concur", "ENTRYPOINT")[0]), ["concur"]);
}

/// A running sandbox, stopped when it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the program that `cargo test --workspace` has built, and returns its port.
fn start(program: &str, options: &[String]) -> (Running, u16) {
    let this = env::current_exe().expect("the test binary has a path");
    let target = this
        .parent()
        .and_then(Path::parent)
        .expect("the test binary is in `deps`");
    let program = target.join(program).with_extension(env::consts::EXE_EXTENSION);
    let started = Command::new(&program)
        .args(options)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut started =
        started.unwrap_or_else(|error| panic!("{}: {error}; use `cargo test --workspace`", program.display()));
    let mut lines = BufReader::new(started.stdout.take().expect("a pipe")).lines();
    let port = lines.find_map(|line| {
        let line = line.expect("the sandbox writes lines");
        let digits = line.split("http://0.0.0.0:").nth(1)?;
        digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    });
    (Running(started), port.expect("the sandbox prints its address"))
}

/// Sends a request as a client in the container does, and returns the response.
fn get(port: u16, path: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the sandbox listens");
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    )
    .expect("the request is sent");
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("the response is received");
    response
}

#[test]
fn image_starts_the_sandbox_and_checks_its_health() {
    let entrypoint = exec(&arguments_in("sandbox", "ENTRYPOINT")[0]);
    let (program, options) = entrypoint.split_first().expect("a program");
    let at = options
        .iter()
        .position(|option| option == "--port")
        .expect("a fixed port")
        + 1;
    let port: u16 = options[at].parse().expect("a port");
    assert_eq!(
        arguments_in("sandbox", "EXPOSE"),
        [format!("{port} {}", port + 1)],
        "a port per data center"
    );

    let check = exec(&arguments_in("sandbox", "HEALTHCHECK")[0]);
    let url = check.last().expect("a URL");
    let path = url
        .strip_prefix(&format!("http://127.0.0.1:{port}"))
        .expect("the port of the sandbox");

    // Any free port, so that the test does not depend on what else runs.
    let mut options = options.to_vec();
    options[at] = "0".into();
    options.extend(["--allow-host".into(), "sandbox".into()]);
    let (_running, port) = start(program, &options);
    let response = get(port, path);
    assert!(response.starts_with("HTTP/1.1 200 "), "{response}");
    // The check does not appear among the calls of the application.
    let calls = get(port, "/_sandbox/requests");
    assert!(!calls.contains(path), "{calls}");
}
