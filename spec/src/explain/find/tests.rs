use super::{Found, find};

const NAMES: &[&str] = &[
    "pets.Pet",
    "pets.Pet.name",
    "pets.Owner.name",
    "pets.list",
    "zoo.Keeper",
    "zoo.keeper",
];

#[test]
fn a_whole_name_means_what_has_it_whatever_ends_like_it() {
    assert_eq!(find(NAMES, "pets.Pet", "."), Found::These(vec![0]));
    assert_eq!(find(&["a.b", "b"], "b", "."), Found::These(vec![1]));
}

#[test]
fn two_items_of_one_name_are_both_meant() {
    assert_eq!(find(&["a.b", "a.b"], "a.b", "."), Found::These(vec![0, 1]));
}

#[test]
fn the_last_parts_are_enough_where_no_other_name_ends_like_them() {
    assert_eq!(find(NAMES, "Owner.name", "."), Found::These(vec![2]));
    assert_eq!(find(NAMES, "name", "."), Found::Ambiguous(vec![1, 2]));
    assert_eq!(find(NAMES, "ame", "."), Found::Unknown(vec![1, 2]));
}

#[test]
fn capitals_count_where_they_part_two_names() {
    assert_eq!(find(NAMES, "zoo.keeper", "."), Found::These(vec![5]));
    assert_eq!(find(NAMES, "keeper", "."), Found::These(vec![5]));
    assert_eq!(find(NAMES, "KEEPER", "."), Found::Ambiguous(vec![4, 5]));
    assert_eq!(find(NAMES, "PETS.LIST", "."), Found::These(vec![3]));
}

#[test]
fn an_unknown_name_has_the_nearest_by_as_many_parts_as_it_has() {
    assert_eq!(find(NAMES, "pets.Pet.nmae", "."), Found::Unknown(vec![1]));
    assert_eq!(find(NAMES, "lsit", "."), Found::Unknown(vec![3]));
    assert_eq!(find(NAMES, "zzzzzz", "."), Found::Unknown(vec![]));
    assert_eq!(find(&[], "", "."), Found::Unknown(vec![]));
}
