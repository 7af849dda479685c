//! Reads that lag, that a browser may keep, and lists whose pages do not add up.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{Answer, MEET, World, of_account};
use reqwest::Method;
use sandbox::{
    Answer as Instead, Cacheable, Change, Effect, Lag, OtherAdmin, Pages, Rule, Shift, Whose,
};
use serde_json::{Value, json};
use std::{collections::HashSet, time::Duration};

const ME: &str = "/identity/users/me";

fn identities(query: &str) -> String {
    of_account("/identity/accounts", &format!("/identities{query}"))
}

fn lagging(ms: u64, flaps: bool) -> Rule {
    Rule::new(Effect::Lag(Lag { ms, flaps }))
}

/// The users of a page.
async fn page(world: &World, query: &str) -> (Vec<String>, Value) {
    let page = world.get(&identities(query)).await.ok(200);
    let items = page["items"].as_array().unwrap().iter();
    let uuids = items.map(|item| item["uuid"].as_str().unwrap().to_owned());
    (uuids.collect(), page)
}

async fn with(effect: Effect) -> World {
    let world = World::new().await;
    world.sandbox.faults().rule(Rule::new(effect));
    world
}

#[tokio::test]
async fn reads_show_licenses_numbers_and_aliases_as_they_were() {
    let world = World::new().await;
    let user = world.without("meet", 1).remove(0);
    let andre = world.user("andre.okafor");
    let number = world.free_number();
    world.sandbox.faults().rule(lagging(20_000, false));
    let before = world.entitlements(&user).await;
    world.assign(&[&user], MEET, json!({})).await.ok(200);
    let aliases = format!("/identity/identities/{andre}/aliases");
    let bound = world.post(&aliases, json!({ "sms": number })).await;
    bound.ok(201);
    assert_eq!(world.entitlements(&user).await, before);
    let identity = format!("/identity/identities/{andre}?include=alias");
    let stale = world.get(&identity).await.ok(200);
    assert_eq!(stale["aliases"][0]["sms"], Value::Null);
    world.sandbox.faults().clear();
    assert!(world.entitlements(&user).await.contains_key(MEET));
    let fresh = world.get(&identity).await.ok(200);
    assert_eq!(fresh["aliases"][0]["sms"], number.as_str());
}

