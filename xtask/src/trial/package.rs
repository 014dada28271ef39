//! The package that a developer puts together from the documents.

use super::blocks;
use super::sandbox::Welcome;
use super::steps::{self, PROGRAM, STEPS, Step};

/// Where the documents say how to call the sandbox.
const ADDRESS: &str = r#"Concur::builder().base_url("http://127.0.0.1:4004")"#;
const BUILDER: &str = "Concur::builder()";
/// The end of `main`, before which the program goes on.
const END_OF_MAIN: &str = "    Ok(())\n}\n";

/// The files of a package.
#[derive(Debug)]
pub(super) struct Package {
    pub(super) manifest: String,
    pub(super) program: String,
}

/// Puts the package together from the documents that `read` returns, with what the sandbox has printed.
///
/// # Errors
///
/// Returns which block is missing, or what it no longer has.
pub(super) fn assemble(read: &dyn Fn(&str) -> Result<String, String>, welcome: &Welcome) -> Result<Package, String> {
    let block = |(document, heading), language| {
        blocks::find(&read(document)?, heading, language).map_err(|error| format!("{document}: {error}"))
    };
    if !read(PROGRAM.0)?.contains(ADDRESS) {
        return Err(format!(
            "{} no longer says how to call the sandbox: `{ADDRESS}`",
            PROGRAM.0
        ));
    }
    let mut program = with_calls(&block(PROGRAM, "rust")?)?;
    for step in &STEPS {
        program += &function(step, &block((step.document, step.heading), "rust")?);
    }
    Ok(Package {
        manifest: manifest(&block(PROGRAM, "toml")?),
        program: filled_in(&program, welcome)?,
    })
}

/// Returns what `cargo new` writes with the dependencies of the README. Nothing is published yet, so cargo finds the crates
/// in this checkout; a version that they do not have is an error.
fn manifest(dependencies: &str) -> String {
    format!(
        "[package]\nname = \"trial\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{dependencies}\n\
         # It is in the folder of another workspace.\n[workspace]\n\n[patch.crates-io]\n\
         sap-concur = {{ path = \"../../generated\" }}\nsap-concur-runtime = {{ path = \"../../runtime\" }}\n"
    )
}

/// Lets the program of the README go on with the steps.
fn with_calls(program: &str) -> Result<String, String> {
    let (before, after) = program
        .rsplit_once(END_OF_MAIN)
        .ok_or_else(|| format!("{}: the program no longer ends with `Ok(())`", PROGRAM.0))?;
    let calls: String = STEPS.iter().map(call).collect();
    // A developer reads warnings of the compiler as errors of the documents.
    Ok(format!(
        "#![deny(warnings)]\n\n{before}    let mut id = String::new();\n{calls}    drop(id);\n{END_OF_MAIN}{after}"
    ))
}

fn call(step: &Step) -> String {
    let title = steps::title(step);
    format!(
        "    println!({title:?});\n    id = {}(&concur, &id).await?;\n",
        step.name
    )
}

/// Returns a function whose body is a block.
fn function(step: &Step, block: &str) -> String {
    let Step { name, end, .. } = step;
    format!(
        "\n#[allow(unused_variables)]\nasync fn {name}(concur: &Concur, id: &str) -> Result<String, Box<dyn \
         std::error::Error>> {{\n{block}{end}\n}}\n"
    )
}

/// Replaces the quoted words of the documents as these say, each of which there must be.
fn filled_in(program: &str, welcome: &Welcome) -> Result<String, String> {
    let mut filled = program.replace(BUILDER, &format!("{BUILDER}.base_url({:?})", welcome.url));
    let quoted = welcome.values.iter();
    let quoted = quoted.map(|(word, value)| (format!("{word:?}"), format!("{value:?}")));
    for (word, value) in quoted.chain([("\"id from create\"".to_owned(), "id".to_owned())]) {
        if !filled.contains(&word) {
            return Err(format!("no block has {word} for what the sandbox prints"));
        }
        filled = filled.replace(&word, &value);
    }
    Ok(filled)
}

#[cfg(test)]
mod tests;
