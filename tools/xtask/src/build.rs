//! `cargo xtask build`: builds the frontend with Trunk. Missing tools are installed while the project compiles.

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

/// The inputs of the build. A folder stands for all its files.
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

/// Its modification time is the start of the last release build.
const STAMP: &str = "dist/.built";

/// The cargo arguments that compile the page. Trunk runs the same and finds it up to date.
const PAGE: &str = "build --target wasm32-unknown-unknown --release";

/// Builds unconditionally.
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

/// Builds for release unless `dist/` is up to date.
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

/// Starts compiling the page for release in the background; the release build then finds it compiled. Errors are left to
/// that build, which reports them.
pub fn compile_page_ahead() -> JoinHandle<()> {
    thread::spawn(|| {
        if ensure_library_source().is_ok() {
            let page = lean(cargo(PAGE)).stdout_null().stderr_null();
            let _ = page.unchecked().run();
        }
    })
}

/// Options for a smaller release build: the standard library is compiled for size too, and panics abort without
/// formatting a message, which reduces the first load by a tenth. The options are unstable; without them, as when Trunk
/// is called directly, the app is the same but larger.
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

/// Installs the source of the standard library.
fn ensure_library_source() -> Result<()> {
    ensure_in_sysroot(
        "src/rust/library/std/src/lib.rs",
        ["component", "add", "rust-src"],
    )
}

/// Checks of the page for WebAssembly use the standard library as it is distributed.
pub fn ensure_wasm_target() -> Result<()> {
    ensure_in_sysroot(
        "wasm32-unknown-unknown/lib",
        ["target", "add", "wasm32-unknown-unknown"],
    )
}

/// rustup adds what `rust-toolchain.toml` names only when it installs the toolchain, not to one that is there.
fn ensure_in_sysroot(path: &str, add: [&str; 3]) -> Result<()> {
    let sysroot = process::output_of("rustc", &["--print", "sysroot"]).unwrap_or_default();
    if !Path::new(&sysroot).join("lib/rustlib").join(path).exists() {
        let added = process::command("rustup", add).run();
        added.with_context(|| {
            format!("Rust lacks {path}; install Rust through https://rustup.rs")
        })?;
    }
    Ok(())
}

/// Installs the missing tools in parallel, while cargo compiles the project.
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

/// A long-running job and its progress.
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

    /// Runs a command, and shows its output only if it fails.
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

/// Runs all jobs, and prints their progress every 15 seconds.
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
