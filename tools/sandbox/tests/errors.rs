//! Every error has the platform's shape, whoever makes it.

mod common;
use common::{Answer, BULK, MEET, World, assignment, small};
use reqwest::Method;
use sandbox::{ACCOUNT, OTHER_ACCOUNT, OTHER_ADMIN, Options};
use serde_json::json;
use std::time::{Duration, Instant};

fn reads(account: &str, user: &str) -> Vec<String> {
    vec![
        format!("/identity/accounts/{account}/identities"),
        format!("/identity/accounts/{account}/identities/v2"),
        format!("/identity/identities/{user}"),
        format!("/entitlements/accounts/{account}/entitlements"),
        format!("/entitlements/users/{user}/entitlements"),
        format!("/entitlements/accounts/{account}/disable/products"),
        format!("/entitlements/accounts/{account}/disable/product_types"),
        format!("/sms/provision/numbers/account/{account}"),
        format!("/sms/provision/numbers/user/{user}"),
        format!("/sms/10dlc/customers/{account}"),
        format!("/sms/10dlc/customers/{account}/campaigns"),
        format!("/sms/10dlc/customers/{account}/campaigns/C0A8F40"),
    ]
}

#[tokio::test]
async fn without_a_valid_token_nothing_is_answered() {
    let world = World::new().await;
    let ana = world.user("ana.beltran");
    let mut paths = reads(ACCOUNT, &ana);
    paths.push("/identity/users/me".into());
    paths.push("/entitlements/products".into());
    paths.push("/sms/provision/numbers/number/9415550142".into());
    for path in &paths {
        Answer::of(world.plain(Method::GET, path)).await.error(401);
        let wrong = world.plain(Method::GET, path).bearer_auth("wrong");
        Answer::of(wrong).await.error(401);
    }
    for (method, path) in [
        (Method::POST, BULK),
        (Method::DELETE, BULK),
        (Method::POST, "/sms/provision"),
        (Method::POST, "/sms/deprovision"),
    ] {
        let request = world.plain(method, path).json(&json!([]));
        Answer::of(request).await.error(401);
    }
    let basic = world
        .plain(Method::GET, "/identity/users/me")
        .basic_auth("a", Some("b"));
    Answer::of(basic).await.error(401);
}

#[tokio::test]
async fn another_accounts_resources_are_forbidden_in_both_directions() {
    let mut world = World::new().await;
    let ana = world.user("ana.beltran");
    let own = world.token.clone();
    world.token = world.token_of(OTHER_ADMIN).await;
    for path in reads(ACCOUNT, &ana) {
        world.get(&path).await.error(403);
    }
    world
        .get("/sms/provision/numbers/number/9415550142")
        .await
        .error(403);
    let list = world
        .get(&format!("/identity/accounts/{OTHER_ACCOUNT}/identities"))
        .await
        .ok(200);
    let theirs = list["items"][0]["uuid"].as_str().unwrap().to_owned();
    let licenses = world
        .get(&format!(
            "/entitlements/accounts/{OTHER_ACCOUNT}/entitlements"
        ))
        .await;
    let license = licenses.ok(200)["items"][0]["uuid"]
        .as_str()
        .unwrap()
        .to_owned();
    let alias = format!("/identity/identities/{ana}/aliases");
    world
        .post(&alias, json!({ "sms": "9415550142" }))
        .await
        .error(403);

    world.token = own;
    for path in reads(OTHER_ACCOUNT, &theirs) {
        world.get(&path).await.error(403);
    }
    world.assign(&[&theirs], MEET, json!({})).await.error(403);
    let mut foreign = assignment(&ana, MEET, &json!({}));
    foreign["account_uuid"] = OTHER_ACCOUNT.into();
    world.post(BULK, json!([foreign])).await.error(403);
    world.remove(&[&license]).await.error(403);
    let path = format!("/entitlements/users/{theirs}/entitlements/{license}/activate");
    world.post(&path, json!({})).await.error(403);
    for path in ["/sms/provision", "/sms/deprovision"] {
        let numbers = ["9415550142"];
        let body =
            json!({ "numbers": numbers, "account_uuid": OTHER_ACCOUNT, "user_uuid": theirs });
        world.post(path, body).await.error(403);
        let body = json!({ "numbers": numbers, "account_uuid": ACCOUNT, "user_uuid": theirs });
        world.post(path, body).await.error(403);
    }
    assert_eq!(world.sandbox.inspect().mails(), []);
}

