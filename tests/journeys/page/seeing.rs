//! What a person sees.

use serde::de::DeserializeOwned;
use serde_json::Value;
use thirtyfour::error::{WebDriverErrorInner, WebDriverResult};
use thirtyfour::session::scriptret::ScriptRet;

use super::{Page, quoted};
use crate::eventually::there;
use crate::seen::{self, Application, Bar, Meter, Review, Row, RunResult};
use crate::texts::{beginning, labelled};

/// The selector of the dropdowns whose labels begin like the text of this key.
fn selects(key: &str) -> String {
    format!("select[aria-label^={}]", quoted(beginning(key)))
}

impl Page {
    /// Runs a script that answers what is on the page.
    pub async fn read<T: DeserializeOwned>(&self, script: &str) -> T {
        self.read_with(script, Vec::new()).await
    }

    pub async fn read_with<T: DeserializeOwned>(&self, script: &str, given: Vec<Value>) -> T {
        self.execute(script, given)
            .await
            .unwrap()
            .convert()
            .unwrap()
    }

    /// The same; `None` while the document is being left, when Firefox answers nothing and WebKit with an error.
    pub async fn read_unless_left<T: DeserializeOwned>(&self, script: &str) -> Option<T> {
        match self.execute(script, Vec::new()).await {
            Err(error) if matches!(error.as_inner(), WebDriverErrorInner::NoSuchFrame(_)) => None,
            answer => answer.unwrap().convert().unwrap(),
        }
    }

    async fn execute(&self, script: &str, given: Vec<Value>) -> WebDriverResult<ScriptRet> {
        let script = format!("{}{}{script}", self.root(), seen::TOOLS);
        self.browser.driver.execute(script, given).await
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

    /// The value of an input.
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
        let script = "const box = document.querySelector(arguments[0]);
            return box.indeterminate ? 'some' : box.checked ? 'all' : 'none'";
        let checkbox = labelled("input", "table.select_page");
        self.read_with(script, vec![checkbox.into()]).await
    }

    pub async fn applications(&self) -> Vec<Application> {
        let picker = labelled("nav", "app.label");
        self.read_with(seen::APPLICATIONS, vec![picker.into()])
            .await
    }

    pub async fn meters(&self) -> Vec<Meter> {
        self.read(seen::METERS).await
    }

    pub async fn rows(&self) -> Vec<Row> {
        let dropdowns = ["row.license", "row.number"].map(|key| selects(key).into());
        self.read_with(seen::ROWS, dropdowns.into()).await
    }

    /// Who is in the table, by email address.
    pub async fn emails(&self) -> Vec<String> {
        self.read(seen::EMAILS).await
    }

    /// The row of somebody, by name or email address.
    pub async fn row(&self, who: &str) -> Row {
        there(&format!("the row of {who}"), async || {
            let mut rows = self.rows().await.into_iter();
            rows.find(|row| row.name == who || row.email == who)
        })
        .await
    }

    /// How many users match, beside the search.
    pub async fn count(&self) -> String {
        self.text("[role=search] .count").await
    }

    /// Which rows are shown, below the table.
    pub async fn range(&self) -> String {
        let pager = labelled("nav", "pagination.label");
        self.text(&format!("{pager} .range")).await
    }

    /// The bar at the bottom, if it is there.
    pub async fn bar(&self) -> Option<Bar> {
        let bar = labelled("section", "bar.label");
        let change = labelled("select", "bar.change");
        self.read_with(seen::BAR, vec![bar.into(), change.into()])
            .await
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
        self.read("return isSeen(document.querySelector('dialog[open]'))")
            .await
    }

    /// The panel of the run, while it is there.
    pub async fn panel(&self) -> Option<RunResult> {
        let panel = labelled("section", "run.label");
        self.read_with(seen::RESULT, vec![panel.into()]).await
    }

    /// What the run has come to, once it has ended.
    pub async fn result(&self) -> RunResult {
        there("the result of the run", async || {
            let panel = self.panel().await;
            panel.filter(|panel| !panel.title.is_empty())
        })
        .await
    }

    /// What the API keeps with a user's licenses of a type, as JSON.
    pub async fn metadata(&self, user: &str, license: &str) -> Vec<String> {
        let script = "return (async (user, license) => {
            const { access_token } = await (await fetch('/portal/token', { method: 'POST' })).json();
            const next = () => crypto.randomUUID();
            const headers = { Authorization: `Bearer ${access_token}`, 'Content-type': 'application/json',
                'x-api-version': 'v1', id: next(), trace: next(), parent: next() };
            const items = async (path) => (await (await fetch(path, { headers })).json()).items;
            const products = await items('/entitlements/products');
            const product = products.find((product) => product.name === license).uuid;
            const held = await items(`/entitlements/users/${user}/entitlements?product_uuid=${product}`);
            return held.map((each) => JSON.stringify(each.metadata));
        })(...arguments)";
        self.read_with(script, vec![user.into(), license.into()])
            .await
    }
}
