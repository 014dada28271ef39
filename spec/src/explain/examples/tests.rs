use std::collections::BTreeSet;

use crate::diagnostics::Code;

#[test]
fn the_wrong_specification_of_every_code_raises_that_code_and_no_other() {
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
fn the_right_specification_of_every_code_has_no_fault() {
    for code in Code::ALL {
        if let Some(diagnostics) = code.example().faults_when_right() {
            panic!("{}:\n{diagnostics}", code.id());
        }
    }
}

#[test]
fn a_reason_is_whole_sentences_that_do_not_repeat_the_sentence_of_the_code() {
    for code in Code::ALL {
        let why = code.example().why;
        assert!(why.is_empty() || why.ends_with('.'), "{}", code.id());
        assert_ne!(why, code.explanation(), "{}", code.id());
    }
}

#[test]
fn no_example_is_longer_than_a_screen() {
    for code in Code::ALL {
        assert!(code.example().right_lines().count() <= 24, "{}", code.id());
    }
}
