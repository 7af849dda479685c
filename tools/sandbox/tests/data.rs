//! The data that a new sandbox invents from a seed.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{World, inspect, small};
use sandbox::{Options, Sandbox};
use std::collections::HashSet;

const SLUGS: [&str; 4] = ["meet", "chat", "connector", "star-messenger"];

fn usual() -> Options {
    Options {
        users: Options::default().users,
        ..small()
    }
}

#[tokio::test]
async fn a_seed_always_invents_the_same() {
    let picture = async |seed| {
        let (_sandbox, inspect) = inspect(Options { seed, ..small() }).await;
        let licenses: Vec<_> = inspect
            .users()
            .iter()
            .map(|user| SLUGS.map(|slug| inspect.license_of(&user.email, slug)))
            .collect();
        (inspect.users(), inspect.numbers(), licenses)
    };
    let first = picture(5).await;
    assert_eq!(first, picture(5).await);
    assert_ne!(first, picture(6).await);
}

#[tokio::test]
async fn the_first_seven_users_are_known() {
    let (_sandbox, inspect) = inspect(usual()).await;
    let users = inspect.users();
    assert_eq!(users.len(), 1284);
    let names: Vec<_> = users[..7].iter().map(|user| user.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Ana Beltrán",
            "Andre Okafor",
            "Anja Lindqvist",
            "Bastian Lang",
            "Dan Anholt",
            "Giancarlo Romano",
            "Ioana Stan"
        ]
    );
    let license = |at: usize| inspect.license_of(&users[at].email, "star-messenger");
    assert_eq!(users[0].status, "Active");
    assert_eq!(license(0).as_deref(), Some("StarMessenger"));
    assert_eq!(license(6).as_deref(), Some("StarMessenger Ultimate"));
    assert_eq!(users[4].status, "Inactive");
    for at in [1, 3] {
        assert_eq!(users[at].status, "Active");
        assert_eq!(license(at), None);
        assert_eq!(inspect.number_of(&users[at].email), None);
    }
}

#[tokio::test]
async fn a_usual_account_shows_every_state() {
    let (_sandbox, inspect) = inspect(usual()).await;
    let users = inspect.users();
    let inactive = users.iter().filter(|user| user.status != "Active").count();
    assert!((25..80).contains(&inactive), "{inactive}");
    assert!(users.iter().any(|user| user.phone.is_none()));
    assert!(users.iter().any(|user| user.name.is_empty()));
    for script in ['ά', 'в', 'م', 'ו', '藤', '김', 'र'] {
        assert!(
            users.iter().any(|user| user.name.contains(script)),
            "{script}"
        );
    }
    let emails: HashSet<_> = users.iter().map(|user| &user.email).collect();
    assert_eq!(emails.len(), users.len());
    assert!(
        emails
            .iter()
            .all(|email| email.is_ascii() && email.ends_with("@lakeside.example"))
    );

    assert_eq!(
        SLUGS.map(|slug| inspect.licenses(slug)),
        [308, 1207, 87, 41]
    );
    assert_eq!(inspect.seats("Meet"), (256, Some(400)));
    assert_eq!(inspect.seats("Meet Pro"), (52, None));
    assert_eq!(inspect.seats("Chat Archive"), (90, Some(90)));
    assert_eq!(inspect.seats("Connector"), (84, Some(90)));
    assert_eq!(inspect.seats("StarMessenger"), (33, Some(50)));
    assert_eq!(inspect.seats("StarMessenger Ultimate"), (8, Some(10)));
    for user in &users {
        for slug in SLUGS {
            assert!(inspect.licenses_of(&user.email, slug).len() <= 1);
        }
    }
}

#[tokio::test]
async fn numbers_are_fictional_and_in_every_state() {
    let (_sandbox, inspect) = inspect(usual()).await;
    let numbers = inspect.numbers();
    assert_eq!(numbers.len(), 96);
    assert!(numbers.iter().all(|row| &row.number[3..8] == "55501"));
    let areas: HashSet<_> = numbers.iter().map(|row| &row.number[..3]).collect();
    assert!(areas.len() >= 3);
    let taken: Vec<_> = numbers
        .iter()
        .filter(|row| row.user_email.is_some())
        .collect();
    assert_eq!(taken.len(), 41);
    let bad = taken
        .iter()
        .filter(|row| row.campaign_status.as_deref() != Some("ACTIVE"));
    assert_eq!(bad.count(), 3);
    for row in taken {
        let email = row.user_email.as_deref().unwrap();
        assert!(inspect.license_of(email, "star-messenger").is_some());
        assert_eq!(inspect.alias_of(email).as_ref(), Some(&row.number));
    }
    let spare: Vec<_> = numbers
        .iter()
        .filter(|row| row.user_email.is_none())
        .collect();
    let with = |status: Option<&str>| {
        spare
            .iter()
            .filter(|row| row.campaign_status.as_deref() == status)
            .count()
    };
    assert_eq!(with(Some("ACTIVE")), 38);
    for status in [
        None,
        Some("PENDING"),
        Some("REJECTED"),
        Some("SUSPENDED"),
        Some("EXPIRED"),
    ] {
        assert!(with(status) > 0, "{status:?}");
    }
}

