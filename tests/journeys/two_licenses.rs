//! Users with two licenses of one application, an error of the past: both are shown, counted and said to go.

use sandbox::UserRow;

use crate::data::{unlicensed, who};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;

impl Page {
    /// A user who holds Meet and Meet Pro, read anew.
    pub async fn user_with_two(&self) -> UserRow {
        let user = unlicensed(&self.db(), "meet").swap_remove(0);
        for license in ["Meet", "Meet Pro"] {
            self.assign_elsewhere(&user.uuid, license).await;
        }
        self.click_button("Refresh").await;
        self.is_ready().await;
        eventually_eq!(self.row(&user.email).await.license.shown, "Meet, Meet Pro");
        user
    }

    async fn panel_text(&self) -> String {
        self.text("section[aria-label='Applying changes']").await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_license_that_is_shown_first_can_be_kept_alone() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let user = page.user_with_two().await;
        page.choose_license(&user.email, "Meet").await;
        eventually_eq!(page.summary().await, "1 change");
        let row = page.row(&user.email).await;
        assert!(
            row.notes.contains(&"was Meet, Meet Pro".to_owned()),
            "{row:#?}"
        );
        // Both can be kept again, by the same dropdown.
        page.choose_license(&user.email, "Meet, Meet Pro").await;
        eventually_true!(page.bar().await.is_none());
        page.choose_license(&user.email, "Meet").await;
        let review = page.open_review().await;
        assert_eq!(review.moves, ["1 user Meet, Meet Pro → Meet"]);
        let line = format!("{} Meet, Meet Pro → Meet", who(&user));
        assert_eq!(review.list("1 user will change"), [line]);
        let result = page.apply().await;
        assert_eq!(result.title, "Meet: 1 user changed");
        assert_eq!(db.licenses_of(&user.email, "meet"), ["Meet"]);
        assert_eq!(result.lines[0].was, "Meet, Meet Pro");

        page.click_button("Undo").await;
        eventually_true!(page.panel_text().await.contains("Nothing to undo."));
        let lost = format!("these are not restored {} Meet Pro", who(&user));
        let said = page.panel_text().await;
        assert!(said.contains(&lost), "{said}");
        assert!(page.bar().await.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn undoing_says_how_many_are_drafted_and_no_more_once_that_is_discarded() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let user = page.user_with_two().await;
        page.choose_license(&user.email, "No license").await;
        page.open_review().await;
        assert_eq!(page.apply().await.title, "Meet: 1 user changed");
        assert!(db.licenses_of(&user.email, "meet").is_empty());
        page.click_button("Undo").await;
        eventually_eq!(page.summary().await, "1 change · 1 welcome email");
        let said = page.panel_text().await;
        assert!(
            said.contains("ready to review and apply for 1 user."),
            "{said}"
        );
        assert!(said.contains("Meet Pro"), "{said}");
        page.click_button("Discard").await;
        eventually_true!(!page.panel_text().await.contains("ready to review"));
        assert!(!page.panel_text().await.contains("Nothing to undo"));
        assert!(db.licenses_of(&user.email, "meet").is_empty());
    })
    .await;
}
