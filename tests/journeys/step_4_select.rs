//! Step 4: who is to be changed.

use thirtyfour::By;

use crate::data::writes;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::texts::{count, matching, range, say, select_all};

async fn selected(page: &Page) -> Vec<String> {
    let rows = page.rows().await.into_iter().filter(|row| row.selected);
    rows.map(|row| row.email).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_and_a_range_are_selected() {
    journey(account_of(40), async |page| {
        let emails = page.emails().await;
        page.tick(&emails[3]).await;
        eventually_eq!(page.selected().await, count("bar.selected", 1));
        page.shift_tick(&emails[8]).await;
        eventually_eq!(page.selected().await, count("bar.selected", 6));
        assert_eq!(selected(page).await, emails[3..=8]);
        // Backwards, and out again.
        page.shift_tick(&emails[5]).await;
        eventually_eq!(page.selected().await, count("bar.selected", 2));
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
        page.click_labelled(say("table.select_page")).await;
        eventually_eq!(page.page_checkbox().await, "all");
        eventually_eq!(page.selected().await, count("bar.selected", 50));
        assert_eq!(selected(page).await, emails);
        page.tick(&emails[7]).await;
        eventually_eq!(page.page_checkbox().await, "some");
        eventually_eq!(page.selected().await, count("bar.selected", 49));
        page.click_button(say("pagination.next")).await;
        eventually_eq!(page.page_checkbox().await, "none");
        page.click_button(say("pagination.previous")).await;
        page.click_labelled(say("table.select_page")).await;
        eventually_eq!(page.page_checkbox().await, "all");
        page.click_labelled(say("table.select_page")).await;
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
        page.click_labelled(say("table.select_page")).await;
        page.click_button(&select_all(users)).await;
        eventually_eq!(page.selected().await, count("bar.selected", users));
        let emails = page.emails().await;
        page.tick(&emails[1]).await;
        page.tick(&emails[2]).await;
        let but_two = count("bar.selected", users - 2);
        eventually_eq!(page.selected().await, but_two);

        page.click_button(say("pagination.next")).await;
        eventually_eq!(page.range().await, range(51, 100, 120));
        assert_eq!(selected(page).await.len(), 50);
        assert_eq!(page.selected().await, but_two);
        page.sort_by(say("table.email")).await;
        eventually_eq!(page.range().await, range(1, 50, 120));
        assert_eq!(page.selected().await, but_two);
        page.search(&emails[1]).await;
        eventually_eq!(page.emails().await, [emails[1].clone()]);
        assert!(selected(page).await.is_empty());
        assert_eq!(page.selected().await, but_two);
        page.search("").await;
        page.choose_in(say("filter.status"), say("filter.status_inactive"))
            .await;
        eventually_true!(
            page.rows()
                .await
                .iter()
                .all(|row| row.status == say("row.inactive"))
        );
        assert_eq!(page.selected().await, but_two);
        page.choose_in(say("filter.status"), say("filter.status_all"))
            .await;

        page.click_button(say("bar.clear")).await;
        eventually_true!(page.bar().await.is_none());
        assert!(selected(page).await.is_empty());
        assert_eq!(writes(&page.db()), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_who_match_are_those_of_the_search_and_no_others() {
    journey(account_of(120), async |page| {
        page.choose_in(say("filter.license"), say("filter.license_any"))
            .await;
        let licensed = page.db().licenses("meet");
        eventually_eq!(page.count().await, matching(licensed, 120));
        let first = page.emails().await.swap_remove(0);
        page.tick(&first).await;
        page.click_button(&select_all(licensed)).await;
        eventually_eq!(page.selected().await, count("bar.selected", licensed));
        page.choose_in(say("filter.license"), say("filter.license_all"))
            .await;
        eventually_eq!(page.count().await, count("count.users", 120));
        assert_eq!(page.selected().await, count("bar.selected", licensed));
        for row in page.rows().await {
            assert_eq!(
                row.selected,
                row.license.shown != say("license.none"),
                "{}",
                row.email
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_on_a_name_selects_and_one_that_ends_a_selection_of_text_does_not() {
    journey(account_of(40), async |page| {
        let emails = page.emails().await;
        let name = |row: usize| By::XPath(format!("//tbody/tr[{row}]/th/bdi[1]"));
        page.click(name(1)).await;
        eventually_eq!(selected(page).await, emails[..1]);
        page.click(name(1)).await;
        eventually_true!(page.bar().await.is_none());
        page.drag_left(name(2), 150).await;
        let text: String = page.read("return getSelection().toString()").await;
        assert!(!text.is_empty());
        assert_eq!(selected(page).await, Vec::<String>::new());
        page.click(name(3)).await;
        eventually_eq!(selected(page).await, emails[2..3]);
    })
    .await;
}

/// Whether the menu of the action bar is above its button, and begins or ends with it.
const IS_MENU_ABOVE_BUTTON: &str = "
    const box = css => document.querySelector(`.bar ${css}`).getBoundingClientRect();
    const [button, menu] = [box('.more'), box('.menu')];
    const isLevel = ['left', 'right'].some(side => Math.abs(button[side] - menu[side]) < 1);
    return isLevel && menu.height > 0 && menu.bottom < button.top && menu.bottom > button.top - 20";

#[tokio::test(flavor = "multi_thread")]
async fn who_is_selected_and_who_is_changed_are_shown_alone() {
    journey(account_of(120), async |page| {
        let emails = page.emails().await;
        for email in [&emails[2], &emails[5]] {
            page.tick(email).await;
        }
        page.click_button(say("bar.more")).await;
        eventually_true!(page.read::<bool>(IS_MENU_ABOVE_BUTTON).await);
        page.click_button(say("bar.show_selected")).await;
        eventually_eq!(page.emails().await, [&*emails[2], &*emails[5]]);
        eventually_eq!(page.count().await, matching(2, 120));
        // Who is no longer selected stays until the filter is reset.
        page.tick(&emails[2]).await;
        eventually_eq!(page.selected().await, count("bar.selected", 1));
        assert_eq!(page.emails().await.len(), 2);
        page.change_license("Meet Pro").await;
        page.click_button(say("bar.clear")).await;
        page.click_button(say("no_match.clear")).await;
        eventually_eq!(page.count().await, count("count.users", 120));
        page.click_button(say("bar.more")).await;
        page.click_button(say("bar.show_changed")).await;
        eventually_eq!(page.emails().await, [&*emails[5]]);
        page.search("nobody at all").await;
        eventually_true!(page.emails().await.is_empty());
        page.click_button(say("no_match.clear")).await;
        eventually_eq!(page.emails().await, emails);
    })
    .await;
}
