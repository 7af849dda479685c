//! Chromium and its driver, for the browser journeys.

use anyhow::{Result, bail};
use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::{apt, process};

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
  Fedora:  dnf install chromium chromedriver
  Arch:    pacman -S chromium
  macOS:   brew install --cask google-chrome chromedriver
  Windows: winget install Google.Chrome Chromium.ChromeDriver
  others:  https://googlechromelabs.github.io/chrome-for-testing/";

/// Where both are.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

impl Browser {
    /// Finds both, and installs them where it can.
    pub fn ensure() -> Result<Self> {
        if let Some(found) = Self::find() {
            return found.checked();
        }
        if let Err(reason) = apt::install(&PACKAGES, "the browser") {
            bail!("Chromium or chromedriver is missing, and {reason:#}; {ADVICE}");
        }
        match Self::find() {
            Some(found) => found.checked(),
            None => bail!("Chromium or chromedriver is missing even after installing it; {ADVICE}"),
        }
    }

    fn find() -> Option<Self> {
        Some(Self {
            chromium: program("CHROMIUM", &CHROMIUM)?,
            driver: program("CHROMEDRIVER", &DRIVER)?,
        })
    }

    /// A driver of another version refuses the browser with a message that is hard to read.
    fn checked(self) -> Result<Self> {
        let version = |path: &PathBuf| {
            let text = process::output_of(Command::new(path).arg("--version"))?;
            major(&text)
        };
        let versions = (version(&self.chromium), version(&self.driver));
        match versions {
            (Some(chromium), Some(driver)) if chromium != driver => bail!(
                "{} is version {chromium} and {} is version {driver}; {ADVICE}",
                self.chromium.display(),
                self.driver.display()
            ),
            _ => Ok(self),
        }
    }
}

fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(given) = env::var_os(variable).filter(|value| !value.is_empty()) {
        return Some(given.into());
    }
    names.iter().find_map(|name| which::which(name).ok())
}

fn major(version: &str) -> Option<u32> {
    version
        .split_whitespace()
        .find_map(|word| word.split_once('.')?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

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
