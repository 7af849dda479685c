//! The post-build step in Trunk's staging folder: since Trunk does not support splitting, the compiled module is split,
//! bound and optimized here, and replaces Trunk's own output.

use anyhow::{Context, Result, anyhow, bail};
use rayon::prelude::*;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use wasm_split_cli_support::Options;

use crate::{catalogues, loader, precompress, process, tools};

const PROGRAM: &str = "license-management";

/// Options for wasm-opt: the features of all supported browsers. The linker leaves the lowest addresses unused. Large
/// functions that are called once stay functions, which compresses better.
const SHRINK: &str = "--flatten --rereloop -Os -Os --low-memory-unused --reorder-locals \
    --one-caller-inline-max-function-size=30 \
    --strip-producers \
    --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-reference-types \
    --enable-multivalue --enable-mutable-globals --enable-simd";

/// Runs in the folder that Trunk names.
pub fn run() -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context(
            "TRUNK_STAGING_DIR is not set; Trunk calls this itself, use `cargo xtask build`",
        )?;
    let profile = env::var("TRUNK_PROFILE").unwrap_or_default();
    let work = process::target().join("split");
    // Trunk's file names, whose hash is of the whole program.
    let stem = loader::the_one(&staging, "_bg.wasm")?;
    let stem = stem.trim_end_matches("_bg.wasm");

    let modules = split_and_bind(&profile, &work, stem)?;
    if profile == "release" {
        shrink(&modules, "--strip-debug")?;
    }
    for module in modules.iter().filter(|module| !is_first(module)) {
        name_by_hash(module, &work.join(loader::split_script(stem)), stem)?;
    }
    for file in files(&work, "wasm")?.iter().chain(&files(&work, "js")?) {
        let name = file.file_name().unwrap_or_default();
        fs::copy(file, staging.join(name)).with_context(|| file.display().to_string())?;
    }
    catalogues::write(&staging, &staging.join(format!("{stem}_bg.wasm")))?;
    // The loader names the hashes of minified scripts.
    if profile == "release" {
        minify(&files(&staging, "js")?, &staging)?;
    }
    let loader = loader::write(&staging)?;
    if profile == "release" {
        minify(&[loader], &staging)?;
        precompress::folder(&staging)?;
    }
    Ok(())
}

/// The modules of the release build with the names of their functions, each with a name for reports.
pub fn named_modules() -> Result<[(&'static str, PathBuf); 2]> {
    let work = process::target().join("named");
    let modules = split_and_bind("release", &work, PROGRAM)?;
    shrink(&modules, "--debuginfo")?;
    let (first, second): (Vec<_>, Vec<_>) = modules.into_iter().partition(|it| is_first(it));
    let one = |modules: Vec<PathBuf>| modules.into_iter().next().context("a module is missing");
    Ok([
        ("First module", one(first)?),
        ("Second module", one(second)?),
    ])
}

/// Splits the compiled program into its modules, and writes them with their scripts to a folder.
fn split_and_bind(profile: &str, work: &Path, stem: &str) -> Result<Vec<PathBuf>> {
    let compiled =
        process::target().join(format!("wasm32-unknown-unknown/{profile}/{PROGRAM}.wasm"));
    if work.exists() {
        fs::remove_dir_all(work)?;
    }
    let first = split(&compiled, work, stem)?;
    bind(&first, work, stem)?;
    fs::remove_file(&first)?;
    files(work, "wasm")
}

/// Splits off the code that is reached only through `#[wasm_split]`. Returns the path of the first module.
fn split(compiled: &Path, work: &Path, stem: &str) -> Result<PathBuf> {
    let module = fs::read(compiled).with_context(|| compiled.display().to_string())?;
    let first = work.join("first.wasm");
    let (link, main) = (loader::split_script(stem), format!("./{stem}.js"));
    let link = format!("./{link}");
    let mut options = Options::new(&module);
    options.output_dir = work;
    options.main_out_path = &first;
    options.link_name = &link;
    options.main_module = &main;
    wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
    Ok(first)
}

/// Generates the script of the first module. Other modules import its linker exports, so these are kept; the names of
/// functions are left mangled, as they are in other modules.
fn bind(first: &Path, work: &Path, stem: &str) -> Result<()> {
    let options = [
        "--target",
        "web",
        "--no-typescript",
        "--keep-lld-exports",
        "--no-demangle",
    ];
    let (first, work) = (first.to_string_lossy(), work.to_string_lossy());
    let files = ["--out-name", stem, "--out-dir", &work, &first];
    process::command(
        tools::WASM_BINDGEN.ensure()?,
        [&options[..], &files].concat(),
    )
    .run()?;
    Ok(())
}

/// Optimizes modules. `names` is the option that keeps or strips the names of functions.
fn shrink(modules: &[PathBuf], names: &str) -> Result<()> {
    modules.par_iter().try_for_each(|module| {
        let path = module.as_os_str();
        let arguments = SHRINK.split_whitespace().map(AsRef::as_ref);
        let arguments = arguments.chain([names.as_ref(), path, "-o".as_ref(), path]);
        process::command(tools::WASM_OPT.ensure()?, arguments).run()?;
        Ok(())
    })
}

/// Minifies scripts in place.
fn minify(scripts: &[PathBuf], folder: &Path) -> Result<()> {
    let folder = format!("--outdir={}", folder.display());
    let options = [
        "--minify",
        "--log-level=warning",
        "--allow-overwrite",
        &folder,
    ];
    let options = options.into_iter().map(AsRef::as_ref);
    let arguments = options.chain(scripts.iter().map(|script| script.as_os_str()));
    process::command(tools::ESBUILD.ensure()?, arguments).run()?;
    Ok(())
}

fn is_first(module: &Path) -> bool {
    module.to_string_lossy().ends_with("_bg.wasm")
}

/// Adds a hash to the name of a split module, and an integrity check to the script that loads it.
fn name_by_hash(module: &Path, script: &Path, stem: &str) -> Result<()> {
    let name = module.file_stem().unwrap_or_default().to_string_lossy();
    let served = format!("{stem}.{}.wasm", name.trim_start_matches("split_"));
    let text = fs::read_to_string(script).with_context(|| script.display().to_string())?;
    let integrity = loader::integrity(&fs::read(module)?);
    let text = load_checked(&text, &name, &served, &integrity)?;
    fs::write(script, text)?;
    Ok(fs::rename(module, module.with_file_name(served))?)
}

fn load_checked(script: &str, name: &str, served: &str, integrity: &str) -> Result<String> {
    let url = format!(r#"new URL("./{name}.wasm", import.meta.url)"#);
    if !script.contains(&url) {
        bail!("the script does not load {name}.wasm; did wasm_split change how it does?");
    }
    let checked =
        format!(r#"new URL("./{served}", import.meta.url), {{ integrity: "{integrity}" }}"#);
    Ok(script.replace(&url, &checked))
}

fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == ending)
        {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_module_is_loaded_by_its_hash_and_checked() {
        let script = r#"fetch(new URL("./split_dock.wasm", import.meta.url))"#;
        assert_eq!(
            load_checked(script, "split_dock", "app-1a.dock.wasm", "sha384-x").unwrap(),
            r#"fetch(new URL("./app-1a.dock.wasm", import.meta.url), { integrity: "sha384-x" })"#
        );
        assert!(load_checked(script, "split_other", "", "").is_err());
    }
}
