//! Step 9: what must be known of StarMessenger before anything else.

use crate::data::sorted;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::HOME;

const BANNER: &str = "[aria-label='SMS campaign registration']";

#[tokio::test(flavor = "multi_thread")]
async fn the_banner_tells_of_registration_and_links_to_the_registry() {
    journey(account_of(40), async |page| {
        assert_eq!(page.text(BANNER).await, "", "only StarMessenger has it");
        page.pick_application("StarMessenger").await;
        let text = page.text(BANNER).await;
        for part in [
            "CRITICALLY IMPORTANT: register your numbers to campaigns in the Sangoma TCR Portal.",
            "Business Voice customers using our SMS/MMS apps must register their numbers in the Sangoma TCR Portal.",
            "Due to government regulations, as of June 1, 2023, outbound SMS/MMS from numbers that do not belong to a \
             registered campaign will NOT be delivered to US-based mobile numbers.",
        ] {
            assert!(text.contains(part), "{text}");
        }
        let link = format!("{BANNER} a");
        assert_eq!(page.text(&link).await, "Open the Sangoma TCR Portal");
        let attribute = async |name: &str| page.attribute(&link, name).await.unwrap_or_default();
        assert_eq!(attribute("href").await, "https://smscampaigns.sangoma.com");
        assert_eq!(attribute("target").await, "_blank");
        assert!(attribute("rel").await.split(' ').any(|each| each == "noopener"));
        let first = format!(
            "return !!(document.querySelector(\"{BANNER}\").compareDocumentPosition(document.querySelector('table')) & 4)"
        );
        assert!(page.read::<bool>(&first).await, "it comes before the table");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_banner_counts_unregistered_numbers_and_filters_the_table_to_them() {
    journey(account_of(120), async |page| {
        let db = page.db();
        let numbers = db.numbers().into_iter();
        let unregistered =
            numbers.filter(|number| number.campaign_status.as_deref() != Some("ACTIVE"));
        let holders = sorted(
            unregistered
                .filter_map(|number| number.user_email)
                .collect(),
        );
        assert!(holders.len() > 1);
        page.pick_application("StarMessenger").await;
        page.search("zzz").await;
        let text = page.text(BANNER).await;
        let count = format!("{} assigned numbers are unregistered:", holders.len());
        assert!(text.contains(&count), "{text}");
        page.click_button("Show affected users").await;
        eventually_eq!(sorted(page.emails().await), holders);
        assert_eq!(
            page.path().await,
            format!("{HOME}/star-messenger?number=unregistered")
        );
        for row in page.rows().await {
            assert!(
                row.notes.contains(&"Number unregistered".to_owned()),
                "{row:#?}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_banner_folds_to_one_line_and_cannot_be_dismissed() {
    journey(account_of(40), async |page| {
        page.pick_application("StarMessenger").await;
        let buttons = page.texts(&format!("{BANNER} button")).await;
        assert_eq!(buttons, ["Show affected users"]);
        let height =
            format!("return document.querySelector(\"{BANNER}\").getBoundingClientRect().height");
        let open: f64 = page.read(&height).await;
        let line =
            "CRITICALLY IMPORTANT: register your numbers to campaigns in the Sangoma TCR Portal.";
        page.click_summary(line).await;
        eventually_eq!(page.text(BANNER).await, line);
        let folded: f64 = page.read(&height).await;
        assert!(folded < 60.0 && folded < open, "{folded} of {open}");
        page.click_summary(line).await;
        eventually_true!(page.text(BANNER).await.contains("June 1, 2023"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quiet_notice_tells_of_sangoma_sms() {
    journey(account_of(40), async |page| {
        assert!(page.texts("[role=note]").await.is_empty());
        page.pick_application("StarMessenger").await;
        eventually_eq!(
            page.texts("[role=note]").await,
            ["StarMessenger has been replaced by Sangoma SMS. Sangoma SMS is available in TeamHub."]
        );
    })
    .await;
}
