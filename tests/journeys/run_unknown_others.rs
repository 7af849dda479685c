//! Runs with other administrators at work, refusals in the middle, and reads that fail: what the result says is what
//! the database and the outbox hold, and what cannot be known it does not say.

use sandbox::{Answer, Change, Delay, Effect, Options, OtherAdmin, Rule, UserRow, When, Whose};

use crate::agreement::{all_changed, emails_between};
use crate::data::{available_numbers, licensed, readable, title, unlicensed};
use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::running::{API, BULK, USERS};
use crate::texts::{beginning, count, drafted, ended, say, say_with};

/// Another administrator changes the first user that the run has written.
fn another_admin(whose: Whose, change: Change) -> Effect {
    Effect::OtherAdmin(OtherAdmin {
        users: 1,
        whose,
        change,
    })
}

/// The first users without a license of Meet who are shown.
async fn some_new(page: &Page, count: usize) -> Vec<UserRow> {
    let shown = page.emails().await;
    let mut users = unlicensed(&page.db(), "meet");
    users.retain(|user| shown.contains(&user.email));
    users.truncate(count);
    users
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_license_by_another_administrator_is_said_and_stays() {
    journey(account_of(50), async |page| {
        let db = page.db();
        let users = some_new(page, 5).await;
        page.review_license(&users, "Meet Pro").await;
        let other = another_admin(Whose::Named, Change::Add("Meet".to_owned()));
        page.faults()
            .rule(Rule::new(other).method("POST").path(BULK));
        page.click_apply().await;
        let result = page.unhalted_end().await;
        assert_eq!(
            result.title,
            ended("Meet", [count("run.changed", 4), count("run.failed", 1)])
        );
        let held = |user: &&UserRow| db.licenses_of(&user.email, "meet") == ["Meet", "Meet Pro"];
        let theirs: Vec<_> = users.iter().filter(held).collect();
        assert_eq!(theirs.len(), 1);
        let line = page.result_of(theirs[0]).await;
        let why = say("outcome.conflict");
        assert_eq!(
            [&line.is, &line.ended],
            ["Meet, Meet Pro", say("result.failed")]
        );
        assert!(line.why.starts_with(why), "{line:#?}");
        let file = page.saved_result().await;
        // Two emails went to that user, of which the run caused one.
        assert_eq!(db.mails_per_user()[&theirs[0].email], 2);
        assert_eq!(db.mails().len(), users.len() + 1);
        for user in &users {
            assert_eq!(file[&user.email].emails, "1", "{}", user.email);
        }
        assert_eq!(db.requests_to("DELETE", BULK), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_deleted_in_the_middle_is_said_to_be_gone_and_the_email_to_be_unknown() {
    journey(account_of(50), async |page| {
        let db = page.db();
        page.expect_failed_requests(USERS);
        let users = some_new(page, 5).await;
        page.review_license(&users, "Meet Pro").await;
        let other = another_admin(Whose::Touched, Change::Delete);
        page.faults()
            .rule(Rule::new(other).method("GET").path(USERS));
        page.click_apply().await;
        let result = page.unhalted_end().await;
        assert_eq!(
            result.title,
            ended("Meet", [count("run.changed", 4), count("run.failed", 1)])
        );
        let left = db.users();
        let gone = users.iter().find(|user| !left.contains(user)).unwrap();
        let line = page.result_of(gone).await;
        assert_eq!(
            [&line.is, &line.ended],
            [say("result.unknown"), say("result.failed")]
        );
        assert!(
            line.why.starts_with(say("outcome.user_deleted")),
            "{line:#?}"
        );
        let file = page.saved_result().await;
        assert_eq!(file[&gone.email].emails, emails_between("0", "1"));
        assert_eq!(file[&gone.email].after, say("result.unknown"));
        assert_eq!(db.mails_per_user()[&gone.email], 1);
        assert_eq!(db.mails().len(), users.len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_write_without_permission_ends_the_run_with_that_reason() {
    journey(account_of(60), async |page| {
        let db = page.db();
        for path in API {
            page.expect_failed_requests(path);
        }
        page.pick_application("StarMessenger").await;
        page.choose_in(say("filter.license"), say("filter.license_none"))
            .await;
        page.choose_in(say("filter.status"), say("filter.status_active"))
            .await;
        let before = db.all_licenses();
        let rows = page.rows().await;
        page.tick(&rows[0].email).await;
        page.shift_tick(&rows[9].email).await;
        page.change_license("StarMessenger").await;
        eventually_eq!(page.summary().await, drafted(10, 10));
        page.open_review().await;
        // Numbers are given one by one.
        let refused = Rule::new(Effect::Answer(Answer::status(403)));
        page.faults().rule(refused.writes().after(3));
        page.click_apply().await;
        let result = page.unhalted_end().await;
        let why = say_with("run.forbidden", [("words", "Refused on demand")]);
        assert!(result.text.contains(&why), "{}", result.text);
        let not_begun = result.problems.iter();
        let not_begun = not_begun.filter(|line| line.ends_with(say("outcome.not_started")));
        let not_begun = count("run.not_started", not_begun.count());
        assert!(result.title.contains(&not_begun), "{}", result.title);
        assert_eq!(db.all_licenses(), before);
        assert!(db.mails().is_empty());
        let file = page.saved_result().await;
        for row in &rows[..10] {
            println!(
                "{} {:?} {:?}",
                row.email,
                db.number_of(&row.email),
                db.alias_of(&row.email)
            );
            let line = &file[&row.email];
            let number = db.number_of(&row.email).map(|number| readable(&number));
            assert_eq!(line.number, number.unwrap_or_default(), "{}", row.email);
            assert_eq!(
                (line.after.as_str(), line.emails.as_str()),
                (say("license.none"), "0")
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_permission_to_remove_everybody_keeps_both_licenses_and_the_result_says_so() {
    journey(account_of(120), async |page| {
        let db = page.db();
        page.expect_failed_requests(BULK);
        let users = licensed(&db, "meet", "Meet");
        page.review_change("Meet", "Meet Pro", users.len()).await;
        let refused = Rule::new(Effect::Answer(Answer::status(403)));
        page.faults().rule(refused.writes().after(1));
        page.click_apply().await;
        let result = page.unhalted_end().await;
        assert_eq!(
            result.title,
            ended("Meet", [count("run.failed", users.len())])
        );
        let why = say_with("run.forbidden", [("words", "Refused on demand")]);
        assert!(result.text.contains(&why), "{}", result.text);
        let file = page.saved_result().await;
        for user in &users {
            assert_eq!(db.licenses_of(&user.email, "meet"), ["Meet", "Meet Pro"]);
            let line = &file[&user.email];
            assert_eq!(
                (line.after.as_str(), line.emails.as_str()),
                ("Meet, Meet Pro", "1")
            );
            assert!(
                line.why
                    .starts_with(beginning("outcome.old_license_not_removed").trim_end()),
                "{line:#?}"
            );
        }
        assert_eq!(db.mails().len(), users.len());
        assert_eq!(
            [db.requests_to("POST", BULK), db.requests_to("DELETE", BULK)],
            [1, 1]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_cannot_be_bound_goes_back_and_the_old_one_is_bound_as_before() {
    journey(account_of(40), async |page| {
        let db = page.db();
        page.expect_failed_requests("/identity/");
        page.pick_application("StarMessenger").await;
        let user = licensed(&db, "star-messenger", "StarMessenger").swap_remove(0);
        let old = db.number_of(&user.email).unwrap();
        assert_eq!(db.alias_of(&user.email).as_ref(), Some(&old));
        let metadata = page.metadata(&user.uuid, "StarMessenger").await;
        let free = available_numbers(&db);
        page.choose_number(&user.email, &readable(&free[0])).await;
        page.open_review().await;
        let refused = Rule::new(Effect::Answer(Answer::status(409)));
        page.faults()
            .rule(refused.writes().path("/identity/").times(1));
        let result = page.apply().await;
        assert_eq!(
            result.title,
            ended("StarMessenger", [count("run.failed", 1)])
        );
        let line = page.result_of(&user).await;
        let is = format!("StarMessenger {}", readable(&old));
        let why = say_with("outcome.alias_refused", [("words", "Refused on demand.")]);
        assert_eq!([&line.is, &line.was, &line.why], [&is, &is, &why]);
        assert_eq!(db.number_of(&user.email).as_ref(), Some(&old));
        assert_eq!(db.alias_of(&user.email).as_ref(), Some(&old));
        assert_eq!(page.metadata(&user.uuid, "StarMessenger").await, metadata);
        assert_eq!(available_numbers(&db), free);
        assert!(db.mails().is_empty());
    })
    .await;
}

/// Both licenses of a user have to go before the new one, which is refused for another reason; the server then allows
/// two licenses again, or it does not.
async fn both_go_first_and_the_new_one_is_refused(allows_two: bool, why: &str) {
    let options = Options {
        third_type: true,
        ..account_of(40)
    };
    journey(options, async |page| {
        let db = page.db();
        page.expect_failed_requests(BULK);
        let user = page.user_with_two().await;
        let mails = db.mails().len();
        page.choose_license(&user.email, "Meet Rooms").await;
        page.open_review().await;
        page.faults().one_license_per_application(true);
        let refused = Rule::new(Effect::Answer(Answer::status(409)));
        page.faults()
            .rule(refused.method("POST").path(BULK).after(1).times(1));
        let delay = Effect::Delay(Delay {
            ms: Some(1_000),
            when: When::Before,
        });
        page.faults()
            .rule(Rule::new(delay).method("DELETE").path(BULK));
        page.click_apply().await;
        eventually_eq!(db.requests_to("DELETE", BULK), 1);
        page.faults().one_license_per_application(!allows_two);
        let result = page.unhalted_end().await;
        assert_eq!(result.title, ended("Meet", [count("run.failed", 1)]));
        let held = db.licenses_of(&user.email, "meet");
        assert_eq!(held.len(), if allows_two { 2 } else { 1 });
        let line = page.result_of(&user).await;
        let said = [line.was.as_str(), &line.is, &line.why];
        assert_eq!(said, ["Meet, Meet Pro", &held.join(", "), why]);
        // What comes back is welcomed as well.
        assert_eq!(db.mails().len(), mails + held.len());
        let emails = &page.saved_result().await[&user.email].emails;
        assert_eq!(*emails, held.len().to_string());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_licenses_that_had_to_go_first_both_come_back_when_the_new_one_is_refused() {
    let why = say_with("outcome.license_refused", [("words", "Refused on demand.")]);
    both_go_first_and_the_new_one_is_refused(true, &why).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_licenses_one_comes_back_where_the_server_allows_one_and_that_is_said() {
    let why = say_with(
        "outcome.partially_restored",
        [("words", "Refused on demand.")],
    );
    both_go_first_and_the_new_one_is_refused(false, &why).await;
}

/// Nobody can be read after the assignment.
async fn what_cannot_be_read_is_unknown(status: u16, some: usize) {
    journey(account_of(50), async |page| {
        let db = page.db();
        page.expect_failed_requests(USERS);
        let users = some_new(page, some).await;
        page.review_license(&users, "Meet Pro").await;
        // Everybody is read once before anything is sent.
        let fails = Rule::new(Effect::Answer(Answer::status(status)));
        page.faults()
            .rule(fails.method("GET").path(USERS).after(users.len()));
        page.click_apply().await;
        let (result, _) = page.end_of_run().await;
        assert_eq!(result.title, ended("Meet", [count("run.failed", some)]));
        let file = page.saved_result().await;
        for user in &users {
            let line = page.result_of(user).await;
            assert_eq!(
                [&line.was, &line.is],
                [say("license.none"), say("result.unknown")],
                "{}",
                title(user)
            );
            let line = &file[&user.email];
            assert_eq!(
                [&line.after, &line.emails],
                [say("result.unknown"), &*emails_between("0", "1")]
            );
            let why = beginning("outcome.not_verified").trim_end();
            assert!(line.why.starts_with(why), "{line:#?}");
        }
        assert_eq!(db.mails().len(), some);

        page.faults().clear();
        page.click_button(say("run.check_now")).await;
        eventually_eq!(page.result().await.title, all_changed(&users));
        page.all_have_pro(&users).await;
        assert_eq!(db.requests_to("POST", BULK), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_whom_no_read_is_allowed_the_result_says_unknown_until_reads_work_again() {
    what_cannot_be_read_is_unknown(400, 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_whom_all_reads_fail_the_result_says_unknown_until_reads_work_again() {
    what_cannot_be_read_is_unknown(503, 2).await;
}
