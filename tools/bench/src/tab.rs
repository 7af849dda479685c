//! A tab: where it goes, what is clicked and pressed in it, and what that costs its main thread.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::browser::Browser;

/// Between two looks at whether the page still works.
const PAUSE: Duration = Duration::from_millis(30);
/// A main thread that worked less than this since the last look, in milliseconds, was only asked.
const ASKED: f64 = 0.6;

/// A tab of a browser of its own.
pub struct Tab {
    browser: Browser,
    session: String,
}

/// CPU time of the main thread, in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Work {
    /// In all.
    pub all: f64,
    /// Scripts, WebAssembly among them.
    pub script: f64,
    /// Styles and layout.
    pub layout: f64,
}

/// What an action has cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// CPU time of the main thread until it rested.
    pub work: Work,
    /// From the input to the next paint, in milliseconds, by event timing; 0: less than 16.
    pub paint: f64,
}

/// What the page noticed since it was asked last.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Noticed {
    /// The longest time from an input to the next paint, in milliseconds.
    pub event: f64,
    /// The longest task, in milliseconds; 0: none took 50.
    pub longest: f64,
    /// How far the layout shifted by itself.
    pub shift: f64,
}

impl Work {
    fn since(self, before: Self) -> Self {
        Self {
            all: self.all - before.all,
            script: self.script - before.script,
            layout: self.layout - before.layout,
        }
    }
}

impl Tab {
    /// Takes over a session of a browser.
    pub fn new(mut browser: Browser) -> Result<Self> {
        let session = browser.open_tab()?;
        let mut tab = Self { browser, session };
        tab.call("Page.enable", json!({}))?;
        let probe = json!({ "source": include_str!("probe.js") });
        tab.call("Page.addScriptToEvaluateOnNewDocument", probe)?;
        tab.count_anew()?;
        Ok(tab)
    }

    /// Sends a command.
    pub fn call(&mut self, method: &str, parameters: Value) -> Result<Value> {
        self.browser.call(Some(&self.session), method, parameters)
    }

    /// Name and version of the browser.
    pub fn version(&mut self) -> Result<String> {
        self.browser.version()
    }

    /// What an expression comes to.
    pub fn read<T: DeserializeOwned>(&mut self, expression: &str) -> Result<T> {
        let ask = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", ask)?;
        if let Some(exception) = answer.get("exceptionDetails") {
            bail!("{expression}: {exception}");
        }
        serde_json::from_value(answer["result"]["value"].take()).context(expression.to_owned())
    }

    /// Waits until an expression is true.
    pub fn wait_for(&mut self, expression: &str, patience: Duration) -> Result<()> {
        let until = Instant::now() + patience;
        // While the page changes there may be nobody to ask.
        while !self
            .read::<bool>(&format!("!!({expression})"))
            .unwrap_or_default()
        {
            if Instant::now() > until {
                let shown = "`${location.href}: ${document.body?.innerText.slice(0, 300)}`";
                let shown = self.read::<String>(shown).unwrap_or_default();
                bail!(
                    "it is not so after {} s: {expression}; shown is {shown}",
                    patience.as_secs()
                );
            }
            thread::sleep(Duration::from_millis(200));
        }
        Ok(())
    }

    /// Opens a page; it is not yet there.
    pub fn go(&mut self, url: &str) -> Result<()> {
        let answer = self.call("Page.navigate", json!({ "url": url }))?;
        match answer.get("errorText") {
            Some(error) => bail!("{url}: {error}"),
            None => Ok(()),
        }
    }

    /// Counts the work of the main thread from zero, in CPU time: what else the machine does is left out.
    pub fn count_anew(&mut self) -> Result<()> {
        self.call("Performance.disable", json!({}))?;
        self.call("Performance.enable", json!({ "timeDomain": "threadTicks" }))?;
        Ok(())
    }

    /// The work of the main thread so far.
    pub fn work(&mut self) -> Result<Work> {
        let answer = self.call("Performance.getMetrics", json!({}))?;
        let metrics = answer["metrics"].as_array().context("no metrics")?;
        let milliseconds = |name: &str| {
            let metric = metrics.iter().find(|metric| metric["name"] == name);
            metric
                .and_then(|metric| metric["value"].as_f64())
                .unwrap_or_default()
                * 1000.0
        };
        Ok(Work {
            all: milliseconds("TaskDuration"),
            script: milliseconds("ScriptDuration"),
            layout: milliseconds("LayoutDuration") + milliseconds("RecalcStyleDuration"),
        })
    }

    /// Waits until the main thread rests; answers its work so far.
    pub fn rest(&mut self) -> Result<Work> {
        let mut before = self.work()?;
        let mut quiet = 0;
        loop {
            thread::sleep(PAUSE);
            let now = self.work()?;
            quiet = if now.all - before.all < ASKED {
                quiet + 1
            } else {
                0
            };
            before = now;
            if quiet == 2 {
                return Ok(now);
            }
        }
    }

    /// What an action costs.
    pub fn cost(&mut self, act: impl FnOnce(&mut Self) -> Result<()>) -> Result<Cost> {
        self.notice()?;
        let before = self.rest()?;
        act(self)?;
        let work = self.rest()?.since(before);
        let paint = self.notice()?.event;
        Ok(Cost { work, paint })
    }

    /// What the page noticed since this was asked last.
    pub fn notice(&mut self) -> Result<Noticed> {
        self.read("bench.take()")
    }

    /// Moves the pointer onto an element, to be clicked.
    pub fn point_at(&mut self, element: &str) -> Result<[f64; 2]> {
        let place: [f64; 2] = self.read(&format!("bench.place({element})"))?;
        self.mouse("mouseMoved", place)?;
        Ok(place)
    }

    /// Presses the button of the mouse and lets go.
    pub fn click(&mut self, place: [f64; 2]) -> Result<()> {
        self.mouse("mousePressed", place)?;
        self.mouse("mouseReleased", place)
    }

    fn mouse(&mut self, kind: &str, [x, y]: [f64; 2]) -> Result<()> {
        let button = if kind == "mouseMoved" { "none" } else { "left" };
        let event = json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": 1 });
        self.call("Input.dispatchMouseEvent", event).map(drop)
    }

    /// Puts the focus on an element.
    pub fn focus(&mut self, element: &str) -> Result<()> {
        self.read(&format!("{element}.focus() ?? null"))
    }

    /// Presses a key: a letter, or one by its name.
    pub fn press(&mut self, key: &str) -> Result<()> {
        let code = match key {
            "Backspace" => 8,
            "Escape" => 27,
            "ArrowUp" => 38,
            "ArrowDown" => 40,
            letter => u32::from(letter.to_ascii_uppercase().as_bytes()[0]),
        };
        let mut event = json!({ "type": "rawKeyDown", "key": key, "windowsVirtualKeyCode": code });
        if key.len() == 1 {
            event["type"] = "keyDown".into();
            event["text"] = key.into();
        }
        self.call("Input.dispatchKeyEvent", event)?;
        let up = json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code });
        self.call("Input.dispatchKeyEvent", up).map(drop)
    }
}
