//! Pictures of the states of the page, narrow, wide and very wide, light and dark, in each language, for a look at all
//! of them. They are taken with `SCREENSHOTS=1` only, into `target/screenshots`, with a folder for each language. `MOCK`
//! may name a mockup that shows the same states by hash, such as `mock.html#list/dark`. `index.html` has the pictures
//! side by side.

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use sandbox::Options;
use thirtyfour::By;

use crate::browser::Browser;
use crate::data::{APPLICATIONS, available_numbers, readable, unlicensed};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, visit};
use crate::page::Page;
use crate::running::{BULK, INTERRUPTED, licenses};
use crate::states::{broken_loads, drafting, failing, other_applications, running, searching};
use crate::texts::{beginning, in_language, language, say};

const WIDTHS: [u32; 3] = [320, 1280, 1920];
const SCHEMES: [&str; 2] = ["light", "dark"];

/// The folder of the mockup's pictures.
const MOCK: &str = "mock";

/// The languages, as browsers prefer them.
const LANGUAGES: [&str; 5] = [ENGLISH, "ar", "de", "es-419", "fr-CA"];

/// The language of the mockup.
const ENGLISH: &str = "en";

/// The states of walks that others take, too, with the names of their pictures.
const NAMES: [(&str, &str); 17] = [
    ("the table", "list"),
    ("a draft, with changes that are blocked", "notes"),
    ("a review", "review"),
    ("no match", "no-match"),
    ("the keyboard shortcuts", "shortcuts"),
    ("a run", "running"),
    ("a paused run", "paused"),
    ("a run that is being stopped", "stopping"),
    ("a result", "done"),
    ("the recent changes", "history"),
    ("a draft of numbers", "bulk"),
    ("a review of too few seats", "review-limits"),
    ("a removal with its guard", "review-removal"),
    ("a result with a failure", "failed"),
    ("an API that is down", "api-down"),
    ("an account that is loading", "loading"),
    ("nobody is signed in", "signed-out"),
];

/// The states of other walks.
const OTHERS: [&str; 13] = [
    "drafts",
    "refresh",
    "chat-all",
    "numbers",
    "partial",
    "partial-details",
    "draft-after-result",
    "retrying",
    "other-tab",
    "interrupted",
    "load-part",
    "empty",
    "no-products",
];

fn is_wanted() -> bool {
    env::var_os("SCREENSHOTS").is_some()
}

/// Where the pictures are.
fn root() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    target.join("screenshots")
}

/// The file of a picture below [`root`].
fn file(folder: &str, name: &str, width: u32, scheme: &str) -> String {
    format!("{folder}/{name}-{width}-{scheme}.png")
}

impl Page {
    /// Takes the pictures of a state, in the language of the journey.
    async fn picture_as(&self, name: &str) {
        let language = language();
        fs::create_dir_all(root().join(language)).unwrap();
        for width in WIDTHS {
            self.set_size(width, 900).await;
            for scheme in SCHEMES {
                self.prefer_scheme(scheme).await;
                self.read::<()>("scrollTo(0, 0)").await;
                let file = root().join(file(language, name, width, scheme));
                assert!(self.photograph(&file).await);
            }
        }
        self.set_size(1280, 900).await;
    }
}

/// Takes the pictures of a state of a walk, if it has a name for them.
async fn look(page: &Page, state: &str) {
    if let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == state) {
        page.picture_as(name).await;
    }
}

/// Visits an account in each language if pictures are wanted, from before signing in.
async fn take(options: Options, go: impl AsyncFn(&Page)) {
    if !is_wanted() {
        return;
    }
    for language in LANGUAGES {
        let visit = visit(options.clone(), async |page| {
            page.prefer_language(language).await;
            go(page).await;
        });
        in_language(language, visit).await;
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
        page.picture_as("drafts").await;
        page.faults().hold(&licenses());
        page.click_button(say("page.refresh")).await;
        page.picture_as("refresh").await;
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
        page.picture_as("chat-all").await;
    })
    .await;
    take(account_of(120), async |page| {
        page.enter().await;
        page.pick_application("StarMessenger").await;
        let user = unlicensed(&page.db(), "star-messenger").swap_remove(0);
        let number = available_numbers(&page.db()).swap_remove(0);
        page.choose_number(&user.email, &shown_number(&number))
            .await;
        page.choose_license(&user.email, "StarMessenger").await;
        page.picture_as("numbers").await;
    })
    .await;
}

