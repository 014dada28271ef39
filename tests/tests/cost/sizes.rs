//! The size of types.

use crate::measured;

/// The types of the SDK by name, with their sizes in bytes: made out of `generated/public-api.txt` by the build script.
const SIZES: &[(&str, usize)] = include!(concat!(env!("OUT_DIR"), "/sizes.rs"));

/// The most that a type should have: what is moved about by value.
const MOST: usize = 1280;

/// What the four that hold families of custom fields have at most beside the same by hand with a box for each object, in
/// hundredths.
const BESIDE_BOXES: usize = 125;

#[test]
fn no_public_type_is_larger_than_five_quarters_of_a_kibibyte() {
    assert!(SIZES.len() > 100, "the listing has become another: {}", SIZES.len());
    for (path, size) in SIZES {
        assert!(*size <= MOST, "{path} has {size} bytes, more than {MOST}");
    }
}

#[test]
fn large_types_are_no_larger_than_those_by_hand_with_boxes() {
    for (name, ours, boxed) in measured::SIZES {
        assert!(
            ours * 100 <= boxed * BESIDE_BOXES,
            "{name}: {ours} bytes, by hand {boxed}"
        );
    }
}
