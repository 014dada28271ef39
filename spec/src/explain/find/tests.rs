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
fn an_exact_name_wins_over_longer_names() {
    assert_eq!(find(NAMES, "pets.Pet", "."), Found::These(vec![0]));
    assert_eq!(find(&["a.b", "b"], "b", "."), Found::These(vec![1]));
}

#[test]
fn items_with_the_same_name_are_both_found() {
    assert_eq!(find(&["a.b", "a.b"], "a.b", "."), Found::These(vec![0, 1]));
}

#[test]
fn the_last_parts_are_enough_if_unambiguous() {
    assert_eq!(find(NAMES, "Owner.name", "."), Found::These(vec![2]));
    assert_eq!(find(NAMES, "name", "."), Found::Ambiguous(vec![1, 2]));
    assert_eq!(find(NAMES, "ame", "."), Found::Unknown(vec![1, 2]));
}

#[test]
fn case_matters_only_if_it_distinguishes_two_names() {
    assert_eq!(find(NAMES, "zoo.keeper", "."), Found::These(vec![5]));
    assert_eq!(find(NAMES, "keeper", "."), Found::These(vec![5]));
    assert_eq!(find(NAMES, "KEEPER", "."), Found::Ambiguous(vec![4, 5]));
    assert_eq!(find(NAMES, "PETS.LIST", "."), Found::These(vec![3]));
}

#[test]
fn unknown_names_suggest_similar_names_part_by_part() {
    assert_eq!(find(NAMES, "pets.Pet.nmae", "."), Found::Unknown(vec![1]));
    assert_eq!(find(NAMES, "lsit", "."), Found::Unknown(vec![3]));
    assert_eq!(find(NAMES, "zzzzzz", "."), Found::Unknown(vec![]));
    assert_eq!(find(&[], "", "."), Found::Unknown(vec![]));
}
