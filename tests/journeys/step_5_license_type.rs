//! Step 5: the license type of each user, as a wish.

use thirtyfour::Key;

use crate::data::{inactive, label, licensed, unlicensed, writes};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::HOME;
use crate::texts::{beginning, count, drafted, say, say_with, with_reason};

#[tokio::test(flavor = "multi_thread")]
async fn choosing_shows_the_wish_and_what_was_and_writes_nothing() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let before: Vec<_> = db
            .users()
            .iter()
            .map(|user| db.licenses_of(&user.email, "meet"))
            .collect();
        let new = unlicensed(&db, "meet").remove(0).email;
        let [other, loser] = [0, 1].map(|at| licensed(&db, "meet", "Meet")[at].email.clone());

        page.choose_license(&new, "Meet").await;
        eventually_eq!(page.summary().await, drafted(1, 1));
        page.choose_license(&other, "Meet Pro").await;
        page.choose_license(&loser, say("license.none")).await;
        eventually_eq!(page.summary().await, drafted(3, 2));
        let card = page.applications().await.swap_remove(0);
        assert_eq!(card.state, count("app.licensed", db.licenses("meet")));
        assert_eq!(card.pending, "3");
        let was_meet = &*say_with("row.was", [("what", "Meet")]);
        for (who, license, was) in [
            (&new, "Meet", say("row.was_none")),
            (&other, "Meet Pro", was_meet),
            (&loser, say("license.none"), was_meet),
        ] {
            let row = page.row(who).await;
            assert_eq!(row.license.shown, license, "{who}");
            assert!(row.notes.iter().any(|note| note == was), "{row:#?}");
        }

        let after: Vec<_> = db
            .users()
            .iter()
            .map(|user| db.licenses_of(&user.email, "meet"))
            .collect();
        assert_eq!(after, before);
        assert_eq!((writes(&db), db.mails().len()), (0, 0));

        // What a user has is no wish.
        page.choose_license(&new, say("license.none")).await;
        page.choose_license(&other, "Meet").await;
        page.choose_license(&loser, "Meet").await;
        eventually_true!(page.bar().await.is_none());
        let notes = page.row(&other).await.notes;
        let says_what_was =
            |note: &String| note.starts_with(beginning("row.was")) || note == say("row.was_none");
        assert!(!notes.iter().any(says_what_was), "{notes:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn arrow_keys_in_a_dropdown_draft_and_never_write() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let new = unlicensed(&db, "meet").remove(0).email;
        page.focus_license(&new).await;
        page.press(Key::Down).await;
        eventually_eq!(page.row(&new).await.license.shown, "Meet");
        page.press(Key::Down).await;
        eventually_eq!(page.row(&new).await.license.shown, "Meet Pro");
        eventually_eq!(page.summary().await, drafted(1, 1));
        assert_eq!(writes(&db), 0);
        assert_eq!(db.license_of(&new, "meet"), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn types_without_a_seat_or_switched_off_are_disabled_with_the_reason() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.pick_application("Chat").await;
        let (used, total) = db.seats("Chat Archive");
        assert_eq!(Some(used), total);
        let full = &*with_reason("Chat Archive", say("type.no_seat"));
        let chatter = licensed(&db, "chat", "Chat").remove(0).email;
        let row = page.row(&chatter).await;
        assert_eq!(row.license.texts(), [say("license.none"), "Chat", full]);
        assert!(row.license.option(full).disabled);
        // Who has it keeps it.
        let keeper = licensed(&db, "chat", "Chat Archive").remove(0).email;
        let row = page.row(&keeper).await;
        assert_eq!(row.license.shown, "Chat Archive");
        assert!(!row.license.option("Chat Archive").disabled);

        page.pick_application("Connector").await;
        let off = &*with_reason("Connector for Outlook", say("type.switched_off"));
        let nobody = unlicensed(&db, "connector").remove(0).email;
        let row = page.row(&nobody).await;
        assert_eq!(row.license.texts(), [say("license.none"), "Connector", off]);
        assert!(row.license.option(off).disabled && !row.license.option("Connector").disabled);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inactive_user_can_lose_a_license_and_get_none() {
    journey(account_of(120), async |page| {
        let db = page.db();
        let mut holders = inactive(&db).into_iter();
        let holds = |license: Option<String>| license.as_deref() == Some("Chat");
        let holder = holders.find(|user| holds(db.license_of(&user.email, "chat")));
        let holder = &holder.unwrap().email;
        page.open(&format!("{HOME}/chat?status=inactive")).await;
        page.is_ready().await;
        let row = page.row(holder).await;
        assert_eq!(row.status, say("row.inactive"));
        assert!(!row.license.disabled);
        let archive = row.license.option("Chat Archive");
        assert_eq!(
            (archive.text.clone(), archive.disabled),
            (with_reason("Chat Archive", say("choice.inactive")), true)
        );
        page.choose_license(holder, say("license.none")).await;
        eventually_eq!(page.summary().await, drafted(1, 0));

        page.pick_application("StarMessenger").await;
        let other = page.row("Dan Anholt").await;
        assert!(other.license.disabled, "{other:#?}");
        let messenger = with_reason("StarMessenger", say("choice.inactive"));
        assert_eq!(other.license.option(&messenger).text, messenger);
        assert_eq!(writes(&db), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_survives_another_application_and_reading_again() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let new = unlicensed(&db, "meet").remove(0).email;
        page.choose_license(&new, "Meet").await;
        page.pick_application("Chat").await;
        assert_eq!(page.applications().await[0].pending, "1");
        assert!(page.bar().await.is_none());
        page.pick_application("Meet").await;
        eventually_eq!(page.row(&new).await.license.shown, "Meet");
        page.click_button(say("page.refresh")).await;
        page.is_ready().await;
        eventually_eq!(page.row(&new).await.license.shown, "Meet");
        eventually_eq!(page.summary().await, drafted(1, 1));
        assert_eq!((writes(&db), db.license_of(&new, "meet")), (0, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_change_is_reverted_alone_and_leaves_the_focus_on_its_dropdown() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let [one, other] = [0, 1].map(|at| unlicensed(&db, "meet").swap_remove(at));
        let revert = |name: &str| say_with("row.revert", [("name", name)]);
        for user in [&one, &other] {
            page.choose_license(&user.email, "Meet").await;
        }
        eventually_eq!(page.texts("tbody .revert").await.len(), 2);
        let marks = async || page.texts("tbody [data-mark=changed]").await.len();
        assert_eq!(marks().await, 2);
        page.click_labelled(&revert(&label(&one))).await;
        eventually_eq!(page.summary().await, drafted(1, 1));
        assert_eq!(
            page.row(&one.email).await.license.shown,
            say("license.none")
        );
        let label = say_with("row.license", [("name", &label(&one))]);
        assert_eq!(page.focused().await, label);
        assert_eq!(page.row(&other.email).await.license.shown, "Meet");
        assert_eq!(marks().await, 1);
        assert_eq!(writes(&db), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_say_what_the_draft_takes_and_what_is_too_much() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let pending = async || {
            let meters = page.meters().await.into_iter();
            meters.map(|meter| meter.pending).collect::<Vec<_>>()
        };
        let said = |n: &str| say_with("seats.pending", [("n", n)]);
        let values = async || {
            let meters = page.meters().await.into_iter();
            meters.map(|meter| meter.value).collect::<Vec<_>>()
        };
        let before = values().await;
        assert_eq!(pending().await, ["", ""]);
        let holder = licensed(&db, "meet", "Meet").swap_remove(0);
        page.choose_license(&holder.email, "Meet Pro").await;
        eventually_eq!(pending().await, [said("−1"), said("+1")]);
        page.choose_license(&holder.email, "Meet").await;
        eventually_eq!(pending().await, ["", ""]);

        let pros = licensed(&db, "meet", "Meet Pro").len();
        let taken = unlicensed(&db, "meet").len() + pros;
        let (used, total) = db.seats("Meet");
        let over = used + taken - total.unwrap();
        page.click_labelled(say("table.select_page")).await;
        page.change_license("Meet").await;
        let blanks = [("n", &*format!("+{taken}")), ("over", &*over.to_string())];
        let too_much = say_with("seats.over", blanks);
        eventually_eq!(pending().await, [too_much, said(&format!("−{pros}"))]);
        assert_eq!(values().await, before);
    })
    .await;
}
