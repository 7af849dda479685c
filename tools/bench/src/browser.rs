//! Chromium, spoken to over a pipe in the DevTools protocol: nothing else asks anything of the pages that are measured.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tempfile::TempDir;

const FLAGS: [&str; 14] = [
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1400,1000",
];

/// The browser reads at 3 and writes at 4.
const ON_A_PIPE: &str = r#"exec "$@" 3<&0 4>&1 </dev/null >/dev/null"#;

/// How long an answer may take: a page that is busy answers late.
const PATIENCE: Duration = Duration::from_secs(300);

/// A browser with a profile of its own. It ends when it is dropped.
pub struct Browser {
    process: Child,
    commands: ChildStdin,
    answers: Receiver<Value>,
    sent: u64,
    _profile: TempDir,
}

impl Browser {
    /// Opens one.
    pub fn open(chromium: &str) -> Result<Self> {
        let profile = TempDir::new()?;
        let mut process = Command::new("sh")
            .args(["-c", ON_A_PIPE, "sh", chromium])
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{chromium} does not start"))?;
        let commands = process.stdin.take().context("no pipe")?;
        let output = process.stdout.take().context("no pipe")?;
        let (send, answers) = mpsc::channel();
        thread::spawn(move || {
            let messages = BufReader::new(output).split(0).map_while(Result::ok);
            for message in messages {
                let answer = serde_json::from_slice::<Value>(&message);
                // Events have no number, and nobody waits for them.
                if let Ok(answer) = answer
                    && answer["id"].is_u64()
                    && send.send(answer).is_err()
                {
                    break;
                }
            }
        });
        Ok(Self {
            process,
            commands,
            answers,
            sent: 0,
            _profile: profile,
        })
    }

    /// Opens a tab. Returns the name of its session.
    pub fn open_tab(&mut self) -> Result<String> {
        let target = self.call(None, "Target.createTarget", json!({ "url": "about:blank" }))?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = self.call(None, "Target.attachToTarget", attach)?;
        let session = attached["sessionId"].as_str().context("no session")?;
        Ok(session.to_owned())
    }

    /// Name and version.
    pub fn version(&mut self) -> Result<String> {
        let version = self.call(None, "Browser.getVersion", json!({}))?;
        Ok(version["product"].as_str().unwrap_or_default().to_owned())
    }

    /// Sends a command and waits for its answer.
    ///
    /// # Errors
    /// When the browser refuses the command, is gone, or does not answer for minutes.
    pub fn call(
        &mut self,
        session: Option<&str>,
        method: &str,
        parameters: Value,
    ) -> Result<Value> {
        self.sent += 1;
        let mut command = json!({ "id": self.sent, "method": method, "params": parameters });
        if let Some(session) = session {
            command["sessionId"] = session.into();
        }
        let mut message = serde_json::to_vec(&command)?;
        message.push(0);
        self.commands.write_all(&message)?;
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let mut answer = self
                .answers
                .recv_timeout(left)
                .with_context(|| format!("the browser does not answer {method}"))?;
            if answer["id"] != self.sent {
                continue;
            }
            if let Some(error) = answer.get("error") {
                bail!("{method}: {error}");
            }
            return Ok(answer["result"].take());
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.call(None, "Browser.close", json!({}));
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
