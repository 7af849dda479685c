//! axe finds nothing on any state of the page: light, dark and in forced colors, wide and narrow, from left to right and
//! from right to left. axe finds about half of what there is; docs/accessibility.md says how the rest is checked.

use std::env;
use std::fs;
use std::sync::LazyLock;

use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey, visit};
use crate::page::{Mode, Page};
use crate::running::INTERRUPTED;
use crate::states::{broken_loads, drafting, failing, other_applications, running, searching};
use crate::texts::{in_language, interrupted_title, say};

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

/// How the colors of a state are chosen.
#[derive(Clone, Copy, Debug)]
enum Colors {
    Light,
    Dark,
    Forced,
}

/// The ways to look at a state: colors and width.
const VIEWS: [(Colors, u32); 5] = [
    (Colors::Light, 1280),
    (Colors::Dark, 1280),
    (Colors::Forced, 1280),
    (Colors::Light, 320),
    (Colors::Dark, 320),
];

impl Page {
    /// Shows these colors, if the browser can.
    async fn shows(&self, colors: Colors) -> bool {
        match colors {
            Colors::Light => self.prefer_scheme("light").await,
            Colors::Dark => self.prefer_scheme("dark").await,
            Colors::Forced => return self.force_colors().await,
        }
        true
    }

    /// Looks at this state in all ways, and fails if axe finds anything.
    async fn is_accessible(&self, state: &str) {
        if !self.read::<bool>("return !!window.axe").await {
            self.read::<()>(&AXE).await;
        }
        let mut found = Vec::new();
        for (colors, width) in VIEWS {
            if !self.shows(colors).await {
                continue;
            }
            self.set_size(width, 900).await;
            let violations: Vec<String> = self.read(RUN).await;
            let violations = violations.into_iter();
            found.extend(violations.map(|each| format!("{colors:?}, {width} px: {each}")));
        }
        self.set_size(1280, 900).await;
        assert!(found.is_empty(), "{state}:\n{}", found.join("\n"));
    }
}

/// Looks at a state in all ways.
async fn look(page: &Page, state: &str) {
    page.is_accessible(state).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_its_drafts_and_the_review() {
    journey(account_of(24), async |page| {
        drafting(page, &look).await;
        searching(page, &look).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_and_its_result() {
    journey(account_of(24), async |page| running(page, &look).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_applications_and_what_they_draft() {
    let go = async |page: &Page| other_applications(page, &look).await;
    journey(account_of(60), go).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_with_failures() {
    journey(account_of(24), async |page| failing(page, &look).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_loaded() {
    visit(account_of(24), async |page| broken_loads(page, &look).await).await;
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
async fn standing_alone_and_in_the_page_of_a_portal() {
    journey(account_of(24), async |page| {
        page.open("/app/").await;
        page.is_ready().await;
        page.is_accessible("standing alone").await;
        for mode in [Mode::Mount, Mode::Element] {
            page.embed(mode).await;
            page.is_accessible(&format!("{mode:?}")).await;
            page.leave_shadow();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_frame_of_another_origin() {
    journey(account_of(24), async |page| {
        page.embed(Mode::Frame).await;
        page.is_accessible("in a frame").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_right_to_left() {
    let job = visit(account_of(24), async |page| {
        page.prefer_language("ar").await;
        page.enter().await;
        drafting(page, &look).await;
        running(page, &look).await;
    });
    in_language("ar", job).await;
}
