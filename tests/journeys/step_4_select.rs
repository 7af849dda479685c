//! Step 4: who is to be changed.

use crate::data::writes;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;

const PAGE_CHECKBOX: &str = "Select this page";

async fn selected(page: &Page) -> Vec<String> {
    let rows = page.rows().await.into_iter().filter(|row| row.selected);
    rows.map(|row| row.email).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_and_a_range_are_selected() {
    journey(account_of(40), async |page| {
        let emails = page.emails().await;
        page.tick(&emails[3]).await;
        eventually_eq!(page.selected().await, "1 selected");
        page.shift_tick(&emails[8]).await;
        eventually_eq!(page.selected().await, "6 selected");
        assert_eq!(selected(page).await, emails[3..=8]);
        // Backwards, and out again.
        page.shift_tick(&emails[5]).await;
        eventually_eq!(page.selected().await, "2 selected");
        assert_eq!(selected(page).await, emails[3..=4]);
        page.tick(&emails[3]).await;
        page.tick(&emails[4]).await;
        eventually_true!(page.bar().await.is_none());
        assert_eq!(writes(&page.db()), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_checkbox_of_the_page_has_three_states() {
    journey(account_of(120), async |page| {
        let emails = page.emails().await;
        assert_eq!(page.page_checkbox().await, "none");
        page.tick(&emails[0]).await;
        eventually_eq!(page.page_checkbox().await, "some");
        page.click_labelled(PAGE_CHECKBOX).await;
        eventually_eq!(page.page_checkbox().await, "all");
        eventually_eq!(page.selected().await, "50 selected");
        assert_eq!(selected(page).await, emails);
        page.tick(&emails[7]).await;
        eventually_eq!(page.page_checkbox().await, "some");
        eventually_eq!(page.selected().await, "49 selected");
        page.click_button("Next page").await;
        eventually_eq!(page.page_checkbox().await, "none");
        page.click_button("Previous page").await;
        page.click_labelled(PAGE_CHECKBOX).await;
        eventually_eq!(page.page_checkbox().await, "all");
        page.click_labelled(PAGE_CHECKBOX).await;
        eventually_eq!(page.page_checkbox().await, "none");
        eventually_true!(page.bar().await.is_none());
        assert_eq!(writes(&page.db()), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_who_match_minus_exceptions_stay_selected_across_pages_order_and_filters() {
    journey(account_of(120), async |page| {
        let users = page.db().users().len();
        page.click_labelled(PAGE_CHECKBOX).await;
        page.click_button(&format!("Select all {users} matching users"))
            .await;
        eventually_eq!(page.selected().await, format!("{users} selected"));
        let emails = page.emails().await;
        page.tick(&emails[1]).await;
        page.tick(&emails[2]).await;
        let but_two = format!("{} selected", users - 2);
        eventually_eq!(page.selected().await, but_two);

        page.click_button("Next page").await;
        eventually_eq!(page.range().await, "51–100 of 120");
        assert_eq!(selected(page).await.len(), 50);
        assert_eq!(page.selected().await, but_two);
        page.sort_by("Email").await;
        eventually_eq!(page.range().await, "1–50 of 120");
        assert_eq!(page.selected().await, but_two);
        page.search(&emails[1]).await;
        eventually_eq!(page.emails().await, [emails[1].clone()]);
        assert!(selected(page).await.is_empty());
        assert_eq!(page.selected().await, but_two);
        page.search("").await;
        page.choose_in("Status", "Inactive users").await;
        eventually_true!(page.rows().await.iter().all(|row| row.status == "Inactive"));
        assert_eq!(page.selected().await, but_two);
        page.choose_in("Status", "All statuses").await;

        page.click_button("Clear").await;
        eventually_true!(page.bar().await.is_none());
        assert!(selected(page).await.is_empty());
        assert_eq!(writes(&page.db()), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_who_match_are_those_of_the_search_and_no_others() {
    journey(account_of(120), async |page| {
        page.choose_in("License", "With a license").await;
        let licensed = page.db().licenses("meet");
        eventually_eq!(page.count().await, format!("{licensed} of 120 users"));
        let first = page.emails().await.swap_remove(0);
        page.tick(&first).await;
        page.click_button(&format!("Select all {licensed} matching users"))
            .await;
        eventually_eq!(page.selected().await, format!("{licensed} selected"));
        page.choose_in("License", "All licenses").await;
        eventually_eq!(page.count().await, "120 users");
        assert_eq!(page.selected().await, format!("{licensed} selected"));
        for row in page.rows().await {
            assert_eq!(
                row.selected,
                row.license.shown != "No license",
                "{}",
                row.email
            );
        }
    })
    .await;
}
