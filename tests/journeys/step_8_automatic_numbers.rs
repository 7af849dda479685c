//! Step 8: StarMessenger for many, with numbers that are handed out.

use crate::data::{available_numbers, emails, readable, unlicensed, who, writes};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};

const SLUG: &str = "star-messenger";

#[tokio::test(flavor = "multi_thread")]
async fn available_numbers_are_handed_out_in_order_and_shown_in_the_review() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.pick_application("StarMessenger").await;
        page.choose_in("License", "No license").await;
        page.choose_in("Status", "Active users").await;
        let wanted = emails(&unlicensed(&db, SLUG)).len();
        eventually_eq!(page.rows().await.len(), wanted);
        let users = page.rows().await;
        page.tick(&users[0].email).await;
        page.shift_tick(&users[2].email).await;
        page.change_license("StarMessenger").await;
        eventually_eq!(page.summary().await, "3 changes · 3 welcome emails");
        let numbers = available_numbers(&db);
        let review = page.open_review().await;
        assert_eq!(review.moves, ["3 users No license → StarMessenger"]);
        let lines: Vec<String> = users
            .iter()
            .zip(&numbers)
            .take(3)
            .map(|(user, number)| {
                format!(
                    "{} {} No license → StarMessenger · gets {}",
                    user.name,
                    user.email,
                    readable(number)
                )
            })
            .collect();
        assert_eq!(review.list("3 users will change"), lines);
        assert_eq!(writes(&db), 0);
        assert_eq!(page.apply().await.title, "StarMessenger: 3 users changed");
        for (user, number) in users.iter().zip(&numbers).take(3) {
            assert_eq!(db.licenses_of(&user.email, SLUG), ["StarMessenger"]);
            assert_eq!(db.number_of(&user.email).as_ref(), Some(number));
            assert_eq!(db.alias_of(&user.email).as_ref(), Some(number));
        }
        assert_eq!(available_numbers(&db), numbers[3..]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_few_numbers_are_said_with_the_exact_count() {
    journey(account_of(120), async |page| {
        let db = page.db();
        page.pick_application("StarMessenger").await;
        page.click_labelled("Select this page").await;
        page.click_button("Select all 120 matching users").await;
        page.change_license("StarMessenger").await;
        let wanting = unlicensed(&db, SLUG);
        let (needed, available) = (wanting.len(), available_numbers(&db).len());
        let without = needed - available;
        let alert = format!(
            "{needed} numbers needed, {available} available: {without} users won't get one."
        );
        let said = async || page.bar().await.map(|bar| bar.alert).unwrap_or_default();
        eventually_eq!(said().await, alert);
        let review = page.open_review().await;
        let numberless = review
            .lists
            .iter()
            .flat_map(|list| &list.items)
            .filter(|line| line.ends_with("The user has no number. Choose one first."));
        let mut numberless: Vec<String> = numberless.cloned().collect();
        assert_eq!(numberless.len(), without);
        numberless.retain(|line| !wanting.iter().any(|user| line.starts_with(&who(user))));
        assert!(numberless.is_empty(), "{numberless:#?}");
        page.click_button("Cancel").await;
        page.click_button("Discard").await;
        eventually_true!(said().await.is_empty());
        assert_eq!(writes(&db), 0);
    })
    .await;
}
