//! A run of those who match a filter, and match it no more once they are changed.

use crate::data::{licensed, unlicensed};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::running::hold_answer;
use crate::texts::{count, labelled, matching, say, select_all};

impl Page {
    /// What stands below the dropdowns of each row.
    async fn notes(&self) -> Vec<String> {
        let rows = self.rows().await.into_iter();
        rows.map(|row| row.notes.join(" ")).collect()
    }

    /// How many users the run has settled.
    async fn settled(&self) -> usize {
        let progress = format!("{} progress", labelled("section", "run.label"));
        let settled = self.attribute(&progress, "value").await;
        settled.map_or(0, |settled| settled.parse().unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_stay_and_say_changed_until_the_result_is_dismissed() {
    journey(account_of(60), async |page| {
        let users = licensed(&page.db(), "meet", "Meet").len();
        page.review_change("Meet", "Meet Pro", users).await;
        let shown = page.emails().await;
        page.click_apply().await;
        page.unhalted_end().await;
        eventually_eq!(page.notes().await, vec![say("row.changed"); users]);
        assert_eq!(page.emails().await, shown);
        let count = matching(users, 60);
        assert_eq!(page.count().await, count);

        page.dismiss_result().await;
        eventually_eq!(page.count().await, matching(0, 60));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_changed_says_so_while_others_are_on_the_way() {
    journey(account_of(400), async |page| {
        let users = unlicensed(&page.db(), "meet").len();
        assert!(users > 150, "{users} are one bulk call, or one page");
        page.review_change(say("filter.license_none"), "Meet Pro", users)
            .await;
        hold_answer(page);
        page.click_apply().await;
        eventually_true!(page.settled().await > 0);
        let mut notes = page.notes().await;
        for _ in 1..users.div_ceil(50) {
            page.click_button(say("pagination.next")).await;
            notes.extend(page.notes().await);
        }
        let number_of = |text: &str| notes.iter().filter(|note| note.starts_with(text)).count();
        let changed = number_of(say("row.changed"));
        let applying = number_of(say("row.running"));
        assert!(changed > 0 && applying > 0, "{changed} and {applying}");
        assert_eq!(changed + applying, users);
        assert!(page.panel().await.unwrap().title.is_empty());

        page.faults().release();
        page.unhalted_end().await;
        let last_page = (users - 1) % 50 + 1;
        eventually_eq!(page.notes().await, vec![say("row.changed"); last_page]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_filter_is_looked_for_anew_beside_a_result() {
    journey(account_of(60), async |page| {
        let db = page.db();
        let users = licensed(&db, "meet", "Meet").len();
        page.review_change("Meet", "Meet Pro", users).await;
        page.click_apply().await;
        page.unhalted_end().await;
        page.choose_in(say("filter.status"), say("filter.status_all"))
            .await;
        let has_meet = |email: &str| db.licenses_of(email, "meet").contains(&"Meet".to_owned());
        let left = db
            .users()
            .iter()
            .filter(|user| has_meet(&user.email))
            .count();
        assert!(left < users);
        eventually_eq!(page.count().await, matching(left, 60));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_are_seen_beside_a_result_can_be_selected() {
    journey(account_of(250), async |page| {
        let users = unlicensed(&page.db(), "meet").len();
        page.review_change(say("filter.license_none"), "Meet Pro", users)
            .await;
        page.click_apply().await;
        page.unhalted_end().await;
        page.click_labelled(say("table.select_page")).await;
        page.click_button(&select_all(users)).await;
        eventually_eq!(page.selected().await, count("bar.selected", users));
    })
    .await;
}
