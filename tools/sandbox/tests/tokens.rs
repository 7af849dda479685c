//! Access tokens: who gets one, and how long it lasts.

mod common;
use common::{World, small};
use sandbox::{ACCOUNT, ADMIN, CLIENT_SECRET, OTHER_ADMIN, Options};
use std::{collections::HashSet, fs, time::Duration};

const GOOD: [(&str, &str); 4] = [
    ("grant_type", "password"),
    ("scope", "default"),
    ("email", ADMIN),
    ("password", "demo"),
];

#[tokio::test]
async fn a_password_gives_a_token_that_works() {
    let world = World::new().await;
    let answer = world.grant(&GOOD, CLIENT_SECRET).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let token = answer.ok(200);
    assert_eq!(token["token_type"], "Bearer");
    assert_eq!(token["expires_in"], 900);
    // 32 random bytes.
    assert!(token["access_token"].as_str().unwrap().len() >= 43);
    world.get("/identity/users/me").await.ok(200);
}

#[tokio::test]
async fn a_client_gets_a_token_of_its_own() {
    let mut world = World::new().await;
    let form = [("grant_type", "client_credentials"), ("scope", "default")];
    let token = world.grant(&form, CLIENT_SECRET).await.ok(200);
    world.token = token["access_token"].as_str().unwrap().to_owned();
    let me = world.get("/identity/users/me").await.ok(200);
    assert_eq!(me["account_uuid"], ACCOUNT);
}

#[tokio::test]
async fn a_refresh_token_gives_another_token_once() {
    let mut world = World::new().await;
    let first = world.grant(&GOOD, CLIENT_SECRET).await.ok(200);
    let refresh = first["refresh_token"].as_str().unwrap();
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    let second = world.grant(&form, CLIENT_SECRET).await.ok(200);
    assert_eq!(
        (&second["token_type"], &second["expires_in"]),
        (&"Bearer".into(), &900.into())
    );
    assert_ne!(second["access_token"], first["access_token"]);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    world.token = second["access_token"].as_str().unwrap().to_owned();
    assert_eq!(
        world.get("/identity/users/me").await.ok(200)["email"],
        ADMIN
    );
    world.grant(&form, CLIENT_SECRET).await.error(401);
    world.grant(&form[..1], CLIENT_SECRET).await.error(422);
    world.grant(&form, "wrong").await.error(401);
    let own = [("grant_type", "client_credentials")];
    let own = world.grant(&own, CLIENT_SECRET).await.ok(200);
    assert!(own.get("refresh_token").is_none());
}

#[tokio::test]
async fn whatever_is_wrong_gives_no_token() {
    let world = World::new().await;
    world.grant(&GOOD, "wrong").await.error(401);
    let with = |at: usize, value: &'static str| {
        let mut form = GOOD;
        form[at].1 = value;
        form
    };
    world
        .grant(&with(3, "wrong"), CLIENT_SECRET)
        .await
        .error(401);
    world
        .grant(&with(2, "nobody@lakeside.example"), CLIENT_SECRET)
        .await
        .error(401);
    world
        .grant(&with(0, "implicit"), CLIENT_SECRET)
        .await
        .error(400);
    world.grant(&GOOD[..3], CLIENT_SECRET).await.error(422);
    world.grant(&GOOD[1..], CLIENT_SECRET).await.error(422);
}

#[tokio::test]
async fn no_two_tokens_are_alike_and_each_is_of_its_administrator() {
    let mut world = World::new().await;
    let mut seen = HashSet::new();
    for _ in 0..20 {
        assert!(seen.insert(world.token_of(ADMIN).await));
    }
    world.token = world.token_of(OTHER_ADMIN).await;
    let me = world.get("/identity/users/me").await.ok(200);
    assert_eq!(me["email"], OTHER_ADMIN);
}

#[tokio::test]
async fn a_token_expires() {
    let options = Options {
        token_ttl: Duration::from_millis(300),
        ..small()
    };
    let world = World::with(options).await;
    world.get("/identity/users/me").await.ok(200);
    tokio::time::sleep(Duration::from_millis(350)).await;
    let error = world.get("/identity/users/me").await.error(401);
    assert!(error["message"].as_str().unwrap().contains("expired"));
}

#[tokio::test]
async fn only_hashes_of_secrets_are_stored() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        db: Some(folder.path().join("sandbox.db")),
        ..small()
    };
    let world = World::with(options).await;
    let cookie = world.cookie().await;
    let secret = cookie.split_once('=').unwrap().1;
    let mut files = 0;
    for file in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        for stored in [world.token.as_str(), secret] {
            let found = bytes
                .windows(stored.len())
                .any(|part| part == stored.as_bytes());
            assert!(!found);
        }
        files += 1;
    }
    assert!(files > 0);
}
