//! Two tabs of one browser.

use crate::data::unlicensed;
use crate::eventually::{eventually, eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::running::{BULK, INTERRUPTED, apply_to_all, hold_answer, without_pro};
use crate::texts::{all_changed, count, interrupted_title, matching, say, say_with};

pub const OTHER_TAB: &str = ".other-tab h2";

/// How many users another tab has settled, as this one shows it.
async fn settled_elsewhere(page: &Page, users: usize) -> Option<usize> {
    let label = page.text(".other-tab .detail").await;
    let of = count("count.users", users);
    let label_at = |settled: usize| {
        let settled = ("settled", &*settled.to_string());
        say_with("run.progress", [("name", "Meet"), settled, ("users", &of)])
    };
    // How long it will take may follow.
    (0..=users).find(|settled| label.starts_with(&label_at(*settled)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_tab_shows_how_far_the_first_one_is_and_what_has_come_of_it() {
    journey(account_of(250), async |page| {
        let db = page.db();
        let users = unlicensed(&db, "meet");
        page.review_change(say("filter.license_none"), "Meet Pro", users.len())
            .await;
        // The others are settled meanwhile.
        hold_answer(page);
        page.click_apply().await;
        eventually_true!(db.requests_to("POST", BULK) > 1);
        let first = page.open_tab().await;
        page.is_ready().await;
        eventually_eq!(page.text(OTHER_TAB).await, say("other_tab.title"));
        let part = eventually(
            async || settled_elsewhere(page, users.len()).await,
            |settled| settled.is_some_and(|settled| settled > 0),
        )
        .await;
        assert!(
            part.is_some_and(|settled| settled < users.len()),
            "{part:?}"
        );

        page.faults().release();
        eventually_eq!(page.text(OTHER_TAB).await, "");
        page.is_ready().await;
        assert_eq!(page.text(INTERRUPTED).await, "");
        // Filtered by users without a license.
        eventually_eq!(page.count().await, matching(0, 250));
        page.go_to_tab(&first).await;
        let title = all_changed("Meet", users.len());
        assert_eq!(page.result().await.title, title);
        assert!(page.records().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_looks_for_a_run_does_not_stand_in_the_way_of_another_one() {
    journey(account_of(40), async |page| {
        let db = page.db();
        hold_answer(page);
        let users = apply_to_all(page).await;
        eventually_true!(!db.mails().is_empty());
        page.reload().await;
        page.is_ready().await;
        eventually_eq!(page.text(INTERRUPTED).await, interrupted_title("Meet"));

        let me = "/identity/users/me";
        let asked = db.requests_to("GET", me);
        page.faults().hold(me);
        let first = page.open_tab().await;
        eventually_true!(db.requests_to("GET", me) > asked);
        page.go_to_tab(&first).await;
        page.click_button(say("interrupted.resume")).await;
        let result = all_changed("Meet", users);
        assert_eq!(page.result().await.title, result);
        assert_eq!(page.text(OTHER_TAB).await, "");
        page.faults().release();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn to_dismiss_a_result_forgets_no_other_run() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let user = unlicensed(&db, "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        page.open_review().await;
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));

        let first = page.open_tab().await;
        let second = page.tab().await;
        page.is_ready().await;
        hold_answer(page);
        let mails = db.mails().len();
        let users = apply_to_all(page).await;
        eventually_true!(db.mails().len() > mails);
        page.reload().await;
        page.is_ready().await;
        eventually_eq!(page.text(INTERRUPTED).await, interrupted_title("Meet"));

        page.go_to_tab(&first).await;
        page.dismiss_result().await;
        // The browser handles requests in order, so this is done before what follows.
        page.exchange(20).await;
        page.go_to_tab(&second).await;
        page.reload().await;
        page.is_ready().await;
        eventually_eq!(page.text(INTERRUPTED).await, interrupted_title("Meet"));
        page.click_button(say("interrupted.resume")).await;
        let result = all_changed("Meet", users);
        assert_eq!(page.result().await.title, result);
        assert_eq!(without_pro(&db), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_tab_has_finished_is_not_gone_on_with() {
    journey(account_of(40), async |page| {
        let db = page.db();
        hold_answer(page);
        apply_to_all(page).await;
        eventually_true!(!db.mails().is_empty());
        page.reload().await;
        page.is_ready().await;
        let first = page.open_tab().await;
        page.is_ready().await;
        eventually_eq!(page.text(INTERRUPTED).await, interrupted_title("Meet"));
        page.click_button(say("interrupted.resume")).await;
        page.result().await;
        assert!(page.records().await.is_empty());
        let licenses = db.all_licenses();

        page.go_to_tab(&first).await;
        assert_eq!(page.text(INTERRUPTED).await, interrupted_title("Meet"));
        page.click_button(say("interrupted.resume")).await;
        eventually_eq!(page.text(INTERRUPTED).await, "");
        eventually_true!(page.panel().await.is_none() && page.text(OTHER_TAB).await.is_empty());
        page.is_ready().await;
        assert_eq!(db.all_licenses(), licenses);
    })
    .await;
}
