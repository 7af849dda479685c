//! A browser and its driver.

mod chromium;
mod engine;
mod firefox;
mod process;
mod webkit;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;
use tempfile::TempDir;
use thirtyfour::prelude::*;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::eventually::eventually_eq;
use engine::Engine;
use process::Process;

/// Four browsers keep two cores busy, since a journey waits for most of its time.
static BROWSERS: Semaphore = Semaphore::const_new(4);

/// The size of the screen, where there is one.
const SCREEN: (u32, u32) = (2560, 1600);

const WIDTH: u32 = 1400;
const HEIGHT: u32 = 1000;
/// The height of windows of another width.
const OTHER_HEIGHT: u32 = 900;

/// The folder of the profile that files are saved in.
const DOWNLOADS: &str = "downloads";

/// A browser with a profile of its own.
pub struct Browser {
    pub driver: WebDriver,
    engine: Engine,
    profile: TempDir,
    server: Driver,
    /// By how much its window is wider and higher than the page.
    frame: (u32, u32),
    _turn: SemaphorePermit<'static>,
}

/// A running driver of one browser; it ends with it.
struct Driver {
    process: Process,
    port: u16,
    /// Where browsers that can't do without a display are shown.
    _display: Option<Process>,
}

impl Driver {
    /// Starts a browser on this profile.
    async fn open(&self, engine: Engine, profile: &Path) -> WebDriver {
        let url = format!("http://127.0.0.1:{}", self.port);
        let opened = WebDriver::new(url, engine.capabilities(profile)).await;
        let driver = opened.unwrap();
        put_window(&driver, WIDTH, HEIGHT).await;
        if engine == Engine::Chromium {
            chromium::keep_focus(&driver).await;
        }
        driver
    }
}

impl Browser {
    /// Opens one as soon as it is its turn.
    pub async fn open() -> Self {
        let engine = Engine::chosen();
        let turn = BROWSERS.acquire().await.unwrap();
        let profile = TempDir::new().unwrap();
        let server = engine.start_driver(profile.path()).await;
        let driver = server.open(engine, profile.path()).await;
        let script = "return [outerWidth - innerWidth, outerHeight - innerHeight]";
        let frame = driver.execute(script, Vec::new()).await.unwrap();
        let frame = frame.convert().unwrap();
        Self {
            driver,
            engine,
            profile,
            server,
            frame,
            _turn: turn,
        }
    }

    /// Kills it, and opens another one on its profile.
    pub async fn kill(self) -> Self {
        let process = self.engine.process_id(self.profile.path());
        let killed = Command::new("kill").args(["-9", &process]).status();
        assert!(killed.unwrap().success());
        // What is left of it for the driver.
        let _ = self.driver.quit().await;
        let driver = self.server.open(self.engine, self.profile.path()).await;
        Self { driver, ..self }
    }

    /// What the console said since this was asked last.
    pub async fn console(&self) -> Vec<ConsoleEntry> {
        match self.engine {
            Engine::Chromium => chromium::console(&self.driver).await,
            Engine::Firefox => firefox::console(&self.driver, &self.server.process).await,
            // There is no way to read it while MiniBrowser is automated.
            Engine::WebKit => Vec::new(),
        }
    }

    /// Makes the page so wide.
    pub async fn set_width(&self, width: u32) {
        self.set_size(width, OTHER_HEIGHT).await;
    }

    /// Makes the page so wide and so high.
    pub async fn set_size(&self, width: u32, height: u32) {
        if self.engine == Engine::Chromium {
            return chromium::set_size(&self.driver, width, height).await;
        }
        let (width, height) = (width + self.frame.0, height + self.frame.1);
        put_window(&self.driver, width, height).await;
        // In an iframe, this is the window around it, too.
        let script = "return [outerWidth, outerHeight]";
        let outer = async || -> (u32, u32) {
            let answer = self.driver.execute(script, Vec::new()).await;
            answer.unwrap().convert().unwrap()
        };
        eventually_eq!(outer().await, (width, height));
    }

    /// Has the browser prefer a color scheme, and force colors or not. Returns whether it can, which Chromium alone can
    /// by its driver.
    pub async fn set_colors(&self, scheme: &str, are_forced: bool) -> bool {
        let can = self.engine == Engine::Chromium;
        if can {
            chromium::set_colors(&self.driver, scheme, are_forced).await;
        }
        can
    }

    pub async fn go_back(&self) {
        // WebKit's own Back passes over entries that were made without a gesture, which choosing an option by the
        // driver is not.
        let gone = match self.engine {
            Engine::WebKit => self
                .driver
                .execute("history.back()", Vec::new())
                .await
                .map(drop),
            _ => self.driver.back().await,
        };
        gone.unwrap();
    }

    /// Sends a command of the DevTools protocol, which Chromium alone has.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        chromium::devtools(&self.driver, command, parameters).await
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

    /// Removes what was downloaded.
    pub fn forget_downloads(&self) {
        let folder = self.profile.path().join(DOWNLOADS);
        if folder.is_dir() {
            fs::remove_dir_all(&folder).unwrap();
            fs::create_dir(folder).unwrap();
        }
    }

    /// Ends it.
    pub async fn close(self) {
        self.driver.quit().await.unwrap();
    }
}

/// Puts the window around the middle of the screen, where the pointer is: without a window manager, what is under the
/// pointer has the focus.
async fn put_window(driver: &WebDriver, width: u32, height: u32) {
    let [x, y] = [SCREEN.0 - width, SCREEN.1 - height].map(|space| i64::from(space / 2));
    let placed = driver.set_window_rect(x, y, width, height).await;
    placed.unwrap();
}

/// A line of the console.
#[derive(Deserialize, Debug)]
pub struct ConsoleEntry {
    pub level: String,
    pub source: String,
    pub message: String,
}
