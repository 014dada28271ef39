//! Help, typos, completions, man pages, and the specification of a folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use concur_sandbox::Sandbox;

use crate::support::{Ran, User};

async fn newcomer() -> User {
    User::new(Sandbox::builder()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typo_is_answered_with_the_nearest_name() {
    let user = newcomer().await;
    for (arguments, nearest) in [
        (&["purchase-requst", "get"][..], "'purchase-request'"),
        (&["logn"], "'login'"),
        (&["request", "creat"], "'create'"),
        (&["import", "reprot"], "'report'"),
        (&["request", "list", "--user", "5"], "'--user-id'"),
        (&["purchase-request", "create", "--coments", "5"], "'--comments'"),
        (&["request", "list", "--dryrun"], "'--dry-run'"),
        (&["login", "--data-centre", "us2"], "'--data-center'"),
    ] {
        let ran = user.run(arguments.iter().copied()).await.ended_with(2);
        assert_eq!(ran.stdout, "");
        ran.says("similar").says(nearest);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn help_goes_to_stdout_and_succeeds() {
    let user = newcomer().await;
    for arguments in [
        &["--help"][..],
        &["-h"],
        &["help"],
        &["help", "request"],
        &["request", "--help"],
        &["login", "--help"],
        &["import", "--help"],
        &["sandbox", "--help"],
        &["--version"],
    ] {
        let ran = user.run(arguments.iter().copied()).await.succeeded();
        assert_eq!(ran.stderr, "", "{arguments:?}");
        assert!(!ran.stdout.is_empty(), "{arguments:?}");
    }
    let ran = user.run(["--help"]).await;
    ran.shows("Exit codes:\n  0    done\n")
        .shows("Examples:\n  concur sandbox");
    // Without a command the help is an error.
    let ran = user.run([]).await.ended_with(2);
    assert_eq!(ran.stdout, "");
    ran.says("Usage: concur");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_exit_codes_of_the_help_are_those_of_the_readme() {
    let user = newcomer().await;
    let help = user.run(["--help"]).await.stdout;
    let readme = include_str!("../../README.md");
    let (_, codes) = help.split_once("Exit codes:\n").unwrap();
    let of_help: Vec<&str> = codes
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let (_, table) = readme.split_once("| code | meaning |\n|---|---|\n").unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let of_readme: Vec<&str> = rows.map(|row| row.split('|').nth(1).unwrap().trim()).collect();
    assert_eq!(of_help, of_readme);
}

#[tokio::test(flavor = "multi_thread")]
async fn pipes_get_no_escape_codes() {
    let user = User::logged_in().await;
    for environment in [&[][..], &[("NO_COLOR", "1")], &[("TERM", "xterm-256color")]] {
        for arguments in [
            &["--help"][..],
            &["requst"],
            &["doctor", "--offline"],
            &["request", "list", "--output", "table"],
            &["purchase-request", "get", "1"],
        ] {
            user.run_in(environment, arguments.iter().copied())
                .await
                .hides("\u{1b}");
        }
    }
    // Colors are there for who asks for them.
    let ran = user
        .run_in(&[("CLICOLOR_FORCE", "1")], ["purchase-request", "get", "1"])
        .await;
    ran.says("\u{1b}[");
}

/// Asks the program as the script of a shell does.
async fn completed(user: &User, shell: &str, words: &[&str]) -> Ran {
    let index = (words.len() - 1).to_string();
    let environment = [
        ("COMPLETE", shell),
        ("_CLAP_IFS", "\n"),
        ("_CLAP_COMPLETE_INDEX", &index),
    ];
    let all = ["--"].into_iter().chain(words.iter().copied());
    user.run_in(&environment, all).await.succeeded()
}

/// The names that are offered, without their descriptions.
fn offered(ran: &Ran) -> Vec<String> {
    let name = |line: &str| {
        let end = line.find(['\t', ':']).unwrap_or(line.len());
        line[..end].trim().to_owned()
    };
    ran.stdout.lines().map(name).collect()
}

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

#[tokio::test(flavor = "multi_thread")]
async fn each_shell_has_a_script_that_asks_the_program() {
    let user = newcomer().await;
    for shell in SHELLS {
        let ran = user.run(["completions", shell]).await.succeeded();
        assert!(ran.stdout.contains("COMPLETE"), "{shell}: {}", ran.stdout);
        assert!(ran.stdout.contains("concur"), "{shell}: {}", ran.stdout);
    }
    user.run(["completions", "cmd"])
        .await
        .ended_with(2)
        .says("bash, elvish, fish, powershell, zsh");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_shell_completes_operations_and_flags() {
    let user = newcomer().await;
    let contract = concur_sandbox::contract().unwrap();
    let api = contract.apis.iter().find(|api| api.key == "request").unwrap();
    for shell in SHELLS {
        let names = offered(&completed(&user, shell, &["concur", "request", ""]).await);
        for operation in &api.operations {
            let name = operation.key.replace('_', "-");
            assert!(names.contains(&name), "{shell}: {name} is not in {names:?}");
        }
        let words = ["concur", "purchase-request", "create", "--cust"];
        let names = offered(&completed(&user, shell, &words).await);
        assert!(names.contains(&"--custom1".to_owned()), "{shell}: {names:?}");
        let words = ["concur", "request", "list", "--output", ""];
        let names = offered(&completed(&user, shell, &words).await);
        assert_eq!(names, ["table", "json", "jsonl", "csv"], "{shell}");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn bash_completes_with_the_script() {
    let user = newcomer().await;
    if Command::new("bash").arg("--version").output().is_err() {
        return;
    }
    let script = user.run(["completions", "bash"]).await.stdout;
    let session = format!(
        "{script}\nCOMP_WORDS=(concur request tak); COMP_CWORD=2; COMP_TYPE=9\n\
         _clap_complete_concur concur tak request\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    );
    user.write("session.sh", session);
    let folder = Path::new(env!("CARGO_BIN_EXE_concur")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let mut bash = Command::new("bash");
    bash.arg("session.sh").current_dir(user.path(".")).env("PATH", path);
    let ran = Ran::of(&bash.output().unwrap());
    assert_eq!(ran.stdout.trim(), "take-action", "{}", ran.stderr);
}

/// The commands of a help, with those below them.
async fn commands_below(user: &User, command: Vec<String>) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![command];
    while let Some(command) = open.pop() {
        // Its options are those of another program.
        let is_sandbox = command.first().is_some_and(|name| name == "sandbox");
        if !is_sandbox {
            let words = command.iter().map(String::as_str).chain(["-h"]);
            let help = user.run(words).await.succeeded().stdout;
            let (_, names) = help.split_once("\nCommands:\n").unwrap_or_default();
            let names = names.lines().take_while(|line| !line.is_empty());
            // Other lines are the rest of a description.
            let names = names.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
            let names = names.filter_map(|line| line.split_whitespace().next());
            for name in names.filter(|name| *name != "help") {
                open.push([command.clone(), vec![name.to_owned()]].concat());
            }
        }
        found.push(command);
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_has_a_man_page() {
    let user = newcomer().await;
    user.run(["man", "pages/man1"]).await.succeeded();
    let commands = commands_below(&user, Vec::new()).await;
    assert!(commands.len() > 30, "{}", commands.len());
    for command in &commands {
        let name = [vec!["concur".to_owned()], command.clone()].concat().join("-");
        let page = user.read(&format!("pages/man1/{name}.1"));
        assert!(page.contains(".TH "), "{name}: {page}");
        assert!(page.contains(".SH NAME"), "{name}: {page}");
    }
    let pages = std::fs::read_dir(user.path("pages/man1")).unwrap().count();
    assert_eq!(pages, commands.len());
    readable(&user, "pages/man1/concur-request-list.1");
}

/// Reads a page with `man`, where there is one.
fn readable(user: &User, page: &str) {
    let mut man = Command::new("man");
    man.arg("--warnings").arg(user.path(page)).env("MANPAGER", "cat");
    let Ok(output) = man.output() else { return };
    let text = String::from_utf8_lossy(&output.stdout);
    // Some systems have a `man` that only says that pages are not installed.
    if output.status.success() && text.contains("SYNOPSIS") {
        assert!(text.contains("--user-id"), "{text}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

/// Copies the specification, and adds an operation to it.
pub(crate) fn copy_specification(user: &User) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let copy = user.path("spec");
    for file in concur_spec::Sources::read(&source).unwrap().files() {
        let path = copy.join(file.path().rsplit_once("spec/").unwrap().1);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, file.text()).unwrap();
    }
    let file = copy.join("request.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    let operation = "\
operations:
  count_stamps:
    section: Count stamps
    doc: |
      Counts the stamps of a Request.
    http: GET /requests/{requestUuid}/stamps
    parameters:
      requestUuid: { in: path, type: string, required: true, example: 4EC1A5D30A6B4F4F8F5CD3FD2A3A6E1B, doc: The Request. }
      color: { in: query, type: string, required: false, doc: The color of the stamps. }
    responses:
      success: { type: Request, doc: The Request. }
";
    assert!(text.contains("\noperations:\n"));
    std::fs::write(&file, text.replacen("operations:\n", operation, 1)).unwrap();
    copy
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operation_of_a_specification_is_a_command() {
    let user = User::logged_in().await;
    copy_specification(&user);
    let arguments = ["request", "count-stamps", "ID1", "--color", "red", "--dry-run"];
    user.run(arguments)
        .await
        .ended_with(2)
        .says("unrecognized subcommand 'count-stamps'");
    let expected = "/travelrequest/v4/requests/ID1/stamps?color=red\n";
    user.run(["--spec", "spec"].into_iter().chain(arguments))
        .await
        .succeeded()
        .shows(expected);
    user.run(["--spec=spec"].into_iter().chain(arguments))
        .await
        .succeeded()
        .shows(expected);
    let environment = [("CONCUR_SPEC", "spec")];
    user.run_in(&environment, arguments).await.succeeded().shows(expected);
    let completing = [
        ("CONCUR_SPEC", "spec"),
        ("COMPLETE", "fish"),
        ("_CLAP_COMPLETE_INDEX", "2"),
    ];
    user.run_in(&completing, ["--", "concur", "request", "count"])
        .await
        .succeeded()
        .shows("count-stamps");
    user.run(["--spec", "nowhere", "request", "list"])
        .await
        .ended_with(2)
        .says("--spec nowhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_cannot_have_the_name_of_a_command() {
    let user = User::logged_in().await;
    copy_specification(&user);
    let yaml = user.read("spec/request.yaml");
    assert_eq!(yaml.matches("imports:\n  request:\n").count(), 1);
    let renamed = yaml.replace("imports:\n  request:\n", "imports:\n  status:\n");
    user.write("spec/request.yaml", renamed);
    user.run(["--spec", "spec", "import", "status"])
        .await
        .ended_with(2)
        .says("the specification has an import `status`, which is the name of a command");
}
