//! Tokens in PostgreSQL, which machines share.

use concur_sandbox::Sandbox;

use crate::support::User;

mod database {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;
    use std::sync::LazyLock;
    use std::time::Duration;

    use concur_postgres::Database;
    use concur_postgres::testing::Server;

    use super::*;
    use crate::support::Ran;

    const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const OTHER_KEY: &str = "abababababababababababababababababababababababababababababababab";

    static SERVER: LazyLock<Option<Server>> = LazyLock::new(|| Server::start("a server for all tests"));

    /// A new database, or a message that the test is left out.
    async fn database(test: &str) -> Option<String> {
        match &*SERVER {
            Some(server) => Some(server.database().await),
            None => {
                assert!(Server::start(test).is_none());
                None
            }
        }
    }

    /// Returns the first value of a statement.
    async fn ask(url: &str, statement: &'static str) -> String {
        let session = Database::new(url).unwrap().session().await.unwrap();
        session.query_opt(statement, &[]).await.unwrap().unwrap().get(0)
    }

    async fn run(url: &str, statements: &str) {
        let session = Database::new(url).unwrap().session().await.unwrap();
        session.batch(statements).await.unwrap();
    }

    async fn log_in(user: &User, environment: &[(&str, &str)]) -> Ran {
        let url = user.sandbox.url().to_owned();
        user.run_in(environment, ["login", "--sandbox", &url]).await
    }

