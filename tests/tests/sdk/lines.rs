//! The number of generated lines, as a first measure of how a change of the generator or the specification affects
//! compile times. `cargo xtask llvm-lines` measures the LLVM lines.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Adds the number of files and lines of each directory below `directory`.
fn add(directory: &Path, name: &str, sums: &mut BTreeMap<String, (usize, usize)>) {
    for entry in fs::read_dir(directory).expect("the directory is readable") {
        let path = entry.expect("the file is readable").path();
        if path.is_dir() {
            let folder = path.file_name().expect("it has a name").to_string_lossy();
            add(&path, &format!("{name}/{folder}"), sums);
        } else {
            let text = fs::read_to_string(&path).expect("valid UTF-8");
            let (files, lines) = sums.entry(name.to_owned()).or_default();
            *files += 1;
            *lines += text.lines().count();
        }
    }
}

#[test]
fn generated_lines_per_module() {
    let mut sums = BTreeMap::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/src");
    add(&source, "generated/src", &mut sums);
    let all = sums.values().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    sums.insert("total".into(), all);
    let mut table = format!("{:40} {:>5} {:>6}\n", "", "files", "lines");
    for (folder, (files, lines)) in &sums {
        writeln!(table, "{folder:40} {files:>5} {lines:>6}").expect("writing to a String succeeds");
    }
    insta::assert_snapshot!(table);
}
