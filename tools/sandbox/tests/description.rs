//! The OpenAPI description says everything that the server does.

mod common;
use common::{Answer, World};
use reqwest::Method;
use serde_json::Value;

#[tokio::test]
async fn every_endpoint_is_described_with_its_answers() {
    let world = World::new().await;
    let api = world.visit("/openapi.json", "").await.ok(200);
    let paths = api["paths"].as_object().unwrap();
    assert!(paths.len() >= 30, "{}", paths.len());
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            let name = format!("{method} {path}");
            let answers = operation["responses"].as_object().unwrap();
            assert!(
                answers.keys().any(|status| status.starts_with(['2', '3'])),
                "{name}"
            );
            let text = |at: &str| operation[at].as_str().is_some_and(|text| !text.is_empty());
            assert!(text("summary") || text("description"), "{name}");
            let service = ["/identity", "/entitlements", "/sms"];
            if service.iter().any(|prefix| path.starts_with(prefix)) {
                let mut expected = vec!["400", "401", "403", "404", "422"];
                if method != "get" {
                    expected.extend(["409", "413"]);
                }
                for status in expected {
                    let schema = &answers[status]["content"]["application/json"]["schema"];
                    assert!(schema.is_object(), "{name} {status}");
                }
                assert!(operation["security"].is_array(), "{name}");
            }
        }
    }
}

#[tokio::test]
async fn every_described_endpoint_exists() {
    let world = World::new().await;
    let api = world.visit("/openapi.json", "").await.ok(200);
    for (path, operations) in api["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            let real = path
                .replace("{view}", "meet")
                .replace("{path}", "a.js")
                .replace(['{', '}'], "");
            let method: Method = method.to_uppercase().parse().unwrap();
            let answer = Answer::of(world.plain(method, &real)).await;
            assert_ne!(answer.status, 405, "{real}");
            let unknown = answer.text.contains("There is no such path");
            assert!(!unknown, "{real}");
        }
    }
}

#[tokio::test]
async fn references_lead_somewhere() {
    let world = World::new().await;
    let text = world.visit("/openapi.json", "").await.text;
    let api: Value = serde_json::from_str(&text).unwrap();
    let mut references = 0;
    for part in text.split("\"$ref\":\"#").skip(1) {
        let pointer = part.split('"').next().unwrap();
        assert!(api.pointer(pointer).is_some(), "{pointer}");
        references += 1;
    }
    assert!(references > 20);
}
