//! Token stores in files.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Once,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    time::Duration,
};

use sap_concur_runtime::*;

use super::support::*;

/// Creates an empty directory.
pub(crate) fn directory() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    static FORMER_RUNS: Once = Once::new();
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tokens");
    FORMER_RUNS.call_once(|| remove_old(&all));
    let directory = all.join(format!("{}-{}", std::process::id(), NUMBER.fetch_add(1, SeqCst)));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

/// Removes what earlier runs left. A failed test leaves its directory to be looked at, and others may be running.
fn remove_old(all: &Path) {
    for entry in fs::read_dir(all).into_iter().flatten().flatten() {
        let age = entry.metadata().and_then(|of| of.modified()).map(|at| at.elapsed());
        if matches!(age, Ok(Ok(age)) if age > Duration::from_secs(3600)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
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
async fn a_saved_token_is_loaded_unchanged() {
    let fixture = Fixture::new();
    let directory = directory();
    let store = FileTokenStore::new(directory.join("token.json"));
    assert_eq!(load_token(&store).await, None);
    let full = fixture
        .token(5)
        .with_scopes("a b")
        .with_id_token("canary")
        .with_refresh_token("r", Some(fixture.clock.now()));
    let bare = StoredToken::new("app", "canary", fixture.clock.now());
    for token in [full, bare] {
        put(&store, &token).await;
        assert_eq!(load_token(&store).await, Some(token));
        assert_eq!(
            names(&directory),
            ["token.json", "token.json.lock"],
            "no other files exist"
        );
    }
    remove_token(&store, &user_key()).await;
    assert_eq!(names(&directory), ["token.json.lock"]);
}

#[tokio::test]
async fn a_token_survives_a_restart() {
    let fixture = Fixture::new();
    let path = directory().join("token.json");
    get(&fixture.client_with(user(), FileTokenStore::new(&path)))
        .await
        .unwrap();
    get(&fixture.client_with(user(), FileTokenStore::new(&path)))
        .await
        .unwrap();
    assert_eq!(fixture.endpoint.calls().len(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn a_token_file_is_private_to_its_owner() {
    let fixture = Fixture::new();
    let directory = directory();
    let path = directory.join("token.json");
    let store = FileTokenStore::new(&path);
    let version = put(&store, &fixture.token(5)).await;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&directory.join("token.json.lock")), 0o600);
    for open_mode in [0o640, 0o604, 0o620, 0o666] {
        set_mode(&path, open_mode);
        for error in [
            store.load(&user_key()).await.unwrap_err(),
            store
                .save(&user_key(), &fixture.token(6), Some(&version))
                .await
                .unwrap_err(),
            store.prepare(&user_key()).await.unwrap_err(),
            store.clear(&user_key(), &version).await.unwrap_err(),
        ] {
            assert!(
                matches!(error, StoreError::Exposed { mode, .. } if mode == open_mode),
                "{error}"
            );
            assert!(error.to_string().contains("chmod 600"), "{error}");
        }
    }
    set_mode(&path, 0o600);
    assert_eq!(load_token(&store).await, Some(fixture.token(5)));
}

#[tokio::test]
async fn a_corrupt_token_file_is_never_overwritten() {
    let complete = Fixture::new().token(3600).to_json();
    let half = &complete.expose()[..complete.expose().len() / 2];
    let other_version = complete.expose().replace("\"version\": 1", "\"version\": 0");
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
        let fixture = Fixture::new();
        let path = directory().join("token.json");
        fs::write(&path, text).unwrap();
        #[cfg(unix)]
        set_mode(&path, 0o600);
        let store = FileTokenStore::new(&path);
        let client = fixture.client_with(user(), store.clone());
        let error = get(&client).await.unwrap_err().to_string();
        assert!(
            error.contains("token.json is not changed: the stored token"),
            "{text:?}: {error}"
        );
        assert!(!error.contains("canary"), "{error}");
        assert!(matches!(
            store.save(&user_key(), &fixture.token(5), None).await,
            Err(StoreError::Corrupt { .. })
        ));
        assert!(matches!(
            store.clear(&user_key(), &TokenVersion::new("1")).await,
            Err(StoreError::Corrupt { .. })
        ));
        provider(&client).authorize().await.unwrap_err();
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        assert!(
            fixture.endpoint.calls().is_empty(),
            "no grant is used for a token that could not be saved"
        );
    }
}

#[tokio::test]
async fn a_binary_file_is_corrupt_and_a_device_is_refused() {
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
async fn a_missing_directory_is_an_error_before_the_call() {
    let fixture = Fixture::new();
    let path = directory().join("not-there").join("token.json");
    let error = get(&fixture.client_with(user(), FileTokenStore::new(path)))
        .await
        .unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("token.json") && error.contains("its directory does not exist"),
        "{error}"
    );
    assert!(fixture.endpoint.calls().is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn follow_link_replaces_the_target_of_a_symlink() {
    let fixture = Fixture::new();
    let (links, files) = (directory(), directory());
    let store = FileTokenStore::new(files.join("token.json"));
    put(&store, &fixture.token(5)).await;
    std::os::unix::fs::symlink(files.join("token.json"), links.join("link.json")).unwrap();
    let link = FileTokenStore::new(links.join("link.json"));
    let error = link.load(&user_key()).await.unwrap_err();
    assert!(error.to_string().contains("it is a link"), "{error}");
    put(&link.follow_link(), &fixture.token(6)).await;
    assert!(fs::symlink_metadata(links.join("link.json")).unwrap().is_symlink());
    assert_eq!(load_token(&store).await, Some(fixture.token(6)));
    assert_eq!(names(&links), ["link.json"]);
}

#[tokio::test]
async fn waiting_for_a_lock_ends_at_the_lock_timeout() {
    let fixture = Fixture::new();
    let store = FileTokenStore::new(directory().join("token.json")).lock_timeout(Duration::from_secs(3));
    let guard = store.lock(&user_key(), &fixture.clock).await.unwrap();
    let error = store.lock(&user_key(), &fixture.clock).await.err().unwrap();
    assert!(
        matches!(error, StoreError::Locked { after, .. } if after == Duration::from_secs(3)),
        "{error}"
    );
    drop(guard);
    store.lock(&user_key(), &fixture.clock).await.unwrap();
}

#[tokio::test]
async fn a_valid_token_is_used_while_another_program_has_the_lock() {
    let fixture = Fixture::new();
    let store = FileTokenStore::new(directory().join("token.json"));
    put(&store, &fixture.token(200)).await;
    let _guard = store.lock(&user_key(), &fixture.clock).await.unwrap();
    get(&fixture.client_with(user(), store.clone())).await.unwrap();
    assert!(fixture.endpoint.calls().is_empty());
    fixture.clock.advance(200);
    let error = get(&fixture.client_with(user(), store.clone())).await.unwrap_err();
    assert!(error.to_string().contains("another program has locked"), "{error}");
}

#[test]
fn a_reader_never_reads_a_partly_written_file() {
    let fixture = Fixture::new();
    let store = FileTokenStore::new(directory().join("token.json")).lock_timeout(Duration::MAX);
    let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
    let tokens = [fixture.token(1), fixture.token(2).with_scopes("s".repeat(20_000))];
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
            let read = runtime().block_on(load_token(&store)).unwrap();
            assert!(tokens.contains(&read));
        }
    });
}
