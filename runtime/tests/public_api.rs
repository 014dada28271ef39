//! The API that generated code uses, from a crate with only the runtime and serde in scope.

use sap_concur_runtime::{
    Additional, Blank, CurrencyCode, Date, Decimal, FamilyIndexError, Json, Secret, Spelling, TimeOfDay, Timestamp,
    UnknownValueError, Update, dec,
};

/// Shadows the names of the prelude, which macros must not depend on.
mod hostile {
    #![allow(dead_code, non_camel_case_types, reason = "only shadow the prelude")]

    struct Result;
    struct Option;
    struct String;
    struct Box;
    trait From {}
    trait FromStr {}
    mod core {}
    mod std {}

    #[derive(Debug, Clone, PartialEq)]
    pub(crate) enum View {
        All,
        Active,
        Other(::std::boxed::Box<str>),
    }

    impl View {
        pub(crate) fn as_str(&self) -> &str {
            match self {
                Self::All => "ALL",
                Self::Active => "ACTIVE",
                Self::Other(text) => text,
            }
        }
    }

    impl ::core::convert::From<&str> for View {
        fn from(text: &str) -> Self {
            match text {
                "ALL" => Self::All,
                "ACTIVE" => Self::Active,
                other => Self::Other(other.into()),
            }
        }
    }

    sap_concur_runtime::value_set!(View);

    #[derive(Debug, Clone, Copy, PartialEq)]
    pub(crate) enum Action {
        Submit,
        Approve,
    }

    impl Action {
        const KNOWN: [Self; 2] = [Self::Submit, Self::Approve];

        pub(crate) fn as_str(&self) -> &str {
            match self {
                Self::Submit => "submit",
                Self::Approve => "approve",
            }
        }

        fn from_wire(text: &str) -> ::core::option::Option<Self> {
            match text {
                "submit" => Some(Self::Submit),
                "approve" => Some(Self::Approve),
                _ => None,
            }
        }
    }

    sap_concur_runtime::value_set!(closed Action);

    /// A closed set whose values are a slice, and which is not `Copy`.
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) enum Channel {
        Email,
        Phone,
    }

    impl Channel {
        const KNOWN: &'static [Self] = &[Self::Email, Self::Phone];

        pub(crate) fn as_str(&self) -> &str {
            match self {
                Self::Email => "email",
                Self::Phone => "phone",
            }
        }

        fn from_wire(text: &str) -> ::core::option::Option<Self> {
            match text {
                "email" => Some(Self::Email),
                "phone" => Some(Self::Phone),
                _ => None,
            }
        }
    }

    sap_concur_runtime::value_set!(closed Channel);
}

use hostile::{Action, Channel, View};

#[test]
fn an_open_set_round_trips_any_text() {
    for text in ["ALL", "ACTIVE", "TOAPPROVE", "", "a \"b\""] {
        let json = serde_json::to_string(text).unwrap();
        let view: View = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&view).unwrap(), json);
        assert_eq!(view, *text);
        assert_eq!(view, text);
        assert_eq!(view.to_string(), text);
        assert_eq!(view, text.parse::<View>().unwrap());
        assert_eq!(View::from(text.to_owned()).as_ref(), text);
    }
    assert_eq!(format!("{:>5}|", View::All), "  ALL|");
    let error = serde_json::from_str::<View>("7").unwrap_err().to_string();
    assert!(
        error.starts_with("invalid type: integer `7`, expected a string"),
        "{error}"
    );
    assert_eq!(View::blank(), "");
}

#[test]
fn a_closed_set_accepts_only_its_own_values() {
    assert_eq!(serde_json::from_str::<Action>("\"approve\"").unwrap(), Action::Approve);
    assert_eq!(Action::try_from("submit"), Ok(Action::Submit));
    assert_eq!("submit".parse(), Ok(Action::Submit));
    assert_eq!(Action::Approve, "approve");
    let error = "Submit".parse::<Action>().unwrap_err();
    assert_eq!(error, UnknownValueError::new("Submit", ["submit", "approve"]));
    assert_eq!(error.to_string(), "`Submit` is not one of: submit, approve");
    let error = serde_json::from_str::<Action>("\"x\"").unwrap_err().to_string();
    assert!(
        error.starts_with("`x` is not one of: submit, approve at line 1"),
        "{error}"
    );
    let error = Action::try_from("x".repeat(9999).as_str()).unwrap_err().to_string();
    assert!(error.len() < 200);
    assert_eq!(Action::blank(), Action::Submit);
}

