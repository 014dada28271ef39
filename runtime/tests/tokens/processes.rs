//! Several programs that share one token.

use std::time::Duration;

use sap_concur_runtime::*;

use super::{files::directory, support::*};

#[tokio::test]
async fn eight_clients_use_a_refresh_token_in_a_file_once() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    let path = directory().join("token.json");
    put(&FileTokenStore::new(&path), &fixture.token(0)).await;
    let clients: Vec<_> = (0..8)
        .map(|_| fixture.client_with(user(), FileTokenStore::new(&path).lock_timeout(Duration::MAX)))
        .collect();
    let calls: Vec<_> = clients
        .iter()
        .map(|client| {
            let client = client.clone();
            tokio::spawn(async move { get(&client).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
    assert!(
        fixture
            .endpoint
            .api_calls()
            .iter()
            .all(|(_, token)| token == "canary-access-1")
    );
}

#[tokio::test]
async fn two_clients_use_a_refresh_token_in_memory_once() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    let (first, second) = (fixture.client(user()), fixture.client(user()));
    let (a, b) = tokio::join!(get(&first), get(&second));
    a.unwrap();
    b.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
}

/// A store without locks.
#[cfg(feature = "tokio")]
struct UnlockedStore(MemoryTokenStore);

#[cfg(feature = "tokio")]
impl TokenStore for UnlockedStore {
    fn load<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>> {
        self.0.load(key)
    }

    fn save<'a>(
        &'a self,
        key: &'a TokenKey,
        token: &'a StoredToken,
        replaces: Option<&'a TokenVersion>,
    ) -> BoxFuture<'a, Result<TokenVersion, StoreError>> {
        self.0.save(key, token, replaces)
    }

    fn clear<'a>(&'a self, key: &'a TokenKey, replaces: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>> {
        self.0.clear(key, replaces)
    }
}

#[cfg(feature = "tokio")]
#[tokio::test]
async fn the_second_user_of_a_refresh_token_gets_the_stored_token() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    let client = || -> Client {
        let builder = fixture
            .builder(stored_user())
            .token_store(UnlockedStore(fixture.store.clone()));
        builder.clock(TokioClock::new()).build().unwrap()
    };
    fixture.endpoint.hold(true);
    let calls = [client(), client()].map(|client| tokio::spawn(async move { get(&client).await }));
    while fixture.endpoint.calls().len() < 2 {
        tokio::task::yield_now().await;
    }
    fixture.endpoint.hold(false);
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(fixture.endpoint.calls().len(), 2);
    assert!(
        fixture
            .endpoint
            .api_calls()
            .iter()
            .all(|(_, token)| token == "canary-access-1")
    );
    assert_eq!(
        fixture.stored().await.refresh_token().unwrap().expose(),
        "canary-refresh-1"
    );
}

#[cfg(feature = "reqwest")]
mod child_processes {
    use std::{
        env,
        io::{BufRead, BufReader, Read, Write},
        net::TcpListener,
        process::{Command, Stdio},
        time::SystemTime,
    };

    use super::*;

    const PATH: &str = "TOKENS_TEST_PATH";
    const URL: &str = "TOKENS_TEST_URL";
    const PROGRAMS: usize = 3;

    /// The child process. It does nothing when it runs as a test.
    #[tokio::test]
    async fn program() {
        let (Ok(path), Ok(url)) = (env::var(PATH), env::var(URL)) else {
            return;
        };
        let client: Client = ClientBuilder::new(&SERVICE)
            .base_url(url)
            .credentials(user())
            .token_store(FileTokenStore::new(path))
            .build()
            .unwrap();
        println!("\nready");
        let provider = provider(&client);
        provider.token().await.unwrap();
        println!(
            "\ntoken {}",
            provider.stored().await.unwrap().unwrap().access_token().expose()
        );
    }

    #[test]
    fn several_processes_use_one_refresh_token_once() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let path = directory().join("token.json");
        let expired = StoredToken::new(
            "app",
            "canary-access-0",
            SystemTime::UNIX_EPOCH + Duration::from_secs(1),
        )
        .with_refresh_token("canary-refresh-0", None)
        .with_geolocation(url.as_str())
        .with_owner("user", Some("user@example.com".into()));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(put(&FileTokenStore::new(&path), &expired));

        let mut programs: Vec<_> = (0..PROGRAMS)
            .map(|_| {
                let mut program = Command::new(env::current_exe().unwrap());
                program.args(["--exact", "processes::child_processes::program", "--nocapture"]);
                program
                    .env(PATH, &path)
                    .env(URL, &url)
                    .stdout(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        let mut outputs: Vec<_> = programs
            .iter_mut()
            .map(|program| {
                BufReader::new(program.stdout.take().unwrap())
                    .lines()
                    .map(Result::unwrap)
            })
            .collect();
        for output in &mut outputs {
            assert!(output.any(|line| line == "ready"));
        }
        // All programs have started, and one of them has sent the token call.
        let (mut connection, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        while !String::from_utf8_lossy(&request).contains("canary-refresh-0") {
            let mut buffer = [0; 1024];
            let read = connection.read(&mut buffer).unwrap();
            assert!(read > 0);
            request.extend_from_slice(&buffer[..read]);
        }
        let body = r#"{"access_token":"canary-access-1","refresh_token":"canary-refresh-1","expires_in":3600}"#;
        write!(
            connection,
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        for output in &mut outputs {
            let token = output.find(|line| line.starts_with("token")).unwrap();
            assert_eq!(token, "token canary-access-1");
            output.for_each(drop);
        }
        for mut program in programs {
            assert!(program.wait().unwrap().success());
        }
        listener.set_nonblocking(true).unwrap();
        assert!(listener.accept().is_err(), "there was a second call");
    }
}
