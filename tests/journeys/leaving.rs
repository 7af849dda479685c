//! The question before the page is left.

use thirtyfour::By;

use crate::data::unlicensed;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::running::BULK;
use crate::texts::{all_changed, drafted, say};

/// Reloads the page; answers how often the browser had to ask before.
async fn questions_before_leaving(page: &Page) -> usize {
    let listen = "sessionStorage.questions = 0;
        addEventListener('beforeunload', (event) => { sessionStorage.questions -= -event.defaultPrevented })";
    page.read::<()>(listen).await;
    page.reload().await;
    page.is_ready().await;
    page.read("return Number(sessionStorage.questions)").await
}

async fn draft(page: &Page) {
    // Browsers ask only after an interaction with the page.
    page.click(By::Css("h1")).await;
    let user = unlicensed(&page.db(), "meet").swap_remove(0);
    page.choose_license(&user.email, "Meet").await;
    eventually_eq!(page.summary().await, drafted(1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_question_is_asked_before_something_is_lost_and_none_otherwise() {
    journey(account_of(5), async |page| {
        assert_eq!(questions_before_leaving(page).await, 0);

        draft(page).await;
        assert_eq!(questions_before_leaving(page).await, 1);

        draft(page).await;
        page.click_button(say("bar.discard")).await;
        eventually_true!(page.bar().await.is_none());
        assert_eq!(questions_before_leaving(page).await, 0);

        draft(page).await;
        page.open_review().await;
        page.faults().hold(BULK);
        page.click_apply().await;
        eventually_true!(page.db().requests_to("POST", BULK) > 0);
        assert_eq!(questions_before_leaving(page).await, 1);

        page.faults().release();
        page.click_button(say("interrupted.resume")).await;
        assert_eq!(page.result().await.title, all_changed("Meet", 1));
        assert_eq!(questions_before_leaving(page).await, 0);
    })
    .await;
}
