use super::find;

const PAGE: &str = "\
About pages.

```rust
# hidden();
first();
#
#[allow(unused)]
```

# One

```toml
# A comment.
[dependencies]
```

```rust,no_run
one();
```

## Two

Nothing.
";

#[test]
fn a_block_is_found_by_heading_and_language() {
    assert_eq!(find(PAGE, "One", "rust").unwrap(), "one();\n");
    assert_eq!(find(PAGE, "", "rust").unwrap(), "first();\n#[allow(unused)]\n");
}

#[test]
fn comments_of_other_languages_are_shown_and_no_headings() {
    assert_eq!(find(PAGE, "One", "toml").unwrap(), "# A comment.\n[dependencies]\n");
    assert_eq!(
        find(PAGE, "A comment.", "rust").unwrap_err(),
        "there is no heading `A comment.`"
    );
}

#[test]
fn a_missing_block_is_named() {
    assert_eq!(
        find(PAGE, "Two", "rust").unwrap_err(),
        "there is no block of `rust` under the heading `Two`"
    );
}
