//! Filter expressions: how they are written, and that what is written means what was built.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use sap_concur_runtime::{Date, Decimal, Filter, FilterCondition, FilterField, FilterList, Timestamp};

#[derive(Debug)]
struct User;

#[derive(Debug)]
struct Email;

const ACTIVE: FilterField<User, bool> = FilterField::new("active");
const NAME: FilterField<User, String> = FilterField::new("name.familyName");
const AGE: FilterField<User, i64> = FilterField::new("age");
const RATE: FilterField<User, Decimal> = FilterField::new("rate");
const BORN: FilterField<User, Date> = FilterField::new("born");
const MADE: FilterField<User, Timestamp> = FilterField::new("meta.created");
const EMAILS: FilterList<User, Email> = FilterList::new("emails");
const TYPE: FilterField<Email, String> = FilterField::new("type");
const VALUE: FilterField<Email, String> = FilterField::new("value");
const VERIFIED: FilterField<Email, bool> = FilterField::new("verified");

#[test]
fn values_are_quoted_as_their_type_demands() {
    let written = [
        NAME.equals(r#"O"Neil\ "#).to_string(),
        ACTIVE.not_equal(false).to_string(),
        AGE.at_least(18).to_string(),
        RATE.less_than("1.50".parse::<Decimal>().unwrap()).to_string(),
        BORN.greater_than("2000-01-31".parse::<Date>().unwrap()).to_string(),
        MADE.at_most("2026-11-20T09:30:00Z".parse::<Timestamp>().unwrap())
            .to_string(),
        NAME.is_present().to_string(),
    ];
    let expected = [
        r#"name.familyName eq "O\"Neil\\ ""#,
        "active ne false",
        "age ge 18",
        "rate lt 1.50",
        r#"born gt "2000-01-31""#,
        r#"meta.created le "2026-11-20T09:30:00.000Z""#,
        "name.familyName pr",
    ];
    assert_eq!(written, expected);
}

#[test]
fn parentheses_are_only_where_they_are_needed() {
    let (active, old, named) = (ACTIVE.equals(true), AGE.at_least(18), NAME.is_present());
    let or = || active.clone().or(old.clone());
    let written = [
        or().and(named.clone()).to_string(),
        named.clone().and(or()).to_string(),
        or().or(named.clone().and(old.clone())).to_string(),
        (!or()).to_string(),
        (!named.clone()).and(!!old.clone()).to_string(),
        Filter::raw("a pr or b pr").or(named.clone()).to_string(),
        Filter::raw("a pr or b pr").and(named).to_string(),
    ];
    let expected = [
        "(active eq true or age ge 18) and name.familyName pr",
        "name.familyName pr and (active eq true or age ge 18)",
        "active eq true or age ge 18 or name.familyName pr and age ge 18",
        "not (active eq true or age ge 18)",
        "not (name.familyName pr) and not (not (age ge 18))",
        "a pr or b pr or name.familyName pr",
        "(a pr or b pr) and name.familyName pr",
    ];
    assert_eq!(written, expected);
}

#[test]
fn a_group_has_alternatives_and_no_parentheses() {
    let kind = TYPE.equals("work").or(TYPE.equals("home"));
    let group = EMAILS.any(kind.and(VALUE.ends_with("@example.com").or(VERIFIED.equals(true))));
    let expected = r#"emails[type eq "work" and value ew "@example.com" or type eq "work" and verified eq true or type eq "home" and value ew "@example.com" or type eq "home" and verified eq true]"#;
    assert_eq!(group.to_string(), expected);
    assert_eq!((!group).to_string(), format!("not ({expected})"));
}

#[test]
fn debug_shows_the_expression_and_equality_compares_it() {
    assert_eq!(format!("{:?}", ACTIVE.equals(true)), "FilterCondition(active eq true)");
    assert_eq!(format!("{:?}", AGE.at_least(2)), "Filter(age ge 2)");
    assert_eq!(
        format!("{EMAILS:?} {ACTIVE:?}"),
        "FilterList(emails) FilterField(active)"
    );
    assert_eq!(Filter::from(ACTIVE.equals(true)), ACTIVE.equals(true).into());
    assert_ne!(ACTIVE.equals(true), ACTIVE.equals(false));
    assert_eq!(Filter::<User>::from("x pr"), String::from("x pr").into());
}

/// What an expression means, as the test builds it and as it reads it.
#[derive(Clone, Debug, PartialEq)]
enum Meaning {
    Test(String),
    /// Alternatives of tests.
    Group(String, Vec<Vec<String>>),
    And(Vec<Meaning>),
    Or(Vec<Meaning>),
    Not(Box<Meaning>),
}

impl Meaning {
    /// Joins parts, those of a part of the same kind in its place.
    fn and(parts: [Self; 2]) -> Self {
        let parts = parts.into_iter().flat_map(|part| match part {
            Self::And(parts) => parts,
            part => vec![part],
        });
        Self::And(parts.collect())
    }

    fn or(parts: [Self; 2]) -> Self {
        let parts = parts.into_iter().flat_map(|part| match part {
            Self::Or(parts) => parts,
            part => vec![part],
        });
        Self::Or(parts.collect())
    }
}

/// Reads expressions by the grammar of RFC 7644.
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn read(text: &str) -> Meaning {
        let mut reader = Reader { rest: text };
        let meaning = reader.alternatives();
        assert_eq!(reader.rest, "", "of {text}");
        meaning
    }

    fn takes(&mut self, start: &str) -> bool {
        let rest = self.rest.strip_prefix(start);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn alternatives(&mut self) -> Meaning {
        let mut parts = vec![self.joined()];
        while self.takes(" or ") {
            parts.push(self.joined());
        }
        if parts.len() == 1 {
            parts.remove(0)
        } else {
            Meaning::Or(parts)
        }
    }

    fn joined(&mut self) -> Meaning {
        let mut parts = vec![self.part()];
        while self.takes(" and ") {
            parts.push(self.part());
        }
        if parts.len() == 1 {
            parts.remove(0)
        } else {
            Meaning::And(parts)
        }
    }

    fn part(&mut self) -> Meaning {
        let is_negated = self.takes("not ");
        if self.takes("(") {
            let inner = self.alternatives();
            assert!(self.takes(")"), "before {}", self.rest);
            return if is_negated {
                Meaning::Not(Box::new(inner))
            } else {
                inner
            };
        }
        let path = self.word();
        if self.takes("[") {
            let mut alternatives = vec![Vec::new()];
            loop {
                let path = self.word();
                let test = self.test(path);
                alternatives.last_mut().unwrap().push(test);
                if self.takes(" or ") {
                    alternatives.push(Vec::new());
                } else if !self.takes(" and ") {
                    break;
                }
            }
            assert!(self.takes("]"), "before {}", self.rest);
            return Meaning::Group(path, alternatives);
        }
        Meaning::Test(self.test(path))
    }

    fn word(&mut self) -> String {
        let end = self.rest.find([' ', '[', ']', ')']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    /// Reads an operator and its value, and returns them with the value decoded.
    fn test(&mut self, path: String) -> String {
        assert!(self.takes(" "), "before {}", self.rest);
        let operator = self.word();
        if operator == "pr" {
            return format!("{path} pr");
        }
        assert!(self.takes(" "), "before {}", self.rest);
        if !self.rest.starts_with('"') {
            return format!("{path} {operator} {}", self.word());
        }
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<String>();
        let text = values.next().unwrap().unwrap();
        self.rest = &self.rest[values.byte_offset()..];
        format!("{path} {operator} <{text}>")
    }
}

/// An expression and its meaning.
type Built<E> = (E, Meaning);

fn test_of_email() -> impl Strategy<Value = (FilterCondition<Email>, Vec<Vec<String>>)> {
    let one = |test: FilterCondition<Email>, meaning: String| (test, vec![vec![meaning]]);
    let leaf = prop_oneof![
        any::<String>().prop_map(move |text| one(TYPE.equals(&text), format!("type eq <{text}>"))),
        any::<String>().prop_map(move |text| one(VALUE.starts_with(&text), format!("value sw <{text}>"))),
        Just(one(VALUE.is_present(), "value pr".to_owned())),
        any::<bool>().prop_map(move |value| one(VERIFIED.equals(value), format!("verified eq {value}"))),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        (inner.clone(), inner, any::<bool>()).prop_map(|((a, one), (b, other), is_and)| {
            if is_and {
                let rows = one
                    .iter()
                    .flat_map(|row| other.iter().map(|more| [&row[..], more].concat()));
                (a.and(b), rows.collect())
            } else {
                (a.or(b), [one, other].concat())
            }
        })
    })
}

fn expression() -> impl Strategy<Value = Built<Filter<User>>> {
    let leaf = prop_oneof![
        any::<String>().prop_map(|text| (
            NAME.contains(&text).into(),
            Meaning::Test(format!("name.familyName co <{text}>"))
        )),
        any::<String>().prop_map(|text| (
            NAME.not_equal(&text),
            Meaning::Test(format!("name.familyName ne <{text}>"))
        )),
        any::<i64>().prop_map(|age| (AGE.greater_than(age), Meaning::Test(format!("age gt {age}")))),
        Just((ACTIVE.is_present().into(), Meaning::Test("active pr".to_owned()))),
        test_of_email().prop_map(|(test, rows)| (EMAILS.any(test), Meaning::Group("emails".to_owned(), rows))),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        (inner.clone(), inner, 0..3).prop_map(|((a, one), (b, other), how)| match how {
            0 => (a.and(b), Meaning::and([one, other])),
            1 => (a.or(b), Meaning::or([one, other])),
            _ => (!a, Meaning::Not(Box::new(one))),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_written_expression_means_what_was_built((filter, meaning) in expression()) {
        prop_assert_eq!(Reader::read(&filter.to_string()), meaning);
    }
}
