//! What was measured, where, and what comes of it.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::chart;
use crate::interactive::Samples;
use crate::peers::Peer;
use crate::table::{self, Line, grouped};

const DOCUMENT: &str = "docs/performance.md";
const CHART: &str = "docs/performance.svg";
/// Between these lines the document is written anew.
const BEGIN: &str = "<!-- cargo xtask bench writes from here -->";
const END: &str = "<!-- to here -->";

/// All that was measured.
pub struct Report {
    rounds: usize,
    /// Name and version.
    pub browser: String,
    load_before: String,
    lines: Vec<Line>,
    notes: Vec<String>,
    details: Vec<(String, usize, Vec<Detail>)>,
}

/// Where the time of an action goes.
pub struct Detail {
    peer: Peer,
    script: f64,
    layout: f64,
    paint: f64,
}

impl Detail {
    /// Of one peer, in medians.
    pub fn new(peer: Peer, samples: &Samples) -> Self {
        Self {
            peer,
            script: samples.script.median().unwrap_or_default(),
            layout: samples.layout.median().unwrap_or_default(),
            paint: samples.paint.median().unwrap_or_default(),
        }
    }
}

impl Report {
    /// Nothing was measured yet.
    pub fn new(rounds: usize) -> Result<Self> {
        Ok(Self {
            rounds,
            browser: String::new(),
            load_before: load()?,
            lines: Vec::new(),
            notes: Vec::new(),
            details: Vec::new(),
        })
    }

    /// Adds a line of the table.
    pub fn add(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// Adds an action, and where its time goes.
    pub fn add_action(&mut self, line: Line, details: Vec<Detail>) {
        self.details.push((line.what.clone(), line.users, details));
        self.lines.push(line);
    }

    /// Adds a remark below the table.
    pub fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// Prints all.
    pub fn print(&self) {
        match self.text() {
            Ok(text) => println!("{text}"),
            Err(error) => println!("{error:#}"),
        }
    }

    /// Writes the table and the chart into `docs/`.
    pub fn write(&self) -> Result<()> {
        let before = fs::read_to_string(DOCUMENT).context(DOCUMENT)?;
        let (head, rest) = before
            .split_once(BEGIN)
            .with_context(|| format!("{DOCUMENT} has no line {BEGIN}"))?;
        let (_, tail) = rest
            .split_once(END)
            .with_context(|| format!("{DOCUMENT} has no line {END}"))?;
        let text = self.text()?;
        fs::write(DOCUMENT, format!("{head}{BEGIN}\n\n{text}\n{END}{tail}"))?;
        let charted: Vec<Line> = self
            .lines
            .iter()
            .filter(|line| line.is_charted)
            .cloned()
            .collect();
        fs::write(CHART, chart::svg(&charted))?;
        println!("Written: {DOCUMENT}, {CHART}");
        Ok(())
    }

    fn text(&self) -> Result<String> {
        let bars = self
            .lines
            .iter()
            .filter(|line| line.has_bar() && line.ours.is_some());
        let held = bars.clone().filter(|line| line.misses().is_empty()).count();
        let mut text = format!(
            "{}\n\n{held} of {} bars hold.\n\n{}\n",
            self.circumstances()?,
            bars.count(),
            table::markdown(&self.lines)
        );
        for note in &self.notes {
            let _ = writeln!(text, "- {note}");
        }
        text.push_str("\nWhere the time of an action goes: medians of script, of styles and layout, and to the next paint (0: less than 16 ms).\n\n");
        text.push_str("| what | users | ours: script, layout, paint | React | plain DOM |\n|---|---:|---:|---:|---:|\n");
        for (what, users, details) in &self.details {
            let cells = Peer::ALL.map(|peer| {
                let detail = details.iter().find(|detail| detail.peer == peer);
                detail.map_or_else(
                    || "-".into(),
                    |Detail {
                         script,
                         layout,
                         paint,
                         ..
                     }| format!("{script:.1}, {layout:.1}, {paint:.0} ms"),
                )
            });
            let _ = writeln!(
                text,
                "| {what} | {} | {} |",
                grouped(*users as f64),
                cells.join(" | ")
            );
        }
        Ok(text)
    }

    /// The machine, the browser, and how much else there was to do.
    fn circumstances(&self) -> Result<String> {
        let processors = std::thread::available_parallelism()?;
        let model = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = model
            .lines()
            .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        let model = model.map_or("unknown", |(_, model)| model);
        let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let memory = memory
            .lines()
            .next()
            .and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        let memory = memory.unwrap_or_default() / 1e6;
        Ok(format!(
            "{}, commit {}. {}, headless; {processors} processors ({model}), {memory:.0} GB; load before {}, after {}. \
             Each action {} times and more, the peers taking turns, after one round to warm up.",
            output("date", &["-u", "+%-d %B %Y"]),
            output("git", &["rev-parse", "--short", "HEAD"]),
            self.browser,
            self.load_before,
            load()?,
            self.rounds,
        ))
    }
}

/// How many programs want a processor, on average over 1, 5 and 15 minutes.
fn load() -> Result<String> {
    let path = Path::new("/proc/loadavg");
    let load = fs::read_to_string(path).context("the bench needs Linux")?;
    Ok(load
        .split_whitespace()
        .take(3)
        .collect::<Vec<_>>()
        .join(" "))
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default()
}
