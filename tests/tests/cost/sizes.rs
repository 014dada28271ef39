//! The size of types.

use crate::measured;

/// The types of the SDK by name, with their sizes in bytes: made out of `generated/api.txt` by the build script.
const SIZES: &[(&str, usize)] = include!(concat!(env!("OUT_DIR"), "/sizes.rs"));

/// The most that a type should have: what is moved about by value.
const MOST: usize = 1280;

/// Those that have more, because their objects stand in them and not in boxes, and what they have. None may grow, and no
/// other may come.
const LARGER: [(&str, usize); 3] = [("Expense", 1688), ("Request", 2216), ("SegmentLeg", 1344)];

/// What the four that hold families of custom fields have at most, in hundredths of the same by hand with a box for each
/// object.
const BESIDE_BOXES: [(&str, usize); 4] = [
    ("Request", 275),
    ("Expense", 243),
    ("SegmentLeg", 183),
    ("Allocation", 160),
];

#[test]
fn no_public_type_is_larger_than_five_quarters_of_a_kibibyte_but_those_that_are_known() {
    assert!(
        SIZES.len() > 100,
        "the listing has become another: {} types",
        SIZES.len()
    );
    for (path, size) in SIZES {
        let name = path.rsplit("::").next().unwrap_or(path);
        // A builder holds the value that it builds.
        let name = name.strip_suffix("Builder").unwrap_or(name);
        let known = LARGER.iter().find(|(larger, _)| *larger == name);
        let most = known.map_or(MOST, |(_, most)| *most);
        assert!(*size <= most, "{path} has {size} bytes, more than {most}");
    }
}

#[test]
fn a_type_that_has_become_small_enough_is_no_longer_excused() {
    for (name, most) in LARGER {
        let path = format!("sap_concur::request::{name}");
        let size = SIZES.iter().find(|(known, _)| *known == path).map(|(_, size)| *size);
        assert!(
            size.is_some_and(|size| size > MOST),
            "{name}: {size:?}, excused up to {most}"
        );
    }
}

#[test]
fn large_types_do_not_grow_beside_those_by_hand_with_boxes() {
    for ((name, ours, boxed), (expected, most)) in measured::SIZES.into_iter().zip(BESIDE_BOXES) {
        assert_eq!(name, expected);
        assert!(ours * 100 <= boxed * most, "{name}: {ours} bytes, by hand {boxed}");
    }
}
