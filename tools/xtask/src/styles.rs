//! The style sheet of the frontend: the tokens, the base, and the sheets of the components, which
//! stylers scopes to their component.

mod check;
mod scan;
mod selector;

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::process::{self, Command};

use scan::Call;

/// The sheet that index.html links.
pub const OUTPUT: &str = "target/style/license-management.css";

/// Sheets that hold for the whole page, in their order.
const GLOBAL: [&str; 2] = ["style/tokens.css", "style/base.css"];

/// One sheet of a component.
pub(crate) struct Sheet {
    /// As the source names it.
    path: String,
    text: String,
    class: String,
    /// What stylers makes of it.
    scoped: String,
    /// Where it is used.
    calls: Vec<Call>,
}

impl Sheet {
    fn read(root: &Path, path: &str, calls: Vec<Call>) -> Result<Self> {
        let text = fs::read_to_string(root.join(path)).with_context(|| {
            format!(
                "{} names the sheet {path}, which cannot be read; the path counts from the folder of Cargo.toml",
                places(&calls)
            )
        })?;
        Self::new(path, text, calls)
    }

    fn new(path: &str, text: String, calls: Vec<Call>) -> Result<Self> {
        // It panics on what it does not understand, such as a brace that is not closed.
        let read = panic::catch_unwind(AssertUnwindSafe(|| {
            let class = stylers_core::Class::rand_class_from_seed(text.clone());
            let scoped = stylers_core::from_str(&text, &class);
            (class.as_name().to_owned(), scoped)
        }));
        let Ok((class, scoped)) = read else {
            bail!(
                "stylers cannot read {path}: look for a brace or a comment that is not closed, or a brace in a string"
            );
        };
        Ok(Self {
            path: path.to_owned(),
            text,
            class,
            scoped,
            calls,
        })
    }
}

fn places(calls: &[Call]) -> String {
    let places: Vec<String> = calls.iter().map(ToString::to_string).collect();
    places.join(", ")
}

/// The scoped sheets of all components of the project in `root`, sorted by path.
/// Fails when a component would get a class without its rules.
pub fn scoped(root: &Path) -> Result<String> {
    let sheets = sheets(root)?;
    let mut problems = check::problems(&sheets);
    if problems.is_empty() && !sheets.is_empty() {
        problems = check::unseen(&sheets, &run_stylers(root)?);
    }
    if !problems.is_empty() {
        bail!(
            "the style sheets break rules of stylers:\n  {}",
            problems.join("\n  ")
        );
    }
    Ok(sheets.iter().map(|sheet| sheet.scoped.as_str()).collect())
}

fn sheets(root: &Path) -> Result<Vec<Sheet>> {
    let mut uses: BTreeMap<String, Vec<Call>> = BTreeMap::new();
    for (path, call) in scan::calls(root)? {
        uses.entry(path).or_default().push(call);
    }
    uses.into_iter()
        .map(|(path, calls)| Sheet::read(root, &path, calls))
        .collect()
}

/// The build library of stylers works on the current folder, panics and prints: a process of its own
/// contains all three.
fn run_stylers(root: &Path) -> Result<String> {
    let output = env::temp_dir().join(format!("license-management-stylers-{}.css", process::id()));
    let program = env::current_exe().context("could not find this program itself")?;
    let ran = Command::new(program)
        .arg("stylers")
        .arg(&output)
        .current_dir(root)
        .output()
        .context("could not start stylers")?;
    if !ran.status.success() {
        let message = String::from_utf8_lossy(&ran.stderr);
        bail!(
            "stylers could not read the sources in src/: {}",
            message.trim()
        );
    }
    let css = fs::read_to_string(&output)
        .with_context(|| format!("stylers wrote no {}", output.display()))?;
    // Left behind it is harmless.
    let _ = fs::remove_file(&output);
    Ok(css)
}

/// Writes the whole sheet, unless it is there already; says whether it wrote.
pub fn write(root: &Path, scoped: &str) -> Result<bool> {
    let mut css = String::new();
    for name in GLOBAL {
        let text = fs::read_to_string(root.join(name))
            .with_context(|| format!("could not read the style sheet {name}"))?;
        css.push_str(text.trim_end());
        css.push('\n');
    }
    css.push_str(scoped);

    let output = root.join(OUTPUT);
    if fs::read_to_string(&output).is_ok_and(|present| present == css) {
        return Ok(false);
    }
    if let Some(folder) = output.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("could not make the folder {}", folder.display()))?;
    }
    fs::write(&output, css).with_context(|| format!("could not write {}", output.display()))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheets_of_this_project_keep_to_the_dialect() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .unwrap();
        let sheets = sheets(root).unwrap();
        assert_eq!(check::problems(&sheets), Vec::<String>::new());
    }
}
