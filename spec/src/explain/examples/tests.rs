use std::collections::BTreeSet;

use crate::diagnostics::Code;

#[test]
fn wrong_examples_raise_their_code_and_no_other() {
    for code in Code::ALL {
        let diagnostics = code.example().diagnostics().unwrap_or_else(|| panic!("{}", code.id()));
        let found: BTreeSet<&str> = diagnostics
            .list()
            .iter()
            .map(|diagnostic| diagnostic.code.id())
            .collect();
        assert_eq!(found, BTreeSet::from([code.id()]), "{diagnostics}");
    }
}

#[test]
fn right_examples_have_no_diagnostics() {
    for code in Code::ALL {
        if let Some(diagnostics) = code.example().right_diagnostics() {
            panic!("{}:\n{diagnostics}", code.id());
        }
    }
}

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
