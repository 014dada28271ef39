//! The structure of the crates, as `docs/architecture.md` describes it: modules depend in one direction.

#![allow(clippy::panic, reason = "a test fails by panicking")]

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
    for krate in ["spec", "codegen", "runtime", "sandbox", "xtask"] {
        let graph = graph(krate);
        let edges = graph.edges();
        assert!(
            edges.len() > 10,
            "{krate}: {} of {} files use others",
            edges.len(),
            graph.files()
        );
        found.extend(cyclic_edges(&edges).into_iter().map(|line| format!("{krate}: {line}")));
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}
