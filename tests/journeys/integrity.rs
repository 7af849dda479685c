//! What the loader loads is taken only as it was built.

use std::fs;
use std::path::Path;

use sandbox::Options;
use tempfile::TempDir;

use crate::eventually::eventually_eq;
use crate::harness::{account_of, dist, visit};

/// Copies a build without its packed files, so that the copied files are served, and appends a byte to the file whose
/// name begins and ends like this. Returns how many files were changed.
fn copy(from: &Path, to: &Path, [begins, ends]: [&str; 2]) -> usize {
    let mut changed = 0;
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        let target = to.join(&name);
        if file.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            changed += copy(&file.path(), &target, [begins, ends]);
        } else if !name.ends_with(".br") && !name.ends_with(".gz") {
            let mut bytes = fs::read(file.path()).unwrap();
            if name.starts_with(begins) && name.ends_with(ends) {
                bytes.push(b'\n');
                changed += 1;
            }
            fs::write(target, bytes).unwrap();
        }
    }
    changed
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_changed_is_refused() {
    let program = "license-management-";
    for file in [
        [program, ".js"],
        [program, "_bg.wasm"],
        [program, ".css"],
        ["en-", ".json"],
    ] {
        let folder = TempDir::new().unwrap();
        assert_eq!(copy(&dist(), folder.path(), file), 1, "{file:?}");
        let options = Options {
            dist: folder.path().to_owned(),
            ..account_of(5)
        };
        visit(options, async |page| {
            page.sign_in().await;
            eventually_eq!(page.text("h1").await, "The frontend did not start");
            let errors = format!("{:?}", page.console_errors().await);
            assert!(errors.contains("integrity"), "{file:?}: {errors}");
        })
        .await;
    }
}
