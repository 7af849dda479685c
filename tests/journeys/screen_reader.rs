//! What a screen reader says to an administrator, task by task, is what stands in `spoken`. The reader is Guidepup's,
//! which derives what it says from the document; real ones differ in words, in what they leave out, and say alerts as
//! soon as they appear.

use std::cell::RefCell;
use std::env;
use std::fs;

use sandbox::Options;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::Key;

use crate::data::{label, unlicensed};
use crate::eventually::{eventually, eventually_eq, eventually_true};
use crate::expected::{is_as_expected, without_times};
use crate::harness::{account_of, copy_dist, visit};
use crate::page::{HOME, Page};
use crate::running::API;
use crate::texts::{all_changed, beginning, count, drafted, matching, say, select_all};

/// The actions of the reader.
const ACTIONS: &str = include_str!("screen_reader.js");

/// The page with a reader, and what was said so far, task by task.
struct Reader<'a> {
    page: &'a Page,
    spoken: RefCell<String>,
}

impl Reader<'_> {
    async fn act(&self, action: &str, given: &str) -> Value {
        let script = format!(
            "return (async (action, given) => {{ {ACTIONS} return actions[action](given); }})(...arguments)"
        );
        let given = vec![action.into(), given.into()];
        self.page.read_with(&script, given).await
    }

    /// Begins a task; what was said before it does not matter.
    async fn task(&self, name: &str) {
        self.act("take", "").await;
        let mut spoken = self.spoken.borrow_mut();
        let gap = if spoken.is_empty() { "" } else { "\n" };
        *spoken += &format!("{gap}# {name}\n");
    }

    fn note(&self, said: &Value) {
        let said = said.as_array().unwrap().iter();
        for phrase in said.map(|phrase| phrase.as_str().unwrap()) {
            if !is_progress(phrase) {
                *self.spoken.borrow_mut() += &format!("{}\n", without_times(phrase));
            }
        }
    }

    /// Waits until this is said by itself.
    async fn hear(&self, wanted: &str) {
        let look = async || self.act("peek", "").await.to_string();
        let quoted = json!(wanted).to_string();
        let wanted = quoted.trim_matches('"');
        let heard = eventually(look, |said| said.contains(wanted)).await;
        assert!(heard.contains(wanted), "{wanted} is not said: {heard}");
        self.note(&self.act("take", "").await);
    }

    /// Passes over all until a phrase begins like this.
    async fn go_to(&self, wanted: &str) {
        let said = self.act("read", wanted).await;
        let last = said.as_array().unwrap().last();
        self.note(&json!([last]));
    }

    /// Hears all until a phrase begins like this.
    async fn read_to(&self, wanted: &str) {
        let said = self.act("read", wanted).await;
        self.note(&said);
    }
}

/// How far something is, which depends on the time.
fn is_progress(phrase: &str) -> bool {
    let keys = [
        "loading.users",
        "loading.licenses",
        "loading.account",
        "run.progress",
    ];
    let text = phrase.split_once(": ").map_or(phrase, |(_, text)| text);
    keys.iter().any(|key| text.starts_with(beginning(key)))
}

/// Visits an account of so many users, whose page has a reader at hand, and compares what was said with a file.
async fn listen(file: &str, users: usize, go: impl AsyncFnOnce(&Page, &Reader)) {
    let folder = TempDir::new().unwrap();
    copy_dist(folder.path(), |_, _| {});
    let script =
        env::var_os("SCREEN_READER").unwrap_or_else(|| panic!("SCREEN_READER names no file"));
    fs::copy(script, folder.path().join("screen_reader.js")).unwrap();
    let options = Options {
        dist: folder.path().to_owned(),
        ..account_of(users)
    };
    visit(options, async |page| {
        let spoken = RefCell::default();
        let reader = Reader { page, spoken };
        go(page, &reader).await;
        is_as_expected(&format!("spoken/{file}.txt"), &reader.spoken.borrow());
    })
    .await;
}

/// Signs in, and waits until the reader has said how many users there are.
async fn enter(page: &Page, reader: &Reader<'_>, users: usize) {
    page.sign_in().await;
    enter_here(page, reader, users).await;
}

