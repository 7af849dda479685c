//! A running sandbox and somebody who talks to it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each topic uses a part of it, and a test may fail"
)]

pub mod bulk;

use reqwest::{Client, Method, RequestBuilder, StatusCode, header::HeaderMap, redirect::Policy};
use sandbox::{ACCOUNT, ADMIN, CLIENT_ID, CLIENT_SECRET, Inspect, Options, PASSWORD, Sandbox};
use serde_json::{Value, json};
use std::{collections::HashMap, path::PathBuf, time::Duration};

pub const MEET: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b201";
pub const MEET_PRO: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b202";
pub const CHAT: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b203";
pub const CHAT_ARCHIVE: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b204";
pub const CONNECTOR_OUTLOOK: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b206";
pub const STAR_MESSENGER: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b207";
pub const ULTIMATE: &str = "a4b81c60-2f75-4d39-8e0a-6c9d13f7b208";
pub const BULK: &str = "/entitlements/users/entitlements/bulk";

/// What a request was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The body, if the status is this one.
    #[track_caller]
    pub fn ok(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self.json()
    }

    /// The body, if it is an error with this status in the platform's shape.
    #[track_caller]
    pub fn error(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        let body = self.json();
        assert_eq!(body["code"], status);
        assert!(!body["message"].as_str().unwrap().is_empty());
        assert_eq!(body["trace_id"].as_str().unwrap().len(), 36);
        assert!(body["details"].is_array());
        body
    }
}

/// A sandbox and an access token for it.
pub struct World {
    pub sandbox: Sandbox,
    pub client: Client,
    pub token: String,
}

/// A running sandbox, and what its database holds.
pub async fn inspect(options: Options) -> (Sandbox, Inspect) {
    let sandbox = Sandbox::start(options).await.unwrap();
    let inspect = sandbox.inspect();
    (sandbox, inspect)
}

/// Options for a test: a free port, few users.
pub fn small() -> Options {
    Options {
        port: 0,
        users: 260,
        dist: PathBuf::from("there-is-no-such-folder"),
        ..Options::default()
    }
}

impl World {
    pub async fn new() -> Self {
        Self::with(small()).await
    }

    pub async fn with(options: Options) -> Self {
        let sandbox = Sandbox::start(options).await.unwrap();
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        let mut world = Self {
            sandbox,
            client,
            token: String::new(),
        };
        world.token = world.token_of(ADMIN).await;
        world
    }

