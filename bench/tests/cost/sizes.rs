//! Sizes of types.

use crate::measured;

/// The public types of the SDK by path, with their sizes in bytes. The build script generates them from
/// `generated/public-api.txt`.
const SIZES: &[(&str, usize)] = include!(concat!(env!("OUT_DIR"), "/sizes.rs"));

/// The maximum size of a type in bytes. Larger types are expensive to move.
const MAX_SIZE: usize = 1280;

/// The maximum size of the four types with families of custom fields, in percent of the hand-written types with boxed
/// objects.
const MAX_PERCENT_OF_BOXED: usize = 125;

#[test]
fn no_public_type_is_larger_than_1280_bytes() {
    assert!(SIZES.len() > 100, "the listing has too few types: {}", SIZES.len());
    for (path, size) in SIZES {
        assert!(*size <= MAX_SIZE, "{path} has {size} bytes, more than {MAX_SIZE}");
    }
}

#[test]
fn large_types_stay_close_to_hand_written_boxed_types() {
    for (name, ours, boxed) in measured::SIZES {
        assert!(
            ours * 100 <= boxed * MAX_PERCENT_OF_BOXED,
            "{name}: {ours} bytes, hand-written {boxed}"
        );
    }
}
