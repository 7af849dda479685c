//! Step 9: the banners of StarMessenger.

use crate::data::sorted;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::HOME;
use crate::texts::{beginning, count, labelled, say, say_with};

/// The banner.
fn banner() -> String {
    labelled("", "campaign.label")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_banner_tells_of_registration_and_links_to_the_registry() {
    journey(account_of(40), async |page| {
        assert_eq!(page.text(&banner()).await, "", "only StarMessenger has it");
        page.pick_application("StarMessenger").await;
        let text = page.text(&banner()).await;
        let registry = "smscampaigns.sangoma.com";
        let paragraph = say_with("campaign.text", [("registry", registry)]);
        for part in [say("campaign.title"), &paragraph] {
            assert!(text.contains(part), "{text}");
        }
        let link = format!("{} a", banner());
        assert_eq!(page.text(&link).await, registry);
        let attribute = async |name: &str| page.attribute(&link, name).await.unwrap_or_default();
        assert_eq!(attribute("href").await, "https://smscampaigns.sangoma.com");
        assert_eq!(attribute("target").await, "_blank");
        assert!(
            attribute("rel")
                .await
                .split(' ')
                .any(|each| each == "noopener")
        );
        let first = "return !!(document.querySelector(arguments[0])
            .compareDocumentPosition(document.querySelector('table')) & 4)";
        let given = vec![banner().into()];
        assert!(
            page.read_with::<bool>(first, given).await,
            "it comes before the table"
        );
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
        let text = page.text(&banner()).await;
        let unregistered = count("campaign.unregistered", holders.len());
        assert!(text.contains(&unregistered), "{text}");
        page.click_button(say("campaign.show_affected")).await;
        eventually_eq!(sorted(page.emails().await), holders);
        assert_eq!(
            page.path().await,
            format!("{HOME}/star-messenger?number=unregistered")
        );
        for row in page.rows().await {
            assert!(
                row.notes.contains(&say("number.unregistered").to_owned()),
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
        let buttons = page.texts(&format!("{} button", banner())).await;
        assert_eq!(buttons, [say("campaign.show_affected")]);
        let height = async || {
            let script =
                "return document.querySelector(arguments[0]).getBoundingClientRect().height";
            page.read_with::<f64>(script, vec![banner().into()]).await
        };
        let open = height().await;
        let line = say("campaign.title");
        page.click_summary(line).await;
        eventually_eq!(page.text(&banner()).await, line);
        let folded = height().await;
        assert!(folded < 60.0 && folded < open, "{folded} of {open}");
        page.click_summary(line).await;
        eventually_true!(
            page.text(&banner())
                .await
                .contains(beginning("campaign.text"))
        );
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
            ["StarMessenger has been replaced by Sangoma SMS, available in TeamHub."]
        );
    })
    .await;
}
