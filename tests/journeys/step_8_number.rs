//! Step 8: StarMessenger, first the number and then the license type, one user at a time.

use sandbox::Inspect;

use crate::data::{available_numbers, label, licensed, readable, title, unlicensed, who, writes};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::texts::{all_changed, count, drafted, moved, say, say_with, with_reason};

const SLUG: &str = "star-messenger";

/// How the dropdown of a user without a number reads: what can be given first, the others with the reason.
fn number_options(db: &Inspect) -> Vec<(String, bool)> {
    let users = db.users();
    let mut numbers = db.numbers();
    numbers.sort_by(|a, b| a.number.cmp(&b.number));
    let option = |number: &sandbox::NumberRow| {
        let why = match (&number.user_email, number.campaign_status.as_deref()) {
            (Some(email), _) => {
                let holder = users.iter().find(|user| user.email == *email);
                let holder = label(holder.unwrap());
                Some((2, say_with("number.assigned_to", [("name", &holder)])))
            }
            (None, Some("ACTIVE")) => None,
            (None, Some(status)) => {
                let key = format!("number.{}", status.to_lowercase());
                Some((1, say(&key).to_owned()))
            }
            (None, None) => Some((1, say("number.no_campaign").to_owned())),
        };
        let number = readable(&number.number);
        match why {
            None => (0, number, false),
            Some((rank, why)) => (rank, with_reason(&number, &why), true),
        }
    };
    let mut options: Vec<_> = numbers.iter().map(option).collect();
    options.sort_by_key(|(rank, ..)| *rank);
    options
        .into_iter()
        .map(|(_, text, disabled)| (text, disabled))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn first_the_number_then_the_license_and_the_database_holds_both() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.pick_application("StarMessenger").await;
        let user = unlicensed(&db, SLUG).swap_remove(0);
        let email = &user.email;
        let row = page.row(email).await;
        let first = with_reason("StarMessenger", say("choice.number_first"));
        assert!(row.license.option(&first).disabled, "{row:#?}");
        assert!(row.license.option("StarMessenger Ultimate").disabled);
        assert_eq!(row.number.unwrap().shown, say("number.choose"));

        page.reach_number(email).await;
        let listed = async || {
            let options = page.row(email).await.number.unwrap().options.into_iter();
            options
                .skip(1)
                .map(|option| (option.text, option.disabled))
                .collect::<Vec<_>>()
        };
        eventually_eq!(listed().await, number_options(&db));

        let number = available_numbers(&db).swap_remove(1);
        page.choose_number(email, &readable(&number)).await;
        eventually_true!(
            !page
                .row(email)
                .await
                .license
                .option("StarMessenger")
                .disabled
        );
        let chosen = readable(&number);
        let lonely = say_with("blocked.number_without_license", [("number", &chosen)]);
        assert!(page.row(email).await.notes.contains(&lonely));
        page.choose_license(email, "StarMessenger").await;
        eventually_eq!(page.summary().await, drafted(1, 1));
        assert_eq!(writes(&db), 0);

        let review = page.open_review().await;
        let gets = say_with("review.gets_number", [("number", &chosen)]);
        let list = review.list(&moved(say("license.none"), "StarMessenger"));
        assert_eq!(list, [format!("{} {gets}", who(&user))]);
        assert_eq!(page.apply().await.title, all_changed("StarMessenger", 1));
        assert_eq!(db.licenses_of(email, SLUG), ["StarMessenger"]);
        assert_eq!(db.number_of(email).as_ref(), Some(&number));
        assert_eq!(db.alias_of(email).as_ref(), Some(&number));
        assert_eq!(
            page.metadata(&user.uuid, "StarMessenger").await,
            [format!("{{\"sms_number\":\"{number}\"}}")]
        );
        let row = page.row(email).await;
        assert_eq!(row.number.unwrap().shown, readable(&number));
        assert_eq!(row.license.shown, "StarMessenger");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_stays_selected_through_a_change_of_the_license() {
    journey(account_of(120), async |page| {
        let db = page.db();
        page.pick_application("StarMessenger").await;
        let ana = "Ana Beltrán";
        let email = page.row(ana).await.email;
        assert_eq!(page.row(ana).await.number.unwrap().shown, "(941) 555-0142");
        page.choose_license(ana, "StarMessenger Ultimate").await;
        assert_eq!(page.row(ana).await.number.unwrap().shown, "(941) 555-0142");
        page.open_review().await;
        assert_eq!(page.apply().await.title, all_changed("StarMessenger", 1));
        assert_eq!(page.row(ana).await.number.unwrap().shown, "(941) 555-0142");
        assert_eq!(db.licenses_of(&email, SLUG), ["StarMessenger Ultimate"]);
        assert_eq!(db.number_of(&email).as_deref(), Some("9415550142"));
        assert_eq!(db.alias_of(&email).as_deref(), Some("9415550142"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_gets_another_number_and_the_old_one_is_available_again() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.pick_application("StarMessenger").await;
        let ana = "Ana Beltrán";
        let email = page.row(ana).await.email;
        let number = available_numbers(&db).swap_remove(0);
        page.choose_number(ana, &readable(&number)).await;
        let was = say_with("row.was", [("what", "(941) 555-0142")]);
        eventually_true!(page.row(ana).await.notes.contains(&was));
        let review = page.open_review().await;
        assert_eq!(
            review.moves,
            [format!(
                "{} {}",
                count("count.users", 1),
                say("review.only_number")
            )]
        );
        assert_eq!(page.apply().await.title, all_changed("StarMessenger", 1));
        assert_eq!(db.number_of(&email).as_ref(), Some(&number));
        assert_eq!(db.alias_of(&email).as_ref(), Some(&number));
        assert!(available_numbers(&db).contains(&"9415550142".to_owned()));
        assert_eq!(db.licenses_of(&email, SLUG), ["StarMessenger"]);
        assert!(db.mails().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_chosen_for_somebody_cannot_be_chosen_twice() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.pick_application("StarMessenger").await;
        let mut users = unlicensed(&db, SLUG).into_iter();
        let (one, two) = (users.next().unwrap(), users.next().unwrap());
        let number = readable(&available_numbers(&db)[0]);
        page.choose_number(&one.email, &number).await;
        page.reach_number(&two.email).await;
        let taken = with_reason(
            &number,
            &say_with("number.pending_for", [("name", &label(&one))]),
        );
        let options = async || page.row(&two.email).await.number.unwrap().options;
        eventually_true!(
            options()
                .await
                .iter()
                .any(|option| option.text == taken && option.disabled)
        );
        assert_eq!(writes(&db), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_the_license_away_offers_to_release_the_number() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.pick_application("StarMessenger").await;
        let [giver, keeper] = ["Giancarlo Romano", "Ioana Stan"];
        let [given, kept] = [page.row(giver).await.email, page.row(keeper).await.email];
        page.choose_license(giver, say("license.none")).await;
        let review = page.open_review().await;
        let offer = &*count("review.release", 1);
        let loses = moved("StarMessenger", say("license.none"));
        assert_eq!(review.labels, [offer]);
        assert_eq!(review.list(&loses), [format!("{giver} {given}")]);
        page.click_label(offer).await;
        let releases = say_with("review.releases_number", [("number", "(941) 555-0163")]);
        let released = [format!("{giver} {given} {releases}")];
        eventually_eq!(page.review().await.list(&loses).to_vec(), released);
        assert_eq!(page.apply().await.title, all_changed("StarMessenger", 1));
        assert!(db.licenses_of(&given, SLUG).is_empty());
        assert_eq!((db.number_of(&given), db.alias_of(&given)), (None, None));
        assert!(available_numbers(&db).contains(&"9415550163".to_owned()));
        eventually_eq!(
            page.row(giver).await.number.unwrap().shown,
            say("number.choose")
        );

        // Not taken up, the offer leaves the number where it is.
        page.choose_license(keeper, say("license.none")).await;
        assert_eq!(page.open_review().await.labels, [offer]);
        page.click_apply().await;
        eventually_true!(db.licenses_of(&kept, SLUG).is_empty());
        eventually_true!(
            page.row(keeper)
                .await
                .notes
                .contains(&say("row.changed").to_owned())
        );
        assert_eq!(db.number_of(&kept).as_deref(), Some("9415550178"));
        assert_eq!(db.alias_of(&kept).as_deref(), Some("9415550178"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_license_of_another_application_carries_no_number() {
    journey(account_of(120), async |page| {
        let db = page.db();
        let mut holders = licensed(&db, SLUG, "StarMessenger").into_iter();
        let holder = holders
            .find(|user| db.license_of(&user.email, "meet").is_none())
            .unwrap();
        page.search(&holder.email).await;
        page.choose_license(&holder.email, "Meet").await;
        page.open_review().await;
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));
        assert_eq!(db.licenses_of(&holder.email, "meet"), ["Meet"]);
        assert_eq!(page.metadata(&holder.uuid, "Meet").await, ["{}"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn losing_a_license_of_another_application_offers_no_release() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.pick_application("Chat").await;
        let ana = "Ana Beltrán";
        let email = page.row(ana).await.email;
        assert!(db.license_of(&email, "chat").is_some());
        page.choose_license(ana, say("license.none")).await;
        let review = page.open_review().await;
        assert!(review.labels.is_empty(), "{:?}", review.labels);
        assert_eq!(page.apply().await.title, all_changed("Chat", 1));
        assert_eq!(db.license_of(&email, "chat"), None);
        assert_eq!(db.number_of(&email).as_deref(), Some("9415550142"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_before_a_refusal_is_taken_back() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.pick_application("StarMessenger").await;
        let user = unlicensed(&db, SLUG).swap_remove(0);
        let number = available_numbers(&db).swap_remove(0);
        let alias = format!("/identity/identities/{}/aliases", user.uuid);
        let refused = [("words", "Refused on demand.")];
        let steps = [
            (
                "/sms/provision",
                say_with("outcome.number_refused", refused),
            ),
            (&*alias, say_with("outcome.alias_refused", refused)),
            (
                "/entitlements/users/entitlements/bulk",
                say_with("outcome.license_refused", refused),
            ),
        ];
        page.choose_number(&user.email, &readable(&number)).await;
        page.choose_license(&user.email, "StarMessenger").await;
        for (path, words) in steps {
            page.expect_failed_requests(path);
            page.faults().refuse(path, 409, 1);
            page.open_review().await;
            page.click_apply().await;
            let problem = format!("{} {words}", title(&user));
            eventually_eq!(page.result().await.problems, [problem]);
            let row = page.row(&user.email).await;
            assert!(row.notes.contains(&words), "{row:#?}");
            assert_eq!(db.license_of(&user.email, SLUG), None);
            assert_eq!(
                (db.number_of(&user.email), db.alias_of(&user.email)),
                (None, None),
                "{path}"
            );
            assert!(db.mails().is_empty());
            page.dismiss_result().await;
        }
        page.open_review().await;
        page.click_apply().await;
        eventually_eq!(page.result().await.title, all_changed("StarMessenger", 1));
        assert_eq!(db.number_of(&user.email), Some(number));
        assert_eq!(db.licenses_of(&user.email, SLUG), ["StarMessenger"]);
    })
    .await;
}