async fn enter_here(page: &Page, reader: &Reader<'_>, users: usize) {
    page.is_ready().await;
    let region = async || page.text("[role=status]").await;
    eventually_eq!(region().await, count("count.users", users));
    reader.act("start", "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_found_read_changed_reviewed_applied_and_undone() {
    listen("change", 12, async |page, reader| {
        enter(page, reader, 12).await;
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        let email = user.email;

        reader
            .task("Find the search, and hear how many users match")
            .await;
        reader.go_to("search").await;
        reader.read_to("searchbox").await;
        page.search(&email).await;
        reader.hear(&matching(1, 12)).await;

        reader.task("Hear the row of the user").await;
        reader.go_to("row, Select Ana").await;
        reader.read_to("end of row, ").await;

        reader
            .task("Change the license, and hear the note and what is pending")
            .await;
        page.choose_license(&email, "Meet").await;
        reader.hear(&drafted(1, 1)).await;
        reader.go_to("row, Select Ana").await;
        reader.read_to("end of row, ").await;

        reader.task("Review the change").await;
        page.press_with(Key::Control, Key::Enter).await;
        page.review().await;
        reader.hear("heading, ").await;
        reader.read_to("button, Apply").await;

        reader.task("Apply it, and hear the outcome").await;
        page.click_apply().await;
        reader.hear(&all_changed("Meet", 1)).await;

        reader.task("Undo it").await;
        page.click_button(say("result.undo")).await;
        reader
            .hear(&format!("polite: {}", count("run.undone", 1)))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_and_all_who_match_are_selected_and_changed() {
    listen("selection", 60, async |page, reader| {
        enter(page, reader, 60).await;

        reader.task("Select the page").await;
        page.click_labelled(say("table.select_page")).await;
        reader
            .hear(&format!("polite: {}", count("bar.selected", 50)))
            .await;

        reader.task("Select all").await;
        page.click_button(&select_all(60)).await;
        reader
            .hear(&format!("polite: {}", count("bar.selected", 60)))
            .await;

        reader.task("Change the license of all").await;
        page.change_license("Meet Pro").await;
        reader
            .hear(&format!("polite: {}", page.summary().await))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_banner_of_campaigns_is_heard_and_a_number_is_chosen_first() {
    listen("star_messenger", 12, async |page, reader| {
        page.enter().await;
        page.open(&format!("{HOME}/star-messenger")).await;
        enter_here(page, reader, 12).await;
        let user = unlicensed(&page.db(), "star-messenger").swap_remove(0);

        reader
            .task("Hear that numbers must be registered to campaigns")
            .await;
        reader.go_to("end of navigation").await;
        reader.read_to("region, StarMessenger").await;

        reader
            .task("Hear that a license needs a number first")
            .await;
        reader
            .go_to(&format!("combobox, Number of {}", label(&user)))
            .await;
        reader.read_to("end of row, ").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_that_fails_is_heard_and_can_be_tried_again() {
    listen("failed_load", 12, async |page, reader| {
        page.expect_failed_requests(API[1]);
        enter(page, reader, 12).await;

        reader
            .task("Hear that the data could not be refreshed")
            .await;
        page.faults().drop_connections(API[1], usize::MAX);
        page.click_button(say("page.refresh")).await;
        eventually_true!(!page.texts("main [role=alert]").await.is_empty());
        reader.go_to("alert").await;
        reader.read_to("end of alert").await;

        reader.task("Try again").await;
        page.faults().clear();
        page.click_button(say("problem.retry")).await;
        eventually_true!(page.texts("main [role=alert]").await.is_empty());
        page.is_ready().await;
        reader.go_to(beginning("loading.updated")).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shortcuts_are_heard() {
    listen("shortcuts", 12, async |page, reader| {
        enter(page, reader, 12).await;

        reader.task("Hear which shortcuts there are").await;
        page.press("?".to_owned()).await;
        reader.hear("heading, ").await;
        reader.read_to("button, Close").await;

        reader.task("Close the list").await;
        page.press(Key::Escape).await;
        eventually_eq!(page.texts("dialog[open]").await.len(), 0);
        reader.read_to("").await;
    })
    .await;
}
