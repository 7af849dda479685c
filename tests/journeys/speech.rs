//! What screen readers say without being asked: each thing once, and not too often.

use crate::data::unlicensed;
use crate::eventually::{eventually, eventually_eq, eventually_true};
use crate::harness::{account_of, journey, visit};
use crate::page::Page;
use crate::running::{API, BULK};
use crate::texts::{all_changed, beginning, count, drafted, matching, say, say_with};

/// Notes what the live region says, from before anything is said.
const LISTEN: &str = r"
window.spoken = [];
const heard = new MutationObserver(() => {
  for (const region of document.querySelectorAll('[role=status], [aria-live=polite]')) {
    const text = region.innerText.trim();
    if (region.said !== text && text) spoken.push(text);
    region.said = text;
  }
});
const listen = () => heard.observe(document.body, { childList: true, characterData: true, subtree: true });
if (document.body) listen();
else addEventListener('DOMContentLoaded', listen);
";

impl Page {
    /// Notes what is said from now on.
    async fn listen(&self) {
        self.read::<()>(LISTEN).await;
    }

    /// What was said since this was asked last, without progress.
    async fn spoken(&self) -> Vec<String> {
        let spoken: Vec<String> = self.read("return spoken.splice(0)").await;
        let is_progress = |text: &String| {
            [
                "loading.users",
                "loading.licenses",
                "loading.account",
                "run.progress",
            ]
            .iter()
            .any(|key| text.starts_with(beginning(key)))
        };
        spoken
            .into_iter()
            .filter(|text| !is_progress(text))
            .collect()
    }

    /// Waits until something is said, and answers all that is said by then.
    async fn hears(&self) -> Vec<String> {
        let something = async || self.read::<usize>("return spoken.length").await;
        eventually(something, |spoken| *spoken > 0).await;
        self.spoken().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn matches_selection_draft_and_outcome_are_said_once_each() {
    visit(account_of(40), async |page| {
        page.run_first(LISTEN);
        page.enter().await;
        eventually_eq!(page.hears().await, [count("count.users", 40)]);
        let regions = "return document.querySelectorAll('.license-management :is([role=status], [aria-live])').length";
        assert_eq!(page.read::<usize>(regions).await, 1);

        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.search(&user.email).await;
        assert_eq!(page.hears().await, [matching(1, 40)]);
        page.tick(&user.email).await;
        assert_eq!(page.hears().await, [count("bar.selected", 1)]);
        page.change_license("Meet").await;
        assert_eq!(page.hears().await, [drafted(1, 1)]);
        page.open_review().await;
        page.click_apply().await;
        page.result().await;
        let outcome = all_changed("Meet", 1);
        // What is due at once is said in one line.
        let mut heard = Vec::new();
        eventually_true!({
            let lines = page.spoken().await;
            heard.extend(lines.iter().flat_map(|line| line.split(" · ")).map(str::to_owned));
            heard.contains(&outcome)
        });
        assert_eq!(heard.iter().filter(|text| **text == outcome).count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_turned_is_said_once() {
    journey(account_of(120), async |page| {
        page.listen().await;
        eventually_eq!(page.hears().await, [count("count.users", 120)]);
        let shown = |page: &str| say_with("pagination.page", [("page", page), ("pages", "3")]);
        page.click_button(say("pagination.next")).await;
        assert_eq!(page.hears().await, [shown("2")]);
        page.click_button(say("pagination.last")).await;
        assert_eq!(page.hears().await, [shown("3")]);
        // A search begins at its first page, and says how many match.
        page.search("a").await;
        let matching = page.count().await;
        assert_eq!(page.hears().await, [matching]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_paused_says_so_each_time() {
    journey(account_of(40), async |page| {
        page.listen().await;
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        page.open_review().await;
        page.faults().hold(BULK);
        page.click_apply().await;
        for _ in 0..2 {
            page.click_button(say("run.pause")).await;
            let mut heard = Vec::new();
            eventually_true!({
                heard.extend(page.spoken().await);
                // It may be said together with the progress.
                heard
                    .iter()
                    .any(|line: &String| line.contains(say("run.paused")))
            });
            page.click_button(say("run.resume")).await;
        }
        page.faults().release();
        page.result().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_that_succeeds_after_a_failure_is_said() {
    journey(account_of(40), async |page| {
        page.expect_failed_requests(API[1]);
        page.faults().drop_connections(API[1], usize::MAX);
        page.click_button(say("page.refresh")).await;
        eventually_true!(!page.text("main [role=alert]").await.is_empty());
        page.listen().await;
        page.faults().clear();
        page.click_button(say("problem.retry")).await;
        let mut heard = Vec::new();
        eventually_true!({
            heard.extend(page.spoken().await);
            // It may be said together with the progress.
            heard
                .iter()
                .any(|line: &String| line.contains(beginning("loading.updated")))
        });
    })
    .await;
}
