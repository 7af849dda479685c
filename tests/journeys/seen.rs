//! Reads what is visible on the page, in one script, so that all parts are of the same moment.

use serde::Deserialize;

/// Reads texts and dropdowns; what follows it is the body of a function.
pub const TOOLS: &str = r#"
const isThere = (element) => !!element && !element.closest("[hidden]");
const text = (element) => isThere(element) ? element.innerText.replace(/\s+/g, " ").trim() : "";
const texts = (elements) => [...elements].filter(isThere).map(text);
const dropdown = (select) => isThere(select) ? {
  shown: select.selectedOptions[0]?.text ?? "",
  disabled: select.disabled,
  options: [...select.options].map((option) => ({ text: option.text, disabled: option.disabled })),
} : null;
const isSeen = (element) => !!element && element.checkVisibility({ visibilityProperty: true });
const buttonsOf = (element) => [...element.querySelectorAll("button")].filter(isSeen).map((each) => text(each) || each.ariaLabel);
const only = (element) => isSeen(element) ? element : null;
"#;

/// Given the dropdowns of license types and of numbers.
pub const ROWS: &str = r#"
const [license, number] = arguments;
return [...document.querySelectorAll("table:has(>caption) tbody tr:not([aria-hidden], [hidden])")].map((row) => ({
  name: text(row.querySelector("bdi")),
  email: text(row.querySelectorAll("bdi")[1]),
  status: text(row.cells[2]),
  selected: row.querySelector("input[type=checkbox]").checked,
  license: dropdown(row.querySelector(license)),
  number: dropdown(row.querySelector(number)),
  notes: texts(row.querySelectorAll("td:nth-child(n+4) bdi")),
}));
"#;

/// Rows may have no license yet.
pub const EMAILS: &str = r#"
const rows = [...document.querySelectorAll("table:has(>caption) tbody tr:not([aria-hidden], [hidden])")];
return rows.map((row) => text(row.querySelectorAll("bdi")[1]));
"#;

/// Given the bar, and its dropdown.
pub const BAR: &str = r#"
const bar = only(document.querySelector(arguments[0]));
return bar && {
  selected: text(bar.querySelector(".selected")),
  summary: texts(bar.querySelectorAll(".summary, .blocked")).join(" · "),
  alert: text(bar.querySelector("[role=alert]")),
  change: dropdown(bar.querySelector(arguments[1])),
  buttons: buttonsOf(bar),
};
"#;

pub const REVIEW: &str = r#"
const dialog = only(document.querySelector("dialog[open]"));
const details = dialog ? [...dialog.querySelectorAll("details")] : [];
// Lines are made when a list is expanded. Those that were not are collapsed again.
for (const each of details.filter(({ open }) => !open)) each.open = each.dataset.toRead = true;
const isRead = dialog && details.every((each) => each.querySelector("li"));
const seen = isRead ? {
  title: text(dialog.querySelector("h2")),
  moves: [...dialog.querySelectorAll(":not(.blocked)>.lists summary")].map((each) => `${text(each.querySelector(".figure"))} ${text(each.querySelector(".subject"))}`),
  seats: [...dialog.querySelectorAll("table tbody tr")].map((row) => texts(row.cells)),
  paragraphs: texts(dialog.querySelectorAll("p")),
  links: [...dialog.querySelectorAll("a")].map((link) => ({ text: text(link), href: link.href })),
  lists: details.map((each) => ({
    heading: text(each.querySelector(".subject")),
    items: [...each.querySelectorAll("li")].map((item) => item.textContent.replace(/\s+/g, " ").trim()),
  })),
  blocked: text(dialog.querySelector(".blocked h3")),
  labels: texts(dialog.querySelectorAll("label")),
  buttons: [...dialog.querySelectorAll(".buttons button")].map((button) => ({
    text: text(button),
    disabled: button.disabled,
  })),
} : null;
for (const each of details.filter(({ dataset }) => seen && dataset.toRead)) {
  each.open = false;
  delete each.dataset.toRead;
}
return seen;
"#;

/// Given the panel.
pub const RESULT: &str = r#"
const panel = only(document.querySelector(arguments[0]));
const said = (element) => element.textContent.replace(/\s+/g, " ").trim();
const lines = panel && [...panel.querySelectorAll(".result table tbody tr")].map((row) => ({
  who: said(row.querySelector("bdi")),
  problem: row.classList.contains("problem"),
  was: said(row.cells[2]),
  is: said(row.cells[3]),
  ended: said(row.querySelector(".ended")),
  why: said(row.querySelector(".why")),
  remedy: said(row.querySelector(".remedy")),
}));
return panel && {
  title: text(panel.querySelector(".result h2")),
  problems: lines.filter((line) => line.problem).map((line) => `${line.who} ${line.why}`),
  lines,
  buttons: buttonsOf(panel),
  text: text(panel),
};
"#;

