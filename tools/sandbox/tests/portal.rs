//! The portal: signing in, its pages, its token, and what every answer carries.

mod common;
use common::{Answer, MEET_PRO, World};
use reqwest::Method;
use sandbox::ADMIN;
use serde_json::{Value, json};

const START: &str = "/configuration/license-management";

#[tokio::test]
async fn the_root_leads_to_the_sign_in_and_then_to_the_license_management() {
    let world = World::new().await;
    assert_eq!(world.visit("/", "").await.header("location"), "/sign-in");
    let cookie = world.cookie().await;
    assert_eq!(world.visit("/", &cookie).await.header("location"), START);
    assert_eq!(
        world.visit("/sign-in", &cookie).await.header("location"),
        START
    );
}

#[tokio::test]
async fn the_sign_in_is_filled_in_and_says_that_it_is_a_demo() {
    let world = World::new().await;
    let page = world.visit("/sign-in", "").await.text;
    assert!(page.contains(&format!("value=\"{ADMIN}\"")));
    assert!(page.contains("value=\"demo\"") && page.contains("This is a demo"));
}

#[tokio::test]
async fn a_page_that_needs_a_session_is_returned_to_after_signing_in() {
    let world = World::new().await;
    for path in [
        "/configuration/license-management",
        "/configuration/license-management/meet?q=ana%20b&page=2",
        "/outbox?page=2",
    ] {
        let away = world.visit(path, "").await;
        assert_eq!(away.status, 303);
        let to = away.header("location").to_owned();
        assert!(to.starts_with("/sign-in?return="), "{to}");
        let form = world.visit(&to, "").await.text;
        let hidden = form.split("name=\"return\" value=\"").nth(1).unwrap();
        let target = hidden.split('"').next().unwrap().replace("&amp;", "&");
        assert_eq!(target, path);
        assert_eq!(world.sign_in(&target, &[]).await.header("location"), path);
    }
}

#[tokio::test]
async fn signing_in_never_leads_to_another_site() {
    let world = World::new().await;
    for evil in [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "evil.example",
        "",
    ] {
        assert_eq!(
            world.sign_in(evil, &[]).await.header("location"),
            START,
            "{evil:?}"
        );
        let encoded: String = evil.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let page = world.visit(&format!("/sign-in?return={encoded}"), "").await;
        assert!(!page.text.contains("evil.example"), "{evil:?}");
    }
    let page = world
        .visit("/sign-in?return=/%22%3E%3Cscript%3E", "")
        .await
        .text;
    assert!(!page.contains("<script"));
}

#[tokio::test]
async fn the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let world = World::new().await;
    let answer = world.sign_in("", &[]).await;
    let cookie = answer.header("set-cookie");
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.split("; ").any(|part| part == flag), "{cookie}");
    }
}

#[tokio::test]
async fn a_wrong_password_is_said_and_starts_no_session() {
    let world = World::new().await;
    let request = world
        .plain(Method::POST, "/sign-in")
        .header("content-type", "application/x-www-form-urlencoded")
        .body("email=a%22%3Cb%40c.example&password=wrong&return=%2Foutbox");
    let answer = Answer::of(request).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("set-cookie"), "");
    assert!(answer.text.contains("is wrong") && answer.text.contains("value=\"/outbox\""));
    assert!(answer.text.contains("a&quot;&lt;b@c.example"));
}

async fn portal_token(world: &World, headers: &[(&str, &str)]) -> Answer {
    let mut request = world.plain(Method::POST, "/portal/token");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Answer::of(request).await
}

#[tokio::test]
async fn a_session_gives_access_tokens_until_it_ends() {
    let mut world = World::new().await;
    portal_token(&world, &[]).await.error(401);
    portal_token(&world, &[("cookie", "portal_session=wrong")])
        .await
        .error(401);
    let cookie = world.cookie().await;
    let answer = portal_token(&world, &[("cookie", &cookie)]).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let token = answer.ok(200);
    assert_eq!(token["token_type"], "Bearer");
    world.token = token["access_token"].as_str().unwrap().to_owned();
    assert_eq!(
        world.get("/identity/users/me").await.ok(200)["email"],
        ADMIN
    );

    let out = world
        .plain(Method::POST, "/sign-out")
        .header("cookie", &cookie);
    let out = Answer::of(out).await;
    assert_eq!(out.status, 200);
    assert_eq!(out.header("refresh"), "0; url=/sign-in");
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(out.header("clear-site-data"), "\"storage\"");
    portal_token(&world, &[("cookie", &cookie)])
        .await
        .error(401);
    assert_eq!(world.visit(START, &cookie).await.status, 303);
}

