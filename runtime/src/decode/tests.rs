use std::fmt;

use proptest::prelude::*;
use serde::{Deserialize, Serialize, Serializer, de::MapAccess, ser::SerializeMap};

use super::*;
use crate::{Additional, Date, Decimal, Json, JsonList, Spelling, Update, dec};

/// Written like generated code.
#[derive(Debug, Default, PartialEq)]
struct Order {
    name: Option<String>,
    lines: JsonList<Line>,
    urls: JsonList<String>,
    total: Update<Decimal>,
    additional: Additional,
}

#[derive(Debug, Default, PartialEq)]
struct Line {
    quantity: Option<Decimal>,
    amounts: JsonList<Decimal>,
}

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Order;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with an order")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Order, A::Error> {
                let mut order = Order::default();
                let mut fields = Fields::new(map);
                while let Some(key) = fields.next_key()? {
                    match key.as_str() {
                        "name" => order.name = fields.optional("name")?,
                        "lines" => order.lines = fields.list("lines")?,
                        "urls" => order.urls = fields.one_or_many("urls")?,
                        "total" => order.total = fields.update("total")?,
                        _ => fields.additional(key)?,
                    }
                }
                order.additional = fields.end();
                Ok(order)
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Line;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with a line")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Line, A::Error> {
                let mut line = Line::default();
                let mut fields = Fields::new(map);
                while let Some(key) = fields.next_key()? {
                    match key.as_str() {
                        "quantity" => line.quantity = fields.optional("quantity")?,
                        "amounts" => line.amounts = fields.one_or_many("amounts")?,
                        _ => fields.ignored()?,
                    }
                }
                Ok(line)
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

fn read(json: &str) -> Order {
    serde_json::from_str(json).unwrap()
}

fn error_of(json: &str) -> (String, String) {
    error_path::path_and_problem(&serde_json::from_str::<Order>(json).unwrap_err())
}

