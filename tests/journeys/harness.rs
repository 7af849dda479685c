//! The harness of a journey: its own sandbox and browser, and the checks at its end.

use std::env;
use std::fs;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::{Path, PathBuf};
use std::thread;

use futures_util::FutureExt;
use sandbox::{Options, Sandbox};
use walkdir::WalkDir;

use crate::browser::{Browser, ConsoleEntry};
use crate::page::Page;

/// An account with so many users.
pub fn account_of(users: usize) -> Options {
    Options {
        port: 0,
        users,
        dist: dist(),
        ..Options::default()
    }
}

/// The built frontend.
pub fn dist() -> PathBuf {
    let dist = env::var_os("LICENSE_MANAGEMENT_DIST").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("dist"),
        PathBuf::from,
    );
    assert!(
        dist.join("index.html").is_file(),
        "{} holds no built frontend",
        dist.display()
    );
    dist
}

/// Copies the built frontend without its packed files, so that the copied files are served. `edit` gets the name and the
/// content of each file.
pub fn copy_dist(to: &Path, mut edit: impl FnMut(&str, &mut Vec<u8>)) {
    let from = dist();
    for entry in WalkDir::new(&from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(&from).unwrap());
        let name = entry.file_name().to_str().unwrap();
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else if !name.ends_with(".br") && !name.ends_with(".gz") {
            let mut content = fs::read(entry.path()).unwrap();
            edit(name, &mut content);
            fs::write(target, content).unwrap();
        }
    }
}

/// Signs in to the portal, which opens the page, and goes on from there. In the end the console holds no error, and
/// nothing violated the policy.
pub async fn journey(options: Options, go: impl AsyncFnOnce(&Page)) {
    visit(options, async |page| {
        page.enter().await;
        go(page).await;
    })
    .await;
}

/// The same, from before signing in.
pub async fn visit(options: Options, go: impl AsyncFnOnce(&Page)) {
    watch(open(options).await, go).await;
}

/// Signs in, and once more after the browser was killed.
pub async fn killed_journey(
    options: Options,
    before: impl AsyncFnOnce(&Page),
    after: impl AsyncFnOnce(&Page),
) {
    let page = open(options).await;
    page.enter().await;
    before(&page).await;
    watch(page.kill_browser().await, async |page| {
        page.enter().await;
        after(page).await;
    })
    .await;
}

async fn open(options: Options) -> Page {
    let sandbox = Sandbox::start(options).await.unwrap();
    Page::new(sandbox, Browser::open().await)
}

async fn watch(page: Page, go: impl AsyncFnOnce(&Page)) {
    let outcome = AssertUnwindSafe(go(&page)).catch_unwind().await;
    let errors: Vec<ConsoleEntry> = page.console_errors().await;
    let violations = page.violations();
    if outcome.is_err() {
        photograph(&page).await;
        eprintln!("The console said: {errors:#?}");
    }
    page.close().await;
    if let Err(failure) = outcome {
        resume_unwind(failure);
    }
    assert!(errors.is_empty(), "the console said: {errors:#?}");
    assert!(
        violations.is_empty(),
        "the policy was violated: {violations:#?}"
    );
}

/// Keeps what was seen when a journey failed.
async fn photograph(page: &Page) {
    let name = thread::current()
        .name()
        .unwrap_or("journey")
        .replace("::", ".");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
    if page.photograph(&file).await {
        eprintln!("What was seen: {}", file.display());
    }
}
