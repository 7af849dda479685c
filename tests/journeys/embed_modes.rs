//! The examples of docs/embedding.md, verbatim, each with the main job.

use crate::harness::{account_of, journey};
use crate::page::{Mode, Page};
use crate::ten_steps::{SLUG, ten_steps};

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_in_the_page_of_a_portal() {
    journey(account_of(40), async |page| {
        main_job(page, Mode::Mount).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_in_the_element() {
    journey(account_of(40), async |page| {
        main_job(page, Mode::Element).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_in_a_frame_of_another_origin() {
    journey(account_of(40), async |page| {
        main_job(page, Mode::Frame).await
    })
    .await;
}

/// The ten steps, where the page is embedded.
async fn main_job(page: &Page, mode: Mode) {
    page.embed(mode).await;
    ten_steps(page, &async |_: &Page| {}).await;
    // The portal's own address has followed.
    page.leave_shadow();
    page.leave_frame().await;
    let path = page.path().await;
    let base = format!("/embedding/{}", format!("{mode:?}").to_lowercase());
    assert!(path.starts_with(&format!("{base}/{SLUG}?")), "{path}");
}
