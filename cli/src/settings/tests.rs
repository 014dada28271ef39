use std::time::Duration;

use proptest::prelude::*;

use super::*;

#[test]
fn times_have_units() {
    for (text, seconds) in [
        ("30s", 30),
        ("2m", 120),
        ("1h 30m", 5400),
        ("90d", 90 * 86_400),
        ("1 week", 7 * 86_400),
        ("PT5M", 300),
    ] {
        assert_eq!(time(text), Ok(Duration::from_secs(seconds)), "{text}");
    }
    assert_eq!(time("250ms"), Ok(Duration::from_millis(250)));
}

#[test]
fn times_without_a_length_are_refused() {
    for text in ["", "30", "soon", "s", "1 month", "1y"] {
        assert_eq!(
            time(text).unwrap_err(),
            "expected a time such as 30s, 2m, 1h or 90d",
            "{text}"
        );
    }
    for text in ["0s", "-3s", "1h ago"] {
        assert_eq!(time(text).unwrap_err(), "expected a time above zero", "{text}");
    }
}

proptest! {
    #[test]
    fn no_time_panics(text in "\\PC*|[0-9]{1,20} ?(ns|s|m|h|d|w|months)") {
        let _ = time(&text);
    }

    #[test]
    fn a_profile_is_a_name_of_a_file(name in "\\PC{0,120}") {
        let profile = Setting { value: name.clone(), origin: Origin::Default };
        if check_name(&profile).is_ok() {
            let path = Path::new("folder").join(format!("imports-{name}.sqlite"));
            prop_assert_eq!(path.parent(), Some(Path::new("folder")));
            prop_assert!(!name.starts_with('.') && !name.is_empty());
        }
    }
}

#[test]
fn flags_and_variables_are_spelled_after_their_setting() {
    assert_eq!(flag("base_url"), "base-url");
    assert_eq!(variable("base_url"), "CONCUR_BASE_URL");
    let names: std::collections::BTreeSet<&str> = KNOWN.iter().map(|known| known.name).collect();
    assert_eq!(names.len(), KNOWN.len(), "each is known once");
}

#[test]
fn nearer_origins_come_first() {
    let origins = [
        Origin::Flag("base-url".to_owned()),
        Origin::Environment("CONCUR_BASE_URL".to_owned()),
        Origin::File("config.toml".into(), 3),
        Origin::Default,
    ];
    assert!(origins.is_sorted_by_key(Origin::rank));
    let shown = origins.map(|origin| origin.to_string());
    assert_eq!(
        shown,
        [
            "--base-url",
            "environment variable CONCUR_BASE_URL",
            "config.toml:3",
            "default"
        ]
    );
}

/// Changes a profile in a file with this text, and returns the text after that.
fn changed(text: &str, set: &[(&str, Option<&str>)]) -> Result<String, Failure> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, text).unwrap();
    change_profile(&path, "shop", set)?;
    Ok(std::fs::read_to_string(&path).unwrap())
}

#[test]
fn a_change_keeps_comments_and_order() {
    let text = "# a\n[profiles.shop] # b\n# c\nclient_id='1' # d\n\ntimeout = \"5s\" # e\n";
    let after = changed(
        text,
        &[("client_id", Some("2")), ("grant", Some("user")), ("scopes", None)],
    );
    let expected = "# a\n[profiles.shop] # b\n# c\nclient_id=\"2\" # d\n\ntimeout = \"5s\" # e\ngrant = \"user\"\n";
    assert_eq!(after.unwrap(), expected);
}

#[test]
fn an_equal_value_is_left_as_it_is_written() {
    let text = "profiles = { shop = { scopes = [ 'a', 'b' ], client_id = '''1''' } }\n";
    let after = changed(text, &[("client_id", Some("1")), ("scopes", Some("a b"))]);
    assert_eq!(after.unwrap(), text);
}

#[test]
fn a_new_profile_is_a_table_of_its_own() {
    let after = changed("", &[("client_id", Some("a \"quoted\" id"))]).unwrap();
    assert_eq!(after, "[profiles.shop]\nclient_id = 'a \"quoted\" id'\n");
    let problem = changed("profiles = 5\n", &[("client_id", Some("1"))]).unwrap_err();
    assert!(problem.to_string().contains("is not a table of tables"), "{problem}");
}
