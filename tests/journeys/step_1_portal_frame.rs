//! Step 1: the portal's frame around the page, or the page's own.

use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};
use crate::texts::{labelled, say};

#[tokio::test(flavor = "multi_thread")]
async fn embedded_it_draws_no_frame_of_its_own() {
    journey(account_of(40), async |page| {
        assert_eq!(page.texts("h1").await, [say("page.title")]);
        // The menus are the portal's alone.
        assert_eq!(page.texts("header").await.len(), 1);
        assert_eq!(
            page.texts("nav[aria-label=Configuration]").await,
            ["License management"]
        );
        for menu in ["shell.menu", "shell.configuration"] {
            let menu = format!(".license-management {}", labelled("nav", menu));
            assert!(page.texts(&menu).await.is_empty());
        }
        assert_eq!(page.rows().await.len(), page.db().users().len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn standing_alone_it_draws_the_frame_itself() {
    journey(account_of(40), async |page| {
        page.open("/app/").await;
        page.is_ready().await;
        eventually_eq!(
            page.texts(&labelled("nav", "shell.menu")).await,
            [say("shell.configuration")]
        );
        assert_eq!(
            page.texts(&labelled("nav", "shell.configuration")).await,
            [say("page.title")]
        );
        assert_eq!(page.path().await, "/app/meet");
        assert_eq!(page.rows().await.len(), page.db().users().len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_title_links_to_the_guide_on_adding_users() {
    journey(account_of(5), async |page| {
        let guide = "main a.guide";
        assert_eq!(page.text(guide).await, say("page.adding_users"));
        let wanted = configured("adding_users");
        assert_eq!(page.attribute(guide, "href").await, Some(wanted));
        assert_eq!(
            page.attribute(guide, "target").await.as_deref(),
            Some("_blank")
        );
        assert_eq!(
            page.attribute(guide, "rel").await.as_deref(),
            Some("noopener")
        );
    })
    .await;
}

/// A link of the configuration.
fn configured(link: &str) -> String {
    let config: serde_json::Value =
        serde_json::from_str(include_str!("../../public/config.json")).unwrap();
    config["links"][link].as_str().unwrap().to_owned()
}
