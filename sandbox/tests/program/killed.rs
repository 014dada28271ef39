//! `kill -9` at any moment loses no acknowledged change.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::http::{Client, purchase_request};
use crate::process::{Folder, Program, program};

const WRITERS: usize = 8;

#[test]
fn acknowledged_changes_survive_kill() {
    let folder = Folder::new();
    let state = folder.file("state");
    let mut known: Vec<String> = Vec::new();
    // The number of acknowledged changes before the kill. It hits whatever follows.
    for (round, acknowledged) in [1, 7, 20, 61, 133, 300].into_iter().enumerate() {
        let mut command = program();
        command.args(["--quiet", "--state", &state]);
        let mut served = Program::run(command);
        let mut reader = Client::of_user(served.url(), "ann").unwrap();
        for path in &known {
            let (status, answer) = reader.get(path).unwrap();
            assert_eq!(status, 200, "round {round}: {path} is lost: {answer}");
        }
        known.extend(write_until_killed(&mut served, acknowledged));
    }
    assert!(known.len() >= 500, "{} were acknowledged", known.len());
}

/// Creates objects concurrently, kills the program, and returns the paths of the acknowledged ones.
fn write_until_killed(served: &mut Program, enough: usize) -> Vec<String> {
    let url = served.url().to_owned();
    let count = AtomicUsize::new(0);
    let paths = Mutex::new(Vec::new());
    let (sender, receiver) = std::sync::mpsc::channel();
    // Get all tokens first, so that the kill can only hit writes.
    let clients: Vec<_> = (0..WRITERS).map(|_| Client::of_user(&url, "ann").unwrap()).collect();
    std::thread::scope(|scope| {
        for (writer, mut client) in clients.into_iter().enumerate() {
            let (count, paths, sender) = (&count, &paths, sender.clone());
            scope.spawn(move || {
                // Until the connection breaks.
                while let Some(path) = create(&mut client, writer) {
                    paths.lock().unwrap().push(path);
                    if count.fetch_add(1, Ordering::Relaxed) + 1 == enough {
                        sender.send(()).unwrap();
                    }
                }
            });
        }
        drop(sender);
        receiver.recv().expect("the writers continue until the kill");
        served.kill_at_once();
    });
    paths.into_inner().unwrap()
}

fn create(client: &mut Client, writer: usize) -> Option<String> {
    let (created, expected, to_path): (_, _, fn(&str) -> String) = if writer.is_multiple_of(2) {
        let created = client.create_request("Kyoto").ok()?;
        (created, 201, |id| format!("/travelrequest/v4/requests/{id}"))
    } else {
        let created = client
            .post("/purchaserequest/v4/purchaserequests", &purchase_request())
            .ok()?;
        (created, 202, |id| {
            format!("/purchaserequest/v4/purchaserequests/{id}?mode=COMPACT")
        })
    };
    let (status, answer) = created;
    assert_eq!(status, expected, "{answer}");
    Some(to_path(answer["id"].as_str().expect("an id")))
}
