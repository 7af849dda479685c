//! `cargo xtask build`: the frontend, through Trunk. What is missing is installed first, beside the project's own build.

use anyhow::{Context, Result};
use duct::Expression;
use std::fs::{self, File};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime};
use walkdir::WalkDir;

use crate::process::{self, cargo};
use crate::tools::{self, Tool};

/// What the build reads. A folder counts with all that is in it.
const INPUTS: [&str; 11] = [
    "src",
    "style",
    "public",
    "locales",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "tools/xtask/src",
    ".cargo",
    "rust-toolchain.toml",
];

/// Its modification time is when the last release build began.
const STAMP: &str = "dist/.built";

/// How cargo compiles the page alone; Trunk does the same, and finds it done.
const PAGE: &str = "build --target wasm32-unknown-unknown --release";

/// Builds in any case.
pub fn run(debug: bool) -> Result<()> {
    install_what_is_missing()?;
    if debug {
        tools::trunk(&["build"])?.run()?;
        return Ok(());
    }
    let began = SystemTime::now();
    lean(tools::trunk(&["build", "--release"])?).run()?;
    let noted = File::create(STAMP).and_then(|file| file.set_modified(began));
    noted.context("could not note when dist was built")
}

/// Builds for release unless `dist/` is one of what is there now.
pub fn ensure_release() -> Result<()> {
    let built = fs::metadata(STAMP).and_then(|stamp| stamp.modified());
    match (built, newest_input(Path::new("."))) {
        (Ok(built), Some(changed)) if changed < built => {
            println!("The frontend is up to date");
            Ok(())
        }
        _ => run(false),
    }
}

/// Begins to compile the page for release, beside whatever else is done; the release build then finds it compiled.
/// What fails here fails again there, and is told there.
pub fn compile_page_ahead() -> JoinHandle<()> {
    thread::spawn(|| {
        if ensure_library_source().is_ok() {
            let page = lean(cargo(PAGE)).stdout_null().stderr_null();
            let _ = page.unchecked().run();
        }
    })
}

/// Makes a release build lean: the standard library is compiled as well, for size, with panics that stop at once
/// instead of first composing a message. That takes a tenth off the first load. The options are not stable yet; without
/// them, as when Trunk is called by hand, the program is the same, only larger.
fn lean(command: Expression) -> Expression {
    const FLAGS: &str =
        "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";
    const SETTINGS: [(&str, &str); 4] = [
        ("RUSTC_BOOTSTRAP", "1"),
        ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
        ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
        // Cargo adds these to the ones in `.cargo/config.toml`.
        ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", FLAGS),
    ];
    // Later than what is taken off the environment of every command.
    command.before_spawn(|command| {
        command.envs(SETTINGS);
        Ok(())
    })
}

/// The lean build needs the standard library as text.
fn ensure_library_source() -> Result<()> {
    let sysroot = process::output_of("rustc", &["--print", "sysroot"]).unwrap_or_default();
    let library = "lib/rustlib/src/rust/library/std/src/lib.rs";
    if !Path::new(&sysroot).join(library).is_file() {
        let add = ["component", "add", "rust-src"];
        let added = process::command("rustup", add).run();
        added.context("Rust lacks its source; install Rust through https://rustup.rs")?;
    }
    Ok(())
}