#[tokio::test]
async fn accounts_of_any_size_keep_their_proportions() {
    for users in [0, 1, 3, 7, 40, 199, 3000] {
        let (_sandbox, inspect) = inspect(Options { users, ..small() }).await;
        assert_eq!(inspect.users().len(), users);
        for name in ["Meet", "Chat", "Connector", "StarMessenger"] {
            let (used, total) = inspect.seats(name);
            assert!(used < total.unwrap(), "{users}: {name} has no free seat");
            assert!(used <= users);
        }
        let (used, total) = inspect.seats("Chat Archive");
        assert!(users == 0 || Some(used) == total, "{users}");
        assert_eq!(
            inspect.licenses("star-messenger"),
            inspect
                .numbers()
                .iter()
                .filter(|row| row.user_email.is_some())
                .count()
        );
    }
}

#[tokio::test]
async fn the_work_of_a_start_grows_no_faster_than_the_account() {
    let start = async |users| {
        let (sandbox, inspect) = inspect(Options { users, ..small() }).await;
        let steps = inspect.database_steps();
        (sandbox, inspect, steps)
    };
    let (_small, _, few) = start(1_000).await;
    let (_large, inspect, many) = start(10_000).await;
    assert!(few > 0 && many < 12 * few, "{few} and {many} steps");
    let numbers = inspect.numbers().len();
    assert!((500..1500).contains(&numbers), "{numbers}");
}

#[tokio::test]
async fn a_page_takes_as_few_steps_at_the_end_of_a_large_account_as_at_its_begin() {
    let users = 10_000;
    let world = World::with(Options { users, ..small() }).await;
    let inspect = world.sandbox.inspect();
    for list in [
        common::of_account("/identity/accounts", "/identities"),
        common::of_account("/entitlements/accounts", "/entitlements"),
    ] {
        let steps = async |offset: u64| {
            let before = inspect.database_steps();
            let path = format!("{list}?limit=100&offset={offset}");
            let page = world.get(&path).await.ok(200);
            assert_eq!(page["metadata"]["count"], 100);
            (inspect.database_steps() - before, page)
        };
        let (first, page) = steps(0).await;
        let total = page["metadata"]["total"].as_u64().unwrap();
        for offset in [total / 3, total / 2, total - 100] {
            let (later, _) = steps(offset).await;
            assert!(
                later < first + 6_000,
                "{first} and {later} steps at {offset}"
            );
        }
    }
}

#[tokio::test]
async fn assigning_takes_as_few_steps_in_a_large_account_as_in_a_small_one() {
    let steps = async |users| {
        let world = World::with(Options { users, ..small() }).await;
        let user = world.without("chat", 1).remove(0);
        let inspect = world.sandbox.inspect();
        let before = inspect.database_steps();
        world
            .assign(&[&user], common::CHAT, serde_json::json!({}))
            .await
            .ok(200);
        inspect.database_steps() - before
    };
    let (few, many) = (steps(500).await, steps(10_000).await);
    assert!(many < few + 1_000, "{few} and {many} steps");
}

#[tokio::test]
async fn an_application_can_be_without_products() {
    let without = vec!["connector".to_owned(), "star-messenger".to_owned()];
    let world = World::with(Options {
        without_products: without,
        ..small()
    })
    .await;
    let list = world.get("/entitlements/products").await.ok(200);
    assert_eq!(list["metadata"]["total"], 4);
    assert_eq!(world.sandbox.inspect().licenses("connector"), 0);
    let unknown = Options {
        without_products: vec!["fax".into()],
        ..small()
    };
    let Err(error) = Sandbox::start(unknown).await else {
        panic!("started");
    };
    assert!(error.to_string().contains("star-messenger"), "{error}");
}

#[tokio::test]
async fn meet_can_have_a_third_type_that_nobody_has() {
    let usual = World::with(small()).await;
    let world = World::with(Options {
        third_type: true,
        ..small()
    })
    .await;
    let list = world.get("/entitlements/products").await.ok(200);
    assert_eq!(list["metadata"]["total"], 9);
    let db = world.sandbox.inspect();
    assert_eq!(db.seats("Meet Rooms"), (0, None));
    assert_eq!(db.all_licenses(), usual.sandbox.inspect().all_licenses());
}

#[tokio::test]
async fn a_taken_port_is_said_with_the_remedy() {
    let (sandbox, _) = inspect(small()).await;
    let port = sandbox.url().rsplit(':').next().unwrap().parse().unwrap();
    let Err(error) = Sandbox::start(Options { port, ..small() }).await else {
        panic!("started twice on one port");
    };
    assert!(error.to_string().contains("--port"), "{error}");
}
