//! The structure of the crates, as `docs/architecture.md` describes it: modules depend in one direction.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod bench;
mod crate_graph;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate_graph::{CrateGraph, Edges, ModulePath};

fn graph(krate: &str) -> CrateGraph {
    let root: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", krate, "src"].iter().collect();
    CrateGraph::read(&root)
}

/// The files that a file uses, directly or through others.
fn reachable<'a>(edges: &'a Edges, start: &'a ModulePath) -> BTreeSet<&'a ModulePath> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(next) = open.pop() {
        let targets = edges.get(next).into_iter().flat_map(|targets| targets.keys());
        open.extend(targets.filter(|target| seen.insert(*target)));
    }
    seen
}

/// The edges that lie on a cycle, one line each.
fn cyclic_edges(edges: &Edges) -> Vec<String> {
    let reached: BTreeMap<_, _> = edges.keys().map(|file| (file, reachable(edges, file))).collect();
    let mut lines = Vec::new();
    for (from, targets) in edges {
        for (target, uses) in targets {
            if reached.get(target).is_some_and(|reached| reached.contains(from)) {
                let uses: Vec<&str> = uses.iter().map(String::as_str).collect();
                lines.push(format!(
                    "{} -> {}: {}",
                    from.join("::"),
                    target.join("::"),
                    uses.join(", ")
                ));
            }
        }
    }
    lines
}

#[test]
fn no_import_cycles() {
    let mut found = Vec::new();
    for krate in [
        "spec", "audit", "codegen", "runtime", "sandbox", "postgres", "import", "stores", "cli", "xtask",
    ] {
        let graph = graph(krate);
        let edges = graph.edges();
        assert!(
            edges.len() >= 5,
            "{krate}: {} of {} files use others",
            edges.len(),
            graph.files()
        );
        found.extend(cyclic_edges(&edges).into_iter().map(|line| format!("{krate}: {line}")));
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// The modules at the top of a crate, from the highest to the lowest. One may use those of the lines below and no other.
struct Layers {
    krate: &'static str,
    layers: &'static [&'static [&'static str]],
}

const LAYERS: [Layers; 5] = [
    Layers {
        krate: "spec",
        layers: &[
            &["scaffold", "explain", "validate"],
            &["describe", "schema", "filter"],
            &["check"],
            &["resolve"],
            &["errata"],
            &["document"],
            &["load"],
            &["diagnostics"],
            &["keys"],
            &["tree"],
            &["sources", "api"],
        ],
    },
    Layers {
        krate: "audit",
        layers: &[
            &["report", "listed", "draft"],
            &["claims"],
            &["compare"],
            &["read"],
            &["page", "json"],
            &["words", "markdown", "volume"],
        ],
    },
    Layers {
        krate: "codegen",
        layers: &[
            &["explain", "diff", "embedded"],
            &["reference"],
            &["openapi"],
            &["paging"],
            &["rust"],
            &["public_api"],
            &["disk", "manifest"],
            &["files", "json"],
        ],
    },
    Layers {
        krate: "sandbox",
        layers: &[
            &["program"],
            &["builder"],
            &["sandbox"],
            &["app"],
            &["admin", "pages"],
            &["faults"],
            &["dispatch"],
            &["rules"],
            &["api"],
            &["state"],
            &["store", "http", "call_log"],
            &["tenant", "behavior"],
            &["spec", "printable", "duration"],
        ],
    },
    Layers {
        krate: "cli",
        layers: &[
            &["arguments"],
            &["import", "export"],
            &["api", "login", "doctor", "profiles", "sandbox", "shells"],
            &["output", "connection"],
            &["secrets", "in_flight", "in_turn", "metrics"],
            &["store"],
            &["settings", "sheet"],
            &["files", "global", "keyring", "database_url"],
            &["failure", "terminal"],
            &["json", "names", "environment"],
        ],
    },
];

#[test]
fn stages_use_lower_stages_only() {
    let mut upward = BTreeSet::new();
    for Layers { krate, layers } in LAYERS {
        let layer = |module: &str| {
            let found = layers.iter().position(|layer| layer.contains(&module));
            found.unwrap_or_else(|| panic!("{krate}: `{module}` is in no layer"))
        };
        for (from, targets) in graph(krate).edges() {
            for (target, uses) in targets {
                let (Some(above), Some(below)) = (from.first(), target.first()) else {
                    continue;
                };
                if above != below && layer(below) <= layer(above) {
                    let uses: Vec<&str> = uses.iter().map(String::as_str).collect();
                    upward.insert(format!(
                        "{krate}: {} uses {}: {}",
                        from.join("::"),
                        target.join("::"),
                        uses.join(", ")
                    ));
                }
            }
        }
    }
    let upward: Vec<String> = upward.into_iter().collect();
    assert!(upward.is_empty(), "\n{}", upward.join("\n"));
}
