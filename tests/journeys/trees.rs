//! The accessibility tree of the main views, as the browser passes it to assistive technology, is the one in `trees`.

use std::collections::HashMap;
use std::fmt::Write;

use serde::Deserialize;
use serde_json::{Value, json};
use thirtyfour::By;

use crate::data::unlicensed;
use crate::eventually::{eventually, eventually_eq, eventually_true};
use crate::expected::{is_as_expected, without_times};
use crate::harness::{account_of, journey};
use crate::page::{HOME, Page};
use crate::running::BULK;
use crate::texts::say;

/// States of a node that say something if they are set.
const STATES: [&str; 12] = [
    "level",
    "checked",
    "pressed",
    "expanded",
    "selected",
    "required",
    "disabled",
    "invalid",
    "focused",
    "modal",
    "live",
    "valuetext",
];

/// Attributes that assistive technology is told of, but the protocol leaves out of the tree.
const ATTRIBUTES: [&str; 2] = ["aria-current", "aria-sort"];

/// A node, as the DevTools protocol has it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    node_id: String,
    #[serde(rename = "backendDOMNodeId")]
    element: Option<u64>,
    #[serde(skip)]
    attributes: String,
    #[serde(default)]
    ignored: bool,
    role: Option<Field>,
    name: Option<Field>,
    description: Option<Field>,
    value: Option<Field>,
    #[serde(default)]
    properties: Vec<Property>,
    #[serde(default)]
    child_ids: Vec<String>,
    parent_id: Option<String>,
}

#[derive(Deserialize)]
struct Field {
    #[serde(default)]
    value: Value,
}

/// A node of the document, as the DevTools protocol has it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Element {
    #[serde(rename = "backendNodeId")]
    id: u64,
    /// Names and values in turn.
    #[serde(default)]
    attributes: Vec<String>,
    #[serde(default)]
    children: Vec<Element>,
}

impl Element {
    /// Notes the attributes that the tree lacks, of all elements in here.
    fn note_attributes(&self, by_element: &mut HashMap<u64, String>) {
        for attribute in self.attributes.chunks_exact(2) {
            if ATTRIBUTES.contains(&&*attribute[0]) {
                let said = format!(" {}", attribute.join("="));
                by_element.entry(self.id).or_default().push_str(&said);
            }
        }
        for child in &self.children {
            child.note_attributes(by_element);
        }
    }
}

#[derive(Deserialize)]
struct Property {
    name: String,
    value: Field,
}

impl Node {
    fn role(&self) -> &str {
        let role = self.role.as_ref();
        role.and_then(|role| role.value.as_str())
            .unwrap_or_default()
    }

    fn name(&self) -> String {
        text(self.name.as_ref())
    }

    /// It says nothing itself. Some versions of Chromium list forms without a name, others don't.
    fn is_transparent(&self) -> bool {
        let is_box = matches!(
            self.role(),
            "generic" | "none" | "" | "MenuListPopup" | "form"
        );
        self.ignored || is_box && self.name().is_empty()
    }

    /// Whether a property is a state that is set. The document is focused or not with its window.
    fn says(&self, Property { name, value }: &Property) -> bool {
        let is_unset = ["", "false"].contains(&&*text(Some(value)));
        let is_implied = match name.as_str() {
            "focused" => self.role() == "RootWebArea",
            "level" => self.role() != "heading",
            _ => false,
        };
        STATES.contains(&name.as_str()) && !is_unset && !is_implied
    }

    /// Role, name, description, value and states.
    fn line(&self) -> String {
        let mut line = self.role().to_owned();
        let name = self.name();
        if !name.is_empty() {
            let _ = write!(line, " {name:?}");
        }
        for (what, field) in [("value", &self.value), ("description", &self.description)] {
            let text = text(field.as_ref());
            if !text.is_empty() && text != name {
                let _ = write!(line, " {what}={text:?}");
            }
        }
        for Property { name, value } in self.properties.iter().filter(|each| self.says(each)) {
            let _ = write!(line, " {name}={}", text(Some(value)));
        }
        line += &self.attributes;
        line
    }
}

fn text(field: Option<&Field>) -> String {
    match field.map(|field| &field.value) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => without_times(text),
        Some(value) => value.to_string(),
    }
}

