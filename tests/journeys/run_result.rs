//! The result of a run, user by user: what it says, as a file, the way back, and another try.

use sandbox::{Delay, Effect, Rule, UserRow, When};
use thirtyfour::By;

use crate::data::{label, licensed, title, unlicensed, who};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::running::{BULK, USERS, tiny_pages};
use crate::seen::ResultLine;
use crate::texts::{all_changed, count, drafted, ended, joined, labelled, moved, say, say_with};

impl Page {
    /// Drafts a license type for these users and applies it. Answers the title of the result.
    async fn give(&self, users: &[&UserRow], license: &str) -> String {
        for user in users {
            self.choose_license(&user.email, license).await;
        }
        self.open_review().await;
        self.apply().await.title
    }

    /// Ticks users in the result, which is folded away.
    async fn choose_in_result(&self, heading: &str, users: &[&UserRow]) {
        self.click_button(heading).await;
        for user in users {
            self.click_labelled(&say_with("result.select", [("name", &label(user))]))
                .await;
        }
    }

    /// Clicks a button beside a run in the list of runs.
    async fn click_at_run(&self, application: &str, button: &str) {
        let title = say_with("history.at", [("name", application), ("time", "")]);
        let run = format!("//dialog[@open]//li[.//strong[starts-with(., '{title}')]]");
        let button = format!("{run}//button[normalize-space()='{button}']");
        self.click(By::XPath(button)).await;
    }

    /// What the list of runs says of each: application and how it ended.
    async fn session_runs(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('dialog[open] li p')].map((each) =>
            text(each).replace(new RegExp(`${arguments[0]}.*?M `), arguments[1]))";
        let after_name = say_with("history.at", [("name", ""), ("time", "")]);
        let before_tally = say_with("run.result", [("name", ""), ("what", "")]);
        self.read_with(script, vec![after_name.into(), before_tally.into()])
            .await
    }
}

