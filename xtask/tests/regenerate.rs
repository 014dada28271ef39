//! `regenerate` as a program: in which checkout it works, what a killed run leaves, and how two runs get along.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A checkout with what the command reads: the specification, and the mark of a workspace.
struct Checkout(PathBuf);

impl Checkout {
    /// A checkout with the specification of this workspace.
    fn new(name: &str) -> Self {
        let checkout = Self::with_small_specification(name);
        let (root, workspace) = (&checkout.0, Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        for path in SMALL {
            fs::remove_file(root.join(path)).expect("the file is removed");
        }
        let sources = concur_spec::Sources::read(workspace.join("spec")).expect("the folder is readable");
        for file in sources.files() {
            let (_, path) = file.path().rsplit_once("spec/").expect("it is in the folder");
            let to = root.join("spec").join(path);
            fs::create_dir_all(to.parent().expect("a folder")).expect("the folder is created");
            fs::write(to, file.text()).expect("the file is written");
        }
        checkout
    }

    /// A checkout with two small APIs, for many runs.
    fn with_small_specification(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("regenerate").join(name);
        if root.exists() {
            fs::remove_dir_all(&root).expect("the checkout of an earlier run is removed");
        }
        fs::create_dir_all(root.join("spec")).expect("the folder is created");
        let texts = [PLATFORM.to_owned(), small_api("pets"), small_api("birds")];
        for (path, text) in SMALL.iter().zip(texts) {
            fs::write(root.join(path), text).expect("the file is written");
        }
        fs::create_dir_all(root.join("xtask")).expect("the folder is created");
        fs::write(root.join("xtask/Cargo.toml"), "").expect("the file is written");
        Self(root)
    }

    /// The command as cargo runs it in this checkout, from wherever it is called.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(arguments)
            .env("CARGO_MANIFEST_DIR", self.0.join("xtask"))
            .current_dir(env!("CARGO_TARGET_TMPDIR"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn regenerate(&self) -> String {
        output(self.command(&["regenerate"]))
    }

    /// All files but the lock, with their content, and all empty folders.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        walk(&self.0, &mut files);
        files.remove(&self.0.join("generated/.regenerate.lock"));
        let relative = |(path, content): (PathBuf, Vec<u8>)| {
            let path = path.strip_prefix(&self.0).expect("it is below the root").to_path_buf();
            (path, content)
        };
        files.into_iter().map(relative).collect()
    }

    /// Takes files out of the specification, so that what is generated from them goes.
    fn without(&self, paths: &[&str]) {
        for path in paths {
            fs::remove_file(self.0.join(path)).expect("the file is removed");
        }
    }
}

fn output(mut command: Command) -> String {
    let output = command.output().expect("the program runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert!(stderr.is_empty(), "{stderr}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn walk(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    let mut entries = fs::read_dir(folder).expect("the folder is readable").peekable();
    if entries.peek().is_none() {
        files.insert(folder.to_path_buf(), b"an empty folder".to_vec());
    }
    for entry in entries {
        let path = entry.expect("the folder is readable").path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.insert(path.clone(), fs::read(&path).expect("the file is readable"));
        }
    }
}

/// The files of the small specification.
const SMALL: [&str; 3] = ["spec/concur.yaml", "spec/pets.yaml", BIRDS];
const BIRDS: &str = "spec/birds.yaml";

const PLATFORM: &str = include_str!("../../codegen/tests/obstacle/platform.yaml");

fn small_api(name: &str) -> String {
    format!(
        "api: {name}\ntitle: {name}\nversion: \"1\"\nbase_path: /{name}/v1\ndoc: All about {name}.\n\
         document: handbook\nclient: {name}\n\
         operations:\n  list:\n    http: GET /\n    doc: Lists them.\n    responses: {{ 200: none }}\n"
    )
}

const REQUEST: &str = "generated/src/request.rs";

#[test]
fn regenerate_works_in_the_checkout_that_cargo_names() {
    let (built_in, other) = (Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), Checkout::new("named"));
    other.without(&["spec/request.yaml", "spec/errata/request.yaml"]);
    let committed = fs::read(built_in.join("generated/generated-files.txt")).expect("the list is committed");
    let printed = other.regenerate();
    assert!(printed.contains("wrote   generated/src/lib.rs"), "{printed}");
    assert!(!other.0.join(REQUEST).exists());
    let here = fs::read(built_in.join("generated/generated-files.txt")).expect("the list is committed");
    assert!(here == committed && built_in.join(REQUEST).exists());
}

#[test]
fn without_cargo_the_checkout_around_the_folder_counts() {
    let checkout = Checkout::with_small_specification("around");
    let mut command = checkout.command(&["regenerate"]);
    command
        .env_remove("CARGO_MANIFEST_DIR")
        .current_dir(checkout.0.join("spec"));
    assert!(output(command).contains("wrote   generated/src/lib.rs"));

    let mut command = checkout.command(&["regenerate"]);
    command
        .env_remove("CARGO_MANIFEST_DIR")
        .current_dir(std::env::temp_dir());
    let output = command.output().expect("the program runs");
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: this is no checkout of the workspace: no folder has `xtask` and `spec`\n"
    );
}

/// What cargo does with a target folder that two checkouts share: with the settings of this workspace, and a crate with
/// the line of `spec/src/lib.rs`.
#[test]
fn two_checkouts_with_one_target_folder_run_their_own_code() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let library = fs::read_to_string(workspace.join("spec/src/lib.rs")).expect("the file is readable");
    let line = library.lines().find(|line| line.contains("SAP_CONCUR_CHECKOUT"));
    let line = line.expect("the crate names the variable");
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shared-target");
    if root.exists() {
        fs::remove_dir_all(&root).expect("the folder of an earlier run is removed");
    }
    let checkouts = ["one", "two"].map(|name| root.join(name));
    // All files are older than the first build, so by their times none is new to cargo.
    for (checkout, content) in checkouts.iter().zip(["first", "second"]) {
        fs::create_dir_all(checkout.join("src")).expect("the folder is created");
        fs::create_dir_all(checkout.join(".cargo")).expect("the folder is created");
        let settings = ".cargo/config.toml";
        fs::copy(workspace.join(settings), checkout.join(settings)).expect("the file is copied");
        let manifest = "[package]\nname = \"probe\"\nedition = \"2024\"\n[workspace]\n";
        fs::write(checkout.join("Cargo.toml"), manifest).expect("the file is written");
        fs::write(checkout.join("src/embedded.txt"), content).expect("the file is written");
        let main = format!("{line}\nfn main() {{ print!(include_str!(\"embedded.txt\")) }}\n");
        fs::write(checkout.join("src/main.rs"), main).expect("the file is written");
    }
    thread::sleep(Duration::from_millis(1_100));
    for round in 0..2 {
        for (checkout, content) in checkouts.iter().zip(["first", "second"]) {
            let mut cargo = Command::new(env!("CARGO"));
            cargo
                .args(["run", "--quiet", "--offline"])
                .current_dir(checkout)
                .env("CARGO_TARGET_DIR", root.join("target"))
                .env_remove("SAP_CONCUR_CHECKOUT");
            assert_eq!(output(cargo), content, "round {round}");
        }
    }
}

