//! Loading and refreshing the account.

use sandbox::{ACCOUNT, Options, Profile};

use crate::data::{available_numbers, readable, unlicensed, writes};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey, visit};
use crate::running::licenses;
use crate::texts::{all_changed, beginning, count, say, say_with, users_moved, with_reason};

const API: [&str; 3] = ["/identity/", "/entitlements/", "/sms/"];

fn users() -> String {
    format!("/identity/accounts/{ACCOUNT}/identities")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_to_the_api_passes_the_cache_of_the_browser() {
    visit(account_of(40), async |page| {
        let script = "window.caches_asked = [];
            const real = window.fetch;
            window.fetch = (request, options) => {
                const asked = new Request(request instanceof Request ? request.clone() : request, options);
                if (/\\/(identity|entitlements|sms)\\//.test(asked.url)) window.caches_asked.push(asked.cache);
                return real(request, options);
            };";
        page.run_first(script);
        page.enter().await;
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        page.open_review().await;
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));
        let asked: Vec<String> = page.read("return window.caches_asked").await;
        assert!(asked.len() > 5, "{asked:?}");
        assert!(asked.iter().all(|mode| mode == "no-store"), "{asked:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_api_that_is_down_is_not_taken_for_applications_that_nobody_bought() {
    visit(account_of(40), async |page| {
        for path in API {
            page.expect_failed_requests(path);
            page.faults().drop_connections(path, usize::MAX);
        }
        page.sign_in().await;
        eventually_eq!(page.text("main h2").await, say("problem.title"));
        for application in page.applications().await {
            assert_eq!(application.state, say("app.not_loaded"), "{application:?}");
        }
        page.faults().clear();
        page.click_button(say("problem.retry")).await;
        page.is_ready().await;
        let licensed = count("app.licensed", page.db().licenses("meet"));
        eventually_eq!(page.applications().await[0].state.clone(), licensed);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_leaves_what_is_shown_whole_until_all_is_there() {
    journey(account_of(250), async |page| {
        let [rows, cards, meters] = [
            format!("{:?}", page.rows().await),
            format!("{:?}", page.applications().await),
            format!("{:?}", page.meters().await),
        ];
        page.faults().hold(&licenses());
        page.click_button(say("page.refresh")).await;
        eventually_true!(
            page.text("main .loaded")
                .await
                .starts_with(beginning("loading.refreshing_progress"))
        );
        eventually_true!(
            page.db()
                .requests()
                .iter()
                .filter(|(_, path)| *path == licenses())
                .count()
                > 3
        );
        assert_eq!(format!("{:?}", page.rows().await), rows);
        assert_eq!(format!("{:?}", page.applications().await), cards);
        assert_eq!(format!("{:?}", page.meters().await), meters);

        // What is drafted and reviewed meanwhile is held against whole data.
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.search(&user.email).await;
        page.choose_license(&user.email, "Meet").await;
        let review = page.open_review().await;
        assert_eq!(review.moves, [users_moved(1, say("license.none"), "Meet")]);
        page.faults().release();
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));
        assert_eq!(page.db().licenses_of(&user.email, "meet"), ["Meet"]);
        eventually_eq!(page.row(&user.email).await.license.shown, "Meet");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_that_fails_leaves_what_was_read_with_its_age_and_another_try() {
    journey(account_of(40), async |page| {
        let rows = page.rows().await;
        for path in [users(), licenses()] {
            page.expect_failed_requests(&path);
        }
        page.faults().refuse(&licenses(), 500, usize::MAX);
        page.click_button(say("page.refresh")).await;
        eventually_true!(
            page.text("main [role=alert]")
                .await
                .starts_with(say("loading.refresh_failed"))
        );
        let text = page.text("main [role=alert]").await;
        assert!(text.contains(beginning("loading.loaded_at")), "{text}");
        assert_eq!(page.rows().await, rows);
        assert!(!page.row("Ana Beltrán").await.license.disabled);
        page.faults().clear();
        page.click_button(say("problem.retry")).await;
        eventually_true!(page.texts("main [role=alert]").await.is_empty());
        page.is_ready().await;
        assert_eq!(page.rows().await, rows);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_that_are_tried_again_while_licenses_load_do_not_make_them_complete() {
    visit(account_of(250), async |page| {
        let numbers = format!("/sms/provision/numbers/account/{ACCOUNT}");
        page.expect_failed_requests(&numbers);
        page.expect_failed_requests(&licenses());
        page.faults().refuse(&numbers, 403, 1);
        page.faults().hold(&licenses());
        page.sign_in().await;
        eventually_true!(
            page.text("main [role=alert]")
                .await
                .starts_with(say("loading.numbers_failed"))
        );
        page.click_button(say("loading.retry")).await;
        eventually_true!(page.texts("main [role=alert]").await.is_empty());
        eventually_true!(page.rows().await.len() == 50);
        assert!(page.rows().await.iter().all(|row| row.license.disabled));
        page.faults().release();
        page.is_ready().await;
        let db = page.db();
        for row in page.rows().await {
            let license = db.license_of(&row.email, "meet");
            assert_eq!(
                row.license.shown,
                license.unwrap_or_else(|| say("license.none").into())
            );
        }
        assert_eq!(writes(&db), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_applied_while_numbers_load_stays_shown() {
    visit(account_of(40), async |page| {
        let numbers = format!("/sms/provision/numbers/account/{ACCOUNT}");
        page.faults().hold(&numbers);
        page.sign_in().await;
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        // Rows come before the module with their dropdowns.
        eventually_true!(!page.texts("main .row select").await.is_empty());
        eventually_true!(
            page.rows()
                .await
                .iter()
                .any(|row| row.email == user.email && !row.license.disabled)
        );
        page.choose_license(&user.email, "Meet").await;
        page.open_review().await;
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));
        page.faults().release();
        page.is_ready().await;
        assert_eq!(page.row(&user.email).await.license.shown, "Meet");
        let licensed = count("app.licensed", page.db().licenses("meet"));
        assert_eq!(page.applications().await[0].state, licensed);
    })
    .await;
}

fn wrong(profile: &str) -> Profile {
    profile.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_caps_its_pages_hides_nobody() {
    visit(account_of(230), async |page| {
        page.faults().load(wrong(
            "[[rule]]\npath = [\"/identity/accounts\", \"/entitlements/accounts\"]\nthen.pages = { cap = 50 }",
        ));
        page.enter().await;
        let users = page.db().users().len();
        eventually_eq!(page.count().await, count("count.users", users));
        assert!(page.texts("main [role=note]").await.is_empty());
        let user = unlicensed(&page.db(), "meet").pop().unwrap();
        page.search(&user.email).await;
        eventually_eq!(page.row(&user.email).await.license.shown, say("license.none"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn users_who_may_be_missing_are_said_and_select_all_says_that_it_is_not_all() {
    visit(account_of(230), async |page| {
        page.faults().load(wrong(
            "[[rule]]\npath = \"/identity/accounts\"\nthen.pages = { ignores_offset = true }",
        ));
        page.enter().await;
        let missing = page.db().users().len() - 100;
        let note = count("loading.missing_users", missing);
        eventually_true!(
            page.texts("main [role=note]")
                .await
                .iter()
                .any(|said| said.starts_with(&note))
        );
        page.tick("Ana Beltrán").await;
        let all = say_with("bar.select_all_known", [("n", "100")]);
        eventually_true!(
            page.bar()
                .await
                .is_some_and(|bar| bar.buttons.contains(&all))
        );

        page.faults().clear();
        page.click_button(say("page.refresh")).await;
        eventually_true!(page.texts("main [role=note]").await.is_empty());
        eventually_eq!(page.count().await, count("count.users", missing + 100));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_known_fields_alone_a_number_can_be_picked_and_says_what_is_not_known() {
    let options = Options {
        known_fields_only: true,
        ..account_of(40)
    };
    journey(options, async |page| {
        let db = page.db();
        page.pick_application("StarMessenger").await;
        let notes = page.texts("main [role=note]").await;
        let unconfirmed = count("campaign.unconfirmed", db.numbers().len());
        let said = |note: &String| note.starts_with(&unconfirmed);
        assert!(notes.iter().any(said), "{notes:?}");
        let user = unlicensed(&db, "star-messenger").swap_remove(0);
        let number = available_numbers(&db).swap_remove(0);
        let option = with_reason(&readable(&number), say("number.unconfirmed"));
        page.choose_number(&user.email, &option).await;
        let license = page.row(&user.email).await.license;
        let first = license
            .options
            .iter()
            .find(|option| option.text != say("license.none"));
        page.choose_license(&user.email, &first.unwrap().text).await;
        page.open_review().await;
        assert_eq!(page.apply().await.title, all_changed("StarMessenger", 1));
        assert_eq!(db.number_of(&user.email), Some(number.clone()));
        assert_eq!(db.alias_of(&user.email), Some(number));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_is_not_known_who_has_which_number_none_can_be_chosen() {
    let of_each_user = "/sms/provision/numbers/user/";
    let options = Options {
        known_fields_only: true,
        ..account_of(40)
    };
    visit(options, async |page| {
        let db = page.db();
        page.faults().hold(of_each_user);
        page.sign_in().await;
        let asked = |(_, path): &(String, String)| path.starts_with(of_each_user);
        eventually_true!(db.requests().iter().any(asked));
        page.click_application("StarMessenger").await;
        let user = unlicensed(&db, "star-messenger").swap_remove(0);
        let listed = async || page.row(&user.email).await.number.unwrap().options.len();
        page.reach_number(&user.email).await;
        assert_eq!(listed().await, 1);
        page.faults().release();
        page.is_ready().await;
        eventually_true!(listed().await > 1);
    })
    .await;
}