#[test]
fn the_values_of_a_closed_set_can_be_an_array_or_a_slice() {
    assert_eq!(Action::blank(), Action::Submit);
    assert_eq!(Channel::blank(), Channel::Email);
    assert_eq!("phone".parse(), Ok(Channel::Phone));
    assert_eq!(
        "fax".parse::<Channel>().unwrap_err().to_string(),
        "`fax` is not one of: email, phone"
    );
}

#[test]
fn a_spelling_out_of_range_falls_back_to_the_first_name() {
    let names = ["uoMCode", "uomCode"];
    assert_eq!(Spelling::default().of(&names), "uoMCode");
    assert_eq!(Spelling::FIRST, Spelling::default());
    assert_eq!(Spelling::alias(0).of(&names), "uomCode");
    assert_eq!(Spelling::alias(1).of(&names), "uoMCode");
    assert_eq!(Spelling::alias(255).of(&names), "uoMCode");
    assert_eq!(Spelling::FIRST.of(&[]), "");
}

#[test]
fn a_family_index_error_shows_the_bounds() {
    let error = FamilyIndexError::new("custom", 41, 1, 40);
    assert_eq!(error.to_string(), "custom41 does not exist: custom1 to custom40");
    assert_eq!(error.index(), 41);
}

#[test]
fn every_field_type_has_a_blank_value() {
    assert_eq!(
        (String::blank(), bool::blank(), i64::blank()),
        (String::new(), false, 0)
    );
    assert_eq!(Decimal::blank(), dec!(0));
    assert_eq!((Vec::<View>::blank(), Option::<View>::blank()), (vec![], None));
    assert_eq!(Box::<CurrencyCode>::blank().as_str(), "");
    assert!(Secret::blank().is_empty() && Additional::blank().is_empty() && Json::blank().is_null());
    assert!(Update::<View>::blank().is_keep());
    let _ = (Date::blank(), TimeOfDay::blank(), Timestamp::blank());
}

#[test]
fn an_update_has_three_states() {
    let set: Update<i32> = 7.into();
    assert_eq!((set.value(), set.is_keep(), set.is_clear()), (Some(&7), false, false));
    assert_eq!(set.map(|value| value + 1), Update::Set(8));
    assert_eq!(set.as_ref().into_value(), Some(&7));
    let clear = Update::<i32>::Clear;
    assert!(clear.is_clear() && clear.value().is_none() && clear.map(|value| value).is_clear());
    assert_eq!(Update::<i32>::default(), Update::Keep);
}

#[test]
fn json_values_convert_from_common_types() {
    assert_eq!(Json::from("a\"b").as_str(), r#""a\"b""#);
    assert_eq!(Json::from(dec!(1.10)).as_str(), "1.10");
    assert_eq!(Json::from(true).as_str(), "true");
    assert_eq!(
        Json::from(serde_json::json!({"a": [1, null]})).as_str(),
        r#"{"a":[1,null]}"#
    );
    assert_eq!("[1, 2]".parse::<Json>().unwrap().parse::<Vec<u8>>().unwrap(), [1, 2]);
    assert!("[1".parse::<Json>().is_err());
    assert_eq!(Json::of(&[dec!(0.10)]).unwrap().to_string(), "[0.10]");
    let invalid: std::collections::BTreeMap<Vec<u8>, u8> = [(vec![1], 1)].into();
    assert!(Json::of(&invalid).is_err());
}

#[test]
fn additional_fields_behave_like_a_map() {
    let mut fields: Additional = [("b", Json::from(2)), ("a", Json::from("x"))].into_iter().collect();
    assert_eq!(fields.len(), 2);
    assert_eq!(fields.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(fields.insert("a", true), Some("x".into()));
    assert_eq!(fields.remove("b").unwrap().as_str(), "2");
    assert_eq!(format!("{fields:?}"), r#"Additional({"a": true})"#);
    assert!(!fields.is_empty() && fields.get("b").is_none());
}

#[test]
fn names_only_shows_additional_fields_without_values() {
    let fields: Additional = [("token", Json::from("eyJSECRET")), ("a b", Json::from(2))]
        .into_iter()
        .collect();
    assert_eq!(format!("{:?}", fields.names_only()), r#"{"a b", "token"}"#);
    assert_eq!(format!("{:?}", Additional::default().names_only()), "{}");
}

#[test]
fn currency_codes_compare_with_strings() {
    let code: CurrencyCode = serde_json::from_str("\"USD\"").unwrap();
    assert_eq!(code, "USD");
    assert_eq!(code, *"USD");
    assert_eq!(serde_json::to_string(&code).unwrap(), "\"USD\"");
    assert_eq!(format!("{code}|{code:?}"), "USD|CurrencyCode(\"USD\")");
}
