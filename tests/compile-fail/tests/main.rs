//! Invalid calls that must not compile.

#[test]
fn invalid_calls_do_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile_fail/*.rs");
}
