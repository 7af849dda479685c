//! What a stranger on the network could try.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{Answer, World, of_account, raw, small};
use reqwest::Method;
use sandbox::{ACCOUNT, Options};
use std::{fs, net::IpAddr};

#[tokio::test]
async fn only_this_machine_is_listened_to_unless_asked() {
    assert!(Options::default().host.is_loopback());
    let world = World::new().await;
    let url = reqwest::Url::parse(&world.sandbox.url()).unwrap();
    let host: IpAddr = url.host_str().unwrap().parse().unwrap();
    assert!(host.is_loopback());
}

#[tokio::test]
async fn a_name_that_is_not_this_machines_is_refused() {
    let world = World::new().await;
    let to = async |host: &str| {
        let request = world.plain(Method::GET, "/sign-in").header("host", host);
        Answer::of(request).await
    };
    for host in [
        "localhost",
        "LOCALHOST:8080",
        "127.0.0.1:1",
        "127.1.2.3",
        "[::1]:8080",
    ] {
        assert_eq!(to(host).await.status, 200, "{host}");
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example:8080",
        "10.0.0.1",
        "0.0.0.0",
        "a@b@c",
    ] {
        to(host).await.error(421);
    }
    let nameless = raw(&world, "GET /sign-in HTTP/1.0\r\n\r\n").await;
    assert!(nameless.starts_with("HTTP/1.0 421"), "{nameless}");
}

#[tokio::test]
async fn who_asks_to_be_reached_by_others_is_reached_by_any_name() {
    let world = World::with(Options {
        host: "0.0.0.0".parse().unwrap(),
        ..small()
    })
    .await;
    let request = world
        .plain(Method::GET, "/sign-in")
        .header("host", "build-server.example");
    assert_eq!(Answer::of(request).await.status, 200);
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let world = World::new().await;
    let address = world.sandbox.url().replace("http://", "");
    let with = |headers: String| {
        format!("GET /sign-in HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{headers}\r\n")
    };
    let usual = raw(
        &world,
        &with(format!("cookie: {}\r\n", "c".repeat(8 * 1024))),
    )
    .await;
    assert!(usual.starts_with("HTTP/1.1 200"), "{usual}");
    let long = with(format!("cookie: {}\r\n", "c".repeat(64 * 1024)));
    let many = with((0..200).map(|n| format!("x-{n}: 1\r\n")).collect());
    for request in [long, many] {
        let answer = raw(&world, &request).await;
        assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    }
}

#[tokio::test]
async fn headers_of_more_than_32_kilobytes_are_refused_and_fewer_are_not() {
    let world = World::new().await;
    let address = world.sandbox.url().replace("http://", "");
    let with = async |bytes: usize| {
        let cookies = format!("cookie: {}\r\n", "c".repeat(bytes / 4)).repeat(4);
        let head = format!("host: {address}\r\nconnection: close\r\n{cookies}");
        raw(&world, &format!("GET /sign-in HTTP/1.1\r\n{head}\r\n")).await
    };
    let few = with(30 * 1024).await;
    assert!(few.starts_with("HTTP/1.1 200"), "{few}");
    for kilobytes in [33, 40, 60] {
        let answer = with(kilobytes * 1024).await;
        assert!(answer.starts_with("HTTP/1.1 431"), "{kilobytes}: {answer}");
    }
}

