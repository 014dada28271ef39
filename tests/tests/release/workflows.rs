//! The workflows and the scripts that they run.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Map, Value};

use crate::{ROOT, member, members, string, text};

/// The workflows by file name.
fn workflows() -> BTreeMap<String, Value> {
    let entries = fs::read_dir(ROOT.join(".github/workflows")).expect("the folder exists");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
    let parsed = |name: String| {
        let text = text(format!(".github/workflows/{name}"));
        let workflow = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, workflow)
    };
    names.map(parsed).collect()
}

fn workflow(name: &str) -> Value {
    workflows().remove(name).unwrap_or_else(|| panic!("there is no {name}"))
}

fn jobs(workflow: &Value) -> &Map<String, Value> {
    workflow["jobs"].as_object().expect("a workflow has jobs")
}

/// Returns the commands of a job, with those of its matrix.
fn commands(job: &Value) -> String {
    let steps = job["steps"].as_array().expect("a job has steps");
    let mut commands: Vec<&str> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    let matrix = job["strategy"]["matrix"]["include"].as_array();
    let rows = matrix.into_iter().flatten();
    commands.extend(rows.flat_map(|row| ["install", "run"].into_iter().filter_map(|key| row[key].as_str())));
    commands.join("\n")
}

/// Returns the jobs that a job needs.
fn needs(job: &Value) -> Vec<&str> {
    match &job["needs"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn actions_are_pinned_by_commit_with_their_version() {
    let mut count = 0;
    for name in workflows().keys() {
        let text = text(format!(".github/workflows/{name}"));
        for line in text
            .lines()
            .filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "))
        {
            let (action, version) = line
                .split_once(" # v")
                .unwrap_or_else(|| panic!("{name}: {line} has no version"));
            let (_, commit) = action.split_once('@').expect("an action has a commit");
            assert!(
                commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()),
                "{name}: {line}"
            );
            assert_eq!(version.split('.').count(), 3, "{name}: {line}");
            count += 1;
        }
    }
    assert!(count > 8, "{count}");
}

#[test]
fn workflows_run_scripts_that_exist() {
    let mut scripts = 0;
    for (name, workflow) in workflows() {
        assert_eq!(workflow["permissions"]["contents"], "read", "{name}");
        for (id, job) in jobs(&workflow) {
            assert!(job["timeout-minutes"].is_u64(), "{name}: {id} has no timeout");
            for needed in needs(job) {
                assert!(jobs(&workflow).contains_key(needed), "{name}: {id} needs {needed}");
            }
            let commands = commands(job);
            for script in commands.split_whitespace().filter(|word| word.starts_with(".ci/")) {
                assert!(ROOT.join(script).is_file(), "{name}: {script}");
                scripts += 1;
            }
        }
    }
    assert!(scripts > 8, "{scripts}");
}

#[test]
fn releases_build_and_archive_programs_that_exist() {
    let binaries = commands(&workflow("release.yml")["jobs"]["binaries"]);
    let mut programs = Vec::new();
    for command in binaries.lines().filter(|line| line.starts_with("cargo build ")) {
        let after = |option: &str| {
            let mut words = command.split_whitespace().skip_while(|word| *word != option);
            words.nth(1).unwrap_or_else(|| panic!("{command} has no {option}"))
        };
        let (package, program) = (member(after("--package")), after("--bin"));
        let targets = package["targets"].as_array().expect("a list");
        let found = targets.iter().find(|target| target["name"] == program);
        assert_eq!(found.expect("the program exists")["kind"][0], "bin");
        programs.push(program);
    }
    assert_eq!(programs, ["concur-sandbox", "concur"]);
    assert!(
        binaries.contains(&format!("for program in {}; do", programs.join(" "))),
        "{binaries}"
    );
}

#[test]
fn releases_are_checked_published_built_and_announced() {
    let release = workflow("release.yml");
    assert_eq!(release["on"]["push"]["tags"][0], "v*");
    let jobs = jobs(&release);
    for (job, needed) in [
        ("publish", "checks"),
        ("binaries", "publish"),
        ("image", "binaries"),
        ("release", "image"),
        ("release", "publish"),
    ] {
        assert!(needs(&jobs[job]).contains(&needed), "{job} needs {needed}");
    }
    let checks = commands(&jobs["checks"]);
    for wanted in [".ci/version \"$GITHUB_REF_NAME\"", ".ci/run", ".ci/publish --dry-run"] {
        assert!(checks.contains(wanted), "{wanted}");
    }
    assert!(commands(&jobs["publish"]).contains(".ci/publish"));
    assert_eq!(jobs["publish"]["if"], "github.ref_type == 'tag'");
    let targets = jobs["binaries"]["strategy"]["matrix"]["include"]
        .as_array()
        .expect("a list");
    let mut targets: Vec<&str> = targets.iter().map(|row| string(row, "target")).collect();
    targets.sort_unstable();
    let wanted = [
        "aarch64-apple-darwin",
        "aarch64-unknown-linux-musl",
        "x86_64-apple-darwin",
        "x86_64-pc-windows-msvc",
        "x86_64-unknown-linux-musl",
    ];
    assert_eq!(targets, wanted);
    assert!(commands(&jobs["release"]).contains("sha256sum --check"));
}

#[test]
fn workflows_use_the_rust_versions_of_the_manifests() {
    let tools = string(member("xtask"), "rust_version").to_owned();
    for (name, workflow) in workflows() {
        let version = string(&workflow["env"], "RUSTUP_TOOLCHAIN");
        assert!(version.starts_with(&format!("{tools}.")), "{name}: {version}");
    }
    for member in members() {
        let name = string(member, "name");
        let wanted = if name.starts_with("sap-concur") { "1.89" } else { &tools };
        assert_eq!(string(member, "rust_version"), wanted, "{name}");
    }
    let commands = commands(&workflow("ci.yml")["jobs"]["toolchain"]);
    let wanted = format!(
        "rustup toolchain install {} ",
        string(member("sap-concur"), "rust_version")
    );
    assert!(commands.contains(&wanted), "{commands}");
}

#[test]
fn ci_tests_windows_macos_the_msrv_and_webassembly() {
    let ci = workflow("ci.yml");
    let jobs = jobs(&ci);
    let systems = &jobs["platform"]["strategy"]["matrix"]["os"];
    assert_eq!(systems, &serde_json::json!(["windows-latest", "macos-latest"]));
    assert!(commands(&jobs["platform"]).contains("cargo test --workspace"));
    let toolchain = commands(&jobs["toolchain"]);
    // Where they may not be skipped.
    for wanted in [
        ".ci/msrv --required",
        ".ci/wasm --required",
        "--target wasm32-unknown-unknown",
    ] {
        assert!(toolchain.contains(wanted), "{wanted}");
    }
    let dependencies = commands(&jobs["dependencies"]);
    for wanted in ["cargo deny check", "cargo deny --manifest-path bench/Cargo.toml check"] {
        assert!(dependencies.contains(wanted), "{wanted}");
    }
    assert!(commands(&jobs["all"]).contains(".ci/run"));
}

#[cfg(unix)]
mod scripts {
    use std::collections::BTreeSet;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;
    use std::process::{Command, Output};

    use crate::{ROOT, member, output, scratch, string, text};

    fn script(name: &str, arguments: &[&str]) -> Output {
        let script = ROOT.join(".ci").join(name);
        Command::new(&script).args(arguments).output().expect("the script runs")
    }

    fn path(path: &Path) -> &str {
        path.to_str().expect("the path is UTF-8")
    }

    #[test]
    fn scripts_of_ci_are_executable() {
        for entry in fs::read_dir(ROOT.join(".ci")).expect("the folder exists") {
            let path = entry.expect("an entry").path();
            if path.extension().is_none() {
                let mode = fs::metadata(&path).expect("the script exists").permissions().mode();
                assert_eq!(mode & 0o111, 0o111, "{}", path.display());
            }
        }
    }

    /// Runs commands with the functions of `.ci/steps.sh`.
    fn steps(commands: &str) -> (Option<i32>, String) {
        let script = format!("set -euo pipefail\n. .ci/steps.sh\n{commands}");
        let mut bash = Command::new("bash");
        let run = bash.args(["-c", &script]).current_dir(&*ROOT).output();
        let run = run.expect("bash runs");
        (run.status.code(), String::from_utf8_lossy(&run.stdout).into_owned())
    }

    #[test]
    fn ci_prints_the_time_of_each_step_and_of_all() {
        assert!(text(".ci/run").contains("\n. .ci/steps.sh\n"));
        let (status, printed) = steps("step sleep 1.1\nstep echo two\n");
        let (output, times) = printed.split_once("== Seconds of each step\n").expect("a table");
        assert_eq!(status, Some(0));
        assert_eq!(output, "\n== sleep 1.1\n\n== echo two\ntwo\n\n");
        let rows: Vec<(&str, &str)> = times.lines().filter_map(|line| line.trim().split_once("  ")).collect();
        let commands: Vec<&str> = rows.iter().map(|(_, command)| *command).collect();
        assert_eq!(commands, ["sleep 1.1", "echo two", "in all"]);
        for row in [0, 2] {
            assert!(rows[row].0.parse::<u32>().is_ok_and(|seconds| seconds > 0), "{times}");
        }
    }

    #[test]
    fn a_failed_step_ends_ci_and_is_named_among_the_times() {
        let (status, printed) = steps("step true\nstep false\nstep echo never\n");
        assert_eq!(status, Some(1));
        assert!(printed.contains("  true\n"), "{printed}");
        assert!(printed.contains("  false  (failed)\n"), "{printed}");
        assert!(!printed.contains("never"), "{printed}");
        let (status, printed) = steps("step true\nfalse\n");
        assert_eq!(status, Some(1));
        assert!(!printed.contains("(failed)"), "{printed}");
    }

    #[test]
    fn tags_other_than_that_of_the_version_are_rejected() {
        let version = string(member("sap-concur"), "version");
        let printed = script("version", &[]);
        assert_eq!(String::from_utf8_lossy(&printed.stdout).trim(), version);
        let refused = script("version", &["v99.0.0"]);
        assert_eq!(refused.status.code(), Some(1));
        let error = String::from_utf8_lossy(&refused.stderr);
        assert!(error.contains(&format!("is not v{version}")), "{error}");
    }

    /// Archives a program and returns the files of the archive.
    fn archived(program: &str, package: &str) -> BTreeSet<String> {
        let folder = scratch(&format!("archives-{program}"));
        let file = folder.join(program);
        fs::write(&file, "a program").expect("the file is written");
        let dist = folder.join("dist");
        let target = "x86_64-unknown-linux-musl";
        let run = script("archive", &[target, path(&file), path(&dist)]);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));

        let name = format!("{program}-{}-{target}", string(member(package), "version"));
        let archive = format!("{name}.tar.gz");
        // The form that `sha256sum --check` reads: 64 digits, two spaces, the name.
        let checksum = fs::read_to_string(dist.join(format!("{archive}.sha256"))).expect("a checksum");
        let (digits, file) = checksum.trim_end().split_once("  ").expect("two columns");
        assert!(
            digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{checksum}"
        );
        assert_eq!(file, archive);
        let list = output(Command::new("tar").args(["-tzf", &archive]).current_dir(&dist));
        let files = list
            .lines()
            .filter_map(|line| line.strip_prefix(&name)?.strip_prefix('/'));
        files.filter(|file| !file.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn archives_contain_each_program_and_have_a_checksum() {
        let licenses = ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "CHANGELOG.md"];
        let expected = |more: &[&str]| -> BTreeSet<String> {
            licenses.iter().chain(more).map(|file| (*file).to_owned()).collect()
        };
        let sandbox = archived("concur-sandbox", "concur-sandbox");
        assert_eq!(sandbox, expected(&["concur-sandbox", "SEED.md", "seed.yaml"]));
        assert_eq!(archived("concur", "concur-cli"), expected(&["concur"]));
        let other = script(
            "archive",
            &["x86_64-unknown-linux-musl", path(&ROOT.join("Cargo.toml")), "dist"],
        );
        assert_eq!(other.status.code(), Some(1));
    }

    /// Runs git in a repository of this test.
    fn git(clone: &Path, arguments: &[&str]) -> String {
        let identity = [
            "-c",
            "user.name=test",
            "-c",
            "user.email=test@example.com",
            "-c",
            "commit.gpgsign=false",
        ];
        output(Command::new("git").arg("-C").arg(clone).args(identity).args(arguments))
    }

    #[test]
    fn changed_pages_of_the_vendor_are_reported() {
        let folder = scratch("vendor");
        let clone = folder.join("clone");
        let pages = clone.join("src/api-reference");
        fs::create_dir_all(&pages).expect("the folder is created");
        let write = |text: &str| fs::write(pages.join("page.markdown"), text).expect("the page is written");
        git(&clone, &["init", "--quiet"]);
        write("# Requests\n");
        git(&clone, &["add", "."]);
        git(&clone, &["commit", "--quiet", "--message", "one"]);
        let commit = git(&clone, &["rev-parse", "HEAD"]);
        let list = folder.join("list.txt");
        fs::write(&list, format!("commit {commit}src/api-reference/page.markdown\n")).expect("the list is written");
        let report = || script("vendor-pages", &[path(&clone), path(&list)]);

        let unchanged = report();
        assert_eq!(unchanged.status.code(), Some(0), "{unchanged:?}");
        assert!(unchanged.stdout.is_empty());

        fs::write(clone.join("other.markdown"), "not a page of the list").expect("the page is written");
        git(&clone, &["add", "."]);
        git(&clone, &["commit", "--quiet", "--message", "two"]);
        assert_eq!(report().status.code(), Some(0), "other pages do not matter");

        write("# Requests, new\n");
        git(&clone, &["commit", "--quiet", "--all", "--message", "three"]);
        let changed = report();
        let text = String::from_utf8_lossy(&changed.stdout);
        assert_eq!(changed.status.code(), Some(1), "{changed:?}");
        assert!(text.contains("page.markdown | 2 +-"), "{text}");

        fs::write(&list, "commit 0123456789\nsrc/api-reference/page.markdown\n").expect("the list is written");
        assert_eq!(
            report().status.code(),
            Some(2),
            "an unknown commit is an error, not a change"
        );
    }

    #[test]
    fn pages_of_the_vendor_are_audited_by_known_names() {
        let list = text(".ci/vendor-pages.txt");
        let platform = text("spec/concur.yaml");
        let named: Vec<&str> = list
            .lines()
            .filter_map(|line| line.strip_prefix("src/")?.split_once(' '))
            .map(|(_, name)| name)
            .collect();
        assert!(!named.is_empty());
        for name in named {
            assert!(
                platform.contains(&format!("file: {name}\n")),
                "{name} is not a document of the specification"
            );
        }
    }
}
