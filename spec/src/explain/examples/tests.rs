use crate::diagnostics::Code;

#[test]
fn reasons_are_sentences_and_do_not_repeat_the_explanation() {
    for code in Code::ALL {
        let why = code.example().why;
        assert!(why.is_empty() || why.ends_with('.'), "{}", code.id());
        assert_ne!(why, code.explanation(), "{}", code.id());
    }
}

#[test]
fn examples_are_at_most_24_lines_long() {
    for code in Code::ALL {
        assert!(code.example().right_lines().count() <= 24, "{}", code.id());
    }
}
