//! Users with two licenses of one application, an error of the past: both are shown, counted and said to go.

use sandbox::UserRow;

use crate::data::{unlicensed, who};
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::texts::{
    all_changed, beginning, count, drafted, labelled, moved, say, say_with, users_moved,
};

impl Page {
    /// A user with Meet and Meet Pro, after a refresh.
    pub async fn user_with_two(&self) -> UserRow {
        let user = unlicensed(&self.db(), "meet").swap_remove(0);
        for license in ["Meet", "Meet Pro"] {
            self.assign_elsewhere(&user.uuid, license).await;
        }
        self.click_button(say("page.refresh")).await;
        self.is_ready().await;
        eventually_eq!(self.row(&user.email).await.license.shown, "Meet, Meet Pro");
        user
    }

    async fn panel_text(&self) -> String {
        self.text(&labelled("section", "run.label")).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_license_that_is_shown_first_can_be_kept_alone() {
    journey(account_of(40), async |page| {
        let db = page.db();
        let user = page.user_with_two().await;
        page.choose_license(&user.email, "Meet").await;
        eventually_eq!(page.summary().await, drafted(1, 0));
        let row = page.row(&user.email).await;
        assert!(
            row.notes
                .contains(&say_with("row.was", [("what", "Meet, Meet Pro")])),
            "{row:#?}"
        );
        // Both can be kept again, by the same dropdown.
        page.choose_license(&user.email, "Meet, Meet Pro").await;
        eventually_true!(page.bar().await.is_none());
        page.choose_license(&user.email, "Meet").await;
        let review = page.open_review().await;
        assert_eq!(review.moves, [users_moved(1, "Meet, Meet Pro", "Meet")]);
        let list = review.list(&moved("Meet, Meet Pro", "Meet"));
        assert_eq!(list, [who(&user)]);
        let result = page.apply().await;
        assert_eq!(result.title, all_changed("Meet", 1));
        assert_eq!(db.licenses_of(&user.email, "meet"), ["Meet"]);
        assert_eq!(result.lines[0].was, "Meet, Meet Pro");

        page.click_button(say("result.undo")).await;
        eventually_true!(page.panel_text().await.contains(say("run.nothing_to_undo")));
        let lost = format!("{} {} Meet Pro", count("run.not_restored", 1), who(&user));
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
        page.choose_license(&user.email, say("license.none")).await;
        page.open_review().await;
        assert_eq!(page.apply().await.title, all_changed("Meet", 1));
        assert!(db.licenses_of(&user.email, "meet").is_empty());
        page.click_button(say("result.undo")).await;
        eventually_eq!(page.summary().await, drafted(1, 1));
        let said = page.panel_text().await;
        assert!(said.contains(&count("run.undone", 1)), "{said}");
        assert!(said.contains("Meet Pro"), "{said}");
        page.click_button(say("bar.discard")).await;
        eventually_true!(
            !page
                .panel_text()
                .await
                .contains(beginning("run.undone.other"))
        );
        assert!(!page.panel_text().await.contains(say("run.nothing_to_undo")));
        assert!(db.licenses_of(&user.email, "meet").is_empty());
    })
    .await;
}
