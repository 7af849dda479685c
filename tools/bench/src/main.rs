//! `cargo xtask bench`: the page in a browser, measured against the same screen in React and in plain DOM, in one run.

mod accounts;
mod browser;
mod chart;
mod interactive;
mod loading;
mod memory;
mod peers;
mod report;
mod run;
mod screen;
mod series;
mod smoke;
mod tab;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use accounts::Accounts;
use browser::Browser;
use interactive::{Action, Costs};
use memory::Memory;
use peers::Peer;
use report::Report;
use screen::{Loaded, Screen};
use series::Series;
use tab::Tab;
use table::{Line, Unit, Value};

/// Databases and peers are kept here.
const WORK: &str = "target/bench";
/// Users of the account that is opened again and again.
const USUAL: usize = 1_284;
/// Users of the account whose run changes some ten thousand.
const OF_RUN: usize = 10_400;

#[derive(Parser)]
#[command(
    name = "bench",
    bin_name = "cargo xtask bench",
    about = "Measures the page in a browser, against the same screen in React and in plain DOM"
)]
struct Options {
    /// Users of the accounts; 1000000 takes long and much memory
    #[arg(long, value_delimiter = ',', default_value = "1000,10000,100000")]
    users: Vec<usize>,
    /// How often each action is repeated
    #[arg(long, default_value_t = 10)]
    rounds: usize,
    /// Few repetitions, no run, and nothing is written to docs/
    #[arg(long)]
    quick: bool,
    /// Only look for gross regressions, in less than two minutes: for continuous integration
    #[arg(long, conflicts_with_all = ["users", "rounds", "quick"])]
    smoke: bool,
    /// Leave out the run of some ten thousand changes
    #[arg(long)]
    no_run: bool,
}

