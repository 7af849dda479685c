//! A run that is paused, stopped, started twice, or loses its session.

use crate::data::{licensed, unlicensed};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::running::{API, BULK, PAGES, USERS};
use crate::texts::{all_changed, count, ended, say};

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_run_sends_nothing_until_it_goes_on() {
    journey(account_of(250), async |page| {
        let db = page.db();
        let users = unlicensed(&db, "meet");
        page.review_change(say("filter.license_none"), "Meet Pro", users.len())
            .await;
        eventually_true!(page.answered().await == page.asked());
        let before = page.asked();
        page.faults().hold(PAGES);
        page.faults().hold(USERS);
        page.click_apply().await;
        eventually_true!(page.asked() > before);
        page.click_button(say("run.pause")).await;
        eventually_eq!(page.why().await, say("run.paused"));
        page.faults().release();
        eventually_true!(page.answered().await == page.asked());
        let asked = page.asked();
        page.exchange(100).await;
        assert_eq!(
            (page.asked(), page.why().await.as_str()),
            (asked, say("run.paused"))
        );
        assert_eq!(db.requests_to("POST", BULK), 0);

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
async fn a_stopped_run_settles_whom_it_has_begun_and_leaves_the_others_alone() {
    journey(account_of(650), async |page| {
        let db = page.db();
        let users = unlicensed(&db, "meet");
        let rest = users.len().checked_sub(400).unwrap();
        assert!(
            rest > 0 && rest <= 100,
            "{rest} do not fit on a page of the result"
        );
        page.review_change(say("filter.license_none"), "Meet Pro", users.len())
            .await;
        page.faults().hold(BULK);
        page.click_apply().await;
        // Four calls for a hundred users each are under way at once.
        eventually_eq!(db.requests_to("POST", BULK), 4);
        page.click_button(say("run.stop")).await;
        eventually_eq!(page.why().await, say("run.stopping"));
        page.faults().release();

        let result = page.unhalted_end().await;
        let title = ended(
            "Meet",
            [count("run.changed", 400), count("run.not_started", rest)],
        );
        assert_eq!(result.title, title);
        assert_eq!(result.problems.len(), rest);
        let why = say("outcome.not_started");
        assert!(result.problems.iter().all(|line| line.ends_with(why)));
        assert_eq!(unlicensed(&db, "meet").len(), rest);
        let changed = |email: &str| db.licenses_of(email, "meet") == ["Meet Pro"];
        let changed = users.iter().filter(|user| changed(&user.email));
        assert_eq!((changed.count(), db.mails().len()), (400, 400));
        // Changes that were not started are still pending.
        page.dismiss_result().await;
        eventually_true!(
            page.summary()
                .await
                .starts_with(&count("bar.changes", rest))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_out_in_the_middle_signs_in_elsewhere_and_goes_on() {
    journey(account_of(250), async |page| {
        let db = page.db();
        for path in API.into_iter().chain(["/portal/token", "/portal/outbox"]) {
            page.expect_failed_requests(path);
        }
        let users = licensed(&db, "meet", "Meet");
        page.review_change("Meet", "Meet Pro", users.len()).await;
        page.faults().hold(BULK);
        page.click_apply().await;
        eventually_eq!(db.requests_to("POST", BULK), 1);
        page.faults().end_sessions();
        page.faults().expire_tokens();
        page.faults().release();
        eventually_eq!(page.why().await, say("run.signed_out"));
        assert!(db.mails().is_empty());

        page.sign_in_elsewhere().await;
        assert_eq!(page.why().await, say("run.signed_out"));
        page.click_button(say("run.resume")).await;
        let title = all_changed("Meet", users.len());
        assert_eq!(page.unhalted_end().await.title, title);
        let changed = |email: &str| db.licenses_of(email, "meet") == ["Meet Pro"];
        assert!(users.iter().all(|user| changed(&user.email)));
        assert!(db.mails_per_user().into_values().all(|mails| mails == 1));
        assert_eq!(db.mails().len(), users.len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_on_apply_is_one_run() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let users = licensed(&db, "meet", "Meet");
        page.review_change("Meet", "Meet Pro", users.len()).await;
        page.double_click_apply().await;
        let title = all_changed("Meet", users.len());
        assert_eq!(page.result().await.title, title);
        assert!(!page.is_reviewing().await);
        let changed = |email: &str| db.licenses_of(email, "meet") == ["Meet Pro"];
        assert!(users.iter().all(|user| changed(&user.email)));
        assert_eq!(db.requests_to("POST", BULK), 1);
        assert_eq!(db.requests_to("DELETE", BULK), 1);
        assert_eq!(db.mails().len(), users.len());
    })
    .await;
}
