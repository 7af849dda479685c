//! Step 10: the welcome emails, announced and then sent.

use crate::data::{emails, licensed, sorted, unlicensed};
use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};
use crate::seen::Link;
use crate::texts::{all_changed, count, say, say_with};

#[tokio::test(flavor = "multi_thread")]
async fn each_newly_licensed_user_gets_exactly_the_one_email_that_was_announced() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let new: Vec<_> = unlicensed(&db, "meet").into_iter().take(2).collect();
        let loser = licensed(&db, "meet", "Meet").swap_remove(0);
        for user in &new {
            page.choose_license(&user.email, "Meet").await;
        }
        page.choose_license(&loser.email, say("license.none")).await;
        let review = page.open_review().await;
        let guide_to = say_with("review.guide", [("name", "Meet")]);
        let note = format!("{} {guide_to}", count("review.emails", 2));
        assert_eq!(review.paragraphs, [note]);
        let guide = "https://help.framework.example/guides/meet";
        let link = Link {
            text: guide_to,
            href: guide.into(),
        };
        assert_eq!(review.links, [link]);
        assert!(db.mails().is_empty());

        assert_eq!(page.apply().await.title, all_changed("Meet", 3));
        let mails = db.mails();
        let to = sorted(mails.iter().map(|mail| mail.to.clone()).collect());
        assert_eq!(to, emails(&new));
        for mail in &mails {
            assert_eq!(mail.subject, "Welcome to Meet");
            assert!(mail.text.contains(guide), "{}", mail.text);
        }
        // The portal counts them beside its menu.
        eventually_eq!(page.text("#mails").await, "2");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_loses_a_license_gets_no_email_and_the_review_says_so() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let loser = licensed(&db, "meet", "Meet").swap_remove(0);
        page.choose_license(&loser.email, say("license.none")).await;
        let review = page.open_review().await;
        assert_eq!(review.paragraphs, [say("review.no_emails")]);
        assert!(review.links.is_empty());
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));
        assert!(db.mails().is_empty());
        assert!(db.licenses_of(&loser.email, "meet").is_empty());
    })
    .await;
}
