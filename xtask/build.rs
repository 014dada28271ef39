//! Does nothing. Its dependencies are those of build scripts and derive macros in the whole workspace, see Cargo.toml.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
