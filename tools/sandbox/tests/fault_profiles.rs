//! Profiles: read from a file, the same for a seed, and what happens besides: tokens and other people.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{BULK, MEET, MEET_PRO, World, assignment, small};
use sandbox::{
    Change, Effect, LicenseRow, Options, OtherAdmin, Profile, Rule, Sandbox, StartError, Whose,
};
use serde_json::json;
use std::{fs, path::PathBuf};

const ME: &str = "/identity/users/me";

fn bad_day() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("faults/bad-day.toml")
}

/// What the first requests of a bad day are answered; 0 is no answer.
async fn bad_day_with(fault_seed: Option<u64>) -> Vec<u16> {
    let world = World::with(Options {
        faults: Some(bad_day()),
        fault_seed,
        ..small()
    })
    .await;
    let mut statuses = Vec::new();
    for _ in 0..200 {
        let answer = world.alone(reqwest::Method::GET, ME).send().await;
        statuses.push(answer.map_or(0, |answer| answer.status().as_u16()));
    }
    statuses
}

#[tokio::test]
async fn a_bad_day_is_the_same_for_a_seed() {
    let first = bad_day_with(None).await;
    assert_eq!(first, bad_day_with(None).await);
    assert_eq!(first, bad_day_with(Some(1)).await);
    assert_ne!(first, bad_day_with(Some(2)).await);
    let share = |wanted| first.iter().filter(|status| **status == wanted).count();
    assert!((20..60).contains(&share(503)), "{}", share(503));
    assert!(share(429) > 0 && share(0) > 0 && share(200) > 100);
}

#[tokio::test]
async fn the_profile_of_a_file_can_be_loaded_and_cleared() {
    let world = World::new().await;
    let profile: Profile = "[[rule]]\nthen.answer = { status = 502, body = \"gateway\" }"
        .parse()
        .unwrap();
    let faults = world.sandbox.faults();
    faults.load(profile.clone());
    assert_eq!(world.get(ME).await.status, 502);
    faults.clear();
    world.get(ME).await.ok(200);
    faults.load(profile);
    faults.load(Profile::default());
    world.get(ME).await.ok(200);
}

#[tokio::test]
async fn a_bad_profile_is_refused_with_the_field_and_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("worse.toml");
    fs::write(
        &file,
        "seed = 1\n\n[[rule]]\nprobability = 20\nthen.reset = \"before\"\n",
    )
    .unwrap();
    let start = |file: PathBuf| {
        Sandbox::start(Options {
            faults: Some(file),
            ..small()
        })
    };
    let Err(error) = start(file.clone()).await else {
        panic!("started");
    };
    let text = error.to_string();
    for part in ["worse.toml", "line 4", "rule[0].probability", "20"] {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
    let missing = start(folder.path().join("none.toml")).await;
    assert!(matches!(missing, Err(StartError::Faults { .. })));
}

#[tokio::test]
async fn the_profile_and_the_option_allow_one_license_of_an_application() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.toml");
    fs::write(&file, "one_license_per_application = true").unwrap();
    for options in [
        Options {
            faults: Some(file),
            ..small()
        },
        Options {
            one_license_per_application: true,
            ..small()
        },
    ] {
        let world = World::with(options).await;
        world.sandbox.faults().clear();
        let user = world.without("meet", 1).remove(0);
        world.assign(&[&user], MEET, json!({})).await.ok(200);
        world.assign(&[&user], MEET_PRO, json!({})).await.error(409);
    }
}

#[tokio::test]
async fn all_tokens_expire_once_in_the_middle() {
    let mut world = World::new().await;
    let expire = Rule::new(Effect::ExpireTokens).after(3);
    world.sandbox.faults().rule(expire);
    for _ in 0..3 {
        world.get(ME).await.ok(200);
    }
    world.get(ME).await.error(401);
    world.token = world.token_of(sandbox::ADMIN).await;
    for _ in 0..5 {
        world.get(ME).await.ok(200);
    }
}

/// The licenses of some users, by their UUIDs.
fn licenses(world: &World, users: &[String]) -> Vec<Vec<String>> {
    let inspect = world.sandbox.inspect();
    let (all, listed) = (inspect.all_licenses(), inspect.users());
    let name = |row: &LicenseRow| row.license.clone();
    let of = |uuid: &String| {
        let user = listed.iter().find(|user| user.uuid == *uuid).unwrap();
        all[&user.email].iter().map(name).collect()
    };
    users.iter().map(of).collect()
}

fn other(users: usize, whose: Whose, change: Change) -> Rule {
    Rule::new(Effect::OtherAdmin(OtherAdmin {
        users,
        whose,
        change,
    }))
}

#[tokio::test]
async fn somebody_else_assigns_a_license_to_the_user_of_a_write() {
    let world = World::new().await;
    let users = world.without("meet", 2);
    let before = licenses(&world, &users);
    let change = Change::Add("Meet Pro".to_owned());
    world
        .sandbox
        .faults()
        .rule(other(1, Whose::Touched, change));
    world.sandbox.faults().one_license_per_application(true);
    world.get(ME).await.ok(200);
    assert_eq!(licenses(&world, &users), before);
    let assignments: Vec<_> = users
        .iter()
        .map(|user| assignment(user, MEET, &json!({})))
        .collect();
    world.post(BULK, json!(assignments)).await.error(409);
    let after = licenses(&world, &users);
    assert!(after[0].contains(&"Meet Pro".to_owned()));
    assert_eq!(after[1], before[1]);
}

#[tokio::test]
async fn requests_and_licenses_can_be_counted() {
    let world = World::new().await;
    let inspect = world.sandbox.inspect();
    world.get(ME).await.ok(200);
    world.get(ME).await.ok(200);
    let counts = inspect.request_counts();
    assert_eq!(counts[&("GET".to_owned(), ME.to_owned())], 2);
    assert_eq!(inspect.requests_to("GET", "/identity"), 2);
    let all = inspect.all_licenses();
    assert_eq!(all.len(), inspect.users().len());
    let meet = all
        .values()
        .flatten()
        .filter(|row| row.application == "meet");
    assert_eq!(meet.count(), inspect.licenses("meet"));
    let with_number = all.values().flatten().filter(|row| row.number.is_some());
    assert_eq!(with_number.count(), inspect.licenses("star-messenger"));
}
