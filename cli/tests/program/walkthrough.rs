//! What a newcomer does.

use crate::support::User;

#[tokio::test(flavor = "multi_thread")]
async fn whoami_tells_whom_a_login_is_for() {
    let user = User::logged_in().await;
    let ran = user.run(["whoami", "--output", "json"]).await.succeeded();
    let company = user.sandbox.tenant().company.id.clone();
    assert!(ran.stdout.contains(&company), "{}", ran.stdout);
}
