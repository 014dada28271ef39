use super::Welcome;

const TEXT: &str = "\
A local SAP Concur.

  http://127.0.0.1:4004   the first data center
  http://127.0.0.1:4005   the second

  client id      5dbdd6fe
  client secret  sandbox-secret
  company        Northwind Instruments
  company uuid   09ce4b6e
  request token  at-2013

Users: login, password, uuid, roles and state

  carl@example.com  carl-password  44be652d  traveler, approver
  ann@example.com   ann-password   31e53f4d  traveler, purchaser, approved by bea@example.com, locked
  bea@example.com   bea-password   fbcae2ac  traveler, approver, approved by carl@example.com
";

#[test]
fn values_are_read_from_what_the_sandbox_prints() {
    let values = [
        ("client id", "5dbdd6fe"),
        ("client secret", "sandbox-secret"),
        ("company uuid", "09ce4b6e"),
        ("request token", "at-2013"),
        ("user uuid", "31e53f4d"),
        ("approver uuid", "fbcae2ac"),
    ];
    let expected = Welcome {
        url: "http://127.0.0.1:4004".to_owned(),
        values: values.map(|(name, value)| (name, value.to_owned())).into(),
    };
    assert_eq!(Welcome::read(TEXT), Ok(expected));
}

#[test]
fn what_it_no_longer_prints_is_named() {
    let error = Welcome::read(&TEXT.replace("request token", "token")).unwrap_err();
    assert!(error.starts_with("the sandbox does not print request token"), "{error}");
}
