//! A store makes sure that it can save a response before a token is used, and recovers what a crash left behind.

use std::{fs, path::Path};

use sap_concur_runtime::*;
use serde_json::{Value, json};

use super::{
    files::{directory, names},
    support::*,
};

/// Stores an expired token and returns the token provider of a client with that store.
async fn provider_with_expired_token(fixture: &Fixture, path: &Path) -> TokenProvider {
    fixture.endpoint.accept_refresh_token("canary-refresh-0");
    let store = FileTokenStore::new(path);
    put(&store, &fixture.token(0)).await;
    provider(&fixture.client_with(user(), store))
}

/// Returns what a program would have written before it was killed.
fn successor(path: &Path, replaces: &Value, token: &StoredToken) -> String {
    let token: Value = serde_json::from_str(token.to_json().expose()).unwrap();
    assert!(path.exists() || replaces.is_null());
    json!({"version": 2, "revision": "left behind", "replaces": replaces, "token": token}).to_string()
}

fn revision(path: &Path) -> Value {
    let document: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    document["revision"].clone()
}

#[cfg(unix)]
fn write_private(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn write_private(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

#[tokio::test]
async fn the_next_file_exists_before_the_refresh_token_is_used() {
    let fixture = Fixture::new();
    let directory = directory();
    let path = directory.join("token.json");
    fixture.endpoint.accept_refresh_token("canary-refresh-0");
    let store = FileTokenStore::new(&path);
    let long = "s".repeat(20_000);
    for (token, min_size) in [
        (fixture.token(0), 16 * 1024),
        (fixture.token(0).with_scopes(long), 40_000),
    ] {
        put(&store, &token).await;
        fixture.endpoint.accept_refresh_token("canary-refresh-0");
        fixture.endpoint.hold(true);
        let calls = fixture.endpoint.calls().len();
        let provider = provider(&fixture.client_with(user(), store.clone()));
        let renewal = tokio::spawn(async move { provider.token().await });
        while fixture.endpoint.calls().len() == calls {
            tokio::task::yield_now().await;
        }
        assert_eq!(names(&directory), ["token.json", "token.json.lock", "token.json.new"]);
        let prepared = fs::metadata(directory.join("token.json.new")).unwrap().len();
        assert!(prepared >= min_size, "{prepared}");
        fixture.endpoint.hold(false);
        renewal.await.unwrap().unwrap();
        assert_eq!(names(&directory), ["token.json", "token.json.lock"]);
    }
}

#[tokio::test]
async fn a_failed_renewal_leaves_no_files_behind() {
    let fixture = Fixture::new();
    let directory = directory();
    let provider = provider_with_expired_token(&fixture, &directory.join("token.json")).await;
    fixture.endpoint.reply_with([Reply::NoResponse]);
    provider.refresh().await.unwrap_err();
    assert_eq!(names(&directory), ["token.json", "token.json.lock"]);
}

#[tokio::test]
async fn a_failed_preparation_uses_no_token() {
    let fixture = Fixture::new();
    let home = directory();
    // The name with `.lock` is too long for a file.
    let long = home.join("n".repeat(252));
    let store = FileTokenStore::new(&long);
    let error = provider(&fixture.client_with(user(), store)).token().await.unwrap_err();
    assert!(matches!(error, TokenError::Store(StoreError::Io { .. })), "{error}");
    assert!(fixture.endpoint.calls().is_empty());

    // The new file cannot be created, as in a read-only directory, where root could still create it.
    let path = home.join("token.json");
    let provider = provider_with_expired_token(&fixture, &path).await;
    fs::create_dir(home.join("token.json.new")).unwrap();
    fs::write(home.join("token.json.new").join("file"), "").unwrap();
    let error = provider.token().await.unwrap_err();
    assert!(error.to_string().contains("token.json.new"), "{error}");
    assert!(fixture.endpoint.calls().is_empty());
    fs::remove_dir_all(home.join("token.json.new")).unwrap();
    provider.token().await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
}

#[cfg(unix)]
mod full_disk {
    use std::{env, process::Command};

    use super::*;

    const PATH: &str = "TOKENS_TEST_FULL";

    /// The child process, which cannot write. It does nothing when it runs as a test.
    #[tokio::test]
    async fn program() {
        let Ok(path) = env::var(PATH) else { return };
        let fixture = Fixture::new();
        fixture.endpoint.accept_refresh_token("canary-refresh-0");
        let provider = provider(&fixture.client_with(user(), FileTokenStore::new(path)));
        let error = provider.token().await.unwrap_err();
        assert!(matches!(error, TokenError::Store(StoreError::Io { .. })), "{error}");
        assert!(error.to_string().contains("cannot be written"), "{error}");
        assert!(fixture.endpoint.calls().is_empty());
        println!("\nnothing used");
    }

    /// Simulates a full disk with a limit on the size of files: 4 or 8 KiB fit, 16 KiB do not.
    #[tokio::test]
    async fn a_full_disk_uses_no_token() {
        let fixture = Fixture::new();
        let directory = directory();
        let path = directory.join("token.json");
        put(&FileTokenStore::new(&path), &fixture.token(0)).await;
        let output = Command::new("sh")
            .args([
                "-c",
                "trap '' XFSZ; ulimit -f 8; exec \"$0\" --exact durability::full_disk::program --nocapture",
            ])
            .arg(env::current_exe().unwrap())
            .env(PATH, &path)
            .output()
            .unwrap();
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && stdout.contains("\nnothing used"),
            "{output:?}"
        );
        assert_eq!(load_token(&FileTokenStore::new(&path)).await, Some(fixture.token(0)));
        assert_eq!(names(&directory), ["token.json", "token.json.lock"]);
    }
}

#[tokio::test]
async fn a_complete_new_file_after_a_crash_is_the_newer_token() {
    let fixture = Fixture::new();
    for padding in ["", "  \n", &" ".repeat(16_000)] {
        let directory = directory();
        let path = directory.join("token.json");
        let provider = provider_with_expired_token(&fixture, &path).await;
        let newer = fixture.token(3600).with_refresh_token("canary-refresh-9", None);
        let text = successor(&path, &revision(&path), &newer);
        write_private(&directory.join("token.json.new"), &format!("{text}{padding}"));
        provider.token().await.unwrap();
        assert!(fixture.endpoint.calls().is_empty(), "the token in the file is valid");
        assert_eq!(load_token(&FileTokenStore::new(&path)).await, Some(newer));
        assert_eq!(names(&directory), ["token.json", "token.json.lock"]);
    }
}

#[tokio::test]
async fn the_first_token_of_a_store_is_recovered_after_a_crash() {
    let fixture = Fixture::new();
    let directory = directory();
    let path = directory.join("token.json");
    let text = successor(&path, &Value::Null, &fixture.token(3600));
    write_private(&directory.join("token.json.new"), &text);
    let provider = provider(&fixture.client_with(user(), FileTokenStore::new(&path)));
    provider.token().await.unwrap();
    assert!(fixture.endpoint.calls().is_empty());
}

#[tokio::test]
async fn incomplete_or_outdated_new_files_are_removed() {
    let fixture = Fixture::new();
    let newer = fixture.token(7200).with_refresh_token("canary-refresh-9", None);
    let directory = directory();
    let path = directory.join("token.json");
    let provider = provider_with_expired_token(&fixture, &path).await;
    let complete = successor(&path, &revision(&path), &newer);
    let outdated = successor(&path, &json!("another revision"), &newer);
    for content in [
        &complete[..complete.len() / 2],
        &outdated,
        "",
        &" ".repeat(16_384),
        "[]",
    ] {
        write_private(&directory.join("token.json.new"), content);
        let store = FileTokenStore::new(&path);
        let lock = store.lock(&user_key(), &fixture.clock).await.unwrap();
        assert_eq!(names(&directory), ["token.json", "token.json.lock"], "{content}");
        lock.release().await;
        assert_eq!(load_token(&store).await, Some(fixture.token(0)));
    }
    provider.token().await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
}

#[tokio::test]
async fn a_response_that_was_not_renamed_into_place_is_recovered() {
    let fixture = Fixture::new();
    let directory = directory();
    let path = directory.join("token.json");
    let store = FileTokenStore::new(&path);
    put(&store, &fixture.token(0)).await;
    let version = store.load(&user_key()).await.unwrap().unwrap().version;
    let lock = store.lock(&user_key(), &fixture.clock).await.unwrap();
    store.prepare(&user_key()).await.unwrap();
    // The rename fails because the target is a directory, as if the program had crashed before it.
    let earlier = fs::read_to_string(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    store
        .save(&user_key(), &fixture.token(9), Some(&version))
        .await
        .unwrap_err();
    drop(lock);
    fs::remove_dir(&path).unwrap();
    write_private(&path, &earlier);
    store.lock(&user_key(), &fixture.clock).await.unwrap().release().await;
    assert_eq!(load_token(&store).await, Some(fixture.token(9)));
}

#[tokio::test]
async fn a_save_over_another_version_is_a_conflict() {
    let fixture = Fixture::new();
    let directory = directory();
    let store = FileTokenStore::new(directory.join("token.json"));
    let version = put(&store, &fixture.token(1)).await;
    put(&store, &fixture.token(2)).await;
    for replaces in [None, Some(&version)] {
        let conflict = store.save(&user_key(), &fixture.token(3), replaces).await;
        assert!(matches!(conflict, Err(StoreError::Conflict)));
    }
    assert!(matches!(
        store.clear(&user_key(), &version).await,
        Err(StoreError::Conflict)
    ));
    assert_eq!(load_token(&store).await, Some(fixture.token(2)));
    assert_eq!(names(&directory), ["token.json", "token.json.lock"]);
}

#[tokio::test]
async fn a_file_in_the_first_format_is_kept_as_a_backup() {
    let fixture = Fixture::new();
    let directory = directory();
    let path = directory.join("token.json");
    fixture.endpoint.accept_refresh_token("canary-refresh-0");
    let first = fixture.token(0).to_json();
    write_private(&path, first.expose());
    let provider = provider(&fixture.client_with(user(), FileTokenStore::new(&path)));
    provider.token().await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
    assert_eq!(names(&directory), ["token.json", "token.json.lock", "token.json.v1"]);
    assert_eq!(
        fs::read_to_string(directory.join("token.json.v1")).unwrap(),
        first.expose()
    );
    assert_eq!(revision(&path).as_str().unwrap().len(), 32);
    fixture.clock.advance(7200);
    provider.token().await.unwrap();
    assert_eq!(
        fs::read_to_string(directory.join("token.json.v1")).unwrap(),
        first.expose()
    );
    // Revoking removes all files with a token.
    provider.revoke().await.unwrap();
    assert_eq!(names(&directory), ["token.json.lock"]);
}

#[tokio::test]
async fn a_file_in_a_newer_format_is_an_error_and_is_unchanged() {
    let fixture = Fixture::new();
    let path = directory().join("token.json");
    let text = r#"{"version": 3, "access_token": "canary"}"#;
    write_private(&path, text);
    let provider = provider(&fixture.client_with(user(), FileTokenStore::new(&path)));
    let error = provider.token().await.unwrap_err();
    let TokenError::Store(StoreError::NewerFormat { version: 3, .. }) = error else {
        panic!("{error}")
    };
    assert!(error.to_string().ends_with("update this program"), "{error}");
    provider.authorize().await.unwrap_err();
    assert!(fixture.endpoint.calls().is_empty());
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn a_directory_store_has_one_file_per_key() {
    let fixture = Fixture::new();
    let directory = directory();
    let store = FileTokenStore::in_directory(&directory);
    for name in ["Company 1", "company/2", ".."] {
        let credentials = company().field("username", name);
        get(&fixture.client_with(credentials, store.clone())).await.unwrap();
    }
    get(&fixture.client_with(Credentials::new(&APPLICATION, "app", SECRET), store))
        .await
        .unwrap();
    let files: Vec<_> = names(&directory)
        .into_iter()
        .filter(|name| !name.ends_with(".lock"))
        .collect();
    assert_eq!(
        files,
        [
            "token+app+company+%43ompany%201.json",
            "token+app+company+...json",
            "token+app+company+company%2F2.json",
            "token+app.json",
        ]
    );
}

#[cfg(unix)]
mod unix {
    use std::{os::unix::fs::PermissionsExt, process::Command};

    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn a_file_is_shared_with_the_group_only_if_allowed() {
        let fixture = Fixture::new();
        let directory = directory();
        let path = directory.join("token.json");
        let shared = FileTokenStore::new(&path).shared_with_group();
        put(&shared, &fixture.token(1)).await;
        assert_eq!(mode(&path), 0o660);
        assert_eq!(mode(&directory.join("token.json.lock")), 0o660);
        assert_eq!(load_token(&shared).await, Some(fixture.token(1)));
        let private = FileTokenStore::new(&path).load(&user_key()).await;
        assert!(matches!(private, Err(StoreError::Exposed { mode: 0o660, .. })));
        for open_mode in [0o664, 0o662, 0o670, 0o661] {
            set_mode(&path, open_mode);
            let refused = shared.load(&user_key()).await;
            assert!(matches!(refused, Err(StoreError::Exposed { mode, .. }) if mode == open_mode));
        }
        // A narrower mode than allowed is accepted.
        set_mode(&path, 0o600);
        assert_eq!(load_token(&shared).await, Some(fixture.token(1)));
    }

    #[tokio::test]
    async fn a_file_of_another_owner_is_used_only_if_group_shared() {
        let fixture = Fixture::new();
        let path = directory().join("token.json");
        put(&FileTokenStore::new(&path), &fixture.token(1)).await;
        // Only root can change the owner of a file; other users cannot run this test.
        if std::os::unix::fs::chown(&path, Some(65_534), None).is_err() {
            return;
        }
        let error = FileTokenStore::new(&path).load(&user_key()).await.unwrap_err();
        assert!(error.to_string().contains("another owner"), "{error}");
        set_mode(&path, 0o660);
        assert_eq!(
            load_token(&FileTokenStore::new(&path).shared_with_group()).await,
            Some(fixture.token(1))
        );
    }

    #[tokio::test]
    async fn directories_can_be_symlinks_but_files_cannot() {
        let fixture = Fixture::new();
        let (links, files) = (directory(), directory());
        std::os::unix::fs::symlink(&files, links.join("there")).unwrap();
        let store = FileTokenStore::new(links.join("there").join("token.json"));
        put(&store, &fixture.token(1)).await;
        assert_eq!(load_token(&store).await, Some(fixture.token(1)));

        // A planted symlink in place of the lock or the new file is not followed.
        let bait = links.join("bait");
        for suffix in ["lock", "new"] {
            let planted = files.join(format!("token.json.{suffix}"));
            let _ = fs::remove_file(&planted);
            std::os::unix::fs::symlink(&bait, &planted).unwrap();
            let locked = store.lock(&user_key(), &fixture.clock).await;
            assert_eq!(locked.is_err(), suffix == "lock");
            let _ = fs::remove_file(&planted);
            assert!(!bait.exists(), "{suffix}");
        }
        std::os::unix::fs::symlink(links.join("nothing"), links.join("dangling.json")).unwrap();
        let dangling = FileTokenStore::new(links.join("dangling.json"));
        for store in [dangling.clone(), dangling.follow_link()] {
            let refused = store.load(&user_key()).await;
            assert!(matches!(refused, Err(StoreError::Refused { .. })), "{refused:?}");
        }
    }

    #[tokio::test]
    async fn a_fifo_never_blocks_the_store() {
        let fixture = Fixture::new();
        let directory = directory();
        for suffix in ["", ".lock", ".new"] {
            let store = FileTokenStore::new(directory.join("token.json"));
            let fifo = directory.join(format!("token.json{suffix}"));
            let _ = fs::remove_file(&fifo);
            assert!(
                Command::new("mkfifo")
                    .args(["-m", "600"])
                    .arg(&fifo)
                    .status()
                    .unwrap()
                    .success()
            );
            let result = async {
                let lock = store.lock(&user_key(), &fixture.clock).await?;
                let prepared = store.prepare(&user_key()).await;
                lock.release().await;
                prepared
            };
            let result: Result<(), StoreError> = result.await;
            assert_eq!(
                matches!(result, Err(StoreError::Refused { .. })),
                suffix != ".new",
                "{suffix}: {result:?}"
            );
            let _ = fs::remove_file(&fifo);
        }
    }
}
