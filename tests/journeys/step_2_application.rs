//! Step 2: the application, how many are licensed, and its URL.

use sandbox::Options;
use thirtyfour::By;

use crate::data::APPLICATIONS;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey, visit};
use crate::page::HOME;
use crate::running::API;
use crate::texts::{count, number, say, say_with};

#[tokio::test(flavor = "multi_thread")]
async fn each_application_shows_licenses_and_seats_as_the_database_holds_them() {
    journey(account_of(60), async |page| {
        let db = page.db();
        let shown = page.applications().await;
        let names: Vec<&str> = shown.iter().map(|each| each.name.as_str()).collect();
        assert_eq!(names, APPLICATIONS.map(|(name, ..)| name));
        for (card, (name, slug, types)) in shown.iter().zip(APPLICATIONS) {
            let seats = types.map(|each| db.seats(each).1);
            let licensed = db.licenses(slug);
            let state = match seats {
                [Some(one), Some(two)] => say_with(
                    "app.licensed_of",
                    [
                        ("licensed", &number(licensed)),
                        ("total", &number(one + two)),
                    ],
                ),
                _ => count("app.licensed", licensed),
            };
            assert_eq!(card.state, state, "{name}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_application_has_its_url_and_its_license_types() {
    journey(account_of(60), async |page| {
        let db = page.db();
        for (name, slug, types) in APPLICATIONS {
            page.pick_application(name).await;
            eventually_eq!(page.path().await, format!("{HOME}/{slug}"));
            let caption = say_with("table.caption", [("name", name)]);
            eventually_eq!(page.text("table>caption").await, caption);
            let current = page.applications().await;
            let current: Vec<&str> = current
                .iter()
                .filter(|each| each.current)
                .map(|each| each.name.as_str())
                .collect();
            assert_eq!(current, [name]);
            let figures = types.map(|each| match (each, db.seats(each)) {
                ("Connector for Outlook", _) => say("type.switched_off").to_owned(),
                (_, (used, Some(total))) => say_with(
                    if used < total {
                        "seats.of"
                    } else {
                        "seats.full"
                    },
                    [("used", &number(used)), ("total", &number(total))],
                ),
                (_, (used, None)) => count("seats.unlimited", used),
            });
            let meters = page.meters().await;
            assert_eq!(
                meters.iter().map(|each| &*each.name).collect::<Vec<_>>(),
                types
            );
            assert_eq!(
                meters
                    .into_iter()
                    .map(|each| each.figures)
                    .collect::<Vec<_>>(),
                figures
            );
            for row in page.rows().await {
                let license = db.license_of(&row.email, slug);
                let license = license.unwrap_or_else(|| say("license.none").into());
                assert_eq!(row.license.shown, license, "{name} of {}", row.email);
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_without_license_types_is_not_available_and_says_why() {
    let options = Options {
        without_products: vec!["connector".into()],
        ..account_of(20)
    };
    journey(options, async |page| {
        let cards = page.applications().await;
        let states: Vec<&str> = cards
            .iter()
            .filter(|each| each.state == say("app.not_available"))
            .map(|each| each.name.as_str())
            .collect();
        assert_eq!(states, ["Connector"]);
        page.click_application("Connector").await;
        eventually_eq!(
            page.text("main h2").await,
            say_with("app.not_available_title", [("name", "Connector")])
        );
        let reason = page.text("main p").await;
        assert_eq!(
            reason,
            say_with("app.not_available_text", [("name", "Connector")])
        );
        assert!(page.rows().await.is_empty());
        assert_eq!(page.db().licenses("connector"), 0);
        page.pick_application("Meet").await;
        eventually_eq!(page.rows().await.len(), 20);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_any_licenses_says_so_whatever_the_application() {
    let options = Options {
        without_products: APPLICATIONS.map(|(_, slug, _)| slug.to_owned()).into(),
        ..account_of(20)
    };
    visit(options, async |page| {
        page.sign_in().await;
        eventually_eq!(page.text("main h2").await, say("app.no_licenses_title"));
        assert_eq!(page.text("main p").await, say("app.no_licenses_text"));
        assert!(page.applications().await.is_empty());
        let reads = || {
            let requests = page.db().requests().into_iter();
            requests
                .filter(|(_, path)| path.starts_with(API[1]))
                .count()
        };
        let before = reads();
        page.click(By::Css("main section button")).await;
        eventually_true!(reads() > before);
        eventually_eq!(page.text("main h2").await, say("app.no_licenses_title"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_an_application_opens_it_and_back_returns() {
    journey(account_of(20), async |page| {
        let chat = format!("{HOME}/chat");
        page.open(&chat).await;
        page.is_ready().await;
        let current = async || {
            let all = page.applications().await;
            all.into_iter()
                .find(|each| each.current)
                .map(|each| each.name)
                .unwrap_or_default()
        };
        eventually_eq!(current().await, "Chat");
        page.pick_application("StarMessenger").await;
        eventually_eq!(page.path().await, format!("{HOME}/star-messenger"));
        page.go_back().await;
        eventually_eq!(page.path().await, chat.as_str());
        eventually_eq!(current().await, "Chat");
        // Search and filters stay, except for the license type, which the other application does not have.
        page.search("an").await;
        page.choose_in(say("filter.license"), "Chat").await;
        page.choose_in(say("filter.status"), say("filter.status_active"))
            .await;
        page.pick_application("Meet").await;
        let meet = format!("{HOME}/meet?q=an&status=active");
        eventually_eq!(page.path().await, meet.as_str());
        assert_eq!(page.value("input[type=search]").await, "an");
        assert_eq!(
            page.shown_in(say("filter.license")).await,
            say("filter.license_all")
        );
        page.go_back().await;
        eventually_eq!(current().await, "Chat");
        eventually_eq!(page.shown_in(say("filter.license")).await, "Chat");
        page.click_labelled(say("no_match.clear")).await;
        page.search("an").await;
        page.search("").await;
        let db = page.db();
        for row in page.rows().await {
            let license = db.license_of(&row.email, "chat");
            assert_eq!(
                row.license.shown,
                license.unwrap_or_else(|| say("license.none").into())
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_after_signing_in() {
    visit(account_of(20), async |page| {
        let link = format!("{HOME}/star-messenger?license=any");
        page.open(&link).await;
        eventually_eq!(page.text("h1").await, "Sign in");
        page.click_button("Sign in").await;
        page.is_ready().await;
        assert_eq!(page.path().await, link);
        assert_eq!(
            page.rows().await.len(),
            page.db().licenses("star-messenger")
        );
    })
    .await;
}
