//! License types and licenses: listed, assigned, removed, activated.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{
    BULK, CHAT_ARCHIVE, CONNECTOR_OUTLOOK, MEET, MEET_PRO, STAR_MESSENGER, ULTIMATE, World,
    assignment, of_account,
};
use serde_json::{Value, json};

const MEET_APPLICATION: &str = "5f0e7a10-6c1d-4b62-9a51-0d5b1c2e3f01";
const MESSENGER_APPLICATION: &str = "5f0e7a10-6c1d-4b62-9a51-0d5b1c2e3f04";

fn names(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn products_are_filtered_by_application_and_type() {
    let world = World::new().await;
    let path = format!("/entitlements/products?application_uuid={MESSENGER_APPLICATION}");
    let messenger = world.get(&path).await.ok(200);
    assert_eq!(
        names(&messenger),
        ["StarMessenger", "StarMessenger Ultimate"]
    );
    assert_eq!(messenger["items"][0]["quantity"], 50);
    assert_eq!(messenger["items"][1]["quantity"], 10);
    let meet = world.get("/entitlements/products?type=meet").await.ok(200);
    assert_eq!(names(&meet), ["Meet"]);
    let path = format!("/entitlements/products?application_uuid={MEET_APPLICATION}");
    let meet = world.get(&path).await.ok(200);
    assert_eq!(meet["items"][1]["quantity"], Value::Null);
    assert!(
        meet["items"][0]["description"]
            .as_str()
            .unwrap()
            .starts_with("Sample data")
    );
    let all = world
        .get("/entitlements/products?limit=3&offset=6")
        .await
        .ok(200);
    assert_eq!(
        (&all["metadata"]["total"], &all["metadata"]["count"]),
        (&json!(8), &json!(2))
    );
}

#[tokio::test]
async fn switched_off_products_are_listed() {
    let world = World::new().await;
    let path = of_account("/entitlements/accounts", "/disable/products");
    let list = world.get(&path).await.ok(200);
    assert_eq!(list["items"][0]["product_uuid"], CONNECTOR_OUTLOOK);
    let path = of_account("/entitlements/accounts", "/disable/product_types");
    assert_eq!(world.get(&path).await.ok(200)["items"], json!([]));
}

#[tokio::test]
async fn licenses_are_filtered_by_user_product_type_and_status() {
    let world = World::new().await;
    let ana = world.user("ana.beltran");
    let inspect = world.sandbox.inspect();
    let list = async |query: &str| {
        let path = of_account("/entitlements/accounts", &format!("/entitlements{query}"));
        world.get(&path).await.ok(200)
    };
    let all = list("?limit=1").await["metadata"]["total"]
        .as_u64()
        .unwrap() as usize;
    let slugs = ["meet", "chat", "connector", "star-messenger"];
    assert_eq!(
        all,
        slugs
            .iter()
            .map(|slug| inspect.licenses(slug))
            .sum::<usize>()
    );

    let of_ana = list(&format!("?user_uuid={ana}&product_uuid={STAR_MESSENGER}")).await;
    assert_eq!(of_ana["metadata"]["total"], 1);
    assert_eq!(of_ana["items"][0]["metadata"]["sms_number"], "9415550142");
    let typed = list("?product_type=star_messenger_ultimate").await;
    assert_eq!(typed["metadata"]["total"], 8);
    let pending = list("?status=pending&limit=100").await;
    let items = pending["items"].as_array().unwrap();
    assert!(!items.is_empty() && items.iter().all(|item| item["status"] == "pending"));

    let of_user = world
        .get(&format!(
            "/entitlements/users/{ana}/entitlements?product_type=star_messenger"
        ))
        .await;
    assert_eq!(of_user.ok(200)["metadata"]["total"], 1);
}

#[tokio::test]
async fn a_license_is_changed_by_assigning_the_new_one_before_removing_the_old_one() {
    let world = World::new().await;
    let user = world.without("meet", 1).remove(0);
    let inspect = world.sandbox.inspect();
    let email = inspect
        .users()
        .into_iter()
        .find(|row| row.uuid == user)
        .unwrap()
        .email;
    let accepted = world.assign(&[&user], MEET, json!({})).await.ok(200);
    assert_eq!(accepted, json!({ "accepted": 1 }));
    world.assign(&[&user], MEET_PRO, json!({})).await.ok(200);
    assert_eq!(inspect.licenses_of(&email, "meet"), ["Meet", "Meet Pro"]);
    let old = &world.entitlements(&user).await[MEET];
    world.remove(&[old]).await.ok(200);
    assert_eq!(inspect.licenses_of(&email, "meet"), ["Meet Pro"]);
    assert_eq!(
        inspect.license_of(&email, "meet").as_deref(),
        Some("Meet Pro")
    );
}

#[tokio::test]
async fn one_bad_item_refuses_all_and_every_bad_item_is_named() {
    let world = World::new().await;
    let users = world.without("meet", 3);
    let dan = world.user("dan.anholt");
    let inspect = world.sandbox.inspect();
    let before = inspect.licenses("meet");
    let nothing = json!({});
    let error = world
        .post(
            BULK,
            json!([
                assignment(&users[0], MEET, &nothing),
                assignment(&dan, MEET, &nothing),
                assignment(&users[1], MEET, &nothing),
                assignment(&users[1], MEET, &nothing),
            ]),
        )
        .await
        .error(409);
    let details = error["details"].as_array().unwrap();
    assert_eq!(details.len(), 2);
    assert_eq!(
        (&details[0]["index"], &details[1]["index"]),
        (&json!(1), &json!(3))
    );
    assert_eq!(details[0]["message"], "The user is not active");
    assert_eq!(details[0]["user_uuid"], dan.as_str());
    assert_eq!(details[1]["message"], "The user already has Meet");
    assert_eq!(inspect.licenses("meet"), before);
    assert_eq!(inspect.mails(), []);
}

#[tokio::test]
async fn there_are_never_more_licenses_than_seats() {
    let world = World::new().await;
    let inspect = world.sandbox.inspect();
    let (used, total) = inspect.seats("Chat Archive");
    assert_eq!(Some(used), total, "one type is full");
    let user = world.without("chat", 1).remove(0);
    let error = world
        .assign(&[&user], CHAT_ARCHIVE, json!({}))
        .await
        .error(409);
    assert_eq!(error["message"], "No seat left for Chat Archive");

    let (used, total) = inspect.seats("Meet");
    let left = total.unwrap() - used;
    let users = world.without("meet", left + 1);
    let users: Vec<_> = users.iter().map(String::as_str).collect();
    let error = world.assign(&users, MEET, json!({})).await.error(409);
    assert_eq!(error["details"].as_array().unwrap().len(), 1);
    assert_eq!(error["details"][0]["message"], "No seat left for Meet");
    assert_eq!(inspect.seats("Meet").0, used);
    world.assign(&users[1..], MEET, json!({})).await.ok(200);
    assert_eq!(inspect.seats("Meet"), (total.unwrap(), total));
}

#[tokio::test]
async fn two_who_want_the_last_seats_at_once_do_not_both_get_them() {
    let world = World::new().await;
    let inspect = world.sandbox.inspect();
    let (used, total) = inspect.seats("Meet");
    let left = total.unwrap() - used;
    let users = world.without("meet", left + 1);
    let users: Vec<_> = users.iter().map(String::as_str).collect();
    let (one, two) = tokio::join!(
        world.assign(&users[1..], MEET, json!({})),
        world.assign(&users[..1], MEET, json!({}))
    );
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}

#[tokio::test]
async fn a_switched_off_product_cannot_be_assigned() {
    let world = World::new().await;
    let user = world.without("connector", 1).remove(0);
    let error = world
        .assign(&[&user], CONNECTOR_OUTLOOK, json!({}))
        .await
        .error(409);
    assert!(error["message"].as_str().unwrap().contains("switched off"));
}

#[tokio::test]
async fn an_sms_license_needs_a_free_number_of_the_account() {
    let world = World::new().await;
    let andre = world.user("andre.okafor");
    let assign = async |metadata: Value| world.assign(&[&andre], STAR_MESSENGER, metadata).await;
    assign(json!({})).await.error(422);
    assign(json!({ "sms_number": 9415550142_u64 }))
        .await
        .error(422);
    assign(json!({ "sms_number": "12" })).await.error(422);
    assign(json!({ "sms_number": "9415550142" }))
        .await
        .error(409);
    assign(json!({ "sms_number": "9419999999" }))
        .await
        .error(404);
    let number = world.free_number();
    assign(json!({ "sms_number": format!("+1{number}") }))
        .await
        .ok(200);
    let inspect = world.sandbox.inspect();
    let email = "andre.okafor@lakeside.example";
    assert_eq!(
        inspect.license_of(email, "star-messenger").as_deref(),
        Some("StarMessenger")
    );
    assert_eq!(inspect.number_of(email), Some(number.clone()));
    let path = format!("/entitlements/users/{andre}/entitlements?product_uuid={STAR_MESSENGER}");
    let list = world.get(&path).await.ok(200);
    assert_eq!(list["items"][0]["metadata"]["sms_number"], number.as_str());
    let bastian = world.user("b.lang");
    world
        .assign(&[&bastian], ULTIMATE, json!({ "sms_number": number }))
        .await
        .error(409);
}

#[tokio::test]
async fn bulk_requests_that_make_no_sense_are_refused() {
    let world = World::new().await;
    let user = world.without("meet", 1).remove(0);
    world.post(BULK, json!([])).await.error(422);
    let many = vec![assignment(&user, MEET, &json!({})); 101];
    world.post(BULK, json!(many)).await.error(422);
    world
        .post(BULK, json!({ "user_uuid": user }))
        .await
        .error(422);
    world
        .post(BULK, json!([{ "user_uuid": user }]))
        .await
        .error(422);
    world
        .assign(&["nonsense"], MEET, json!({}))
        .await
        .error(422);
    world
        .assign(&["5f0e7a10-0000-4000-8000-000000000000"], MEET, json!({}))
        .await
        .error(404);
    world
        .assign(&[&user], "5f0e7a10-0000-4000-8000-000000000000", json!({}))
        .await
        .error(404);
}

#[tokio::test]
async fn removing_is_all_or_nothing_too() {
    let world = World::new().await;
    let users = world.without("meet", 2);
    let users: Vec<_> = users.iter().map(String::as_str).collect();
    world.assign(&users, MEET, json!({})).await.ok(200);
    let inspect = world.sandbox.inspect();
    let before = inspect.licenses("meet");
    let first = &world.entitlements(users[0]).await[MEET];
    let second = &world.entitlements(users[1]).await[MEET];
    let error = world
        .remove(&[first, "5f0e7a10-0000-4000-8000-000000000000"])
        .await
        .error(404);
    assert_eq!(error["details"][0]["index"], 1);
    world.remove(&[first, first]).await.error(422);
    world.remove(&[]).await.error(422);
    world.remove(&[first.as_str(); 101]).await.error(422);
    assert_eq!(inspect.licenses("meet"), before);
    world.remove(&[first, second]).await.ok(200);
    assert_eq!(inspect.licenses("meet"), before - 2);
}

#[tokio::test]
async fn only_a_pending_license_can_be_activated() {
    let world = World::new().await;
    let list = async |status: &str| {
        let path = format!("/entitlements?limit=1&status={status}");
        world
            .get(&of_account("/entitlements/accounts", &path))
            .await
            .ok(200)
    };
    let activate = |item: &Value| {
        let (user, uuid) = (
            item["user_uuid"].as_str().unwrap(),
            item["uuid"].as_str().unwrap(),
        );
        format!("/entitlements/users/{user}/entitlements/{uuid}/activate")
    };
    let pending = list("pending").await;
    let path = activate(&pending["items"][0]);
    assert_eq!(
        world.post(&path, json!({})).await.ok(200)["status"],
        "active"
    );
    assert_eq!(
        world.post(&path, json!({})).await.ok(200)["status"],
        "active"
    );
    let after = list("pending").await["metadata"]["total"].as_u64();
    assert_eq!(
        after,
        pending["metadata"]["total"].as_u64().map(|total| total - 1)
    );
    let suspended = list("suspended").await;
    if let Some(item) = suspended["items"].get(0) {
        world.post(&activate(item), json!({})).await.error(409);
    }
    let andre = world.user("andre.okafor");
    let elsewhere = path.replace(pending["items"][0]["user_uuid"].as_str().unwrap(), &andre);
    world.post(&elsewhere, json!({})).await.error(404);
}

#[tokio::test]
async fn one_license_type_is_told_alone() {
    let world = World::new().await;
    let list = world.get("/entitlements/products").await.ok(200);
    let first = &list["items"][0];
    let path = format!("/entitlements/products/{}", first["uuid"].as_str().unwrap());
    assert_eq!(world.get(&path).await.ok(200), *first);
    world.get("/entitlements/products/none").await.error(404);
}

#[tokio::test]
async fn a_user_who_does_not_exist_is_not_found_whatever_is_asked() {
    let world = World::new().await;
    for nobody in [
        "5f0e7a10-0000-4000-8000-000000000000",
        "00000000-0000-0000-0000-000000000000",
    ] {
        let number = world.free_number();
        for metadata in [json!({}), json!({ "sms_number": number })] {
            for product in [MEET, STAR_MESSENGER] {
                let refused = world.assign(&[nobody], product, metadata.clone()).await;
                refused.error(404);
            }
        }
        let of_user = format!("/entitlements/users/{nobody}/entitlements");
        world.get(&of_user).await.error(404);
        let activate = format!("{of_user}/{nobody}/activate");
        world.post(&activate, json!({})).await.error(404);
        world.remove(&[nobody]).await.error(404);
    }
}
