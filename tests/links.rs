//! Checks external links.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// A page opened in a new tab must not access its opener.
#[test]
fn every_link_that_opens_a_tab_lets_go_of_it() {
    let mut links = 0;
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = fs::read_to_string(&file).unwrap();
        for tag in text.split("<a ").skip(1) {
            let tag = tag.split('>').next().unwrap();
            if tag.contains("target=") {
                links += 1;
                assert!(
                    tag.contains(r#"rel="noopener""#),
                    "{}: {tag}",
                    file.display()
                );
            }
        }
    }
    assert!(links > 3, "{links}");
}
