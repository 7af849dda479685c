//! What a person does on the page, and sees there.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use sandbox::{Faults, Inspect, Sandbox};
use serde::de::DeserializeOwned;
use serde_json::Value;
use thirtyfour::prelude::*;

use crate::browser::{Browser, ConsoleEntry};
use crate::eventually::{eventually, there};
use crate::seen::{self, Application, Bar, Meter, Review, Row, RunResult};

/// Where the portal has the page.
pub const HOME: &str = "/configuration/license-management";

/// A browser in front of a sandbox.
pub struct Page {
    sandbox: Sandbox,
    browser: Browser,
    failures: Mutex<Vec<String>>,
    forgiven: AtomicUsize,
}

impl Page {
    pub fn new(sandbox: Sandbox, browser: Browser) -> Self {
        Self {
            sandbox,
            browser,
            failures: Mutex::default(),
            forgiven: AtomicUsize::new(0),
        }
    }

    /// What the database holds.
    pub fn db(&self) -> Inspect {
        self.sandbox.inspect()
    }

    /// What goes wrong on the server.
    pub fn faults(&self) -> Faults {
        self.sandbox.faults()
    }

    /// Requests below this path fail on purpose: the browser itself writes that to the console.
    pub fn expect_failed_requests(&self, path: &str) {
        self.failures.lock().unwrap().push(path.to_owned());
    }

    /// The violations of the policy until now were provoked.
    pub fn forgive_violations(&self) {
        let provoked = self.db().csp_reports().len();
        self.forgiven.store(provoked, Ordering::Relaxed);
    }

    /// Violations of the policy that were not provoked.
    pub fn violations(&self) -> Vec<String> {
        let mut reports = self.db().csp_reports();
        reports.split_off(self.forgiven.load(Ordering::Relaxed))
    }

    /// What stands on the console as an error, but for the requests that fail on purpose.
    pub async fn console_errors(&self) -> Vec<ConsoleEntry> {
        let mut entries = self.browser.console().await;
        let failures = self.failures.lock().unwrap();
        entries.retain(|entry| {
            let on_purpose = failures.iter().any(|path| {
                let url = format!("{}{path}", self.sandbox.url());
                entry.source == "network" && entry.message.starts_with(&url)
            });
            entry.level == "SEVERE" && !on_purpose
        });
        entries
    }

    pub async fn photograph(&self, file: &Path) -> bool {
        self.browser.driver.screenshot(file).await.is_ok()
    }

    pub async fn close(self) {
        self.browser.close().await;
    }

    // Where the browser is.

    /// Opens a path of the portal.
    pub async fn open(&self, path: &str) {
        let url = format!("{}{path}", self.sandbox.url());
        self.browser.driver.goto(url).await.unwrap();
    }

    pub async fn reload(&self) {
        self.browser.driver.refresh().await.unwrap();
    }

    pub async fn go_back(&self) {
        self.browser.driver.back().await.unwrap();
    }

    /// Path and query.
    pub async fn path(&self) -> String {
        self.read("return location.pathname + location.search")
            .await
    }

    /// Signs in as the demo administrator, who is filled in.
    pub async fn sign_in(&self) {
        self.open("/").await;
        self.click_button("Sign in").await;
    }

    /// Whether the account has been read, as far as it can be.
    pub async fn is_read(&self) -> bool {
        let busy = "const main = document.querySelector('.license-management main');
            return !main || !!main.querySelector('[aria-busy=true], progress') || !main.querySelector('[role=search]')";
        !self.read::<bool>(busy).await
    }

    /// Waits until the account has been read, so that licenses can be changed.
    pub async fn is_ready(&self) {
        let ready = eventually(async || self.is_read().await, |read| *read).await;
        assert!(
            ready,
            "the account is not read: {}",
            self.text("body").await
        );
    }

    // What is seen.

    /// Runs a script that answers what is on the page.
    pub async fn read<T: DeserializeOwned>(&self, script: &str) -> T {
        self.read_with(script, Vec::new()).await
    }

    pub async fn read_with<T: DeserializeOwned>(&self, script: &str, given: Vec<Value>) -> T {
        let script = format!("{}{script}", seen::TOOLS);
        let answer = self.browser.driver.execute(script, given).await;
        answer.unwrap().convert().unwrap()
    }

    /// The text of the first element that is seen, empty without one.
    pub async fn text(&self, css: &str) -> String {
        let script = "return text([...document.querySelectorAll(arguments[0])].find(isSeen))";
        self.read_with(script, vec![css.into()]).await
    }

    /// The texts of all elements that are seen.
    pub async fn texts(&self, css: &str) -> Vec<String> {
        let script = "return texts([...document.querySelectorAll(arguments[0])].filter(isSeen))";
        self.read_with(script, vec![css.into()]).await
    }

