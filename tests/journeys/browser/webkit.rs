//! WebKitGTK's MiniBrowser and WebKitWebDriver, on a display of their own.

use std::env;
use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{self, Command};
use std::sync::atomic::{AtomicU16, Ordering};

use serde_json::json;
use thirtyfour::Capabilities;

use super::{DOWNLOADS, Driver, Process, SCREEN};
use crate::eventually::there;

/// Without a minimum width of its toolbar, which nobody uses, a window can be as narrow as a phone.
const STYLE: &str = "button, entry { min-width: 0; padding: 0; margin: 0; font-size: 1px; }";

/// Ports below those that systems give by themselves.
const PORTS: std::ops::Range<u16> = 20_000..32_000;

pub async fn start_driver(profile: &Path) -> Driver {
    let program = env::var("XVFB").unwrap_or_else(|_| "Xvfb".into());
    let mut command = Command::new(program);
    let screen = format!("{}x{}x24", SCREEN.0, SCREEN.1);
    command.args(["-displayfd", "1", "-screen", "0", &screen]);
    command.args(["-nolisten", "tcp"]);
    let display = Process::start(command);
    let number: u32 = display
        .says("the number", |line| line.trim().parse().ok())
        .await;

    let downloads = profile.join(DOWNLOADS);
    let config = profile.join(".config");
    fs::create_dir_all(&downloads).unwrap();
    fs::create_dir_all(config.join("gtk-3.0")).unwrap();
    fs::write(config.join("gtk-3.0/gtk.css"), STYLE).unwrap();
    let folders = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads.display());
    fs::write(config.join("user-dirs.dirs"), folders).unwrap();

    // It does not say which port it has been given.
    let port = free_port();
    let program = env::var("WEBKIT_DRIVER").unwrap_or_else(|_| "WebKitWebDriver".into());
    let mut command = Command::new(program);
    command
        .arg(format!("--port={port}"))
        .env("DISPLAY", format!(":{number}"))
        .env("HOME", profile)
        .env("XDG_CONFIG_HOME", config)
        .env("LANG", "en_US.UTF-8")
        .env("NO_AT_BRIDGE", "1")
        .env_remove("LANGUAGE");
    let process = Process::start(command);
    there("WebKitWebDriver", async || {
        TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()
    })
    .await;
    Driver {
        process,
        port,
        _display: Some(display),
    }
}

/// A port that nobody listens on, and that no other browser of this process is given.
fn free_port() -> u16 {
    static TAKEN: AtomicU16 = AtomicU16::new(0);
    // Test runs at the same time begin elsewhere.
    let first = process::id() as u16 % 100 * 100;
    loop {
        let next = first.wrapping_add(TAKEN.fetch_add(1, Ordering::Relaxed));
        let port = PORTS.start + next % (PORTS.end - PORTS.start);
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

pub fn capabilities() -> Capabilities {
    let browser = env::var("MINI_BROWSER").unwrap_or_else(|_| "MiniBrowser".into());
    let options = json!({ "binary": browser, "args": ["--automation"] });
    Capabilities::from_iter([("webkitgtk:browserOptions".into(), options)])
}
