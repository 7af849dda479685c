//! The welcome emails: one for each license that was really assigned.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{MEET_PRO, World, small};
use sandbox::{DeliveryError, Options, Sandbox, StartError};
use serde_json::json;
use std::{fs, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
    sync::mpsc,
};

#[tokio::test]
async fn each_assignment_is_welcomed_exactly_once() {
    let world = World::new().await;
    let inspect = world.sandbox.inspect();
    assert_eq!(inspect.mails(), []);
    let users = world.without("meet", 30);
    let users: Vec<_> = users.iter().map(String::as_str).collect();
    world.assign(&users, MEET_PRO, json!({})).await.ok(200);
    world.assign(&users, MEET_PRO, json!({})).await.error(409);
    let mut recipients: Vec<_> = inspect.mails().into_iter().map(|mail| mail.to).collect();
    assert_eq!(recipients.len(), 30);
    recipients.sort();
    recipients.dedup();
    assert_eq!(recipients.len(), 30);
    let license = &world.entitlements(users[0]).await[MEET_PRO];
    world.remove(&[license]).await.ok(200);
    assert_eq!(inspect.mails().len(), 30, "removing sends nothing");
}

#[tokio::test]
async fn a_welcome_has_instructions_and_a_link_to_the_guide() {
    let world = World::new().await;
    let andre = world.user("andre.okafor");
    let number = world.free_number();
    let metadata = json!({ "sms_number": number });
    world
        .assign(&[&andre], common::STAR_MESSENGER, metadata)
        .await
        .ok(200);
    let mail = world.sandbox.inspect().mails().remove(0);
    assert_eq!(mail.to, "andre.okafor@lakeside.example");
    assert_eq!(mail.subject, "Welcome to StarMessenger");
    for part in [
        "Hello Andre Okafor,",
        "Lakeside Dental",
        "Sign in",
        "https://help.framework.example/guides/star-messenger",
    ] {
        assert!(mail.text.contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_folder_gets_each_mail_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = folder.path().join("out/box");
    let options = Options {
        outbox: Some(outbox.clone()),
        ..small()
    };
    let world = World::with(options).await;
    let users = world.without("meet", 3);
    let users: Vec<_> = users.iter().map(String::as_str).collect();
    world.assign(&users, MEET_PRO, json!({})).await.ok(200);
    for _ in 0..200 {
        if fs::read_dir(&outbox).unwrap().count() == 3 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    let files: Vec<_> = fs::read_dir(&outbox)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(files.len(), 3);
    for file in files {
        assert!(file.extension().is_some_and(|kind| kind == "eml"));
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains("Subject: Welcome to Meet\r\n"), "{text}");
        assert!(text.contains("@lakeside.example>"));
    }
}

#[tokio::test]
async fn a_mail_server_gets_each_mail_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let (sender, mut received) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(mail_server(stream, sender.clone()));
        }
    });
    let options = Options {
        smtp: Some(url),
        ..small()
    };
    let world = World::with(options).await;
    let users = world.without("meet", 2);
    let users: Vec<_> = users.iter().map(String::as_str).collect();
    world.assign(&users, MEET_PRO, json!({})).await.ok(200);
    for _ in 0..2 {
        let mail: String = received.recv().await.unwrap();
        assert!(mail.contains("Subject: Welcome to Meet"), "{mail}");
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(received.try_recv().is_err(), "nothing comes twice");
}

async fn mail_server(stream: tokio::net::TcpStream, mails: mpsc::UnboundedSender<String>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 ready\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match line.split(' ').next().unwrap() {
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.unwrap();
                let mut mail = String::new();
                while let Ok(Some(line)) = lines.next_line().await
                    && line != "."
                {
                    mail.push_str(&line);
                    mail.push('\n');
                }
                mails.send(mail).unwrap();
                "250 taken\r\n"
            }
            "QUIT" => "221 bye\r\n",
            _ => "250 fine\r\n",
        };
        if write.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_mail_server_that_is_away_is_shown_and_disturbs_nobody() {
    let options = Options {
        smtp: Some("smtp://127.0.0.1:9".into()),
        ..small()
    };
    let world = World::with(options).await;
    let cookie = world.cookie().await;
    let user = world.without("meet", 1).remove(0);
    world.assign(&[&user], MEET_PRO, json!({})).await.ok(200);
    assert_eq!(world.sandbox.inspect().mails().len(), 1);
    for _ in 0..300 {
        let page = world.visit("/outbox", &cookie).await.text;
        if page.contains("not sent") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the outbox does not say that the email was not sent");
}

#[tokio::test]
async fn an_address_that_is_no_mail_server_is_refused_at_start() {
    let options = Options {
        smtp: Some("localhost:25".into()),
        ..small()
    };
    let started = Sandbox::start(options).await;
    assert!(matches!(
        started,
        Err(StartError::Delivery(DeliveryError::Smtp { .. }))
    ));
}
