//! Firefox and geckodriver.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

use super::{ConsoleEntry, DOWNLOADS, Driver, Process};

/// Windows can be as narrow as a phone.
const STYLE: &str = ":root { min-width: 0 !important; min-height: 0 !important; }";

pub async fn start_driver() -> Driver {
    let program = env::var("GECKODRIVER").unwrap_or_else(|_| "geckodriver".into());
    let mut command = Command::new(program);
    command.args(["--port=0", "--log=info"]);
    let process = Process::start(command);
    let port = |line: &str| line.rsplit_once("Listening on 127.0.0.1:")?.1.parse().ok();
    let port = process.says("the port", port).await;
    Driver {
        process,
        port,
        _display: None,
    }
}

pub fn capabilities(profile: &Path) -> Capabilities {
    let chrome = profile.join("chrome");
    fs::create_dir_all(&chrome).unwrap();
    fs::write(chrome.join("userChrome.css"), STYLE).unwrap();
    let preferences = json!({
        "browser.download.folderList": 2,
        "browser.download.dir": profile.join(DOWNLOADS),
        "browser.helperApps.neverAsk.saveToDisk": "text/csv",
        "devtools.console.stdout.chrome": false,
        "devtools.console.stdout.content": true,
        "intl.accept_languages": "en-US",
        "toolkit.legacyUserProfileCustomizations.stylesheets": true,
        // Scrollbars take no room, as in the other browsers.
        "ui.useOverlayScrollbars": 1,
    });
    let mut options = json!({
        "args": ["-headless", "-profile", profile],
        "prefs": preferences,
    });
    if let Ok(firefox) = env::var("FIREFOX") {
        options["binary"] = firefox.into();
    }
    Capabilities::from_iter([
        ("browserName".into(), json!("firefox")),
        ("moz:firefoxOptions".into(), options),
    ])
}

/// Firefox names its process in its lock.
pub fn process_id(profile: &Path) -> String {
    let lock = fs::read_link(profile.join("lock")).unwrap();
    let lock = lock.to_string_lossy();
    lock.rsplit_once('+').unwrap().1.to_owned()
}

/// Firefox writes its console to its output, through the driver.
pub async fn console(driver: &WebDriver, process: &Process) -> Vec<ConsoleEntry> {
    const END: &str = "The console was read until here.";
    // A page that has crashed can't say it.
    if driver
        .execute(format!("console.log('{END}')"), Vec::new())
        .await
        .is_ok()
    {
        let is_end = |line: &str| line.contains(END).then_some(());
        process.says("the end of the console", is_end).await;
    }
    let lines = process.take_lines();
    let written = lines.iter().filter(|line| !line.contains(END));
    written.filter_map(|line| entry(line)).collect()
}

/// What a line says, such as `console.error: "…"` or `JavaScript error: http://…, line 1: …`. Lines of Firefox itself
/// begin with a name without quotes, or with another address.
fn entry(line: &str) -> Option<ConsoleEntry> {
    let (kind, message) = line.split_once(": ")?;
    let (level, source) = match kind {
        "JavaScript error" if message.starts_with("http") => ("SEVERE", "javascript"),
        _ if !message.starts_with(['"', '(']) => return None,
        "console.error" => ("SEVERE", "console-api"),
        "console.warn" => ("WARNING", "console-api"),
        "console.log" | "console.info" | "console.debug" => ("INFO", "console-api"),
        _ => return None,
    };
    Some(ConsoleEntry {
        level: level.to_owned(),
        source: source.to_owned(),
        message: message.to_owned(),
    })
}
