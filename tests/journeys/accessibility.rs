//! axe finds nothing on any state of the page: light, dark and in forced colors, wide and narrow, from left to right and
//! from right to left. axe finds about half of what there is; docs/accessibility.md says how the rest is checked.

use std::env;
use std::fs;
use std::sync::LazyLock;

use serde_json::json;
use thirtyfour::By;

use crate::data::unlicensed;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey, visit};
use crate::page::{HOME, Mode, Page};
use crate::running::{API, BULK, INTERRUPTED};
use crate::texts::{in_language, interrupted_title, say, select_all};

/// The script of axe; `cargo xtask test` installs it.
static AXE: LazyLock<String> = LazyLock::new(|| {
    let file = env::var("AXE").unwrap_or_else(|_| panic!("AXE names no file"));
    fs::read_to_string(file).unwrap()
});

const RUN: &str = "return (async () => {
    const page = window.document.querySelector('license-management, .license-management');
    const { violations } = await axe.run(page, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) =>
        `${id}: ${html.slice(0, 200)} ${failureSummary}`));
})()";

/// A way to look at a state.
struct View {
    scheme: &'static str,
    forced: &'static str,
    width: u32,
}

const VIEWS: [View; 5] = [
    view("light", "none", 1280),
    view("dark", "none", 1280),
    view("light", "active", 1280),
    view("light", "none", 320),
    view("dark", "none", 320),
];

const fn view(scheme: &'static str, forced: &'static str, width: u32) -> View {
    View {
        scheme,
        forced,
        width,
    }
}

impl Page {
    /// Looks at this state in all ways, and fails if axe finds anything.
    async fn is_accessible(&self, state: &str) {
        if !self.read::<bool>("return !!window.axe").await {
            self.read::<()>(&AXE).await;
        }
        let mut found = Vec::new();
        for View {
            scheme,
            forced,
            width,
        } in VIEWS
        {
            let features = json!([
                { "name": "prefers-color-scheme", "value": scheme },
                { "name": "forced-colors", "value": forced },
            ]);
            self.set_media(features).await;
            self.set_window(width, 900).await;
            let violations: Vec<String> = self.read(RUN).await;
            let described = violations
                .into_iter()
                .map(|violation| format!("{scheme}, forced {forced}, {width} px: {violation}"));
            found.extend(described);
        }
        self.set_window(1280, 900).await;
        assert!(found.is_empty(), "{state}:\n{}", found.join("\n"));
    }
}

/// From the table to the review.
async fn drafting(page: &Page) {
    page.is_accessible("the table").await;
    let db = page.db();
    let users = unlicensed(&db, "meet");
    page.tick(&users[0].email).await;
    page.is_accessible("a selection").await;
    page.click_labelled(say("table.select_page")).await;
    page.is_accessible("all are selected").await;
    page.change_license("Meet Pro").await;
    eventually_true!(!page.summary().await.is_empty());
    page.is_accessible("a draft, with changes that are blocked")
        .await;
    page.click_button(say("bar.review")).await;
    page.is_accessible("a review").await;
    page.click_button(say("review.cancel")).await;
    page.click_button(say("bar.discard")).await;
    page.click_button(say("bar.clear")).await;
}

