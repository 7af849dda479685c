//! The page where others embed it.

use std::sync::atomic::Ordering;

use serde::de::DeserializeOwned;
use thirtyfour::common::command::Selector;
use thirtyfour::prelude::*;

use super::Page;
use crate::eventually::there;

/// A way to embed it, as docs/embedding.md shows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    Mount,
    Element,
    Frame,
}

/// What scripts that embed by themselves begin with.
const EMBEDDING: &str = r"
const stage = document.getElementById('stage');
const base = '/embedding/bare';
const token = async () => (await (await fetch('/portal/token', { method: 'POST' })).json()).access_token;
const configuration = async () => (await fetch('/portal/config.json')).json();
const frames = (count) => new Promise((resolve) => {
  const next = () => (count-- > 0 ? requestAnimationFrame(next) : resolve());
  next();
});
";

impl Page {
    /// Opens the example of the guide, and looks into it.
    pub async fn embed(&self, mode: Mode) {
        let name = format!("{mode:?}").to_lowercase();
        self.open(&format!("/embedding/{name}")).await;
        match mode {
            Mode::Mount => {}
            Mode::Element => self.enter_shadow().await,
            Mode::Frame => self.enter_frame().await,
        }
        self.is_ready().await;
    }

    /// Looks into the shadow root from now on.
    pub async fn enter_shadow(&self) {
        there("the element", async || {
            let script = "return !!document.querySelector('license-management')?.shadowRoot";
            self.read::<bool>(script).await.then_some(())
        })
        .await;
        self.in_shadow.store(true, Ordering::Relaxed);
    }

    /// Looks at the page around the shadow root again.
    pub fn leave_shadow(&self) {
        self.in_shadow.store(false, Ordering::Relaxed);
    }

    /// Looks into the first frame from now on, once it has its document: WebKit loses sight of a frame that is entered
    /// before.
    pub async fn enter_frame(&self) {
        there("the document of the frame", async || {
            self.enter_frame_at(0).await;
            let script = "return location.href !== 'about:blank'";
            let answer = self.browser.driver.execute(script, Vec::new()).await;
            let is_loaded = answer.is_ok_and(|answer| answer.convert().unwrap_or(false));
            if !is_loaded {
                self.leave_frame().await;
            }
            is_loaded.then_some(())
        })
        .await;
    }

    /// Looks into another frame from now on.
    pub async fn enter_frame_at(&self, index: u16) {
        there("the frame", async || {
            self.browser.driver.enter_frame(index).await.ok()
        })
        .await;
    }

    /// Loads the first frame again, and nothing around it.
    pub async fn reload_frame(&self) {
        self.enter_frame().await;
        self.read::<()>("window.old = true; location.reload()")
            .await;
        let renewed = "return !window.old && !!document.querySelector('[role=search]')";
        there("the reloaded frame", async || {
            self.leave_frame().await;
            self.enter_frame().await;
            let is_renewed = self.read::<Option<bool>>(renewed).await;
            is_renewed.filter(|renewed| *renewed)
        })
        .await;
        self.leave_frame().await;
    }

    /// Looks at the page around the frame again.
    pub async fn leave_frame(&self) {
        self.browser.driver.enter_default_frame().await.unwrap();
    }

    /// Opens a page of the portal that embeds nothing yet, at one of its origins.
    pub async fn open_bare(&self, origin: &str) {
        let url = format!("{origin}/embedding/bare");
        self.browser.driver.goto(url).await.unwrap();
    }

    /// The sandbox's origins: the portal's own, and the other.
    pub fn origins(&self) -> [String; 2] {
        [self.sandbox.url(), self.sandbox.other_url()]
    }

    /// Runs the body of an async function that embeds by itself; what it keeps on `window` stays.
    pub async fn run<T: DeserializeOwned>(&self, body: &str) -> T {
        self.read(&format!("{EMBEDDING} return (async () => {{ {body} }})()"))
            .await
    }

    /// What hides the document from scripts that look into a shadow root.
    pub(super) fn root(&self) -> &'static str {
        if self.in_shadow.load(Ordering::Relaxed) {
            "const document = window.document.querySelector('license-management').shadowRoot;"
        } else {
            ""
        }
    }

    pub(super) async fn find_all(&self, by: By) -> Option<Vec<WebElement>> {
        let driver = &self.browser.driver;
        if !self.in_shadow.load(Ordering::Relaxed) {
            return driver.find_all(by).await.ok();
        }
        let Selector { name, query } = by.into();
        let script = "const [kind, query] = arguments;
            const root = window.document.querySelector('license-management').shadowRoot;
            if (kind === 'css selector') return [...root.querySelectorAll(query)];
            const found = window.document.evaluate('.' + query, root.firstElementChild, null, 7, null);
            return Array.from({ length: found.snapshotLength }, (_, at) => found.snapshotItem(at))";
        let given = vec![(&*name).into(), (&*query).into()];
        driver.execute(script, given).await.ok()?.elements().ok()
    }

    /// What is seen once nothing moves any more, as PNG in base64.
    pub async fn picture(&self) -> String {
        let driver = &self.browser.driver;
        let mut last = String::new();
        there("a picture that stays", async || {
            let picture = driver.screenshot_as_png_base64().await.unwrap();
            let stays = picture == last;
            last.clone_from(&picture);
            stays.then_some(picture)
        })
        .await
    }
}
