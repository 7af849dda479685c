//! A program that runs beside a journey: a driver, or a display.

use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::eventually::there;

/// A running program and what it has written. It ends when this is dropped.
pub struct Process {
    name: String,
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Process {
    pub fn start(mut command: Command) -> Self {
        let name = command.get_program().display().to_string();
        let (output, end) = io::pipe().unwrap();
        let started = command
            .stdin(Stdio::null())
            .stdout(end.try_clone().unwrap())
            .stderr(end)
            .spawn();
        let child = started.unwrap_or_else(|error| panic!("{name}: {error}"));
        let lines = Arc::<Mutex<Vec<String>>>::default();
        let written = Arc::clone(&lines);
        thread::spawn(move || {
            for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).into_owned();
                written.lock().unwrap().push(line);
            }
        });
        Self { name, child, lines }
    }

    /// What is found in a line, as soon as the line is written.
    pub async fn says<T>(&self, what: &str, find: impl Fn(&str) -> Option<T>) -> T {
        there(&format!("{what} of {}", self.name), async || {
            self.said(&find)
        })
        .await
    }

    /// What is found in a line so far.
    pub fn said<T>(&self, find: impl Fn(&str) -> Option<T>) -> Option<T> {
        let lines = self.lines.lock().unwrap();
        lines.iter().find_map(|line| find(line))
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// The lines since this was asked last.
    pub fn take_lines(&self) -> Vec<String> {
        std::mem::take(&mut *self.lines.lock().unwrap())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
