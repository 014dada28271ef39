use super::*;

#[test]
fn values_are_read_from_every_form_of_list() {
    let cases: [(&str, &[&str]); 15] = [
        ("Supported values: GOODS, SERVICES.", &["GOODS", "SERVICES"]),
        ("Supported value: COMPACT", &["COMPACT"]),
        ("Possible values are: A_B or C", &["A_B", "C"]),
        (
            "The status. Possible values are: Pending Approval, Sent Back. More follows.",
            &["Pending Approval", "Sent Back"],
        ),
        (
            "Possible value: CWT, CWTF, AEBT or API",
            &["CWT", "CWTF", "AEBT", "API"],
        ),
        ("Valid values include: `a`, `b`, and `c`.", &["a", "b", "c"]),
        ("Allowed values are \"A\" and \"B\".", &["A", "B"]),
        ("Accepted values: X, Y and Z", &["X", "Y", "Z"]),
        ("One of the following values: X, Y", &["X", "Y"]),
        (
            "Should be one of \"ONE\", \"TWO\" or \"MORE\". IF not, it is found out.",
            &["ONE", "TWO", "MORE"],
        ),
        ("What to do (send, hold or drop)", &["send", "hold", "drop"]),
        ("Possible values are: A, B or custom codes", &["A", "B"]),
        ("Valid values: 1.5, 2.0.", &["1.5", "2.0"]),
        ("Possible values: A; later also B", &["A"]),
        ("Supported values (one of each): a, other, b", &["a", "other", "b"]),
    ];
    for (text, wanted) in cases {
        assert_eq!(values(text), wanted, "{text}");
    }
}

#[test]
fn prose_without_a_list_has_no_values() {
    for text in [
        "Accepted values are the codes of the configuration.",
        "The accepted value is the address code.",
        "One of the employees.",
        "True if this is (or has to be) handled.",
        "When it ended (in the format HH:mm).",
        "The key (unique per customer).",
        "",
    ] {
        assert!(values(text).is_empty(), "{text}: {:?}", values(text));
    }
}

#[test]
fn families_are_read_in_every_notation() {
    for name in [
        "custom1 to custom20",
        "custom1 through custom20",
        "`custom1` through `custom20`",
        "custom1-custom20",
        "custom1 – custom20",
        "custom1…custom20",
        "custom1..custom20",
        "custom1-20",
    ] {
        assert_eq!(family(name).as_deref(), Some("custom1..custom20"), "{name}");
    }
}

#[test]
fn other_names_are_not_families() {
    for name in [
        "custom1",
        "pay-date",
        "custom20 to custom1",
        "custom1 to other20",
        "2018-2020",
        "to",
        "",
    ] {
        assert_eq!(family(name), None, "{name}");
    }
}

#[test]
fn the_names_of_a_choice_ignore_case() {
    assert_eq!(
        one_of("It. Either `UserId` or `Email` or `Login` is required to tell."),
        ["email", "login", "userid"]
    );
    assert!(one_of("Either way it is required.").is_empty());
    assert!(one_of("Either `userId` is required.").is_empty());
}
