//! Specifications of any size with a uniform structure.

use std::fmt::Write;
use std::ops::Range;

use concur_spec::Sources;

/// The maximum number of resources per file: still readable, and below the size limit of a file.
const MAX_PER_FILE: usize = 100;

/// Returns a specification with this many resources. Each has five operations, three types of thirty fields, a value
/// set and an error code. The result is deterministic.
pub(crate) fn sources(resources: usize) -> Sources {
    let platform = ("spec/concur.yaml".to_owned(), PLATFORM.to_owned());
    let files = (0..resources.div_ceil(MAX_PER_FILE)).map(|file| {
        let first = file * MAX_PER_FILE;
        let text = api(file, first..resources.min(first + MAX_PER_FILE));
        (format!("spec/scale{file}.yaml"), text)
    });
    Sources::from_texts(std::iter::once(platform).chain(files))
}

const PLATFORM: &str = include_str!("../../../codegen/tests/obstacle/concur.yaml");

fn api(file: usize, resources: Range<usize>) -> String {
    let mut text = format!(
        "api: scale{file}\ntitle: Scale\nversion: \"1\"\nbase_path: /scale/v1\ndoc: As large as wanted.\n\
         document: handbook\nclient: scale{file}\nscopes:\n  scale.all: Everything.\noperations:\n"
    );
    resources.clone().for_each(|number| operations(&mut text, number));
    text.push_str("types:\n");
    resources.clone().for_each(|number| types(&mut text, number));
    text.push_str("error_codes:\n");
    for number in resources {
        line(
            &mut text,
            &format!("  missingName{number}: {{ message: No name {number}., status: [400], doc: It has no name. }}"),
        );
    }
    text
}

fn line(text: &mut String, line: &str) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "{line}");
}

fn operations(text: &mut String, n: usize) {
    let id = "id: { in: path, type: string, required: true, doc: Which one. }";
    let paging =
        "start: { in: query, type: integer, doc: From where. }, limit: { in: query, type: integer, doc: How many. }";
    for operation in [
        format!(
            "list_{n}: {{ http: GET /things{n}, scope: scale.all, doc: Lists., parameters: {{ {paging} }}, \
             responses: {{ 200: Page{n}, 400: Errors }} }}"
        ),
        format!(
            "create_{n}: {{ http: POST /things{n}, scope: scale.all, doc: Creates., body: Thing{n}, \
             responses: {{ 201: Thing{n}, 400: Errors }}, errors: [missingName{n}] }}"
        ),
        format!(
            "get_{n}: {{ http: \"GET /things{n}/{{id}}\", scope: scale.all, doc: Reads., parameters: {{ {id} }}, \
             responses: {{ 200: Thing{n}, 404: Errors }} }}"
        ),
        format!(
            "update_{n}: {{ http: \"PATCH /things{n}/{{id}}\", scope: scale.all, doc: Changes., parameters: {{ {id} }}, \
             body: Thing{n}, partial: true, responses: {{ 200: Thing{n}, 404: Errors }} }}"
        ),
        format!(
            "delete_{n}: {{ http: \"DELETE /things{n}/{{id}}\", scope: scale.all, doc: Deletes., parameters: {{ {id} }}, \
             responses: {{ 204: none, 404: Errors }} }}"
        ),
    ] {
        line(text, &format!("  {operation}"));
    }
}

/// `Thing` contains `Part`, and `Page` contains both.
fn types(text: &mut String, n: usize) {
    let own = [
        (
            format!("Page{n}"),
            format!("things: {{ type: [Thing{n}], doc: Things. }}"),
        ),
        (format!("Thing{n}"), format!("part: {{ type: Part{n}, doc: A part. }}")),
        (format!("Part{n}"), format!("kind: {{ type: Kind{n}, doc: A kind. }}")),
    ];
    for (name, first) in own {
        line(
            text,
            &format!("  {name}:\n    doc: A table of thirty rows.\n    fields:\n      {first}"),
        );
        for field in 1..30 {
            let ty = ["string", "boolean", "integer", "decimal", "date", "timestamp"][field % 6];
            let required = if field == 1 { ", required: create" } else { "" };
            line(
                text,
                &format!("      field{field}: {{ type: {ty}{required}, doc: Field number {field}. }}"),
            );
        }
    }
    line(
        text,
        &format!("  Kind{n}: {{ doc: A kind., values: {{ RED: Red., GREEN: Green., BLUE: Blue. }} }}"),
    );
}