    pub async fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let script = "return document.querySelector(arguments[0])?.getAttribute(arguments[1])";
        self.read_with(script, vec![css.into(), name.into()]).await
    }

    /// What stands in an input.
    pub async fn value(&self, css: &str) -> String {
        self.read_with(
            "return document.querySelector(arguments[0])?.value ?? ''",
            vec![css.into()],
        )
        .await
    }

    /// What the dropdown with this label shows.
    pub async fn shown_in(&self, label: &str) -> String {
        let css = format!("select[aria-label={}]", quoted(label));
        let script = "return document.querySelector(arguments[0])?.selectedOptions[0]?.text ?? ''";
        self.read_with(script, vec![css.into()]).await
    }

    /// How much of the page is selected: `none`, `some` or `all`.
    pub async fn page_checkbox(&self) -> String {
        let script = "const box = document.querySelector(\"input[aria-label='Select this page']\");
            return box.indeterminate ? 'some' : box.checked ? 'all' : 'none'";
        self.read(script).await
    }

    pub async fn applications(&self) -> Vec<Application> {
        self.read(seen::APPLICATIONS).await
    }

    pub async fn meters(&self) -> Vec<Meter> {
        self.read(seen::METERS).await
    }

    pub async fn rows(&self) -> Vec<Row> {
        self.read(seen::ROWS).await
    }

    /// Who is in the table, by e-mail address.
    pub async fn emails(&self) -> Vec<String> {
        let rows = self.rows().await;
        rows.into_iter().map(|row| row.email).collect()
    }

    /// The row of somebody, by name or e-mail address.
    pub async fn row(&self, who: &str) -> Row {
        there(&format!("the row of {who}"), async || {
            let mut rows = self.rows().await.into_iter();
            rows.find(|row| row.name == who || row.email == who)
        })
        .await
    }

    /// How many users match, beside the search.
    pub async fn count(&self) -> String {
        self.text("[role=search] [role=status]").await
    }

    /// Which rows are shown, below the table.
    pub async fn range(&self) -> String {
        self.text("nav[aria-label=Pages] [role=status]").await
    }

    /// The bar at the bottom, if it is there.
    pub async fn bar(&self) -> Option<Bar> {
        self.read(seen::BAR).await
    }

    /// How many are selected, as the bar says.
    pub async fn selected(&self) -> String {
        self.bar().await.map(|bar| bar.selected).unwrap_or_default()
    }

    /// What applying will do, as the bar says.
    pub async fn summary(&self) -> String {
        self.bar().await.map(|bar| bar.summary).unwrap_or_default()
    }

    /// The review, which is open.
    pub async fn review(&self) -> Review {
        there("the review", async || self.read(seen::REVIEW).await).await
    }

    pub async fn is_reviewing(&self) -> bool {
        self.read::<Option<Review>>(seen::REVIEW).await.is_some()
    }

    /// What the run has come to, once it has ended.
    pub async fn result(&self) -> RunResult {
        there("the result of the run", async || {
            let panel: Option<RunResult> = self.read(seen::RESULT).await;
            panel.filter(|panel| !panel.title.is_empty())
        })
        .await
    }

    /// What the API keeps with a user's licenses of a type, as JSON.
    pub async fn metadata(&self, user: &str, license: &str) -> Vec<String> {
        let script = "return (async (user, license) => {
            const { access_token } = await (await fetch('/portal/token', { method: 'POST' })).json();
            const headers = { Authorization: `Bearer ${access_token}` };
            const items = async (path) => (await (await fetch(path, { headers })).json()).items;
            const products = await items('/entitlements/products');
            const { uuid } = products.find((product) => product.name === license);
            const held = await items(`/entitlements/users/${user}/entitlements?product_uuid=${uuid}`);
            return held.map((each) => JSON.stringify(each.metadata));
        })(...arguments)";
        self.read_with(script, vec![user.into(), license.into()])
            .await
    }

    // What is done.

    /// The element, as soon as it can be seen and used, in the middle of the window.
    pub async fn find(&self, by: By) -> WebElement {
        let what = format!("{by:?}");
        let found = there(&what, async || {
            for element in self.browser.driver.find_all(by.clone()).await.ok()? {
                let is_usable =
                    element.is_displayed().await.ok()? && element.is_enabled().await.ok()?;
                if is_usable {
                    return Some(element);
                }
            }
            None
        })
        .await;
        let script = "arguments[0].scrollIntoView({ block: 'center' })";
        let given = vec![found.to_json().unwrap()];
        self.browser.driver.execute(script, given).await.unwrap();
        found
    }

    pub async fn click(&self, by: By) {
        self.find(by).await.click().await.unwrap();
    }

    /// Clicks the button with this text or label.
    pub async fn click_button(&self, text: &str) {
        let text = quoted(text);
        let button = format!("//button[normalize-space()={text} or @aria-label={text}]");
        self.click(By::XPath(button)).await;
    }

    /// Clicks the head of a column.
    pub async fn sort_by(&self, column: &str) {
        let head = format!(
            "//th//button[starts-with(normalize-space(), {})]",
            quoted(column)
        );
        self.click(By::XPath(head)).await;
    }

    /// Folds or unfolds what has this line.
    pub async fn click_summary(&self, line: &str) {
        self.click(By::XPath(format!(
            "//summary[normalize-space()={}]",
            quoted(line)
        )))
        .await;
    }

    /// Clicks what has this label.
    pub async fn click_labelled(&self, label: &str) {
        self.click(By::Css(format!("[aria-label={}]", quoted(label))))
            .await;
    }

    pub async fn click_link(&self, text: &str) {
        self.click(By::XPath(format!(
            "//a[normalize-space()={}]",
            quoted(text)
        )))
        .await;
    }

    /// Presses keys wherever the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) {
        let keys: TypingData = keys.into();
        let keys: String = keys.as_vec().into_iter().collect();
        let chain = self.browser.driver.action_chain();
        chain.send_keys(keys).perform().await.unwrap();
    }

    pub async fn pick_application(&self, name: &str) {
        self.click_application(name).await;
        self.is_ready().await;
    }

    /// Clicks an application, which may not be available.
    pub async fn click_application(&self, name: &str) {
        let name = quoted(name);
        self.click(By::XPath(format!(
            "//nav[@aria-label='Application']//a[strong={name}]"
        )))
        .await;
    }

    /// Types into the search, in place of what is there.
    pub async fn search(&self, words: &str) {
        let input = self.find(By::Css("input[aria-label='Search users']")).await;
        input.click().await.unwrap();
        input.send_keys(Key::Control + "a").await.unwrap();
        input.send_keys(Key::Delete + words).await.unwrap();
    }

    /// Types behind what stands in an input.
    pub async fn type_in(&self, css: &str, text: &str) {
        self.find(By::Css(css)).await.send_keys(text).await.unwrap();
    }

    /// Clicks the checkbox with this label.
    pub async fn click_label(&self, label: &str) {
        self.click(By::XPath(format!(
            "//label[normalize-space()={}]/input",
            quoted(label)
        )))
        .await;
    }

    /// Chooses an option of a dropdown by its text.
    pub async fn choose(&self, select: &WebElement, option: &str) {
        let option = format!(".//option[normalize-space()={}]", quoted(option));
        let option = there(&option, async || select.find(By::XPath(&option)).await.ok()).await;
        option.click().await.unwrap();
    }

    /// Chooses in the dropdown with this label.
    pub async fn choose_in(&self, label: &str, option: &str) {
        let select = self
            .find(By::Css(format!("select[aria-label={}]", quoted(label))))
            .await;
        self.choose(&select, option).await;
    }

    /// Chooses the license type of somebody.
    pub async fn choose_license(&self, who: &str, license: &str) {
        let select = self
            .in_row(
                who,
                "//select[starts-with(@aria-label, 'License type of ')]",
            )
            .await;
        self.choose(&select, license).await;
    }

    /// Puts the focus on the license type of somebody.
    pub async fn focus_license(&self, who: &str) {
        let select = self
            .in_row(
                who,
                "//select[starts-with(@aria-label, 'License type of ')]",
            )
            .await;
        select.focus().await.unwrap();
    }

    /// Reaches for the number of somebody, so that the others are listed.
    pub async fn reach_number(&self, who: &str) -> WebElement {
        let select = self
            .in_row(who, "//select[starts-with(@aria-label, 'Number of ')]")
            .await;
        let chain = self.browser.driver.action_chain();
        chain
            .move_to_element_center(&select)
            .perform()
            .await
            .unwrap();
        select
    }

    /// Chooses the number of somebody.
    pub async fn choose_number(&self, who: &str, number: &str) {
        let select = self.reach_number(who).await;
        self.choose(&select, number).await;
    }

    /// Selects somebody, or not any more.
    pub async fn tick(&self, who: &str) {
        self.checkbox(who).await.click().await.unwrap();
    }

    /// The same with Shift held.
    pub async fn shift_tick(&self, who: &str) {
        let checkbox = self.checkbox(who).await;
        let chain = self.browser.driver.action_chain();
        let chain = chain
            .key_down(Key::Shift)
            .click_element(&checkbox)
            .key_up(Key::Shift);
        chain.perform().await.unwrap();
    }

    async fn checkbox(&self, who: &str) -> WebElement {
        self.in_row(who, "//input[@type='checkbox']").await
    }

    async fn in_row(&self, who: &str, xpath: &str) -> WebElement {
        let who = quoted(who);
        self.find(By::XPath(format!(
            "//tbody/tr[.//bdi[normalize-space()={who}]]{xpath}"
        )))
        .await
    }

    /// Chooses a license type for all who are selected.
    pub async fn change_license(&self, license: &str) {
        self.choose_in("Change license", license).await;
    }

    /// Opens the review.
    pub async fn open_review(&self) -> Review {
        self.click_button("Review and apply").await;
        self.review().await
    }

    /// Applies what is reviewed.
    pub async fn click_apply(&self) {
        self.click(By::XPath(
            "//dialog//button[starts-with(normalize-space(), 'Apply ')]",
        ))
        .await;
    }

    /// Applies what is reviewed, and waits for the result.
    pub async fn apply(&self) -> RunResult {
        self.click_apply().await;
        self.result().await
    }
}

/// A text inside XPath or CSS.
fn quoted(text: &str) -> String {
    assert!(!(text.contains('"')), "{text}");
    format!("\"{text}\"")
}