#[tokio::test]
async fn the_other_accounts_numbers_are_not_of_this_one() {
    let mut world = World::new().await;
    let own = world.token.clone();
    world.token = world.token_of(OTHER_ADMIN).await;
    let path = format!("/sms/provision/numbers/account/{OTHER_ACCOUNT}");
    let number = world.get(&path).await.ok(200)["items"][0]["number"].clone();
    world.token = own;
    let andre = world.user("andre.okafor");
    let path = format!("/identity/identities/{andre}/aliases");
    world.post(&path, json!({ "sms": number })).await.error(404);
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let world = World::new().await;
    let nobody = "5f0e7a10-0000-4000-8000-000000000000";
    for path in reads(nobody, nobody) {
        world.get(&path).await.error(404);
    }
    world.get("/no/such/path").await.error(404);
    world.get("/entitlements/").await.error(404);
    Answer::of(world.plain(Method::GET, "/identity"))
        .await
        .error(404);
}

#[tokio::test]
async fn a_method_that_a_path_does_not_know_is_refused_and_the_others_are_named() {
    let world = World::new().await;
    let answer = world.call(Method::PATCH, BULK, Some(json!([]))).await;
    answer.error(405);
    assert!(answer.header("allow").contains("DELETE"), "{answer:?}");
    world
        .call(Method::DELETE, "/identity/users/me", None)
        .await
        .error(405);
    world.call(Method::POST, "/", None).await.error(405);
    world
        .call(Method::GET, "/portal/token", None)
        .await
        .error(405);
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_refused() {
    let world = World::new().await;
    let send = |body: String| {
        let request = world.plain(Method::POST, BULK).bearer_auth(&world.token);
        Answer::of(request.body(body))
    };
    send("[{".into()).await.error(400);
    send(String::new()).await.error(400);
    send("{\"a\":1}".into()).await.error(422);
    let huge = format!("[\"{}\"]", "x".repeat(300 * 1024));
    send(huge.clone()).await.error(413);
    for path in ["/portal/csp-report", "/oauth/token", "/sign-in"] {
        let request = world
            .plain(Method::POST, path)
            .basic_auth(sandbox::CLIENT_ID, Some(sandbox::CLIENT_SECRET))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(huge.clone());
        Answer::of(request).await.error(413);
    }
}

#[tokio::test]
async fn answers_of_the_api_are_delayed_on_demand_and_pages_are_not() {
    let delay = Duration::from_secs(1);
    let options = Options { delay, ..small() };
    let world = World::with(options).await;
    let begin = Instant::now();
    world.get("/identity/users/me").await.ok(200);
    let api = begin.elapsed();
    assert!(api >= delay);
    let begin = Instant::now();
    world.visit("/sign-in", "").await;
    let page = begin.elapsed();
    assert!(page < api, "{page:?} and {api:?}");
}

#[tokio::test]
async fn a_request_to_the_api_carries_its_headers_or_is_refused() {
    let world = World::new().await;
    let uuid = common::TRACE;
    let all = [
        ("x-api-version", "v1"),
        ("id", uuid),
        ("trace", uuid),
        ("parent", uuid),
        ("content-type", "application/json; charset=utf-8"),
    ];
    let ask = async |headers: &[(&str, &str)]| {
        let url = format!("{}/identity/users/me", world.sandbox.url());
        let mut request = world.client.get(url).bearer_auth(&world.token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request).await
    };
    ask(&all).await.ok(200);
    for (at, (name, _)) in all.iter().enumerate() {
        let mut missing = all.to_vec();
        missing.remove(at);
        let mut wrong = all;
        wrong[at].1 = "v2";
        for headers in [missing, wrong.to_vec()] {
            let message = ask(&headers).await.error(400)["message"].to_string();
            assert!(message.to_lowercase().contains(name), "{message}");
        }
    }
}

#[tokio::test]
async fn an_error_names_the_trace_of_its_request() {
    let world = World::new().await;
    let refused = world.get("/entitlements/nothing").await;
    assert_eq!(refused.error(404)["trace_id"], common::TRACE);
    assert_eq!(refused.header("trace"), common::TRACE);
    world.sandbox.faults().refuse("/identity", 503, 1);
    let failed = world.get("/identity/users/me").await;
    assert_eq!(failed.error(503)["trace_id"], common::TRACE);
}
