//! The browsers and their drivers, for the journeys.

use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};

use crate::process;
use crate::tools::{GECKODRIVER, Tool};

/// An engine, and what its browser and driver come from.
pub struct Engine {
    pub name: &'static str,
    programs: &'static [Program],
    packages: &'static [&'static str],
    /// Its driver, if that is one of the tools.
    tool: Option<(&'static str, Tool)>,
    advice: &'static str,
}

/// A program, by the environment variable that may name it, and the names it has on systems.
struct Program {
    variable: &'static str,
    names: &'static [&'static str],
}

pub const CHROMIUM: Engine = Engine {
    name: "Chromium",
    programs: &[
        Program {
            variable: "CHROMIUM",
            names: &[
                "chromium",
                "chromium-browser",
                "google-chrome",
                "google-chrome-stable",
                "chrome",
                "/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            ],
        },
        Program {
            variable: "CHROMEDRIVER",
            names: &[
                "chromedriver",
                "/usr/lib/chromium/chromedriver",
                "/usr/lib/chromium-browser/chromedriver",
            ],
        },
    ],
    packages: &["chromium", "chromium-driver", "fonts-noto-core"],
    tool: None,
    advice: "\
install both, in the same version, or name them in the environment as CHROMIUM and CHROMEDRIVER:
  Debian:  apt-get install chromium chromium-driver fonts-noto-core   (as root; then this does it itself)
  Ubuntu:  snap install chromium   (CHROMIUM=/snap/bin/chromium CHROMEDRIVER=/snap/bin/chromium.chromedriver)
  others:  https://googlechromelabs.github.io/chrome-for-testing/",
};

pub const FIREFOX: Engine = Engine {
    name: "Firefox",
    programs: &[Program {
        variable: "FIREFOX",
        names: &[
            "firefox-esr",
            "firefox",
            "/Applications/Firefox.app/Contents/MacOS/firefox",
        ],
    }],
    packages: &["firefox-esr", "fonts-noto-core"],
    tool: Some(("GECKODRIVER", GECKODRIVER)),
    advice: "\
install it, or name it in the environment as FIREFOX:
  Debian:  apt-get install firefox-esr fonts-noto-core   (as root; then this does it itself)
  others:  https://www.mozilla.org/firefox/",
};

pub const WEBKIT: Engine = Engine {
    name: "WebKit",
    programs: &[
        Program {
            variable: "MINI_BROWSER",
            names: &[
                "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
                "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
                "/usr/lib/webkit2gtk-4.1/MiniBrowser",
                "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
            ],
        },
        Program {
            variable: "WEBKIT_DRIVER",
            names: &["WebKitWebDriver"],
        },
        Program {
            variable: "XVFB",
            names: &["Xvfb"],
        },
    ],
    packages: &[
        "libwebkit2gtk-4.1-0",
        "webkit2gtk-driver",
        "xvfb",
        "fonts-noto-core",
    ],
    tool: None,
    advice: "\
install WebKitGTK with MiniBrowser, WebKitWebDriver and Xvfb, or name them in the environment as MINI_BROWSER,
WEBKIT_DRIVER and XVFB:
  Debian:  apt-get install libwebkit2gtk-4.1-0 webkit2gtk-driver xvfb fonts-noto-core   (as root; then this does it itself)
  others:  https://webkitgtk.org",
};

impl Engine {
    /// Finds its programs, and installs them if possible. Returns them by their environment variables.
    pub fn ensure(&self) -> Result<Vec<(&'static str, PathBuf)>> {
        let missing = || format!("{} or its driver is missing; {}", self.name, self.advice);
        let mut found = match self.find() {
            Some(found) => found,
            None => {
                process::apt_install(self.packages).with_context(missing)?;
                self.find().with_context(missing)?
            }
        };
        if let [(_, chromium), ("CHROMEDRIVER", driver)] = &found[..] {
            self.are_of_one_version(chromium, driver)?;
        }
        if let Some((variable, tool)) = &self.tool {
            found.push((variable, tool.ensure()?));
        }
        Ok(found)
    }

    fn find(&self) -> Option<Vec<(&'static str, PathBuf)>> {
        let program = |program: &Program| match env::var_os(program.variable) {
            Some(given) if !given.is_empty() => Some((program.variable, given.into())),
            _ => {
                let mut names = program.names.iter();
                let found = names.find_map(|name| which::which(name).ok())?;
                Some((program.variable, found))
            }
        };
        self.programs.iter().map(program).collect()
    }

    /// A driver of another version refuses the browser with a message that is hard to read.
    fn are_of_one_version(&self, browser: &Path, driver: &Path) -> Result<()> {
        let [browser, driver] = [browser, driver].map(version);
        if browser.is_some() && driver.is_some() && browser != driver {
            bail!(
                "{} is version {browser:?} and its driver is version {driver:?}; {}",
                self.name,
                self.advice
            );
        }
        Ok(())
    }
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
