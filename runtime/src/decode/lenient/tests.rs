use std::{fmt, panic};

use serde::{Deserialize, Deserializer, de};

use super::*;
use crate::{
    JsonList, Warning,
    decode::{self, DecodeOptions, Decoded, Failure, Fields, Items},
};

const LENIENT: DecodeOptions = DecodeOptions {
    strict: false,
    confidential: false,
};

fn read<T: de::DeserializeOwned>(json: &str) -> Result<Decoded<T>, Failure> {
    decode::read(json.as_bytes(), LENIENT, |json| T::deserialize(json))
}

fn paths(warnings: &[Warning]) -> Vec<&str> {
    warnings.iter().map(Warning::path).collect()
}

/// A node of a tree that grows under optional fields, lists and parts that are set aside.
struct Node {
    size: Option<u32>,
    inner: Option<Box<Node>>,
    list: JsonList<Node>,
    many: JsonList<Node>,
    union: Option<Box<Union>>,
    required: Option<u32>,
}

struct Union(#[expect(dead_code, reason = "nobody looks in")] Node);

impl<'de> Deserialize<'de> for Union {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode::union(deserializer)?.decode().map(Self)
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Node;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a node")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Node, A::Error> {
                let mut node = Node {
                    size: None,
                    inner: None,
                    list: JsonList::new(),
                    many: JsonList::new(),
                    union: None,
                    required: None,
                };
                let mut is_required = false;
                let mut fields = Fields::new(map);
                while let Some(key) = fields.next_key()? {
                    let name = key.as_str();
                    match name {
                        "size" => node.size = fields.optional(name)?,
                        "inner" => node.inner = fields.optional(name)?,
                        "list" => node.list = fields.list(name)?,
                        "many" => node.many = fields.one_or_many(name)?,
                        "union" => node.union = fields.optional(name)?,
                        "required" => {
                            is_required = true;
                            node.required = fields.optional(name)?;
                        }
                        "panics" => panic!("a type that panics"),
                        "decodes" => drop(read::<Node>(r#"{"size":"another odd one"}"#)),
                        _ => {}
                    }
                    if matches!(name, "panics" | "decodes" | "unknown") {
                        fields.ignored()?;
                    }
                }
                if is_required && node.required.is_none() {
                    return Err(decode::missing("required"));
                }
                Ok(node)
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

#[test]
fn a_path_leads_through_fields_lists_single_items_and_unions() {
    let json =
        r#"{"list":[{},{"many":[{"size":"a"},{"union":{"inner":{"size":"b"}}}]},{"many":{"size":"c"}}],"size":"d"}"#;
    let read = read::<Node>(json).unwrap();
    assert_eq!(
        paths(&read.warnings),
        [
            "list[1].many[0].size",
            "list[1].many[1].union.inner.size",
            "list[2].many.size",
            "size"
        ]
    );
    assert_eq!(read.left_out, 4);
    assert_eq!((read.value.list.len(), read.value.list[1].many.len()), (3, 2));
}

#[test]
fn what_must_be_there_takes_with_it_the_nearest_value_that_may_be_absent() {
    let json = r#"{"size":1,"inner":{"size":"odd","required":"x","list":[7]},"list":[{"required":1},{"required":true},{"required":null}]}"#;
    let read = read::<Node>(json).unwrap();
    assert!(read.value.inner.is_none());
    assert_eq!((read.value.size, read.value.list.len()), (Some(1), 1));
    let shown: Vec<_> = read.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "`inner` is left out: at `required`: expected u32, found a string",
            "`list[1]` is left out: at `required`: expected u32, found a boolean",
            "`list[2]` is left out: missing field `required`",
        ]
    );
    assert_eq!(read.warnings[1].raw(), r#"{"required":true}"#);
    assert_eq!(read.left_out, 3);
}

#[test]
fn what_must_be_there_at_the_root_makes_the_answer_unreadable() {
    let fault = |json| read::<Node>(json).err().unwrap();
    let (path, problem) = fault(r#"{"size":"odd","required":"x"}"#);
    assert_eq!(
        (path.as_str(), problem.as_str()),
        (
            "required",
            "invalid type: string \"x\", expected u32 at line 1 column 29"
        )
    );
    let (path, problem) = fault(r#"{"required":"x"}"#);
    assert_eq!(
        (path.as_str(), problem.as_str()),
        (
            "required",
            "invalid type: string \"x\", expected u32 at line 1 column 15"
        )
    );
    assert_eq!(fault("[]").0, "");
    assert!(fault(r#"{"size":"odd","list":["#).1.starts_with("EOF while parsing"));
}

#[test]
fn a_union_within_a_value_that_was_set_aside_takes_its_fault_along() {
    let read = read::<Node>(r#"{"list":[{"union":[]},{"union":{"required":false}}]}"#).unwrap();
    assert_eq!(paths(&read.warnings), ["list[0].union", "list[1].union"]);
    assert_eq!(
        read.warnings[1].problem(),
        "at `required`: expected u32, found a boolean"
    );
}

#[test]
fn a_list_that_is_none_is_empty_and_an_item_that_is_none_is_left_out() {
    let read = read::<Node>(r#"{"list":"x","many":[1,{},null],"union":null}"#).unwrap();
    assert_eq!(paths(&read.warnings), ["list", "many[0]", "many[2]"]);
    assert_eq!((read.value.list.len(), read.value.many.len()), (0, 1));
}

#[test]
fn an_empty_text_is_absent_in_a_field_and_odd_in_a_list() {
    let read = read::<Node>(r#"{"size":"","inner":"","list":"","many":"","union":""}"#).unwrap();
    assert_eq!(read.left_out, 0);
    assert_eq!(
        paths(&self::read::<Node>(r#"{"list":["",{}]}"#).unwrap().warnings),
        ["list[0]"]
    );
}

#[test]
fn the_strict_manner_refuses_the_first_value_that_would_be_left_out() {
    let strict = |json: &str| {
        let options = DecodeOptions {
            strict: true,
            ..LENIENT
        };
        decode::read(json.as_bytes(), options, |json| Node::deserialize(json)).map(|read| read.left_out)
    };
    assert_eq!(strict(r#"{"size":"","list":[{"inner":""}]}"#), Ok(0));
    let (path, problem) = strict(r#"{"size":"","list":[{"size":[]}],"inner":1}"#).unwrap_err();
    assert_eq!(
        (path.as_str(), problem.as_str()),
        ("list[0].size", "invalid type: sequence, expected u32")
    );
    let (path, problem) = strict(r#"{"list":[{"size":[]}],"inner":1}"#).unwrap_err();
    assert_eq!(path, "list[0].size");
    assert!(problem.ends_with("at line 1 column 17"), "{problem}");
}

#[test]
fn nothing_is_quoted_or_kept_of_a_confidential_answer() {
    for strict in [false, true] {
        let options = DecodeOptions {
            strict,
            confidential: true,
        };
        let json = r#"{"unknown":1,"list":[{"size":"","inner":"canary"}]}"#;
        match decode::read(json.as_bytes(), options, |json| Node::deserialize(json)) {
            Ok(read) => {
                let [warning] = &read.warnings[..] else { panic!() };
                assert_eq!((warning.path(), warning.raw()), ("list[0].inner", ""));
                assert_eq!(warning.problem(), "expected a node, found a string");
            }
            Err((path, problem)) => {
                assert_eq!(path, "list[0].inner");
                assert!(
                    problem.starts_with("not of the form that was expected (not shown"),
                    "{problem}"
                );
            }
        }
    }
}

#[test]
fn a_long_text_is_cut_between_characters() {
    for (text, kept) in [
        ("x".repeat(1022), 1024),
        ("x".repeat(1023), 1024 + 3),
        ("é".repeat(1000), 1023 + 3),
    ] {
        let read = read::<Node>(&format!(r#"{{"size":"{text}"}}"#)).unwrap();
        let raw = read.warnings[0].raw();
        assert_eq!((raw.len(), raw.ends_with('…')), (kept, kept > 1024));
    }
}

#[test]
fn no_more_than_a_thousand_are_kept_and_all_are_counted() {
    let json = format!("[{}{{}}]", "1,".repeat(2500));
    let read = decode::read(json.as_bytes(), LENIENT, |json| {
        de::DeserializeSeed::deserialize(Items::<Node>::under(None), json)
    })
    .unwrap();
    assert_eq!((read.value.len(), read.warnings.len(), read.left_out), (1, 1000, 2500));
    assert_eq!(read.warnings[999].path(), "[999]");
    let json = format!(
        r#"{{"list":[{}{{}}],"inner":{{"list":[{}1],"required":""}}}}"#,
        "1,".repeat(995),
        "1,".repeat(2500)
    );
    let read = self::read::<Node>(&json).unwrap();
    assert_eq!((read.warnings.len(), read.left_out), (996, 996));
    assert_eq!(read.warnings[995].path(), "inner");
}

#[test]
fn a_deep_answer_is_refused_before_the_stack_is_used_up() {
    let nest = |name: &str, depth: usize| {
        format!(
            r#"{{"size":"odd","inner":{}{{}}{}}}"#,
            format!(r#"{{"{name}":"#).repeat(depth),
            "}".repeat(depth)
        )
    };
    for name in ["inner", "list", "many", "union"] {
        let read = read::<Node>(&nest(name, 120)).unwrap();
        assert_eq!(paths(&read.warnings)[0], "size");
        assert!(self::read::<Node>(&nest(name, 130)).is_err());
        assert!(self::read::<Node>(&nest(name, 100_000)).is_err());
    }
    assert!(!is_on());
}

#[test]
fn the_switch_is_off_again_whatever_happens() {
    assert!(read::<Node>(r#"{"size":"odd"}"#).is_ok());
    assert!(!is_on());
    let caught = panic::catch_unwind(|| read::<Node>(r#"{"size":"odd","list":[{"panics":1}]}"#).is_ok());
    assert!(caught.is_err() && !is_on());
    assert!(serde_json::from_str::<Node>(r#"{"size":"odd"}"#).is_err());
    assert_eq!(paths(&read::<Node>(r#"{"size":"odd"}"#).unwrap().warnings), ["size"]);
}

#[test]
fn an_answer_read_within_an_answer_keeps_its_own_record() {
    let read = read::<Node>(r#"{"size":"odd","list":[{"decodes":1,"size":"odd"}],"union":{"size":"odd"}}"#).unwrap();
    assert_eq!(paths(&read.warnings), ["size", "list[0].size", "union.size"]);
}

#[test]
fn an_update_that_is_left_out_keeps_the_field() {
    struct Change(crate::Update<u32>, crate::Update<i64>);
    impl<'de> Deserialize<'de> for Change {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Visitor;
            impl<'de> de::Visitor<'de> for Visitor {
                type Value = Change;
                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a change")
                }
                fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Change, A::Error> {
                    let mut change = Change(crate::Update::Keep, crate::Update::Keep);
                    let mut fields = Fields::new(map);
                    while let Some(key) = fields.next_key()? {
                        match key.as_str() {
                            "coerced" => change.1 = fields.update_coerced("coerced")?,
                            name => change.0 = fields.update(name)?,
                        }
                    }
                    Ok(change)
                }
            }
            deserializer.deserialize_map(Visitor)
        }
    }
    let Change(plain, loose) = read(r#"{"plain":"odd","coerced":"odd"}"#).unwrap().value;
    assert!(plain.is_keep() && loose.is_keep());
    let Change(plain, loose) = read(r#"{"plain":null,"coerced":null}"#).unwrap().value;
    assert!(plain.is_clear() && loose.is_clear());
}
