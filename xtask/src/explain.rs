//! `explain`: explains a diagnostic code or an item of the SDK.

use std::io;
use std::process::ExitCode;

use concur_codegen::explain::{Explainer, Explanation};
use concur_spec::explain;

use crate::progress;
use crate::workspace::{self, Failure};

pub(crate) fn run(what: Option<&str>, json: bool) -> Result<ExitCode, Failure> {
    let text = match what {
        Some(name) if !explain::is_code(name) => item(name, json)?,
        _ if json => return Err(Failure::new("`--format json` is for items")),
        Some(code) => {
            let code = explain::find_code(code).map_err(Failure::new)?;
            explain::code(code, workspace::style(&io::stdout()), concur_audit::diagnostics)
        }
        None => explain::codes(workspace::style(&io::stdout())),
    };
    workspace::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn item(name: &str, json: bool) -> Result<String, Failure> {
    let sources = workspace::sources()?;
    let specification = concur_spec::load(&sources)?;
    progress::stage("reading the SDK's items");
    let explainer = Explainer::new(&specification, &sources)?;
    let explained = explainer.explain(name).map_err(Failure::new)?;
    Ok(if json {
        let list: serde_json::Value = explained.iter().map(Explanation::json).collect();
        format!("{list:#}\n")
    } else {
        let texts = explained
            .iter()
            .map(|explanation| explanation.text(workspace::style(&io::stdout())));
        texts.collect::<Vec<_>>().join("\n")
    })
}
