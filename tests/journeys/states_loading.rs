//! While the part of the page is missing that is loaded after the first rows.

use std::fs;

use sandbox::ACCOUNT;

use crate::data::unlicensed;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, dist, visit};
use crate::texts::{all_changed, count, say};

/// The path of the module.
fn module() -> String {
    let names = fs::read_dir(dist()).unwrap().map(|file| {
        let name = file.unwrap().file_name();
        name.into_string().unwrap()
    });
    let mut modules = names.filter(|name| name.ends_with(".dock.wasm"));
    format!("/app/{}", modules.next().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_of_the_page_is_loaded_after_the_first_rows_and_waited_for() {
    visit(account_of(40), async |page| {
        let db = page.db();
        let asked = || db.requests().iter().any(|(_, path)| *path == module());
        let users = format!("/identity/accounts/{ACCOUNT}/identities");
        page.faults().hold(&users);
        page.sign_in().await;
        eventually_true!(db.requests().iter().any(|(_, path)| *path == users));
        assert!(!asked());
        page.faults().release();
        page.faults().hold(&module());
        eventually_true!(asked());
        page.tick("Ana Beltrán").await;
        let under_way = async || page.texts("main .progress").await;
        eventually_true!(under_way().await.contains(&say("dock.loading").to_owned()));
        assert!(page.bar().await.is_none());
        assert!(page.texts("main .row select").await.is_empty());
        page.faults().release();
        page.is_ready().await;
        eventually_eq!(page.selected().await, count("bar.selected", 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_of_the_page_can_be_loaded_again_when_it_was_not_reached() {
    visit(account_of(40), async |page| {
        page.expect_failed_requests(&module());
        // As Chromium and Firefox say it.
        page.expect_console_error("Failed to fetch");
        page.expect_console_error("NetworkError");
        page.faults().drop_connections(&module(), usize::MAX);
        page.sign_in().await;
        let cannot = async || {
            eventually_eq!(page.text("main h2").await, say("problem.title"));
        };
        cannot().await;
        page.click_button(say("problem.retry")).await;
        cannot().await;

        page.faults().clear();
        page.click_button(say("problem.retry")).await;
        page.is_ready().await;
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        page.open_review().await;
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));
        assert_eq!(page.db().licenses_of(&user.email, "meet"), ["Meet"]);
    })
    .await;
}
