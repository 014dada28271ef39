//! Embeds every specification file in the binary, so that it runs from any directory.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let mut files = yaml(&spec)?;
    files.extend(yaml(&spec.join("errata"))?);
    files.sort();
    let mut out = String::from("const SOURCES: &[(&str, &str)] = &[\n");
    for file in &files {
        let name = file
            .strip_prefix(&spec)
            .unwrap_or(file)
            .display()
            .to_string()
            .replace('\\', "/");
        out += &format!(
            "    ({:?}, include_str!({:?})),\n",
            format!("spec/{name}"),
            file.canonicalize()?
        );
    }
    out += "];\n";
    println!("cargo::rerun-if-changed=../spec");
    let target = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(target.join("sources.rs"), out)
}

fn yaml(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let paths = fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path()));
    let is_yaml = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "yaml");
    paths.filter(|path| path.as_ref().map_or(true, is_yaml)).collect()
}
