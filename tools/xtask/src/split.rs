//! Splits the module of WebAssembly: what the first rows need, and what is loaded after them. Trunk knows nothing of
//! that, so what cargo compiled is split and goes through wasm-bindgen and wasm-opt here, and takes the place of what
//! Trunk made of the whole. For that, index.html tells Trunk not to spend time on wasm-opt.

mod exports;
mod imports;
mod names;

use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::hashed;
use crate::parallel;
use crate::process;
use crate::project::Project;
use crate::tools::{Tools, WASM_TARGET};

const PROGRAM: &str = "license-management";
const PAGE: &str = "index.html";
/// The script with all that it imports.
const SCRIPT: &str = "bundled.js";
/// What of it is asked for from outside.
const ENTRY: &str = "entry.js";

/// What the browsers have that run the page at all.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-mutable-globals",
];

/// Of all sets of options tried, this one leaves the fewest bytes after brotli; `-Oz` leaves more. The linker puts
/// nothing at the lowest addresses.
const SHRINK: [&str; 4] = [
    "-Os",
    "--converge",
    "--low-memory-unused",
    "--reorder-functions",
];

/// Replaces the program that Trunk wrote into `staging` by the same one in several modules.
pub fn replace(project: &Project, staging: &Path, is_release: bool) -> Result<()> {
    let profile = if is_release { "release" } else { "debug" };
    let compiled = project
        .target()
        .join(WASM_TARGET)
        .join(profile)
        .join(format!("{PROGRAM}.wasm"));
    let work = Work {
        tools: Tools::ensure()?,
        folder: project.target().join("split").join(profile),
    };
    work.begin()?;
    work.split(&compiled)?;
    work.bind()?;
    work.rename_imports()?;
    work.bundle(is_release)?;
    let modules = work.modules()?;
    if is_release {
        println!("Making {} modules smaller", modules.len());
        work.drop_unreached()?;
        work.shrink(&modules)?;
    }
    work.publish(&modules, staging)
}

/// The folder in which the files are made, and what makes them.
struct Work {
    tools: Tools,
    folder: PathBuf,
}

impl Work {
    fn begin(&self) -> Result<()> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)
                .with_context(|| format!("could not empty {}", self.folder.display()))?;
        }
        fs::create_dir_all(&self.folder)
            .with_context(|| format!("could not make the folder {}", self.folder.display()))
    }

    fn split(&self, compiled: &Path) -> Result<()> {
        let mut command = self.tools.wasm_split();
        command
            .args(["--out-name", PROGRAM])
            .arg(compiled)
            .arg(&self.folder);
        process::run(&mut command, "split the module")
    }

    /// Only the first module is bound to JavaScript. The others import from it what the linker exported, such as the
    /// table of functions, so that must stay.
    fn bind(&self) -> Result<()> {
        let first = self.folder.join(format!("{PROGRAM}.wasm"));
        let mut command = self.tools.wasm_bindgen();
        command
            .args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
            .args(["--out-name", PROGRAM, "--out-dir"])
            .arg(&self.folder)
            .arg(&first);
        process::run(&mut command, "bind the module to JavaScript")?;
        fs::remove_file(&first).with_context(|| format!("could not remove {}", first.display()))
    }

    fn rename_imports(&self) -> Result<()> {
        let script = self.folder.join(format!("{PROGRAM}.js"));
        let module = self
            .folder
            .join(format!("{PROGRAM}{}", names::FIRST_MODULE));
        let text = read(&script)?;
        let short = imports::Names::in_script(&text);
        let text = String::from_utf8(short.replace(&text))?;
        write(&script, exports::mark_registries(&text).as_bytes())?;
        write(&module, &short.replace(&read(&module)?))
    }

    /// One script instead of two that import each other: one request less before the first rows.
    fn bundle(&self, is_release: bool) -> Result<()> {
        write(&self.folder.join(ENTRY), exports::ENTRY.as_bytes())?;
        let mut command = self.tools.esbuild();
        command
            .current_dir(&self.folder)
            .arg(ENTRY)
            .args(["--bundle", "--format=esm", "--log-level=warning"])
            .arg(exports::DROP_CLASSES)
            .arg(format!("--outfile={SCRIPT}"));
        if is_release {
            command.arg("--minify");
        }
        process::run(&mut command, "make one script")
    }

    fn drop_unreached(&self) -> Result<()> {
        let script = String::from_utf8(read(&self.folder.join(SCRIPT))?)?;
        let module = self
            .folder
            .join(format!("{PROGRAM}{}", names::FIRST_MODULE));
        let graph = self.folder.join("reached.json");
        write(
            &graph,
            exports::reached(&script, &read(&module)?)?.as_bytes(),
        )?;
        let mut command = self.tools.wasm_metadce();
        command
            .stdout(Stdio::null())
            .args(WASM_FEATURES)
            .arg("--graph-file")
            .arg(&graph)
            .arg(&module)
            .arg("-o")
            .arg(&module);
        process::run(&mut command, "drop what the script does not reach")
    }

    /// The names of all modules.
    fn modules(&self) -> Result<Vec<String>> {
        let mut names = hashed::file_names(&self.folder)?;
        names.retain(|name| name.ends_with(".wasm"));
        names.sort();
        Ok(names)
    }

    fn shrink(&self, modules: &[String]) -> Result<()> {
        parallel::each(modules, |name| self.shrink_one(&self.folder.join(name)))
    }

    fn shrink_one(&self, module: &Path) -> Result<()> {
        let mut command = self.tools.wasm_opt();
        command
            .args(SHRINK)
            .args(WASM_FEATURES)
            .args(["--strip-debug", "--strip-producers"])
            .arg(module)
            .arg("-o")
            .arg(module);
        process::run(&mut command, "make a module smaller")
    }

    fn publish(&self, modules: &[String], staging: &Path) -> Result<()> {
        let script = read(&self.folder.join(SCRIPT))?;
        let modules = modules
            .iter()
            .map(|name| Ok((name.clone(), read(&self.folder.join(name))?)))
            .collect::<Result<Vec<_>>>()?;
        let named = names::with_hash(PROGRAM, &String::from_utf8(script)?, modules)?;

        let present = hashed::file_names(staging)?;
        let page = staging.join(PAGE);
        let text = String::from_utf8(read(&page)?)?;
        let mut files = named.files;
        files.push((
            PAGE.into(),
            names::in_page(&text, &present, &named.stem)?.into(),
        ));
        for ending in [names::SCRIPT, names::FIRST_MODULE] {
            let old = staging.join(hashed::the_one(&present, ending)?);
            fs::remove_file(&old).with_context(|| format!("could not remove {}", old.display()))?;
        }
        for (name, bytes) in files {
            write(&staging.join(name), &bytes)?;
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("could not read {}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("could not write {}", path.display()))
}
