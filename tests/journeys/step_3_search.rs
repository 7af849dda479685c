//! Step 3: search, filters and order, all of it in the URL.

use thirtyfour::Key;

use crate::data::{emails, is_active, sorted};
use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};
use crate::page::{HOME, Page};
use crate::texts::{count, labelled, matching, range, say};

async fn found(page: &Page, words: &str, names: &[&str]) {
    page.search(words).await;
    let seen = async || {
        let rows = page.rows().await;
        rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    eventually_eq!(seen().await, names);
}

#[tokio::test(flavor = "multi_thread")]
async fn search_finds_names_addresses_phones_and_numbers_however_they_are_written() {
    journey(account_of(7), async |page| {
        let db = page.db();
        let user = |name: &str| {
            db.users()
                .into_iter()
                .find(|user| user.name == name)
                .unwrap()
        };
        for words in [
            "beltran",
            "BELTRÁN",
            "  bel  ana ",
            "ana.beltran@lakeside.example",
        ] {
            found(page, words, &["Ana Beltrán"]).await;
        }
        assert_eq!(page.count().await, matching(1, 7));
        found(page, "ana", &["Ana Beltrán", "Ioana Stan"]).await;
        found(page, "ana lakeside stan", &["Ioana Stan"]).await;

        let phone = user("Ana Beltrán").phone.unwrap();
        assert_eq!(phone, "+19415550120");
        for words in [
            "9415550120",
            "(941) 555-0120",
            "+1 941.555.0120",
            "555-0120",
        ] {
            found(page, words, &["Ana Beltrán"]).await;
        }
        let anja = user("Anja Lindqvist").email;
        assert_eq!(db.number_of(&anja).as_deref(), Some("9415550190"));
        for words in ["9415550190", "(941) 555-0190", "anja 0190"] {
            found(page, words, &["Anja Lindqvist"]).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_leave_exactly_those_whom_the_database_names() {
    journey(account_of(120), async |page| {
        let db = page.db();
        page.open(&format!("{HOME}/star-messenger?size=100")).await;
        page.is_ready().await;
        let license = |email: &str| db.license_of(email, "star-messenger");
        let seen = async || sorted(page.emails().await);
        let expect = async |keep: &dyn Fn(&sandbox::UserRow) -> bool| {
            let users = db.users();
            let expected = emails(users.iter().filter(|user| keep(user)));
            assert!((1..=100).contains(&expected.len()));
            eventually_eq!(seen().await, expected);
            assert_eq!(page.count().await, matching(expected.len(), 120));
        };
        let path = format!("{HOME}/star-messenger");

        page.choose_in(say("filter.license"), say("filter.license_any"))
            .await;
        expect(&|user| license(&user.email).is_some()).await;
        assert_eq!(page.path().await, format!("{path}?license=any&size=100"));
        page.choose_in(say("filter.license"), "StarMessenger Ultimate")
            .await;
        expect(&|user| license(&user.email).as_deref() == Some("StarMessenger Ultimate")).await;
        page.choose_in(say("filter.license"), say("filter.license_none"))
            .await;
        expect(&|user| license(&user.email).is_none()).await;
        page.choose_in(say("filter.status"), say("filter.status_inactive"))
            .await;
        expect(&|user| license(&user.email).is_none() && !is_active(user)).await;
        page.choose_in(say("filter.license"), say("filter.license_all"))
            .await;
        page.choose_in(say("filter.status"), say("filter.status_all"))
            .await;
        eventually_eq!(page.path().await, format!("{path}?size=100"));

        let registered = |email: &str| {
            let numbers = db.numbers();
            let mut numbers = numbers.iter();
            let number = numbers.find(|number| number.user_email.as_deref() == Some(email))?;
            Some(number.campaign_status.as_deref() == Some("ACTIVE"))
        };
        page.choose_in(say("filter.number"), say("filter.number_registered"))
            .await;
        expect(&|user| registered(&user.email) == Some(true)).await;
        page.choose_in(say("filter.number"), say("filter.number_unregistered"))
            .await;
        expect(&|user| registered(&user.email) == Some(false)).await;
        assert_eq!(
            page.path().await,
            format!("{path}?number=unregistered&size=100")
        );
        page.choose_in(say("filter.number"), say("filter.number_none"))
            .await;
        expect(&|user| registered(&user.email).is_none()).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_sort_both_ways_and_the_url_says_so() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let all = emails(&db.users());
        page.sort_by(say("table.email")).await;
        eventually_eq!(page.emails().await, all.clone());
        assert_eq!(page.path().await, format!("{HOME}/meet?sort=email"));
        page.sort_by(say("table.email")).await;
        eventually_eq!(
            page.emails().await,
            all.into_iter().rev().collect::<Vec<_>>()
        );
        assert_eq!(page.path().await, format!("{HOME}/meet?sort=-email"));
        page.sort_by(say("table.license")).await;
        eventually_eq!(page.path().await, format!("{HOME}/meet?sort=license"));
        let licenses: Vec<_> = page
            .rows()
            .await
            .into_iter()
            .map(|row| row.license.shown)
            .collect();
        let mut expected = Vec::new();
        for license in ["Meet", "Meet Pro"] {
            expected.extend(vec![license.to_owned(); db.seats(license).0]);
        }
        expected.resize(40, say("license.none").to_owned());
        assert_eq!(licenses, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn back_undoes_step_by_step_and_a_reload_keeps_the_view() {
    journey(account_of(120), async |page| {
        let path = format!("{HOME}/meet");
        page.choose_in(say("filter.status"), say("filter.status_active"))
            .await;
        eventually_eq!(page.path().await, format!("{path}?status=active"));
        page.search("a").await;
        eventually_eq!(page.path().await, format!("{path}?q=a&status=active"));
        page.click_button(say("pagination.next")).await;
        eventually_eq!(
            page.path().await,
            format!("{path}?q=a&status=active&page=2")
        );
        let seen = page.emails().await;
        assert!(!seen.is_empty());

        page.reload().await;
        page.is_ready().await;
        eventually_eq!(page.emails().await, seen.clone());
        assert_eq!(
            page.path().await,
            format!("{path}?q=a&status=active&page=2")
        );
        assert_eq!(page.value(&labelled("input", "search.label")).await, "a");
        assert_eq!(
            page.shown_in(say("filter.status")).await,
            say("filter.status_active")
        );

        page.go_back().await;
        eventually_eq!(page.path().await, format!("{path}?q=a&status=active"));
        page.go_back().await;
        eventually_eq!(page.path().await, format!("{path}?status=active"));
        eventually_eq!(page.value(&labelled("input", "search.label")).await, "");
        page.go_back().await;
        eventually_eq!(page.path().await, path.as_str());
        eventually_eq!(page.count().await, count("count.users", 120));
        assert_eq!(
            page.shown_in(say("filter.status")).await,
            say("filter.status_all")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slash_focuses_the_search_and_escape_clears_it() {
    journey(account_of(7), async |page| {
        page.press("/").await;
        let focus = "return document.activeElement.getAttribute('aria-label')";
        eventually_eq!(
            page.read::<Option<String>>(focus).await,
            Some(say("search.label").to_owned())
        );
        page.press("romano/").await;
        eventually_eq!(
            page.value(&labelled("input", "search.label")).await,
            "romano/"
        );
        page.press(Key::Backspace).await;
        eventually_eq!(page.count().await, matching(1, 7));
        page.press(Key::Escape).await;
        eventually_eq!(page.count().await, count("count.users", 7));
        assert_eq!(page.value(&labelled("input", "search.label")).await, "");
        assert_eq!(page.path().await, format!("{HOME}/meet"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_matches_and_the_search_can_be_cleared() {
    journey(account_of(7), async |page| {
        page.choose_in(say("filter.status"), say("filter.status_active"))
            .await;
        page.search("zzz").await;
        eventually_eq!(page.text("main h2").await, say("no_match.title"));
        assert_eq!(page.count().await, matching(0, 7));
        assert!(page.rows().await.is_empty());
        page.click_button(say("no_match.clear")).await;
        eventually_eq!(page.emails().await.len(), page.db().users().len());
        assert_eq!(page.path().await, format!("{HOME}/meet"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_box_holds_its_glass_and_its_key() {
    journey(account_of(7), async |page| {
        let inside = "const box = document.querySelector('[role=search] input').getBoundingClientRect();
            return [...document.querySelectorAll('[role=search] svg, [role=search] kbd')].map((each) => {
              const { top, bottom, left, right } = each.getBoundingClientRect();
              return top >= box.top && bottom <= box.bottom && left >= box.left && right <= box.right;
            })";
        assert_eq!(page.read::<Vec<bool>>(inside).await, [true, true]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_page_is_shown_from_its_first_row_on() {
    journey(account_of(120), async |page| {
        let first_row = "const { top, bottom } = document.querySelector('table:has(>caption) tbody tr').getBoundingClientRect();
            return top >= 0 && bottom <= innerHeight";
        page.read::<()>("scrollTo(0, document.documentElement.scrollHeight)").await;
        eventually_eq!(page.read::<bool>(first_row).await, false);
        page.click_labelled(say("pagination.next")).await;
        eventually_eq!(page.range().await, range(51, 100, 120));
        eventually_eq!(page.read::<bool>(first_row).await, true);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_the_last_and_any_page_are_one_step_away() {
    journey(account_of(120), async |page| {
        page.click_button(say("pagination.last")).await;
        eventually_eq!(page.range().await, range(101, 120, 120));
        page.click_button(say("pagination.first")).await;
        eventually_eq!(page.range().await, range(1, 50, 120));
        let jump = labelled("input", "pagination.jump");
        for (typed, shown, at) in [
            ("2", range(51, 100, 120), "2"),
            ("77", range(101, 120, 120), "3"),
        ] {
            let select = "document.querySelector(arguments[0]).select()";
            page.read_with::<()>(select, vec![jump.as_str().into()])
                .await;
            page.press(format!("{typed}{}", Key::Enter.value())).await;
            eventually_eq!(page.range().await, shown);
            eventually_eq!(page.value(&jump).await, at);
        }
    })
    .await;
}
