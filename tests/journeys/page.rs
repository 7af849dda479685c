//! The page in its browser, in front of its sandbox.

mod doing;
mod embedded;
mod seeing;

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use sandbox::{Faults, Inspect, Sandbox};

use serde_json::{Value, json};
use thirtyfour::WindowHandle;

use crate::browser::{Browser, ConsoleEntry};
use crate::eventually::eventually;

pub use embedded::Mode;

/// Where the portal has the page.
pub const HOME: &str = "/configuration/license-management";

/// A browser in front of a sandbox.
pub struct Page {
    sandbox: Sandbox,
    browser: Browser,
    failures: Mutex<Vec<String>>,
    complaints: Mutex<Vec<String>>,
    forgiven: AtomicUsize,
    in_shadow: AtomicBool,
}

impl Page {
    pub fn new(sandbox: Sandbox, browser: Browser) -> Self {
        // In Firefox, scripts of the driver would import into a realm of their own.
        sandbox.run_first("window.importInPage = (path) => import(path);");
        Self {
            sandbox,
            browser,
            failures: Mutex::default(),
            complaints: Mutex::default(),
            forgiven: AtomicUsize::new(0),
            in_shadow: AtomicBool::new(false),
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

    /// The page itself writes an error with these words to the console.
    pub fn expect_console_error(&self, words: &str) {
        self.complaints.lock().unwrap().push(words.to_owned());
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

    /// What stands on the console as an error, but for what fails on purpose.
    pub async fn console_errors(&self) -> Vec<ConsoleEntry> {
        let mut entries = self.browser.console().await;
        let failures = self.failures.lock().unwrap();
        let complaints = self.complaints.lock().unwrap();
        entries.retain(|entry| {
            let on_purpose = failures.iter().any(|path| {
                let url = format!("{}{path}", self.sandbox.url());
                entry.source == "network" && entry.message.starts_with(&url)
            });
            let is_complaint = ["console-api", "javascript"].contains(&entry.source.as_str())
                && complaints
                    .iter()
                    .any(|words| entry.message.contains(words.as_str()));
            entry.level == "SEVERE" && !on_purpose && !is_complaint
        });
        entries
    }

    /// What was downloaded: name and content of each file.
    pub fn downloads(&self) -> Vec<(String, String)> {
        self.browser.downloads()
    }

    /// Removes what was downloaded.
    pub fn forget_downloads(&self) {
        self.browser.forget_downloads();
    }

    /// All that stands on the console.
    pub async fn console(&self) -> Vec<ConsoleEntry> {
        self.browser.console().await
    }

    /// Makes the page so wide.
    pub async fn set_width(&self, width: u32) {
        self.browser.set_width(width).await;
    }

    /// Makes the page so wide and so high.
    pub async fn set_size(&self, width: u32, height: u32) {
        self.browser.set_size(width, height).await;
    }

    /// Has the browser prefer a color scheme; where drivers can't, the page is told to.
    pub async fn prefer_scheme(&self, scheme: &str) {
        if !self.browser.set_colors(scheme, false).await {
            let script = "document.querySelector('.license-management').style
                .setProperty('--lm-scheme', arguments[0])";
            self.read_with::<()>(script, vec![scheme.into()]).await;
        }
    }

    /// Has the browser force its colors. Returns whether it can.
    pub async fn force_colors(&self) -> bool {
        self.browser.set_colors("light", true).await
    }

    /// Makes the browser one of this language, until the end of the journey.
    pub async fn set_locale(&self, locale: &str) {
        self.devtools("Emulation.setLocaleOverride", json!({ "locale": locale }))
            .await;
    }

    /// Has the browser prefer a language, from now on and in each document.
    pub async fn prefer_language(&self, language: &str) {
        let languages = json!([language]);
        let script = format!(
            "Object.defineProperty(Navigator.prototype, 'languages', {{ get: () => {languages}, configurable: true }});"
        );
        self.run_first(&script);
        self.read::<()>(&script).await;
    }

    /// Runs a script in each document that the page is mounted in, before the page is loaded.
    pub fn run_first(&self, script: &str) {
        self.sandbox.run_first(script);
    }

    /// Sends a command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.browser.devtools(command, parameters).await
    }

    pub async fn photograph(&self, file: &Path) -> bool {
        self.browser.driver.screenshot(file).await.is_ok()
    }

    /// Kills the browser, and opens another one on its profile.
    pub async fn kill_browser(self) -> Self {
        Self {
            browser: self.browser.kill().await,
            ..self
        }
    }

    pub async fn close(self) {
        self.browser.close().await;
    }

    /// Opens a path of the portal.
    pub async fn open(&self, path: &str) {
        let url = format!("{}{path}", self.sandbox.url());
        self.browser.driver.goto(url).await.unwrap();
    }

    pub async fn reload(&self) {
        self.browser.driver.refresh().await.unwrap();
    }

    /// Opens the same page in a new tab, and goes there. Answers the tab that it came from.
    pub async fn open_tab(&self) -> WindowHandle {
        let driver = &self.browser.driver;
        let path = self.path().await;
        let first = driver.window().await.unwrap();
        let tab = driver.new_tab().await.unwrap();
        self.go_to_tab(&tab).await;
        self.open(&path).await;
        first
    }

    /// Goes to the tab that was opened last, which is not this one.
    pub async fn go_to_new_tab(&self, old: &WindowHandle) {
        let tabs = self.browser.driver.windows().await.unwrap();
        let tab = tabs.iter().rfind(|tab| *tab != old).unwrap();
        self.go_to_tab(tab).await;
    }

    pub async fn tab(&self) -> WindowHandle {
        self.browser.driver.window().await.unwrap()
    }

    pub async fn go_to_tab(&self, tab: &WindowHandle) {
        let driver = &self.browser.driver;
        driver.switch_to_window(tab.clone()).await.unwrap();
    }

    pub async fn go_back(&self) {
        self.browser.go_back().await;
    }

    /// Path and query.
    pub async fn path(&self) -> String {
        let script = "return location.pathname + location.search";
        // Firefox answers nothing while the document is being left.
        self.read::<Option<String>>(script)
            .await
            .unwrap_or_default()
    }

    /// Signs in as the demo administrator, who is filled in.
    pub async fn sign_in(&self) {
        self.open("/").await;
        self.click_button("Sign in").await;
    }

    /// Signs in, and waits until the account has been read.
    pub async fn enter(&self) {
        self.sign_in().await;
        self.is_ready().await;
    }

    /// Signs in in another tab of the same browser, and comes back.
    pub async fn sign_in_elsewhere(&self) {
        let driver = &self.browser.driver;
        let here = driver.window().await.unwrap();
        let tab = driver.new_tab().await.unwrap();
        driver.switch_to_window(tab).await.unwrap();
        self.enter().await;
        driver.close_window().await.unwrap();
        driver.switch_to_window(here).await.unwrap();
    }

    /// Whether the account has been read, as far as it can be; how far another tab's run is does not count.
    pub async fn is_read(&self) -> bool {
        let busy = "const main = document.querySelector('.license-management main');
            return !main || !!main.querySelector('[aria-busy=true], progress:not(.other-tab progress)') || !main.querySelector('[role=search]')";
        self.read_unless_left::<bool>(busy).await == Some(false)
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
}

/// A text inside XPath or CSS.
fn quoted(text: &str) -> String {
    assert!(!text.contains('"'), "{text}");
    format!("\"{text}\"")
}
