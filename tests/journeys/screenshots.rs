//! Pictures of the states of the page, narrow, wide and very wide, light and dark, for a look at all of them. They are
//! taken with `SCREENSHOTS=1` only, into `target/screenshots`, with a folder for each language.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use sandbox::Options;
use serde_json::json;
use thirtyfour::By;

use crate::data::{APPLICATIONS, unlicensed};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, visit};
use crate::page::Page;
use crate::running::{BULK, INTERRUPTED, licenses};
use crate::states::{broken_loads, drafting, failing, other_applications, running, searching};
use crate::texts::{beginning, in_language, say};

/// The languages besides English, as browsers prefer them.
const LANGUAGES: [&str; 4] = ["ar", "de", "es-419", "fr-CA"];

/// The states of walks that others take, too, with the names of their pictures.
const NAMES: [(&str, &str); 18] = [
    ("the table", "list"),
    ("a draft, with changes that are blocked", "notes"),
    ("a review", "review"),
    ("no match", "no-match"),
    ("the keyboard shortcuts", "shortcuts"),
    ("a run", "running"),
    ("a paused run", "paused"),
    ("a run that is being stopped", "stopping"),
    ("a result", "done"),
    ("a result with its users", "done-details"),
    ("the recent changes", "history"),
    ("a draft of numbers", "bulk"),
    ("a review of too few seats", "review-limits"),
    ("a removal with its guard", "review-removal"),
    ("a result with a failure", "failed"),
    ("an API that is down", "api-down"),
    ("an account that is loading", "loading"),
    ("nobody is signed in", "signed-out"),
];

fn is_wanted() -> bool {
    env::var_os("SCREENSHOTS").is_some()
}

fn folder(language: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    target.join("screenshots").join(language)
}

impl Page {
    /// Takes the pictures of a state.
    async fn picture_as(&self, language: &str, name: &str) {
        let folder = folder(language);
        fs::create_dir_all(&folder).unwrap();
        for width in [320, 1280, 1920] {
            self.set_window(width, 900).await;
            for scheme in ["light", "dark"] {
                let feature = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
                self.set_media(feature).await;
                let file = folder.join(format!("{name}-{width}-{scheme}.png"));
                assert!(self.photograph(&file).await);
            }
        }
        self.set_window(1280, 900).await;
    }
}

/// Takes the pictures of a state of a walk, if it has a name for them.
async fn look(page: &Page, state: &str) {
    if let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == state) {
        page.picture_as("en", name).await;
    }
}

/// Visits an account of so many users if pictures are wanted, from before signing in.
async fn take(options: Options, go: impl AsyncFnOnce(&Page)) {
    if is_wanted() {
        visit(options, go).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_and_other_applications() {
    take(account_of(120), async |page| {
        page.enter().await;
        drafting(page, &look).await;
        for (user, license) in unlicensed(&page.db(), "meet")
            .iter()
            .zip(["Meet", "Meet Pro"])
        {
            page.choose_license(&user.email, license).await;
        }
        page.picture_as("en", "drafts").await;
        page.faults().hold(&licenses());
        page.click_button(say("page.refresh")).await;
        page.picture_as("en", "refresh").await;
        page.faults().release();
        page.is_ready().await;
        page.click_button(say("bar.discard")).await;
        searching(page, &look).await;
    })
    .await;
    take(account_of(120), async |page| {
        page.enter().await;
        other_applications(page, &look).await;
        page.click_button(say("review.cancel")).await;
        page.picture_as("en", "chat-all").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_and_results() {
    take(account_of(120), async |page| {
        page.enter().await;
        running(page, &look).await;
    })
    .await;
    take(account_of(120), async |page| {
        page.enter().await;
        page.expect_failed_requests(BULK);
        // All at once, then the first of them alone.
        page.faults().refuse(BULK, 409, 2);
        apply_to(page, 3).await;
        page.result().await;
        page.picture_as("en", "partial").await;
        let user = unlicensed(&page.db(), "meet").pop().unwrap();
        page.search(&user.email).await;
        page.choose_license(&user.email, "Meet Pro").await;
        page.search("").await;
        page.picture_as("en", "draft-after-result").await;
    })
    .await;
    take(account_of(120), async |page| {
        page.enter().await;
        failing(page, &look).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_retries() {
    take(account_of(120), async |page| {
        page.enter().await;
        page.expect_failed_requests("/entitlements/");
        page.faults().drop_connections("/entitlements/", usize::MAX);
        apply_to(page, 3).await;
        eventually_true!(page.why().await.starts_with(beginning("run.circuit_open")));
        page.picture_as("en", "retrying").await;
        page.faults().clear();
        page.result().await;
    })
    .await;
}

/// Applies a change of so many users.
async fn apply_to(page: &Page, users: usize) {
    for user in &unlicensed(&page.db(), "meet")[..users] {
        page.choose_license(&user.email, "Meet").await;
    }
    page.click_button(say("bar.review")).await;
    page.click(By::Css("dialog[open] button.primary")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_that_are_interrupted_or_of_other_tabs() {
    take(account_of(24), async |page| {
        page.enter().await;
        crate::interrupted::begin(page).await;
        page.open_tab().await;
        page.is_ready().await;
        eventually_true!(!page.texts(".other-tab").await.is_empty());
        page.picture_as("en", "other-tab").await;
    })
    .await;
    take(account_of(24), async |page| {
        page.enter().await;
        crate::interrupted::begin(page).await;
        page.reload().await;
        page.is_ready().await;
        eventually_true!(!page.text(INTERRUPTED).await.is_empty());
        page.picture_as("en", "interrupted").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn loads_that_fail() {
    take(account_of(120), async |page| {
        broken_loads(page, &look).await;
    })
    .await;
    take(account_of(250), async |page| {
        page.expect_failed_requests(&licenses());
        page.faults().refuse(&licenses(), 503, usize::MAX);
        page.sign_in().await;
        eventually_true!(!page.text("main [role=alert]").await.is_empty());
        page.picture_as("en", "load-part").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_without_users_or_licenses() {
    take(account_of(0), async |page| {
        page.enter().await;
        eventually_eq!(page.text("main h2").await, say("empty.title"));
        page.picture_as("en", "empty").await;
    })
    .await;
    let options = Options {
        without_products: APPLICATIONS.map(|(_, slug, _)| slug.to_owned()).into(),
        ..account_of(24)
    };
    take(options, async |page| {
        page.sign_in().await;
        eventually_true!(!page.text("main h2").await.is_empty());
        page.picture_as("en", "no-products").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn list_review_and_result_in_other_languages() {
    for language in LANGUAGES {
        let pictures = take(account_of(120), async |page| {
            page.prefer_language(language).await;
            page.enter().await;
            page.picture_as(language, "list").await;
            for user in &unlicensed(&page.db(), "meet")[..3] {
                page.choose_license(&user.email, "Meet").await;
            }
            page.picture_as(language, "drafts").await;
            page.click_button(say("bar.review")).await;
            page.picture_as(language, "review").await;
            page.click(By::Css("dialog[open] button.primary")).await;
            page.result().await;
            page.picture_as(language, "done").await;
        });
        in_language(language, pictures).await;
    }
}
