use serde_json::json;

part! {
    #[derive(Debug, PartialEq)]
    struct Size {
        height: u32,
        width: u32,
    }
}

part! {
    #[derive(Debug, PartialEq)]
    struct Look {
        color: String,
    }
}

#[derive(Debug, PartialEq)]
struct Door {
    key: String,
    size: Size,
    locked: Option<bool>,
    look: Look,
    next: Option<Box<Door>>,
}

flat!(Door {
    [key]
    ..size: Size
    [locked]
    ..look: Look
    [next]
});

const TEXT: &str = r#"{"key":"a","height":2,"width":1,"locked":null,"color":"red","next":null}"#;

fn door() -> Door {
    Door {
        key: "a".to_owned(),
        size: Size { height: 2, width: 1 },
        locked: None,
        look: Look {
            color: "red".to_owned(),
        },
        next: None,
    }
}

fn error(text: &str) -> String {
    serde_json::from_str::<Door>(text).unwrap_err().to_string()
}

#[test]
fn the_fields_of_parts_are_written_in_their_places() {
    assert_eq!(serde_json::to_string(&door()).unwrap(), TEXT);
}

#[test]
fn fields_are_read_in_any_order() {
    assert_eq!(serde_json::from_str::<Door>(TEXT).unwrap(), door());
    let sorted = json!({ "color": "red", "height": 2, "key": "a", "locked": null, "next": null, "width": 1 });
    assert_eq!(serde_json::from_value::<Door>(sorted).unwrap(), door());
}

#[test]
fn a_struct_can_contain_itself() {
    let outer = Door {
        next: Some(Box::new(door())),
        ..door()
    };
    let text = serde_json::to_string(&outer).unwrap();
    assert_eq!(serde_json::from_str::<Door>(&text).unwrap(), outer);
}

#[test]
fn a_missing_field_is_an_error_that_names_it() {
    assert!(error(&TEXT.replace(r#""width":1,"#, "")).starts_with("missing field `width`"));
    assert!(error(&TEXT.replace(r#""key":"a","#, "")).starts_with("missing field `key`"));
}

#[test]
fn a_field_given_twice_is_an_error() {
    assert!(error(&TEXT.replace(r#""width":1"#, r#""width":1,"width":3"#)).starts_with("duplicate field `width`"));
    assert!(error(&TEXT.replace(r#""key":"a""#, r#""key":"a","key":"b""#)).starts_with("duplicate field `key`"));
}

#[test]
fn unknown_fields_are_ignored() {
    let text = TEXT.replace(r#""width":1"#, r#""depth":[{"width":7}],"width":1"#);
    assert_eq!(serde_json::from_str::<Door>(&text).unwrap(), door());
}
