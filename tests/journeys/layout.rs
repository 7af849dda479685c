//! Where things are, how high they are, and that nothing moves.

use crate::data::unlicensed;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey, visit};
use crate::page::{HOME, Page};
use crate::texts::{count, in_language, labelled, say, select_all};

/// Adds up by how much things move, from now on, caused by input or not.
const WATCH: &str = "window.moved = 0;
    const added = (list) => { for (const entry of list.getEntries()) window.moved += entry.value; };
    window.watching = new PerformanceObserver(added);
    window.watching.observe({ type: 'layout-shift' })";

impl Page {
    async fn height(&self, css: &str) -> f64 {
        let script = "return document.querySelector(arguments[0]).getBoundingClientRect().height";
        self.read_with(script, vec![css.into()]).await
    }

    /// Where the first row has this.
    async fn left_of(&self, css: &str) -> f64 {
        let script =
            "return document.querySelector(`tbody ${arguments[0]}`).getBoundingClientRect().left";
        self.read_with(script, vec![css.into()]).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_moves_nothing() {
    journey(account_of(120), async |page| {
        page.set_size(1280, 900).await;
        let user = page.row(&page.emails().await[3]).await;
        page.read::<()>(WATCH).await;
        let other = match user.license.shown.as_str() {
            "Meet" => "Meet Pro",
            _ => "Meet",
        };
        page.choose_license(&user.email, other).await;
        eventually_eq!(page.applications().await[0].pending.clone(), "1");
        eventually_true!(
            page.meters()
                .await
                .iter()
                .any(|each| !each.pending.is_empty())
        );
        eventually_true!(!page.summary().await.is_empty());
        let moved: f64 = page.read("return window.moved").await;
        assert!(moved < 0.0005, "it moved by {moved}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_and_the_bar_have_their_heights() {
    journey(account_of(120), async |page| {
        let card = format!("{} a", labelled("nav", "app.label"));
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.search(&user.email).await;
        page.choose_license(&user.email, "Meet").await;
        page.click_labelled(say("table.select_page")).await;
        eventually_eq!(page.selected().await, count("bar.selected", 1));
        for (width, high, dock) in [(1280, 72.0, 56.0), (1920, 72.0, 56.0), (320, 66.0, 92.0)] {
            page.set_size(width, 900).await;
            let heights = async || (page.height(&card).await, page.height(".dock").await);
            eventually_eq!(heights().await, (high, dock));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wide_page_has_names_and_addresses_side_by_side_in_low_rows() {
    journey(account_of(40), async |page| {
        page.set_size(1280, 900).await;
        assert_eq!(page.left_of(".name").await, page.left_of(".email").await);
        assert!(page.height("tbody .row").await >= 52.0);
        page.set_size(1920, 900).await;
        let column = "return document.querySelector('thead th:nth-child(3) button').getBoundingClientRect().left + 4";
        let column: f64 = page.read(column).await;
        assert!((page.left_of(".email").await - column).abs() < 2.0);
        let height = page.height("tbody .row").await;
        assert!((44.0..46.0).contains(&height), "{height}");
        let headers = "return document.querySelector('tbody .row').querySelectorAll('[role=rowheader]').length";
        assert_eq!(page.read::<usize>(headers).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_room_in_a_narrow_bar_is_in_its_menu() {
    journey(account_of(120), async |page| {
        page.open(&format!("{HOME}/star-messenger")).await;
        page.is_ready().await;
        page.set_size(320, 800).await;
        page.click_labelled(say("table.select_page")).await;
        eventually_eq!(page.selected().await, count("bar.selected", 50));
        page.click_button(say("bar.more")).await;
        page.click_label(say("bar.automatic")).await;
        page.click_button(&select_all(120)).await;
        eventually_eq!(page.selected().await, count("bar.selected", 120));
        page.change_license("StarMessenger").await;
        eventually_true!(!page.summary().await.is_empty());
        page.click_button(say("bar.more")).await;
        page.click_button(say("bar.discard")).await;
        eventually_eq!(page.summary().await, "");
        // Browsers disagree on whether a menu gives the focus back before or after its button is gone.
        let places = ["selection", say("bar.more")];
        eventually_true!(places.contains(&&*page.focused().await));
        page.click_button(say("bar.clear")).await;
        eventually_true!(page.bar().await.is_none());
        assert_eq!(page.height(".contents").await, 0.0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_shortcut_has_a_line_for_its_text_and_its_keys_on_a_narrow_page() {
    journey(account_of(12), async |page| {
        page.set_size(320, 640).await;
        page.click_button(say("shortcuts.title")).await;
        eventually_eq!(page.texts("dialog[open] dl>div").await.len(), 4);
        let heights = "return [...document.querySelectorAll('dialog[open] dl>div')].map((line) => line.clientHeight)";
        let heights: Vec<u32> = page.read(heights).await;
        assert!(heights.iter().all(|height| *height < 30), "{heights:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_of_a_narrow_page_has_two_lines_in_every_language() {
    for language in ["en", "ar", "de", "es-419", "fr-CA"] {
        let narrow = visit(account_of(12), async |page| {
            page.prefer_language(language).await;
            page.enter().await;
            page.set_size(320, 640).await;
            let height = page.height("main .head").await;
            assert!(height < 64.0, "{language}: {height}");
            assert_eq!(page.overflow().await, 0, "{language}");
        });
        in_language(language, narrow).await;
    }
}
