//! What a person does on the screen, the same on all of them.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use sandbox::Sandbox;
use serde_json::Value;

use crate::peers::Peer;
use crate::tab::{Cost, Noticed, Tab};

/// How long an account may take to be read.
const PATIENCE: Duration = Duration::from_secs(3 * 60 * 60);
const HOME: &str = "/configuration/license-management";
const BAR: &str = ".bar button";

/// A screen in its tab, in front of a sandbox of its own.
pub struct Screen {
    /// Whose it is.
    pub peer: Peer,
    /// Where it is.
    pub tab: Tab,
    /// Its server.
    pub sandbox: Sandbox,
}

/// What a screen shows, by part.
pub type State = BTreeMap<String, Value>;

/// How an account was read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Loaded {
    /// Milliseconds from the navigation to the first row.
    pub rows: f64,
    /// To the first dropdown that can be used.
    pub usable: f64,
    /// Until all is read.
    pub complete: f64,
    /// CPU time of the main thread until then, in milliseconds.
    pub work: f64,
    /// What the page noticed meanwhile.
    pub noticed: Noticed,
}

impl Screen {
    /// Signs in, which shows the screen.
    pub fn sign_in(&mut self) -> Result<()> {
        let url = format!("{}/sign-in", self.sandbox.url());
        self.tab.go(&url)?;
        let is_there = "document.readyState === 'complete' && document.forms[0]";
        self.tab.wait_for(is_there, Duration::from_secs(30))?;
        self.tab
            .read::<Option<()>>("document.forms[0].requestSubmit() ?? null")?;
        self.tab.wait_for(
            &format!("location.pathname.startsWith('{HOME}')"),
            Duration::from_secs(30),
        )
    }

    /// Opens the portal's page, and waits until the whole account is read.
    pub fn load(&mut self, query: &str) -> Result<Loaded> {
        // From a page of the same site, so that the process is there already.
        let light = format!("{}/portal/icon.svg", self.sandbox.url());
        self.tab.go(&light)?;
        self.tab.wait_for(
            "document.readyState === 'complete'",
            Duration::from_secs(30),
        )?;
        self.tab.count_anew()?;
        let url = format!("{}{HOME}{query}", self.sandbox.url());
        self.tab.go(&url)?;
        self.tab
            .wait_for("bench.marks.complete", PATIENCE)
            .with_context(|| format!("{} does not show its table", self.peer.name()))?;
        let work = self.tab.rest()?.all;
        let [rows, usable, complete] = self
            .tab
            .read("[bench.marks.rows, bench.marks.usable, bench.marks.complete]")?;
        let noticed = self.tab.notice()?;
        Ok(Loaded {
            rows,
            usable,
            complete,
            work,
            noticed,
        })
    }

    /// What it shows, by part.
    pub fn state(&mut self) -> Result<State> {
        self.tab.read("bench.state()")
    }

    /// What pressing a key costs.
    pub fn press(&mut self, key: &str) -> Result<Cost> {
        self.tab.cost(|tab| tab.press(key))
    }

    /// What a click on an element costs.
    pub fn click(&mut self, element: &str) -> Result<Cost> {
        let place = self
            .tab
            .point_at(element)
            .with_context(|| element.to_owned())?;
        self.tab.cost(|tab| tab.click(place))
    }

    /// Puts the focus into the search.
    pub fn focus_search(&mut self) -> Result<()> {
        self.tab
            .focus("document.querySelector('input[type=search]')")
    }

    /// Puts the focus on the dropdown with this label.
    pub fn focus_select(&mut self, label: &str) -> Result<()> {
        self.tab.focus(&format!(
            "document.querySelector('select[aria-label=\"{label}\"]')"
        ))
    }

    /// Clicks the head of a column, counted from 0.
    pub fn sort(&mut self, column: usize) -> Result<Cost> {
        self.click(&format!("bench.all('.heads .sort')[{column}]"))
    }

    /// Turns to the next page, or back.
    pub fn turn(&mut self, is_forward: bool) -> Result<Cost> {
        let label = if is_forward {
            "Next page"
        } else {
            "Previous page"
        };
        self.click(&format!(
            "document.querySelector('button[aria-label=\"{label}\"]')"
        ))
    }

    /// Changes the dropdown of a row there and back; answers what each has cost.
    pub fn change_row(&mut self, from: usize) -> Result<[Cost; 2]> {
        let select = format!("bench.dropdown({from})");
        let keys: [String; 2] = self.tab.read(&format!("bench.keys({select})"))?;
        self.tab.point_at(&select)?;
        self.tab.focus(&select)?;
        Ok([self.press(&keys[0])?, self.press(&keys[1])?])
    }

    /// Selects the page, which offers to select all who match.
    pub fn select_page(&mut self) -> Result<Cost> {
        self.click("document.querySelector('input[aria-label=\"Select this page\"]')")
    }

    /// Selects all who match.
    pub fn select_all(&mut self) -> Result<Cost> {
        self.click(&format!("bench.beginning('{BAR}', 'Select all')"))
    }

    /// Selects nobody.
    pub fn clear(&mut self) -> Result<Cost> {
        self.click(&format!("bench.named('{BAR}', 'Clear')"))
    }

    /// Drafts the second license type, which has seats for everyone, for all who are selected.
    pub fn draft_for_all(&mut self) -> Result<Cost> {
        let change = "document.querySelector('select[aria-label=\"Change license\"]')";
        self.tab
            .read::<bool>(&format!("{change}.options[1].disabled = true"))?;
        self.focus_select("Change license")?;
        self.press("ArrowDown")
    }

    /// Opens the review.
    pub fn review(&mut self) -> Result<Cost> {
        self.click(&format!("bench.named('{BAR}', 'Review changes')"))
    }

    /// Closes it.
    pub fn close_review(&mut self) -> Result<Cost> {
        self.press("Escape")
    }

    /// Discards the draft.
    pub fn discard(&mut self) -> Result<Cost> {
        self.click(&format!("bench.named('{BAR}', 'Discard')"))
    }

    /// Shows another application, counted from 0.
    pub fn open_application(&mut self, index: usize) -> Result<Cost> {
        self.click(&format!(
            "bench.all('nav[aria-label=Application] a')[{index}]"
        ))
    }
}
