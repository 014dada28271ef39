use super::*;

/// `["a", null, 7 read as "7", {}, "b"]`, as created by the lenient decoder.
fn list() -> JsonList<String> {
    let json = |text: &str| -> Json { text.parse().unwrap() };
    let mut list = JsonList::new();
    list.push("a".to_owned());
    list.push_raw(json("null"));
    list.push_converted("7".to_owned(), json("7"), ReadAs::new("\"7\""));
    list.push_raw(json("{}"));
    list.push("b".to_owned());
    list
}

fn written(list: &JsonList<String>) -> String {
    serde_json::to_string(list).unwrap()
}

#[test]
fn raw_items_are_written_in_their_places() {
    let list = list();
    assert_eq!(list[..], ["a", "7", "b"]);
    assert_eq!(written(&list), r#"["a",null,7,{},"b"]"#);
    let raw: Vec<_> = list.raw_items().map(|(index, json)| (index, json.as_str())).collect();
    assert_eq!(raw, [(1, "null"), (3, "{}")]);
}

#[test]
fn an_insert_moves_later_raw_items() {
    let mut list = list();
    list.insert(0, "x".to_owned());
    assert_eq!(written(&list), r#"["x","a",null,7,{},"b"]"#);
    list.insert(3, "y".to_owned());
    assert_eq!(written(&list), r#"["x","a",null,7,{},"y","b"]"#);
    list.push("z".to_owned());
    assert_eq!(written(&list), r#"["x","a",null,7,{},"y","b","z"]"#);
}

#[test]
fn a_removed_item_takes_its_raw_value_with_it() {
    let mut list = list();
    assert_eq!(list.remove(1), "7");
    assert_eq!(written(&list), r#"["a",null,{},"b"]"#);
    list.insert(1, "7".to_owned());
    assert_eq!(written(&list), r#"["a",null,{},"7","b"]"#);
    assert_eq!(list.pop().as_deref(), Some("b"));
    assert_eq!(list.remove(0), "a");
    assert_eq!(written(&list), r#"[null,{},"7"]"#);
    list.retain(|_| false);
    assert!(list.is_empty() && !list.is_absent());
    assert_eq!(written(&list), "[null,{}]");
    list.clear();
    assert!(list.is_absent());
    assert_eq!(written(&list), "[]");
}

#[test]
fn a_changed_item_is_written_with_its_new_value() {
    let mut list = list();
    list[1] = "8".to_owned();
    assert_eq!(written(&list), r#"["a",null,"8",{},"b"]"#);
    list.clear_raw_items();
    assert_eq!(written(&list), r#"["a","8","b"]"#);
}

#[test]
fn a_single_item_is_written_without_brackets_while_alone() {
    let mut list = JsonList::from(["a".to_owned()]).single();
    assert_eq!(written(&list), "\"a\"");
    list.push("b".to_owned());
    assert_eq!(written(&list), r#"["a","b"]"#);
    list.remove(0);
    list.remove(0);
    assert_eq!(written(&list), "[]");
}

#[test]
fn lists_with_different_raw_items_are_not_equal() {
    assert_eq!(list(), list());
    let mut other = list();
    other.clear_raw_items();
    assert_ne!(list(), other);
    assert_ne!(list(), ["a", "7", "b"]);
    assert_eq!(other, ["a", "7", "b"]);
    assert_eq!(other, vec!["a", "7", "b"]);
}

#[test]
fn debug_shows_only_the_number_of_raw_items() {
    assert_eq!(format!("{:?}", list()), r#"["a", "7", "b"] and 2 raw"#);
}

#[test]
fn random_edits_match_a_model() {
    use proptest::prelude::*;

    #[derive(Debug, Clone)]
    enum Edit {
        Insert(usize),
        Remove(usize),
    }
    let edit = prop_oneof![
        any::<usize>().prop_map(Edit::Insert),
        any::<usize>().prop_map(Edit::Remove)
    ];
    let edits = proptest::collection::vec(edit, 0..12);
    let start = proptest::collection::vec(any::<bool>(), 0..8);
    proptest!(|(start in start, edits in edits)| {
        // The model is the serialized list: `null` for a raw item, a string for any other.
        let mut model: Vec<Option<String>> = Vec::new();
        let mut list = JsonList::new();
        for (number, is_raw) in start.into_iter().enumerate() {
            model.push((!is_raw).then(|| number.to_string()));
            match is_raw {
                true => list.push_raw(Json::default()),
                false => list.push(number.to_string()),
            }
        }
        for edit in edits {
            let places: Vec<usize> = (0..model.len()).filter(|place| model[*place].is_some()).collect();
            match edit {
                Edit::Insert(at) => {
                    let at = at % (places.len() + 1);
                    model.insert(places.get(at).copied().unwrap_or(model.len()), Some("new".into()));
                    list.insert(at, "new".to_owned());
                }
                Edit::Remove(at) if !places.is_empty() => {
                    model.remove(places[at % places.len()]);
                    list.remove(at % places.len());
                }
                Edit::Remove(_) => {}
            }
        }
        prop_assert_eq!(serde_json::to_string(&list).unwrap(), serde_json::to_string(&model).unwrap());
    });
}
