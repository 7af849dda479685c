//! Numbers and campaigns: listed, given to users, taken back.

mod common;
use common::{Answer, World, of_account};
use sandbox::ACCOUNT;
use serde_json::{Value, json};

const ANA: &str = "ana.beltran@lakeside.example";
const ANDRE: &str = "andre.okafor@lakeside.example";

async fn provision(world: &World, user: &str, numbers: &[&str]) -> Answer {
    let body = json!({
        "numbers": numbers, "account_uuid": ACCOUNT, "user_uuid": user, "provider": "VI",
        "is_campaign": true, "help_text": "Help", "reference_id": "r-1", "country_format": "US"
    });
    world.post("/sms/provision", body).await
}

async fn deprovision(world: &World, user: Option<&str>, numbers: &[&str]) -> Answer {
    let mut body = json!({
        "numbers": numbers, "account_uuid": ACCOUNT, "provider": "VI", "country_format": "US"
    });
    if let Some(user) = user {
        body["user_uuid"] = user.into();
    }
    world.post("/sms/deprovision", body).await
}

#[tokio::test]
async fn numbers_are_listed_for_the_account_for_a_user_and_alone() {
    let world = World::new().await;
    let list = world
        .get(&of_account("/sms/provision/numbers/account", "?limit=100"))
        .await
        .ok(200);
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), world.sandbox.inspect().numbers().len());
    let digits = |item: &Value| item["number"].as_str().unwrap().to_owned();
    assert!(items.iter().all(|item| digits(item).len() == 10));

    let ana = world.user("ana.beltran");
    let of_ana = world
        .get(&format!("/sms/provision/numbers/user/{ana}"))
        .await
        .ok(200);
    assert_eq!(of_ana["metadata"]["total"], 1);
    assert_eq!(of_ana["items"][0]["number"], "9415550142");

    for number in ["9415550142", "+19415550142", "%2B19415550142"] {
        let one = world
            .get(&format!("/sms/provision/numbers/number/{number}"))
            .await
            .ok(200);
        assert_eq!(one["number"], "9415550142");
        assert_eq!(one["user_uuid"], ana.as_str());
        assert_eq!(one["provider"], "VI");
        assert_eq!(one["is_campaign"], true);
    }
    world
        .get("/sms/provision/numbers/number/9419999999")
        .await
        .error(404);
    world
        .get("/sms/provision/numbers/number/nonsense")
        .await
        .error(422);
}

#[tokio::test]
async fn campaigns_say_their_state_and_their_numbers() {
    let world = World::new().await;
    let list = world
        .get(&of_account("/sms/10dlc/customers", "/campaigns"))
        .await
        .ok(200);
    let items = list["items"].as_array().unwrap();
    for status in ["ACTIVE", "PENDING", "REJECTED", "SUSPENDED", "EXPIRED"] {
        assert!(
            items.iter().any(|item| item["status"] == status),
            "{status}"
        );
    }
    for number in world.sandbox.inspect().numbers() {
        let campaign = items.iter().find(|item| {
            let numbers = item["numbers"].as_array().unwrap();
            numbers.iter().any(|known| known == number.number.as_str())
        });
        let id = campaign.map(|campaign| campaign["campaign_id"].as_str().unwrap().to_owned());
        assert_eq!(id, number.campaign_id);
    }
    let id = items[0]["campaign_id"].as_str().unwrap();
    let one = world
        .get(&of_account(
            "/sms/10dlc/customers",
            &format!("/campaigns/{id}"),
        ))
        .await;
    assert_eq!(one.ok(200), items[0]);
    world
        .get(&of_account("/sms/10dlc/customers", "/campaigns/none"))
        .await
        .error(404);
    let brand = world
        .get(&of_account("/sms/10dlc/customers", ""))
        .await
        .ok(200);
    assert_eq!(brand["display_name"], "Lakeside Dental");
}

#[tokio::test]
async fn a_free_number_is_given_to_a_user() {
    let world = World::new().await;
    let andre = world.user("andre.okafor");
    let number = world.free_number();
    let answer = provision(&world, &andre, &[&format!("+1{number}")])
        .await
        .ok(200);
    assert_eq!(answer, json!({ "enabled": [number] }));
    assert_eq!(
        world.sandbox.inspect().number_of(ANDRE),
        Some(number.clone())
    );
    provision(&world, &andre, &[&number]).await.ok(200);
    let one = world
        .get(&format!("/sms/provision/numbers/number/{number}"))
        .await
        .ok(200);
    assert_eq!(one["reference_id"], "r-1");
}

#[tokio::test]
async fn a_number_that_is_held_without_an_alias_is_taken_too() {
    let world = World::new().await;
    let andre = world.user("andre.okafor");
    let bastian = world.user("b.lang");
    let number = world.free_number();
    provision(&world, &andre, &[&number]).await.ok(200);
    provision(&world, &bastian, &[&number]).await.error(409);
    assert_eq!(world.sandbox.inspect().number_of(ANDRE), Some(number));
}

