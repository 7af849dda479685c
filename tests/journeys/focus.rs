//! Where the focus goes when the control that has it disappears: to a named place near it, never to the body.

use thirtyfour::Key;

use crate::data::unlicensed;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey, visit};
use crate::page::Page;
use crate::running::{API, BULK, INTERRUPTED, apply_to_all};
use crate::texts::{all_changed, count, interrupted_title, labelled, say, select_all};

/// What has the focus: the name of a place, else the label or the text of a control.
const FOCUSED: &str = "const focused = document.activeElement;
    return focused.dataset.focusPlace ?? focused.getAttribute('aria-label') ?? focused.innerText.trim()";

impl Page {
    /// What has the focus: the name of a place, else the label or the text of a control.
    pub async fn focused(&self) -> String {
        self.read(FOCUSED).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_has_the_focus_from_its_review_until_it_is_dismissed() {
    journey(account_of(40), async |page| {
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        page.open_review().await;
        eventually_eq!(page.focused().await, "title");
        page.faults().hold(BULK);
        page.click_apply().await;
        eventually_eq!(page.focused().await, "run");
        page.click_button(say("run.pause")).await;
        eventually_eq!(page.focused().await, say("run.resume"));
        page.press(Key::Enter).await;
        eventually_eq!(page.focused().await, say("run.pause"));
        page.click_button(say("run.stop")).await;
        eventually_eq!(page.focused().await, say("run.stop_now"));
        page.faults().release();
        eventually_eq!(page.result().await.title, all_changed("Meet", 1));
        eventually_eq!(page.focused().await, "result");
        page.dismiss_result().await;
        eventually_eq!(page.focused().await, "history");

        page.press(Key::Enter).await;
        eventually_eq!(page.focused().await, "title");
        page.click_button(say("history.open")).await;
        eventually_eq!(page.focused().await, "result");
        page.click_button(say("result.undo")).await;
        eventually_eq!(page.focused().await, say("result.undo"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_that_was_opened_from_a_row_leads_to_its_run_or_back_to_the_row() {
    journey(account_of(40), async |page| {
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        page.focus_license(&user.email).await;
        let row = page.focused().await;
        page.press_with(Key::Control, Key::Enter).await;
        eventually_eq!(page.focused().await, "title");
        page.press(Key::Escape).await;
        eventually_eq!(page.focused().await, row);

        page.press_with(Key::Control, Key::Enter).await;
        page.review().await;
        page.faults().hold(BULK);
        page.click_apply().await;
        eventually_eq!(page.focused().await, "run");
        page.faults().release();
        page.result().await;
        eventually_eq!(page.focused().await, "result");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_ends_takes_no_focus_from_elsewhere() {
    journey(account_of(40), async |page| {
        page.faults().hold(BULK);
        apply_to_all(page).await;
        eventually_eq!(page.focused().await, "run");
        page.search("ana").await;
        page.faults().release();
        page.result().await;
        assert_eq!(page.focused().await, "search");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bar_keeps_the_focus_and_gives_it_back_to_the_table() {
    journey(account_of(120), async |page| {
        page.click_labelled(say("table.select_page")).await;
        page.click_button(&select_all(120)).await;
        eventually_eq!(page.focused().await, "selection");
        page.click_button(say("bar.clear")).await;
        eventually_eq!(page.focused().await, "table");

        let users = unlicensed(&page.db(), "meet");
        page.search(&users[0].email).await;
        page.choose_license(&users[0].email, "Meet").await;
        page.click_button(say("bar.discard")).await;
        eventually_eq!(page.focused().await, "table");

        page.tick(&users[0].email).await;
        page.change_license("Meet").await;
        page.click_button(say("bar.clear")).await;
        eventually_eq!(page.focused().await, "changes");
        page.tick(&users[0].email).await;
        page.click_button(say("bar.discard")).await;
        eventually_eq!(page.focused().await, "selection");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cleared_search_is_ready_for_the_next() {
    journey(account_of(40), async |page| {
        page.search("nobody at all").await;
        page.click_button(say("no_match.clear")).await;
        eventually_eq!(page.focused().await, "search");
        eventually_eq!(page.count().await, count("count.users", 40));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_that_can_do_no_more_keep_the_focus() {
    journey(account_of(120), async |page| {
        for _ in 0..2 {
            page.click_button(say("pagination.next")).await;
            eventually_eq!(page.focused().await, say("pagination.next"));
        }
        let next = labelled("button", "pagination.next");
        let is_inert = async |css: &str| page.attribute(css, "aria-disabled").await;
        eventually_eq!(is_inert(&next).await, Some("true".to_owned()));
        let range = page.range().await;
        page.press(Key::Enter).await;
        assert_eq!(
            (page.range().await, page.focused().await),
            (range, say("pagination.next").to_owned())
        );

        page.click_button(say("page.refresh")).await;
        eventually_eq!(page.focused().await, "refresh");
        page.is_ready().await;
        assert_eq!(page.focused().await, "refresh");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_try_leads_to_what_it_brings() {
    visit(account_of(40), async |page| {
        for path in API {
            page.expect_failed_requests(path);
            page.faults().drop_connections(path, usize::MAX);
        }
        page.sign_in().await;
        page.click_button(say("problem.retry")).await;
        eventually_eq!(page.focused().await, "empty");
        page.faults().clear();
        page.click_button(say("problem.retry")).await;
        page.is_ready().await;
        eventually_eq!(page.focused().await, "table");

        page.faults().drop_connections(API[1], usize::MAX);
        page.click_button(say("page.refresh")).await;
        let failed = async || page.text("main [role=alert]").await;
        eventually_true!(failed().await.contains(say("loading.refresh_failed")));
        page.faults().clear();
        page.click_button(say("problem.retry")).await;
        eventually_eq!(failed().await, "");
        eventually_eq!(page.focused().await, "refresh");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_not_resumed_gives_the_focus_to_the_table() {
    journey(account_of(40), async |page| {
        crate::interrupted::begin(page).await;
        page.reload().await;
        page.is_ready().await;
        eventually_eq!(page.text(INTERRUPTED).await, interrupted_title("Meet"));
        page.click_button(say("interrupted.discard")).await;
        eventually_eq!(page.focused().await, "table");
    })
    .await;
}
