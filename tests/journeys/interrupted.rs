//! Runs that are left in the middle, and what the next page makes of them.

use sandbox::{Delay, Effect, Inspect, Rule, When};

use crate::data::is_active;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;

const BULK: &str = "/entitlements/users/entitlements/bulk";

/// The first assignment is carried out, and answered only so many milliseconds later.
fn answer_late(page: &Page, ms: u64) {
    let delay = Effect::Delay(Delay {
        ms,
        when: When::After,
    });
    page.faults()
        .rule(Rule::new(delay).method("POST").path(BULK).times(1));
}

/// Drafts Meet Pro for everyone who is active and has not exactly that, and applies it. Answers how many they are.
async fn begin(page: &Page, db: &Inspect) -> usize {
    let users = without_pro(db);
    page.click_labelled("Select this page").await;
    page.change_license("Meet Pro").await;
    page.open_review().await;
    page.click_apply().await;
    users
}

fn without_pro(db: &Inspect) -> usize {
    let users = db.users();
    let others = users
        .iter()
        .filter(|user| is_active(user) && db.licenses_of(&user.email, "meet") != ["Meet Pro"]);
    others.count()
}

fn everyone_got_one_email(db: &Inspect) -> bool {
    db.mails_per_user().values().all(|mails| *mails == 1)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_left_in_the_middle_is_finished_by_the_next_page_and_sends_nothing_twice() {
    journey(account_of(40), async |page| {
        let db = page.db();
        answer_late(page, 60_000);
        let users = begin(page, &db).await;
        eventually_true!(!db.mails().is_empty());
        page.reload().await;
        page.is_ready().await;
        eventually_eq!(
            page.text(".unfinished strong").await,
            "A run was left in the middle."
        );
        page.click_button("Go on").await;
        let result = format!("Meet: {users} users changed");
        eventually_eq!(page.result().await.title, result);
        assert_eq!((without_pro(&db), db.mails().len()), (0, users));
        assert!(everyone_got_one_email(&db));

        page.click_button("Dismiss").await;
        page.reload().await;
        page.is_ready().await;
        page.click_labelled("Select this page").await;
        eventually_true!(page.bar().await.is_some());
        assert!(page.texts(".unfinished strong").await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_tab_says_that_another_one_is_at_work() {
    journey(account_of(40), async |page| {
        let db = page.db();
        answer_late(page, 8_000);
        let users = begin(page, &db).await;
        eventually_true!(!db.mails().is_empty());
        let first = page.open_tab().await;
        page.is_ready().await;
        eventually_eq!(
            page.text(".unfinished strong").await,
            "Another tab of this browser is changing licenses."
        );
        page.go_to_tab(&first).await;
        assert_eq!(
            page.result().await.title,
            format!("Meet: {users} users changed")
        );
        assert!(everyone_got_one_email(&db));
    })
    .await;
}
