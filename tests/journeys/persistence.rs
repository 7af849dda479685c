//! Run persistence and locks in browsers whose storage is slow, full, blocked or old.

use crate::data::licensed;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey, visit};
use crate::interrupted::{begin, finish};
use crate::page::Page;
use crate::running::{BULK, INTERRUPTED, apply_to_all};
use crate::tabs::OTHER_TAB;
use crate::texts::{all_changed, interrupted_title, say};
use crate::who::become_administrator;

/// Opening a database never completes.
const NO_DATABASE: &str = "
    const open = IDBFactory.prototype.open;
    window.held = open.call(indexedDB, 'in the way', 1);
    IDBFactory.prototype.open = function () { return open.call(this, 'in the way', 2) };";

/// Web Locks respond slowly.
const SLOW_LOCKS: &str = "
    for (const name of ['request', 'query']) {
        const ask = LockManager.prototype[name];
        LockManager.prototype[name] = async function (...given) {
            await new Promise((resolve) => setTimeout(resolve, 2500));
            return ask.apply(this, given);
        };
    }";

/// No Web Locks, as over plain HTTP.
const NO_LOCKS: &str = "delete Navigator.prototype.locks";

/// The page manages the account of the signed-in user.
const OWN_ACCOUNT: &str = "
    const ask = window.fetch;
    window.fetch = async (...request) => {
        const answer = await ask(...request);
        if (!String(request[0].url ?? request[0]).endsWith('/portal/config.json')) return answer;
        const { account, ...config } = await answer.json();
        return Response.json(config);
    };";

/// Signs in with this script in the page.
async fn visit_with(script: &str, users: usize, go: impl AsyncFnOnce(&Page)) {
    visit(account_of(users), async |page| {
        page.run_first(script);
        page.enter().await;
        go(page).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_another_account_leaves_what_is_kept_of_a_run_alone() {
    visit_with(OWN_ACCOUNT, 40, async |page| {
        let users = begin(page).await;
        let kept = page.records().await;
        become_administrator(page, sandbox::OTHER_ADMIN).await;
        page.reload().await;
        page.is_ready().await;
        // A run of the other account begins, and ends.
        page.click_labelled(say("table.select_page")).await;
        page.change_license("Meet Pro").await;
        assert_eq!(page.text(INTERRUPTED).await, "");
        page.open_review().await;
        page.apply().await;
        eventually_eq!(page.records().await, kept);

        become_administrator(page, sandbox::ADMIN).await;
        page.reload().await;
        page.is_ready().await;
        eventually_eq!(page.text(INTERRUPTED).await, interrupted_title("Meet"));
        page.faults().clear();
        page.click_button(say("interrupted.resume")).await;
        let result = all_changed("Meet", users);
        assert_eq!(page.result().await.title, result);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_goes_on_without_a_database_and_says_so() {
    visit_with(NO_DATABASE, 40, async |page| {
        page.faults().hold(BULK);
        let users = apply_to_all(page).await;
        eventually_eq!(page.text(".unjournaled").await, say("run.not_journaled"));
        eventually_true!(page.db().requests_to("POST", BULK) > 0);
        page.faults().release();
        let result = all_changed("Meet", users);
        assert_eq!(page.end_of_run().await.0.title, result);
        assert_eq!(page.text(OTHER_TAB).await, "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_stands_in_the_way_of_nobody_who_wants_to_change_the_database() {
    journey(account_of(40), async |page| {
        page.faults().hold(BULK);
        let users = apply_to_all(page).await;
        eventually_true!(page.db().requests_to("POST", BULK) > 0);
        let script = "return new Promise((resolve) => {
            const request = indexedDB.deleteDatabase('license-management');
            request.onsuccess = () => resolve('deleted');
            request.onerror = request.onblocked = (event) => resolve(event.type);
        })";
        assert_eq!(page.read::<String>(script).await, "deleted");
        page.faults().release();
        let result = all_changed("Meet", users);
        assert_eq!(page.end_of_run().await.0.title, result);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_lock_is_no_other_tab() {
    visit_with(SLOW_LOCKS, 40, async |page| {
        let db = page.db();
        let asked = db.requests_to("GET", "/identity/accounts/");
        let users = apply_to_all(page).await;
        let result = all_changed("Meet", users);
        assert_eq!(page.result().await.title, result);
        assert_eq!(page.text(OTHER_TAB).await, "");
        assert_eq!(db.requests_to("GET", "/identity/accounts/"), asked);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_locks_a_second_tab_knows_of_the_run_of_the_first() {
    visit_with(NO_LOCKS, 250, async |page| {
        let db = page.db();
        let users = licensed(&db, "meet", "Meet");
        page.review_change("Meet", "Meet Pro", users.len()).await;
        page.faults().hold(BULK);
        page.click_apply().await;
        eventually_eq!(db.requests_to("POST", BULK), 1);
        let first = page.open_tab().await;
        eventually_eq!(page.text(OTHER_TAB).await, say("other_tab.title"));
        assert_eq!(page.text(INTERRUPTED).await, "");
        page.faults().release();
        eventually_eq!(page.text(OTHER_TAB).await, "");
        assert_eq!(db.mails().len(), users.len());

        page.go_to_tab(&first).await;
        let title = all_changed("Meet", users.len());
        assert_eq!(page.result().await.title, title);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_locks_a_run_that_is_left_is_finished_by_the_next_page() {
    visit_with(NO_LOCKS, 40, async |page| {
        let users = begin(page).await;
        page.reload().await;
        page.is_ready().await;
        finish(page, users).await;
    })
    .await;
}

/// The browser's clock goes back an hour, a moment after the server was busy.
const CLOCK_GOES_BACK: &str = "
    const now = Date.now;
    const ask = window.fetch;
    let behind = 0;
    Date.now = () => now() - behind;
    window.fetch = async (...request) => {
        const answer = await ask(...request);
        if (answer.status === 503) setTimeout(() => (behind = 3600_000), 50);
        return answer;
    };";

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_back_holds_up_no_run() {
    visit_with(CLOCK_GOES_BACK, 40, async |page| {
        page.expect_failed_requests(BULK);
        page.faults().refuse(BULK, 503, 1);
        let users = apply_to_all(page).await;
        let result = all_changed("Meet", users);
        assert_eq!(page.end_of_run().await.0.title, result);
        assert_eq!(page.db().mails().len(), users);
    })
    .await;
}
