//! How much is generated: what a change of the generator or of the specification costs those who compile the SDK begins
//! here. `cargo xtask llvm-lines` says what the compiler makes of it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The files and lines below a directory, by folder.
fn add(directory: &Path, name: &str, sums: &mut BTreeMap<String, (usize, usize)>) {
    for entry in fs::read_dir(directory).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            let folder = path.file_name().expect("it has a name").to_string_lossy();
            add(&path, &format!("{name}/{folder}"), sums);
        } else {
            let text = fs::read_to_string(&path).expect("it is text");
            let (files, lines) = sums.entry(name.to_owned()).or_default();
            *files += 1;
            *lines += text.lines().count();
        }
    }
}

#[test]
fn the_generated_lines_of_each_module_are_as_many_as_was_agreed_to() {
    let mut sums = BTreeMap::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/src");
    add(&source, "generated/src", &mut sums);
    let all = sums.values().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    sums.insert("total".into(), all);
    let mut table = format!("{:40} {:>5} {:>6}\n", "", "files", "lines");
    for (folder, (files, lines)) in &sums {
        writeln!(table, "{folder:40} {files:>5} {lines:>6}").expect("a text can be written to");
    }
    insta::assert_snapshot!(table);
}
