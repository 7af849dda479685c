//! Accounts of any size: databases that are prepared once, and sandboxes that serve copies of them.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use sandbox::{Options, Sandbox};
use tokio::runtime::Runtime;

/// What decides how users are invented.
const INVENTED_BY: [&str; 3] = [
    "tools/sandbox/src/seed",
    "tools/sandbox/src/db/tables.sql",
    "tools/sandbox/src/db/indexes.sql",
];

/// Where the databases are, and what runs the sandboxes.
pub struct Accounts {
    folder: PathBuf,
    runtime: Runtime,
    served: usize,
}

impl Accounts {
    /// Keeps them in a folder.
    pub fn new(work: &Path) -> Result<Self> {
        let folder = work.join("accounts");
        fs::create_dir_all(folder.join("served"))?;
        Ok(Self {
            folder,
            runtime: Runtime::new()?,
            served: 0,
        })
    }

    /// Serves an account of so many users with a frontend.
    pub fn serve(&mut self, users: usize, dist: &Path, faults: Option<PathBuf>) -> Result<Sandbox> {
        let prepared = self.prepared(users)?;
        self.served += 1;
        let copy = self.folder.join(format!("served/{}.db", self.served));
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{ending}", copy.display()));
        }
        fs::copy(prepared, &copy)?;
        let options = Options {
            port: 0,
            // They are in the database.
            users: 0,
            db: Some(copy),
            dist: dist.to_owned(),
            faults,
            ..Options::default()
        };
        Ok(self.runtime.block_on(Sandbox::start(options))?)
    }

    /// The database of an account, made unless it is there.
    fn prepared(&self, users: usize) -> Result<PathBuf> {
        let file = self
            .folder
            .join(format!("{users}-{:016x}.db", fingerprint()?));
        if file.is_file() {
            return Ok(file);
        }
        let began = Instant::now();
        let unfinished = self.folder.join(format!("{users}.unfinished"));
        if unfinished.is_file() {
            fs::remove_file(&unfinished)?;
        }
        let options = Options {
            port: 0,
            users,
            db: Some(unfinished.clone()),
            ..Options::default()
        };
        // Once its runtime is gone, nobody writes to it any more.
        let runtime = Runtime::new()?;
        runtime.block_on(async { Sandbox::start(options).await.map(drop) })?;
        drop(runtime);
        fs::rename(unfinished, &file)?;
        println!(
            "Prepared an account of {users} users in {:.1} s",
            began.elapsed().as_secs_f64()
        );
        Ok(file)
    }
}

/// Changes with the way of inventing users.
fn fingerprint() -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    let mut open: Vec<PathBuf> = INVENTED_BY.map(PathBuf::from).into();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let mut entries: Vec<PathBuf> = fs::read_dir(&path)?
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<_, _>>()?;
            entries.sort();
            open.extend(entries);
        } else {
            fs::read(&path)
                .with_context(|| path.display().to_string())?
                .hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}
