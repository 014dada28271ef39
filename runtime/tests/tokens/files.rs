//! Tokens in files.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering::SeqCst},
    time::Duration,
};

use sap_concur_runtime::*;

use super::support::*;

/// An empty directory.
pub(crate) fn directory() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("tokens-{}-{}", std::process::id(), NUMBER.fetch_add(1, SeqCst));
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

pub(crate) fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn what_is_saved_is_what_is_loaded() {
    let scene = Scene::new();
    let directory = directory();
    let store = FileTokenStore::new(directory.join("token.json"));
    assert_eq!(taken(&store).await, None);
    let full = scene
        .token(5)
        .with_scopes("a b")
        .with_id_token("canary")
        .with_refresh_token("r", Some(scene.clock.now()));
    let bare = StoredToken::new("app", "canary", scene.clock.now());
    for token in [full, bare] {
        put(&store, &token).await;
        assert_eq!(taken(&store).await, Some(token));
        assert_eq!(
            names(&directory),
            ["token.json", "token.json.lock"],
            "nothing else is left"
        );
    }
    empty(&store, &user_key()).await;
    assert_eq!(names(&directory), ["token.json.lock"]);
}

#[tokio::test]
async fn a_token_survives_the_end_of_the_program() {
    let scene = Scene::new();
    let path = directory().join("token.json");
    get(&scene.client_with(user(), FileTokenStore::new(&path)))
        .await
        .unwrap();
    get(&scene.client_with(user(), FileTokenStore::new(&path)))
        .await
        .unwrap();
    assert_eq!(scene.authority.calls().len(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn a_token_file_is_for_its_owner_alone() {
    let scene = Scene::new();
    let directory = directory();
    let path = directory.join("token.json");
    let store = FileTokenStore::new(&path);
    let version = put(&store, &scene.token(5)).await;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&directory.join("token.json.lock")), 0o600);
    for open in [0o640, 0o604, 0o620, 0o666] {
        set_mode(&path, open);
        for error in [
            store.load(&user_key()).await.unwrap_err(),
            store
                .save(&user_key(), &scene.token(6), Some(&version))
                .await
                .unwrap_err(),
            store.prepare(&user_key()).await.unwrap_err(),
            store.clear(&user_key(), &version).await.unwrap_err(),
        ] {
            assert!(
                matches!(error, StoreError::Exposed { mode, .. } if mode == open),
                "{error}"
            );
            assert!(error.to_string().contains("chmod 600"), "{error}");
        }
    }
    set_mode(&path, 0o600);
    assert_eq!(taken(&store).await, Some(scene.token(5)));
}

#[tokio::test]
async fn a_corrupt_token_file_is_never_overwritten() {
    let whole = Scene::new().token(3600).to_json();
    let half = &whole.expose()[..whole.expose().len() / 2];
    let other_version = whole.expose().replace("\"version\": 1", "\"version\": 0");
    let foreign = r#"{"access_token": "canary", "client_id": "app", "expires_at": 1}"#;
    for text in [
        "",
        " \n",
        "canary",
        "[]",
        "{}",
        "null",
        half,
        &other_version,
        foreign,
        "{\"version\": 1}",
        "\0\0\0\0",
    ] {
        let scene = Scene::new();
        let path = directory().join("token.json");
        fs::write(&path, text).unwrap();
        #[cfg(unix)]
        set_mode(&path, 0o600);
        let store = FileTokenStore::new(&path);
        let client = scene.client_with(user(), store.clone());
        let error = get(&client).await.unwrap_err().to_string();
        assert!(
            error.contains("token.json is not changed: the stored token"),
            "{text:?}: {error}"
        );
        assert!(!error.contains("canary"), "{error}");
        assert!(matches!(
            store.save(&user_key(), &scene.token(5), None).await,
            Err(StoreError::Corrupt { .. })
        ));
        assert!(matches!(
            store.clear(&user_key(), &TokenVersion::new("1")).await,
            Err(StoreError::Corrupt { .. })
        ));
        keeper(&client).authorize().await.unwrap_err();
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        assert!(
            scene.authority.calls().is_empty(),
            "nothing is spent on a token that could not be saved"
        );
    }
}

#[tokio::test]
async fn a_file_that_is_not_text_is_corrupt_and_one_without_end_is_not_read_to_it() {
    let path = directory().join("token.json");
    fs::write(&path, [0xff, 0xfe]).unwrap();
    #[cfg(unix)]
    set_mode(&path, 0o600);
    assert!(matches!(
        FileTokenStore::new(&path).load(&user_key()).await,
        Err(StoreError::Corrupt { .. })
    ));
    #[cfg(target_os = "linux")]
    assert!(matches!(
        FileTokenStore::new("/dev/zero").load(&user_key()).await,
        Err(StoreError::Refused { .. })
    ));
}

#[tokio::test]
async fn a_directory_that_is_not_there_is_an_error_before_the_call() {
    let scene = Scene::new();
    let path = directory().join("not-there").join("token.json");
    let error = get(&scene.client_with(user(), FileTokenStore::new(path)))
        .await
        .unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("token.json") && error.contains("its directory does not exist"),
        "{error}"
    );
    assert!(scene.authority.calls().is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_stays_one_and_its_file_is_replaced() {
    let scene = Scene::new();
    let (links, files) = (directory(), directory());
    let store = FileTokenStore::new(files.join("token.json"));
    put(&store, &scene.token(5)).await;
    std::os::unix::fs::symlink(files.join("token.json"), links.join("link.json")).unwrap();
    let link = FileTokenStore::new(links.join("link.json"));
    let error = link.load(&user_key()).await.unwrap_err();
    assert!(error.to_string().contains("it is a link"), "{error}");
    put(&link.follow_link(), &scene.token(6)).await;
    assert!(fs::symlink_metadata(links.join("link.json")).unwrap().is_symlink());
    assert_eq!(taken(&store).await, Some(scene.token(6)));
    assert_eq!(names(&links), ["link.json"]);
}

#[tokio::test]
async fn a_lock_is_waited_for_and_given_up_in_the_end() {
    let scene = Scene::new();
    let store = FileTokenStore::new(directory().join("token.json")).lock_timeout(Duration::from_secs(3));
    let guard = store.lock(&user_key(), &scene.clock).await.unwrap();
    let error = store.lock(&user_key(), &scene.clock).await.err().unwrap();
    assert!(
        matches!(error, StoreError::Locked { after, .. } if after == Duration::from_secs(3)),
        "{error}"
    );
    drop(guard);
    store.lock(&user_key(), &scene.clock).await.unwrap();
}

#[tokio::test]
async fn a_lock_that_is_not_to_be_had_does_not_stop_a_token_that_lives() {
    let scene = Scene::new();
    let store = FileTokenStore::new(directory().join("token.json"));
    put(&store, &scene.token(200)).await;
    let _guard = store.lock(&user_key(), &scene.clock).await.unwrap();
    get(&scene.client_with(user(), store.clone())).await.unwrap();
    assert!(scene.authority.calls().is_empty());
    scene.clock.pass(200);
    let error = get(&scene.client_with(user(), store.clone())).await.unwrap_err();
    assert!(error.to_string().contains("another program has locked"), "{error}");
}

#[test]
fn a_reader_never_sees_half_a_file() {
    let scene = Scene::new();
    let store = FileTokenStore::new(directory().join("token.json")).lock_timeout(Duration::MAX);
    let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
    let tokens = [scene.token(1), scene.token(2).with_scopes("s".repeat(20_000))];
    runtime().block_on(put(&store, &tokens[0]));
    std::thread::scope(|scope| {
        let writers: Vec<_> = tokens
            .iter()
            .map(|token| {
                let store = store.clone();
                scope.spawn(move || {
                    for _ in 0..20 {
                        runtime().block_on(put(&store, token));
                    }
                })
            })
            .collect();
        while !writers.iter().all(|writer| writer.is_finished()) {
            let read = runtime().block_on(taken(&store)).unwrap();
            assert!(tokens.contains(&read));
        }
    });
}
