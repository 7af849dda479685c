//! Runs that are left in the middle, and what the next page makes of them.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey, killed_journey};
use crate::page::Page;
use crate::running::{INTERRUPTED, apply_to_all, everyone_got_one_email, hold_answer, without_pro};
use crate::states_broken::break_down;
use crate::texts::{all_changed, interrupted_title, say};

/// Drafts Meet Pro for everyone who is active and has not exactly that, applies it, and waits until it is done but not
/// answered. Answers how many they are.
pub async fn begin(page: &Page) -> usize {
    hold_answer(page);
    let users = apply_to_all(page).await;
    eventually_true!(!page.db().mails().is_empty());
    users
}

/// Goes on with what was left of a run for so many users.
pub async fn finish(page: &Page, users: usize) {
    let db = page.db();
    eventually_eq!(page.text(INTERRUPTED).await, interrupted_title("Meet"));
    page.click_button(say("interrupted.resume")).await;
    let result = all_changed("Meet", users);
    eventually_eq!(page.result().await.title, result);
    assert_eq!((without_pro(&db), db.mails().len()), (0, users));
    assert!(everyone_got_one_email(&db));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_left_in_the_middle_is_finished_by_the_next_page_and_sends_nothing_twice() {
    journey(account_of(40), async |page| {
        let users = begin(page).await;
        page.reload().await;
        page.is_ready().await;
        finish(page, users).await;

        page.dismiss_result().await;
        page.reload().await;
        page.is_ready().await;
        page.click_labelled(say("table.select_page")).await;
        eventually_true!(page.bar().await.is_some());
        assert_eq!(page.text(INTERRUPTED).await, "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_has_ended_is_not_offered_again() {
    journey(account_of(40), async |page| {
        let users = apply_to_all(page).await;
        let result = all_changed("Meet", users);
        assert_eq!(page.result().await.title, result);
        assert_eq!(page.records().await, Vec::<String>::new());
        page.reload().await;
        page.is_ready().await;
        page.click_labelled(say("table.select_page")).await;
        eventually_true!(page.bar().await.is_some());
        assert_eq!(page.text(INTERRUPTED).await, "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_in_a_browser_that_is_killed_is_finished_by_the_next_one_on_its_profile() {
    let users = AtomicUsize::new(0);
    let before = async |page: &Page| users.store(begin(page).await, Ordering::Relaxed);
    let after = async |page: &Page| finish(page, users.load(Ordering::Relaxed)).await;
    killed_journey(account_of(40), before, after).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_in_a_program_that_breaks_is_finished_by_the_next_one() {
    journey(account_of(40), async |page| {
        let users = begin(page).await;
        break_down(page).await;
        page.click_button("Reload").await;
        page.is_ready().await;
        finish(page, users).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn to_go_on_is_offered_before_the_account_is_read() {
    journey(account_of(40), async |page| {
        let users = begin(page).await;
        page.faults().hold("/entitlements/accounts/");
        page.reload().await;
        eventually_eq!(page.text(INTERRUPTED).await, interrupted_title("Meet"));
        assert!(!page.is_read().await);
        page.faults().release();
        finish(page, users).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_out_leaves_nothing_of_a_run_in_the_browser() {
    journey(account_of(40), async |page| {
        begin(page).await;
        assert!(!page.records().await.is_empty());
        page.click_button("Sign out").await;
        eventually_true!(page.path().await.starts_with("/sign-in"));
        eventually_eq!(page.records().await, Vec::<String>::new());
        page.click_button("Sign in").await;
        page.is_ready().await;
        page.click_labelled(say("table.select_page")).await;
        eventually_true!(page.bar().await.is_some());
        assert_eq!(page.text(INTERRUPTED).await, "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_written_down_without_a_name_and_without_an_address() {
    journey(account_of(40), async |page| {
        begin(page).await;
        let records = page.records().await.join("\n");
        let users = page.db().users();
        let named = users.iter().find(|user| {
            records.contains(&user.email) || (!user.name.is_empty() && records.contains(&user.name))
        });
        assert_eq!(named, None, "{records}");
        assert!(users.iter().any(|user| records.contains(&user.uuid)));
    })
    .await;
}
