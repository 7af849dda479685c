//! How the page comes up: what is transferred, the first paint, and the account read.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use crate::screen::{Loaded, Screen};
use crate::series::Series;

/// How one peer comes up.
#[derive(Default)]
pub struct Loading {
    /// Bytes transferred before the first rows.
    pub bytes: Series,
    /// Milliseconds from the navigation to the first paint of the stand-alone page.
    pub paint: Series,
    /// How far its layout shifted by itself.
    pub shift: Series,
    /// Milliseconds from the navigation in the portal to the first row.
    pub rows: Series,
    /// To the first dropdown that can be used.
    pub usable: Series,
    /// Until all is read.
    pub complete: Series,
}

/// The stand-alone page, of which nothing is in the cache, so many times; then the portal's, of which all is.
/// Answers how each came up, and the first paint of a page without any script.
pub fn measure(screens: &mut [Screen], rounds: usize) -> Result<(Vec<Loading>, Series)> {
    let mut all: Vec<Loading> = screens.iter().map(|_| Loading::default()).collect();
    let mut of_static = Series::default();
    for _ in 0..rounds {
        if let Some(last) = screens.last_mut() {
            of_static.push(paint(
                last,
                "/app/static.html",
                "document.readyState === 'complete'",
            )?);
        }
        for (screen, loading) in screens.iter_mut().zip(&mut all) {
            loading
                .paint
                .push(paint(screen, "/app/", "bench.marks.complete")?);
            loading.bytes.push(screen.tab.read("bench.firstLoad()")?);
            loading.shift.push(screen.tab.notice()?.shift);
        }
    }
    for round in 0..=rounds {
        for (screen, loading) in screens.iter_mut().zip(&mut all) {
            let Loaded {
                rows,
                usable,
                complete,
                ..
            } = screen.load("")?;
            if round > 0 {
                loading.rows.push(rows);
                loading.usable.push(usable);
                loading.complete.push(complete);
            }
        }
    }
    Ok((all, of_static))
}

/// When something was first painted, of a page of which nothing is in the cache.
fn paint(screen: &mut Screen, path: &str, is_there: &str) -> Result<f64> {
    screen.tab.call("Network.enable", json!({}))?;
    screen.tab.call("Network.clearBrowserCache", json!({}))?;
    screen.tab.call("Network.disable", json!({}))?;
    let url = format!("{}{path}", screen.sandbox.url());
    screen.tab.go(&url)?;
    let painted =
        format!("location.pathname.startsWith('{path}') && bench.firstPaint() && {is_there}");
    screen.tab.wait_for(&painted, Duration::from_secs(120))?;
    screen.tab.read("bench.firstPaint()")
}
