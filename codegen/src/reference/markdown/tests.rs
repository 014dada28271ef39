use super::inert;

#[test]
fn links_of_mdbook_are_taken_apart() {
    for text in [
        "{{#include /etc/passwd}}",
        "{{ #rustdoc_include a.rs}}",
        "{{\n#playground a.rs}}",
        "`{{#title x}}`",
        "{{{#include x}}}",
        "\\{{#include x}}",
        "{{#include\nfile}}",
    ] {
        let inert = inert(text.to_owned());
        let is_open = |at: usize| inert[at + 2..].trim_start().starts_with('#');
        assert!(!inert.match_indices("{{").any(|(at, _)| is_open(at)), "{inert}");
        assert_eq!(inert.replace('\u{2060}', ""), text);
    }
    assert_eq!(inert("a {{ b }} # c".into()), "a {{ b }} # c");
}
