//! What goes wrong on demand, and what tests can see.

mod common;
use common::{Answer, World, of_account};
use reqwest::Method;
use std::time::Duration;

fn identities(query: &str) -> String {
    of_account("/identity/accounts", &format!("/identities{query}"))
}

#[tokio::test]
async fn users_are_garbled_on_the_first_page_only() {
    let world = World::new().await;
    world.sandbox.faults().garble_users(5);
    let page = world.get(&identities("?limit=10")).await.ok(200);
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), 10);
    assert!(items[..5].iter().all(|item| !item["uuid"].is_string()));
    assert!(items[5..].iter().all(|item| item["uuid"].is_string()));
    let second = world.get(&identities("?limit=10&offset=10")).await.ok(200);
    assert!(
        second["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|item| item["uuid"].is_string())
    );
    world.sandbox.faults().clear();
    let page = world.get(&identities("?limit=10")).await.ok(200);
    assert!(page["items"][0]["uuid"].is_string());
}

#[tokio::test]
async fn so_many_requests_are_refused_as_were_asked_for() {
    let world = World::new().await;
    world.sandbox.faults().refuse("/entitlements", 503, 2);
    world.get("/identity/users/me").await.ok(200);
    world.get("/entitlements/products").await.error(503);
    world.get("/entitlements/products").await.error(503);
    world.get("/entitlements/products").await.ok(200);
}

#[tokio::test]
async fn connections_are_dropped_without_an_answer() {
    let world = World::new().await;
    world.sandbox.faults().drop_connections("/sms", 1);
    let path = of_account("/sms/10dlc/customers", "");
    let request = || world.alone(Method::GET, &path).send();
    let error = request().await.unwrap_err();
    assert!(error.is_request() && error.status().is_none(), "{error:?}");
    assert_eq!(request().await.unwrap().status(), 200);
}

#[tokio::test]
async fn requests_wait_until_they_are_released() {
    let world = World::new().await;
    let faults = world.sandbox.faults();
    faults.hold("/identity/users");
    let held = world.get("/identity/users/me");
    let waiting = tokio::time::timeout(Duration::from_millis(150), held).await;
    assert!(waiting.is_err(), "it was answered");
    world.get("/entitlements/products").await.ok(200);
    let release = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        faults.release();
    };
    let (answer, ()) = tokio::join!(world.get("/identity/users/me"), release);
    answer.ok(200);
}

#[tokio::test]
async fn tokens_and_sessions_end_on_demand() {
    let mut world = World::new().await;
    let cookie = world.cookie().await;
    world.sandbox.faults().expire_tokens();
    world.get("/identity/users/me").await.error(401);
    let token = world
        .plain(Method::POST, "/portal/token")
        .header("cookie", &cookie);
    let token = Answer::of(token).await.ok(200);
    world.token = token["access_token"].as_str().unwrap().to_owned();
    world.get("/identity/users/me").await.ok(200);
    world.sandbox.faults().end_sessions();
    let token = world
        .plain(Method::POST, "/portal/token")
        .header("cookie", &cookie);
    Answer::of(token).await.error(401);
}

#[tokio::test]
async fn requests_are_remembered_in_order() {
    let world = World::new().await;
    world.get("/identity/users/me?x=1").await;
    world.call(Method::DELETE, "/nothing", None).await;
    let seen = world.sandbox.inspect().requests();
    let last: Vec<_> = seen[seen.len() - 2..]
        .iter()
        .map(|(method, path)| (method.as_str(), path.as_str()))
        .collect();
    assert_eq!(
        last,
        [("GET", "/identity/users/me"), ("DELETE", "/nothing")]
    );
}

#[tokio::test]
async fn a_dropped_sandbox_is_gone() {
    let world = World::new().await;
    let url = world.sandbox.url();
    drop(world);
    for _ in 0..100 {
        if reqwest::get(&url).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it still answers");
}
