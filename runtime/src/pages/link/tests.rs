use super::*;

const PAGING: Paging = Paging {
    start: "start",
    limit: Some("limit"),
    in_body: false,
    first_only: &[],
    position: Position::Number,
    next: NextPage::Link {
        links: "operations",
        relation: "next",
    },
};

#[test]
fn only_position_and_size_are_parsed() {
    let target = |link| target(link, &PAGING).map(|target| (target.start, target.limit));
    assert_eq!(
        target("https://us.example.com/x?view=ALL&limit=3&start=6"),
        Ok((Place::Number(6), Some(3)))
    );
    assert_eq!(
        target("?start=18446744073709551615"),
        Ok((Place::Number(u64::MAX), None))
    );
}

#[test]
fn an_invalid_size_is_ignored() {
    for link in [
        "?start=1",
        "?start=1&limit",
        "?start=1&limit=0",
        "?start=1&limit=-3",
        "?limit=x&start=1",
    ] {
        assert_eq!(target(link, &PAGING).map(|target| target.limit), Ok(None), "{link}");
    }
}

#[test]
fn errors_do_not_quote_the_link() {
    for link in [
        "https://x/somebody",
        "?userId=somebody",
        "?start=somebody",
        "?start=1&start=2&userId=somebody",
    ] {
        let problem = target(link, &PAGING).unwrap_err();
        assert!(!problem.contains("somebody"), "{problem}");
    }
}

#[test]
fn only_digits_are_accepted() {
    for text in ["", "+1", "-1", " 1", "1 ", "1e3", "0x1", "1_000", "١"] {
        assert_eq!(whole(text), None, "{text:?}");
    }
    assert_eq!(whole("007"), Some(7));
}
