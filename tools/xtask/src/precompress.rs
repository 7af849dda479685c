//! The `.br` and `.gz` neighbours that a server hands out instead of compressing on every request.

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

use crate::parallel;

const ENDINGS: [&str; 7] = ["html", "js", "css", "wasm", "json", "svg", "ico"];

/// Compresses every file in the folder that gains from it.
pub fn folder(folder: &Path) -> Result<()> {
    let mut files = compressible(folder)?;
    // The largest first, so that no thread waits for another that got it last.
    files.sort_by_key(|path| std::cmp::Reverse(fs::metadata(path).map_or(0, |meta| meta.len())));

    let neighbours = files.iter().flat_map(|path| [(path, "br"), (path, "gz")]);
    parallel::each(neighbours, |(path, ending)| neighbour(path, ending))
}

/// With brotli at its best.
pub fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut compressed, 64 * 1024, 11, 24);
        writer.write_all(bytes)?;
    }
    Ok(compressed)
}

/// With gzip at its best.
pub fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

fn compressible(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.with_context(|| format!("could not read {}", folder.display()))?;
        let path = entry.into_path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_file() && ending.is_some_and(|ending| ENDINGS.contains(&ending)) {
            files.push(path);
        }
    }
    Ok(files)
}

fn neighbour(path: &Path, ending: &str) -> Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    fs::read(path)
        .and_then(|bytes| {
            if ending == "br" {
                brotli(&bytes)
            } else {
                gzip(&bytes)
            }
        })
        .and_then(|bytes| fs::write(&name, bytes))
        .with_context(|| format!("could not compress {} to .{ending}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn neighbours_hold_the_same_bytes() {
        let root = tempfile::tempdir().unwrap();
        let text = "license ".repeat(500);
        fs::write(root.path().join("a.js"), &text).unwrap();
        fs::write(root.path().join("a.png"), "not text").unwrap();

        folder(root.path()).unwrap();

        let mut unpacked = String::new();
        let packed = fs::read(root.path().join("a.js.br")).unwrap();
        assert!(packed.len() < text.len() / 10);
        brotli::Decompressor::new(packed.as_slice(), 4096)
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);

        unpacked.clear();
        let packed = fs::read(root.path().join("a.js.gz")).unwrap();
        flate2::read::GzDecoder::new(packed.as_slice())
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);

        assert!(!root.path().join("a.png.br").exists());
    }
}