#[test]
fn a_dangling_link_in_the_specification_removes_nothing() {
    let checkout = Checkout::new("dangling");
    checkout.regenerate();
    let before = checkout.files();
    #[cfg(unix)]
    {
        let path = checkout.0.join("spec/request.yaml");
        fs::remove_file(&path).expect("the file is removed");
        std::os::unix::fs::symlink("gone.yaml", &path).expect("the link is made");
        let output = checkout.command(&["regenerate"]).output().expect("the program runs");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && stderr.contains("error[E007]"), "{stderr}");
        fs::remove_file(&path).expect("the link is removed");
    }
    let mut after = checkout.files();
    after.extend(
        before
            .iter()
            .filter(|(path, _)| path.ends_with("request.yaml"))
            .map(|(path, text)| (path.clone(), text.clone())),
    );
    assert!(after == before);
}

/// The states of a specification before and after an API is added to it, and the files that belong to each.
struct Change {
    checkout: Checkout,
    birds: String,
    before: BTreeMap<PathBuf, Vec<u8>>,
    after: BTreeMap<PathBuf, Vec<u8>>,
}

impl Change {
    fn new(name: &str) -> Self {
        let checkout = Checkout::with_small_specification(name);
        checkout.regenerate();
        let after = checkout.files();
        checkout.without(&[BIRDS]);
        checkout.regenerate();
        let (before, birds) = (checkout.files(), small_api("birds"));
        Self {
            checkout,
            birds,
            before,
            after,
        }
    }

    fn add(&self) {
        fs::write(self.checkout.0.join(BIRDS), &self.birds).expect("the file is written");
    }

