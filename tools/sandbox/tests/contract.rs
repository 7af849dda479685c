//! Whatever is asked of it, the sandbox answers as its OpenAPI description says, and never fails.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail too")]

mod common;
use common::{World, small};
use sandbox::{ACCOUNT, CLIENT_ID, CLIENT_SECRET, OTHER_ACCOUNT, Options};
use std::{env, fs, path::Path, process::Stdio, time::Duration};
use tokio::process::Command;

/// What each phase tries of each operation.
const EXAMPLES: &str = "40";
/// What the program of Schemathesis does, wherever its Python was moved to.
const SCHEMATHESIS: &str = "from schemathesis.cli import schemathesis; schemathesis()";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "cargo xtask test runs it: it needs Schemathesis"]
async fn nothing_fails_and_nothing_is_answered_that_the_description_does_not_say() {
    let folder = tempfile::tempdir().unwrap();
    let dist = folder.path().join("dist");
    fs::create_dir(&dist).unwrap();
    fs::write(dist.join("index.html"), "<!doctype html>").unwrap();
    let world = World::with(Options {
        token_ttl: Duration::from_secs(3600),
        dist,
        ..small()
    })
    .await;
    configure(&world, folder.path()).await;
    let python = env::var_os("SCHEMATHESIS_PYTHON").unwrap_or_else(|| "python3".into());
    let status = Command::new(python)
        .args(["-c", SCHEMATHESIS, "run"])
        .arg(format!("{}/openapi.json", world.sandbox.url()))
        .args(["--max-examples", EXAMPLES])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .status();
    assert!(status.await.unwrap().success(), "what it found is above");
}

/// Who it is, and what there is: invented names alone would only find that nothing is there.
async fn configure(world: &World, folder: &Path) {
    let inspect = world.sandbox.inspect();
    let users: Vec<_> = inspect.users().into_iter().map(|user| user.uuid).collect();
    let licenses = world
        .get(&format!("/entitlements/accounts/{ACCOUNT}/entitlements"))
        .await
        .ok(200);
    let licenses = licenses["items"].as_array().unwrap().iter();
    let licenses: Vec<_> = licenses
        .map(|each| each["uuid"].as_str().unwrap().to_owned())
        .collect();
    let numbers: Vec<_> = inspect
        .numbers()
        .into_iter()
        .map(|each| each.number)
        .collect();
    let config = format!(
        "seed = 1
continue-on-failure = true
warnings = false

[headers]
Content-type = \"application/json\"
x-api-version = \"v1\"
id = {trace:?}
trace = {trace:?}
parent = {trace:?}

[auth.openapi]
token = {{ bearer = {token:?} }}
client = {{ username = {CLIENT_ID:?}, password = {CLIENT_SECRET:?} }}
session = {{ api_key = {cookie:?} }}

[dictionaries]
account = {{ values = [{ACCOUNT:?}, {ACCOUNT:?}, {OTHER_ACCOUNT:?}] }}
user = {{ values = {users:?} }}
entitlement = {{ values = {licenses:?} }}
number = {{ values = {numbers:?} }}

[parameters]
\"path.account\" = {{ dictionary = \"account\", probability = 0.8 }}
\"path.user\" = {{ dictionary = \"user\", probability = 0.8 }}
\"path.entitlement\" = {{ dictionary = \"entitlement\", probability = 0.8 }}
\"path.number\" = {{ dictionary = \"number\", probability = 0.8 }}
\"path.did\" = {{ dictionary = \"number\", probability = 0.8 }}

[checks]
enabled = false
not_a_server_error.enabled = true
status_code_conformance.enabled = true
content_type_conformance.enabled = true
response_headers_conformance.enabled = true
response_schema_conformance.enabled = true
ignored_auth.enabled = true
",
        trace = common::TRACE,
        token = world.token,
        cookie = world.cookie().await.split_once('=').unwrap().1,
    );
    fs::write(folder.join("schemathesis.toml"), config).unwrap();
}
