//! What a person does.

use std::sync::atomic::Ordering;

use thirtyfour::prelude::*;

use super::{Page, quoted};
use crate::eventually::{eventually_eq, there};
use crate::seen::{Review, Row, RunResult};
use crate::texts::{beginning, labelled, say};

/// The dropdown whose label begins like the text of this key.
fn select(key: &str) -> String {
    let beginning = quoted(beginning(key));
    format!("//select[starts-with(@aria-label, {beginning})]")
}

impl Page {
    /// The element, as soon as it can be seen and used, in the middle of the window.
    pub async fn find(&self, by: By) -> WebElement {
        let what = format!("{by:?}");
        let found = there(&what, async || {
            for element in self.find_all(by.clone()).await? {
                let is_inert = element.attr("aria-disabled").await.ok()?.as_deref() == Some("true");
                let is_usable =
                    element.is_displayed().await.ok()? && element.is_enabled().await.ok()?;
                if is_usable && !is_inert {
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
        self.click_on(&self.find(by).await).await;
    }

    /// Clicks where the element is. In a shadow root, WebKit's driver would take the host for what covers it.
    async fn click_on(&self, element: &WebElement) {
        let clicked = if self.in_shadow.load(Ordering::Relaxed) {
            let chain = self.browser.driver.action_chain();
            chain.click_element(element).perform().await
        } else {
            element.click().await
        };
        clicked.unwrap();
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

    /// Presses a key while another one is held.
    pub async fn press_with(&self, held: Key, key: Key) {
        let chain = self.browser.driver.action_chain();
        let chain = chain
            .key_down(held.clone())
            .send_keys(key.value().to_string())
            .key_up(held);
        chain.perform().await.unwrap();
    }

    pub async fn pick_application(&self, name: &str) {
        self.click_application(name).await;
        self.is_ready().await;
    }

    /// Clicks an application, which may not be available.
    pub async fn click_application(&self, name: &str) {
        let [label, name] = [say("app.label"), name].map(quoted);
        self.click(By::XPath(format!(
            "//nav[@aria-label={label}]//a[strong={name}]"
        )))
        .await;
    }

    /// Types into the search, in place of what is there.
    pub async fn search(&self, words: &str) {
        let input = self.find(By::Css(labelled("input", "search.label"))).await;
        self.click_on(&input).await;
        // In one go: in a shadow root, the driver moves the caret before the first key.
        let [control, delete] = [Key::Control, Key::Delete].map(|key| key.value());
        let keys = format!("{control}a{control}{delete}{words}");
        input.send_keys(keys).await.unwrap();
    }

    /// Appends to the value of an input.
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
        // WebKit compares the choice with what was shown when the dropdown got the focus.
        select.focus().await.unwrap();
        let option = format!(".//option[normalize-space()={}]", quoted(option));
        let option = there(&option, async || select.find(By::XPath(&option)).await.ok()).await;
        option.click().await.unwrap();
    }

    /// Leaves the active users without a license in the table, as soon as there are so many.
    pub async fn show_unlicensed(&self, wanted: usize) -> Vec<Row> {
        self.choose_in(say("filter.license"), say("filter.license_none"))
            .await;
        self.choose_in(say("filter.status"), say("filter.status_active"))
            .await;
        eventually_eq!(self.rows().await.len(), wanted);
        self.rows().await
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
        let select = self.in_row(who, &select("row.license")).await;
        self.choose(&select, license).await;
    }

    /// Puts the focus on the license type of somebody.
    pub async fn focus_license(&self, who: &str) {
        let select = self.in_row(who, &select("row.license")).await;
        select.focus().await.unwrap();
    }

    /// Reaches for the number of somebody, so that the others are listed.
    pub async fn reach_number(&self, who: &str) -> WebElement {
        let select = self.in_row(who, &select("row.number")).await;
        // From elsewhere, in case that it is there already.
        let chain = self.browser.driver.action_chain().move_to(0, 0);
        let chain = chain.move_to_element_center(&select);
        chain.perform().await.unwrap();
        select
    }

    /// Chooses the number of somebody.
    pub async fn choose_number(&self, who: &str, number: &str) {
        let select = self.reach_number(who).await;
        self.choose(&select, number).await;
    }

    /// Selects somebody, or not any more.
    pub async fn tick(&self, who: &str) {
        self.click_on(&self.checkbox(who).await).await;
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
        self.choose_in(say("bar.change"), license).await;
    }

    /// Opens the review.
    pub async fn open_review(&self) -> Review {
        self.click_button(say("bar.review")).await;
        self.review().await
    }

    /// The button that applies what is reviewed.
    pub async fn apply_button(&self) -> WebElement {
        let button = "dialog[open] .buttons button:is(.primary, .danger)";
        self.find(By::Css(button)).await
    }

    /// Applies what is reviewed.
    pub async fn click_apply(&self) {
        self.click_on(&self.apply_button().await).await;
    }

    /// Presses the mouse on an element, and releases it so much further left.
    pub async fn drag_left(&self, by: By, pixels: i64) {
        let element = self.find(by).await;
        let chain = self.browser.driver.action_chain();
        let chain = chain.click_and_hold_element(&element);
        let chain = chain.move_by_offset(-pixels, 0).release();
        chain.perform().await.unwrap();
    }

    pub async fn double_click(&self, element: &WebElement) {
        let chain = self.browser.driver.action_chain();
        let chain = chain.double_click_element(element);
        chain.perform().await.unwrap();
    }

    /// Applies what is reviewed, and waits for the result.
    pub async fn apply(&self) -> RunResult {
        self.click_apply().await;
        self.result().await
    }
}