#[tokio::test]
async fn what_lags_catches_up() {
    let world = World::new().await;
    let user = world.without("meet", 1).remove(0);
    world.sandbox.faults().rule(lagging(400, false));
    world.assign(&[&user], MEET, json!({})).await.ok(200);
    assert!(!world.entitlements(&user).await.contains_key(MEET));
    for _ in 0..500 {
        if world.entitlements(&user).await.contains_key(MEET) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it never caught up");
}

#[tokio::test]
async fn writes_see_what_is_even_while_reads_lag() {
    let world = World::new().await;
    let user = world.without("meet", 1).remove(0);
    world.sandbox.faults().rule(lagging(20_000, false));
    world.assign(&[&user], MEET, json!({})).await.ok(200);
    world.assign(&[&user], MEET, json!({})).await.error(409);
}

#[tokio::test]
async fn a_server_that_flaps_shows_what_was_and_what_is_by_turns() {
    let world = World::new().await;
    let user = world.without("meet", 1).remove(0);
    world.sandbox.faults().rule(lagging(20_000, true));
    world.assign(&[&user], MEET, json!({})).await.ok(200);
    let mut seen = Vec::new();
    for _ in 0..6 {
        seen.push(world.entitlements(&user).await.contains_key(MEET));
    }
    assert_eq!(seen, [false, true, false, true, false, true]);
}

#[tokio::test]
async fn no_browser_keeps_an_answer_unless_it_is_told_to() {
    let world = World::new().await;
    let cookie = world.cookie().await;
    let counts = async |path: &str| world.visit(path, &cookie).await;
    let paths = [identities(""), ME.to_owned(), "/sms/nothing".to_owned()];
    for path in &paths {
        let answer = world.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    for path in ["/portal/outbox", "/outbox"] {
        let answer = counts(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    let refused = world.grant(&[], "wrong").await;
    assert_eq!(refused.header("cache-control"), "no-store");

    let faults = world.sandbox.faults();
    faults.rule(Rule::new(Effect::Cacheable(Cacheable::LastModified)));
    let kept = world.get(ME).await;
    assert_eq!(kept.header("cache-control"), "");
    assert!(!kept.header("last-modified").is_empty());
    let write = world.post(common::BULK, json!([])).await;
    assert_eq!(write.header("cache-control"), "no-store");

    faults.clear();
    let minute = Rule::new(Effect::Cacheable(Cacheable::MaxAge(60)));
    faults.rule(minute.path(ME).path("/portal/outbox"));
    for answer in [world.get(ME).await, counts("/portal/outbox").await] {
        assert_eq!(answer.header("cache-control"), "max-age=60");
    }
    let other = world.get(&identities("")).await;
    assert_eq!(other.header("cache-control"), "no-store");
}

#[tokio::test]
async fn pages_are_capped_below_their_limit() {
    let world = with(Effect::Pages(Pages {
        cap: Some(50),
        ..Pages::default()
    }))
    .await;
    let (first, answer) = page(&world, "?offset=0&limit=100&status=Active").await;
    assert_eq!(first.len(), 50);
    assert_eq!(answer["metadata"]["limit"], 50);
    assert!(answer["metadata"]["total"].as_u64().unwrap() > 200);
    let (next, _) = page(&world, "?offset=50&limit=100&status=Active").await;
    assert!(next.iter().all(|user| !first.contains(user)));
}

#[tokio::test]
async fn a_server_that_ignores_offset_answers_the_first_page_for_ever() {
    let world = with(Effect::Pages(Pages {
        ignores_offset: true,
        ..Pages::default()
    }))
    .await;
    let (first, _) = page(&world, "?offset=0&limit=100").await;
    for offset in [100, 200, 5000] {
        let (again, _) = page(&world, &format!("?offset={offset}&limit=100")).await;
        assert_eq!(again, first);
    }
}

/// The users of all pages, when something happens to the list after the first.
async fn pages_around(shift: Shift) -> (Vec<String>, Vec<String>, World) {
    let world = World::new().await;
    let before = world.sandbox.inspect().users().into_iter();
    let before: Vec<String> = before.map(|user| user.uuid).collect();
    let rule = Rule::new(Effect::Users(shift)).after(1);
    world.sandbox.faults().rule(rule);
    let mut seen = Vec::new();
    for offset in [0, 100, 200, 300] {
        seen.extend(page(&world, &format!("?offset={offset}&limit=100")).await.0);
    }
    (before, seen, world)
}

#[tokio::test]
async fn users_come_and_go_between_two_pages() {
    let count = |world: &World| world.sandbox.inspect().users().len();
    let distinct = |seen: &[String]| seen.iter().collect::<HashSet<_>>().len();

    let (before, seen, world) = pages_around(Shift::AddFirst(5)).await;
    assert_eq!((count(&world), seen.len()), (265, 265));
    assert_eq!(
        (seen[..100].to_vec(), distinct(&seen)),
        (before[..100].to_vec(), 260)
    );

    let (_, seen, world) = pages_around(Shift::AddLast(5)).await;
    assert_eq!((count(&world), distinct(&seen)), (265, 265));

    let (before, seen, world) = pages_around(Shift::RemoveFirst(5)).await;
    assert_eq!((count(&world), distinct(&seen)), (255, 255));
    let hidden = before.iter().filter(|user| !seen.contains(user));
    assert_eq!(hidden.count(), 5);

    let (_, seen, world) = pages_around(Shift::Reverse).await;
    assert_eq!(count(&world), 260);
    assert!(distinct(&seen) < 260);
}

#[tokio::test]
async fn the_request_for_one_number_can_fail() {
    let world = World::new().await;
    let one = |number: &str| format!("/sms/provision/numbers/number/{number}");
    let refuse = Effect::Answer(Instead::status(500));
    let rule = Rule::new(refuse).path(&one("9415550142"));
    world.sandbox.faults().rule(rule);
    world.get(&one("9415550142")).await.error(500);
    world.get(&one("9415550190")).await.ok(200);
    let list = of_account("/sms/provision/numbers/account", "");
    world.get(&list).await.ok(200);
}

fn rival(change: Change) -> Rule {
    Rule::new(Effect::OtherAdmin(OtherAdmin {
        users: 1,
        whose: Whose::Named,
        change,
    }))
}

#[tokio::test]
async fn another_administrator_adds_a_license_to_the_user_of_some_write() {
    let world = World::new().await;
    let users = world.without("meet", 3);
    let rule = rival(Change::Add("Meet Pro".to_owned())).writes().after(1);
    world.sandbox.faults().rule(rule);
    for user in &users {
        world.assign(&[user], MEET, json!({})).await.ok(200);
    }
    let mut held = Vec::new();
    for user in &users {
        let licenses = world.entitlements(user).await;
        held.push([MEET, common::MEET_PRO].map(|product| licenses.contains_key(product)));
    }
    assert_eq!(held, [[true, false], [true, true], [true, false]]);
    assert_eq!(world.sandbox.inspect().mails().len(), 4);
}

#[tokio::test]
async fn another_administrator_takes_one_license_and_leaves_the_others() {
    let world = World::new().await;
    let user = world.without("meet", 1).remove(0);
    world.assign(&[&user], MEET, json!({})).await.ok(200);
    let others = world.entitlements(&user).await.len() - 1;
    let license = world.entitlements(&user).await[MEET].clone();
    let rule = rival(Change::Take("Meet".to_owned()));
    world.sandbox.faults().rule(rule);
    world.remove(&[&license]).await.error(404);
    assert_eq!(world.entitlements(&user).await.len(), others);
}

#[tokio::test]
async fn another_administrator_deletes_a_user_at_the_moment_of_the_write() {
    let world = World::new().await;
    let ana = world.user("ana.beltran");
    world.sandbox.faults().rule(rival(Change::Delete));
    world
        .assign(&[&ana], common::MEET_PRO, json!({}))
        .await
        .error(404);
    for (method, path) in [
        (Method::GET, format!("/identity/identities/{ana}")),
        (
            Method::GET,
            format!("/entitlements/users/{ana}/entitlements"),
        ),
    ] {
        let answer: Answer = world.call(method, &path, None).await;
        answer.error(404);
    }
    let inspect = world.sandbox.inspect();
    assert_eq!(inspect.users().len(), 259);
    let number = inspect.numbers().into_iter();
    let mut number = number.filter(|row| row.number == "9415550142");
    assert_eq!(number.next().unwrap().user_email, None);
}
