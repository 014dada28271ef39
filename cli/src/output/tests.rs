use proptest::prelude::*;

use super::*;

fn json(text: &str) -> Json {
    Json::parse(text).unwrap()
}

fn fields(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

const PEOPLE: &str = r#"[
    {"id":"1","owner":{"name":"Ann","boss":{"name":"Bea"}},"tags":["a","b"],"lines":[{"n":1}],"note":null},
    {"id":"2","owner":{"name":"Bea"},"total":1290.00}
]"#;

fn people() -> Vec<Json> {
    json(PEOPLE).as_list().unwrap().to_vec()
}

#[test]
fn objects_become_columns_and_lists_cells() {
    let text = csv::text(&people(), &[]).unwrap();
    let expected = "\
id,owner.name,owner.boss.name,tags,lines,note,total
1,Ann,Bea,\"a, b\",\"[{\"\"n\"\":1}]\",,
2,Bea,,,,,1290.00
";
    assert_eq!(text, expected);
}

#[test]
fn chosen_columns_are_there_in_their_order() {
    let text = csv::text(&people(), &fields(&["total", "owner.name", "none"])).unwrap();
    assert_eq!(text, "total,owner.name,none\n,Ann,\n1290.00,Bea,\n");
    assert_eq!(csv::text(&[], &fields(&["a"])).unwrap(), "a\n");
    assert_eq!(csv::text(&[], &[]).unwrap(), "");
}

#[test]
fn values_that_are_no_objects_have_one_column() {
    let values = [json("1.50"), json("\"x\"")];
    assert_eq!(csv::text(&values, &[]).unwrap(), "value\n1.50\nx\n");
}

#[test]
fn a_table_is_aligned_and_leaves_out_what_is_empty() {
    let text = table::of_many(&people(), &[], None);
    let expected = "\
id  tags  total    owner.name  owner.boss.name
1   a, b           Ann         Bea
2         1290.00  Bea
";
    assert_eq!(text, expected);
    assert_eq!(table::of_many(&[], &[], None), "No items.\n");
}

#[test]
fn a_table_has_the_columns_that_fit() {
    let header = |width| {
        let text = table::of_many(&people(), &[], Some(width));
        assert!(text.lines().all(|line| line.chars().count() <= width.max(2)), "{text}");
        text.lines().next().unwrap().to_owned()
    };
    assert_eq!(header(80), "id  tags  total    owner.name  owner.boss.name");
    assert_eq!(header(29), "id  tags  total    owner.name");
    assert_eq!(header(28), "id  tags  total");
    assert_eq!(header(1), "id");
    // Those that were asked for are all there.
    let chosen = table::of_many(&people(), &fields(&["owner.name", "id"]), Some(5));
    assert!(chosen.starts_with("owner.name  id\n"), "{chosen}");
}

#[test]
fn a_table_of_one_has_a_row_per_field() {
    let text = table::of_one(&people()[1], &[]);
    assert_eq!(text, "id          2\nowner.name  Bea\ntotal       1290.00\n");
    let text = table::of_one(&people()[1], &fields(&["id", "none"]));
    assert_eq!(text, "id    2\nnone\n");
}

#[test]
fn a_long_cell_is_cut_and_stays_on_its_line() {
    let long = Json::Object(vec![("a".to_owned(), Json::Text(format!("x\ny{}", "é".repeat(100))))]);
    let text = table::of_many(&[long], &[], None);
    assert_eq!(text.lines().count(), 2, "{text}");
    let cell = text.lines().nth(1).unwrap();
    assert!(cell.starts_with(r"x\u{a}y") && cell.ends_with("é…"), "{cell}");
    assert_eq!(cell.chars().count(), 61);
}

#[test]
fn chosen_fields_of_json_are_flat() {
    let output = Output {
        format: Format::Json,
        fields: fields(&["owner.name", "none"]),
    };
    assert_eq!(
        output.chosen(&people()[0]).line(),
        r#"{"owner.name":"Ann","none":null}"#
    );
}

proptest! {
    #[test]
    fn csv_is_read_back(rows in prop::collection::vec(prop::collection::vec(any::<String>(), 3), 0..6)) {
        let names = ["a", "b", "c"];
        let value = |row: &Vec<String>| {
            let fields = names.iter().zip(row).map(|(name, text)| ((*name).to_owned(), Json::Text(text.clone())));
            Json::Object(fields.collect())
        };
        let values: Vec<Json> = rows.iter().map(value).collect();
        let text = csv::text(&values, &fields(&names)).unwrap();
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let read: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let printable = |text: &String| concur_sandbox::printable::printable(text).into_owned();
        let expected: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(printable).collect()).collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn no_cell_of_a_table_adds_a_line(texts in prop::collection::vec(any::<String>(), 1..5)) {
        let value = |text: &String| Json::Object(vec![("a".to_owned(), Json::Text(text.clone()))]);
        let values: Vec<Json> = texts.iter().map(value).collect();
        let table = table::of_many(&values, &fields(&["a"]), None);
        prop_assert_eq!(table.matches('\n').count(), texts.len() + 1);
    }
}
