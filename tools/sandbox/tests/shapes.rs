//! The other shapes that a deployment may give its answers.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{MEET, MEET_PRO, STAR_MESSENGER, World, of_account, small};
use sandbox::Options;
use serde_json::{Value, json};

/// The names of an object's fields, in order.
fn fields(object: &Value) -> Vec<String> {
    let mut names: Vec<String> = object.as_object().unwrap().keys().cloned().collect();
    names.sort();
    names
}

async fn known_only() -> World {
    World::with(Options {
        known_fields_only: true,
        ..small()
    })
    .await
}

#[tokio::test]
async fn only_known_fields_are_served_on_demand() {
    let world = known_only().await;
    let ana = world.user("ana.beltran");
    let license = [
        "account_uuid",
        "metadata",
        "product_uuid",
        "user_uuid",
        "uuid",
    ];
    let campaign = ["campaign_id", "description", "display_name"];
    for (path, known) in [
        (
            "/entitlements/products".to_owned(),
            &["active", "application_uuid", "type", "uuid"][..],
        ),
        (
            of_account("/entitlements/accounts", "/entitlements"),
            &license,
        ),
        (format!("/entitlements/users/{ana}/entitlements"), &license),
        (of_account("/sms/10dlc/customers", "/campaigns"), &campaign),
    ] {
        let list = world.get(&path).await.ok(200);
        assert!(list["metadata"]["total"].as_u64().unwrap() > 0, "{path}");
        for item in list["items"].as_array().unwrap() {
            assert_eq!(fields(item), known, "{path}");
        }
    }
    let number = world.get("/sms/provision/numbers/number/9415550142").await;
    assert_eq!(number.ok(200), json!({ "number": "9415550142" }));
    let me = world.get("/identity/users/me").await.ok(200);
    assert_eq!(fields(&me), ["email", "user_uuid"]);
}

/// Nothing is added to what is no list.
#[tokio::test]
async fn what_has_no_other_shape_stays_as_it_is() {
    let usual = World::new().await;
    let ana = usual.user("ana.beltran");
    let path = format!("/identity/identities/{ana}");
    assert_eq!(
        known_only().await.get(&path).await.ok(200),
        usual.get(&path).await.ok(200)
    );
}

#[tokio::test]
async fn with_known_fields_numbers_are_texts_and_licenses_hold_what_was_written() {
    let world = known_only().await;
    let ana = world.user("ana.beltran");
    let of_ana = format!("/sms/provision/numbers/user/{ana}");
    let numbers = world.get(&of_ana).await.ok(200);
    assert_eq!(numbers["items"], json!(["9415550142"]));
    let licenses = format!("/entitlements/users/{ana}/entitlements?product_uuid={STAR_MESSENGER}");
    let seeded = world.get(&licenses).await.ok(200);
    assert_eq!(seeded["items"][0]["metadata"], json!({}));

    let andre = world.user("andre.okafor");
    let metadata = json!({ "sms_number": world.free_number(), "note": 7 });
    let written = world
        .assign(&[&andre], STAR_MESSENGER, metadata.clone())
        .await;
    written.ok(200);
    let path = format!("/entitlements/users/{andre}/entitlements?product_uuid={STAR_MESSENGER}");
    let held = world.get(&path).await.ok(200);
    assert_eq!(held["items"][0]["metadata"], metadata);
}

#[tokio::test]
async fn campaigns_can_be_in_states_that_nobody_knows() {
    let world = World::with(Options {
        campaign_states: vec!["TCR_PENDING".into(), "SOMETHING_NEW".into()],
        ..small()
    })
    .await;
    let path = of_account("/sms/10dlc/customers", "/campaigns");
    let list = world.get(&path).await.ok(200);
    let items = list["items"].as_array().unwrap().iter();
    let states: Vec<_> = items.map(|item| item["status"].as_str().unwrap()).collect();
    assert_eq!(
        states,
        [
            "ACTIVE",
            "ACTIVE",
            "TCR_PENDING",
            "SOMETHING_NEW",
            "SUSPENDED",
            "EXPIRED"
        ]
    );
}

#[tokio::test]
async fn types_that_are_switched_off_can_be_listed_by_name() {
    for (named_types, field) in [(false, "product_type"), (true, "name")] {
        let world = World::with(Options {
            switched_off_types: vec!["meet_pro".into()],
            named_types,
            ..small()
        })
        .await;
        let path = of_account("/entitlements/accounts", "/disable/product_types");
        let list = world.get(&path).await.ok(200);
        assert_eq!(list["items"][0][field], "meet_pro");
        let user = world.without("meet", 1).remove(0);
        world.assign(&[&user], MEET_PRO, json!({})).await.error(409);
        world.assign(&[&user], MEET, json!({})).await.ok(200);
    }
}

#[tokio::test]
async fn of_several_aliases_another_than_the_first_can_have_the_number() {
    let world = World::with(Options {
        several_aliases: true,
        e164_aliases: true,
        ..small()
    })
    .await;
    let sms = async |local: &str| {
        let path = format!("/identity/identities/{}?include=alias", world.user(local));
        let identity = world.get(&path).await.ok(200);
        let aliases = identity["aliases"].as_array().unwrap().iter();
        aliases
            .map(|alias| alias["sms"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        sms("ana.beltran").await,
        [Value::Null, json!("+19415550142"), json!("+12025550199")]
    );
    assert_eq!(sms("andre.okafor").await, [Value::Null]);
    let list = of_account("/identity/accounts", "/identities?limit=1&include=alias");
    let list = world.get(&list).await.ok(200);
    assert_eq!(list["items"][0]["aliases"][1]["sms"], "+19415550142");
}
