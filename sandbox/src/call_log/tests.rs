use std::time::Duration;

use super::*;

fn call(body: String, remarks: Vec<String>) -> LoggedCall {
    LoggedCall {
        number: 0,
        at: Timestamp::UNIX_EPOCH,
        home: Home::First,
        method: "POST".into(),
        path: "/".into(),
        query: String::new(),
        headers: Vec::new(),
        body,
        operation: None,
        status: Some(200),
        answer: String::new(),
        remarks,
        took: Duration::ZERO,
        faulted: false,
    }
}

fn shortened(body: String, remarks: Vec<String>) -> LoggedCall {
    let mut call = call(body, remarks);
    call.shorten();
    call
}

#[test]
fn long_bodies_are_cut_between_characters() {
    let mut log = Log::default();
    let body = "ü".repeat(MAX_TEXT);
    let logged = log.add(shortened(format!("x{body}"), Vec::new())).body.clone();
    assert!(logged.len() < MAX_TEXT + 40, "{}", logged.len());
    assert!(
        logged.ends_with(&format!("ü… ({} bytes)", 1 + 2 * MAX_TEXT)),
        "{}",
        &logged[MAX_TEXT - 10..]
    );
}

#[test]
fn the_log_has_a_maximum_size() {
    let mut log = Log::default();
    for number in 0..2 * MAX_TOTAL / MAX_TEXT {
        log.add(shortened(format!("{number}{}", "x".repeat(MAX_TEXT - 10)), Vec::new()));
        assert!(log.size <= MAX_TOTAL);
    }
    let sizes: usize = log.calls().map(LoggedCall::size).sum();
    assert_eq!(sizes, log.size);
    assert!(log.calls().count() > 900, "{}", log.calls().count());
    log.clear();
    assert_eq!(log.size, 0);
}

#[test]
fn remarks_are_limited_in_number_and_length() {
    let mut log = Log::default();
    let remarks = (0..100_000)
        .map(|number| format!("{number}{}", "x".repeat(1000)))
        .collect();
    let logged = log.add(shortened(String::new(), remarks));
    assert_eq!(logged.remarks.len(), MAX_REMARKS + 1);
    assert_eq!(logged.remarks[MAX_REMARKS], "99980 further remarks");
    assert!(logged.remarks.iter().all(|remark| remark.len() < MAX_REMARK + 40));
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let mut logged = call(
        String::new(),
        vec!["`\u{1b}]0;owned\u{7}` is unknown\n12 GET /fake 200".into()],
    );
    logged.path = "/\u{9b}2J".into();
    let line = logged.to_string();
    assert!(!line.contains(char::is_control), "{line:?}");
    assert!(line.contains(r"`\u{1b}]0;owned\u{7}` is unknown\u{a}12"), "{line}");
}

#[test]
fn a_cut_through_a_token_leaves_nothing_of_it() {
    for at in 0..=41 {
        let body = format!("{} {} and more", "x".repeat(MAX_TEXT - 1 - at), "t0ken".repeat(8));
        let logged = shortened(body, Vec::new());
        // With the space after it, it is whole.
        assert_eq!(logged.body.contains("t0ken"), at == 41, "{at}");
    }
}