/// Given what they are in.
pub const APPLICATIONS: &str = r#"
return [...document.querySelector(arguments[0])?.querySelectorAll("a") ?? []].map((link) => ({
  name: text(link.querySelector("strong")),
  state: text(link.querySelector(".state")),
  pending: text(only(link.querySelector("[role=img]"))),
  path: new URL(link.href).pathname,
  current: link.getAttribute("aria-current") === "page",
}));
"#;

pub const METERS: &str = r#"
return [...document.querySelectorAll("main div:has(>meter), main div.meter")].filter(isSeen).map((each) => ({
  name: text(each.querySelector("b")),
  pending: text(each.querySelector("b+span")),
  figures: text(each.querySelector("span:last-of-type")),
  value: each.querySelector("meter")?.value ?? null,
  max: each.querySelector("meter")?.max ?? null,
}));
"#;

/// A row of the table.
#[derive(Deserialize, Debug, Clone, PartialEq)]
pub struct Row {
    pub name: String,
    pub email: String,
    pub status: String,
    pub selected: bool,
    pub license: Dropdown,
    pub number: Option<Dropdown>,
    /// What stands below the dropdowns.
    pub notes: Vec<String>,
}

/// A dropdown.
#[derive(Deserialize, Debug, Clone, PartialEq)]
pub struct Dropdown {
    pub shown: String,
    pub disabled: bool,
    pub options: Vec<Choice>,
}

/// An option of a dropdown, or a button.
#[derive(Deserialize, Debug, Clone, PartialEq)]
pub struct Choice {
    pub text: String,
    pub disabled: bool,
}

/// The bar at the bottom; what is not there is empty.
#[derive(Deserialize, Debug, Clone, PartialEq)]
pub struct Bar {
    pub selected: String,
    pub summary: String,
    pub alert: String,
    pub change: Option<Dropdown>,
    pub buttons: Vec<String>,
}

/// The review.
#[derive(Deserialize, Debug, Clone, PartialEq)]
pub struct Review {
    pub title: String,
    pub moves: Vec<String>,
    /// License type, before, after, bought.
    pub seats: Vec<Vec<String>>,
    pub paragraphs: Vec<String>,
    pub links: Vec<Link>,
    pub lists: Vec<List>,
    /// How many users won't be changed; the lists say why.
    pub blocked: String,
    pub labels: Vec<String>,
    pub buttons: Vec<Choice>,
}

impl Review {
    /// The list with this heading.
    pub fn list(&self, heading: &str) -> &[String] {
        let found = self.lists.iter().find(|list| list.heading == heading);
        &found
            .unwrap_or_else(|| panic!("no list {heading:?} in {self:#?}"))
            .items
    }

    /// The button that applies.
    pub fn apply(&self) -> &Choice {
        self.buttons.last().unwrap()
    }
}

/// A link.
#[derive(Deserialize, Debug, Clone, PartialEq)]
pub struct Link {
    pub text: String,
    pub href: String,
}

/// A list of users under a heading.
#[derive(Deserialize, Debug, Clone, PartialEq)]
pub struct List {
    pub heading: String,
    pub items: Vec<String>,
}

/// What a run has come to; without a title it is still under way.
#[derive(Deserialize, Debug, Clone, PartialEq)]
pub struct RunResult {
    pub title: String,
    /// Who is not as wished, and why; of the page that is shown.
    pub problems: Vec<String>,
    /// The page that is shown.
    pub lines: Vec<ResultLine>,
    pub buttons: Vec<String>,
    pub text: String,
}

/// What became of one user.
#[derive(Deserialize, Debug, Clone, PartialEq)]
pub struct ResultLine {
    pub who: String,
    pub problem: bool,
    pub was: String,
    pub is: String,
    pub ended: String,
    pub why: String,
    pub remedy: String,
}

/// An application to choose.
#[derive(Deserialize, Debug, Clone, PartialEq)]
pub struct Application {
    pub name: String,
    pub state: String,
    /// The number of pending changes; empty without any.
    pub pending: String,
    pub path: String,
    pub current: bool,
}

/// Seats of a license type.
#[derive(Deserialize, Debug, Clone, PartialEq)]
pub struct Meter {
    pub name: String,
    /// What the draft changes; empty without any.
    pub pending: String,
    pub figures: String,
    pub value: Option<f64>,
    pub max: Option<f64>,
}

impl Dropdown {
    /// The options in order, as they are read.
    pub fn texts(&self) -> Vec<&str> {
        self.options
            .iter()
            .map(|option| option.text.as_str())
            .collect()
    }

    /// The option whose text begins like this.
    pub fn option(&self, beginning: &str) -> &Choice {
        let mut found = self.options.iter();
        found
            .find(|option| option.text.starts_with(beginning))
            .unwrap_or_else(|| panic!("no option {beginning:?} in {self:#?}"))
    }
}