#[test]
fn null_is_absent_empty_or_clear() {
    let order = read(r#"{"name":null,"lines":null,"urls":null,"total":null}"#);
    assert_eq!(
        order,
        Order {
            total: Update::Clear,
            ..Order::default()
        }
    );
    assert_eq!(read("{}").total, Update::Keep);
    assert_eq!(read(r#"{"total":0.10}"#).total, Update::Set(dec!(0.10)));
}

/// A field with one alias, written like generated code.
#[derive(Debug, Default, PartialEq)]
struct Unit(Option<String>, Spelling);

impl<'de> Deserialize<'de> for Unit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Unit;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with a unit")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Unit, A::Error> {
                let Unit(mut unit, mut kept) = Unit::default();
                let mut fields = Fields::new(map);
                while let Some(key) = fields.next_key()? {
                    match key.as_str() {
                        "uoMCode" => fields.spelled("uoMCode", Spelling::FIRST, &mut unit, &mut kept)?,
                        "uomCode" => fields.spelled("uomCode", Spelling::alias(0), &mut unit, &mut kept)?,
                        _ => fields.ignored()?,
                    }
                }
                Ok(Unit(unit, kept))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

#[test]
fn null_under_one_name_keeps_the_value_and_the_spelling() {
    let alias = Spelling::alias(0);
    for (json, unit, spelling) in [
        (r#"{"uoMCode":"EA","uomCode":null}"#, Some("EA"), Spelling::FIRST),
        (r#"{"uomCode":null,"uoMCode":"EA"}"#, Some("EA"), Spelling::FIRST),
        (r#"{"uomCode":"EA","uoMCode":null}"#, Some("EA"), alias),
        (r#"{"uoMCode":null,"uomCode":"EA"}"#, Some("EA"), alias),
        (r#"{"uoMCode":"EA","uomCode":"KG"}"#, Some("KG"), alias),
        (r#"{"uomCode":null}"#, None, Spelling::FIRST),
        ("{}", None, Spelling::FIRST),
    ] {
        let expected = Unit(unit.map(str::to_owned), spelling);
        assert_eq!(serde_json::from_str::<Unit>(json).unwrap(), expected, "{json}");
    }
    let error = serde_json::from_str::<Unit>(r#"{"uomCode":1}"#).unwrap_err();
    assert_eq!(error_path::path_and_problem(&error).0, "uomCode");
}

#[test]
fn a_single_item_is_accepted_as_a_list() {
    assert_eq!(read(r#"{"urls":"a"}"#).urls, ["a"]);
    assert_eq!(read(r#"{"urls":["a","b"]}"#).urls, ["a", "b"]);
    assert_eq!(
        read(r#"{"lines":[{"amounts":12345678901234567.10}]}"#).lines[0].amounts[0].to_string(),
        "12345678901234567.10"
    );
}

#[test]
fn errors_contain_the_path() {
    let (path, problem) = error_of(r#"{"name":"x","lines":[{},{},{"quantity":true}]}"#);
    assert_eq!(path, "lines[2].quantity");
    assert!(
        problem.starts_with("invalid type: boolean `true`, expected a decimal number at line 1"),
        "{problem}"
    );
}

#[test]
fn errors_inside_one_or_many_contain_the_path() {
    let (path, problem) = error_of(r#"{"lines":[{"amounts":[1,2,"x"]}]}"#);
    assert_eq!(path, "lines[0].amounts[2]");
    assert!(
        problem.starts_with("invalid type: a string that is not a number"),
        "{problem}"
    );
    assert_eq!(error_of(r#"{"urls":7}"#).0, "urls");
}

#[test]
fn errors_in_a_truncated_document_contain_the_path() {
    assert_eq!(error_of(r#"{"lines":[{},{"quantity":1"#).0, "lines[1]");
}

#[test]
fn errors_of_the_whole_document_have_no_path() {
    let (path, problem) = error_of("[1]");
    assert_eq!(path, "");
    assert!(
        problem.starts_with("invalid type: sequence, expected an object with an order"),
        "{problem}"
    );
}

#[test]
fn errors_name_missing_and_mutually_exclusive_fields() {
    assert_eq!(
        missing::<serde_json::Error>("vendorCode").to_string(),
        "missing field `vendorCode`"
    );
    assert_eq!(
        only_one::<serde_json::Error>("userId, userEmail").to_string(),
        "more than one of userId, userEmail"
    );
}

#[test]
fn a_key_is_borrowed_unless_it_has_escapes() {
    let key: Key<'_> = serde_json::from_str(r#""plain""#).unwrap();
    assert!(format!("{key:?}").contains("plain"));
    let key: Key<'_> = serde_json::from_str(r#""\u0061b""#).unwrap();
    assert_eq!(key.as_str(), "ab");
    assert_eq!(key.into_string(), "ab");
    let mut reader = serde_json::Deserializer::from_reader(&b"\"k\""[..]);
    assert_eq!(Key::deserialize(&mut reader).unwrap().as_str(), "k");
}

#[test]
fn a_union_can_be_inspected_before_it_is_decoded() {
    let union = |json| union(&mut serde_json::Deserializer::from_str(json)).unwrap();
    let amount = union(r#"{"value":1.10,"currency":"USD","code":null}"#);
    assert!(amount.has("currency"));
    assert!(!amount.has("code"), "null does not count");
    assert!(!amount.has("href"));
    assert!(!union("[1]").has("value"));
    assert!(!union("\"currency\"").has("currency"));
    let tagged = union(r#"{"type":"A\u0049R","level":2,"on":true,"none":null,"of":{"type":"X"}}"#);
    assert!(tagged.is("type", "AIR") && tagged.is("level", "2") && tagged.is("on", "true"));
    assert!(!tagged.is("type", "air") && !tagged.is("none", "null") && !tagged.is("of", "X"));
    assert!(!union("[1]").is("type", "AIR"));
    let error = amount.decode::<Vec<bool>, serde_json::Error>().unwrap_err().to_string();
    assert_eq!(error, "invalid type: map, expected a sequence");
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,5})?",
        ".{0,12}".prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(" , "))),
            proptest::collection::vec((".{0,6}", inner), 0..4).prop_map(|fields| {
                let fields: Vec<_> = fields
                    .into_iter()
                    .map(|(name, value)| format!("{}: {value}", serde_json::to_string(&name).unwrap()))
                    .collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
}

struct Written<'a>(&'a Additional);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.write(&mut map)?;
        map.end()
    }
}

proptest! {
    #[test]
    fn unknown_fields_round_trip_byte_for_byte(fields in proptest::collection::btree_map("\\PC{0,10}|[\"\\\\\u{0}-\u{1f}é🦀]{0,5}", json(), 0..5)) {
        prop_assume!(!fields.keys().any(|name| ["name", "lines", "urls", "total"].contains(&name.as_str())));
        let text: Vec<_> =
            fields.iter().map(|(name, value)| format!("{}:{value}", serde_json::to_string(name).unwrap())).collect();
        let text = format!("{{{}}}", text.join(","));
        let order = read(&text);
        prop_assert_eq!(serde_json::to_string(&Written(&order.additional)).unwrap(), text);
        for (name, value) in &fields {
            prop_assert_eq!(order.additional.get(name).unwrap().as_str(), value);
        }
    }

    #[test]
    fn json_values_round_trip_byte_for_byte(text in json()) {
        let value: Json = text.parse().unwrap();
        prop_assert_eq!(serde_json::to_string(&value).unwrap(), text);
    }
}

#[test]
fn a_list_is_read_bare_or_under_its_key() {
    let read = |key, json: &str| -> Result<JsonList<Line>, (String, String)> {
        let mut json = serde_json::Deserializer::from_str(json);
        serde::de::DeserializeSeed::deserialize(Items::under(key), &mut json)
            .map_err(|error| error_path::path_and_problem(&error))
    };
    assert_eq!(read(None, "[{},{}]").unwrap().len(), 2);
    assert_eq!(read(Some("data"), "[{},{}]").unwrap().len(), 2);
    assert_eq!(read(Some("data"), r#"{"operations":[],"data":[{}]}"#).unwrap().len(), 1);
    assert_eq!(read(Some("data"), r#"{"data":null}"#).unwrap().len(), 0);
    assert_eq!(read(None, "null").unwrap().len(), 0);
    assert_eq!(
        read(Some("data"), r#"{"data":[{},{"quantity":{}}]}"#).unwrap_err().0,
        "data[1].quantity"
    );
    assert_eq!(read(None, r#"[{"quantity":[]}]"#).unwrap_err().0, "[0].quantity");
    assert!(
        read(Some("data"), r#"{"items":[]}"#)
            .unwrap_err()
            .1
            .starts_with("missing field `data`")
    );
    assert!(
        read(None, r#"{"data":[]}"#)
            .unwrap_err()
            .1
            .starts_with("invalid type: map, expected a list")
    );
}

/// A recursive list.
struct Nest(#[expect(dead_code, reason = "never read")] JsonList<Nest>);

impl<'de> Deserialize<'de> for Nest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        list::OneOrMany::deserialize(deserializer).map(|many| Self(many.into_list()))
    }
}

#[test]
fn deep_nesting_is_rejected_before_the_stack_overflows() {
    let nest = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(serde_json::from_str::<Nest>(&nest(100)).is_ok());
    let error = serde_json::from_str::<Nest>(&nest(100_000))
        .map(drop)
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("recursion limit exceeded"), "{error}");
    let text = format!("[\"{}\\\\\\\"[\"]", "[".repeat(1000));
    assert!(
        serde_json::from_str::<Undecided>(&text)
            .is_ok_and(|text| text.decode::<Vec<String>, serde_json::Error>().is_ok())
    );
}

impl<'de> Deserialize<'de> for Undecided {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        union(deserializer)
    }
}

/// Written like generated code.
#[derive(Debug, Default)]
struct Texts {
    test: Option<bool>,
    open: Option<bool>,
    day: Option<Date>,
    until: Update<Date>,
    any: Option<Json>,
    additional: Additional,
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Texts;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with texts")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Texts, A::Error> {
                let mut texts = Texts::default();
                let mut fields = Fields::new(map);
                while let Some(key) = fields.next_key()? {
                    match key.as_str() {
                        "test" => texts.test = fields.word("test", crate::encode::Words::Y_N)?,
                        "open" => texts.open = fields.word("open", crate::encode::Words::TRUE_FALSE)?,
                        "day" => texts.day = fields.date("day")?,
                        "until" => texts.until = fields.update_date("until")?,
                        "any" => texts.any = fields.json("any")?,
                        _ => fields.additional(key)?,
                    }
                }
                texts.additional = fields.end();
                Ok(texts)
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = crate::encode::Fields::new(serializer, &self.additional)?;
        fields.optional_word("test", &self.test, crate::encode::Words::Y_N)?;
        fields.optional_word("open", &self.open, crate::encode::Words::TRUE_FALSE)?;
        fields.optional("day", &self.day)?;
        fields.update("until", &self.until)?;
        fields.optional("any", &self.any)?;
        fields.end()
    }
}

fn texts(json: &str) -> Texts {
    serde_json::from_str(json).unwrap()
}

#[test]
fn a_boolean_is_read_from_all_words_of_services() {
    for (json, is) in [
        ("true", true),
        ("\"true\"", true),
        ("\"TRUE\"", true),
        ("\"True\"", true),
        ("\"Y\"", true),
        ("\"y\"", true),
        ("false", false),
        ("\"False\"", false),
        ("\" N \"", false),
    ] {
        let read = texts(&format!("{{\"test\":{json},\"open\":{json}}}"));
        assert_eq!((read.test, read.open), (Some(is), Some(is)), "{json}");
    }
    for json in ["\"yes\"", "\"1\"", "1", "\"\"", "\"truey\""] {
        assert!(
            serde_json::from_str::<Texts>(&format!("{{\"test\":{json}}}")).is_err(),
            "{json}"
        );
    }
}

#[test]
fn words_and_dates_are_written_back_as_they_came() {
    for json in [
        r#"{"test":"Y","open":"False"}"#,
        r#"{"test":"true","open":true}"#,
        r#"{"test":false,"open":"n"}"#,
        r#"{"day":"2019-12-13 20:00:37.0","until":"2011-08-12T20:17:46.384Z"}"#,
        r#"{"day":"2021-11-17T00:00:00.000"}"#,
        r#"{"day":"2021-11-17","until":null}"#,
    ] {
        assert_eq!(serde_json::to_string(&texts(json)).unwrap(), json);
    }
    let mut changed = texts(r#"{"test":"true","open":"n","day":"2019-12-13 20:00:37.0"}"#);
    assert_eq!(changed.day, Date::new(2019, 12, 13).ok());
    changed.test = Some(false);
    changed.open = Some(true);
    changed.day = Date::new(2020, 1, 1).ok();
    let written = serde_json::to_string(&changed).unwrap();
    assert_eq!(written, r#"{"test":"N","open":"True","day":"2020-01-01"}"#);
}

#[test]
fn a_value_of_any_shape_is_kept_to_the_byte() {
    for any in [
        "null",
        "1.50",
        "{ \"b\" : [1e3 ,null], \"a\": {} }",
        "\"\\u00e9\"",
        "[]",
    ] {
        let json = format!("{{\"any\":{any}}}");
        assert_eq!(serde_json::to_string(&texts(&json)).unwrap(), json);
    }
    assert_eq!(texts("{}").any, None);
}
