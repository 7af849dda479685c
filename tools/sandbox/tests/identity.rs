//! Users: listed, filtered, paged, and their aliases.

mod common;
use common::{Answer, MEET, MEET_PRO, World, of_account, small};
use reqwest::Method;
use sandbox::{ACCOUNT, ADMIN, OTHER_ACCOUNT, OTHER_ADMIN, Options};
use serde_json::{Value, json};
use std::collections::HashSet;

fn identities(rest: &str) -> String {
    of_account("/identity/accounts", &format!("/identities{rest}"))
}

#[tokio::test]
async fn pages_hold_every_user_exactly_once() {
    let world = World::new().await;
    let mut seen = HashSet::new();
    let mut next = Some(identities("?offset=0&limit=100"));
    let mut pages = 0;
    while let Some(path) = next {
        let page = world.get(&path).await.ok(200);
        assert_eq!(page["metadata"]["total"], 260);
        let items = page["items"].as_array().unwrap();
        assert_eq!(page["metadata"]["count"], items.len());
        for item in items {
            assert!(seen.insert(item["uuid"].as_str().unwrap().to_owned()));
        }
        next = page["links"]["next"].as_str().map(str::to_owned);
        pages += 1;
    }
    assert_eq!((seen.len(), pages), (260, 3));
}

#[tokio::test]
async fn a_page_never_holds_more_than_100() {
    let world = World::new().await;
    let page = world.get(&identities("?limit=5000")).await.ok(200);
    assert_eq!(page["metadata"]["limit"], 100);
    assert_eq!(page["items"].as_array().unwrap().len(), 100);
    let beyond = world
        .get(&identities("?offset=100000&limit=10"))
        .await
        .ok(200);
    assert_eq!(beyond["items"], json!([]));
    assert_eq!(beyond["metadata"]["total"], 260);
}

#[tokio::test]
async fn a_page_that_makes_no_sense_is_refused() {
    let world = World::new().await;
    for query in [
        "?limit=0",
        "?limit=-1",
        "?limit=ten",
        "?offset=-1",
        "?offset=",
        "?offset=99999999999999999999",
    ] {
        world.get(&identities(query)).await.error(422);
    }
}

#[tokio::test]
async fn all_filters_must_match_in_the_list_and_any_in_its_second_version() {
    let world = World::new().await;
    let query = "?email=ana.beltran@lakeside.example&last_name=Okafor";
    let count = |page: Value| page["metadata"]["total"].as_u64().unwrap();
    assert_eq!(count(world.get(&identities(query)).await.ok(200)), 0);
    let any = world.get(&identities(&format!("/v2{query}"))).await.ok(200);
    assert!(count(any) >= 2);
    let one = world
        .get(&identities(
            "?username=ana.beltran@lakeside.example&status=Active",
        ))
        .await;
    let one = one.ok(200);
    assert_eq!(one["items"][0]["last_name"], "Beltrán");
    assert_eq!(count(one), 1);
}

#[tokio::test]
async fn links_keep_the_filters() {
    let world = World::new().await;
    let page = world
        .get(&identities("?status=Active&limit=2"))
        .await
        .ok(200);
    let next = page["links"]["next"].as_str().unwrap();
    assert!(next.contains("offset=2&limit=2&status=Active"), "{next}");
}

#[tokio::test]
async fn a_filter_that_does_not_exist_is_refused_and_the_others_are_named() {
    let world = World::new().await;
    let error = world.get(&identities("?shoe_size=44")).await.error(422);
    assert!(error["details"][0].as_str().unwrap().contains("username"));
    world.get(&identities("?1=1)--=x")).await.error(422);
}

#[tokio::test]
async fn a_filter_cannot_leave_its_quotes() {
    let world = World::new().await;
    let page = world
        .get(&identities("?email=x'%20OR%20'1'='1"))
        .await
        .ok(200);
    assert_eq!(page["metadata"]["total"], 0);
}

#[tokio::test]
async fn the_signed_in_administrator_leads_to_the_account() {
    let world = World::new().await;
    let me = world.get("/identity/users/me").await.ok(200);
    assert_eq!(me["email"], ADMIN);
    let user = me["user_uuid"].as_str().unwrap();
    let path = format!("/identity/identities/{user}?include=alias&include=properties");
    let identity = world.get(&path).await.ok(200);
    assert_eq!(identity["account_uuid"], ACCOUNT);
    assert_eq!(identity["first_name"], "Dana");
}

