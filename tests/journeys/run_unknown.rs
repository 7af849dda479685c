//! Runs of which answers say little: kept ones, accepted ones of which nothing more is learned, those of a gateway, and
//! none at all. What was done is found out by reading, and nothing is sent twice.

use sandbox::{Accepted, Answer, Cacheable, Content, Effect, End, Lag, Late, Reply, Rule, UserRow};

use crate::agreement::{all_changed, emails_between};
use crate::data::{available_numbers, licensed, readable, unlicensed};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey, visit};
use crate::page::Page;
use crate::running::{API, BULK, PAGES, USERS};
use crate::texts::{self, count, ended, say};

/// Where the page polls an accepted write.
const OPERATIONS: &str = "/entitlements/operations/";
/// How the polls of an accepted write end though it was carried out.
const ENDS: [End; 6] = [
    End::Answers(429),
    End::Answers(503),
    End::Answers(401),
    End::Answers(403),
    End::Answers(404),
    End::Never,
];
/// Part of the URL of StarMessenger.
const SMS: &str = "star-messenger";

/// Everybody gets Meet Pro while a browser may keep what it reads.
async fn all_change_while_answers_are_kept(cacheable: Cacheable) {
    visit(account_of(50), async |page| {
        page.faults().rule(Rule::new(Effect::Cacheable(cacheable)));
        page.enter().await;
        let users = page.review_pro_for_all().await;
        page.click_apply().await;
        page.unhalted_end().await;
        page.all_have_pro(&users).await;
        assert_eq!(page.db().requests_to("POST", BULK), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_say_when_they_were_last_modified_are_not_taken_from_the_cache() {
    all_change_while_answers_are_kept(Cacheable::LastModified).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_good_for_an_hour_are_not_taken_from_the_cache() {
    all_change_while_answers_are_kept(Cacheable::MaxAge(3600)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_was_accepted_is_not_sent_again_when_nobody_says_how_it_ended() {
    journey(account_of(60), async |page| {
        let db = page.db();
        for path in [BULK, OPERATIONS] {
            page.expect_failed_requests(path);
        }
        let shown = page.emails().await;
        let is_shown = |user: &UserRow| shown.contains(&user.email);
        let mut new: Vec<_> = unlicensed(&db, "meet")
            .into_iter()
            .filter(is_shown)
            .collect();
        let mut old: Vec<_> = licensed(&db, "meet", "Meet")
            .into_iter()
            .filter(is_shown)
            .collect();
        for (run, ends) in (1..).zip(ENDS) {
            let users = [new.remove(0), new.remove(0), old.remove(0)];
            page.review_license(&users, "Meet Pro").await;
            let accepted = Accepted {
                ends,
                ..Accepted::default()
            };
            page.faults()
                .rule(Rule::new(Effect::Accepted(accepted)).path(BULK));
            page.click_apply().await;
            page.unhalted_end().await;
            page.faults().clear();
            page.all_have_pro(&users).await;
            let sent = [db.requests_to("POST", BULK), db.requests_to("DELETE", BULK)];
            assert_eq!(sent, [run, run], "{ends:?}");
            page.dismiss_result().await;
        }
    })
    .await;
}

/// Somebody gets a number and a license while all writes come to this.
async fn number_and_license_are_given_once(writes: Effect) {
    journey(account_of(40), async |page| {
        let db = page.db();
        for path in API {
            page.expect_failed_requests(path);
        }
        page.pick_application("StarMessenger").await;
        let user = unlicensed(&db, SMS).swap_remove(0);
        let number = available_numbers(&db).swap_remove(0);
        page.choose_number(&user.email, &readable(&number)).await;
        page.choose_license(&user.email, "StarMessenger").await;
        page.open_review().await;
        page.faults().rule(Rule::new(writes).writes());
        let title = page.apply().await.title;
        assert_eq!(title, texts::all_changed("StarMessenger", 1));
        assert_eq!(db.licenses_of(&user.email, SMS), ["StarMessenger"]);
        assert_eq!(db.number_of(&user.email).as_ref(), Some(&number));
        assert_eq!(db.alias_of(&user.email).as_ref(), Some(&number));
        assert_eq!(db.mails().len(), 1);
        assert_eq!(db.requests_to("POST", "/sms/provision"), 1);
        assert_eq!(db.requests_to("POST", "/identity/"), 1);
        assert_eq!(db.requests_to("POST", BULK), 1);
        let line = &page.saved_result().await[&user.email];
        let said = [&line.after, &line.number, &line.emails];
        assert_eq!(said, ["StarMessenger", &readable(&number), "1"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_its_binding_and_its_license_are_not_sent_again_when_their_polls_fail() {
    let accepted = Accepted {
        ends: End::Answers(503),
        ..Accepted::default()
    };
    number_and_license_are_given_once(Effect::Accepted(accepted)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_gateway_that_fails_after_forwarding_numbers_are_given_once() {
    let answer = Answer::status(503).body(Content::Gateway).after();
    number_and_license_are_given_once(Effect::Answer(answer)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_gateway_that_fails_after_forwarding_nobody_gets_two_emails() {
    journey(account_of(50), async |page| {
        let db = page.db();
        page.expect_failed_requests(BULK);
        let users = page.review_pro_for_all().await;
        let answer = Answer::status(503).body(Content::Gateway).after();
        page.faults()
            .rule(Rule::new(Effect::Answer(answer)).writes());
        page.click_apply().await;
        page.unhalted_end().await;
        page.all_have_pro(&users).await;
        let sent = [db.requests_to("POST", BULK), db.requests_to("DELETE", BULK)];
        assert_eq!(sent, [1, 1]);
    })
    .await;
}

/// Writes are carried out only after sixteen seconds.
fn hold_writes(reply: Reply) -> Rule {
    let late = Late {
        ms: Some(16_000),
        reply,
    };
    Rule::new(Effect::Late(late)).path(BULK)
}

/// Nobody is confirmed yet: everywhere that is said.
async fn nobody_is_confirmed(page: &Page, users: &[UserRow]) {
    let result = page.result().await;
    assert_eq!(
        result.title,
        ended("Meet", [count("run.unchanged", users.len())])
    );
    for line in &result.lines {
        let said = [&line.ended, &line.why];
        assert_eq!(
            said,
            [say("result.unresolved"), say("outcome.unresolved")],
            "{line:#?}"
        );
    }
    let file = page.saved_result().await;
    assert_eq!(file.len(), users.len());
    let emails = emails_between("0", "1");
    assert!(file.values().all(|line| line.emails == emails), "{file:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_acknowledged_and_comes_late_is_not_confirmed_until_it_is_checked() {
    journey(account_of(50), async |page| {
        let db = page.db();
        let users = page.review_pro_for_all().await;
        page.faults().rule(hold_writes(Reply::Acknowledge));
        page.click_apply().await;
        page.unhalted_end().await;
        nobody_is_confirmed(page, &users).await;

        eventually_eq!(db.mails().len(), users.len());
        page.click_button(say("run.check_now")).await;
        eventually_eq!(page.result().await.title, all_changed(&users));
        page.all_have_pro(&users).await;
        assert_eq!(db.requests_to("POST", BULK), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_acknowledged_and_comes_late_is_corrected_by_itself_after_half_a_minute() {
    journey(account_of(50), async |page| {
        let db = page.db();
        let users = unlicensed(&db, "meet")[..3].to_vec();
        page.review_license(&users, "Meet Pro").await;
        page.faults().rule(hold_writes(Reply::Acknowledge));
        page.click_apply().await;
        page.unhalted_end().await;
        nobody_is_confirmed(page, &users).await;
        eventually_eq!(page.result().await.title, all_changed(&users));
        page.all_have_pro(&users).await;
        assert_eq!(db.requests_to("POST", BULK), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_lost_and_comes_late_doubles_nobody_and_the_emails_are_between_one_and_two() {
    journey(account_of(50), async |page| {
        let db = page.db();
        page.expect_failed_requests(BULK);
        let users = page.review_pro_for_all().await;
        page.faults().rule(hold_writes(Reply::Drop));
        page.click_apply().await;
        let result = page.unhalted_end().await;
        assert_eq!(result.title, all_changed(&users));
        let file = page.saved_result().await;
        let emails = emails_between("1", "2");
        for user in &users {
            let email = &user.email;
            assert_eq!(db.licenses_of(email, "meet"), ["Meet Pro"], "{email}");
            let line = &file[email];
            let said = [&line.after, &line.emails, &line.ended, &line.why];
            assert_eq!(
                said,
                [
                    "Meet Pro",
                    &emails,
                    say("row.changed"),
                    say("outcome.unresolved")
                ],
                "{email}"
            );
        }
        // However often the page and the browser resent it, the server refuses the same license twice.
        assert_eq!(db.mails().len(), users.len());
        assert!(db.requests_to("POST", BULK) >= 2);
    })
    .await;
}

/// Everybody gets Meet Pro while reads lag, those of single users and those of many.
async fn review_while_reads_lag(page: &Page, lag: Lag) -> Vec<UserRow> {
    let users = page.review_pro_for_all().await;
    page.faults().rule(
        Rule::new(Effect::Lag(lag))
            .method("GET")
            .path(USERS)
            .path(PAGES),
    );
    page.click_apply().await;
    users
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_that_lag_within_the_window_double_nothing() {
    journey(account_of(50), async |page| {
        let lag = Lag {
            ms: 6_000,
            flaps: false,
        };
        let users = review_while_reads_lag(page, lag).await;
        page.unhalted_end().await;
        page.all_have_pro(&users).await;
        assert_eq!(page.db().requests_to("POST", BULK), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_that_lag_longer_than_the_window_confirm_nothing_until_they_show_it() {
    journey(account_of(50), async |page| {
        let lag = Lag {
            ms: 15_000,
            flaps: false,
        };
        let users = review_while_reads_lag(page, lag).await;
        page.unhalted_end().await;
        nobody_is_confirmed(page, &users).await;
        eventually_true!(page.reads_show(&users[0], "Meet Pro").await);
        page.click_button(say("run.check_now")).await;
        eventually_eq!(page.result().await.title, all_changed(&users));
        page.all_have_pro(&users).await;
        assert_eq!(page.db().requests_to("POST", BULK), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_that_lag_every_second_time_double_nothing() {
    journey(account_of(50), async |page| {
        let lag = Lag {
            ms: 15_000,
            flaps: true,
        };
        let users = review_while_reads_lag(page, lag).await;
        page.unhalted_end().await;
        // Who was not shown at first is rechecked.
        eventually_eq!(page.result().await.title, all_changed(&users));
        page.all_have_pro(&users).await;
        assert_eq!(page.db().requests_to("POST", BULK), 1);
    })
    .await;
}
