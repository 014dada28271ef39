//! That an answer can be kept is made sure of before a token is spent, and what a crash leaves is found again.

use std::{fs, path::Path};

use sap_concur_runtime::*;
use serde_json::{Value, json};

use super::{
    files::{directory, names},
    support::*,
};

/// A store with a token that has run out, and a client of it.
async fn expired(scene: &Scene, path: &Path) -> TokenProvider {
    scene.authority.knows("canary-refresh-0");
    let store = FileTokenStore::new(path);
    put(&store, &scene.token(0)).await;
    keeper(&scene.client_with(user(), store))
}

/// What a program would have written before it was killed.
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
async fn the_next_file_is_there_before_the_refresh_token_is_spent() {
    let scene = Scene::new();
    let directory = directory();
    let path = directory.join("token.json");
    scene.authority.knows("canary-refresh-0");
    let store = FileTokenStore::new(&path);
    let long = "s".repeat(20_000);
    for (token, least) in [(scene.token(0), 16 * 1024), (scene.token(0).with_scopes(long), 40_000)] {
        put(&store, &token).await;
        scene.authority.knows("canary-refresh-0");
        scene.authority.hold(true);
        let calls = scene.authority.calls().len();
        let keeper = keeper(&scene.client_with(user(), store.clone()));
        let renewal = tokio::spawn(async move { keeper.token().await });
        while scene.authority.calls().len() == calls {
            tokio::task::yield_now().await;
        }
        assert_eq!(names(&directory), ["token.json", "token.json.lock", "token.json.new"]);
        let prepared = fs::metadata(directory.join("token.json.new")).unwrap().len();
        assert!(prepared >= least, "{prepared}");
        scene.authority.hold(false);
        renewal.await.unwrap().unwrap();
        assert_eq!(names(&directory), ["token.json", "token.json.lock"]);
    }
}

#[tokio::test]
async fn a_failed_renewal_leaves_nothing_over() {
    let scene = Scene::new();
    let directory = directory();
    let keeper = expired(&scene, &directory.join("token.json")).await;
    scene.authority.say([Say::Nothing]);
    keeper.refresh().await.unwrap_err();
    assert_eq!(names(&directory), ["token.json", "token.json.lock"]);
}

#[tokio::test]
async fn what_cannot_be_prepared_costs_no_token() {
    let scene = Scene::new();
    let home = directory();
    // Its `.lock` fits into the name of a file no more.
    let long = home.join("n".repeat(252));
    let store = FileTokenStore::new(&long);
    let error = keeper(&scene.client_with(user(), store)).token().await.unwrap_err();
    assert!(matches!(error, TokenError::Store(StoreError::Io { .. })), "{error}");
    assert!(scene.authority.calls().is_empty());

    // Nobody can make the new file, as in a directory that is read only; root could there.
    let path = home.join("token.json");
    let keeper = expired(&scene, &path).await;
    fs::create_dir(home.join("token.json.new")).unwrap();
    fs::write(home.join("token.json.new").join("file"), "").unwrap();
    let error = keeper.token().await.unwrap_err();
    assert!(error.to_string().contains("token.json.new"), "{error}");
    assert!(scene.authority.calls().is_empty());
    fs::remove_dir_all(home.join("token.json.new")).unwrap();
    keeper.token().await.unwrap();
    assert_eq!(scene.authority.grants(), ["refresh_token"]);
}

#[cfg(unix)]
mod full {
    use std::{env, process::Command};

    use super::*;

    const PATH: &str = "TOKENS_TEST_FULL";

    /// What the program does that cannot write; as a test it does nothing.
    #[tokio::test]
    async fn program() {
        let Ok(path) = env::var(PATH) else { return };
        let scene = Scene::new();
        scene.authority.knows("canary-refresh-0");
        let keeper = keeper(&scene.client_with(user(), FileTokenStore::new(path)));
        let error = keeper.token().await.unwrap_err();
        assert!(matches!(error, TokenError::Store(StoreError::Io { .. })), "{error}");
        assert!(error.to_string().contains("cannot be written"), "{error}");
        assert!(scene.authority.calls().is_empty());
        println!("\nnothing spent");
    }

    /// The limit of the size of files stands for the disk: a file of 4 or 8 KiB fits, and one of 16 does not.
    #[tokio::test]
    async fn a_full_disk_costs_no_token() {
        let scene = Scene::new();
        let directory = directory();
        let path = directory.join("token.json");
        put(&FileTokenStore::new(&path), &scene.token(0)).await;
        let output = Command::new("sh")
            .args([
                "-c",
                "trap '' XFSZ; ulimit -f 8; exec \"$0\" --exact durable::full::program --nocapture",
            ])
            .arg(env::current_exe().unwrap())
            .env(PATH, &path)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && said.contains("\nnothing spent"),
            "{output:?}"
        );
        assert_eq!(taken(&FileTokenStore::new(&path)).await, Some(scene.token(0)));
        assert_eq!(names(&directory), ["token.json", "token.json.lock"]);
    }
}

