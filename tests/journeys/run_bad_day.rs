//! A long run against a server that fails in every way at once, with a token that expires and a page that is left in
//! the middle.

use sandbox::{Answer, Effect, Profile, Rule, UserRow, When};

use crate::data::{emails, is_active};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, visit};
use crate::page::Page;
use crate::running::{API, INTERRUPTED};
use crate::texts::{all_changed, count, ended, interrupted_title, say, say_with, select_all};

/// The token expires after this many requests for licenses.
const EXPIRES: usize = 200;
/// The page is reloaded after this many welcome emails.
const LEFT_AFTER: usize = 700;

fn bad_day() -> Profile {
    let rule = |share: f64, effect| Rule::new(effect).probability(share);
    Profile {
        seed: 1,
        rules: vec![
            rule(0.20, Effect::Answer(Answer::status(503))),
            rule(0.05, Effect::Answer(Answer::status(429))),
            rule(0.05, Effect::Reset(When::Before)),
            rule(0.02, Effect::Reset(When::After)),
            Rule::new(Effect::ExpireTokens)
                .path("/entitlements/")
                .after(EXPIRES),
        ],
        ..Profile::default()
    }
}

/// Reads the account, however often that takes.
async fn is_ready_at_last(page: &Page) {
    page.is_ready().await;
    while page
        .texts("main button")
        .await
        .contains(&say("problem.retry").to_owned())
    {
        page.click_button(say("problem.retry")).await;
        page.is_ready().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_bad_day_everybody_ends_as_the_result_says_with_one_license_and_one_email() {
    visit(account_of(2200), async |page| {
        let db = page.db();
        for path in API {
            page.expect_failed_requests(path);
        }
        // Browsers repeat a request by themselves when a connection that they used before is closed, so none is used
        // twice from the first request on.
        let never = Rule::new(Effect::Reset(When::Before)).probability(0.0);
        page.faults().rule(never);
        page.enter().await;
        let before = db.all_licenses();
        let users = review(page).await;

        page.faults().load(bad_day());
        page.click_apply().await;
        page.run_until(async || db.mails().len() >= LEFT_AFTER)
            .await;
        page.reload().await;
        is_ready_at_last(page).await;
        eventually_eq!(page.text(INTERRUPTED).await, interrupted_title("Meet"));
        page.click_button(say("interrupted.resume")).await;
        let (_, halts) = page.end_of_run().await;
        page.faults().clear();
        // A third of the requests fail: the run must not keep sending by itself.
        assert!(halts > 0);

        // Users who could not be read are rechecked once the server has recovered.
        eventually_true!({
            let after = db.all_licenses();
            let failed = users.iter().filter(|user| {
                let held = after[&user.email].iter();
                let mut meet = held.filter(|held| held.application == "meet");
                !matches!((meet.next(), meet.next()), (Some(held), None) if held.license == "Meet Pro")
            });
            let failed = failed.count();
            page.result().await.title == title(users.len() - failed, failed)
        });
        let result = page.result().await;
        let after = db.all_licenses();
        let meet = |email: &str| -> Vec<&str> {
            let held = after[email].iter();
            let meet = held.filter(|held| held.application == "meet");
            meet.map(|held| held.license.as_str()).collect()
        };
        let (changed, failed): (Vec<_>, Vec<_>) = users
            .iter()
            .partition(|user| meet(&user.email) == ["Meet Pro"]);
        assert_eq!(result.problems.len(), failed.len());
        // Whose old license could not be removed, however often it was tried, is reported as that.
        let (doubled, failed): (Vec<_>, Vec<_>) = failed
            .into_iter()
            .partition(|user| meet(&user.email).len() > 1);
        let stays = say_with("outcome.old_license_not_removed", [("words", "")]);
        let said = result.problems.iter().filter(|line| line.contains(stays.trim()));
        assert_eq!(said.count(), doubled.len());
        for email in after.keys() {
            let may_have_two = doubled.iter().any(|user| user.email == *email);
            assert!(may_have_two || meet(email).len() <= 1, "{email}: {:?}", meet(email));
        }
        for user in &failed {
            assert_eq!(after[&user.email], before[&user.email], "{}", user.email);
        }
        let wished = emails(&users);
        for (email, held) in &before {
            if wished.binary_search(email).is_err() {
                assert_eq!(&after[email], held, "{email}");
            }
        }
        let mails = db.mails_per_user();
        let twice: Vec<_> = mails.iter().filter(|(_, mails)| **mails > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
        let welcomed = changed.into_iter().chain(doubled);
        assert_eq!(mails.into_keys().collect::<Vec<_>>(), emails(welcomed));
    })
    .await;
}

/// Opens the review of Meet Pro for everyone who is active; answers who has something else.
async fn review(page: &Page) -> Vec<UserRow> {
    let db = page.db();
    let mut users = db.users();
    users.retain(is_active);
    let active = users.len();
    users.retain(|user| db.license_of(&user.email, "meet").as_deref() != Some("Meet Pro"));
    assert!(users.len() >= 2_000, "{}", users.len());
    page.choose_in(say("filter.status"), say("filter.status_active"))
        .await;
    page.click_labelled(say("table.select_page")).await;
    page.click_button(&select_all(active)).await;
    page.change_license("Meet Pro").await;
    let changes = count("bar.changes", users.len());
    eventually_true!(page.summary().await.starts_with(&changes));
    page.open_review().await;
    users
}

fn title(changed: usize, failed: usize) -> String {
    match failed {
        0 => all_changed("Meet", changed),
        failed => ended(
            "Meet",
            [count("run.changed", changed), count("run.failed", failed)],
        ),
    }
}
