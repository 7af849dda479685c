//! `cargo xtask size`: what the first load of the stand-alone page transfers, and what it loads later.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use super::build;
use crate::project::Project;
use crate::{precompress, references};

/// What all files together may take with brotli, in bytes. The goal is 230,000; this is the size that was reached with
/// the router and serde in it, and is only ever lowered.
const BUDGET: usize = 264_000;

#[derive(Default)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the table; fails when it is over the budget.
pub fn run(project: &Project) -> Result<ExitCode> {
    build::ensure_release(project)?;
    let dist = project.dist();
    let mut total = Size::default();
    println!(
        "{:<46} {:>9} {:>9} {:>9}",
        "First load, in bytes", "raw", "gzip", "brotli"
    );
    let loads = references::loads(&dist)?;
    for path in &loads.first {
        let size = measure(&dist.join(path))?;
        print(&path.to_string_lossy(), &size);
        total.raw += size.raw;
        total.gzip += size.gzip;
        total.brotli += size.brotli;
    }
    print("in all", &total);
    println!("Later");
    for path in &loads.later {
        print(&path.to_string_lossy(), &measure(&dist.join(path))?);
    }

    println!("{}", verdict(total.brotli));
    Ok(if total.brotli > BUDGET {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn verdict(brotli: usize) -> String {
    match BUDGET.checked_sub(brotli) {
        Some(left) => format!("Within the budget of {BUDGET} bytes (brotli): {left} left"),
        None => format!(
            "Over the budget of {BUDGET} bytes (brotli) by {}: make it smaller before it goes in",
            brotli - BUDGET
        ),
    }
}

fn print(name: &str, size: &Size) {
    println!(
        "{name:<46} {:>9} {:>9} {:>9}",
        size.raw, size.gzip, size.brotli
    );
}

fn measure(path: &Path) -> Result<Size> {
    let bytes = fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
    Ok(Size {
        raw: bytes.len(),
        gzip: compressed(path, "gz", &bytes, precompress::gzip)?,
        brotli: compressed(path, "br", &bytes, precompress::brotli)?,
    })
}

/// The neighbour that a server hands out, or what it would make itself.
fn compressed(
    path: &Path,
    ending: &str,
    bytes: &[u8],
    compress: fn(&[u8]) -> std::io::Result<Vec<u8>>,
) -> Result<usize> {
    let mut neighbour = path.as_os_str().to_owned();
    neighbour.push(".");
    neighbour.push(ending);
    if let Ok(meta) = fs::metadata(&neighbour) {
        return usize::try_from(meta.len()).context("a file is larger than memory");
    }
    let compressed =
        compress(bytes).with_context(|| format!("could not compress {}", path.display()))?;
    // A server sends a file as it is when compressing does not pay.
    Ok(compressed.len().min(bytes.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_may_be_spent_to_the_last_byte() {
        assert!(verdict(BUDGET).starts_with("Within"));
        assert!(verdict(BUDGET + 1).starts_with("Over"));
    }
}
