//! Blocked changes are listed apart from those that will be applied, and discarded in one step.

use sandbox::UserRow;

use crate::data::{inactive, unlicensed};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::texts::{all_changed, count, drafted, joined, labelled, say};

/// Drafts Meet for someone active and someone inactive.
async fn draft_for_two(page: &Page) -> UserRow {
    let db = page.db();
    let active = unlicensed(&db, "meet").swap_remove(0);
    let mut asleep = inactive(&db);
    asleep.retain(|user| db.license_of(&user.email, "meet").is_none());
    for user in [&active, &asleep[0]] {
        page.tick(&user.email).await;
    }
    page.change_license("Meet").await;
    let summary = joined([drafted(1, 1), count("bar.blocked", 1)]);
    eventually_eq!(page.summary().await, summary);
    page.click_button(say("bar.clear")).await;
    active
}

async fn buttons(page: &Page) -> Vec<String> {
    let bar = page.bar().await;
    bar.map(|bar| bar.buttons).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_changed_is_discarded_alone_and_no_card_counts_it() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let active = draft_for_two(page).await;
        assert_eq!(page.applications().await[0].pending, "1");
        page.click_button(say("bar.more")).await;
        page.click_button(&count("bar.discard_blocked", 1)).await;
        eventually_eq!(page.summary().await, drafted(1, 1));
        page.open_review().await;
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));
        assert_eq!(db.licenses_of(&active.email, "meet"), ["Meet"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_cannot_be_applied_and_goes_with_one_step() {
    journey(account_of(40), async |page| {
        draft_for_two(page).await;
        page.open_review().await;
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));
        page.dismiss_result().await;
        eventually_eq!(page.summary().await, count("bar.blocked", 1));
        assert_eq!(
            buttons(page).await,
            [say("bar.more"), say("bar.discard"), say("bar.reasons")]
        );
        let primary = format!("{} .primary", labelled("section", "bar.label"));
        assert_eq!(page.texts(&primary).await, Vec::<String>::new());
        assert_eq!(page.applications().await[0].pending, "");

        page.click_button(say("bar.reasons")).await;
        let review = page.review().await;
        assert!(
            review
                .buttons
                .iter()
                .all(|button| button.text == say("review.cancel")),
            "{review:#?}"
        );
        // The review is over with what it was about.
        page.click_button(&count("bar.discard_blocked", 1)).await;
        eventually_true!(!page.is_reviewing().await);
        eventually_true!(page.bar().await.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_closes_itself_once_there_is_nothing_to_review() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let user = unlicensed(&db, "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        page.open_review().await;
        page.assign_elsewhere(&user.uuid, "Meet").await;
        let refresh = "[...document.querySelectorAll('button')].find((each) => text(each) === arguments[0]).click()";
        page.read_with::<()>(refresh, vec![say("page.refresh").into()])
            .await;
        eventually_true!(!page.is_reviewing().await);
        page.is_ready().await;
        assert_eq!(db.licenses_of(&user.email, "meet"), ["Meet"]);
        assert!(page.bar().await.is_none());
    })
    .await;
}
