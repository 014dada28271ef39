//! A case for each kind of row and difference: a change of a page, the expected findings, and a snapshot of the report.

mod fields;
mod operations;
mod responses;
mod texts;
mod types;

use concur_spec::Style;

use super::support::{BOTH, PAGE, SPEC, audit, expected, found, text};

/// The kind and path of each expected finding.
type Expected = &'static [(&'static str, &'static str)];

/// A change of a page and its expected findings.
struct Case {
    name: &'static str,
    page: &'static str,
    from: &'static str,
    to: &'static str,
    found: Expected,
    check: Option<Check>,
}

/// Compares what is printed with a snapshot.
type Check = fn(&str);

impl Case {
    fn prints(self, check: Check) -> Self {
        let check = Some(check);
        Self { check, ..self }
    }
}

fn zoo(name: &'static str, from: &'static str, to: &'static str, found: Expected) -> Case {
    Case {
        name,
        page: "zoo.md",
        from,
        to,
        found,
        check: None,
    }
}

fn shop(name: &'static str, from: &'static str, to: &'static str, found: Expected) -> Case {
    Case {
        name,
        page: "shop.v1.md",
        from,
        to,
        found,
        check: None,
    }
}

fn start(name: &'static str, from: &'static str, to: &'static str, found: Expected) -> Case {
    Case {
        name,
        page: "start.md",
        from,
        to,
        found,
        check: None,
    }
}

fn cases() -> Vec<Case> {
    [
        fields::cases(),
        types::cases(),
        operations::cases(),
        responses::cases(),
        texts::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn each_change_of_a_page_is_the_only_finding() {
    for case in cases() {
        let original = text(case.page);
        assert!(
            original.contains(case.from),
            "{}: the page has no {:?}",
            case.name,
            case.from
        );
        let audit = audit(case.page, &original.replacen(case.from, case.to, 1));
        let text = audit.render(Style::Plain);
        assert_eq!(found(&audit), expected(case.found), "{}:\n{text}", case.name);
        assert!(!audit.is_clean(), "{}", case.name);
        let check = case.check.unwrap_or_else(|| panic!("{} has no snapshot", case.name));
        check(&text);
    }
}
