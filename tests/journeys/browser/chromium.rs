//! Chromium and chromedriver.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command as Program;
use std::sync::Arc;

use http::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::extensions::cdp::ChromeDevTools;
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, ChromiumLikeCapabilities, DesiredCapabilities};

use super::{ConsoleEntry, DOWNLOADS, Driver, Process};
use crate::eventually::there;

const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

pub async fn start_driver() -> Driver {
    let program = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
    let start = || {
        let mut command = Program::new(&program);
        command.arg("--port=0");
        Process::start(command)
    };
    let port = |line: &str| {
        let (_, port) = line.rsplit_once("successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    };
    let mut process = start();
    let port = there("chromedriver", async || {
        // It chooses a port for IPv4, and ends if that is taken for IPv6.
        if process.has_ended() {
            process = start();
        }
        process.said(port)
    })
    .await;
    Driver {
        process,
        port,
        _display: None,
    }
}

pub fn capabilities(profile: &Path) -> Capabilities {
    let mut wanted = DesiredCapabilities::chrome();
    for flag in FLAGS {
        wanted.add_arg(flag).unwrap();
    }
    let folder = format!("--user-data-dir={}", profile.display());
    wanted.add_arg(&folder).unwrap();
    if let Ok(chromium) = env::var("CHROMIUM") {
        wanted.set_binary(&chromium).unwrap();
    }
    let downloads = json!({ "download.default_directory": profile.join(DOWNLOADS) });
    wanted.add_experimental_option("prefs", downloads).unwrap();
    wanted
        .set_base_capability("goog:loggingPrefs", json!({ "browser": "ALL" }))
        .unwrap();
    wanted.into()
}

/// Chromium names its process in its lock.
pub fn process_id(profile: &Path) -> String {
    let lock = fs::read_link(profile.join("SingletonLock")).unwrap();
    let lock = lock.to_string_lossy();
    lock.rsplit_once('-').unwrap().1.to_owned()
}

pub async fn console(driver: &WebDriver) -> Vec<ConsoleEntry> {
    let command = Command::ExtensionCommand(Box::new(ReadConsole));
    driver.cmd(command).await.unwrap().value().unwrap()
}

#[derive(Debug)]
struct ReadConsole;

impl ExtensionCommand for ReadConsole {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "type": "browser" }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/se/log".into()
    }
}

/// The window itself has a least width.
pub async fn set_size(driver: &WebDriver, width: u32, height: u32) {
    devtools(
        driver,
        "Emulation.setScrollbarsHidden",
        json!({ "hidden": true }),
    )
    .await;
    let window =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    devtools(driver, "Emulation.setDeviceMetricsOverride", window).await;
}

/// Has the browser prefer a color scheme, and force colors or not.
pub async fn set_colors(driver: &WebDriver, scheme: &str, are_forced: bool) {
    let forced = if are_forced { "active" } else { "none" };
    let features = json!({ "features": [
        { "name": "prefers-color-scheme", "value": scheme },
        { "name": "forced-colors", "value": forced },
    ] });
    devtools(driver, "Emulation.setEmulatedMedia", features).await;
}

/// Has the page behave as in the window of somebody who works with it. Without a screen, it depends on chance whether
/// the window has the focus, and without it, no element is told that it got the focus.
pub async fn keep_focus(driver: &WebDriver) {
    let command = "Emulation.setFocusEmulationEnabled";
    devtools(driver, command, json!({ "enabled": true })).await;
}

/// Sends a command of the DevTools protocol.
pub async fn devtools(driver: &WebDriver, command: &str, parameters: Value) -> Value {
    let tools = ChromeDevTools::new(driver.handle.clone());
    let answer = tools.execute_cdp_with_params(command, parameters).await;
    answer.unwrap()
}
