//! Step 6: one license type for all who are selected.

use crate::data::{available_numbers, inactive, is_active, unlicensed, who, writes};
use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::texts::{all_changed, count, drafted, joined, matching, say, say_with, select_all};

async fn select_everyone(page: &Page) {
    let users = page.db().users().len();
    page.click_labelled(say("table.select_page")).await;
    if users > 50 {
        page.click_button(&select_all(users)).await;
    }
    eventually_eq!(page.selected().await, count("bar.selected", users));
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_selected_is_drafted_and_the_inactive_are_listed_with_the_reason() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let asleep = inactive(&db);
        let licenses = |email: &str| db.licenses_of(email, "meet");
        let before: Vec<_> = asleep.iter().map(|user| licenses(&user.email)).collect();
        let changes = db
            .users()
            .iter()
            .filter(|user| is_active(user) && licenses(&user.email) != ["Meet Pro"])
            .count();
        let impossible = asleep
            .iter()
            .filter(|user| licenses(&user.email) != ["Meet Pro"])
            .count();
        assert!(impossible > 0);

        select_everyone(page).await;
        page.change_license("Meet Pro").await;
        let summary = joined([drafted(changes, changes), count("bar.blocked", impossible)]);
        eventually_eq!(page.summary().await, summary);
        let row = page.row("Dan Anholt").await;
        assert!(
            row.notes.iter().any(|note| note == say("blocked.inactive")),
            "{row:#?}"
        );
        assert_eq!(writes(&db), 0);

        let review = page.open_review().await;
        assert_eq!(review.blocked, count("review.blocked", impossible));
        let listed = review.list(say("blocked.inactive"));
        assert_eq!(listed.len(), impossible);
        let dan = format!("Dan Anholt {}", row.email);
        assert!(listed.contains(&dan), "{listed:#?}");
        assert_eq!(review.apply().text, count("review.apply", changes));
        let result = page.apply().await;
        assert_eq!(result.title, all_changed("Meet", changes));
        for user in db.users().iter().filter(|user| is_active(user)) {
            assert_eq!(licenses(&user.email), ["Meet Pro"], "{}", user.email);
        }
        let after: Vec<_> = asleep.iter().map(|user| licenses(&user.email)).collect();
        assert_eq!(after, before);
        // Blocked changes are still pending.
        page.dismiss_result().await;
        eventually_eq!(page.summary().await, count("bar.blocked", impossible));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_seats_run_out_the_rest_are_listed_and_stay_as_they_are() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let (used, total) = db.seats("Meet");
        let free = total.unwrap() - used;
        let before: Vec<_> = db
            .users()
            .iter()
            .map(|user| db.license_of(&user.email, "meet"))
            .collect();
        select_everyone(page).await;
        page.change_license("Meet").await;
        let review = page.open_review().await;
        let no_seat = say_with("blocked.no_seat", [("license", "Meet")]);
        let seatless = review.list(&no_seat);
        let wanting = db
            .users()
            .iter()
            .filter(|user| {
                is_active(user) && db.license_of(&user.email, "meet").as_deref() != Some("Meet")
            })
            .count();
        assert_eq!(seatless.len(), wanting - free);
        assert_eq!(review.apply().text, count("review.apply", free));
        let result = page.apply().await;
        assert_eq!(result.title, all_changed("Meet", free));
        assert_eq!(db.seats("Meet"), (used + free, total));
        let changed = db
            .users()
            .iter()
            .zip(before)
            .filter(|(user, before)| db.license_of(&user.email, "meet") != *before)
            .count();
        assert_eq!(changed, free);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_numbers_nobody_is_skipped_in_silence() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.pick_application("StarMessenger").await;
        let users = [unlicensed(&db, "star-messenger"), inactive(&db)]
            .map(|mut users| users.swap_remove(0));
        for user in &users {
            page.tick(&user.email).await;
        }
        page.click_label(say("bar.automatic")).await;
        page.change_license("StarMessenger").await;
        eventually_eq!(page.summary().await, count("bar.blocked", 2));
        page.click_button(say("bar.reasons")).await;
        let review = page.review().await;
        assert_eq!(review.blocked, count("review.blocked", 2));
        assert_eq!(review.list(say("blocked.no_number")), [who(&users[0])]);
        assert_eq!(review.list(say("blocked.inactive")), [who(&users[1])]);
        assert_eq!(review.paragraphs, [say("review.nothing")]);
        assert_eq!(review.buttons.len(), 1, "{review:#?}");
        assert_eq!(writes(&db), 0);
        assert!(!available_numbers(&db).is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_a_hundred_are_applied_a_hundred_at_a_time() {
    journey(account_of(250), async |page| {
        let db = page.db();
        let new = unlicensed(&db, "meet");
        page.choose_in(say("filter.license"), say("filter.license_none"))
            .await;
        page.choose_in(say("filter.status"), say("filter.status_active"))
            .await;
        eventually_eq!(page.count().await, matching(new.len(), 250));
        page.click_labelled(say("table.select_page")).await;
        page.click_button(&select_all(new.len())).await;
        page.change_license("Meet Pro").await;
        eventually_eq!(page.summary().await, drafted(new.len(), new.len()));
        page.open_review().await;
        let result = page.apply().await;
        assert_eq!(result.title, all_changed("Meet", new.len()));
        assert!(
            new.iter()
                .all(|user| db.licenses_of(&user.email, "meet") == ["Meet Pro"])
        );
        assert_eq!(db.mails().len(), new.len());
        let bulk = (
            "POST".to_owned(),
            "/entitlements/users/entitlements/bulk".to_owned(),
        );
        let calls = db
            .requests()
            .into_iter()
            .filter(|request| *request == bulk)
            .count();
        assert_eq!(calls, new.len().div_ceil(100));
    })
    .await;
}
