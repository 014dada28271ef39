//! How long each stage takes, and how much memory, by the size of the specification:
//! `cargo run --release -p concur-codegen --example scale -- [RESOURCES …]`.
//!
//! A resource is five operations and three types of thirty fields. Each size is a process of its own, so that the memory
//! of one does not count for the next; `real` is the specification of the workspace. `-- --openapi SIZE 3.0|3.1 FILE` writes
//! a specification as OpenAPI instead, to measure other generators with.

#![allow(clippy::expect_used, clippy::panic, reason = "a program to measure with")]

#[path = "../tests/support/scale.rs"]
mod scale;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use concur_codegen::openapi::{self, Version};
use concur_spec::Sources;

/// As in `xtask`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [one, size] if one == "--one" => measure(size),
        [openapi, size, version, file] if openapi == "--openapi" => export(size, version, Path::new(file)),
        sizes => {
            println!(
                "{:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
                "resources", "YAML kB", "load ms", "emit ms", "files", "lines", "peak MB"
            );
            let usual = ["real", "10", "100", "1000"].map(str::to_owned);
            let sizes = if sizes.is_empty() { &usual[..] } else { sizes };
            for size in sizes {
                let this = std::env::current_exe().expect("a program has a place");
                let status = Command::new(this).args(["--one", size]).status().expect("it starts");
                assert!(status.success(), "{size} failed");
            }
        }
    }
}

fn sources(size: &str) -> Sources {
    match size.parse() {
        Ok(resources) => scale::sources(resources),
        Err(_) => Sources::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")).expect("it can be read"),
    }
}

fn export(size: &str, version: &str, file: &Path) {
    let contract = concur_spec::contract(&sources(size)).unwrap_or_else(|faults| panic!("{faults}"));
    let version = if version == "3.0" { Version::V3_0 } else { Version::V3_1 };
    let document = openapi::document(&contract, version).unwrap_or_else(|fault| panic!("{fault}"));
    std::fs::write(file, document).expect("it is written");
}

fn measure(size: &str) {
    let sources = sources(size);
    let bytes: usize = sources.files().iter().map(|file| file.text().len()).sum();
    let clock = Instant::now();
    let start = spent(clock);
    let contract = concur_spec::contract(&sources).unwrap_or_else(|faults| panic!("{faults}"));
    let loaded = spent(clock);
    let files = concur_codegen::generate(&contract).unwrap_or_else(|fault| panic!("{fault}"));
    let emitted = spent(clock);
    println!(
        "{size:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        bytes / 1024,
        loaded.saturating_sub(start).as_millis(),
        emitted.saturating_sub(loaded).as_millis(),
        files.len(),
        files.lines(),
        peak().map_or_else(|| "?".to_owned(), |kilobytes| (kilobytes / 1024).to_string()),
    );
}

/// The time that this process has had on processors, all threads together, which other programs do not lengthen; where the
/// system does not say, the time on the clock.
fn spent(clock: Instant) -> Duration {
    on_processors().unwrap_or_else(|| clock.elapsed())
}

fn on_processors() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program may have blanks in it.
    let (_, fields) = stat.rsplit_once(") ")?;
    let ticks = fields.split(' ').skip(11).take(2).map(str::parse::<u64>);
    Some(Duration::from_millis(10 * ticks.sum::<Result<u64, _>>().ok()?))
}

/// The most memory that this process has had, in kB, where the system says so.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
