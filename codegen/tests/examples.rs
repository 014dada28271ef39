//! The tests of the documents' examples.

use concur_spec::Sources;

/// A response whose type is not read by a model would be left out in silence.
#[test]
fn every_printed_body_has_a_test() {
    let sources =
        Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec")).expect("the specification is readable");
    let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let files = concur_codegen::generate(&contract).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
    for api in &contract.apis {
        let examples = api.operations.iter().flat_map(|operation| &operation.examples);
        let bodies = examples.flat_map(|example| [&example.request, &example.response]);
        let bodies = bodies.flatten().count();
        let folder = format!("tests/examples/{}/", api.module);
        let tested = files.iter().filter(|(path, _)| path.contains(&folder)).count();
        assert_eq!(tested, bodies, "{}", api.key);
    }
}