fn main() -> ExitCode {
    match bench(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn bench(options: &Options) -> Result<()> {
    let work = Path::new(WORK);
    let mut bench = Bench {
        accounts: Accounts::new(work)?,
        chromium: std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".into()),
    };
    peers::build(work)?;
    if options.smoke {
        return smoke::run(&mut bench);
    }
    let rounds = if options.quick { 3 } else { options.rounds };
    let mut report = Report::new(rounds)?;
    let measured = bench.measure(options, rounds, &mut report);
    // What was measured before something failed took its time too.
    report.print();
    measured?;
    if options.quick {
        Ok(())
    } else {
        report.write()
    }
}

/// What it takes to measure.
pub(crate) struct Bench {
    accounts: Accounts,
    chromium: String,
}

impl Bench {
    /// Opens the screens of these peers in front of accounts of so many users, signed in.
    pub(crate) fn open(&mut self, users: usize, peers: &[Peer]) -> Result<Vec<Screen>> {
        peers
            .iter()
            .map(|peer| self.open_one(users, *peer, None))
            .collect()
    }

    fn open_one(&mut self, users: usize, peer: Peer, faults: Option<PathBuf>) -> Result<Screen> {
        let dist = peer.dist(Path::new(WORK));
        let sandbox = self.accounts.serve(users, &dist, faults)?;
        let tab = Tab::new(Browser::open(&self.chromium)?)?;
        let mut screen = Screen { peer, tab, sandbox };
        screen.sign_in()?;
        Ok(screen)
    }

    fn measure(&mut self, options: &Options, rounds: usize, report: &mut Report) -> Result<()> {
        self.loading(rounds, report)?;
        for users in &options.users {
            self.actions(*users, rounds, !options.quick, report)?;
        }
        if !options.quick && !options.no_run {
            self.runs(report)?;
        }
        Ok(())
    }

    /// How the page comes up.
    fn loading(&mut self, rounds: usize, report: &mut Report) -> Result<()> {
        println!("How the page comes up, {USUAL} users");
        let mut screens = self.open(USUAL, &Peer::ALL)?;
        report.browser = screens[0].tab.version()?;
        let (all, of_static) = loading::measure(&mut screens, rounds)?;
        let line = |what: &str, unit: Unit, look: fn(&loading::Loading) -> &Series| {
            let peers = screens.iter().map(|screen| screen.peer).zip(&all);
            peers.fold(Line::new(what, USUAL, unit), |line, (peer, loading)| {
                line.with(peer, Value::of(look(loading)))
            })
        };
        let static_paint = of_static.median().unwrap_or_default();
        report.add(
            line(
                "first load, transferred before the first rows (brotli)",
                Unit::Bytes,
                |each| &each.bytes,
            )
            .at_most(230_000.0),
        );
        report.note(format!(
            "First paint of a page without any script: {static_paint:.0} ms."
        ));
        report.add(
            line(
                "first paint, stand-alone, nothing in the cache",
                Unit::Milliseconds,
                |each| &each.paint,
            )
            .at_most(static_paint + 50.0),
        );
        report.add(
            line("layout shift while it comes up", Unit::Count, |each| {
                &each.shift
            })
            .at_most(0.0),
        );
        report.add(line(
            "navigation to the first row, in the portal",
            Unit::Milliseconds,
            |each| &each.rows,
        ));
        report.add(
            line(
                "navigation to a usable table, in the portal",
                Unit::Milliseconds,
                |each| &each.usable,
            )
            .against_react(),
        );
        report.add(line(
            "navigation until all is read, in the portal",
            Unit::Milliseconds,
            |each| &each.complete,
        ));
        Ok(())
    }

    /// What is done with the table of an account, how it is read, and what it keeps in memory.
    fn actions(
        &mut self,
        users: usize,
        rounds: usize,
        wanders: bool,
        report: &mut Report,
    ) -> Result<()> {
        println!("The table of {users} users");
        let mut screens = self.open(users, &Peer::ALL)?;
        let mut loaded = Vec::new();
        let mut memory = Vec::new();
        // Sandboxes and browsers that have just started take longer, whoever comes first.
        for screen in &mut screens {
            screen.load("")?;
        }
        for screen in &mut screens {
            let each = screen.load("")?;
            println!(
                "  {}: read in {:.1} s, {:.0} ms of work",
                screen.peer.name(),
                each.complete / 1000.0,
                each.work
            );
            loaded.push(each);
            memory.push(Memory::of(&mut screen.tab)?);
        }
        let peers: Vec<Peer> = screens.iter().map(|screen| screen.peer).collect();
        add_reading(users, &peers, &loaded, report);
        add_memory(users, &peers, &memory, report);
        let costs = interactive::measure(&mut screens, rounds)?;
        add_actions(users, &peers, &costs, report);
        if wanders && users == 100_000 {
            let line = Line::new(
                "memory grown by 500 pages and 50 changes of application",
                users,
                Unit::Share,
            )
            .at_most(0.02);
            let mut grown = line;
            for screen in &mut screens {
                let share = memory::growth(screen, 500, 50)?;
                grown = grown.with(screen.peer, Some(Value::once(share)));
            }
            report.add(grown);
        }
        Ok(())
    }

    /// Runs of some ten thousand changes, without and with faults.
    fn runs(&mut self, report: &mut Report) -> Result<()> {
        let faults = Path::new(WORK).join("faults.toml");
        run::write_faults(&faults)?;
        for (name, faults) in [("a run", None), ("a run, 5 % faults", Some(faults))] {
            println!("{name}, {OF_RUN} users");
            let mut screen = self.open_one(OF_RUN, Peer::Product, faults)?;
            let run = run::measure(&mut screen)?;
            report.note(format!(
                "{name} of {} changes took {:.0} s and {} requests; its writes and the pages to read back are {}.",
                run.changes, run.seconds, run.requests, run.needed
            ));
            let ours = |what: &str, unit, value| {
                Line::new(format!("{name}: {what}"), OF_RUN, unit).with(Peer::Product, value)
            };
            let times = run.requests as f64 / run.needed as f64;
            report.add(
                ours(
                    "requests, times writes and pages",
                    Unit::Count,
                    Some(Value::once(times)),
                )
                .at_most(1.1),
            );
            report.add(
                ours(
                    "longest task",
                    Unit::Milliseconds,
                    Some(Value::once(run.longest)),
                )
                .at_most(50.0),
            );
            report.add(
                ours(
                    "a click in its middle to the next paint",
                    Unit::Milliseconds,
                    Value::of(&run.interactions),
                )
                .at_most(100.0),
            );
        }
        Ok(())
    }
}

fn add_reading(users: usize, peers: &[Peer], loaded: &[Loaded], report: &mut Report) {
    let line = |what: &str, unit: Unit, look: fn(&Loaded) -> f64| {
        let values = peers.iter().zip(loaded);
        values.fold(Line::new(what, users, unit), |line, (peer, each)| {
            line.with(*peer, Some(Value::once(look(each))))
        })
    };
    // 2 ms for each page of 100 users.
    let most = (users >= 100_000).then_some(users as f64 / 50.0);
    report.add(line("reading: first row", Unit::Milliseconds, |each| {
        each.rows
    }));
    report.add(line(
        "reading: until all is read",
        Unit::Milliseconds,
        |each| each.complete,
    ));
    report.add(
        line("reading: main thread in all", Unit::Work, |each| each.work)
            .at_most(most)
            .charted(),
    );
    report.add(
        line("reading: longest task", Unit::Milliseconds, |each| {
            each.noticed.longest
        })
        .at_most(50.0),
    );
}

fn add_memory(users: usize, peers: &[Peer], memory: &[Memory], report: &mut Report) {
    let most = match users {
        100_000 => Some(64e6),
        1_000_000 => Some(200e6),
        _ => None,
    };
    let values = peers.iter().zip(memory);
    let line = Line::new("memory: WebAssembly and JavaScript", users, Unit::Bytes).at_most(most);
    report.add(values.fold(line, |line, (peer, each)| {
        line.with(*peer, Some(Value::once(each.sum())))
    }));
    if let Some(ours) = memory.first() {
        report.note(format!(
            "Memory of {users} users: {:.1} MB of WebAssembly, {:.1} MB of JavaScript.",
            ours.wasm / 1e6,
            ours.javascript / 1e6
        ));
    }
}

fn add_actions(users: usize, peers: &[Peer], costs: &Costs, report: &mut Report) {
    for action in Action::ALL {
        let mut work = Line::new(action.name(), users, Unit::Work).at_most(action.bar(users));
        if action != Action::Nothing {
            work = work.against_peers().charted();
        }
        let mut details = Vec::new();
        for peer in peers {
            let Some(samples) = costs.of(action, *peer) else {
                continue;
            };
            work = work.with(*peer, Value::of(&samples.work));
            details.push(report::Detail::new(*peer, samples));
        }
        report.add_action(work, details);
    }
}
