//! The page while the account is loaded, and with partial data.

use std::time::Duration;

use sandbox::Options;

use crate::data::{unlicensed, who, writes};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey, visit};
use crate::page::Page;
use crate::running::licenses;
use crate::seen::Row;
use crate::texts::{all_changed, beginning, count, moved, range, say};

/// The share read, as the progress bar has it; below 0 while it is not known, nothing without a bar.
async fn progress(page: &Page) -> Option<f64> {
    page.read("return document.querySelector('main progress')?.position ?? null")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_load_shows_how_far_it_is() {
    let options = Options {
        delay: Duration::from_millis(150),
        ..account_of(1284)
    };
    visit(options, async |page| {
        page.sign_in().await;
        let mut shares: Vec<f64> = Vec::new();
        let mut labels: Vec<String> = Vec::new();
        eventually_true!({
            if let Some(share) = progress(page).await {
                shares.push(share);
                labels.push(page.text("main .loaded").await);
            }
            !shares.is_empty() && page.is_read().await
        });
        let known: Vec<f64> = shares.into_iter().filter(|share| *share >= 0.0).collect();
        let between = known
            .iter()
            .filter(|share| **share > 0.0 && **share < 1.0)
            .count();
        assert!(between > 1, "{known:?}");
        assert!(known.is_sorted(), "it never goes back: {known:?}");
        for part in [beginning("loading.users"), beginning("loading.licenses")] {
            assert!(
                labels.iter().any(|label| label.starts_with(part)),
                "{labels:?}"
            );
        }
        assert_eq!(page.count().await, count("count.users", 1_284));
        assert_eq!(page.range().await, range(1, 50, 1284));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn users_are_seen_before_their_licenses_and_cannot_be_changed_until_then() {
    visit(account_of(40), async |page| {
        let db = page.db();
        let licenses = licenses();
        page.faults().hold(&licenses);
        page.sign_in().await;
        eventually_eq!(page.emails().await.len(), 40);
        eventually_true!(db.requests().iter().any(|(_, path)| *path == licenses));
        let has_cells = "return !!document.querySelector('tbody select')";
        eventually_true!(page.read::<bool>(has_cells).await);
        assert!(!page.is_read().await);
        let row = page.row("Ana Beltrán").await;
        assert_eq!(
            (row.license.shown.as_str(), row.license.disabled),
            (say("license.loading"), true)
        );
        let share = progress(page).await.unwrap();
        assert!(
            (0.0..1.0).contains(&share),
            "{share} without a single license"
        );
        page.faults().release();
        page.is_ready().await;
        eventually_eq!(progress(page).await, None);
        assert!(!page.row("Ana Beltrán").await.license.disabled);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_account_says_so_and_how_to_add_users() {
    journey(account_of(0), async |page| {
        assert!(page.db().users().is_empty());
        eventually_eq!(page.text("main h2").await, say("empty.title"));
        assert_eq!(
            page.texts("main a.button").await,
            [say("page.adding_users")]
        );
        assert!(page.rows().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn users_who_cannot_be_decoded_are_counted_and_the_others_shown() {
    visit(account_of(40), async |page| {
        let unreadable = count("loading.unreadable_users", 4);
        page.faults().garble_users(4);
        page.enter().await;
        eventually_true!(
            page.texts("main [role=note]")
                .await
                .iter()
                .any(|note| note.starts_with(&unreadable))
        );
        page.click_summary(say("loading.unreadable_details")).await;
        // A release build writes no text of the server into an error.
        let of = |at, why| format!("items[{at}]{why}");
        eventually_eq!(
            page.texts("main [role=note] li").await,
            [
                of(0, ".uuid: is missing"),
                of(1, ".uuid: invalid type: integer `17`, expected a string"),
                of(2, ".uuid: invalid type: map, expected a string"),
                of(3, ": invalid type: string , expected an object"),
            ]
        );
        let users = page.db().users();
        let mut expected: Vec<_> = users[4..].iter().map(|user| user.email.clone()).collect();
        expected.sort();
        let mut seen = page.emails().await;
        seen.sort();
        assert_eq!(seen, expected);
        // The others can be changed.
        let mut others = unlicensed(&page.db(), "meet").into_iter();
        let user = others.find(|user| !users[..4].contains(user)).unwrap();
        page.choose_license(&user.email, "Meet Pro").await;
        let review = page.open_review().await;
        let list = review.list(&moved(say("license.none"), "Meet Pro"));
        assert_eq!(list, [who(&user)]);
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));
        assert_eq!(page.db().licenses_of(&user.email, "meet"), ["Meet Pro"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_fails_once_is_read_again_unnoticed() {
    visit(account_of(250), async |page| {
        page.expect_failed_requests("/identity/accounts");
        page.faults().refuse("/identity/accounts", 503, 1);
        page.enter().await;
        eventually_eq!(page.count().await, count("count.users", 250));
        assert!(page.texts("main [role=alert]").await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn licenses_that_cannot_be_read_are_said_and_read_when_they_can() {
    visit(account_of(40), async |page| {
        let licenses = licenses();
        page.expect_failed_requests(&licenses);
        page.faults().refuse(&licenses, 503, usize::MAX);
        page.sign_in().await;
        eventually_true!(
            page.text("main [role=alert]")
                .await
                .starts_with(say("loading.partial"))
        );
        assert_eq!(page.rows().await.len(), 40);
        let is_not_loaded =
            |row: &Row| row.license.disabled && row.license.shown == say("app.not_loaded");
        eventually_true!(page.rows().await.iter().all(is_not_loaded));
        // No place is kept for seats.
        assert!(page.texts("main .blank").await.is_empty());
        page.faults().clear();
        page.click_button(say("loading.retry")).await;
        eventually_true!(page.texts("main [role=alert]").await.is_empty());
        eventually_true!(!page.row("Ana Beltrán").await.license.disabled);
        let db = page.db();
        for row in page.rows().await {
            let license = db.license_of(&row.email, "meet");
            assert_eq!(
                row.license.shown,
                license.unwrap_or_else(|| say("license.none").into())
            );
        }
        assert_eq!(writes(&db), 0);
    })
    .await;
}
