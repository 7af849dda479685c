//! A run costs what it changes, however large the account is.

use std::time::{Duration, Instant};

use crate::eventually::{eventually, eventually_eq};
use crate::harness::{account_of, visit};
use crate::page::Page;
use crate::running::tiny_pages;
use crate::texts::{all_changed, count, say, say_with};

/// Pages of a hundred users each.
const PAGES: usize = 10;

impl Page {
    /// Waits for an account that takes minutes to read.
    async fn is_ready_at_last(&self) {
        let minutes = 15;
        for _ in 0..3 * minutes {
            if eventually(async || self.is_read().await, |read| *read).await {
                return;
            }
        }
        panic!("the account is not read after {minutes} minutes");
    }

    /// Drafts Meet Pro for the first thousand who are active and have no license.
    async fn draft_a_thousand(&self) {
        self.choose_in(say("filter.license"), say("filter.license_none"))
            .await;
        self.choose_in(say("filter.status"), say("filter.status_active"))
            .await;
        self.choose_in(
            say("pagination.size"),
            &say_with("pagination.rows", [("n", "100")]),
        )
        .await;
        for pages in 1..=PAGES {
            self.click_labelled(say("table.select_page")).await;
            eventually_eq!(self.selected().await, count("bar.selected", pages * 100));
            if pages < PAGES {
                self.click_button(say("pagination.next")).await;
            }
        }
        self.change_license("Meet Pro").await;
        self.open_review().await;
    }
}

/// How long a run of a thousand changes takes in an account of so many users.
async fn time_of_a_thousand_changes(users: usize) -> Duration {
    let mut took = Duration::ZERO;
    visit(account_of(users), async |page| {
        page.sign_in().await;
        page.is_ready_at_last().await;
        page.draft_a_thousand().await;
        // Pages would cost less only in the small account.
        page.faults().rule(tiny_pages());
        let begin = Instant::now();
        page.click_apply().await;
        let result = page.unhalted_end().await;
        took = begin.elapsed();
        assert_eq!(result.title, all_changed("Meet", 1_000));
        assert_eq!(page.db().mails().len(), 1_000);
    })
    .await;
    took
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "reads 100,000 users, which takes minutes"]
async fn a_run_in_a_large_account_is_as_fast_as_in_a_small_one() {
    let small = time_of_a_thousand_changes(1_500).await;
    let large = time_of_a_thousand_changes(100_000).await;
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    eprintln!("1,000 changes: {small:?} in 1,500 users, {large:?} in 100,000, {ratio:.2} times");
    assert!(ratio < 1.25, "{ratio:.2} times as long");
}
