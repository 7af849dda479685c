//! The page without a pointer.

use thirtyfour::Key;

use crate::data::unlicensed;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::texts::say;

#[tokio::test(flavor = "multi_thread")]
async fn shortcuts_lead_to_search_dock_and_review_wherever_the_focus_is() {
    journey(account_of(40), async |page| {
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        for _ in 0..2 {
            page.focus_license(&user.email).await;
            page.press("/".to_owned()).await;
            eventually_eq!(page.focused().await, "search");
            page.focus_license(&user.email).await;
            page.press(".".to_owned()).await;
            eventually_eq!(page.focused().await, "changes");
            page.tick(&user.email).await;
            page.press(".".to_owned()).await;
            eventually_eq!(page.focused().await, "selection");
            page.click_button(say("bar.clear")).await;
        }
        page.focus_license(&user.email).await;
        page.press_with(Key::Control, Key::Enter).await;
        assert!(page.review().await.title.contains("Meet"));
        eventually_eq!(page.focused().await, "title");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn shortcuts_are_listed_and_single_keys_can_be_switched_off() {
    journey(account_of(40), async |page| {
        page.press("?".to_owned()).await;
        eventually_eq!(page.text("dialog[open] h2").await, say("shortcuts.title"));
        eventually_eq!(page.focused().await, "title");
        page.click_label(say("shortcuts.single_keys")).await;
        page.press(Key::Escape).await;
        page.reload().await;
        page.is_ready().await;
        page.press("/".to_owned()).await;
        page.press("?".to_owned()).await;
        assert_ne!(page.focused().await, "search");
        assert_eq!(page.texts("dialog[open]").await, Vec::<String>::new());
        page.click_button(say("shortcuts.title")).await;
        page.click_label(say("shortcuts.single_keys")).await;
        page.click_button(say("history.close")).await;
        page.press("/".to_owned()).await;
        eventually_eq!(page.focused().await, "search");
        // In text, it is a letter.
        page.press("/".to_owned()).await;
        eventually_eq!(page.value("[role=search] input").await, "/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_is_skipped_by_a_link_that_shows_on_focus() {
    journey(account_of(40), async |page| {
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        page.read::<()>("document.querySelector('table input').focus()")
            .await;
        page.press_with(Key::Shift, Key::Tab).await;
        eventually_eq!(page.focused().await, say("shortcuts.skip"));
        let shown = "return document.activeElement.getBoundingClientRect().width > 100";
        assert!(page.read::<bool>(shown).await);
        page.press(Key::Enter).await;
        eventually_eq!(page.focused().await, "changes");
    })
    .await;
}

/// How many of the elements that get the focus one after the other are under the dock, even in part.
const COVERED: &str = "const focused = document.activeElement;
    const dock = document.querySelector('.dock');
    if (dock.contains(focused) || getComputedStyle(dock).position !== 'sticky') return 0;
    return Math.max(0, focused.getBoundingClientRect().bottom - dock.getBoundingClientRect().top)";

async fn tab_through(page: &Page, stops: usize) {
    page.read::<()>("scrollTo(0, 0); document.querySelector('[role=search] input').focus()")
        .await;
    for stop in 0..stops {
        page.press(Key::Tab).await;
        let covered: f64 = page.read(COVERED).await;
        let focused = page.focused().await;
        assert!(
            covered < 1.0,
            "{focused}, stop {stop}, is {covered} pixels under the dock"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dock_covers_nothing_that_has_the_focus() {
    journey(account_of(40), async |page| {
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        page.tick(&user.email).await;
        eventually_true!(page.bar().await.is_some());
        for (width, height) in [(1280, 900), (1280, 720), (320, 640), (640, 400)] {
            page.set_size(width, height).await;
            tab_through(page, 40).await;
        }
    })
    .await;
}
