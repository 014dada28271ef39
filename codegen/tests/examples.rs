//! The tests of the documents' examples.

use concur_spec::Sources;
use concur_spec::api::{Operation, Output};

/// Returns the number of printed bodies, but for those that no model reads: a body that is written by parameters, and a
/// response that is ignored.
fn bodies(operation: &Operation) -> usize {
    let sent = operation.body.is_some();
    let read = operation.output != Output::Nothing;
    let printed = operation.examples.iter().map(|example| {
        let request = example.request.is_some() && sent;
        let response = example.response.is_some() && read;
        usize::from(request) + usize::from(response)
    });
    printed.sum()
}

/// A response whose type is not read by a model would be left out in silence.
#[test]
fn every_printed_body_has_a_test() {
    let sources =
        Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec")).expect("the specification is readable");
    let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let files = concur_codegen::generate(&contract).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
    for api in &contract.apis {
        let bodies: usize = api.operations.iter().map(bodies).sum();
        let folder = format!("tests/examples/{}/", api.module);
        let tested = files.iter().filter(|(path, _)| path.contains(&folder)).count();
        assert_eq!(tested, bodies, "{}", api.key);
    }
}
