//! Drafts from pages, checked as a specification and compared with their pages.

use proptest::prelude::*;

use concur_audit::{Draft, Names, audit_as, draft};
use concur_spec::{MINIMAL_PLATFORM, Source, Sources, Style};

use super::support::{SHOP, START, ZOO};

const CALLS: &str = include_str!("today/park.v4.bench-resources.md");
const SCHEMAS: &str = include_str!("today/park.v4.schemas.md");
const CODES: &str = include_str!("today/park.v4.response-codes.md");

/// A page whose tables leave something to decide.
const HARD: &str = include_str!("today/hard.md");

fn pages(pages: &[(&str, &str)]) -> Vec<Source> {
    pages
        .iter()
        .map(|(name, text)| Source::from_bytes(*name, *text))
        .collect()
}

fn drafted(texts: &[(&str, &str)]) -> Draft {
    draft(pages(texts), Names::default()).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// Returns a specification with the draft and the entry of its document.
fn with(draft: &Draft) -> Sources {
    let platform = format!("{MINIMAL_PLATFORM}{}", draft.document);
    Sources::from_texts([
        ("spec/concur.yaml", platform.as_str()),
        ("spec/draft.yaml", &draft.text),
    ])
}

fn park() -> [(&'static str, &'static str); 3] {
    [
        ("park.v4.bench-resources.md", CALLS),
        ("park.v4.schemas.md", SCHEMAS),
        ("park.v4.response-codes.md", CODES),
    ]
}

#[test]
fn a_draft_has_no_diagnostics() {
    for texts in [
        &park()[..],
        &[("hard.md", HARD)],
        &[("zoo.md", ZOO)],
        &[("shop.md", SHOP)],
        &[("start.md", START)],
        &[("zoo.md", ZOO), ("shop.md", SHOP), ("hard.md", HARD)],
    ] {
        let draft = drafted(texts);
        if let Err(diagnostics) = concur_spec::contract(&with(&draft)) {
            panic!("{}\n{}", diagnostics.render(Style::Plain), draft.text);
        }
    }
}

#[test]
fn a_draft_has_what_the_tables_say() {
    let draft = drafted(&park());
    assert_eq!((draft.operations, draft.types, draft.error_codes), (4, 5, 4));
    insta::assert_snapshot!(draft.text, @r##"
    # yaml-language-server: $schema=schema.json
    #
    # A draft, read from park.v4.bench-resources.md, park.v4.schemas.md, park.v4.response-codes.md.
    # Each comment with TODO asks for a decision. Each `doc: TODO` needs a sentence in our own words.
    # TODO: park.v4.response-codes.md:16: a table with the columns `Code`, `Message`, `Information` was not read.
    api: park
    title: Park
    version: "4"
    base_path: /park/v4
    # Its entry in `documents` of `concur.yaml` has to be added.
    document: park.v4.bench-resources
    client: parks
    doc: TODO

    operations:
      # TODO: The table does not say where these go; `query` is a guess: `keeper`.
      create_bench:
        section: Add a bench
        doc: TODO
        http: POST /benches
        body: Bench
        parameters:
          keeper: { in: query, type: string, doc: TODO }
        request_headers: [park-trace]
        responses:
          success: { type: Bench, doc: TODO }

      # TODO: The page names `Bench`, and the example is a list of it.
      list_benches:
        section: List the benches
        doc: TODO
        http: GET /benches
        parameters:
          # TODO: It pages, selects or sorts: `filters: false` is a guess.
          color: { in: query, type: Color, filters: false, doc: TODO }
          # TODO: It pages, selects or sorts: `filters: false` is a guess.
          limit: { in: query, type: integer, filters: false, doc: TODO }
        request_headers: [park-trace]
        responses:
          success: { type: [Bench], doc: TODO }

      get_bench:
        section: Get a bench
        doc: TODO
        http: GET /benches/{benchId}
        parameters:
          benchId: { in: path, type: string, required: true, doc: TODO }
        responses:
          success: { type: Bench, doc: TODO }

      update_bench:
        section: Move a bench
        doc: TODO
        http: PUT /benches/{benchId}
        body: Spot
        parameters:
          benchId: { in: path, type: string, required: true, doc: TODO }
        responses:
          success: none

    types:
      Bench:
        section: Bench
        doc: TODO
        fields:
          id: { type: string, doc: TODO }
          name: { type: string, required: true, doc: TODO }
          built: { type: date, format: "ISO 8601 yyyy-MM-dd", doc: TODO }
          painted: { type: timestamp, format: "RFC 3339 yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", doc: TODO }
          opens: { type: time, format: "HH:mm", doc: TODO }
          link: { type: uri, format: "RFC 3986", doc: TODO }
          wet: { type: boolean, doc: TODO }
          # TODO: It is required under a condition, which the language cannot say.
          spot: { type: Spot, doc: TODO }
          price: { type: Money, doc: TODO }
          keeper: { type: Keeper, doc: TODO }

      Spot:
        section: Spot
        doc: TODO
        fields:
          # TODO: It is required under a condition, which the language cannot say.
          row: { type: integer, doc: TODO }
          # TODO: It is required under a condition, which the language cannot say.
          column: { type: integer, doc: TODO }
          hint: { type: string, doc: TODO }

      Money:
        section: Money
        doc: TODO
        fields:
          value: { type: decimal, required: true, doc: TODO }
          currency: { type: currency, required: true, format: "ISO 4217:2015", doc: TODO }

      Keeper:
        section: Keeper
        doc: TODO
        fields:
          id: { type: string, required: true, doc: TODO }
          name: { type: string, doc: TODO }

      Color:
        doc: TODO
        values:
          RED: TODO
          BLUE: TODO

    resources:
      # TODO: `update_bench` is left out: it has no body with fields of `Bench`.
      Bench: { type: Bench, id: id, create: create_bench, get: get_bench, list: list_benches }

    uncoded_errors:
      - { status: 400, message: "Not today", doc: TODO }

    error_codes:
      badColor:
        message: "{color} is no color"
        status: [400]
        doc: TODO
      badPlace:
        messages:
          - "no such row"
          - "no such column"
        status: [400]
        doc: TODO
      tooHeavy:
        message: "The bench cannot be moved."
        status: [400, 500]
        doc: TODO
      gone:
        message: "the bench is gone"
        status: [404]
        doc: TODO
    "##);
    insta::assert_snapshot!(draft.document, @r##"
      park.v4.bench-resources:
        title: Park v4
        doc: TODO
    "##);
}

/// A page whose sections are calls; each has a body and a response, `-` if there is none.
fn with_calls(calls: &[(&str, &str, &str)]) -> String {
    let tables = "## Jar\n\nName|Type|Description\n---|---|---\n`jarKey`|`string`|Which.\n`color`|`string`|Its color.\n\n\
                  ## Lid\n\nName|Type|Description\n---|---|---\n`code`|`string`|Which.\n`size`|`integer`|How large.\n\n\
                  ## Mark\n\nName|Type|Description\n---|---|---\n`id`|`string`|Which.\n`link`|`string`|Where.\n\n";
    let section = |(call, body, answer): &(&str, &str, &str)| {
        let named = |name: &str| {
            if name == "-" {
                "None.".to_owned()
            } else {
                format!("[{name}](#{name})")
            }
        };
        format!(
            "## Call {call}\n\n### HTTP Request\n\n##### URI Template\n\n```\n{}\n```\n\n#### Parameters\n\n\
             Name|Type|Description\n---|---|---\n`color`|`string`|One.\n\n#### Payload\n\n{}\n\n### HTTP Response\n\n\
             #### Payload\n\n{}\n\n",
            call.replace(" /", " {datacenter}/kitchen/v1/"),
            named(body),
            named(answer)
        )
    };
    calls.iter().map(section).chain([tables.to_owned()]).collect()
}

/// Returns the lines of the drafted resources. The draft has no diagnostics.
fn resources_of(calls: &[(&str, &str, &str)]) -> String {
    let draft = drafted(&[("kitchen.md", &with_calls(calls))]);
    if let Err(diagnostics) = concur_spec::contract(&with(&draft)) {
        panic!("{}\n{}", diagnostics.render(Style::Plain), draft.text);
    }
    let (_, resources) = draft.text.split_once("resources:\n").unwrap_or_default();
    resources
        .lines()
        .take_while(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn paths_tell_the_resources() {
    let all = resources_of(&[
        ("POST /jars", "Jar", "Jar"),
        ("GET /jars/{jarKey}", "-", "Jar"),
        ("PUT /jars/{jarKey}", "Jar", "Jar"),
        ("PATCH /jars/{jarKey}", "Jar", "-"),
        ("DELETE /jars/{jarKey}", "-", "-"),
        ("POST /jars/{jarKey}/shake", "Jar", "Jar"),
        ("POST /jars/{jarKey}/lids", "Lid", "Lid"),
        ("GET /lids/{lid}", "-", "Lid"),
    ]);
    insta::assert_snapshot!(all, @r"
    Jar: { type: Jar, id: jarKey, create: create_jar, get: get_jar, update: [update_jar, patch_jar], delete: delete_jar }
    # TODO: `code` as the id is a guess.
    Lid: { type: Lid, id: code, parent: Jar, create: create_lid, get: get_lid }
    ");
}

#[test]
fn a_name_with_dots_that_is_no_family_is_left_out() {
    let calls = with_calls(&[("GET /jars/{jarKey}", "-", "Jar")]);
    for name in [
        "col..or",
        "color..",
        "color1..color",
        "color2..color1",
        "color01..color4",
        "color1..size4",
    ] {
        let draft = drafted(&[("kitchen.md", &calls.replace("`color`", &format!("`{name}`")))]);
        assert!(concur_spec::contract(&with(&draft)).is_ok(), "{name}:\n{}", draft.text);
    }
}

#[test]
fn a_call_with_an_unknown_parent_is_no_resource() {
    let calls = [
        ("POST /rooms/{room}/jars", "Jar", "Jar"),
        ("GET /rooms/{room}/jars/{jarKey}", "-", "Jar"),
    ];
    assert_eq!(resources_of(&calls), "");
    assert_eq!(
        resources_of(&[("POST /jars", "Jar", "Jar"), ("DELETE /jars/{jarKey}", "-", "-")]),
        ""
    );
}

#[test]
fn a_draft_asks_for_decisions_in_plain_words() {
    let draft = drafted(&[("hard.md", HARD)]);
    let comments = draft
        .text
        .lines()
        .filter(|line| line.trim_start().starts_with("# TODO: "));
    assert_eq!(comments.count(), draft.decisions);
    insta::assert_snapshot!(draft.text, @r##"
    # yaml-language-server: $schema=schema.json
    #
    # A draft, read from hard.md.
    # Each comment with TODO asks for a decision. Each `doc: TODO` needs a sentence in our own words.
    # TODO: The table of scopes lacks `pond.feed`, which an operation names.
    # TODO: No operation leads to these tables, so they are left out: `Rod`.
    api: pond
    title: Pond
    version: "2"
    base_path: /pond/v2
    # Its entry in `documents` of `concur.yaml` has to be added.
    document: hard
    client: ponds
    doc: TODO

    scopes:
      pond.feed: TODO

    operations:
      # TODO: A parameter is left out, because `fishId or name` is not the name of one.
      # TODO: The table does not say where these go; `query` is a guess: `hurry`.
      # TODO: The link to `Receipt` leads to no table of these pages.
      # TODO: The body of the response has no table, so it is `none` here.
      # TODO: The page also names the scopes `pond.look`.
      create_meal:
        section: Feed the fish
        doc: TODO
        http: POST /fish/{fishId}/meals
        scope: pond.feed
        body: Meal
        parameters:
          hurry: { in: query, type: boolean, doc: TODO }
          # TODO: The page gives no type; `string` is a guess.
          fishId: { in: path, type: string, required: true, doc: TODO }
        responses:
          success: none

      # TODO: The page names `Fish`, and the example is a list of it.
      list_fish:
        section: List the fish
        doc: TODO
        http: GET /fish
        responses:
          200: { type: [Fish], doc: TODO }
          404: { type: Trouble, doc: TODO }

      # TODO: The pages only show this call in an example.
      get_drain:
        section: Drain it
        doc: TODO
        http: GET /drain
        responses:
          success: none

    types:
      Food:
        doc: TODO
        values:
          BREAD: TODO
          FLY: TODO

      # TODO: The table has `food` twice; the first row is here.
      # TODO: A row is left out, because `the way` is not the name of a field.
      # TODO: An example has the field `drink`, which the table lacks.
      Meal:
        section: Meal
        doc: TODO
        fields:
          # TODO: An example has the value `WORM`, which the row does not list.
          food: { type: Food, doc: TODO }
          # TODO: It is required under a condition, which the language cannot say.
          # TODO: The table says that it is a single value; an example has a list.
          portions: { type: integer, doc: TODO }
          # TODO: `moment` is not a known type; `string` is a guess.
          when: { type: string, doc: TODO }
          token: { type: string, write_only: true, doc: TODO }
          # TODO: The page does not say of what it is a list; `string` is a guess.
          extras: { type: [string], doc: TODO }
          # TODO: The link to `Bowl` leads to no table of these pages; `string` is a guess.
          bowl: { type: string, doc: TODO }

      Unit:
        doc: TODO
        values:
          CM: TODO
          IN: TODO

      FishSize:
        inline: true
        doc: TODO
        fields:
          length: { type: decimal, doc: TODO }
          unit: { type: Unit, doc: TODO }

      Fish:
        section: Fish
        doc: TODO
        fields:
          id: { type: string, read_only: true, doc: TODO }
          size: { type: FishSize, doc: TODO }
          # TODO: The table says that it is a list; an example has a single value.
          friends: { type: [Fish], doc: TODO }
          custom1..custom3: { type: string, doc: TODO }

      Trouble:
        section: Trouble
        doc: TODO
        fields:
          reason: { type: string, doc: TODO }

    error_codes:
      # TODO: The page names no single status; 400 is a guess.
      tooCold:
        message: "The `pond` is frozen."
        status: [400]
        doc: TODO
      # TODO: The page names no single status; 400 is a guess.
      "1000":
        message: "Too far."
        status: [400]
        doc: TODO
      # TODO: The page names no single status; 400 is a guess.
      "1001":
        message: "Too near."
        status: [400]
        doc: TODO
    "##);
}

#[test]
fn a_draft_agrees_with_its_pages() {
    let draft = drafted(&park());
    let audit = audit_as(&with(&draft), "park.v4.bench-resources", pages(&park()))
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let json = audit.to_json();
    let found: Vec<&str> = json["differences"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["at"].as_str())
        .collect();
    // Examples are not drafted.
    assert!(
        found.iter().all(|at| at.ends_with("/examples")),
        "{}",
        audit.render(Style::Plain)
    );
}

#[test]
fn a_draft_copies_no_sentence() {
    let texts = [("zoo.md", ZOO), ("hard.md", HARD), ("schemas.md", SCHEMAS)];
    let draft = drafted(&texts);
    let words = |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_lowercase).collect() };
    let drafted = words(&draft.text).join(" ");
    for (_, text) in texts {
        for cell in text
            .lines()
            .flat_map(|line| line.split('|'))
            .filter(|cell| cell.trim_end().ends_with('.'))
        {
            for five in words(cell).windows(5) {
                assert!(!drafted.contains(&five.join(" ")), "{five:?}");
            }
        }
    }
}

#[test]
fn names_and_the_envelope_can_be_given() {
    let names = Names {
        api: Some("menagerie"),
        document: Some("animals"),
        envelope: Some("Errors"),
    };
    let draft = draft(pages(&[("zoo.md", ZOO)]), names).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    assert!(
        draft.text.contains("\napi: menagerie\n") && draft.text.contains("\ndocument: animals\n"),
        "{}",
        draft.text
    );
    assert!(
        draft.text.contains("      400: { type: Errors, doc: TODO }\n"),
        "{}",
        draft.text
    );
}

#[test]
fn nothing_is_drafted_from_an_empty_page() {
    let refused =
        draft(pages(&[("empty.md", "# Nothing\n\nTo see here.\n")]), Names::default()).expect_err("nothing to read");
    assert!(refused.render(Style::Short).contains("E083"), "{refused}");
}

/// Puts texts into a page, each in place of some characters.
fn edited(page: &str, cuts: Vec<(prop::sample::Index, usize, String)>) -> String {
    let mut characters: Vec<char> = page.chars().collect();
    for (at, length, insert) in cuts {
        let at = at.index(characters.len());
        let end = (at + length).min(characters.len());
        characters.splice(at..end, insert.chars());
    }
    characters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_draft_of_any_page_has_no_diagnostics(
        page in prop::sample::select(vec![ZOO, SHOP, START, HARD, CALLS, SCHEMAS, CODES]),
        lines in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..6),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize, "\\PC{0,6}|[|`*\\[\\](){}#\n-]{1,4}"), 1..8),
    ) {
        let mut kept: Vec<&str> = page.lines().collect();
        for (from, to) in lines {
            let line = kept[from.index(kept.len())];
            kept.insert(to.index(kept.len()), line);
        }
        let text = edited(&kept.join("\n"), cuts);
        let Ok(draft) = draft(pages(&[("page.md", &text)]), Names::default()) else { return Ok(()) };
        let checked = concur_spec::contract(&with(&draft));
        prop_assert!(checked.is_ok(), "{}\n{}\n{}", checked.err().map(|found| found.render(Style::Plain)).unwrap_or_default(), draft.text, text);
    }
}