fn line(who: &UserRow, [was, is, ended, why, remedy]: [&str; 5]) -> ResultLine {
    let [was, is, ended, why, remedy] = [was, is, ended, why, remedy].map(str::to_owned);
    ResultLine {
        who: title(who).to_owned(),
        problem: ended != say("row.changed"),
        was,
        is,
        ended,
        why,
        remedy,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_user_has_a_line_with_a_remedy_and_only_who_failed_is_retried() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.expect_failed_requests(BULK);
        let new = unlicensed(&db, "meet");
        let (users, other) = ([&new[0], &new[1]], &new[2]);
        // Both at once, then the first of them alone.
        page.faults().refuse(BULK, 409, 2);
        let title = page.give(&users, "Meet").await;
        assert_eq!(
            title,
            ended("Meet", [count("run.changed", 1), count("run.failed", 1)])
        );
        let has = |user: &UserRow| db.license_of(&user.email, "meet").is_some();
        let (changed, failed): (Vec<&UserRow>, Vec<&UserRow>) =
            users.into_iter().partition(|user| has(user));
        let (changed, failed) = (changed[0], failed[0]);
        let why = &say_with("outcome.license_refused", [("words", "Refused on demand.")]);
        let remedy = say("remedy.license_refused");
        let none = say("license.none");
        let lines = [
            line(failed, [none, none, say("result.failed"), why, remedy]),
            line(changed, [none, "Meet", say("row.changed"), "", ""]),
        ];
        assert_eq!(page.result().await.lines, lines);

        page.choose_license(&other.email, "Meet Pro").await;
        eventually_eq!(page.summary().await, drafted(2, 2));
        // The new change has folded the result.
        let what = joined([count("run.changed", 1), count("run.failed", 1)]);
        eventually_true!(page.panel().await.is_none());
        page.click_button(&say_with("run.last", [("what", &what)]))
            .await;
        assert_eq!(page.result().await.title, title);
        eventually_eq!(page.focused().await, "result");
        page.click_button(&count("result.retry", 1)).await;
        let review = page.review().await;
        let move_to_meet = moved(say("license.none"), "Meet");
        assert_eq!(review.list(&move_to_meet), [who(failed)]);
        page.click_apply().await;
        eventually_eq!(page.result().await.title, all_changed("Meet", 1));
        assert_eq!(db.licenses_of(&failed.email, "meet"), ["Meet"]);
        assert!(!has(other));
        page.dismiss_result().await;
        eventually_eq!(page.summary().await, drafted(1, 1));
        // What is reviewed by the bar is everything again.
        assert_eq!(
            page.open_review().await.apply().text,
            count("review.apply", 1)
        );
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));
        assert_eq!(db.licenses_of(&other.email, "meet"), ["Meet Pro"]);
        assert_eq!(db.mails().len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_result_is_saved_as_csv() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let holder = licensed(&db, "meet", "Meet").swap_remove(0);
        let new = unlicensed(&db, "meet").swap_remove(0);
        let done = page.give(&[&holder, &new], "Meet Pro").await;
        assert_eq!(done, all_changed("Meet", 2));
        page.click_button(say("result.export")).await;
        eventually_eq!(page.downloads().len(), 1);
        let (name, text) = page.downloads().swap_remove(0);
        assert!(name.starts_with("meet-20"), "{name}");
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let heads = vec![
            say("export.name"),
            say("export.email"),
            say("export.license_before"),
            say("export.number_before"),
            say("export.license_after"),
            say("export.number_after"),
            say("export.emails"),
            say("export.outcome"),
            say("export.reason"),
            say("export.remedy"),
        ];
        assert_eq!(reader.headers().unwrap(), heads);
        let mut rows: Vec<Vec<String>> = reader.deserialize().map(Result::unwrap).collect();
        rows.sort_by_key(|row| row[2] == say("license.none"));
        let row = |user: &UserRow, before: &str| {
            let cells = [
                &user.name,
                &user.email,
                before,
                "",
                "Meet Pro",
                "",
                "1",
                say("row.changed"),
                "",
                "",
            ];
            cells.map(str::to_owned).to_vec()
        };
        assert_eq!(rows, [row(&holder, "Meet"), row(&new, say("license.none"))]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chosen_are_undone_and_the_others_stay_changed() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let holders = licensed(&db, "meet", "Meet");
        let new = unlicensed(&db, "meet");
        let users = [&holders[0], &holders[1], &new[0], &new[1]];
        assert_eq!(page.give(&users, "Meet Pro").await, all_changed("Meet", 4));
        let chosen = [users[0], users[2]];
        page.choose_in_result(&count("result.users", 4), &chosen)
            .await;
        page.click_button(&count("result.undo_selected", 2)).await;
        eventually_eq!(page.summary().await, drafted(2, 1));
        page.open_review().await;
        page.click_apply().await;
        eventually_eq!(page.result().await.title, all_changed("Meet", 2));
        assert_eq!(db.licenses_of(&users[0].email, "meet"), ["Meet"]);
        assert!(db.license_of(&users[2].email, "meet").is_none());
        for user in [users[1], users[3]] {
            assert_eq!(db.licenses_of(&user.email, "meet"), ["Meet Pro"]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_changed_since_is_named_and_not_undone() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let new = unlicensed(&db, "meet");
        let (theirs, ours) = (&new[0], &new[1]);
        let done = page.give(&[theirs, ours], "Meet Pro").await;
        assert_eq!(done, all_changed("Meet", 2));
        page.assign_elsewhere(&theirs.uuid, "Meet").await;
        page.click_button(say("page.refresh")).await;
        page.is_ready().await;
        page.click_button(say("result.undo")).await;
        eventually_eq!(page.summary().await, drafted(1, 0));
        let said = format!("{} details", labelled("section", "run.label"));
        let said = page.texts(&said).await.swap_remove(0);
        let expected = count("run.not_undone", 1);
        assert!(said.starts_with(&expected), "{said}");
        assert!(said.contains(title(theirs)), "{said}");
        page.open_review().await;
        page.click_apply().await;
        eventually_eq!(page.result().await.title, all_changed("Meet", 1));
        assert!(db.license_of(&ours.email, "meet").is_none());
        assert_eq!(db.licenses_of(&theirs.email, "meet").len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_runs_of_this_session_are_listed_opened_and_undone() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let meet = unlicensed(&db, "meet").swap_remove(0);
        let connector = unlicensed(&db, "connector").swap_remove(0);
        assert_eq!(page.give(&[&meet], "Meet").await, all_changed("Meet", 1));
        page.dismiss_result().await;
        page.pick_application("Connector").await;
        let done = page.give(&[&connector], "Connector").await;
        assert_eq!(done, all_changed("Connector", 1));
        page.dismiss_result().await;

        page.click_button(say("history.title")).await;
        let runs = [all_changed("Connector", 1), all_changed("Meet", 1)];
        eventually_eq!(page.session_runs().await, runs);
        page.click_at_run("Meet", say("result.export")).await;
        eventually_eq!(page.downloads().len(), 1);
        page.click_at_run("Meet", say("history.open")).await;
        assert_eq!(page.result().await.title, all_changed("Meet", 1));

        page.click_button(say("history.title")).await;
        page.click_at_run("Meet", say("result.undo")).await;
        // The run was of another application than the one that was shown.
        eventually_true!(
            page.path()
                .await
                .starts_with("/configuration/license-management/meet")
        );
        eventually_eq!(page.summary().await, drafted(1, 0));
        page.open_review().await;
        page.click_apply().await;
        eventually_true!(db.license_of(&meet.email, "meet").is_none());
        assert_eq!(db.licenses_of(&connector.email, "connector"), ["Connector"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_run_says_how_long_it_will_take() {
    journey(account_of(250), async |page| {
        let users = unlicensed(&page.db(), "meet").len();
        page.review_change(say("filter.license_none"), "Meet Pro", users)
            .await;
        // Six are read at once: some twenty users a second.
        let delay = Delay {
            ms: Some(300),
            when: When::Before,
        };
        page.faults().rule(tiny_pages());
        page.faults()
            .rule(Rule::new(Effect::Delay(delay)).method("GET").path(USERS));
        page.click_apply().await;
        let said = async || {
            page.panel()
                .await
                .map(|panel| panel.text)
                .unwrap_or_default()
        };
        let left = format!(" · {}", say("run.seconds_left"));
        eventually_true!(said().await.contains(&left));
        page.faults().clear();
        let title = all_changed("Meet", users);
        assert_eq!(page.unhalted_end().await.title, title);
    })
    .await;
}