/// The tree below the page, a node a line, indented; nodes that say nothing are left out, and texts that are the name of
/// what they are in.
fn render(nodes: &[Node]) -> String {
    let by_id: HashMap<&str, &Node> = nodes.iter().map(|node| (&*node.node_id, node)).collect();
    let mut lines = String::new();
    let roots = nodes.iter().filter(|node| node.parent_id.is_none());
    for root in roots {
        render_into(&mut lines, root, &by_id, 0, "");
    }
    lines
}

fn render_into(
    lines: &mut String,
    node: &Node,
    all: &HashMap<&str, &Node>,
    depth: usize,
    within: &str,
) {
    let is_repeated = node.role() == "StaticText" && node.name() == within;
    if node.role() == "InlineTextBox" || is_repeated {
        return;
    }
    let name = node.name();
    let (depth, within) = if node.is_transparent() {
        (depth, within)
    } else {
        let _ = writeln!(lines, "{}{}", "  ".repeat(depth), node.line());
        (depth + 1, name.as_str())
    };
    // What it says at the moment depends on the time; the journeys on speech check it.
    if node.role() == "status" {
        return;
    }
    for child in &node.child_ids {
        if let Some(child) = all.get(child.as_str()) {
            render_into(lines, child, all, depth, within);
        }
    }
}

impl Page {
    /// The tree of the document, once it stays the same.
    async fn tree(&self) -> String {
        let mut last = String::new();
        let look = async || {
            let answer = self
                .devtools("Accessibility.getFullAXTree", json!({}))
                .await;
            let mut nodes: Vec<Node> = serde_json::from_value(answer["nodes"].clone()).unwrap();
            let attributes = self.attributes_outside_the_tree().await;
            for node in &mut nodes {
                let noted = node.element.and_then(|element| attributes.get(&element));
                node.attributes = noted.cloned().unwrap_or_default();
            }
            let tree = render(&nodes);
            let stays = tree == last;
            last.clone_from(&tree);
            (stays, tree)
        };
        eventually(look, |(stays, _)| *stays).await.1
    }

    /// The attributes that the tree lacks, by element.
    async fn attributes_outside_the_tree(&self) -> HashMap<u64, String> {
        let document = json!({ "depth": -1 });
        let answer = self.devtools("DOM.getDocument", document).await;
        let root: Element = serde_json::from_value(answer["root"].clone()).unwrap();
        let mut attributes = HashMap::new();
        root.note_attributes(&mut attributes);
        attributes
    }

    /// The tree is the one in the file of this name.
    async fn has_tree(&self, name: &str) {
        is_as_expected(&format!("trees/{name}.txt"), &self.tree().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_a_draft_and_the_review() {
    journey(account_of(12), async |page| {
        page.open("/app/").await;
        page.is_ready().await;
        page.has_tree("list").await;
        page.set_size(320, 900).await;
        page.has_tree("list-320").await;
        page.set_size(1280, 900).await;
        page.click_labelled(say("table.select_page")).await;
        page.change_license("Meet Pro").await;
        eventually_true!(!page.summary().await.is_empty());
        page.has_tree("drafts").await;
        page.open_review().await;
        page.has_tree("review").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_and_its_result() {
    journey(account_of(12), async |page| {
        page.open("/app/").await;
        page.is_ready().await;
        for user in &unlicensed(&page.db(), "meet")[..2] {
            page.choose_license(&user.email, "Meet").await;
        }
        page.open_review().await;
        page.faults().hold(BULK);
        page.click_apply().await;
        eventually_eq!(page.texts("dialog[open]").await.len(), 0);
        let running = say("row.running").to_owned();
        eventually_true!(
            page.rows()
                .await
                .iter()
                .any(|row| row.notes.contains(&running))
        );
        page.has_tree("running").await;
        page.faults().release();
        page.result().await;
        page.click(By::Css(".result [aria-expanded]")).await;
        page.has_tree("result").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_and_the_banner_of_campaigns() {
    journey(account_of(12), async |page| {
        page.open(&format!("{HOME}/star-messenger")).await;
        page.is_ready().await;
        page.has_tree("star-messenger").await;
    })
    .await;
}
