//! The examples of docs/embedding.md, verbatim, each with the main job.

use crate::data::{available_numbers, emails, readable, unlicensed, writes};
use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};
use crate::page::{Mode, Page};
use crate::texts::{all_changed, drafted, labelled, say, users_moved};

const SLUG: &str = "star-messenger";

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_in_the_page_of_a_portal() {
    journey(account_of(40), async |page| {
        main_job(page, Mode::Mount).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_in_the_element() {
    journey(account_of(40), async |page| {
        main_job(page, Mode::Element).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_in_a_frame_of_another_origin() {
    journey(account_of(40), async |page| {
        main_job(page, Mode::Frame).await
    })
    .await;
}

/// The ten steps, in short.
async fn main_job(page: &Page, mode: Mode) {
    let db = page.db();
    let before = writes(&db);
    page.embed(mode).await;
    assert_eq!(page.texts("h1").await, [say("page.title")]);
    page.pick_application("StarMessenger").await;
    let banner = labelled("section", "campaign.label");
    assert!(page.text(&banner).await.contains(say("campaign.title")));
    page.choose_in(say("filter.license"), say("filter.license_none"))
        .await;
    page.choose_in(say("filter.status"), say("filter.status_active"))
        .await;
    let wanted = emails(&unlicensed(&db, SLUG)).len();
    eventually_eq!(page.rows().await.len(), wanted);
    let users = page.rows().await;
    page.search(&users[0].email).await;
    eventually_eq!(page.emails().await, [users[0].email.clone()]);
    page.search("").await;
    eventually_eq!(page.rows().await.len(), wanted);
    page.tick(&users[0].email).await;
    page.tick(&users[1].email).await;
    page.change_license("StarMessenger").await;
    let numbers = available_numbers(&db);
    let number = readable(&numbers[3]);
    page.choose_number(&users[1].email, &number).await;
    eventually_eq!(page.summary().await, drafted(2, 2));
    let review = page.open_review().await;
    assert_eq!(
        review.moves,
        [users_moved(2, say("license.none"), "StarMessenger")]
    );
    assert_eq!(writes(&db), before);
    assert_eq!(page.apply().await.title, all_changed("StarMessenger", 2));
    for (user, number) in [(&users[0], &numbers[0]), (&users[1], &numbers[3])] {
        assert_eq!(db.licenses_of(&user.email, SLUG), ["StarMessenger"]);
        assert_eq!(db.number_of(&user.email).as_ref(), Some(number));
    }
    assert_eq!(db.mails().len(), 2);
    // The portal's own address has followed.
    page.leave_shadow();
    page.leave_frame().await;
    let path = page.path().await;
    let base = format!("/embedding/{}", format!("{mode:?}").to_lowercase());
    assert!(path.starts_with(&format!("{base}/{SLUG}?")), "{path}");
}