/// Installs the missing tools, one beside the other, while cargo compiles what the project itself needs.
pub fn install_what_is_missing() -> Result<()> {
    ensure_library_source()?;
    let mut missing = Vec::new();
    for tool in tools::FOR_BUILDING {
        if tool.find()?.is_none() {
            missing.push(tool);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|tool| tool.name).collect();
    println!(
        "First start: installs {} and compiles them where they cannot be downloaded, beside the frontend and the \
        sandbox. It takes about 10 minutes on two processors, once; the next start takes seconds.",
        names.join(", ")
    );
    let mut jobs: Vec<Job> = missing.into_iter().map(Job::install).collect();
    jobs.push(Job::new("sandbox", |say| {
        let sandbox = cargo("build --package sandbox").stderr_to_stdout();
        process::each_line(sandbox, say)
    }));
    jobs.push(Job::new("frontend", |say| {
        process::each_line(lean(cargo(PAGE)).stderr_to_stdout(), say)
    }));
    all(&jobs)
}

type Say<'a> = &'a mut dyn FnMut(&str);

/// Something that takes minutes, with how far it is.
struct Job {
    name: &'static str,
    work: Box<dyn Fn(Say) -> Result<()> + Sync>,
    compiled: AtomicUsize,
    is_done: AtomicBool,
}

impl Job {
    fn new(name: &'static str, work: impl Fn(Say) -> Result<()> + Sync + 'static) -> Self {
        Self {
            name,
            work: Box::new(work),
            compiled: AtomicUsize::new(0),
            is_done: AtomicBool::new(false),
        }
    }

    fn install(tool: &'static Tool) -> Self {
        Self::new(tool.name, |say| tool.install(say).map(|_| ()))
    }

    /// Shows what it printed only if it fails.
    fn run(&self) -> Result<()> {
        let mut printed = Vec::new();
        let result = (self.work)(&mut |line| {
            let compiles = line.trim_start().starts_with("Compiling ");
            self.compiled.fetch_add(compiles.into(), Ordering::Relaxed);
            printed.push(line.to_owned());
        });
        self.is_done.store(true, Ordering::Relaxed);
        if result.is_err() {
            eprintln!("{}", printed.join("\n"));
        }
        result.with_context(|| self.name)
    }

    fn progress(&self) -> String {
        if self.is_done.load(Ordering::Relaxed) {
            return format!("{}: done", self.name);
        }
        let compiled = self.compiled.load(Ordering::Relaxed);
        format!("{}: {compiled} crates", self.name)
    }
}

/// Runs all, and says every quarter of a minute how far they are.
fn all(jobs: &[Job]) -> Result<()> {
    let start = Instant::now();
    let report = || {
        let parts: Vec<String> = jobs.iter().map(Job::progress).collect();
        let seconds = start.elapsed().as_secs();
        println!(
            "{:>2}:{:02}  {}",
            seconds / 60,
            seconds % 60,
            parts.join(", ")
        );
    };
    thread::scope(|scope| {
        let running: Vec<_> = jobs.iter().map(|job| scope.spawn(|| job.run())).collect();
        let mut reported = Instant::now();
        while !running.iter().all(|job| job.is_finished()) {
            thread::sleep(Duration::from_millis(200));
            if reported.elapsed() > Duration::from_secs(15) {
                report();
                reported = Instant::now();
            }
        }
        report();
        for job in running {
            job.join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        }
        Ok(())
    })
}

fn newest_input(root: &Path) -> Option<SystemTime> {
    INPUTS
        .iter()
        .flat_map(|input| WalkDir::new(root.join(input)))
        .filter_map(|entry| entry.ok()?.metadata().ok()?.modified().ok())
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_file_deep_inside_is_seen() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(newest_input(root.path()), None);
        let deep = root.path().join("src/views/table");
        fs::create_dir_all(&deep).unwrap();
        let later = SystemTime::now() + Duration::from_secs(60);
        let file = File::create(deep.join("row.rs")).unwrap();
        file.set_modified(later).unwrap();
        assert_eq!(newest_input(root.path()), Some(later));
    }

    #[test]
    fn the_first_failure_is_told_once_all_have_ended() {
        let jobs = [
            Job::new("good", |say| {
                say("   Compiling a v1.0.0");
                Ok(())
            }),
            Job::new("bad", |_| anyhow::bail!("no disk")),
        ];
        assert_eq!(format!("{:#}", all(&jobs).unwrap_err()), "bad: no disk");
        assert_eq!(jobs[0].compiled.load(Ordering::Relaxed), 1);
    }
}
