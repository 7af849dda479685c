//! What the loader loads is taken only as it was built.

use sandbox::Options;
use tempfile::TempDir;

use crate::eventually::eventually_eq;
use crate::harness::{account_of, copy_dist, visit};

const PROGRAM: &str = "license-management-";
/// A custom section without a name.
const EMPTY_SECTION: &[u8] = &[0, 1, 0];

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_changed_is_refused() {
    are_refused(&[[PROGRAM, "_bg.wasm"], [PROGRAM, ".css"], ["en-", ".json"]]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_that_was_changed_is_refused() {
    are_refused(&[[PROGRAM, ".js"]]).await;
}

/// The files whose names begin and end like this.
async fn are_refused(files: &[[&str; 2]]) {
    for file in files {
        let folder = TempDir::new().unwrap();
        let mut changed = 0;
        copy_dist(folder.path(), |name, bytes| {
            if name.starts_with(file[0]) && name.ends_with(file[1]) {
                // It would run as before.
                bytes.extend(match file[1] {
                    "_bg.wasm" => EMPTY_SECTION,
                    _ => b"\n",
                });
                changed += 1;
            }
        });
        assert_eq!(changed, 1, "{file:?}");
        let options = Options {
            dist: folder.path().to_owned(),
            ..account_of(5)
        };
        visit(options, async |page| {
            page.sign_in().await;
            eventually_eq!(page.text("h1").await, "The frontend did not start");
            // Not all browsers say why on their consoles.
            page.console_errors().await;
        })
        .await;
    }
}