#[tokio::test]
async fn signing_out_revokes_the_tokens_of_that_session_and_of_no_other() {
    let mut world = World::new().await;
    let cookies = [world.cookie().await, world.cookie().await];
    let mut tokens = Vec::new();
    for cookie in [&cookies[0], &cookies[0], &cookies[1]] {
        let answer = portal_token(&world, &[("cookie", cookie)]).await.ok(200);
        tokens.push(answer["access_token"].as_str().unwrap().to_owned());
    }
    let out = world.plain(Method::POST, "/sign-out");
    assert_eq!(
        Answer::of(out.header("cookie", &cookies[0])).await.status,
        200
    );
    for (token, status) in tokens.into_iter().zip([401, 401, 200]) {
        world.token = token;
        assert_eq!(world.get("/identity/users/me").await.status, status);
    }
}

#[tokio::test]
async fn posts_from_other_sites_are_refused() {
    let world = World::new().await;
    let cookie = world.cookie().await;
    let own = world.sandbox.url();
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        portal_token(&world, &[("cookie", &cookie), (name, value)])
            .await
            .error(403);
        world.sign_in("", &[(name, value)]).await.error(403);
        let out = world
            .plain(Method::POST, "/sign-out")
            .header("cookie", &cookie);
        Answer::of(out.header(name, value)).await.error(403);
    }
    portal_token(&world, &[("cookie", &cookie), ("origin", &own)])
        .await
        .ok(200);
    let fetched = [
        ("cookie", cookie.as_str()),
        ("sec-fetch-site", "same-origin"),
    ];
    portal_token(&world, &fetched).await.ok(200);
}

#[tokio::test]
async fn the_frontend_is_embedded_below_the_license_management() {
    let world = World::new().await;
    let cookie = world.cookie().await;
    for path in [
        START,
        "/configuration/license-management/star-messenger?q=x",
    ] {
        let page = world.visit(path, &cookie).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.header("cache-control"), "no-store");
        for part in [
            "<div id=\"license-management\">",
            "<script type=\"module\" src=\"/portal/portal.js\"></script>",
            "Dana Whitfield",
            "Lakeside Dental",
            "action=\"/sign-out\"",
        ] {
            assert!(page.text.contains(part), "{part}");
        }
    }
    let script = world.visit("/portal/portal.js", "").await;
    assert!(script.header("content-type").starts_with("text/javascript"));
    assert!(
        script
            .text
            .contains("import(\"/app/license-management.js\")")
    );
    assert!(script.text.contains("cargo xtask serve"));
    let style = world.visit("/portal/portal.css", "").await;
    assert!(style.header("content-type").starts_with("text/css"));
}

#[tokio::test]
async fn no_page_needs_inline_code() {
    let world = World::new().await;
    let cookie = world.cookie().await;
    let user = world.without("meet", 1).remove(0);
    world.assign(&[&user], MEET_PRO, json!({})).await.ok(200);
    for (path, cookie) in [
        ("/sign-in", ""),
        (START, cookie.as_str()),
        ("/outbox", cookie.as_str()),
        ("/app/", ""),
    ] {
        let page = world.visit(path, cookie).await.text;
        assert!(page.contains("<!doctype html>"), "{path}");
        for inline in [
            "<style",
            " style=",
            "<script>",
            " onclick=",
            " onload=",
            "javascript:",
        ] {
            assert!(!page.contains(inline), "{path}: {inline}");
        }
        assert!(!page.contains("{{"), "{path}: a hole in the template");
    }
}

#[tokio::test]
async fn the_style_knows_only_logical_directions() {
    let world = World::new().await;
    let style = world.visit("/portal/portal.css", "").await.text;
    for physical in [
        "-left",
        "-right",
        "margin-top",
        "margin-bottom",
        "padding-top",
        " left:",
        " right:",
        " top:",
        "text-align: left",
    ] {
        assert!(!style.contains(physical), "{physical}");
    }
}

