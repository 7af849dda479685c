//! A run of some ten thousand changes: what it asks of the server, and whether the page stays usable meanwhile.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use sandbox::Sandbox;

use crate::screen::Screen;
use crate::series::Series;

/// Licenses of a bulk call, and items of a page.
const BATCH: usize = 100;
/// Interactions in the middle of the run.
const INTERACTIONS: usize = 20;
const PATIENCE: Duration = Duration::from_secs(60 * 60);

/// What a run has cost.
pub struct Run {
    /// Users who change.
    pub changes: usize,
    /// Requests to the API from Apply to the result.
    pub requests: usize,
    /// Bulk calls that cannot be fewer, and the pages of all licenses before them, between assigning and removing, and
    /// after them.
    pub needed: usize,
    /// Seconds until the result.
    pub seconds: f64,
    /// The longest task, in milliseconds; 0: none took 50.
    pub longest: f64,
    /// Milliseconds from a click in the middle to the next paint.
    pub interactions: Series,
}

/// Gives everyone the second license type.
pub fn measure(screen: &mut Screen) -> Result<Run> {
    screen.load("")?;
    screen.select_page()?;
    screen.select_all()?;
    screen.draft_for_all()?;
    screen.review()?;
    let apply = "bench.beginning('dialog[open] .buttons button', 'Apply')";
    let label: String = screen.tab.read(&format!("{apply}.textContent"))?;
    let digits: String = label.chars().filter(char::is_ascii_digit).collect();
    let changes: usize = digits.parse().with_context(|| label.clone())?;
    let holders = licenses(&screen.sandbox);
    screen.tab.notice()?;
    let before = requests(&screen.sandbox);
    let place = screen.tab.point_at(apply)?;
    let began = Instant::now();
    screen.tab.click(place)?;
    screen
        .tab
        .wait_for("document.querySelector('.dock .edge')", PATIENCE)?;
    let mut interactions = Series::default();
    let mut longest: f64 = 0.0;
    let over = "!document.querySelector('.dock .edge')";
    for turned in 0..INTERACTIONS {
        if screen.tab.read(over)? {
            break;
        }
        let label = if turned % 2 == 0 {
            "Next page"
        } else {
            "Previous page"
        };
        let button = format!("document.querySelector('button[aria-label=\"{label}\"]')");
        let place = screen.tab.point_at(&button)?;
        screen.tab.click(place)?;
        // The run goes on, so that the page never rests.
        thread::sleep(Duration::from_millis(300));
        let noticed = screen.tab.notice()?;
        longest = longest.max(noticed.longest);
        interactions.push(noticed.event);
    }
    screen.tab.wait_for(over, PATIENCE)?;
    let seconds = began.elapsed().as_secs_f64();
    let after = licenses(&screen.sandbox);
    let between = holders + changes;
    // Who had one of the first type gives it up.
    let removed = between.saturating_sub(after);
    let needed = [changes, removed, holders, between, after];
    let needed = needed.into_iter().map(|each| each.div_ceil(BATCH)).sum();
    Ok(Run {
        changes,
        requests: requests(&screen.sandbox) - before,
        needed,
        seconds,
        longest: longest.max(screen.tab.notice()?.longest),
        interactions,
    })
}

/// One request in twenty is refused.
pub fn write_faults(file: &Path) -> Result<()> {
    let profile = "seed = 1\n\n[[rule]]\nprobability = 0.05\nthen.answer = { status = 503, retry_after = 1 }\n";
    std::fs::write(file, profile).with_context(|| file.display().to_string())
}

fn licenses(sandbox: &Sandbox) -> usize {
    let inspect = sandbox.inspect();
    inspect.all_licenses().values().map(Vec::len).sum()
}

fn requests(sandbox: &Sandbox) -> usize {
    let services = ["/identity/", "/entitlements/", "/sms/"];
    let seen = sandbox.inspect().requests();
    seen.iter()
        .filter(|(_, path)| services.iter().any(|service| path.starts_with(service)))
        .count()
}
