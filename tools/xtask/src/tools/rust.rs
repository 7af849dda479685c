//! What the build needs of Rust beyond its compiler.

use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

use super::WASM_TARGET;
use crate::process;

/// Adds the target that the frontend is compiled for.
pub(super) fn ensure_wasm_target() -> Result<()> {
    let what = format!("the target {WASM_TARGET}");
    let arguments = ["--print", "target-libdir", "--target", WASM_TARGET];
    ensure(&arguments, "", &["target", "add", WASM_TARGET], &what)
}

/// Adds the standard library as text, which the release build compiles.
pub(super) fn ensure_source() -> Result<()> {
    let std = "lib/rustlib/src/rust/library/std/src/lib.rs";
    let what = "the source of the standard library";
    ensure(
        &["--print", "sysroot"],
        std,
        &["component", "add", "rust-src"],
        what,
    )
}

/// Adds what is not `below` the path that rustc prints.
fn ensure(print: &[&str], below: &str, add: &[&str], what: &str) -> Result<()> {
    let printed = process::output_of(Command::new("rustc").args(print));
    if printed.is_some_and(|path| Path::new(&path).join(below).exists()) {
        return Ok(());
    }
    println!("Adding {what}");
    let added = process::run(Command::new("rustup").args(add), &format!("add {what}"));
    if added.is_err() && process::output_of(Command::new("rustup").arg("--version")).is_none() {
        bail!(
            "Rust lacks {what}, and there is no rustup to add it; install Rust through https://rustup.rs"
        );
    }
    added
}
