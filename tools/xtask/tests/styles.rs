//! `xtask styles` on small projects: what it writes, and what it says when a sheet cannot work.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const COMPONENT: &str = r#"
#[component]
pub fn Seats() -> impl IntoView {
    let class = style_sheet!("./style/components/seats.css");
    view! { class=class, <p>"seats"</p> }
}
"#;

fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let always = [
        ("style/tokens.css", ":root { --ink: #111; }\n"),
        ("style/base.css", "body { margin: 0; }\n"),
        ("tools/xtask/Cargo.toml", ""),
    ];
    for (name, text) in always.iter().chain(files) {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

fn styles(root: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("styles")
        .env("CARGO_MANIFEST_DIR", root.join("tools/xtask"))
        .output()
        .unwrap()
}

fn complaint(files: &[(&str, &str)]) -> String {
    let root = project(files);
    let output = styles(root.path());
    assert!(!output.status.success(), "it should have failed");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn tokens_then_base_then_scoped_components_and_only_when_changed() {
    let root = project(&[
        ("src/seats.rs", COMPONENT),
        ("style/components/seats.css", ".meter{inline-size:100%;}\n"),
    ]);
    let output = styles(root.path());
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );

    let path = root.path().join("target/style/license-management.css");
    let css = fs::read_to_string(&path).unwrap();
    assert!(
        css.starts_with(":root { --ink: #111; }\nbody { margin: 0; }\n.meter.l-"),
        "{css}"
    );

    let before = fs::metadata(&path).unwrap().modified().unwrap();
    assert!(
        styles(root.path()).stdout.is_empty(),
        "nothing changed, so nothing is written"
    );
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
}

#[test]
fn a_sheet_that_two_components_use_is_written_once() {
    let root = project(&[
        ("src/seats.rs", COMPONENT),
        ("src/again.rs", COMPONENT),
        ("style/components/seats.css", ".meter{inline-size:100%;}\n"),
    ]);
    assert!(styles(root.path()).status.success());
    let css = fs::read_to_string(root.path().join("target/style/license-management.css")).unwrap();
    assert_eq!(css.matches(".meter").count(), 1, "{css}");
}

#[test]
fn a_call_where_stylers_does_not_look_is_named() {
    let deep = "pub fn outer() { if true { let class = style_sheet!(\"./style/components/seats.css\"); } }";
    let complaint = complaint(&[
        ("src/seats.rs", deep),
        ("style/components/seats.css", ".meter{inline-size:100%;}\n"),
    ]);
    assert!(complaint.contains("src/seats.rs:1"), "{complaint}");
    assert!(complaint.contains("top level"), "{complaint}");
}

#[test]
fn a_missing_sheet_is_named_with_its_component() {
    let complaint = complaint(&[("src/seats.rs", COMPONENT)]);
    assert!(complaint.contains("seats.css"), "{complaint}");
    assert!(complaint.contains("src/seats.rs:4"), "{complaint}");
}

#[test]
fn a_rule_that_breaks_the_dialect_is_named() {
    let complaint = complaint(&[
        ("src/seats.rs", COMPONENT),
        ("style/components/seats.css", ".meter > p{margin:0;}\n"),
    ]);
    assert!(complaint.contains(".meter > p"), "{complaint}");
}
