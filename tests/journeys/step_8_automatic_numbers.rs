//! Step 8: StarMessenger for many, with numbers that are handed out.

use crate::data::{available_numbers, readable, unlicensed, who, writes};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::texts::{
    all_changed, count, drafted, moved, number, say, say_with, select_all, users_moved,
};

const SLUG: &str = "star-messenger";

#[tokio::test(flavor = "multi_thread")]
async fn available_numbers_are_handed_out_in_order_and_shown_in_the_review() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.pick_application("StarMessenger").await;
        let wanted = unlicensed(&db, SLUG).len();
        let users = page.show_unlicensed(wanted).await;
        page.tick(&users[0].email).await;
        page.shift_tick(&users[2].email).await;
        page.change_license("StarMessenger").await;
        eventually_eq!(page.summary().await, drafted(3, 3));
        let numbers = available_numbers(&db);
        let review = page.open_review().await;
        assert_eq!(
            review.moves,
            [users_moved(3, say("license.none"), "StarMessenger")]
        );
        let lines: Vec<String> = users
            .iter()
            .zip(&numbers)
            .take(3)
            .map(|(user, number)| {
                let gets = say_with("review.gets_number", [("number", &readable(number))]);
                format!("{} {} {gets}", user.name, user.email)
            })
            .collect();
        let list = review.list(&moved(say("license.none"), "StarMessenger"));
        assert_eq!(list, lines);
        assert_eq!(writes(&db), 0);
        assert_eq!(page.apply().await.title, all_changed("StarMessenger", 3));
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
        page.click_labelled(say("table.select_page")).await;
        page.click_button(&select_all(120)).await;
        page.change_license("StarMessenger").await;
        let wanting = unlicensed(&db, SLUG);
        let (needed, available) = (wanting.len(), available_numbers(&db).len());
        let without = needed - available;
        let blanks = [
            ("needed", &*count("count.numbers_needed", needed)),
            ("available", &number(available)),
            ("without", &count("count.users", without)),
        ];
        let alert = say_with("bar.shortage", blanks);
        let said = async || page.bar().await.map(|bar| bar.alert).unwrap_or_default();
        eventually_eq!(said().await, alert);
        let review = page.open_review().await;
        let numberless = review.list(say("blocked.no_number"));
        assert_eq!(numberless.len(), without);
        let wanting: Vec<String> = wanting.iter().map(who).collect();
        assert!(
            numberless.iter().all(|user| wanting.contains(user)),
            "{numberless:#?}"
        );
        page.click_button(say("review.cancel")).await;
        page.click_button(say("bar.discard")).await;
        eventually_true!(said().await.is_empty());
        assert_eq!(writes(&db), 0);
    })
    .await;
}
