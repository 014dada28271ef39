#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use concur_spec::api::Doc;
use proptest::prelude::*;

use super::*;

fn export() -> &'static Export {
    Box::leak(Box::new(Export {
        key: "pet".to_owned(),
        doc: Doc::default(),
        list: "list".to_owned(),
        with: Vec::new(),
        since: "since".to_owned(),
        id: "id".to_owned(),
        modified: "times.changed".to_owned(),
        get: None,
    }))
}

fn pet(id: &str, name: &str) -> Json {
    let mut pet = Json::Object(Vec::new());
    pet.put(&["name"], Json::Text(name.to_owned()));
    pet.put(&["id"], Json::Text(id.to_owned()));
    pet.put(&["times", "changed"], Json::Text("2026-01-01T00:00:00Z".to_owned()));
    pet.put(&["weight"], Json::Number("1290.00000000".to_owned()));
    pet
}

fn layouts() -> [(Layout, Format); 2] {
    let columns = ["name".to_owned(), "weight".to_owned()];
    [
        (Layout::jsonl(export()), Format::Jsonl),
        (Layout::csv(export(), &columns), Format::Csv),
    ]
}

#[test]
fn numbers_keep_their_digits_and_columns_their_places() {
    let [(jsonl, _), (csv, _)] = layouts();
    let line = jsonl.line(&pet("7", "Tom")).unwrap();
    assert_eq!(
        line.text,
        "{\"name\":\"Tom\",\"id\":\"7\",\"times\":{\"changed\":\"2026-01-01T00:00:00Z\"},\"weight\":1290.00000000}\n"
    );
    assert_eq!(csv.header().unwrap(), "id,times.changed,name,weight\n");
    let mut with_more = pet("7", "Tom");
    with_more.put(&["owner", "name"], Json::Text("Ann".to_owned()));
    let line = csv.line(&with_more).unwrap();
    assert_eq!(line.text, "7,2026-01-01T00:00:00Z,Tom,1290.00000000\n");
    assert_eq!(line.without_column, ["owner.name"]);
}

#[test]
fn lines_of_others_are_not_read() {
    let [(jsonl, _), (csv, _)] = layouts();
    for wrong in [
        "{}",
        "[1]",
        "7",
        "not JSON",
        "{\"id\":null}",
        "{\"id\":\"7\"}}",
        "{\"id\":\"\"}",
    ] {
        assert!(jsonl.states(&format!("{wrong}\n")).is_err(), "{wrong}");
    }
    for wrong in ["7,x", "7,x,y,z,0", ",x,y,z"] {
        assert!(csv.states(&format!("{wrong}\n")).is_err(), "{wrong}");
    }
    assert!(jsonl.line(&Json::Object(Vec::new())).is_err());
}

proptest! {
    /// Wherever the text ends, the lines before are found again, each with the state that was written.
    #[test]
    fn lines_are_found_again_wherever_the_text_ends(
        pets in prop::collection::vec(("[a-z]{1,3}", any::<String>()), 1..6),
        share in 0.0..1.0_f64,
    ) {
        for (layout, format) in layouts() {
            let lines: Vec<Line> = pets.iter().map(|(id, name)| layout.line(&pet(id, name)).unwrap()).collect();
            let text: String = lines.iter().map(|line| line.text.as_str()).collect();
            let end = (text.len() as f64 * share) as usize;
            let complete = format.complete(&text.as_bytes()[..end]);
            let (mut length, mut whole) = (0, 0);
            while whole < lines.len() && length + lines[whole].text.len() <= end {
                length += lines[whole].text.len();
                whole += 1;
            }
            prop_assert_eq!(complete, length);
            let written: Vec<State> = lines[..whole].iter().map(|line| line.state.clone()).collect();
            prop_assert_eq!(layout.states(&text[..complete]).unwrap(), written);
        }
    }
}
