//! What the loader loads is taken only as it was built.

use sandbox::Options;
use tempfile::TempDir;

use crate::eventually::eventually_eq;
use crate::harness::{account_of, copy_dist, visit};

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
        let mut changed = 0;
        copy_dist(folder.path(), |name, bytes| {
            if name.starts_with(file[0]) && name.ends_with(file[1]) {
                bytes.push(b'\n');
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
            let errors = format!("{:?}", page.console_errors().await);
            assert!(errors.contains("integrity"), "{file:?}: {errors}");
        })
        .await;
    }
}
