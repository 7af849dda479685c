//! Narrow and low windows, as at 400% zoom, and wider text spacing.

use serde_json::json;

use crate::data::unlicensed;
use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::texts::count;

/// The text spacing that a reader may set (WCAG 1.4.12).
const SPACING: &str = "const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
      p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet]";

impl Page {
    /// By how many pixels the page can be scrolled sideways.
    pub async fn overflow(&self) -> u32 {
        let script = "const { scrollWidth, clientWidth } = document.documentElement;
            return scrollWidth - clientWidth";
        self.read(script).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_320_pixels_the_first_row_is_on_the_first_screen_and_nothing_scrolls_sideways() {
    journey(account_of(40), async |page| {
        page.set_size(320, 640).await;
        page.open("/app/").await;
        page.is_ready().await;
        let end = "return document.querySelector('tbody .row').getBoundingClientRect().bottom";
        let end: f64 = page.read(end).await;
        assert!(end <= 640.0, "the first row ends at {end}");
        assert_eq!(page.overflow().await, 0);
        assert_eq!(page.count().await, count("count.users", 40));

        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        page.tick(&user.email).await;
        eventually_eq!(page.bar().await.is_some(), true);
        assert_eq!(page.overflow().await, 0);
        page.read::<()>(SPACING).await;
        assert_eq!(page.overflow().await, 0);
    })
    .await;
}

/// Neither the box of a text that grows, nor the text.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_while_the_page_loads() {
    journey(account_of(1_040), async |page| {
        let source = "window.shift = 0;
            const added = (list) => { for (const entry of list.getEntries()) window.shift += entry.value; };
            new PerformanceObserver(added).observe({ type: 'layout-shift', buffered: true });";
        let script = "Page.addScriptToEvaluateOnNewDocument";
        page.devtools(script, json!({ "source": source })).await;
        for (width, height) in [(320, 640), (1280, 900), (1920, 1080)] {
            page.set_size(width, height).await;
            for locale in ["en-US", "ar-EG"] {
                page.set_locale(locale).await;
                page.open("/app/").await;
                page.is_ready().await;
                let shift: f64 = page.read("return window.shift").await;
                assert_eq!(shift, 0.0, "at {width} pixels in {locale}");
            }
        }
    })
    .await;
}