#[tokio::test]
async fn the_administrator_is_one_of_the_users_of_the_account() {
    let mut world = World::new().await;
    for (email, account) in [(ADMIN, ACCOUNT), (OTHER_ADMIN, OTHER_ACCOUNT)] {
        world.token = world.token_of(email).await;
        let me = world.get("/identity/users/me").await.ok(200);
        let path = format!("/identity/accounts/{account}/identities?email={email}");
        let found = world.get(&path).await.ok(200);
        assert_eq!(found["metadata"]["total"], 1);
        assert_eq!(found["items"][0]["uuid"], me["user_uuid"]);
    }
    world.token = world.token_of(ADMIN).await;
    let dana = world.user("dana.whitfield");
    let held = world.entitlements(&dana).await;
    let product = if held.contains_key(MEET) {
        MEET_PRO
    } else {
        MEET
    };
    world.assign(&[&dana], product, json!({})).await.ok(200);
    assert!(world.entitlements(&dana).await.contains_key(product));
    assert_eq!(world.sandbox.inspect().users().len(), 260);
}

#[tokio::test]
async fn an_account_of_very_few_users_is_managed_by_somebody_else() {
    let world = World::with(Options {
        users: 3,
        ..small()
    })
    .await;
    let me = world.get("/identity/users/me").await.ok(200);
    let user = me["user_uuid"].as_str().unwrap();
    let path = format!("/identity/identities/{user}");
    assert_eq!(world.get(&path).await.ok(200)["account_uuid"], ACCOUNT);
    assert_eq!(world.sandbox.inspect().users().len(), 3);
}

#[tokio::test]
async fn aliases_and_properties_come_only_when_asked_for() {
    let world = World::new().await;
    let ana = world.user("ana.beltran");
    let path = format!("/identity/identities/{ana}");
    let plain = world.get(&path).await.ok(200);
    assert!(plain.get("aliases").is_none() && plain.get("properties").is_none());
    let full = world
        .get(&format!("{path}?include=alias&include=properties"))
        .await
        .ok(200);
    assert_eq!(full["aliases"][0]["sms"], "9415550142");
    assert!(full["properties"].is_object());
    let listed = world
        .get(&identities("?limit=1&include=alias"))
        .await
        .ok(200);
    assert_eq!(listed["items"][0]["aliases"][0]["sms"], "9415550142");
}

async fn bind(world: &World, user: &str, body: Value) -> Answer {
    world
        .post(&format!("/identity/identities/{user}/aliases"), body)
        .await
}

/// Replaces the alias by a new number, as the vendor's client does: the number in the path, and no body.
async fn replace(world: &World, user: &str, new: &str) -> Answer {
    let path = format!("/identity/identities/{user}/aliases/{new}");
    world.call(Method::PUT, &path, None).await
}

#[tokio::test]
async fn a_free_number_is_bound_and_replaced_by_the_number_in_the_path() {
    let world = World::new().await;
    let andre = world.user("andre.okafor");
    let alias = || {
        world
            .sandbox
            .inspect()
            .alias_of("andre.okafor@lakeside.example")
    };
    let first = world.free_number();
    let bound = bind(&world, &andre, json!({ "sms": format!("+1{first}") }))
        .await
        .ok(201);
    assert_eq!(bound["sms"], first.as_str());
    assert_eq!(alias(), Some(first.clone()));
    bind(&world, &andre, json!({ "sms": first })).await.ok(201);

    let numbers = world.sandbox.inspect().numbers();
    let second = numbers
        .into_iter()
        .find(|number| number.user_email.is_none() && number.number != first)
        .unwrap()
        .number;
    bind(&world, &andre, json!({ "sms": second }))
        .await
        .error(409);
    for new in [&second, &format!("+1{first}"), &format!("%2B1{second}")] {
        let replaced = replace(&world, &andre, new).await.ok(200);
        let number = &new[new.len() - 10..];
        assert_eq!(replaced["aliases"][0]["sms"], number);
        assert_eq!(alias().as_deref(), Some(number));
    }
    assert_eq!(alias(), Some(second));
}

#[tokio::test]
async fn a_number_that_is_taken_unknown_or_nonsense_is_not_bound() {
    let world = World::new().await;
    let andre = world.user("andre.okafor");
    bind(&world, &andre, json!({ "sms": "9415550142" }))
        .await
        .error(409);
    bind(&world, &andre, json!({ "sms": "9419999999" }))
        .await
        .error(404);
    bind(&world, &andre, json!({ "sms": "not a number" }))
        .await
        .error(422);
    bind(&world, &andre, json!({})).await.error(422);
    bind(
        &world,
        "5f0e7a10-0000-4000-8000-000000000000",
        json!({ "sms": "9415550142" }),
    )
    .await
    .error(404);
    let free = world.free_number();
    replace(&world, &andre, &free).await.error(404);
    let ana = world.user("ana.beltran");
    replace(&world, &ana, "9415550190").await.error(409);
    replace(&world, &ana, "9419999999").await.error(404);
    replace(&world, &ana, "nonsense").await.error(422);
    assert_eq!(
        world
            .sandbox
            .inspect()
            .alias_of("ana.beltran@lakeside.example")
            .as_deref(),
        Some("9415550142")
    );
}
