//! The data of a sandbox in files: its database, and a directory export.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{World, inspect, small};
use sandbox::{Options, Sandbox, SeedError, StartError};
use std::fs;

#[tokio::test]
async fn a_database_file_keeps_everything() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        db: Some(folder.path().join("kept.db")),
        ..small()
    };
    let world = World::with(options.clone()).await;
    let user = world.without("meet", 1).remove(0);
    world
        .assign(&[&user], common::MEET_PRO, serde_json::json!({}))
        .await
        .ok(200);
    let before = world.sandbox.inspect();
    let (users, licenses) = (before.users(), before.licenses("meet"));
    drop(world);
    let (_sandbox, after) = inspect(Options {
        users: 3,
        seed: 9,
        ..options
    })
    .await;
    assert_eq!(after.users(), users);
    assert_eq!(after.licenses("meet"), licenses);
    assert_eq!(after.mails().len(), 1);
}

#[tokio::test]
async fn a_database_file_is_begun_anew_when_it_was_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kept.db");
    for left in ["kept.db.partial", "kept.db-wal"] {
        fs::write(folder.path().join(left), "left by an interrupted start").unwrap();
    }
    let options = Options {
        db: Some(file.clone()),
        ..small()
    };
    let (_sandbox, inspect) = inspect(options).await;
    assert_eq!(inspect.users().len(), 260);
    assert!(file.exists() && !folder.path().join("kept.db.partial").exists());
}

#[tokio::test]
async fn a_file_that_is_no_database_of_the_sandbox_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("other.db");
    fs::write(&file, "something else").unwrap();
    let started = Sandbox::start(Options {
        db: Some(file.clone()),
        ..small()
    });
    assert!(matches!(started.await, Err(StartError::Database(_))));
    assert_eq!(fs::read_to_string(file).unwrap(), "something else");
}

async fn import(content: &[u8]) -> Result<Sandbox, StartError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("users.csv");
    fs::write(&file, content).unwrap();
    Sandbox::start(Options {
        users_from: Some(file),
        ..small()
    })
    .await
}

#[tokio::test]
async fn users_come_from_a_directory_export() {
    for content in [
        "Display Name,E-Mail Address,Telephone,Account Status\n\"Beltrán, Ana\",ana@corp.example,(941) 555-0142,enabled\nBo Li,bo@corp.example,,Disabled\n",
        "\u{feff}mail;given name;SURNAME;Phone;STATUS\nana@corp.example;Ana;Beltrán;(941) 555-0142;Active\nbo@corp.example;Bo;Li;;Inactive\n",
        "department\tFirst_Name\tLast_Name\temail\tphone number\tenabled\nx\tAna\tBeltrán\tana@corp.example\t(941) 555-0142\tTRUE\n\tBo\tLi\tbo@corp.example\t\tfalse\n",
    ] {
        let sandbox = import(content.as_bytes()).await.unwrap();
        let users = sandbox.inspect().users();
        assert_eq!(users.len(), 2, "{content}");
        assert_eq!(
            (users[0].name.as_str(), users[0].email.as_str()),
            ("Ana Beltrán", "ana@corp.example")
        );
        assert_eq!(users[0].phone.as_deref(), Some("(941) 555-0142"));
        assert_eq!(
            (users[1].name.as_str(), users[1].phone.as_deref()),
            ("Bo Li", None)
        );
        assert_eq!(
            (users[0].status.as_str(), users[1].status.as_str()),
            ("Active", "Inactive")
        );
    }
}

#[tokio::test]
async fn a_bad_directory_export_is_refused_with_line_column_and_remedy() {
    for (content, parts) in [
        ("name,phone\nAna,1\n", &["line 1", "email", "Name one"][..]),
        ("", &["line 1"]),
        ("name,email\n", &["line 2", "no user"]),
        (
            "name,Email\nAna,ana@corp.example\nBo,bo-at-corp\n",
            &["line 3", "“Email”", "bo-at-corp", "Write it like"],
        ),
        ("name,email\nAna,\n", &["line 2", "“email”", "empty"]),
        (
            "name,email,phone\nAna,a@corp.example,call me\n",
            &["line 2", "“phone”", "call me", "leave it empty"],
        ),
        (
            "name,email\nBeltrán, Ana,a@corp.example\n",
            &["line 2", "3 columns", "quotes"],
        ),
        (
            "name,email\nAna,a@corp.example\nBo,A@corp.example\n",
            &["line 3", "“email”", "line 2"],
        ),
    ] {
        let Err(error) = import(content.as_bytes()).await else {
            panic!("started: {content}");
        };
        let text = error.to_string();
        assert!(text.contains("users.csv"), "{text}");
        for part in parts {
            assert!(text.contains(part), "{text}: {part}");
        }
    }
    let Err(error) = import(b"name,email\nJos\xe9,jose@corp.example\n").await else {
        panic!("started");
    };
    assert!(
        error.to_string().contains("line 2") && error.to_string().contains("UTF-8"),
        "{error}"
    );
    let missing = Options {
        users_from: Some("no-such-file.csv".into()),
        ..small()
    };
    assert!(matches!(
        Sandbox::start(missing).await,
        Err(StartError::Seed(SeedError::Users { .. }))
    ));
}