#[tokio::test]
async fn giving_numbers_is_all_or_nothing() {
    let world = World::new().await;
    let andre = world.user("andre.okafor");
    let free = world.free_number();
    provision(&world, &andre, &[&free, "9415550142"])
        .await
        .error(409);
    provision(&world, &andre, &[&free, "9419999999"])
        .await
        .error(404);
    let error = provision(&world, &andre, &[&free, "12"]).await.error(422);
    assert_eq!(error["details"][0]["number"], "12");
    provision(&world, &andre, &[]).await.error(422);
    provision(&world, &andre, &[free.as_str(); 101])
        .await
        .error(422);
    let dan = world.user("dan.anholt");
    provision(&world, &dan, &[&free]).await.error(409);
    provision(&world, "nobody", &[&free]).await.error(404);
    assert_eq!(world.sandbox.inspect().number_of(ANDRE), None);
}

#[tokio::test]
async fn a_number_taken_back_from_a_user_stays_with_the_account_and_its_alias_ends() {
    let world = World::new().await;
    let ana = world.user("ana.beltran");
    let inspect = world.sandbox.inspect();
    let andre = world.user("andre.okafor");
    deprovision(&world, Some(&andre), &["9415550142"])
        .await
        .error(409);
    assert_eq!(inspect.number_of(ANA).as_deref(), Some("9415550142"));
    let answer = deprovision(&world, Some(&ana), &["9415550142"])
        .await
        .ok(200);
    assert_eq!(answer, json!({ "disabled": ["9415550142"] }));
    assert_eq!(
        (inspect.number_of(ANA), inspect.alias_of(ANA)),
        (None, None)
    );
    let still = inspect
        .numbers()
        .into_iter()
        .find(|row| row.number == "9415550142")
        .unwrap();
    assert_eq!(still.user_email, None);
    assert!(still.campaign_id.is_some());
    provision(&world, &andre, &["9415550142"]).await.ok(200);
}

#[tokio::test]
async fn another_alias_outlives_a_number_taken_back() {
    let world = World::new().await;
    let ana = world.user("ana.beltran");
    let second = world.free_number();
    provision(&world, &ana, &[&second]).await.ok(200);
    deprovision(&world, Some(&ana), &[&second]).await.ok(200);
    assert_eq!(
        world.sandbox.inspect().alias_of(ANA).as_deref(),
        Some("9415550142")
    );
}

#[tokio::test]
async fn a_number_taken_back_without_a_user_leaves_the_account() {
    let world = World::new().await;
    deprovision(&world, None, &["9415550142"]).await.ok(200);
    let inspect = world.sandbox.inspect();
    assert!(
        inspect
            .numbers()
            .iter()
            .all(|row| row.number != "9415550142")
    );
    assert_eq!(inspect.alias_of(ANA), None);
    deprovision(&world, None, &["9415550142"]).await.error(404);
}

#[tokio::test]
async fn the_account_the_user_and_the_reference_are_optional() {
    let world = World::new().await;
    let andre = world.user("andre.okafor");
    let number = world.free_number();
    let one = format!("/sms/provision/numbers/number/{number}");
    for (reference, kept) in [
        (json!("r-1"), "r-1"),
        (json!(4711), "4711"),
        (Value::Null, "4711"),
    ] {
        let body = json!({ "numbers": [number], "user_uuid": andre, "reference_id": reference });
        world.post("/sms/provision", body).await.ok(200);
        assert_eq!(world.get(&one).await.ok(200)["reference_id"], kept);
    }
    let inspect = world.sandbox.inspect();
    assert_eq!(inspect.number_of(ANDRE), Some(number.clone()));
    let nobody = json!({ "numbers": [number], "provider": "VI" });
    world.post("/sms/provision", nobody.clone()).await.ok(200);
    assert_eq!(inspect.number_of(ANDRE), Some(number.clone()));
    let unknown = json!({ "numbers": ["9419999999"] });
    world.post("/sms/provision", unknown).await.error(404);
    world.post("/sms/deprovision", nobody).await.ok(200);
    world.get(&one).await.error(404);
}

#[tokio::test]
async fn numbers_are_registered_to_a_campaign_and_taken_out() {
    let world = World::new().await;
    let campaigns = of_account("/sms/10dlc/customers", "/campaigns");
    let list = world.get(&campaigns).await.ok(200);
    let ids: Vec<_> = list["items"].as_array().unwrap().iter().collect();
    let path = |at: usize, what: &str| {
        let id = ids[at]["campaign_id"].as_str().unwrap();
        format!("{campaigns}/{id}/numbers/{what}")
    };
    let state = || {
        let numbers = world.sandbox.inspect().numbers().into_iter();
        let mut numbers = numbers.filter(|row| row.number == "9415550142");
        numbers.next().unwrap().campaign_status
    };
    let tns = json!({ "tns": ["+19415550142"] });
    world.post(&path(2, "assign"), tns.clone()).await.ok(200);
    assert_eq!(state().as_deref(), Some("PENDING"));
    world
        .post(&path(0, "unassign"), tns.clone())
        .await
        .error(409);
    world.post(&path(2, "unassign"), tns.clone()).await.ok(200);
    assert_eq!(state(), None);
    world
        .post(&format!("{campaigns}/none/numbers/assign"), tns)
        .await
        .error(404);
    for (tns, status) in [
        (json!(["9419999999"]), 404),
        (json!(["12"]), 422),
        (json!([]), 422),
    ] {
        let body = json!({ "tns": tns });
        world.post(&path(0, "assign"), body).await.error(status);
    }
}
