//! `cargo xtask draft` as a process.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PAGE: &str = "\
# Ponds

## Get a pond

```
GET /pond/v2/ponds/{pondId}
```

### Response

[Pond](#pond)

## Pond

Name|Type|Format|Description
---|---|---|---
`id`|`string`|-|Which it is.
";

fn draft(arguments: &[&Path]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("draft").args(arguments).output().expect("xtask runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the output is UTF-8")
}

/// Writes the page to an empty folder of this test.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("draft").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder is created");
    fs::write(folder.join("ponds.md"), PAGE).expect("the page is written");
    folder
}

#[test]
fn the_draft_is_printed_and_its_document_is_named() {
    let output = draft(&[&folder("printed").join("ponds.md")]);
    let (printed, notes) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{notes}");
    assert!(printed.contains("\n    http: GET /ponds/{pondId}\n"), "{printed}");
    assert!(notes.contains("pond: 1 operation, 1 type, 0 error codes; "), "{notes}");
    assert!(
        notes.contains("  ponds:\n    title: Pond v2\n    doc: TODO\n"),
        "{notes}"
    );
}

#[test]
fn an_existing_file_is_not_overwritten() {
    let folder = folder("existing");
    let (page, out) = (folder.join("ponds.md"), folder.join("pond.yaml"));
    let arguments = [page.as_path(), Path::new("--out"), out.as_path()];
    let output = draft(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
    let written = fs::read_to_string(&out).expect("the file is written");
    assert!(written.contains("\napi: pond\n"), "{written}");

    fs::write(&out, "mine").expect("the file is changed");
    let output = draft(&arguments);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("pond.yaml"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(&out).expect("the file is there"), "mine");
}
