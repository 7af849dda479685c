//! Runs with concurrent administrators, and servers that allow one license per application.

use sandbox::{Answer, Effect, Rule};

use crate::data::{emails, licensed, title, unlicensed};
use crate::harness::{account_of, journey};
use crate::running::BULK;
use crate::texts::{all_changed, count, ended, say, say_with};

#[tokio::test(flavor = "multi_thread")]
async fn where_two_licenses_are_refused_a_type_is_changed_all_the_same() {
    journey(account_of(120), async |page| {
        let db = page.db();
        page.expect_failed_requests(BULK);
        page.faults().one_license_per_application(true);
        let users = licensed(&db, "meet", "Meet");
        let licenses = db.licenses("meet");
        page.review_change("Meet", "Meet Pro", users.len()).await;
        let result = page.apply().await;
        assert_eq!(result.title, all_changed("Meet", users.len()));
        for user in &users {
            assert_eq!(db.licenses_of(&user.email, "meet"), ["Meet Pro"]);
        }
        assert_eq!(db.licenses("meet"), licenses);
        let mails = db.mails_per_user();
        assert!(mails.values().all(|mails| *mails == 1), "{mails:?}");
        assert_eq!(mails.into_keys().collect::<Vec<_>>(), emails(&users));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_had_to_lose_the_old_license_first_gets_it_back_when_the_new_one_is_refused() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.expect_failed_requests(BULK);
        page.faults().one_license_per_application(true);
        let user = licensed(&db, "meet", "Meet").swap_remove(0);
        page.choose_license(&user.email, "Meet Pro").await;
        page.open_review().await;
        // The first is refused since there is a license, the second for another reason.
        let refused = Rule::new(Effect::Answer(Answer::status(409)));
        page.faults()
            .rule(refused.method("POST").path(BULK).after(1).times(1));
        let result = page.apply().await;
        assert_eq!(result.title, ended("Meet", [count("run.failed", 1)]));
        let why = say_with("outcome.license_refused", [("words", "Refused on demand.")]);
        assert_eq!(result.problems, [format!("{} {why}", title(&user))]);
        assert_eq!(db.licenses_of(&user.email, "meet"), ["Meet"]);
        assert_eq!(db.requests_to("DELETE", BULK), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_somebody_else_changed_after_the_review_is_set_aside_and_left_alone() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let mut users = unlicensed(&db, "meet");
        let (theirs, ours) = (users.remove(0), users.remove(0));
        for user in [&theirs, &ours] {
            page.choose_license(&user.email, "Meet Pro").await;
        }
        page.open_review().await;
        page.assign_elsewhere(&theirs.uuid, "Meet").await;
        let calls = db.requests_to("POST", BULK);
        let result = page.apply().await;
        assert_eq!(
            result.title,
            ended("Meet", [count("run.changed", 1), count("run.skipped", 1)])
        );
        let why = say("outcome.skipped");
        assert_eq!(result.problems, [format!("{} {why}", title(&theirs))]);
        assert_eq!(db.licenses_of(&theirs.email, "meet"), ["Meet"]);
        assert_eq!(db.licenses_of(&ours.email, "meet"), ["Meet Pro"]);
        assert_eq!(db.requests_to("POST", BULK), calls + 1);
        assert!(db.mails_per_user().into_values().all(|mails| mails == 1));
        let row = page.row(&theirs.email).await;
        assert!(row.notes.contains(&why.to_owned()), "{row:#?}");
    })
    .await;
}
