//! What a tab keeps in memory.

use anyhow::{Context, Result};
use serde_json::json;

use crate::screen::Screen;
use crate::tab::Tab;

/// Memory of a page, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory {
    /// The memories of WebAssembly, as large as they have grown.
    pub wasm: f64,
    /// JavaScript objects and buffers after a collection of garbage.
    pub javascript: f64,
}

impl Memory {
    /// Both.
    pub fn sum(self) -> f64 {
        self.wasm + self.javascript
    }

    /// Measures a page.
    pub fn of(tab: &mut Tab) -> Result<Self> {
        tab.call("HeapProfiler.collectGarbage", json!({}))?;
        let heap = tab.call("Runtime.getHeapUsage", json!({}))?;
        let size = |name: &str| heap[name].as_f64().context("no heap");
        Ok(Self {
            wasm: tab.read("bench.wasm()")?,
            javascript: size("usedSize")? + size("backingStorageSize")?,
        })
    }
}

/// How much a page has grown, as a share, over so many pages turned and so many changes of application.
pub fn growth(screen: &mut Screen, pages: usize, applications: usize) -> Result<f64> {
    wander(screen, pages / 10, applications / 10)?;
    let before = Memory::of(&mut screen.tab)?.sum();
    wander(screen, pages, applications)?;
    let after = Memory::of(&mut screen.tab)?.sum();
    Ok(after / before - 1.0)
}

fn wander(screen: &mut Screen, pages: usize, applications: usize) -> Result<()> {
    for page in 0..pages {
        // Ten pages on, and ten back.
        screen.turn(page / 10 % 2 == 0)?;
    }
    for change in 0..applications {
        screen.open_application((change + 1) % 2)?;
    }
    Ok(())
}
