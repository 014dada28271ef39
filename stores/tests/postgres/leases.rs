//! Leases: taken over, lost, extended, passed on; and programs whose clocks are wrong.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};

use concur_stores::PostgresTokenStore;
use sap_concur::{StoreError, StoreLock, TokenStore};

use crate::support::*;

const HOLDERS: &str = "SELECT count(lease_holder)::text FROM concur_token";

/// Takes the lease on a runtime of its own, and ends that as a kill does: nothing releases or extends the lease.
fn die_with_the_lease(store: PostgresTokenStore) {
    let dead = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let lock = runtime.block_on(async { store.lock(&key(), &clock()).await.expect("the store works") });
        std::mem::forget(lock);
    });
    dead.join().expect("no panic");
}

async fn wait_until_free(url: &str) {
    let began = Instant::now();
    while ask(url, HOLDERS).await != "0" {
        assert!(began.elapsed() < Duration::from_secs(5), "the lease is not released");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn lease_of_a_dead_program_is_taken_over_when_it_expires() {
    let Some(url) = database("lease_of_a_dead_program").await else {
        return;
    };
    let length = Duration::from_secs(1);
    die_with_the_lease(store(&url).lease(length));
    let began = Instant::now();
    let lock = store(&url).lock(&key(), &clock()).await.expect("the lease expires");
    let waited = began.elapsed();
    assert!(waited > length / 2 && waited < length * 3, "{waited:?}");
    lock.release().await;
}

#[tokio::test]
async fn lease_is_extended_for_as_long_as_the_renewal_takes() {
    let Some(url) = database("lease_is_extended").await else {
        return;
    };
    let length = Duration::from_millis(400);
    let mut held = store(&url)
        .lease(length)
        .lock(&key(), &clock())
        .await
        .expect("it is free");
    let (other, clock) = (store(&url).lease(length), clock());
    let next_key = key();
    let mut next = other.lock(&next_key, &clock);
    let early = tokio::time::timeout(length * 5, &mut next).await;
    assert!(early.is_err(), "the lease has expired");
    held.check().await.expect("it is held");
    held.release().await;
    let taken = tokio::time::timeout(Duration::from_secs(2), next).await;
    taken
        .expect("the lease is free")
        .expect("the store works")
        .release()
        .await;
}

#[tokio::test]
async fn lost_lease_is_noticed_before_anything_is_spent() {
    let Some(url) = database("lost_lease_is_noticed").await else {
        return;
    };
    let mut lock = store(&url).lock(&key(), &clock()).await.expect("it is free");
    lock.check().await.expect("it is held");
    run(&url, "UPDATE concur_token SET lease_holder = 'somebody else'").await;
    assert!(matches!(lock.check().await, Err(StoreError::LockLost)));
    lock.release().await;
    assert_eq!(
        ask(&url, "SELECT lease_holder FROM concur_token").await,
        "somebody else"
    );
}

#[tokio::test]
async fn clocks_of_programs_do_not_matter_to_leases() {
    let Some(url) = database("clocks_of_programs_do_not_matter").await else {
        return;
    };
    const HOURS: i64 = 5 * 3600;
    for (first, second) in [(HOURS, -HOURS), (-HOURS, HOURS)] {
        let (first, second) = (WrongClock::new(first), WrongClock::new(second));
        let length = Duration::from_millis(900);
        let (holder, other) = (store(&url).lease(length), store(&url).lease(length));
        let held = holder.lock(&key(), &first).await.expect("it is free");
        let waits = tokio::time::timeout(length * 2, other.lock(&key(), &second)).await;
        assert!(waits.is_err(), "two programs have the lease");
        held.release().await;
        die_with_the_lease(store(&url).lease(length));
        let began = Instant::now();
        let taken = other.lock(&key(), &second).await.expect("the lease expires");
        assert!(began.elapsed() > length / 2, "the lease was taken early");
        taken.release().await;
    }
}

#[tokio::test]
async fn released_and_dropped_leases_are_free_at_once() {
    let Some(url) = database("released_and_dropped_leases").await else {
        return;
    };
    let store = store(&url).lease(Duration::from_secs(3600));
    store.lock(&key(), &clock()).await.expect("it is free").release().await;
    assert_eq!(ask(&url, HOLDERS).await, "0");
    drop(store.lock(&key(), &clock()).await.expect("it is free"));
    wait_until_free(&url).await;
}

#[tokio::test]
async fn program_that_waits_too_long_says_for_whom() {
    let Some(url) = database("program_that_waits_too_long").await else {
        return;
    };
    let held = store(&url).lock(&key(), &clock()).await.expect("it is free");
    let impatient = store(&url).lock_timeout(Duration::from_secs(1));
    let error = impatient.lock(&key(), &clock()).await.err().expect("it is not free");
    let expected = format!(
        "the token store failed: another program has been renewing the token for 1 s: \
         program_that_waits_too_long, process {}",
        std::process::id()
    );
    assert_eq!(error.to_string(), expected);
    let own = held_by_a_task_of_this_program(&impatient).await;
    assert!(own.contains("another program"), "{own}");
    held.release().await;
}

/// A task that waits for another task of its program gives up, too.
async fn held_by_a_task_of_this_program(store: &PostgresTokenStore) -> String {
    let (clock, key) = (clock(), key());
    let first = store.lock(&key, &clock);
    let second = store.lock(&key, &clock);
    let (first, second) = tokio::join!(first, second);
    let second = second.err().expect("it is not free").to_string();
    assert!(
        second.contains("this program") || second.contains("another program"),
        "{second}"
    );
    first.err().expect("it is not free").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_of_a_program_pass_their_lease_on() {
    let Some(url) = database("tasks_of_a_program_pass_their_lease_on").await else {
        return;
    };
    run_until_ready(&url).await;
    // Counts how often a lease is taken.
    run(
        &url,
        "CREATE TABLE taken(holder text);
         CREATE FUNCTION count_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             INSERT INTO taken VALUES (NEW.lease_holder); RETURN NULL; END $$;
         CREATE TRIGGER count_it AFTER INSERT OR UPDATE OF lease_holder ON concur_token FOR EACH ROW
             WHEN (NEW.lease_holder IS NOT NULL) EXECUTE FUNCTION count_it()",
    )
    .await;
    let programs: Vec<_> = (0..4).map(|_| store(&url)).collect();
    let inside = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let tasks = (0..200).map(|number| {
        let (store, inside) = (programs[number % 4].clone(), Arc::clone(&inside));
        tokio::spawn(async move {
            let mut lock = store.lock(&key(), &clock()).await.expect("the store works");
            assert_eq!(inside.fetch_add(1, SeqCst), 0, "two tasks have the lease");
            if number % 10 == 0 {
                lock.check().await.expect("it is held");
            }
            tokio::task::yield_now().await;
            inside.fetch_sub(1, SeqCst);
            match number % 7 {
                0 => drop(lock),
                _ => lock.release().await,
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.expect("no panic");
    }
    let took = began.elapsed();
    wait_until_free(&url).await;
    let taken: u32 = ask(&url, "SELECT count(*)::text FROM taken")
        .await
        .parse()
        .expect("a number");
    eprintln!("200 tasks of 4 programs took {taken} leases in {took:?}");
    assert!((4..=20).contains(&taken), "{taken} leases");
}

/// Makes the table.
async fn run_until_ready(url: &str) {
    store(url).migrate().await.expect("the table is created");
}

#[tokio::test(flavor = "multi_thread")]
async fn task_that_stops_waiting_leaves_no_lease_behind() {
    let Some(url) = database("task_that_stops_waiting").await else {
        return;
    };
    let store = store(&url).lease(Duration::from_secs(3600));
    for round in 0..30_u64 {
        let held = store.lock(&key(), &clock()).await.expect("it is free");
        let waiting = tokio::spawn({
            let store = store.clone();
            async move { store.lock(&key(), &clock()).await.map(drop) }
        });
        tokio::time::sleep(Duration::from_millis(2)).await;
        let release = tokio::spawn(async move { release(held).await });
        tokio::time::sleep(Duration::from_micros(round * 50)).await;
        waiting.abort();
        release.await.expect("no panic");
        let _ = waiting.await;
        wait_until_free(&url).await;
    }
}

async fn release(lock: Box<dyn StoreLock>) {
    lock.release().await;
}