    /// Removes or adds the API, and regenerates.
    fn make(&self, is_added: bool) {
        let _ = fs::remove_file(self.checkout.0.join(BIRDS));
        if is_added {
            self.add();
        }
        self.checkout.regenerate();
    }

    /// After a kill on the way from one state to the other, goes to one of them: nothing else is left.
    fn recover(&self, is_added: bool, kill: impl Display) {
        self.make(is_added);
        let (expected, found) = (if is_added { &self.after } else { &self.before }, self.checkout.files());
        let left: Vec<_> = found.keys().filter(|path| !expected.contains_key(*path)).collect();
        assert!(left.is_empty(), "{kill} left {left:?}");
        assert!(found == *expected, "{kill}");
    }
}

#[test]
fn a_killed_run_leaves_nothing_that_the_next_does_not_clear() {
    let change = Change::new("killed");
    let start = Instant::now();
    change.checkout.regenerate();
    let took = start.elapsed();
    let kills: u32 = std::env::var("REGENERATE_KILLS").map_or(20, |kills| kills.parse().expect("a number"));
    for kill in 0..kills {
        change.add();
        let mut run = change
            .checkout
            .command(&["regenerate"])
            .spawn()
            .expect("the program runs");
        thread::sleep(took.mul_f64(f64::from(kill % 20) / 16.0));
        run.kill().expect("the program is killed or over");
        run.wait().expect("the program is over");
        change.recover(kill % 2 == 0, format_args!("kill {kill}"));
        change.make(false);
    }
}

/// The calls by which `regenerate` changes folders. A name with `?` is not on every machine.
const FOLDER_CALLS: [&str; 7] = [
    "?rename",
    "?renameat",
    "renameat2",
    "?unlink",
    "unlinkat",
    "?mkdir",
    "?rmdir",
];

#[test]
fn a_run_killed_at_any_rename_or_removal_leaves_nothing() {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        eprintln!("strace is not installed: the test is skipped");
        return;
    }
    // From either state to the other, so that files are both put in place and removed.
    thread::scope(|scope| {
        for (is_added, name) in [(true, "killed-at-calls-adding"), (false, "killed-at-calls-removing")] {
            scope.spawn(move || kill_at_each_call(&Change::new(name), is_added));
        }
    });
}

/// Kills a run from one state to the other at each of its calls that change a folder.
fn kill_at_each_call(change: &Change, is_added: bool) {
    let log = change.checkout.0.with_extension("log");
    for call in FOLDER_CALLS {
        for number in 1.. {
            change.make(!is_added);
            match is_added {
                true => change.add(),
                false => change.checkout.without(&[BIRDS]),
            }
            let mut strace = Command::new("strace");
            strace.args(["-f", "-qq", "-e", &format!("trace={call}"), "-e"]);
            strace.arg(format!("inject={call}:signal=SIGKILL:when={number}"));
            let run = change.checkout.command(&["regenerate"]);
            strace.arg("-o").arg(&log).arg(run.get_program()).args(run.get_args());
            strace.env("CARGO_MANIFEST_DIR", change.checkout.0.join("xtask"));
            let output = strace.output().expect("strace runs");
            let log = fs::read_to_string(&log).unwrap_or_default();
            if !log.contains("+++ killed by SIGKILL +++") {
                let stderr = String::from_utf8_lossy(&output.stderr);
                assert!(output.status.success(), "{stderr}");
                break;
            }
            change.recover(number % 2 == 0, format_args!("a kill at {call} {number}"));
            eprintln!("killed at {call} {number}");
        }
    }
}

#[test]
fn two_runs_at_once_wait_for_each_other() {
    let checkout = Checkout::with_small_specification("two-runs");
    checkout.regenerate();
    let lock = fs::File::open(checkout.0.join("generated/.regenerate.lock")).expect("the lock is there");
    lock.lock().expect("the lock is free");
    let runs = [&["regenerate"][..], &["regenerate", "--check"]].map(|arguments| {
        let mut run = checkout.command(arguments).spawn().expect("the program runs");
        // A run that does not wait ends without this line.
        let mut said = String::new();
        let mut stderr = BufReader::new(run.stderr.take().expect("its errors"));
        stderr.read_line(&mut said).expect("its errors are read");
        assert_eq!(said, "waiting for another run in this workspace\n");
        run
    });
    lock.unlock().expect("the lock is held");
    for mut run in runs {
        assert!(run.wait().expect("the run ends").success());
    }
}