#[tokio::test]
async fn a_finished_file_that_a_crash_left_is_the_newer_token() {
    let scene = Scene::new();
    for rest in ["", "  \n", &" ".repeat(16_000)] {
        let directory = directory();
        let path = directory.join("token.json");
        let keeper = expired(&scene, &path).await;
        let newer = scene.token(3600).with_refresh_token("canary-refresh-9", None);
        let text = successor(&path, &revision(&path), &newer);
        write_private(&directory.join("token.json.new"), &format!("{text}{rest}"));
        keeper.token().await.unwrap();
        assert!(scene.authority.calls().is_empty(), "the token in the file is good");
        assert_eq!(taken(&FileTokenStore::new(&path)).await, Some(newer));
        assert_eq!(names(&directory), ["token.json", "token.json.lock"]);
    }
}

#[tokio::test]
async fn the_first_token_of_a_store_is_found_after_a_crash_too() {
    let scene = Scene::new();
    let directory = directory();
    let path = directory.join("token.json");
    let text = successor(&path, &Value::Null, &scene.token(3600));
    write_private(&directory.join("token.json.new"), &text);
    let keeper = keeper(&scene.client_with(user(), FileTokenStore::new(&path)));
    keeper.token().await.unwrap();
    assert!(scene.authority.calls().is_empty());
}

#[tokio::test]
async fn what_a_crash_left_unfinished_or_too_late_is_removed() {
    let scene = Scene::new();
    let newer = scene.token(7200).with_refresh_token("canary-refresh-9", None);
    let directory = directory();
    let path = directory.join("token.json");
    let keeper = expired(&scene, &path).await;
    let whole = successor(&path, &revision(&path), &newer);
    let late = successor(&path, &json!("another revision"), &newer);
    for left in [&whole[..whole.len() / 2], &late, "", &" ".repeat(16_384), "[]"] {
        write_private(&directory.join("token.json.new"), left);
        let store = FileTokenStore::new(&path);
        let lock = store.lock(&user_key(), &scene.clock).await.unwrap();
        assert_eq!(names(&directory), ["token.json", "token.json.lock"], "{left}");
        lock.release().await;
        assert_eq!(taken(&store).await, Some(scene.token(0)));
    }
    keeper.token().await.unwrap();
    assert_eq!(scene.authority.grants(), ["refresh_token"]);
}

