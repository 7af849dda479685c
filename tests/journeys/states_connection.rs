//! When the server is not reached, or does not know who asks.

use sandbox::{Effect, Options, Rule};
use tempfile::TempDir;

use crate::data::{unlicensed, writes};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, copy_dist, journey, visit};
use crate::page::HOME;
use crate::texts::{all_changed, count, ended, say};

const API: [&str; 3] = ["/identity/", "/entitlements/", "/sms/"];
const TOKEN: &str = "/portal/token";
const TYPES: &str = "/entitlements/products";

#[tokio::test(flavor = "multi_thread")]
async fn an_api_that_is_not_reached_can_be_tried_again() {
    visit(account_of(40), async |page| {
        for path in API {
            page.expect_failed_requests(path);
            page.faults().drop_connections(path, usize::MAX);
        }
        page.sign_in().await;
        eventually_eq!(page.text("main h2").await, say("problem.title"));
        assert_eq!(page.text("main p").await, say("error.unreachable"));
        page.faults().clear();
        page.click_button(say("problem.retry")).await;
        page.is_ready().await;
        eventually_eq!(page.rows().await.len(), page.db().users().len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_out_signs_in_and_comes_back_to_the_same_view() {
    journey(account_of(40), async |page| {
        page.pick_application("Chat").await;
        page.choose_in(say("filter.license"), say("filter.license_any"))
            .await;
        let view = format!("{HOME}/chat?license=any");
        eventually_eq!(page.path().await, view);
        page.faults().end_sessions();
        page.faults().expire_tokens();
        for path in API.into_iter().chain([TOKEN]) {
            page.expect_failed_requests(path);
        }
        page.click_button(say("page.refresh")).await;
        eventually_eq!(page.text("main h2").await, say("problem.signed_out"));
        assert!(page.rows().await.is_empty());
        page.click_link(say("problem.sign_in")).await;
        eventually_eq!(page.text("h1").await, "Sign in");
        page.click_button("Sign in").await;
        page.is_ready().await;
        assert_eq!(page.path().await, view);
        eventually_eq!(page.rows().await.len(), page.db().licenses("chat"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_tokens_are_renewed_once_for_all_requests_and_unnoticed() {
    journey(account_of(1284), async |page| {
        let db = page.db();
        let tokens = || {
            let requests = db.requests();
            requests.iter().filter(|(_, path)| path == TOKEN).count()
        };
        let before = tokens();
        let asked = db.requests().len();
        for path in API {
            page.expect_failed_requests(path);
        }
        // Once some users are there, more users and the license types are asked for at once.
        let expiry = Rule::new(Effect::ExpireTokens);
        page.faults().rule(expiry.path(TYPES).times(1));
        page.faults().hold(TOKEN);
        page.click_button(say("page.refresh")).await;
        eventually_eq!(tokens(), before + 1);
        // The first users, the license types and the token, and at least two who wait for the token as well.
        eventually_true!(db.requests().len() > asked + 4);
        page.faults().release();
        page.is_ready().await;
        eventually_eq!(page.count().await, count("count.users", 1_284));
        assert!(page.texts("main [role=alert]").await.is_empty());
        assert_eq!(tokens(), before + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_expires_under_a_draft_does_not_stop_the_run() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let user = unlicensed(&db, "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        // Whichever call comes first is answered 401.
        page.expect_failed_requests("/identity/users/me");
        page.expect_failed_requests("/entitlements/");
        page.faults().expire_tokens();
        page.open_review().await;
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));
        assert_eq!(db.licenses_of(&user.email, "meet"), ["Meet"]);
        assert_eq!(db.mails().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_out_in_the_middle_the_draft_stays_and_nothing_is_written() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let user = unlicensed(&db, "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        // The portal counts its emails after every run.
        for path in API.into_iter().chain([TOKEN, "/portal/outbox"]) {
            page.expect_failed_requests(path);
        }
        page.faults().end_sessions();
        page.faults().expire_tokens();
        page.open_review().await;
        page.click_apply().await;
        let why = say("run.signed_out");
        eventually_eq!(page.why().await, why);
        page.click_button(say("run.stop")).await;
        assert_eq!(
            page.result().await.title,
            ended("Meet", [count("run.not_started", 1)])
        );
        let row = page.row(&user.email).await;
        assert_eq!(row.license.shown, "Meet");
        assert_eq!(
            (db.license_of(&user.email, "meet"), db.mails().len()),
            (None, 0)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_configuration_is_explained_with_its_field() {
    let built = TempDir::new().unwrap();
    copy_dist(built.path(), |name, content| {
        if name == "config.json" {
            let text = String::from_utf8(content.clone()).unwrap();
            let text = text.replace("\"page_size\": 50", "\"page_size\": 51");
            *content = text.into_bytes();
        }
    });
    let options = Options {
        dist: built.path().to_owned(),
        ..account_of(5)
    };
    visit(options, async |page| {
        page.open("/app/").await;
        eventually_eq!(page.text("h2").await, say("problem.config"));
        let text = page.text("p").await;
        assert!(text.contains("page_size: must be 25, 50 or 100"), "{text}");
        assert_eq!(writes(&page.db()), 0);
    })
    .await;
}
