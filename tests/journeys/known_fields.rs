//! The ten steps of the published procedure, where the API tells the known fields alone: license types by their
//! types, numbers as texts, campaigns without states and numbers, licenses without what is in them.

use sandbox::{Inspect, Options, UserRow};

use crate::data::{APPLICATIONS, label, readable, sorted, unlicensed, who, writes};
use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::texts::{
    all_changed, count, drafted, labelled, moved, say, say_with, users_moved, with_reason,
};

const SLUG: &str = "star-messenger";
const REGISTRY: &str = "https://smscampaigns.sangoma.com";

#[tokio::test(flavor = "multi_thread")]
async fn the_ten_steps_are_done_with_known_fields_alone() {
    let options = Options {
        known_fields_only: true,
        ..account_of(40)
    };
    journey(options, async |page| {
        see_frame_and_applications(page).await;
        let meet = license_with_meet(page).await;
        page.pick_application("StarMessenger").await;
        see_banner(page).await;
        let messengers = license_with_star_messenger(page).await;
        see_emails(page, &meet, &messengers).await;
    })
    .await;
}

/// The first users without a license.
fn three(db: &Inspect, slug: &str) -> [UserRow; 3] {
    let users: Vec<UserRow> = unlicensed(db, slug).into_iter().take(3).collect();
    users.try_into().unwrap()
}

/// Steps 1 and 2.
async fn see_frame_and_applications(page: &Page) {
    assert_eq!(page.texts("h1").await, [say("page.title")]);
    let db = page.db();
    let licensed = |(name, slug, _)| (name, count("app.licensed", db.licenses(slug)));
    let shown = page.applications().await;
    let shown: Vec<_> = shown
        .iter()
        .map(|card| (card.name.as_str(), card.state.clone()))
        .collect();
    assert_eq!(shown, APPLICATIONS.map(licensed));
}

/// Steps 3 to 7: one is found and changed alone, two are selected and changed together.
async fn license_with_meet(page: &Page) -> [UserRow; 3] {
    let db = page.db();
    let users = three(&db, "meet");
    page.search(&users[0].email).await;
    eventually_eq!(page.emails().await, [users[0].email.clone()]);
    page.choose_license(&users[0].email, "meet").await;
    page.search("").await;
    select_and_change(page, &users[1..], "meet_pro").await;
    assert_eq!(writes(&db), 0);

    let review = page.open_review().await;
    let moves = [
        users_moved(1, say("license.none"), "meet"),
        users_moved(2, say("license.none"), "meet_pro"),
    ];
    assert_eq!(sorted(review.moves.clone()), moves);
    assert_eq!(page.apply().await.title, all_changed("Meet", 3));
    for (user, license) in users.iter().zip(["Meet", "Meet Pro", "Meet Pro"]) {
        assert_eq!(db.licenses_of(&user.email, "meet"), [license]);
    }
    users
}

async fn select_and_change(page: &Page, users: &[UserRow], license: &str) {
    for user in users {
        page.tick(&user.email).await;
    }
    eventually_eq!(page.selected().await, count("bar.selected", users.len()));
    page.change_license(license).await;
    eventually_eq!(page.summary().await, drafted(3, 3));
    page.click_button(say("bar.clear")).await;
}

/// Step 9, and that registration cannot be known.
async fn see_banner(page: &Page) {
    let banner = page.text(&labelled("", "campaign.label")).await;
    assert!(banner.starts_with(say("campaign.title")), "{banner}");
    let numbers = page.db().numbers().len();
    let note = count("campaign.unconfirmed", numbers);
    let notes = page.texts("main [role=note]").await;
    assert!(
        notes.iter().any(|said| said.starts_with(&note)),
        "{notes:?}"
    );
    let link = page.attribute("main [role=note] a", "href").await;
    assert_eq!(link.as_deref(), Some(REGISTRY));
}

/// Numbers that nobody holds, in order.
fn free_numbers(db: &Inspect) -> Vec<String> {
    let free = db.numbers().into_iter();
    let free = free.filter(|number| number.user_email.is_none());
    sorted(free.map(|number| number.number).collect())
}

