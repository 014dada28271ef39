//! The public public_api of the SDK, one line per item: a review reads the diff of this snapshot.

#[test]
fn the_public_surface_is_what_was_agreed() {
    insta::assert_snapshot!(include_str!("../../../generated/public-api.txt"));
}