#[tokio::test]
async fn the_style_does_not_reach_into_the_frontend() {
    let world = World::new().await;
    let style = world.visit("/portal/portal.css", "").await.text;
    let mut own = 0;
    for rule in style.split('}') {
        let rule = rule.rsplit_once("*/").map_or(rule, |(_, rule)| rule);
        let selector = rule.rsplit_once('{').map_or("", |(selector, _)| selector);
        for class in selector.split('.').skip(1) {
            assert!(class.starts_with("portal-"), ".{class}");
            own += 1;
        }
    }
    assert!(own > 50);
}

#[tokio::test]
async fn the_configuration_is_the_frontends_own() {
    let world = World::new().await;
    let answer = world.visit("/portal/config.json", "").await.ok(200);
    let file = include_str!("../../../public/config.json");
    assert_eq!(answer, serde_json::from_str::<Value>(file).unwrap());
    let path = "/entitlements/products?limit=100";
    let products = world.get(path).await.ok(200);
    for application in answer["applications"].as_array().unwrap() {
        let products = products["items"].as_array().unwrap();
        assert!(
            products
                .iter()
                .any(|product| product["application_uuid"] == application["id"])
        );
        assert!(
            application["guide_url"]
                .as_str()
                .unwrap()
                .starts_with("https://")
        );
    }
}

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let world = World::new().await;
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
        connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; \
        frame-ancestors 'self'; report-uri /portal/csp-report";
    for path in [
        "/",
        "/sign-in",
        "/portal/portal.css",
        "/portal/config.json",
        "/app",
        "/app/",
        "/app/x.js",
        "/identity/users/me",
        "/openapi.json",
        "/nothing",
        "/favicon.ico",
    ] {
        let answer = world.visit(path, "").await;
        assert_eq!(answer.header("content-security-policy"), policy, "{path}");
        let reported = answer.header("content-security-policy-report-only");
        assert!(
            reported.starts_with("require-trusted-types-for 'script'; "),
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
    }
    world.sandbox.faults().refuse("/nothing", 503, 1);
    let refused = world.visit("/nothing", "").await;
    assert_eq!(refused.header("content-security-policy"), policy);
}

#[tokio::test]
async fn violations_that_browsers_report_are_kept() {
    let world = World::new().await;
    let report = r#"{"csp-report":{"violated-directive":"style-src"}}"#;
    let request = world
        .plain(Method::POST, "/portal/csp-report")
        .header("content-type", "application/csp-report")
        .body(report);
    assert_eq!(Answer::of(request).await.status, 204);
    assert_eq!(world.sandbox.inspect().csp_reports(), [report]);
}

#[tokio::test]
async fn the_outbox_shows_50_a_page_newest_first() {
    let world = World::new().await;
    let cookie = world.cookie().await;
    let empty = world.visit("/outbox", &cookie).await.text;
    assert!(empty.contains("Nothing sent yet"));
    let users = world.without("meet", 60);
    let users: Vec<_> = users.iter().map(String::as_str).collect();
    world
        .assign(&users[..59], MEET_PRO, json!({}))
        .await
        .ok(200);
    world
        .assign(&users[59..], MEET_PRO, json!({}))
        .await
        .ok(200);
    let inspect = world.sandbox.inspect();
    let newest = inspect.mails().pop().unwrap();
    let first = world.visit("/outbox", &cookie).await.text;
    assert_eq!(first.matches("<details").count(), 50);
    assert!(first.contains("1–50 of 60") && first.contains("/outbox?page=2"));
    let shown = first.split("<details").nth(1).unwrap();
    assert!(shown.contains(&newest.to) && shown.contains("Welcome to Meet"));
    assert!(shown.contains("https://help.framework.example/guides/meet"));
    assert!(first.contains("<span class=\"portal-badge\" id=\"mails\">60</span>"));
    let count = world.visit("/portal/outbox", &cookie).await.ok(200);
    assert_eq!(count, json!({ "count": 60 }));
    world.visit("/portal/outbox", "").await.error(401);
    let second = world.visit("/outbox?page=2", &cookie).await.text;
    assert_eq!(second.matches("<details").count(), 10);
    for odd in ["0", "-1", "99", "x", "%00"] {
        let page = world.visit(&format!("/outbox?page={odd}"), &cookie).await;
        assert_eq!(page.status, 200, "{odd}");
    }
}
