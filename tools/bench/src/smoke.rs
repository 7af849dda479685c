//! A look for gross regressions: ratios to plain DOM in one run, which any machine can hold.

use anyhow::{Result, bail};

use crate::Bench;
use crate::interactive::{self, Action};
use crate::peers::Peer;

const USERS: usize = 10_000;
const ROUNDS: usize = 3;

/// So many times the cost of plain DOM is gross, and more milliseconds than this.
const TIMES: f64 = 5.0;
const MILLISECONDS: f64 = 50.0;

/// Does everything a few times; fails when something costs grossly more than in plain DOM.
pub fn run(bench: &mut Bench) -> Result<()> {
    let mut screens = bench.open(USERS, &[Peer::Product, Peer::Vanilla])?;
    for screen in &mut screens {
        screen.load("")?;
    }
    let costs = interactive::measure(&mut screens, ROUNDS)?;
    let mut gross = Vec::new();
    println!(
        "{:<28} {:>9} {:>9} {:>7}",
        "CPU time, medians", "ours", "plain DOM", "times"
    );
    for action in Action::ALL {
        let median = |peer| {
            costs
                .of(action, peer)
                .and_then(|samples| samples.work.median())
        };
        let (Some(ours), Some(vanilla)) = (median(Peer::Product), median(Peer::Vanilla)) else {
            continue;
        };
        let times = ours / vanilla;
        println!(
            "{:<28} {ours:>6.1} ms {vanilla:>6.1} ms {times:>7.2}",
            action.name()
        );
        if times > TIMES && ours > MILLISECONDS {
            gross.push(action.name());
        }
    }
    if !gross.is_empty() {
        bail!(
            "more than {TIMES} times the cost of plain DOM: {}",
            gross.join(", ")
        );
    }
    Ok(())
}