    /// A request without a token; one to the API carries the headers that the vendor's client sends.
    pub fn plain(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.sandbox.url());
        lifecycle(self.client.request(method, url), path)
    }

    /// A request on a connection of its own, which clients do not repeat by themselves.
    pub fn alone(&self, method: Method, path: &str) -> RequestBuilder {
        let client = Client::builder().pool_max_idle_per_host(0).build().unwrap();
        let url = format!("{}{path}", self.sandbox.url());
        lifecycle(client.request(method, url), path).bearer_auth(&self.token)
    }

    pub async fn grant(&self, form: &[(&str, &str)], secret: &str) -> Answer {
        let body: Vec<_> = form
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Answer::of(
            self.plain(Method::POST, "/oauth/token")
                .basic_auth(CLIENT_ID, Some(secret))
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body.join("&")),
        )
        .await
    }

    pub async fn token_of(&self, email: &str) -> String {
        let form = [
            ("grant_type", "password"),
            ("scope", "default"),
            ("email", email),
            ("password", PASSWORD),
        ];
        let answer = self.grant(&form, CLIENT_SECRET).await.ok(200);
        answer["access_token"].as_str().unwrap().to_owned()
    }

    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = self.plain(method, path).bearer_auth(&self.token);
        Answer::of(match body {
            Some(body) => request.body(body.to_string()),
            None => request,
        })
        .await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    /// The UUID of a user by the part of the address before the @.
    pub fn user(&self, local: &str) -> String {
        let email = format!("{local}@lakeside.example");
        let users = self.sandbox.inspect().users();
        users
            .into_iter()
            .find(|user| user.email == email)
            .unwrap()
            .uuid
    }

    /// Assigns a product to users.
    pub async fn assign(&self, users: &[&str], product: &str, metadata: Value) -> Answer {
        let assignments: Vec<_> = users
            .iter()
            .map(|user| assignment(user, product, &metadata))
            .collect();
        self.post(BULK, json!(assignments)).await
    }

    /// Removes entitlements.
    pub async fn remove(&self, entitlements: &[&str]) -> Answer {
        self.call(Method::DELETE, BULK, Some(json!(entitlements)))
            .await
    }

    /// A user's entitlements: product and UUID.
    pub async fn entitlements(&self, user: &str) -> HashMap<String, String> {
        let list = self
            .get(&format!("/entitlements/users/{user}/entitlements"))
            .await
            .ok(200);
        let text = |item: &Value, field: &str| item[field].as_str().unwrap().to_owned();
        let items = list["items"].as_array().unwrap().iter();
        items
            .map(|item| (text(item, "product_uuid"), text(item, "uuid")))
            .collect()
    }

    /// Active users without a license of the application: their UUIDs.
    pub fn without(&self, slug: &str, count: usize) -> Vec<String> {
        let inspect = self.sandbox.inspect();
        let users = inspect.users().into_iter();
        let users: Vec<_> = users
            .filter(|user| {
                user.status == "Active" && inspect.license_of(&user.email, slug).is_none()
            })
            .take(count)
            .map(|user| user.uuid)
            .collect();
        assert_eq!(users.len(), count);
        users
    }

    /// A number that nobody holds and that belongs to an active campaign.
    pub fn free_number(&self) -> String {
        let numbers = self.sandbox.inspect().numbers().into_iter();
        numbers
            .filter(|number| number.user_email.is_none())
            .find(|number| number.campaign_status.as_deref() == Some("ACTIVE"))
            .unwrap()
            .number
    }

    /// Signs in to the portal; answers the cookie.
    pub async fn cookie(&self) -> String {
        let answer = self.sign_in("", &[]).await;
        assert_eq!(answer.status, 303);
        let cookie = answer.header("set-cookie");
        cookie.split(';').next().unwrap().to_owned()
    }

    pub async fn sign_in(&self, target: &str, headers: &[(&str, &str)]) -> Answer {
        let target: String = target.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let mut request = self
            .plain(Method::POST, "/sign-in")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("email={ADMIN}&password={PASSWORD}&return={target}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request).await
    }

    pub async fn visit(&self, path: &str, cookie: &str) -> Answer {
        Answer::of(self.plain(Method::GET, path).header("cookie", cookie)).await
    }
}

/// The trace of every request of these tests.
pub const TRACE: &str = "7e0b0a51-6b0c-4c35-9d53-0f6c1a2b3c4d";

/// The headers that the vendor's client sends to the API, whose requests are JSON.
fn lifecycle(request: RequestBuilder, path: &str) -> RequestBuilder {
    let services = ["/identity", "/entitlements", "/sms"];
    if !services.iter().any(|prefix| path.starts_with(prefix)) {
        return request;
    }
    [
        ("content-type", "application/json"),
        ("x-api-version", "v1"),
        ("id", "0c4b1f0e-52a7-4d0b-8a53-6b1f2e3d4c5b"),
        ("trace", TRACE),
        ("parent", "9a2d7c3e-1f4b-4e6a-b5c8-7d0e1f2a3b4c"),
        ("debug", "false"),
    ]
    .into_iter()
    .fold(request, |request, (name, value)| {
        request.header(name, value)
    })
}

pub fn assignment(user: &str, product: &str, metadata: &Value) -> Value {
    json!({ "account_uuid": ACCOUNT, "user_uuid": user, "product_uuid": product, "metadata": metadata })
}

/// One of the account's lists.
pub fn of_account(prefix: &str, rest: &str) -> String {
    format!("{prefix}/{ACCOUNT}{rest}")
}

/// Waits for something that is bound to come.
pub async fn until(condition: impl Fn() -> bool) {
    for _ in 0..3000 {
        if condition() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come");
}

/// What is answered to this text as it stands: a client library would tidy it up.
pub async fn raw(world: &World, request: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = world.sandbox.url().replace("http://", "");
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    // It may answer and close before all of it is sent.
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}