#[tokio::test]
async fn a_second_host_is_refused() {
    let world = World::new().await;
    let address = world.sandbox.url().replace("http://", "");
    for second in [&address, "localhost", "evil.example"] {
        let hosts = format!("host: {address}\r\nHost: {second}\r\n");
        let request = format!("GET /sign-in HTTP/1.1\r\n{hosts}connection: close\r\n\r\n");
        let answer = raw(&world, &request).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_end_is_given_up_on() {
    let world = World::new().await;
    let address = world.sandbox.url().replace("http://", "");
    let begin = std::time::Instant::now();
    for framing in ["content-length: 100000", "transfer-encoding: chunked"] {
        let head = format!("host: {address}\r\n{framing}\r\n");
        let request = format!("POST /portal/csp-report HTTP/1.1\r\n{head}\r\n5\r\nabcde\r\n");
        let answer = raw(&world, &request).await;
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
        assert!(answer.contains("connection: close"), "{answer}");
    }
    assert!(begin.elapsed().as_secs() < 30);
    assert_eq!(world.sandbox.inspect().csp_reports(), [""; 0]);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_even_when_it_does_not_say_how_large_it_is() {
    let world = World::new().await;
    let address = world.sandbox.url().replace("http://", "");
    let chunk = "x".repeat(64 * 1024);
    let mut body = String::new();
    for _ in 0..8 {
        body.push_str(&format!("{:x}\r\n{chunk}\r\n", chunk.len()));
    }
    let uuid = common::TRACE;
    let head = format!(
        "host: {address}\r\nconnection: close\r\ntransfer-encoding: chunked\r\ncontent-type: application/json\r\n\
         x-api-version: v1\r\nid: {uuid}\r\ntrace: {uuid}\r\nparent: {uuid}"
    );
    let token = &world.token;
    for path in [common::BULK, "/sms/provision", "/portal/csp-report"] {
        let request = format!(
            "POST {path} HTTP/1.1\r\n{head}\r\nauthorization: Bearer {token}\r\n\r\n{body}0\r\n\r\n"
        );
        let answer = raw(&world, &request).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{path}: {answer}");
    }
    assert_eq!(world.sandbox.inspect().csp_reports(), [""; 0]);
}

#[tokio::test]
async fn a_report_of_a_violation_stays_short() {
    let world = World::new().await;
    let report = async |length: usize| {
        let request = world.plain(Method::POST, "/portal/csp-report");
        Answer::of(request.body("r".repeat(length))).await
    };
    assert_eq!(report(1000).await.status, 204);
    report(20_000).await.error(413);
    assert_eq!(world.sandbox.inspect().csp_reports().len(), 1);
}

#[tokio::test]
async fn what_is_asked_for_never_becomes_part_of_a_statement() {
    let world = World::new().await;
    let before = world.sandbox.inspect().users();
    for text in [
        "' OR '1'='1",
        "\" OR 1=1 --",
        "x'; DROP TABLE users; --",
        "?1",
        "\\' OR 1=1 /*",
        "1) OR (1=1",
        "%",
    ] {
        let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for (prefix, rest) in [
            ("/identity/accounts", "identities?username="),
            ("/identity/accounts", "identities/v2?email="),
            ("/entitlements/accounts", "entitlements?status="),
            ("/sms/provision/numbers/account", "?provider="),
            ("/sms/10dlc/customers", "campaigns?status="),
        ] {
            let slash = if rest.starts_with('?') { "" } else { "/" };
            let list = world
                .get(&of_account(prefix, &format!("{slash}{rest}{encoded}")))
                .await
                .ok(200);
            assert_eq!(list["metadata"]["total"], 0, "{prefix} {rest} {text}");
            let path = format!(
                "{prefix}/{encoded}{slash}{}",
                rest.split('?').next().unwrap()
            );
            world.get(&path).await.error(404);
        }
        let by = format!("/identity/accounts/{ACCOUNT}/identities?{encoded}=1");
        world.get(&by).await.error(422);
        world
            .get(&format!("/identity/identities/{encoded}"))
            .await
            .error(404);
        world.remove(&[text]).await.error(404);
        let grant = [
            ("grant_type", "password"),
            ("email", encoded.as_str()),
            ("password", encoded.as_str()),
        ];
        world.grant(&grant, sandbox::CLIENT_SECRET).await.error(401);
        let stranger = world
            .plain(Method::GET, "/identity/users/me")
            .bearer_auth(text);
        Answer::of(stranger).await.error(401);
        let session = world
            .visit("/portal/outbox", &format!("portal_session={encoded}"))
            .await;
        session.error(401);
    }
    assert_eq!(world.sandbox.inspect().users(), before);
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served_and_no_folder_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let dist = folder.path().join("dist");
    fs::create_dir_all(dist.join("snippets")).unwrap();
    fs::write(dist.join("index.html"), "page").unwrap();
    fs::write(dist.join("snippets/a.js"), "a").unwrap();
    fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    let world = World::with(Options { dist, ..small() }).await;
    let address = world.sandbox.url().replace("http://", "");
    for path in [
        "/app/../secret.txt",
        "/app/%2e%2e/secret.txt",
        "/app/.%2e/secret.txt",
        "/app/..%2fsecret.txt",
        "/app/%2e%2e%2fsecret.txt",
        "/app/%252e%252e%252fsecret.txt",
        "/app/%c0%ae%c0%ae/secret.txt",
        "/app/snippets/../../secret.txt",
        "/app/snippets/%2e%2e/%2e%2e/secret.txt",
        "/app//secret.txt",
        "/app/./../secret.txt",
        "/app/..\\secret.txt",
        "/app/..%5csecret.txt",
        "/app/%5c..%5csecret.txt",
        "/app//etc/passwd",
        "/app/%2fetc%2fpasswd",
        "/app/secret.txt%00",
        "/app/..%00/secret.txt",
        "/app/../../../../../../etc/passwd",
    ] {
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
        let answer = raw(&world, &request).await;
        assert!(!answer.is_empty(), "{path}");
        assert!(!answer.ends_with("secret"), "{path}: {answer}");
        assert!(!answer.contains("root:"), "{path}");
    }
    for path in ["/app/snippets", "/app/snippets/", "/app/snippets/."] {
        let answer = world.visit(path, "").await;
        assert!(!answer.text.contains("a.js"), "{path}");
    }
}
