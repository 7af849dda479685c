//! More users are to get a license type than there are seats.

use serde::Deserialize;

use crate::data::{licensed, sorted, who};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::texts::{all_changed, count, say, say_with};

/// Somebody who wants a seat.
#[derive(Deserialize, Debug, Clone, PartialEq)]
struct Candidate {
    name: String,
    is_seated: bool,
    is_disabled: bool,
}

async fn candidates(page: &Page) -> Vec<Candidate> {
    let script = "return [...document.querySelectorAll('dialog[open] fieldset li')].map((item) => {
        const box = item.querySelector('input');
        return { name: text(item), is_seated: box.checked, is_disabled: box.disabled };
    })";
    page.read(script).await
}

async fn seated(page: &Page) -> Vec<String> {
    let all = candidates(page).await.into_iter();
    let seated = all.filter(|each| each.is_seated);
    seated.map(|each| each.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gets_one_of_too_few_seats_is_chosen_by_hand() {
    journey(account_of(120), async |page| {
        let db = page.db();
        page.pick_application("StarMessenger").await;
        let (used, total) = db.seats("StarMessenger Ultimate");
        let free = total.unwrap() - used;
        let before = licensed(&db, "star-messenger", "StarMessenger Ultimate");
        page.choose_in(say("filter.license"), say("filter.license_none"))
            .await;
        page.choose_in(say("filter.status"), say("filter.status_active"))
            .await;
        page.click_labelled(say("table.select_page")).await;
        page.change_license("StarMessenger Ultimate").await;
        eventually_true!(
            page.summary()
                .await
                .starts_with(&count("bar.changes", free))
        );
        page.open_review().await;

        page.click_label(say("oversubscribed.by_hand")).await;
        eventually_eq!(seated(page).await.len(), free);
        let all = candidates(page).await;
        assert!(all.len() > free);
        // All seats are given: nobody else can have one.
        assert!(all.iter().all(|each| each.is_seated != each.is_disabled));
        let (loser, winner) = (all[0].name.clone(), all.last().unwrap().name.clone());
        page.click_label(&loser).await;
        eventually_eq!(seated(page).await.len(), free - 1);
        page.click_label(&winner).await;
        eventually_eq!(seated(page).await.len(), free);
        let chosen = seated(page).await;
        assert!(chosen.contains(&winner) && !chosen.contains(&loser));
        let review = page.review().await;
        let why = say_with("blocked.no_seat", [("license", "StarMessenger Ultimate")]);
        assert!(review.list(&why).contains(&loser), "{review:#?}");

        let done = all_changed("StarMessenger", free);
        assert_eq!(page.apply().await.title, done);
        let mut after = licensed(&db, "star-messenger", "StarMessenger Ultimate");
        after.retain(|user| before.iter().all(|old| old.uuid != user.uuid));
        let after = after.iter().map(who).collect();
        assert_eq!(sorted(after), sorted(chosen));
    })
    .await;
}
