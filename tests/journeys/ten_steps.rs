//! The ten steps of an administrator in one go: on a page as narrow as a phone, and without a pointer. Other journeys walk
//! them where the page is embedded.

use thirtyfour::Key;

use crate::data::{available_numbers, label, readable, unlicensed, writes};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey, visit};
use crate::page::{HOME, Page};
use crate::texts::{all_changed, count, drafted, labelled, say, say_with, users_moved};

/// The application that needs numbers.
pub const SLUG: &str = "star-messenger";

/// Walks the ten steps, from the page on, in short. A look at each screen is passed in.
pub async fn ten_steps(page: &Page, look: &impl AsyncFn(&Page)) {
    let db = page.db();
    let before = writes(&db);
    assert_eq!(page.texts("h1").await, [say("page.title")]);
    page.pick_application("StarMessenger").await;
    let banner = labelled("section", "campaign.label");
    assert!(page.text(&banner).await.contains(say("campaign.title")));
    look(page).await;
    let wanted = unlicensed(&db, SLUG).len();
    let users = page.show_unlicensed(wanted).await;
    page.search(&users[0].email).await;
    eventually_eq!(page.emails().await, [users[0].email.clone()]);
    look(page).await;
    page.search("").await;
    eventually_eq!(page.rows().await.len(), wanted);
    page.tick(&users[0].email).await;
    page.tick(&users[1].email).await;
    page.change_license("StarMessenger").await;
    let numbers = available_numbers(&db);
    let number = readable(&numbers[3]);
    page.choose_number(&users[1].email, &number).await;
    eventually_eq!(page.summary().await, drafted(2, 2));
    look(page).await;
    let review = page.open_review().await;
    assert_eq!(
        review.moves,
        [users_moved(2, say("license.none"), "StarMessenger")]
    );
    assert_eq!(writes(&db), before);
    look(page).await;
    assert_eq!(page.apply().await.title, all_changed("StarMessenger", 2));
    look(page).await;
    for (user, number) in [(&users[0], &numbers[0]), (&users[1], &numbers[3])] {
        assert_eq!(db.licenses_of(&user.email, SLUG), ["StarMessenger"]);
        assert_eq!(db.number_of(&user.email).as_ref(), Some(number));
    }
    assert_eq!(db.mails().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn they_are_done_at_320_pixels_and_nothing_scrolls_sideways() {
    journey(account_of(40), async |page| {
        page.set_size(320, 640).await;
        ten_steps(page, &async |page: &Page| {
            assert_eq!(page.overflow().await, 0)
        })
        .await;
    })
    .await;
}

/// The page has more controls than this only with more rows.
const MOST_STOPS: usize = 80;

impl Page {
    /// Presses Tab until what has the focus begins like this.
    async fn tab_to(&self, wanted: &str) {
        for _ in 0..MOST_STOPS {
            if self.focused().await.starts_with(wanted) {
                return;
            }
            self.press(Key::Tab).await;
        }
        panic!("Tab does not lead to {wanted:?}");
    }

    /// Goes to a dropdown, and so many options further.
    async fn choose_by_arrows(&self, dropdown: &str, options: usize) {
        self.tab_to(dropdown).await;
        for _ in 0..options {
            self.press(Key::Down).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn they_are_done_without_a_pointer() {
    visit(account_of(40), async |page| {
        let db = page.db();
        let users = unlicensed(&db, SLUG);
        let numbers = available_numbers(&db);
        page.open("/").await;
        page.tab_to("Sign in").await;
        page.press(Key::Enter).await;
        page.is_ready().await;

        page.tab_to("StarMessenger").await;
        page.press(Key::Enter).await;
        eventually_true!(page.path().await.starts_with(&format!("{HOME}/{SLUG}")));
        page.is_ready().await;
        page.tab_to(say("campaign.title")).await;
        for is_open in [false, true] {
            page.press(Key::Enter).await;
            let open = async || page.attribute("details.campaign", "open").await.is_some();
            eventually_eq!(open().await, is_open);
        }

        page.choose_by_arrows(say("filter.license"), 2).await;
        page.choose_by_arrows(say("filter.status"), 1).await;
        eventually_eq!(page.rows().await.len(), users.len());
        page.press("/".to_owned()).await;
        eventually_eq!(page.focused().await, "search");
        let [first, second] = [&users[0], &users[1]];
        page.press(first.email.clone()).await;
        eventually_eq!(page.emails().await, std::slice::from_ref(&first.email));
        page.press(Key::Escape).await;
        eventually_eq!(page.rows().await.len(), users.len());

        let control = |key: &str, of: &str| say_with(key, [("name", of)]);
        page.tab_to(&control("row.number", &label(first))).await;
        eventually_true!(page.row(&first.email).await.number.unwrap().options.len() > 1);
        page.press(Key::Down).await;
        let shown = async || page.row(&first.email).await.number.unwrap().shown;
        eventually_eq!(shown().await, readable(&numbers[0]));
        page.choose_by_arrows(&control("row.license", &label(first)), 1)
            .await;
        eventually_eq!(page.summary().await, drafted(1, 1));

        page.tab_to(&control("row.select", &label(second))).await;
        page.press(" ".to_owned()).await;
        eventually_eq!(page.selected().await, count("bar.selected", 1));
        page.press(".".to_owned()).await;
        eventually_eq!(page.focused().await, "selection");
        page.choose_by_arrows(say("bar.change"), 1).await;
        eventually_eq!(page.summary().await, drafted(2, 2));

        page.press_with(Key::Control, Key::Enter).await;
        let review = page.review().await;
        let moves = users_moved(2, say("license.none"), "StarMessenger");
        assert_eq!(review.moves, [moves]);
        page.tab_to(&count("review.apply", 2)).await;
        page.press(Key::Enter).await;
        assert_eq!(page.result().await.title, all_changed("StarMessenger", 2));
        eventually_eq!(page.focused().await, "result");
        for (user, number) in [first, second].into_iter().zip(&numbers) {
            assert_eq!(db.licenses_of(&user.email, SLUG), ["StarMessenger"]);
            assert_eq!(db.number_of(&user.email).as_ref(), Some(number));
        }
        assert_eq!(db.mails().len(), 2);
    })
    .await;
}
