//! A run against a server that fails in every way at once.

use sandbox::{Answer, Effect, Profile, Rule, When};

use crate::data::{emails, licensed};
use crate::harness::{account_of, visit};
use crate::running::{API, USERS};

/// Once the run is in its middle, the token expires.
const MIDDLE: usize = 500;

fn bad_day() -> Profile {
    let rule = |share: f64, effect| Rule::new(effect).probability(share);
    Profile {
        seed: 1,
        rules: vec![
            rule(0.20, Effect::Answer(Answer::status(503))),
            rule(0.05, Effect::Answer(Answer::status(429))),
            rule(0.05, Effect::Reset(When::Before)),
            rule(0.02, Effect::Reset(When::After)),
            Rule::new(Effect::ExpireTokens).path(USERS).after(MIDDLE),
        ],
        ..Profile::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_bad_day_everybody_ends_as_the_result_says_with_one_license_and_one_email() {
    visit(account_of(2000), async |page| {
        let db = page.db();
        for path in API {
            page.expect_failed_requests(path);
        }
        // Browsers repeat a request by themselves when a connection that they used before is closed, so none is used
        // twice from the first request on.
        let never = Rule::new(Effect::Reset(When::Before)).probability(0.0);
        page.faults().rule(never);
        page.sign_in().await;
        page.is_ready().await;
        let users = licensed(&db, "meet", "Meet");
        assert!((300..=400).contains(&users.len()), "{}", users.len());
        let before = db.all_licenses();
        page.review_change("Meet", "Meet Pro", users.len()).await;

        page.faults().load(bad_day());
        page.click_apply().await;
        let (result, halts) = page.end_of_run().await;
        page.faults().clear();
        // A third of the requests fail: the run must not hammer on by itself.
        assert!(halts > 0);

        let after = db.all_licenses();
        let meet = |email: &str| -> Vec<&str> {
            let held = after[email].iter();
            let meet = held.filter(|held| held.application == "meet");
            meet.map(|held| held.license.as_str()).collect()
        };
        let (changed, failed): (Vec<_>, Vec<_>) = users
            .iter()
            .partition(|user| meet(&user.email) == ["Meet Pro"]);
        let title = match failed.len() {
            0 => format!("Meet: {} users changed", changed.len()),
            failures => format!("Meet: {} users changed · {failures} failed", changed.len()),
        };
        assert_eq!(result.title, title, "{:#?}", result.problems);
        assert_eq!(result.problems.len(), failed.len());
        for email in after.keys() {
            assert!(meet(email).len() <= 1, "{email}: {:?}", meet(email));
        }
        for user in &failed {
            assert_eq!(meet(&user.email), ["Meet"], "{}", user.email);
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
        assert_eq!(mails.into_keys().collect::<Vec<_>>(), emails(changed));
    })
    .await;
}
