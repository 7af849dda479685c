//! Chromium and its driver.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command as Program, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Four browsers keep two cores busy, since a journey waits for most of its time.
static BROWSERS: Semaphore = Semaphore::const_new(4);

/// The driver that all browsers of this process share, while there are any.
static DRIVER: Mutex<Weak<Chromedriver>> = Mutex::new(Weak::new());

const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1400,1000",
];

/// The folder of the profile that files are saved in.
const DOWNLOADS: &str = "downloads";

/// A browser with a profile of its own.
pub struct Browser {
    pub driver: WebDriver,
    profile: TempDir,
    chromedriver: Arc<Chromedriver>,
    _turn: SemaphorePermit<'static>,
}

impl Browser {
    /// Opens one as soon as it is its turn.
    pub async fn open() -> Self {
        let chromedriver = Chromedriver::shared();
        let turn = BROWSERS.acquire().await.unwrap();
        let profile = TempDir::new().unwrap();
        let driver = start(&chromedriver, &profile).await;
        Self {
            driver,
            profile,
            chromedriver,
            _turn: turn,
        }
    }

    /// Kills it, and opens another one on its profile.
    pub async fn kill(self) -> Self {
        // Chromium names its process in its lock.
        let lock = fs::read_link(self.profile.path().join("SingletonLock")).unwrap();
        let lock = lock.to_string_lossy();
        let (_, process) = lock.rsplit_once('-').unwrap();
        let killed = Program::new("kill").args(["-9", process]).status();
        assert!(killed.unwrap().success());
        // What is left of it for the driver.
        let _ = self.driver.quit().await;
        let driver = start(&self.chromedriver, &self.profile).await;
        Self { driver, ..self }
    }

    /// What the console said since this was asked last.
    pub async fn console(&self) -> Vec<ConsoleEntry> {
        let command = Command::ExtensionCommand(Box::new(ReadConsole));
        self.driver.cmd(command).await.unwrap().value().unwrap()
    }

    /// What was downloaded: name and content of each file. A file is empty before its content is there.
    pub fn downloads(&self) -> Vec<(String, String)> {
        let Ok(files) = fs::read_dir(self.profile.path().join(DOWNLOADS)) else {
            return Vec::new();
        };
        let files = files.map(|file| file.unwrap().path());
        let ended = files.filter(|file| file.extension().is_some_and(|kind| kind == "csv"));
        ended
            .filter_map(|file| {
                let name = file.file_name()?.to_str()?.to_owned();
                Some((name, fs::read_to_string(file).ok()?))
            })
            .filter(|(_, content)| !content.is_empty())
            .collect()
    }

    /// Ends it.
    pub async fn close(self) {
        self.driver.quit().await.unwrap();
    }
}

async fn start(chromedriver: &Chromedriver, profile: &TempDir) -> WebDriver {
    let mut wanted = DesiredCapabilities::chrome();
    for flag in FLAGS {
        wanted.add_arg(flag).unwrap();
    }
    let folder = format!("--user-data-dir={}", profile.path().display());
    wanted.add_arg(&folder).unwrap();
    if let Ok(chromium) = env::var("CHROMIUM") {
        wanted.set_binary(&chromium).unwrap();
    }
    let downloads = json!({ "download.default_directory": profile.path().join(DOWNLOADS) });
    wanted.add_experimental_option("prefs", downloads).unwrap();
    wanted
        .set_base_capability("goog:loggingPrefs", json!({ "browser": "ALL" }))
        .unwrap();
    WebDriver::new(chromedriver.url(), wanted).await.unwrap()
}

/// A line of the console.
#[derive(Deserialize, Debug)]
pub struct ConsoleEntry {
    pub level: String,
    pub source: String,
    pub message: String,
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

/// A running chromedriver; it ends with the last browser.
struct Chromedriver {
    process: Child,
    port: u16,
}

impl Chromedriver {
    fn shared() -> Arc<Self> {
        let mut shared = DRIVER.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let started = Arc::new(Self::start());
            *shared = Arc::downgrade(&started);
            started
        })
    }

    fn start() -> Self {
        let program = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
        let started = Program::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut process = started.unwrap_or_else(|error| panic!("{program}: {error}"));
        let said = BufReader::new(process.stdout.as_mut().unwrap()).lines();
        let port = said
            .map_while(Result::ok)
            .find_map(|line| {
                line.rsplit_once("successfully on port ")?
                    .1
                    .trim_end_matches('.')
                    .parse()
                    .ok()
            })
            .unwrap_or_else(|| panic!("{program} names no port"));
        Self { process, port }
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