    fn renewals(user: &User) -> usize {
        let calls = user.calls("oauth.token").into_iter();
        calls
            .filter(|call| call.body.contains("grant_type=refresh_token"))
            .count()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn login_of_one_machine_serves_another_one() {
        let Some(url) = database("login_of_one_machine_serves_another_one").await else {
            return;
        };
        let user = User::new(Sandbox::builder()).await;
        let shared = [("CONCUR_TOKEN_STORE", url.as_str()), ("CONCUR_TOKEN_STORE_KEY", KEY)];
        log_in(&user, &shared).await.succeeded();
        assert!(!user.path("config/tokens").exists(), "there is a token in a file");
        assert!(
            !user.read("config/config.toml").contains("postgres"),
            "the variable was written to the profile"
        );
        assert_eq!(
            ask(&url, "SELECT count(encryption_key)::text FROM concur_token").await,
            "1"
        );

        let application = user.sandbox.tenant().applications[0].clone();
        let mut other_shared = shared.to_vec();
        other_shared.extend([
            ("CONCUR_CLIENT_ID", application.client_id.as_str()),
            ("CONCUR_CLIENT_SECRET", application.client_secret.as_str()),
            ("CONCUR_BASE_URL", user.sandbox.url()),
        ]);
        let other = User::on_another_machine();
        let mine = user
            .run_in(&shared, ["whoami", "--output", "json"])
            .await
            .succeeded()
            .json();
        let theirs = other
            .run_in(&other_shared, ["whoami", "--output", "json"])
            .await
            .succeeded()
            .json();
        assert_eq!(mine["subject"], theirs["subject"]);
        assert!(!other.path("config").exists(), "the other machine keeps something");

        // The first machine that notices renews the token, and the other one uses that.
        user.sandbox.advance(Duration::from_secs(2 * 3600));
        let list = ["request", "list"];
        other.run_in(&other_shared, list).await.succeeded();
        user.run_in(&shared, list).await.succeeded();
        assert_eq!(renewals(&user), 1);

        let ran = user.run_in(&shared, ["logout"]).await.succeeded();
        ran.says("The profile `default` has no token any more, on no machine.");
        other
            .run_in(&other_shared, list)
            .await
            .ended_with(3)
            .says("concur login");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn wrong_key_spends_and_changes_nothing() {
        let Some(url) = database("wrong_key_spends_and_changes_nothing").await else {
            return;
        };
        let user = User::new(Sandbox::builder()).await;
        let store = ("CONCUR_TOKEN_STORE", url.as_str());
        let file = user.write("key", KEY);
        let right = [store, ("CONCUR_TOKEN_STORE_KEY_FILE", file.to_str().unwrap())];
        log_in(&user, &right).await.succeeded();
        let before = user.sandbox.requests().len();
        for wrong in [vec![store], vec![store, ("CONCUR_TOKEN_STORE_KEY", OTHER_KEY)]] {
            user.run_in(&wrong, ["request", "list"])
                .await
                .ended_with(3)
                .says("encrypted with the key 630dcd29");
            log_in(&user, &wrong)
                .await
                .ended_with(1)
                .says("encrypted with the key 630dcd29");
            let ran = user.run_in(&wrong, ["doctor"]).await.ended_with(1).hides(OTHER_KEY);
            ran.shows("FAIL  token store  the token store failed: the stored token is encrypted with the key 630dcd29")
                .shows("CONCUR_TOKEN_STORE_KEY");
        }
        let tokens = user.sandbox.requests().split_off(before);
        assert!(
            tokens
                .iter()
                .all(|call| call.operation.as_deref() != Some("oauth.token")),
            "{tokens:?}"
        );
        for (key, problem) in [("abc", "CONCUR_TOKEN_STORE_KEY: encryption key 1 is not 32 bytes")] {
            let ran = user
                .run_in(&[store, ("CONCUR_TOKEN_STORE_KEY", key)], ["request", "list"])
                .await;
            ran.ended_with(2).says(problem);
        }
        user.run_in(&right, ["request", "list"]).await.succeeded();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn doctor_says_what_is_true_of_the_database() {
        let Some(url) = database("doctor_says_what_is_true_of_the_database").await else {
            return;
        };
        let user = User::new(Sandbox::builder()).await;
        let (store, key) = (("CONCUR_TOKEN_STORE", url.as_str()), ("CONCUR_TOKEN_STORE_KEY", KEY));
        log_in(&user, &[store]).await.succeeded();
        let ran = user.run_in(&[store, key], ["doctor"]).await.succeeded();
        ran.shows("ok    token store  the database `test_")
            .shows(", encrypted\n")
            .shows("ok    token        valid for");
        let ran = user.run_in(&[store], ["doctor"]).await.succeeded();
        ran.shows(", not encrypted\n")
            .shows("→ CONCUR_TOKEN_STORE_KEY encrypts the tokens");
        let ran = user.run_in(&[store], ["doctor", "--offline"]).await.succeeded();
        ran.shows("token store  not checked: it is on the network")
            .hides("valid for");
        let away = ("CONCUR_TOKEN_STORE", "postgres://concur@%2Fno%2Fsuch/shared");
        let ran = user.run_in(&[away], ["doctor"]).await.ended_with(1);
        ran.shows("FAIL  token store  the token store failed: no connection to the database `shared` on /no/such");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn password_of_the_database_is_never_shown() {
        let Some(url) = database("password_of_the_database_is_never_shown").await else {
            return;
        };
        let user = User::new(Sandbox::builder()).await;
        // The server lets everybody in, whatever the password is.
        let url = url.replacen("concur@", "concur:hush-hush@", 1);
        let store = [("CONCUR_TOKEN_STORE", url.as_str())];
        log_in(&user, &store).await.succeeded().hides("hush-hush");
        for command in [
            vec!["doctor"],
            vec!["profiles"],
            vec!["whoami", "--trace-http"],
            vec!["logout", "--revoke"],
        ] {
            user.run_in(&store, command).await.succeeded().hides("hush-hush");
        }
        user.run_in(&store, ["doctor"])
            .await
            .shows("token_store = postgres://***@%2F");

        let ran = user
            .run(["whoami", "--token-store", &url])
            .await
            .ended_with(2)
            .hides("hush-hush");
        ran.says("`--token-store` has a password")
            .says("CONCUR_TOKEN_STORE or PGPASSWORD");
        for wrong in [
            "postgres:concur:hush-hush@db/concur",
            "postgres://concur:hush-hush@db:port/concur",
            "postgres://concur:hush?hush-hush@db/concur",
            "postgres://db/concur?password=hush-hush&sslmode=maybe",
        ] {
            for command in ["whoami", "doctor"] {
                let ran = user.run_in(&[("CONCUR_TOKEN_STORE", wrong)], [command]).await;
                assert_ne!(ran.code, 0, "{wrong}");
                ran.hides("hush-hush");
            }
        }
        // Also where the line of the file is not valid.
        user.write(
            "config/config.toml",
            "[profiles.default]\ntoken_store = \"postgres://u:hush-hush@db/concur\n",
        );
        user.run(["whoami"])
            .await
            .ended_with(2)
            .says("is not valid TOML: line 2")
            .hides("hush-hush");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn profile_with_the_password_must_be_private() {
        let Some(url) = database("profile_with_the_password_must_be_private").await else {
            return;
        };
        let user = User::new(Sandbox::builder()).await;
        let url = url.replacen("concur@", "concur:hush-hush@", 1);
        std::fs::create_dir(user.path("config")).unwrap();
        let path = user.write(
            "config/config.toml",
            format!("[profiles.default]\ntoken_store = \"{url}\"\n"),
        );
        std::fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        log_in(&user, &[]).await.succeeded();
        assert!(user.read("config/config.toml").contains(&url), "the setting is gone");
        user.run(["doctor"]).await.succeeded().hides("hush-hush");
        std::fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        let ran = user.run(["doctor"]).await.ended_with(1).hides("hush-hush");
        ran.shows("config.toml (mode 644)").shows("→ run `chmod 600");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn password_comes_from_pgpassword() {
        let Some(server) = Server::start("password_comes_from_pgpassword") else {
            return;
        };
        let url = server.database().await;
        run(
            &url,
            "CREATE ROLE worker LOGIN PASSWORD 'hush-hush';
             GRANT CREATE ON SCHEMA public TO worker;
             DO $$ BEGIN
                 EXECUTE format('COPY (VALUES (''local all concur trust''), (''local all all scram-sha-256'')) TO %L',
                     current_setting('hba_file'));
             END $$;
             SELECT pg_reload_conf()",
        )
        .await;
        let user = User::new(Sandbox::builder()).await;
        let url = url.replacen("concur@", "worker@", 1);
        let store = ("CONCUR_TOKEN_STORE", url.as_str());
        let failed = log_in(&user, &[store, ("PGPASSWORD", "wrong")]).await.ended_with(1);
        failed.says("password authentication failed for user \"worker\"");
        let ran = log_in(&user, &[store, ("PGPASSWORD", "hush-hush")]).await.succeeded();
        ran.hides("hush-hush");
    }
}
