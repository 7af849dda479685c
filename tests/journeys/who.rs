//! Sessions: tokens that do not arrive, expire, or belong to another administrator.

use crate::data::{licensed, unlicensed};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey, visit};
use crate::page::Page;
use crate::running::{API, BULK};
use crate::texts::{all_changed, say};

const TOKEN: &str = "/portal/token";

/// The portal's first request for a token never ends.
const FIRST_TOKEN_HANGS: &str = "
    const ask = window.fetch;
    let hangs = true;
    window.fetch = (...request) => {
        const isToken = String(request[0].url ?? request[0]).endsWith('/portal/token');
        if (!isToken || !hangs) return ask(...request);
        hangs = false;
        return new Promise(() => {});
    };";

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_never_answers_for_a_token_is_asked_again() {
    visit(account_of(40), async |page| {
        page.run_first(FIRST_TOKEN_HANGS);
        page.sign_in().await;
        eventually_eq!(page.db().requests_to("POST", TOKEN), 1);
        page.is_ready().await;
        assert_eq!(page.rows().await.len(), page.db().users().len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_never_answers_for_a_token_is_asked_again() {
    visit(account_of(40), async |page| {
        page.faults().hold(TOKEN);
        page.open("/sign-in?return=/app/").await;
        page.click_button("Sign in").await;
        eventually_eq!(page.db().requests_to("POST", TOKEN), 2);
        page.faults().release();
        page.is_ready().await;
        assert_eq!(page.rows().await.len(), page.db().users().len());
    })
    .await;
}

/// The browser's session is this administrator's from now on.
pub async fn become_administrator(page: &Page, email: &str) {
    let script = "return (async (email, password) => {
        const body = new URLSearchParams({ email, password });
        return (await fetch('/sign-in', { method: 'POST', body, redirect: 'manual' })).type;
    })(...arguments)";
    let given = vec![email.into(), sandbox::PASSWORD.into()];
    let answer: String = page.read_with(script, given).await;
    assert_eq!(answer, "opaqueredirect");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_sends_nothing_for_another_administrator_and_goes_on_for_the_right_one() {
    journey(account_of(250), async |page| {
        let db = page.db();
        for path in API {
            page.expect_failed_requests(path);
        }
        let users = licensed(&db, "meet", "Meet");
        page.review_change("Meet", "Meet Pro", users.len()).await;
        page.faults().hold(BULK);
        page.click_apply().await;
        eventually_eq!(db.requests_to("POST", BULK), 1);
        become_administrator(page, sandbox::OTHER_ADMIN).await;
        page.faults().expire_tokens();
        page.faults().release();
        eventually_eq!(page.why().await, say("run.another_administrator"));
        // Going on does not help yet.
        page.click_button(say("run.resume")).await;
        page.exchange(20).await;
        eventually_eq!(page.why().await, say("run.another_administrator"));
        assert_eq!(db.requests_to("POST", BULK), 1);
        assert_eq!(db.requests_to("DELETE", BULK), 0);
        assert!(db.mails().is_empty());

        become_administrator(page, sandbox::ADMIN).await;
        page.click_button(say("run.resume")).await;
        let title = all_changed("Meet", users.len());
        assert_eq!(page.unhalted_end().await.title, title);
        let changed = |email: &str| db.licenses_of(email, "meet") == ["Meet Pro"];
        assert!(users.iter().all(|user| changed(&user.email)));
        assert_eq!(db.mails().len(), users.len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_applied_after_another_administrator_has_signed_in_is_not_sent() {
    journey(account_of(40), async |page| {
        let db = page.db();
        for path in API {
            page.expect_failed_requests(path);
        }
        let user = unlicensed(&db, "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        become_administrator(page, sandbox::OTHER_ADMIN).await;
        page.faults().expire_tokens();
        page.open_review().await;
        page.click_apply().await;
        eventually_eq!(page.why().await, say("run.another_administrator"));
        assert_eq!(db.requests_to("POST", BULK), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_sign_out_elsewhere_nothing_is_written_and_the_run_says_where_to_sign_in() {
    journey(account_of(250), async |page| {
        let db = page.db();
        for path in API.into_iter().chain([TOKEN, "/portal/outbox"]) {
            page.expect_failed_requests(path);
        }
        let users = licensed(&db, "meet", "Meet");
        page.review_change("Meet", "Meet Pro", users.len()).await;
        page.faults().hold(BULK);
        page.click_apply().await;
        eventually_eq!(db.requests_to("POST", BULK), 1);
        let first = page.open_tab().await;
        page.click_button("Sign out").await;
        eventually_true!(page.path().await.starts_with("/sign-in"));
        page.go_to_tab(&first).await;
        page.faults().release();
        eventually_eq!(page.why().await, say("run.signed_out"));
        assert!(db.mails().is_empty());
        assert_eq!(licensed(&db, "meet", "Meet").len(), users.len());

        page.click_link(say("run.sign_in")).await;
        page.go_to_new_tab(&first).await;
        page.click_button("Sign in").await;
        page.is_ready().await;
        page.go_to_tab(&first).await;
        page.click_button(say("run.resume")).await;
        let title = all_changed("Meet", users.len());
        assert_eq!(page.unhalted_end().await.title, title);
        assert_eq!(db.mails().len(), users.len());
    })
    .await;
}
