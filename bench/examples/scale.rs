//! Measures the time of each stage and the memory by the size of the specification:
//! `cargo run --release --manifest-path bench/Cargo.toml --example scale -- [RESOURCES …]`.
//!
//! A resource has five operations and three types of thirty fields. Each size runs in its own process, so that the
//! memory of one does not count for the next; `real` is the specification of the workspace. `-- --openapi SIZE 3.0|3.1
//! FILE` writes a specification as OpenAPI instead, to measure other generators.

#![allow(clippy::expect_used, clippy::panic, reason = "a benchmark fails by panicking")]

#[path = "../tests/scale/sources.rs"]
mod scale;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use concur_codegen::openapi::{self, Version};
use concur_spec::Sources;

/// The allocator of `xtask`.
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
                let this = std::env::current_exe().expect("the program has a path");
                let status = Command::new(this)
                    .args(["--one", size])
                    .status()
                    .expect("the program starts");
                assert!(status.success(), "{size} failed");
            }
        }
    }
}

fn sources(size: &str) -> Sources {
    match size.parse() {
        Ok(resources) => scale::sources(resources),
        Err(_) => {
            Sources::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")).expect("the specification is readable")
        }
    }
}

fn export(size: &str, version: &str, file: &Path) {
    let contract = concur_spec::contract(&sources(size)).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let version = if version == "3.0" { Version::V3_0 } else { Version::V3_1 };
    let document = openapi::document(&contract, version).unwrap_or_else(|error| panic!("{error}"));
    std::fs::write(file, document).expect("the document is written");
}

fn measure(size: &str) {
    let sources = sources(size);
    let bytes: usize = sources.files().iter().map(|file| file.text().len()).sum();
    let clock = Instant::now();
    let start = cpu_or_elapsed(clock);
    let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let loaded = cpu_or_elapsed(clock);
    let files = concur_codegen::generate(&contract).unwrap_or_else(|error| panic!("{error}"));
    let emitted = cpu_or_elapsed(clock);
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

/// Returns the CPU time of this process, all threads together, which other programs do not affect; wall-clock time on
/// systems that do not report it.
fn cpu_or_elapsed(clock: Instant) -> Duration {
    cpu_time().unwrap_or_else(|| clock.elapsed())
}

fn cpu_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program may contain spaces.
    let (_, fields) = stat.rsplit_once(") ")?;
    let ticks = fields.split(' ').skip(11).take(2).map(str::parse::<u64>);
    Some(Duration::from_millis(10 * ticks.sum::<Result<u64, _>>().ok()?))
}

/// Returns the peak memory of this process in kB, if the system reports it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