/// A phone number as the page shows it, which reads from left to right in every language.
fn shown_number(number: &str) -> String {
    let number = readable(number);
    match language() {
        "ar" => format!("\u{2068}{number}\u{2069}"),
        _ => number,
    }
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
        // All at once, then half of them, then the first of them alone.
        page.faults().refuse(BULK, 409, 3);
        apply_to(page, 4).await;
        page.result().await;
        page.picture_as("partial").await;
        page.click(By::Css(".result [aria-expanded]")).await;
        page.picture_as("partial-details").await;
        let user = unlicensed(&page.db(), "meet").pop().unwrap();
        page.search(&user.email).await;
        page.choose_license(&user.email, "Meet Pro").await;
        page.search("").await;
        page.picture_as("draft-after-result").await;
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
        page.picture_as("retrying").await;
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
        page.picture_as("other-tab").await;
    })
    .await;
    take(account_of(24), async |page| {
        page.enter().await;
        crate::interrupted::begin(page).await;
        page.reload().await;
        page.is_ready().await;
        eventually_true!(!page.text(INTERRUPTED).await.is_empty());
        page.picture_as("interrupted").await;
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
        page.picture_as("load-part").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_without_users_or_licenses() {
    take(account_of(0), async |page| {
        page.enter().await;
        eventually_eq!(page.text("main h2").await, say("empty.title"));
        page.picture_as("empty").await;
    })
    .await;
    let options = Options {
        without_products: APPLICATIONS.map(|(_, slug, _)| slug.to_owned()).into(),
        ..account_of(24)
    };
    take(options, async |page| {
        page.sign_in().await;
        eventually_true!(!page.text("main h2").await.is_empty());
        page.picture_as("no-products").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mockup_beside_the_page() {
    if !is_wanted() {
        return;
    }
    fs::create_dir_all(root().join(MOCK)).unwrap();
    fs::write(root().join("index.html"), index()).unwrap();
    let Some(mock) = env::var_os("MOCK") else {
        return;
    };
    let mock = fs::canonicalize(mock).unwrap();
    let browser = Browser::open().await;
    for width in WIDTHS {
        browser.set_size(width, 900).await;
        let names = states().filter(|name| *name != "shortcuts");
        for (name, scheme) in names.flat_map(|name| SCHEMES.map(|scheme| (name, scheme))) {
            let url = format!("file://{}#{name}/{scheme}", mock.display());
            browser.driver.goto(url).await.unwrap();
            let file = root().join(file(MOCK, name, width, scheme));
            browser.driver.screenshot(&file).await.unwrap();
        }
    }
    browser.close().await;
}

/// The names of all states.
fn states() -> impl Iterator<Item = &'static str> {
    let named = NAMES.iter().map(|(_, name)| *name);
    named.chain(OTHERS)
}

/// A page with all pictures: of each state first the page's in English beside the mockup's, then those in the other
/// languages.
fn index() -> String {
    let mut html = String::from(
        "<!doctype html><meta charset=utf-8><title>Screenshots</title>
<style>body { font-family: sans-serif } img { max-inline-size: 49%; vertical-align: top; border: 1px solid gray } details img { max-inline-size: 24% }</style>",
    );
    for (name, width) in states().flat_map(|name| WIDTHS.map(|width| (name, width))) {
        let _ = write!(html, "\n<h2>{name}, {width}</h2>");
        write_pictures(&mut html, &[ENGLISH, MOCK], name, width);
        html.push_str("\n<details><summary>Other languages</summary>");
        write_pictures(&mut html, &LANGUAGES[1..], name, width);
        html.push_str("</details>");
    }
    html
}

fn write_pictures(html: &mut String, folders: &[&str], name: &str, width: u32) {
    for scheme in SCHEMES {
        for folder in folders {
            let file = file(folder, name, width, scheme);
            let _ = write!(html, "\n<img loading=lazy src={file} alt={file}>");
        }
    }
}