/// From applying to the list of runs.
async fn running(page: &Page) {
    let users = unlicensed(&page.db(), "meet");
    for user in &users[..2] {
        page.choose_license(&user.email, "Meet").await;
    }
    page.click_button(say("bar.review")).await;
    page.faults().hold(BULK);
    page.click(By::Css("dialog[open] button.primary")).await;
    eventually_eq!(page.texts("dialog[open]").await.len(), 0);
    page.is_accessible("a run").await;
    page.click_button(say("run.pause")).await;
    eventually_eq!(page.why().await, say("run.paused"));
    page.is_accessible("a paused run").await;
    page.click_button(say("run.resume")).await;
    page.click_button(say("run.stop")).await;
    page.is_accessible("a run that is being stopped").await;
    page.faults().release();
    page.result().await;
    page.is_accessible("a result").await;
    page.click(By::Css(".result summary")).await;
    page.is_accessible("a result with its users").await;
    page.click_button(say("result.undo")).await;
    page.is_accessible("an undo").await;
    page.click_button(say("bar.discard")).await;
    page.click_button(say("run.dismiss")).await;
    page.is_accessible("the table after a run").await;
    page.click_button(say("history.title")).await;
    page.is_accessible("the recent changes").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_its_drafts_and_the_review() {
    journey(account_of(24), async |page| {
        drafting(page).await;
        page.search("ana").await;
        page.is_accessible("a search").await;
        page.search("nobody at all").await;
        eventually_eq!(page.text("main h2").await, say("no_match.title"));
        page.is_accessible("no match").await;
        page.click_button(say("shortcuts.title")).await;
        page.is_accessible("the keyboard shortcuts").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_and_its_result() {
    journey(account_of(24), running).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_applications_and_what_they_draft() {
    journey(account_of(60), async |page| {
        let db = page.db();
        page.open(&format!("{HOME}/star-messenger?size=25")).await;
        page.is_ready().await;
        page.is_accessible("numbers, and the banner of campaigns")
            .await;
        page.choose_in(say("filter.status"), say("filter.status_active"))
            .await;
        page.click_labelled(say("table.select_page")).await;
        page.change_license("StarMessenger Ultimate").await;
        page.is_accessible("a draft of numbers").await;
        page.click_button(say("bar.review")).await;
        page.is_accessible("a review of too few seats").await;
        page.click_label(say("oversubscribed.by_hand")).await;
        page.is_accessible("seats chosen by hand").await;
        page.click_button(say("review.cancel")).await;
        page.click_button(say("bar.discard")).await;

        page.pick_application("Chat").await;
        page.is_accessible("an application with many licenses")
            .await;
        page.click_labelled(say("table.select_page")).await;
        page.click_button(&select_all(db.users().len())).await;
        page.is_accessible("all who match are selected").await;
        page.change_license(say("license.none")).await;
        page.click_button(say("bar.review")).await;
        page.is_accessible("a removal with its guard").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_with_failures() {
    journey(account_of(24), async |page| {
        let users = unlicensed(&page.db(), "meet");
        page.expect_failed_requests(BULK);
        page.faults().refuse(BULK, 403, usize::MAX);
        page.choose_license(&users[0].email, "Meet").await;
        page.open_review().await;
        page.apply().await;
        page.is_accessible("a result with a failure").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_loaded() {
    visit(account_of(24), async |page| {
        for path in API.into_iter().chain(["/portal/token", "/portal/outbox"]) {
            page.expect_failed_requests(path);
        }
        page.faults().drop_connections(API[0], usize::MAX);
        page.sign_in().await;
        eventually_eq!(page.text("main h2").await, say("problem.title"));
        page.is_accessible("an API that is down").await;
        page.faults().clear();
        page.faults().hold(API[1]);
        page.click_button(say("problem.retry")).await;
        page.is_accessible("an account that is loading").await;
        page.faults().release();
        page.is_ready().await;
        page.faults().drop_connections(API[1], usize::MAX);
        page.click_button(say("page.refresh")).await;
        eventually_true!(!page.text("main [role=alert]").await.is_empty());
        page.is_accessible("a refresh that failed").await;
        page.faults().clear();
        page.faults().garble_users(3);
        page.click_button(say("problem.retry")).await;
        eventually_true!(!page.texts("main [role=note]").await.is_empty());
        page.is_accessible("users that cannot be read").await;
        page.faults().end_sessions();
        page.faults().expire_tokens();
        page.click_button(say("page.refresh")).await;
        eventually_eq!(page.text("main h2").await, say("problem.signed_out"));
        page.is_accessible("nobody is signed in").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_users() {
    journey(account_of(0), async |page| {
        eventually_eq!(page.text("main h2").await, say("empty.title"));
        page.is_accessible("no users").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_that_are_interrupted_or_of_other_tabs() {
    journey(account_of(24), async |page| {
        crate::interrupted::begin(page).await;
        page.open_tab().await;
        page.is_ready().await;
        eventually_true!(!page.texts(".other-tab").await.is_empty());
        page.is_accessible("a run of another tab").await;
        let tab = page.tab().await;
        page.go_to_new_tab(&tab).await;
    })
    .await;
    journey(account_of(24), async |page| {
        crate::interrupted::begin(page).await;
        page.reload().await;
        page.is_ready().await;
        eventually_eq!(page.text(INTERRUPTED).await, interrupted_title("Meet"));
        page.is_accessible("an interrupted run").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_ways_of_embedding() {
    journey(account_of(24), async |page| {
        page.open("/app/").await;
        page.is_ready().await;
        page.is_accessible("standing alone").await;
        for mode in [Mode::Mount, Mode::Element, Mode::Frame] {
            page.embed(mode).await;
            page.is_accessible(&format!("{mode:?}")).await;
            page.leave_shadow();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_right_to_left() {
    let job = visit(account_of(24), async |page| {
        page.prefer_language("ar").await;
        page.sign_in().await;
        page.is_ready().await;
        drafting(page).await;
        running(page).await;
    });
    in_language("ar", job).await;
}
