//! The public public_api of the SDK, one line per item: a review reads the diff of this snapshot.

#[test]
fn public_api() {
    insta::assert_snapshot!(include_str!("../../../generated/public-api.txt"));
}
