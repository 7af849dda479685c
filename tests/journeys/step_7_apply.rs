//! Step 7: the review, the run, its result.

use sandbox::{Answer, Effect, Rule};
use thirtyfour::Key;

use crate::data::{licensed, title, unlicensed, who, writes};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::texts::{
    all_changed, beginning, count, drafted, ended, labelled, matching, moved, number, say,
    say_with, users_moved,
};

const BULK: &str = "/entitlements/users/entitlements/bulk";

/// Where the number is typed before much is taken away.
const GUARD: &str = "dialog[open] input[inputmode=numeric]";

#[tokio::test(flavor = "multi_thread")]
async fn the_review_says_what_changes_and_applying_does_exactly_that() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let new = unlicensed(&db, "meet").swap_remove(0);
        let mut holders = licensed(&db, "meet", "Meet");
        let (other, loser) = (holders.remove(0), holders.remove(0));
        let (used, total) = db.seats("Meet");
        let (pro, _) = db.seats("Meet Pro");
        let total = total.unwrap();

        page.choose_license(&new.email, "Meet").await;
        page.choose_license(&other.email, "Meet Pro").await;
        page.choose_license(&loser.email, say("license.none")).await;
        let review = page.open_review().await;
        assert_eq!(review.title, say_with("review.title", [("name", "Meet")]));
        let mut moves = review.moves.clone();
        moves.sort();
        assert_eq!(
            moves,
            [
                users_moved(1, "Meet", "Meet Pro"),
                users_moved(1, "Meet", say("license.none")),
                users_moved(1, say("license.none"), "Meet")
            ]
        );
        let seats = [
            [
                "Meet".to_owned(),
                used.to_string(),
                (used - 1).to_string(),
                total.to_string(),
                (total + 1 - used).to_string(),
            ],
            [
                "Meet Pro".to_owned(),
                pro.to_string(),
                (pro + 1).to_string(),
                say("seats.no_limit").to_owned(),
                String::new(),
            ],
        ];
        assert_eq!(review.seats, seats);
        let emails = count("review.emails", 2);
        assert!(review.paragraphs[0].starts_with(&emails), "{review:#?}");
        for (user, what) in [
            (&new, moved(say("license.none"), "Meet")),
            (&other, moved("Meet", "Meet Pro")),
            (&loser, moved("Meet", say("license.none"))),
        ] {
            assert_eq!(review.list(&what), [who(user)]);
        }
        assert_eq!(writes(&db), 0);

        let result = page.apply().await;
        assert_eq!(result.title, all_changed("Meet", 3));
        assert_eq!(db.licenses_of(&new.email, "meet"), ["Meet"]);
        assert_eq!(db.licenses_of(&other.email, "meet"), ["Meet Pro"]);
        assert!(db.licenses_of(&loser.email, "meet").is_empty());
        assert_eq!(db.seats("Meet").0, used - 1);
        for (user, license) in [
            (&new, "Meet"),
            (&other, "Meet Pro"),
            (&loser, say("license.none")),
        ] {
            let row = page.row(&user.email).await;
            assert_eq!(row.license.shown, license);
            assert!(
                row.notes.contains(&say("row.changed").to_owned()),
                "{row:#?}"
            );
        }
        let figures = say_with(
            "seats.of",
            [("used", &number(used - 1)), ("total", &number(total))],
        );
        eventually_eq!(page.meters().await[0].figures.clone(), figures);
        let card = count("app.licensed", db.licenses("meet"));
        eventually_eq!(page.applications().await[0].state.clone(), card);
        assert!(page.bar().await.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_result_can_be_read_until_it_is_dismissed() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let new = unlicensed(&db, "meet").swap_remove(0);
        page.choose_license(&new.email, "Meet").await;
        page.open_review().await;
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));
        page.search("a").await;
        page.pick_application("Chat").await;
        assert_eq!(page.result().await.title, all_changed("Meet", 1));
        page.pick_application("Meet").await;
        assert!(
            page.row(&new.email)
                .await
                .notes
                .contains(&say("row.changed").to_owned())
        );
        page.dismiss_result().await;
        eventually_true!(
            !page
                .row(&new.email)
                .await
                .notes
                .contains(&say("row.changed").to_owned())
        );
        assert_eq!(page.text(&labelled("section", "run.label")).await, "");
        assert_eq!(db.licenses_of(&new.email, "meet"), ["Meet"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn applying_shows_how_far_it_is_and_changes_nothing_else_meanwhile() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let users: Vec<_> = unlicensed(&db, "meet").into_iter().take(3).collect();
        for user in &users {
            page.choose_license(&user.email, "Meet Pro").await;
        }
        page.open_review().await;
        page.faults().hold(BULK);
        page.click_apply().await;
        let panel = labelled("section", "run.label");
        let of = count("count.users", 3);
        let state = say_with("run.state", [("name", "Meet")]);
        let settled = say_with("run.settled", [("settled", "0"), ("users", &*of)]);
        let begun = format!("{state} {settled}");
        eventually_true!(page.text(&panel).await.starts_with(&begun));
        let position = "return document.querySelector(arguments[0]).position";
        let progress = format!("{panel} progress");
        eventually_eq!(
            page.read_with::<f64>(position, vec![progress.as_str().into()])
                .await,
            0.0
        );
        for user in &users {
            eventually_true!({
                let row = page.row(&user.email).await;
                row.license.disabled && row.notes.contains(&say("row.running").to_owned())
            });
        }
        assert!(page.bar().await.is_none());
        assert!(
            users
                .iter()
                .all(|user| db.license_of(&user.email, "meet").is_none())
        );
        page.faults().release();
        assert_eq!(page.result().await.title, all_changed("Meet", 3));
        assert!(
            users
                .iter()
                .all(|user| db.licenses_of(&user.email, "meet") == ["Meet Pro"])
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_refuses_is_said_in_its_words_and_stays_drafted() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.expect_failed_requests(BULK);
        let users: Vec<_> = unlicensed(&db, "meet").into_iter().take(2).collect();
        for user in &users {
            page.choose_license(&user.email, "Meet").await;
        }
        page.open_review().await;
        // Both at once, then the first of them alone.
        page.faults().refuse(BULK, 409, 2);
        let result = page.apply().await;
        assert_eq!(
            result.title,
            ended("Meet", [count("run.changed", 1), count("run.failed", 1)])
        );
        let refused = say_with("outcome.license_refused", [("words", "Refused on demand.")]);
        let (failed, changed): (Vec<_>, Vec<_>) = users
            .iter()
            .partition(|user| db.license_of(&user.email, "meet").is_none());
        assert_eq!((failed.len(), changed.len()), (1, 1));
        assert_eq!(result.problems, [format!("{} {refused}", title(failed[0]))]);
        let row = page.row(&failed[0].email).await;
        assert_eq!(row.license.shown, "Meet");
        assert_eq!(row.notes, [&refused, say("row.was_none")]);
        page.dismiss_result().await;
        eventually_eq!(page.summary().await, drafted(1, 1));
        assert_eq!(db.mails().len(), 1);

        page.open_review().await;
        page.click_apply().await;
        eventually_eq!(page.result().await.title, all_changed("Meet", 1));
        assert_eq!(db.licenses_of(&failed[0].email, "meet"), ["Meet"]);
        assert_eq!(db.mails().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_license_that_stays_is_said_and_the_next_run_takes_it_away() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.expect_failed_requests(BULK);
        let user = licensed(&db, "meet", "Meet").swap_remove(0);
        page.choose_license(&user.email, "Meet Pro").await;
        let refusal = Rule::new(Effect::Answer(Answer::status(409)));
        page.faults()
            .rule(refusal.method("DELETE").path(BULK).times(1));
        page.open_review().await;
        assert_eq!(
            page.apply().await.title,
            ended("Meet", [count("run.failed", 1)])
        );
        assert_eq!(db.licenses_of(&user.email, "meet"), ["Meet", "Meet Pro"]);
        let row = page.row(&user.email).await;
        let why = say_with(
            "outcome.old_license_not_removed",
            [("words", "Refused on demand.")],
        );
        assert!(row.notes.contains(&why), "{row:#?}");

        page.dismiss_result().await;
        let review = page.open_review().await;
        assert_eq!(review.paragraphs[0], say("review.no_emails"));
        page.click_apply().await;
        eventually_eq!(page.result().await.title, all_changed("Meet", 1));
        assert_eq!(db.licenses_of(&user.email, "meet"), ["Meet Pro"]);
        assert_eq!(db.mails().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn discarding_drops_the_draft() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let user = unlicensed(&db, "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        page.open_review().await;
        page.click_button(say("review.cancel")).await;
        eventually_true!(!page.is_reviewing().await);
        page.open_review().await;
        page.press(Key::Escape).await;
        eventually_true!(!page.is_reviewing().await);
        eventually_eq!(page.summary().await, drafted(1, 1));
        page.click_button(say("bar.discard")).await;
        eventually_true!(page.bar().await.is_none());
        let row = page.row(&user.email).await;
        assert_eq!(row.license.shown, say("license.none"));
        assert!(row.notes.is_empty());
        assert_eq!((writes(&db), db.license_of(&user.email, "meet")), (0, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_away_more_than_a_fifth_and_more_than_ten_wants_the_number_typed() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.pick_application("Chat").await;
        page.choose_in(say("filter.license"), say("filter.license_any"))
            .await;
        let licenses = db.licenses("chat");
        eventually_eq!(page.count().await, matching(licenses, 40));
        let emails = page.emails().await;
        page.tick(&emails[0]).await;
        page.shift_tick(&emails[9]).await;
        page.change_license(say("license.none")).await;
        let review = page.open_review().await;
        assert_eq!(
            (review.apply().text.clone(), review.apply().disabled),
            (count("review.remove", 10), false)
        );
        let guards = review
            .labels
            .iter()
            .filter(|label| label.starts_with(beginning("review.guard")));
        assert_eq!(guards.count(), 0, "{review:#?}");
        page.click_button(say("review.cancel")).await;

        page.tick(&emails[10]).await;
        page.change_license(say("license.none")).await;
        let review = page.open_review().await;
        let of = count("count.users", 11);
        let guard = say_with("review.guard", [("users", &of), ("n", "11")]);
        assert!(review.labels.contains(&guard), "{review:#?}");
        assert!(review.apply().disabled);
        assert_eq!(review.apply().text, count("review.remove", 11));
        let wrong = async || page.text("dialog[open] [role=alert]").await;
        page.type_in(GUARD, "1").await;
        eventually_true!(page.review().await.apply().disabled);
        assert_eq!(wrong().await, "");
        page.press(Key::Enter).await;
        let other = say_with("review.guard_mismatch", [("n", "11")]);
        eventually_eq!(wrong().await, other);
        assert!(page.is_reviewing().await);
        page.type_in(GUARD, "1").await;
        eventually_true!(!page.review().await.apply().disabled);
        assert_eq!((wrong().await.as_str(), writes(&db)), ("", 0));
        page.press(Key::Enter).await;
        assert_eq!(page.result().await.title, all_changed("Chat", 11));
        assert_eq!(db.licenses("chat"), licenses - 11);
        assert!(
            emails[..11]
                .iter()
                .all(|email| db.license_of(email, "chat").is_none())
        );
        assert!(db.mails().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_took_away_within_the_hour_counts_as_taken_at_once() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.pick_application("Chat").await;
        page.choose_in(say("filter.license"), say("filter.license_any"))
            .await;
        let licenses = db.licenses("chat");
        assert!((20..50).contains(&licenses), "{licenses}");
        for (earlier, is_asked) in [(0, false), (10, true)] {
            let left = licenses - earlier;
            eventually_eq!(page.count().await, matching(left, 40));
            let emails = page.emails().await;
            page.tick(&emails[0]).await;
            page.shift_tick(&emails[9]).await;
            page.change_license(say("license.none")).await;
            let review = page.open_review().await;
            assert_eq!(review.apply().disabled, is_asked);
            if is_asked {
                let of = &*count("count.users", 10);
                let blanks = [("users", of), ("earlier", of), ("n", "10")];
                let guard = say_with("review.guard_again", blanks);
                assert_eq!(review.labels, [guard]);
                page.type_in(GUARD, "10").await;
                eventually_true!(!page.review().await.apply().disabled);
            }
            assert_eq!(page.apply().await.title, all_changed("Chat", 10));
            page.dismiss_result().await;
        }
        assert_eq!(db.licenses("chat"), licenses - 20);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_can_be_undone_by_a_draft_of_the_way_back() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let holder = licensed(&db, "meet", "Meet").swap_remove(0);
        let new = unlicensed(&db, "meet").swap_remove(0);
        for user in [&holder, &new] {
            page.choose_license(&user.email, "Meet Pro").await;
        }
        page.open_review().await;
        assert_eq!(page.apply().await.title, all_changed("Meet", 2));
        page.click_button(say("result.undo")).await;
        // The one who had none gets no email for losing it again.
        eventually_eq!(page.summary().await, drafted(2, 1));
        page.open_review().await;
        page.click_apply().await;
        eventually_true!(db.license_of(&new.email, "meet").is_none());
        eventually_true!(db.licenses_of(&holder.email, "meet") == ["Meet"]);
    })
    .await;
}
