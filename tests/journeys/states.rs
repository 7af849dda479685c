//! The states of the page, one after the other. A look at each is passed in, with the name of the state. They are reached
//! by catalogue keys only, so that they are reached in every language.

use thirtyfour::By;

use crate::data::unlicensed;
use crate::eventually::{eventually_eq, eventually_true};
use crate::page::{HOME, Page};
use crate::running::{API, BULK};
use crate::texts::say;

/// From the table to the review.
pub async fn drafting(page: &Page, look: &impl AsyncFn(&Page, &str)) {
    look(page, "the table").await;
    let db = page.db();
    let users = unlicensed(&db, "meet");
    page.tick(&users[0].email).await;
    look(page, "a selection").await;
    page.click_labelled(say("table.select_page")).await;
    look(page, "all are selected").await;
    page.change_license("Meet Pro").await;
    eventually_true!(!page.summary().await.is_empty());
    look(page, "a draft, with changes that are blocked").await;
    page.click_button(say("bar.review")).await;
    look(page, "a review").await;
    page.click_button(say("review.cancel")).await;
    page.click_button(say("bar.discard")).await;
    page.click_button(say("bar.clear")).await;
}

/// What is found, and the dialog of shortcuts.
pub async fn searching(page: &Page, look: &impl AsyncFn(&Page, &str)) {
    page.search("ana").await;
    look(page, "a search").await;
    page.search("nobody at all").await;
    eventually_eq!(page.text("main h2").await, say("no_match.title"));
    look(page, "no match").await;
    page.click_button(say("shortcuts.title")).await;
    look(page, "the keyboard shortcuts").await;
}

/// From applying to the list of runs.
pub async fn running(page: &Page, look: &impl AsyncFn(&Page, &str)) {
    let users = unlicensed(&page.db(), "meet");
    for user in &users[..2] {
        page.choose_license(&user.email, "Meet").await;
    }
    page.click_button(say("bar.review")).await;
    page.faults().hold(BULK);
    page.click(By::Css("dialog[open] button.primary")).await;
    eventually_eq!(page.texts("dialog[open]").await.len(), 0);
    look(page, "a run").await;
    page.click_button(say("run.pause")).await;
    eventually_eq!(page.why().await, say("run.paused"));
    look(page, "a paused run").await;
    page.click_button(say("run.resume")).await;
    page.click_button(say("run.stop")).await;
    look(page, "a run that is being stopped").await;
    page.faults().release();
    page.result().await;
    look(page, "a result").await;
    page.click(By::Css(".result [aria-expanded]")).await;
    look(page, "a result with its users").await;
    page.click_button(say("result.undo")).await;
    look(page, "an undo").await;
    page.click_button(say("bar.discard")).await;
    page.dismiss_result().await;
    look(page, "the table after a run").await;
    page.click_button(say("history.title")).await;
    look(page, "the recent changes").await;
}

/// StarMessenger with numbers and too few seats, and Chat with many licenses.
pub async fn other_applications(page: &Page, look: &impl AsyncFn(&Page, &str)) {
    page.open(&format!("{HOME}/star-messenger?size=25")).await;
    page.is_ready().await;
    look(page, "numbers, and the banner of campaigns").await;
    page.choose_in(say("filter.status"), say("filter.status_active"))
        .await;
    page.click_labelled(say("table.select_page")).await;
    page.change_license("StarMessenger Ultimate").await;
    look(page, "a draft of numbers").await;
    page.click_button(say("bar.review")).await;
    look(page, "a review of too few seats").await;
    page.click_label(say("oversubscribed.by_hand")).await;
    look(page, "seats chosen by hand").await;
    page.click_button(say("review.cancel")).await;
    page.click_button(say("bar.discard")).await;

    page.choose_in(say("filter.status"), say("filter.status_all"))
        .await;
    page.pick_application("Chat").await;
    look(page, "an application with many licenses").await;
    page.click_labelled(say("table.select_page")).await;
    page.click(By::Css(".selection .links button")).await;
    look(page, "all who match are selected").await;
    page.change_license(say("license.none")).await;
    page.click_button(say("bar.review")).await;
    look(page, "a removal with its guard").await;
}

/// A run of which the server refuses everything.
pub async fn failing(page: &Page, look: &impl AsyncFn(&Page, &str)) {
    let users = unlicensed(&page.db(), "meet");
    page.expect_failed_requests(BULK);
    page.faults().refuse(BULK, 403, usize::MAX);
    page.choose_license(&users[0].email, "Meet").await;
    page.click_button(say("bar.review")).await;
    page.click(By::Css("dialog[open] button.primary")).await;
    page.result().await;
    look(page, "a result with a failure").await;
}

/// From an API that is down to a session that has ended. It begins before signing in.
pub async fn broken_loads(page: &Page, look: &impl AsyncFn(&Page, &str)) {
    for path in API.into_iter().chain(["/portal/token", "/portal/outbox"]) {
        page.expect_failed_requests(path);
    }
    page.faults().drop_connections(API[0], usize::MAX);
    page.sign_in().await;
    eventually_eq!(page.text("main h2").await, say("problem.title"));
    look(page, "an API that is down").await;
    page.faults().clear();
    page.faults().hold(API[1]);
    page.click_button(say("problem.retry")).await;
    look(page, "an account that is loading").await;
    page.faults().release();
    page.is_ready().await;
    page.faults().drop_connections(API[1], usize::MAX);
    page.click_button(say("page.refresh")).await;
    eventually_true!(!page.text("main [role=alert]").await.is_empty());
    look(page, "a refresh that failed").await;
    page.faults().clear();
    page.faults().garble_users(3);
    page.click_button(say("problem.retry")).await;
    eventually_true!(!page.texts("main [role=note]").await.is_empty());
    look(page, "users that cannot be read").await;
    page.faults().end_sessions();
    page.faults().expire_tokens();
    page.click_button(say("page.refresh")).await;
    eventually_eq!(page.text("main h2").await, say("problem.signed_out"));
    look(page, "nobody is signed in").await;
}
