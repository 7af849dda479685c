//! What the loader loads is taken only as it was built.

use std::fs;
use std::path::Path;

use sandbox::Options;
use tempfile::TempDir;

use crate::eventually::eventually_eq;
use crate::harness::{account_of, dist, visit};

/// A copy of the build in which one byte more stands at the end of the file with this ending.
fn changed(folder: &Path, ending: &str) {
    let mut changed = 0;
    for file in fs::read_dir(dist()).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_dir() {
            continue;
        }
        let name = file.file_name().into_string().unwrap();
        // Only what is not packed, so that what is changed is what is served.
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let mut bytes = fs::read(file.path()).unwrap();
        if name.starts_with("license-management-") && name.ends_with(ending) {
            bytes.push(b'\n');
            changed += 1;
        }
        fs::write(folder.join(name), bytes).unwrap();
    }
    assert_eq!(changed, 1, "{ending}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_changed_is_refused() {
    for ending in [".js", "_bg.wasm", ".css"] {
        let folder = TempDir::new().unwrap();
        changed(folder.path(), ending);
        let options = Options {
            dist: folder.path().to_owned(),
            ..account_of(5)
        };
        visit(options, async |page| {
            page.sign_in().await;
            eventually_eq!(page.text("h1").await, "The frontend did not start");
            let errors = format!("{:?}", page.console_errors().await);
            assert!(errors.contains("integrity"), "{ending}: {errors}");
        })
        .await;
    }
}