/// How the dropdown of a user without a number reads: the free numbers, then the others with their holders.
fn number_options(db: &Inspect) -> Vec<(String, bool)> {
    let users = db.users();
    let holder = |email: &String| users.iter().find(|user| user.email == *email).unwrap();
    let held = db.numbers().into_iter().filter_map(|number| {
        let holder = label(holder(number.user_email.as_ref()?));
        let why = say_with("number.assigned_to", [("name", &holder)]);
        Some(with_reason(&readable(&number.number), &why))
    });
    let free = free_numbers(db);
    let free = free.iter().map(|number| unconfirmed(number));
    let held = sorted(held.collect());
    let free = free.map(|text| (text, false));
    free.chain(held.into_iter().map(|text| (text, true)))
        .collect()
}

fn unconfirmed(number: &str) -> String {
    with_reason(&readable(number), say("number.unconfirmed"))
}

async fn listed_numbers(page: &Page, user: &UserRow) -> Vec<(String, bool)> {
    let options = page.row(&user.email).await.number.unwrap().options;
    let choices = options.into_iter().skip(1);
    choices
        .map(|option| (option.text, option.disabled))
        .collect()
}

/// Steps 3 to 8: first a number, then the license for one; then both for all who are selected.
async fn license_with_star_messenger(page: &Page) -> [UserRow; 3] {
    let db = page.db();
    let before = writes(&db);
    let users = three(&db, SLUG);
    let mut free = free_numbers(&db);
    page.reach_number(&users[0].email).await;
    eventually_eq!(listed_numbers(page, &users[0]).await, number_options(&db));
    let chosen = free.remove(1);
    page.choose_number(&users[0].email, &unconfirmed(&chosen))
        .await;
    page.choose_license(&users[0].email, "star_messenger").await;
    select_and_change(page, &users[1..], "star_messenger_ultimate").await;
    assert_eq!(writes(&db), before);

    let review = page.open_review().await;
    let gets = say_with("review.gets_number", [("number", &readable(&chosen))]);
    let line = format!("{} {gets}", who(&users[0]));
    let list = review.list(&moved(say("license.none"), "star_messenger"));
    assert!(list.contains(&line), "{review:#?}");
    assert_eq!(page.apply().await.title, all_changed("StarMessenger", 3));
    let given = users
        .each_ref()
        .map(|user| db.number_of(&user.email).unwrap());
    assert_eq!(given[0], chosen);
    assert_eq!(sorted(given[1..].to_vec()), free[..2]);
    let types = [
        "StarMessenger",
        "StarMessenger Ultimate",
        "StarMessenger Ultimate",
    ];
    for ((user, number), license) in users.iter().zip(&given).zip(types) {
        assert_eq!(db.licenses_of(&user.email, SLUG), [license]);
        assert_eq!(db.alias_of(&user.email).as_ref(), Some(number));
    }
    see_holders_after_refresh(page, &users, &given).await;
    users
}

/// The holders of numbers are known after a refresh, too.
async fn see_holders_after_refresh(page: &Page, users: &[UserRow], given: &[String]) {
    page.dismiss_result().await;
    page.click_button(say("page.refresh")).await;
    page.is_ready().await;
    for (user, number) in users.iter().zip(given) {
        let shown = page.row(&user.email).await.number.unwrap().shown;
        assert_eq!(shown, readable(number));
    }
    let db = page.db();
    let other = unlicensed(&db, SLUG).swap_remove(0);
    page.reach_number(&other.email).await;
    eventually_eq!(listed_numbers(page, &other).await, number_options(&db));
}

/// Step 10.
async fn see_emails(page: &Page, meet: &[UserRow], messengers: &[UserRow]) {
    let of = |users: &[UserRow], name: &str| -> Vec<String> {
        let mail = |user: &UserRow| format!("Welcome to {name}: {}", user.email);
        users.iter().map(mail).collect()
    };
    let due = [of(meet, "Meet"), of(messengers, "StarMessenger")].concat();
    let mails = page.db().mails().into_iter();
    let sent = mails.map(|mail| format!("{}: {}", mail.subject, mail.to));
    assert_eq!(sorted(sent.collect()), sorted(due));
    eventually_eq!(page.text("#mails").await, "6");
}
