//! Step 6: one license type for all who are selected.

use crate::data::{available_numbers, inactive, is_active, unlicensed, who, writes};
use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::seen::Review;

const INACTIVE: &str = "The user is inactive. Activate the user first.";

async fn select_everyone(page: &Page) {
    let users = page.db().users().len();
    page.click_labelled("Select this page").await;
    if users > 50 {
        page.click_button(&format!("Select all {users} matching users"))
            .await;
    }
    eventually_eq!(page.selected().await, format!("{users} selected"));
}

/// The users who won't be changed, with the reasons.
fn blocked(review: &Review) -> &[String] {
    let stay = |list: &&crate::seen::List| list.heading.contains(" won't be changed");
    review
        .lists
        .iter()
        .find(stay)
        .map_or(&[], |list| &list.items)
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
        let summary =
            format!("{changes} changes · {changes} welcome emails · {impossible} can't be changed");
        eventually_eq!(page.summary().await, summary);
        let row = page.row("Dan Anholt").await;
        assert!(row.notes.iter().any(|note| note == INACTIVE), "{row:#?}");
        assert_eq!(writes(&db), 0);

        let review = page.open_review().await;
        let listed = blocked(&review);
        assert_eq!(listed.len(), impossible);
        assert!(
            listed.contains(&format!("Dan Anholt {} {INACTIVE}", row.email)),
            "{listed:#?}"
        );
        assert_eq!(review.apply().text, format!("Apply {changes} changes"));
        let result = page.apply().await;
        assert_eq!(result.title, format!("Meet: {changes} users changed"));
        for user in db.users().iter().filter(|user| is_active(user)) {
            assert_eq!(licenses(&user.email), ["Meet Pro"], "{}", user.email);
        }
        let after: Vec<_> = asleep.iter().map(|user| licenses(&user.email)).collect();
        assert_eq!(after, before);
        // Those for whom it was impossible are still wished for.
        eventually_eq!(
            page.summary().await,
            format!("{impossible} can't be changed")
        );
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
        let seatless: Vec<&String> = blocked(&review)
            .iter()
            .filter(|line| line.ends_with("No Meet seats left. Buy more or free one."))
            .collect();
        let wanting = db
            .users()
            .iter()
            .filter(|user| {
                is_active(user) && db.license_of(&user.email, "meet").as_deref() != Some("Meet")
            })
            .count();
        assert_eq!(seatless.len(), wanting - free);
        assert_eq!(review.apply().text, format!("Apply {free} changes"));
        let result = page.apply().await;
        assert_eq!(result.title, format!("Meet: {free} users changed"));
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
        page.click_label("Assign numbers automatically").await;
        page.change_license("StarMessenger").await;
        eventually_eq!(page.summary().await, "2 can't be changed");
        page.click_button("Show reasons").await;
        let review = page.review().await;
        let mut expected = [
            format!(
                "{} The user has no number. Choose one first.",
                who(&users[0])
            ),
            format!("{} {INACTIVE}", who(&users[1])),
        ];
        expected.sort();
        let mut listed = blocked(&review).to_vec();
        listed.sort();
        assert_eq!(listed, expected);
        assert_eq!(
            review.paragraphs,
            ["No changes can be applied. Reasons are below."]
        );
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
        page.choose_in("License", "No license").await;
        page.choose_in("Status", "Active users").await;
        eventually_eq!(page.count().await, format!("{} of 250 users", new.len()));
        page.click_labelled("Select this page").await;
        page.click_button(&format!("Select all {} matching users", new.len()))
            .await;
        page.change_license("Meet Pro").await;
        eventually_eq!(
            page.summary().await,
            format!("{0} changes · {0} welcome emails", new.len())
        );
        page.open_review().await;
        let result = page.apply().await;
        assert_eq!(result.title, format!("Meet: {} users changed", new.len()));
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
