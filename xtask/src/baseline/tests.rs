#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;

use super::*;

/// A program with the interface of `counted`: a scenario is a loop of a fixed number of rounds.
const PROGRAM: &str = r#"
    fn main() {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let [scenario, times] = &arguments[..] else {
            return print!("short\nlong\n");
        };
        let rounds = if scenario == "short" { 50_000u64 } else { 500_000 };
        for round in 0..times.parse::<u64>().unwrap() * rounds {
            std::hint::black_box(round);
        }
    }
"#;

/// A temporary directory, removed on drop.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("xtask-count-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the directory is created");
        Self(path)
    }

    /// Compiles the program. Without valgrind, prints a notice and returns `None`.
    fn program(&self) -> Option<PathBuf> {
        if let Some(missing) = Metric::Instructions
            .missing()
            .unwrap_or_else(|failure| panic!("{failure}"))
        {
            eprintln!("skipped: {missing}");
            return None;
        }
        let (source, program) = (self.0.join("program.rs"), self.0.join("program"));
        std::fs::write(&source, PROGRAM).expect("the file is written");
        let mut rustc = Command::new("rustc");
        let compiled = rustc.arg("-O").arg(&source).arg("-o").arg(&program).status();
        assert!(compiled.expect("rustc runs").success());
        Some(program)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn counts(list: &[(&str, u64)]) -> Totals {
    list.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

fn compared(old: &[(&str, u64)], new: &[(&str, u64)]) -> Comparison {
    Comparison::new(counts(old), counts(new), 2.0)
}

#[test]
fn counting_twice_agrees_within_a_thousandth() {
    let directory = Directory::new("twice");
    let Some(program) = directory.program() else {
        return;
    };
    let count = || instructions::count_scenarios(&program).unwrap_or_else(|failure| panic!("{failure}"));
    let (first, second) = (count(), count());
    assert_eq!(first.len(), 2);
    for (scenario, count) in &first {
        let other = second[scenario];
        assert!(
            count.abs_diff(other) * 1000 <= *count,
            "{scenario}: {count} and {other}"
        );
    }
    // Startup is not counted: ten times the rounds are ten times the instructions.
    let (short, long) = (first["short"], first["long"]);
    assert!(long.abs_diff(10 * short) * 1000 <= long, "{short} and {long}");
}

#[test]
fn a_scenario_that_exceeds_the_baseline_fails() {
    let directory = Directory::new("more");
    let Some(program) = directory.program() else {
        return;
    };
    let count = || instructions::count_scenarios(&program).unwrap_or_else(|failure| panic!("{failure}"));
    let file = directory.0.join("counts/baseline.toml");
    let mut baseline = Baseline {
        toolchain: Toolchain::default(),
        tolerance: 2.0,
        counts: count(),
    };
    let verdict_of_file = |baseline: &Baseline| {
        baseline
            .write(&file, "about")
            .unwrap_or_else(|failure| panic!("{failure}"));
        let read = Baseline::read(&file).unwrap_or_else(|failure| panic!("{failure}"));
        Comparison::new(read.counts, count(), read.tolerance).worse()
    };
    assert!(verdict_of_file(&baseline).is_empty());
    // As if the program had taken 5 % less when the baseline was counted.
    *baseline.counts.entry("long".into()).or_default() *= 95;
    *baseline.counts.entry("long".into()).or_default() /= 100;
    let worse = verdict_of_file(&baseline);
    assert_eq!(worse.len(), 1, "{worse:?}");
    assert!(worse[0].starts_with("`long` increased by 5.2"), "{worse:?}");
}

#[test]
fn increases_beyond_the_tolerance_fail() {
    let worse = |new: u64| compared(&[("call", 1000)], &[("call", new)]).worse();
    assert!(worse(1020).is_empty());
    assert_eq!(worse(1021), ["`call` increased by 2.10 %; the tolerance is 2 %"]);
    assert!(worse(500).is_empty(), "a decrease is not a regression");
}

#[test]
fn decreases_are_reported_and_do_not_fail() {
    let better = |new: u64| compared(&[("call", 1000)], &[("call", new)]);
    assert!(better(980).better().is_empty());
    assert_eq!(better(900).better(), ["`call` decreased by 10.00 %"]);
    assert_eq!(verdict(&better(900), Metric::Instructions), ExitCode::SUCCESS);
    assert_eq!(verdict(&better(1100), Metric::Instructions), ExitCode::FAILURE);
}

#[test]
fn names_on_one_side_only_fail() {
    let comparison = compared(&[("gone", 1), ("zero", 0)], &[("new", 1), ("zero", 0)]);
    assert_eq!(comparison.worse(), ["`gone` is missing", "`new` is new"]);
    assert_eq!(compared(&[("zero", 0)], &[("zero", 7)]).worse().len(), 1);
}

#[test]
fn the_table_shows_baseline_current_and_change() {
    let table = compared(&[("call", 1000), ("gone", 7)], &[("call", 1100), ("new", 9)]).table();
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["baseline", "now", "change"]);
    assert_eq!(rows[1], ["call", "1000", "1100", "+10.00", "%"]);
    assert_eq!(rows[2], ["gone", "7", "-"]);
    assert_eq!(rows[3], ["new", "-", "9"]);
}

#[test]
fn a_written_baseline_is_read_back() {
    let baseline = Baseline {
        toolchain: Toolchain {
            rustc: "rustc 1.95.0 (59807616e 2026-04-14)".into(),
            target: "x86_64-unknown-linux-gnu".into(),
        },
        tolerance: 2.5,
        counts: counts(&[("call", 1), ("sap_concur::request", 2)]),
    };
    let text = baseline.text("first line\nsecond line");
    assert!(text.starts_with("# first line\n# second line\ntoolchain = "), "{text}");
    assert_eq!(Baseline::of(&text), Ok(baseline));
}

#[test]
fn invalid_files_are_rejected_with_the_reason() {
    let whole = "toolchain = 'a'\ntarget = 'b'\ntolerance = 2\n[counts]\ncall = 1\n";
    assert!(Baseline::of(whole).is_ok());
    for (from, to, why) in [
        ("toolchain = 'a'\n", "", "`toolchain`"),
        ("'b'", "7", "`target`"),
        ("= 2", "= -2", "`tolerance`"),
        ("= 2", "= 'much'", "`tolerance`"),
        ("[counts]", "[count]", "`counts`"),
        ("call = 1", "call = -1", "`counts.call`"),
        ("call = 1", "call =", "line 5"),
    ] {
        let error = Baseline::of(&whole.replace(from, to)).expect_err(to);
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn toolchains_compare_by_version_and_target() {
    let version =
        "rustc 1.95.0 (59807616e 2026-04-14)\nbinary: rustc\nhost: x86_64-unknown-linux-gnu\nrelease: 1.95.0\n";
    let toolchain = Toolchain::of(version).expect("it is a version");
    assert_eq!(
        toolchain.to_string(),
        "rustc 1.95.0 (59807616e 2026-04-14) for x86_64-unknown-linux-gnu"
    );
    assert_eq!(Toolchain::of("error: no such toolchain"), None);
    assert_ne!(toolchain, Toolchain::default());
}

#[test]
fn lines_are_summed_by_sdk_folder_runtime_module_and_crate() {
    let table = "\
  Lines                 Copies              Function name
  -----                 ------              -------------
  5500                  9                   (TOTAL)
   1000 (8.9%,  8.9%)   331 (5.2%,  5.2%)  sap_concur_runtime::decode::lenient::with_record::{{closure}}
    900 (3.7%, 22.7%)    59 (0.9%, 16.7%)  <&mut serde_json::de::Deserializer<R> as serde_core::de::Deserializer>::map
    800 (3.6%, 26.2%)     2 (0.0%, 16.7%)  <sap_concur::request::wire::expense::Visitor as serde_core::de::Visitor>::map
    700 (0.3%, 73.3%)     1 (0.0%, 44.3%)  sap_concur::request::wire::line::<impl X for sap_concur::request::Line>::y
    600 (0.3%, 73.3%)     1 (0.0%, 44.3%)  sap_concur::request::update_request::UpdateRequest::between
    500 (0.3%, 73.3%)     1 (0.0%, 44.3%)  <sap_concur::Concur as core::clone::Clone>::clone
    400 (0.3%, 73.3%)     1 (0.0%, 44.3%)  <T as core::convert::Into<U>>::into
    300 (0.3%, 73.3%)     1 (0.0%, 44.3%)  sap_concur_runtime::Client::send
    290 (0.3%, 73.3%)     1 (0.0%, 44.3%)  <alloc::vec::Vec<T> as core::ops::drop::Drop>::drop
      9 (0.3%, 73.3%)     1 (0.0%, 44.3%)  zeroize::few
      1 (0.3%, 73.3%)     1 (0.0%, 44.3%)  <[T]>::first
";
    let folders = ["request", "request/wire"];
    let summed = llvm_lines::by_module(table, |folder| folders.contains(&folder));
    let wanted = counts(&[
        ("total", 5500),
        ("sap_concur_runtime::decode", 1000),
        ("serde_json", 900),
        ("sap_concur::request::wire", 1500),
        ("sap_concur::request", 600),
        ("sap_concur", 500),
        ("core", 400),
        ("sap_concur_runtime", 300),
        ("alloc", 290),
        ("others", 10),
    ]);
    assert_eq!(summed, wanted);
}
