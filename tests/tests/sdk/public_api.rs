//! The public API of the SDK, one line per item, so that reviews see changes in the diff of this snapshot.

#[test]
fn public_api() {
    insta::assert_snapshot!(include_str!("../../../generated/public-api.txt"));
}
