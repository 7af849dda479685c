//! The built frontend as it is served below `/app/`.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{Answer, World, small};
use reqwest::Method;
use sandbox::Options;
use std::{fs, path::Path};

const HASHED: &str = "license-management-0123456789abcdef_bg.wasm";

fn build(folder: &Path) {
    let dist = folder.join("dist");
    fs::create_dir_all(dist.join("snippets")).unwrap();
    fs::create_dir(dist.join("frame")).unwrap();
    for (name, content) in [
        ("index.html", "<!doctype html><title>page</title>"),
        ("license-management.js", "export {}"),
        ("license-management-0123456789abcdef.js", "plain"),
        (
            "license-management-0123456789abcdef.js.gz",
            "packed by gzip",
        ),
        (
            "license-management-0123456789abcdef.js.br",
            "packed by brotli",
        ),
        (HASHED, "\0asm"),
        ("config.json", "{}"),
        ("snippets/a.js", "a"),
        ("frame/index.html", "<!doctype html><title>frame</title>"),
    ] {
        fs::write(dist.join(name), content).unwrap();
    }
    fs::write(folder.join("secret.txt"), "secret").unwrap();
}

async fn world(folder: &tempfile::TempDir) -> World {
    build(folder.path());
    World::with(Options {
        dist: folder.path().join("dist"),
        ..small()
    })
    .await
}

async fn accepting(world: &World, path: &str, encodings: &str) -> Answer {
    let request = world.plain(Method::GET, path);
    Answer::of(request.header("accept-encoding", encodings)).await
}

#[tokio::test]
async fn packed_files_are_served_to_whoever_understands_them() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder).await;
    let path = "/app/license-management-0123456789abcdef.js";
    for (encodings, encoding, text) in [
        ("gzip, deflate, br", "br", "packed by brotli"),
        ("gzip", "gzip", "packed by gzip"),
        ("identity", "", "plain"),
        ("br;q=0, gzip", "gzip", "packed by gzip"),
    ] {
        let answer = accepting(&world, path, encodings).await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.text, text);
        assert!(answer.header("content-type").contains("javascript"));
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
    let answer = accepting(&world, "/app/snippets/a.js", "gzip, br").await;
    assert_eq!(
        (answer.header("content-encoding"), answer.text.as_str()),
        ("", "a")
    );
}

#[tokio::test]
async fn the_frame_may_be_embedded_by_the_other_origin_and_by_no_one_else() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder).await;
    let other = world.sandbox.other_url();
    assert_ne!(other, world.sandbox.url());
    let config = world.visit("/app/config.json", "").await.ok(200);
    assert_eq!(config, serde_json::json!({ "hosts": [other] }));
    for path in ["/app/frame/", "/app/frame/meet?q=an"] {
        let frame = world.visit(path, "").await;
        assert!(frame.text.contains("<title>frame</title>"), "{path}");
        let policy = frame.header("content-security-policy");
        let wanted = format!("frame-ancestors {other};");
        assert!(policy.contains(&wanted), "{path}: {policy}");
    }
    let page = world.visit("/app/frames", "").await;
    assert!(page.text.contains("<title>page</title>"));
    let policy = page.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'self'"), "{policy}");
}

#[tokio::test]
async fn only_names_with_a_hash_are_cached_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder).await;
    let caching = async |name: &str| {
        let answer = world.visit(&format!("/app/{name}"), "").await;
        assert_eq!(answer.status, 200, "{name}");
        answer.header("cache-control").to_owned()
    };
    let immutable = "public, max-age=31536000, immutable";
    assert_eq!(caching(HASHED).await, immutable);
    assert_eq!(
        caching("license-management-0123456789abcdef.js").await,
        immutable
    );
    for name in [
        "",
        "index.html",
        "license-management.js",
        "config.json",
        "meet",
    ] {
        assert_eq!(caching(name).await, "no-cache", "{name}");
    }
    let gone = world.visit("/app/gone-0123456789abcdef.js", "").await;
    gone.error(404);
    assert_eq!(gone.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn wasm_has_its_type() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder).await;
    let answer = world.visit(&format!("/app/{HASHED}"), "").await;
    assert_eq!(answer.header("content-type"), "application/wasm");
}

#[tokio::test]
async fn deep_links_answer_the_page_and_the_folder_gets_its_slash() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder).await;
    for path in [
        "/app/",
        "/app/meet",
        "/app/star-messenger?q=ana",
        "/app/a/b/c",
        "/app/app/x",
    ] {
        let answer = world.visit(path, "").await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.header("content-type").starts_with("text/html"));
        assert!(answer.text.contains("<title>page</title>"));
    }
    assert_eq!(world.visit("/app", "").await.header("location"), "/app/");
    assert_eq!(world.visit("/app/snippets/a.js", "").await.text, "a");
}

#[tokio::test]
async fn without_a_build_a_page_says_what_to_run() {
    let world = World::new().await;
    for path in ["/app/", "/app/meet"] {
        let answer = world.visit(path, "").await;
        assert_eq!(answer.status, 404);
        assert!(answer.text.contains("cargo xtask serve"));
    }
    world
        .visit("/app/license-management.js", "")
        .await
        .error(404);
}
