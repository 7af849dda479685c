//! Writes `.br` and `.gz` files that a server can send instead of compressing each response.

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use rayon::prelude::*;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

const ENDINGS: [&str; 7] = ["html", "js", "css", "wasm", "json", "svg", "ico"];

/// Compresses every file in the folder that gets smaller.
pub fn folder(folder: &Path) -> Result<()> {
    let files: Vec<PathBuf> = WalkDir::new(folder)
        .into_iter()
        .map(|entry| Ok(entry?.into_path()))
        .collect::<Result<_>>()?;
    let is_text = |path: &&PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| ENDINGS.contains(&ending))
    };
    files.par_iter().filter(is_text).try_for_each(|path| {
        let bytes = fs::read(path)?;
        let (br, gz) = rayon::join(|| brotli(&bytes), || gzip(&bytes));
        fs::write(neighbour(path, "br"), br?)
            .and_then(|()| fs::write(neighbour(path, "gz"), gz?))
            .with_context(|| format!("could not compress {}", path.display()))
    })
}

/// The name of the compressed file.
pub fn neighbour(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let options = BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        lgblock: 24,
        ..BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &options)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
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

        let (mut br, mut gz) = (String::new(), String::new());
        let packed = fs::read(root.path().join("a.js.br")).unwrap();
        let mut reader = brotli::Decompressor::new(packed.as_slice(), 4096);
        reader.read_to_string(&mut br).unwrap();
        let packed = fs::read(root.path().join("a.js.gz")).unwrap();
        let mut reader = flate2::read::GzDecoder::new(packed.as_slice());
        reader.read_to_string(&mut gz).unwrap();
        assert!(br == text && gz == text);
        assert!(!root.path().join("a.png.br").exists());
    }
}