#[tokio::test]
async fn an_answer_that_could_not_be_put_in_place_is_found_by_the_next_program() {
    let scene = Scene::new();
    let directory = directory();
    let path = directory.join("token.json");
    let store = FileTokenStore::new(&path);
    put(&store, &scene.token(0)).await;
    let version = store.load(&user_key()).await.unwrap().unwrap().version;
    let lock = store.lock(&user_key(), &scene.clock).await.unwrap();
    store.prepare(&user_key()).await.unwrap();
    // The program is gone before the file is renamed: another has it replaced, and then it is back.
    let earlier = fs::read_to_string(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    store
        .save(&user_key(), &scene.token(9), Some(&version))
        .await
        .unwrap_err();
    drop(lock);
    fs::remove_dir(&path).unwrap();
    write_private(&path, &earlier);
    store.lock(&user_key(), &scene.clock).await.unwrap().release().await;
    assert_eq!(taken(&store).await, Some(scene.token(9)));
}

#[tokio::test]
async fn a_save_over_another_version_changes_nothing() {
    let scene = Scene::new();
    let directory = directory();
    let store = FileTokenStore::new(directory.join("token.json"));
    let version = put(&store, &scene.token(1)).await;
    put(&store, &scene.token(2)).await;
    for replaces in [None, Some(&version)] {
        let conflict = store.save(&user_key(), &scene.token(3), replaces).await;
        assert!(matches!(conflict, Err(StoreError::Conflict)));
    }
    assert!(matches!(
        store.clear(&user_key(), &version).await,
        Err(StoreError::Conflict)
    ));
    assert_eq!(taken(&store).await, Some(scene.token(2)));
    assert_eq!(names(&directory), ["token.json", "token.json.lock"]);
}

#[tokio::test]
async fn a_file_of_the_first_format_is_kept_and_replaced() {
    let scene = Scene::new();
    let directory = directory();
    let path = directory.join("token.json");
    scene.authority.knows("canary-refresh-0");
    let first = scene.token(0).to_json();
    write_private(&path, first.expose());
    let keeper = keeper(&scene.client_with(user(), FileTokenStore::new(&path)));
    keeper.token().await.unwrap();
    assert_eq!(scene.authority.grants(), ["refresh_token"]);
    assert_eq!(names(&directory), ["token.json", "token.json.lock", "token.json.v1"]);
    assert_eq!(
        fs::read_to_string(directory.join("token.json.v1")).unwrap(),
        first.expose()
    );
    assert_eq!(revision(&path).as_str().unwrap().len(), 32);
    scene.clock.pass(7200);
    keeper.token().await.unwrap();
    assert_eq!(
        fs::read_to_string(directory.join("token.json.v1")).unwrap(),
        first.expose()
    );
    // Nothing of a token is left when it is forgotten.
    keeper.revoke().await.unwrap();
    assert_eq!(names(&directory), ["token.json.lock"]);
}

#[tokio::test]
async fn a_file_of_a_later_format_is_refused_and_left() {
    let scene = Scene::new();
    let path = directory().join("token.json");
    let text = r#"{"version": 3, "access_token": "canary"}"#;
    write_private(&path, text);
    let keeper = keeper(&scene.client_with(user(), FileTokenStore::new(&path)));
    let error = keeper.token().await.unwrap_err();
    let TokenError::Store(StoreError::NewerFormat { version: 3, .. }) = error else {
        panic!("{error}")
    };
    assert!(error.to_string().ends_with("update this program"), "{error}");
    keeper.authorize().await.unwrap_err();
    assert!(scene.authority.calls().is_empty());
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn a_directory_has_a_file_for_each_key() {
    let scene = Scene::new();
    let directory = directory();
    let store = FileTokenStore::in_directory(&directory);
    for name in ["Company 1", "company/2", ".."] {
        let credentials = company().field("username", name);
        get(&scene.client_with(credentials, store.clone())).await.unwrap();
    }
    get(&scene.client_with(Credentials::new(&APPLICATION, "app", SECRET), store))
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
    async fn a_group_shares_a_file_only_when_it_is_allowed_to() {
        let scene = Scene::new();
        let directory = directory();
        let path = directory.join("token.json");
        let shared = FileTokenStore::new(&path).shared_with_group();
        put(&shared, &scene.token(1)).await;
        assert_eq!(mode(&path), 0o660);
        assert_eq!(mode(&directory.join("token.json.lock")), 0o660);
        assert_eq!(taken(&shared).await, Some(scene.token(1)));
        let alone = FileTokenStore::new(&path).load(&user_key()).await;
        assert!(matches!(alone, Err(StoreError::Exposed { mode: 0o660, .. })));
        for open in [0o664, 0o662, 0o670, 0o661] {
            set_mode(&path, open);
            let refused = shared.load(&user_key()).await;
            assert!(matches!(refused, Err(StoreError::Exposed { mode, .. }) if mode == open));
        }
        // Narrower than it may be is no fault.
        set_mode(&path, 0o600);
        assert_eq!(taken(&shared).await, Some(scene.token(1)));
    }

    #[tokio::test]
    async fn a_file_of_another_owner_is_used_only_in_a_group() {
        let scene = Scene::new();
        let path = directory().join("token.json");
        put(&FileTokenStore::new(&path), &scene.token(1)).await;
        // Only root gives files away; for others there is nothing to see.
        if std::os::unix::fs::chown(&path, Some(65_534), None).is_err() {
            return;
        }
        let error = FileTokenStore::new(&path).load(&user_key()).await.unwrap_err();
        assert!(error.to_string().contains("another owner"), "{error}");
        set_mode(&path, 0o660);
        assert_eq!(
            taken(&FileTokenStore::new(&path).shared_with_group()).await,
            Some(scene.token(1))
        );
    }

    #[tokio::test]
    async fn directories_may_be_links_and_files_may_not() {
        let scene = Scene::new();
        let (links, files) = (directory(), directory());
        std::os::unix::fs::symlink(&files, links.join("there")).unwrap();
        let store = FileTokenStore::new(links.join("there").join("token.json"));
        put(&store, &scene.token(1)).await;
        assert_eq!(taken(&store).await, Some(scene.token(1)));

        // What somebody else has put in place of the lock or the new file is not followed.
        let bait = links.join("bait");
        for end in ["lock", "new"] {
            let planted = files.join(format!("token.json.{end}"));
            let _ = fs::remove_file(&planted);
            std::os::unix::fs::symlink(&bait, &planted).unwrap();
            let locked = store.lock(&user_key(), &scene.clock).await;
            assert_eq!(locked.is_err(), end == "lock");
            let _ = fs::remove_file(&planted);
            assert!(!bait.exists(), "{end}");
        }
        std::os::unix::fs::symlink(links.join("nothing"), links.join("dangling.json")).unwrap();
        let dangling = FileTokenStore::new(links.join("dangling.json"));
        for store in [dangling.clone(), dangling.follow_link()] {
            let refused = store.load(&user_key()).await;
            assert!(matches!(refused, Err(StoreError::Refused { .. })), "{refused:?}");
        }
    }

    #[tokio::test]
    async fn nothing_waits_for_a_fifo() {
        let scene = Scene::new();
        let directory = directory();
        for end in ["", ".lock", ".new"] {
            let store = FileTokenStore::new(directory.join("token.json"));
            let fifo = directory.join(format!("token.json{end}"));
            let _ = fs::remove_file(&fifo);
            assert!(
                Command::new("mkfifo")
                    .args(["-m", "600"])
                    .arg(&fifo)
                    .status()
                    .unwrap()
                    .success()
            );
            let used = async {
                let lock = store.lock(&user_key(), &scene.clock).await?;
                let prepared = store.prepare(&user_key()).await;
                lock.release().await;
                prepared
            };
            let used: Result<(), StoreError> = used.await;
            assert_eq!(
                matches!(used, Err(StoreError::Refused { .. })),
                end != ".new",
                "{end}: {used:?}"
            );
            let _ = fs::remove_file(&fifo);
        }
    }
}
