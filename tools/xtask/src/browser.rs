//! Chromium and its driver, for the browser journeys.

use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};

use crate::process;

const CHROMIUM: [&str; 7] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const DRIVER: [&str; 3] = [
    "chromedriver",
    "/usr/lib/chromium/chromedriver",
    "/usr/lib/chromium-browser/chromedriver",
];

const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-noto-core"];

const ADVICE: &str = "\
install both, in the same version, or name them in the environment as CHROMIUM and CHROMEDRIVER:
  Debian:  apt-get install chromium chromium-driver fonts-noto-core   (as root; then this does it itself)
  Ubuntu:  snap install chromium   (CHROMIUM=/snap/bin/chromium CHROMEDRIVER=/snap/bin/chromium.chromedriver)
  others:  https://googlechromelabs.github.io/chrome-for-testing/";

/// Finds Chromium and its driver, in this order, and installs them if possible.
pub fn ensure() -> Result<[PathBuf; 2]> {
    let found = match find() {
        Some(found) => found,
        None => {
            let installed = process::apt_install(&PACKAGES);
            installed.with_context(|| format!("Chromium or chromedriver is missing; {ADVICE}"))?;
            find().with_context(|| format!("Chromium is missing even now; {ADVICE}"))?
        }
    };
    // A driver of another version refuses the browser with a message that is hard to read.
    let [chromium, driver] = found.each_ref().map(|program| version(program));
    if chromium.is_some() && driver.is_some() && chromium != driver {
        bail!("Chromium is version {chromium:?} and chromedriver is version {driver:?}; {ADVICE}");
    }
    Ok(found)
}

fn find() -> Option<[PathBuf; 2]> {
    let program = |variable: &str, names: &[&str]| match env::var_os(variable) {
        Some(given) if !given.is_empty() => Some(given.into()),
        _ => names.iter().find_map(|name| which::which(name).ok()),
    };
    Some([
        program("CHROMIUM", &CHROMIUM)?,
        program("CHROMEDRIVER", &DRIVER)?,
    ])
}

fn version(program: &Path) -> Option<u32> {
    major(&process::output_of(program, &["--version"])?)
}

fn major(version: &str) -> Option<u32> {
    let mut words = version.split_whitespace();
    words.find_map(|word| word.split_once('.')?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(major("Chromium 142.0.7444.59 built on Debian"), Some(142));
        assert_eq!(
            major("ChromeDriver 141.0.1 (abc-refs/heads@{#1})"),
            Some(141)
        );
        assert_eq!(major("nothing"), None);
    }
}
