//! Parameters by position and by flag, and those of the profile.

use crate::support::User;

const ID: &str = "4EC1A5D30A6B4F4F8F5CD3FD2A3A6E1B";

async fn request_line(user: &User, arguments: &[&str]) -> String {
    let all = arguments.iter().copied().chain(["--dry-run"]);
    let ran = user.run(all).await.succeeded();
    let line = ran.stdout.lines().next().unwrap().to_owned();
    line.replace(user.sandbox.url(), "")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_parameter_is_given_by_position_or_by_flag() {
    let user = User::logged_in().await;
    let expected = format!("GET /travelrequest/v4/requests/{ID}");
    for arguments in [
        &["request", "get", ID][..],
        &["request", "get", "--request-uuid", ID],
        &["request", "get", "--request-uuid=4EC1A5D30A6B4F4F8F5CD3FD2A3A6E1B"],
    ] {
        assert_eq!(request_line(&user, arguments).await, expected);
    }
    let mixed = ["request", "take-action", "submit", "--request-uuid", ID];
    user.run(mixed.into_iter().chain(["--dry-run"]))
        .await
        .ended_with(2)
        .says("REQUEST_UUID");
    let both = ["request", "take-action", ID, "submit"];
    let expected = format!("POST /travelrequest/v4/requests/{ID}/submit");
    assert_eq!(request_line(&user, &both).await, expected);
    user.run(["request", "get"])
        .await
        .ended_with(2)
        .says("REQUEST_UUID|--request-uuid");
    user.run(["request", "get", ID, "--request-uuid", ID])
        .await
        .ended_with(2)
        .says("cannot be used with");
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_encoded_in_path_and_query() {
    let user = User::logged_in().await;
    let arguments = ["purchase-request", "get", "a/b?c ä", "--no-check", "--output", "json"];
    user.run(arguments).await.ended_with(4);
    let call = user.calls("purchase_request.get").pop().unwrap();
    assert!(call.path.ends_with("/a%2Fb%3Fc%20%C3%A4"), "{}", call.path);
    let arguments = ["request", "list", "--user-id", "a&b=c d"];
    let line = request_line(&user, &arguments).await;
    assert!(line.contains("userId=a%26b%3Dc%20d"), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_user_of_the_profile_is_sent_where_one_is_wanted() {
    let user = User::logged_in().await;
    let ran = user
        .run_in(&[("CONCUR_USER_ID", "U1")], ["request", "list", "--dry-run"])
        .await;
    ran.succeeded().shows("userId=U1");
    let arguments = ["request", "list", "--dry-run", "--user-id", "U2"];
    let ran = user.run_in(&[("CONCUR_USER_ID", "U1")], arguments).await;
    ran.succeeded().shows("userId=U2").hides("U1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_is_not_one_of_the_contract_is_refused() {
    let user = User::logged_in().await;
    let before = user.sandbox.requests().len();
    let arguments = ["request", "list", "--view", "ALLL", "--start", "soon"];
    user.run(arguments)
        .await
        .ended_with(2)
        .says("for 2 reasons")
        .says("--view")
        .says("--start");
    assert_eq!(user.sandbox.requests().len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_may_begin_with_a_hyphen() {
    let user = User::logged_in().await;
    let arguments = ["purchase-request", "create", "--comments", "-5 degrees", "--dry-run"];
    user.run(arguments)
        .await
        .ended_with(2)
        .shows("\"comments\": \"-5 degrees\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_sends_nothing_and_shows_no_secret() {
    let user = User::logged_in().await;
    user.write("secret", "the-client-secret");
    let before = user.sandbox.requests().len();
    let arguments = ["oauth", "send-otp", "--client-secret-file", "secret", "--dry-run"];
    let others = ["--form-client-id", "1", "--channel-handle", "ann@example.com"];
    let more = ["--channel-type", "email"];
    let ran = user
        .run(arguments.into_iter().chain(others).chain(more))
        .await
        .hides("the-client-secret");
    ran.shows("client_secret=***");
    let ran = user.run(["request", "list", "--dry-run"]).await.succeeded();
    assert!(ran.stdout.contains("Authorization: Bearer ***\n"), "{}", ran.stdout);
    assert_eq!(user.sandbox.requests().len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_can_start_with_an_operator_of_its_parameter() {
    let user = User::logged_in().await;
    let line = request_line(&user, &["lists", "list", "--level-count", "gte:2", "--value", "sw:Pro"]).await;
    assert!(
        line.contains("levelCount=gte%3A2") && line.contains("value=sw%3APro"),
        "{line}"
    );
    let listed = user
        .run(["lists", "list", "--level-count", "gte:2", "--output", "json"])
        .await
        .succeeded();
    assert!(
        listed.stdout.contains("Sites") && !listed.stdout.contains("Regions"),
        "{}",
        listed.stdout
    );
    user.run(["lists", "list", "--level-count", "sw:2"])
        .await
        .ended_with(2)
        .says("`levelCount` is not a whole number (--level-count)");
    let help = user.run(["lists", "list", "--help"]).await.succeeded();
    assert!(
        help.stdout.contains("can start with eq:, gt:, gte:, lt:, lte:"),
        "{}",
        help.stdout
    );
}
