//! The frame of another origin, as its portal sees it.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::data::unlicensed;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::texts::{german_users, say};

/// Embeds with `embed.js`; the events are collected in `window.told`.
pub async fn embed(page: &Page) {
    let [main, other] = page.origins();
    page.open_bare(&other).await;
    let begin = format!(
        "const {{ embed }} = await importInPage('/app/embed.js');
        window.told = [];
        window.asked = 0;
        const counted = async () => {{ window.asked += 1; return token(); }};
        window.handle = embed(stage, {{ url: '{main}/app/frame/', base, token: counted, tell: (message) => told.push(message) }})"
    );
    page.run::<()>(&begin).await;
    page.enter_frame().await;
    page.is_ready().await;
    page.leave_frame().await;
}

/// The events of one type.
async fn told(page: &Page, kind: &str) -> Vec<Value> {
    page.read_with(
        "return told.filter(({ type }) => type === arguments[0])",
        vec![kind.into()],
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_portal_is_told_and_both_addresses_are_one() {
    journey(account_of(40), async |page| {
        embed(page).await;
        eventually_eq!(told(page, "ready").await, [json!({ "type": "ready" })]);
        eventually_eq!(page.path().await, "/embedding/bare/meet");
        let title = "return document.title";
        eventually_eq!(
            page.read::<String>(title).await,
            "Meet · License management"
        );

        let length: usize = page.read("return history.length").await;
        page.enter_frame().await;
        page.pick_application("Chat").await;
        eventually_eq!(page.path().await, "/app/frame/chat");
        page.leave_frame().await;
        eventually_eq!(page.path().await, "/embedding/bare/chat");
        // The portal's entry alone: the frame has none of its own.
        assert_eq!(
            page.read::<usize>("return history.length").await,
            length + 1
        );
        assert_eq!(
            page.read::<String>(title).await,
            "Chat · License management"
        );
        page.go_back().await;
        eventually_eq!(page.path().await, "/embedding/bare/meet");
        page.enter_frame().await;
        eventually_eq!(page.text("a[aria-current=page] strong").await, "Meet");
        page.leave_frame().await;
        assert_eq!(
            page.read::<usize>("return history.length").await,
            length + 1
        );
        page.read::<()>("handle.navigate('/connector?q=an')").await;
        page.enter_frame().await;
        eventually_eq!(page.text("a[aria-current=page] strong").await, "Connector");
        assert_eq!(page.value("input[type=search]").await, "an");
        page.leave_frame().await;

        // Reloaded alone, the frame comes back to the same place.
        page.reload_frame().await;
        page.enter_frame().await;
        page.is_ready().await;
        eventually_eq!(page.text("a[aria-current=page] strong").await, "Connector");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_ran_out_is_asked_for_once_for_all_who_wait() {
    journey(account_of(400), async |page| {
        embed(page).await;
        page.expect_failed_requests("/identity");
        page.expect_failed_requests("/entitlements");
        page.expect_failed_requests("/sms");
        let asked = "return asked";
        assert_eq!(page.read::<usize>(asked).await, 1);
        page.faults().expire_tokens();
        page.enter_frame().await;
        page.click_button(say("page.refresh")).await;
        page.is_ready().await;
        page.leave_frame().await;
        assert_eq!(page.read::<usize>(asked).await, 2);
        let kept = "return JSON.stringify([{ ...localStorage }, { ...sessionStorage }])";
        assert_eq!(page.read::<String>(kept).await, "[{},{}]");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_where_nobody_is_signed_in_is_told_so() {
    journey(account_of(12), async |page| {
        let [main, other] = page.origins();
        page.open_bare(&other).await;
        let begin = format!(
            "const {{ embed }} = await importInPage('/app/embed.js');
            window.told = [];
            const nobody = async () => {{ throw new Error('signed out'); }};
            window.handle = embed(stage, {{ url: '{main}/app/frame/', base, token: nobody, tell: (message) => told.push(message) }})"
        );
        page.run::<()>(&begin).await;
        eventually_eq!(told(page, "failed").await, [json!({ "type": "failed", "reason": "signed-out" })]);
        page.enter_frame().await;
        eventually_eq!(page.text("h2").await, say("problem.signed_out"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_whose_administrator_may_not_is_told_so() {
    journey(account_of(12), async |page| {
        page.expect_failed_requests("/identity");
        page.faults().refuse("/identity/accounts", 403, usize::MAX);
        let [main, other] = page.origins();
        page.open_bare(&other).await;
        let begin = format!(
            "const {{ embed }} = await importInPage('/app/embed.js');
            window.told = [];
            embed(stage, {{ url: '{main}/app/frame/', base, token, tell: (message) => told.push(message) }})"
        );
        page.run::<()>(&begin).await;
        let failed = json!({ "type": "failed", "reason": "not-allowed" });
        eventually_eq!(told(page, "failed").await, [failed]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn theme_and_language_change_in_the_frame_without_a_reload() {
    journey(account_of(1100), async |page| {
        embed(page).await;
        page.enter_frame().await;
        let prepare = "window.same = true;
            const changed = `dark ${arguments[0]}`;
            document.querySelector('input[type=search]').focus();
            const shown = () => [
              getComputedStyle(document.querySelector('.license-management')).colorScheme,
              document.querySelector('[role=search] .count').textContent,
            ].join(' ');
            const watch = () => {
              if (shown() === changed) window.changed = Date.now();
              else requestAnimationFrame(watch);
            };
            watch()";
        page.read_with::<()>(prepare, vec![german_users("1.100").into()])
            .await;
        page.leave_frame().await;
        let change = "window.asked_at = Date.now();
            handle.update({ theme: { scheme: 'dark' }, locale: 'de-DE' })";
        page.read::<()>(change).await;
        page.enter_frame().await;
        eventually_true!(page.read::<bool>("return !!window.changed").await);
        let changed: u64 = page.read("return window.changed").await;
        let kept = "return window.same && document.activeElement.type === 'search'";
        assert!(page.read::<bool>(kept).await);
        page.leave_frame().await;
        let asked: u64 = page.read("return window.asked_at").await;
        println!("changed after {} ms", changed - asked);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_asks_exactly_once_and_only_with_something_to_lose() {
    journey(account_of(40), async |page| {
        embed(page).await;
        let asks = "const event = new Event('beforeunload', { cancelable: true });
            dispatchEvent(event); return event.defaultPrevented";
        let leave = "window.answers = []; for (const _ of '12') handle.leave().then((answer) => answers.push(answer))";
        let answers = async || page.read::<Vec<bool>>("return answers").await;

        page.read::<()>(leave).await;
        eventually_eq!(answers().await, [true, true]);
        page.enter_frame().await;
        assert!(page.text("dialog[open].leave-dialog").await.is_empty());
        assert!(!page.read::<bool>(asks).await);

        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        eventually_true!(page.bar().await.is_some());
        assert!(page.read::<bool>(asks).await);
        page.leave_frame().await;
        eventually_eq!(told(page, "dirty").await.last().cloned(), Some(json!({ "type": "dirty", "dirty": true })));

        for (button, left) in [("Stay", false), ("Leave", true)] {
            page.read::<()>(leave).await;
            page.enter_frame().await;
            eventually_eq!(page.texts("dialog[open].leave-dialog h2").await, ["Leave License management?"]);
            page.click_button(button).await;
            eventually_true!(page.texts("dialog[open].leave-dialog").await.is_empty());
            page.leave_frame().await;
            eventually_eq!(answers().await, [left, left]);
        }
        page.enter_frame().await;
        assert!(!page.read::<bool>(asks).await, "it asks a second time");
        assert!(page.texts("dialog[open].leave-dialog").await.is_empty());
    })
    .await;
}

/// The height of our root in each frame after a change, and that of the body.
const HEIGHTS: &str = r"return (async () => {
  const root = document.getElementById('license-management-frame');
  const input = document.querySelector('input[type=search]');
  input.value = 'an';
  input.dispatchEvent(new Event('input', { bubbles: true }));
  const heights = [];
  for (let at = 0; at < 10; at++) {
    await new Promise(requestAnimationFrame);
    heights.push(Math.ceil(root.getBoundingClientRect().height));
  }
  return heights;
})()";

#[tokio::test(flavor = "multi_thread")]
async fn the_height_is_that_of_the_page_and_stable_within_two_frames() {
    journey(account_of(40), async |page| {
        embed(page).await;
        let last = async || told(page, "height").await.last().map(|told| told["height"].as_u64().unwrap());
        let own = "return Math.ceil(document.getElementById('license-management-frame').getBoundingClientRect().height)";
        // The reported height is the same whether the iframe follows it or not.
        for follow in [false, true] {
            let setting = if follow { "`${height}px`" } else { "'300px'" };
            let fit = format!("window.fit = setInterval(() => {{ const height = told.findLast(({{ type }}) => type === 'height')?.height;
                if (height) stage.querySelector('iframe').style.blockSize = {setting}; }}, 5)");
            page.read::<()>(&fit).await;
            page.enter_frame().await;
            page.search("").await;
            eventually_eq!(page.rows().await.len(), 40);
            let tall: u64 = page.read(own).await;
            page.leave_frame().await;
            eventually_eq!(last().await, Some(tall));
            page.read::<()>("told.length = 0").await;
            page.enter_frame().await;
            let heights: Vec<u64> = page.read(HEIGHTS).await;
            page.leave_frame().await;
            assert!(heights[2..].iter().all(|height| *height == heights[9]), "{heights:?}");
            assert!(heights[9] < tall, "{heights:?}");
            eventually_eq!(last().await, Some(heights[9]));
            let count = told(page, "height").await.len();
            assert!(count <= 2, "told {count} times");
            page.read::<()>("clearInterval(fit)").await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_seconds_of_silence_are_explained_on_both_sides_and_can_be_tried_again() {
    journey(account_of(12), async |page| {
        let [main, other] = page.origins();
        // Without its configuration the frame knows no portal.
        page.expect_failed_requests("/app/config.json");
        // A frame that is taken away may still be loading.
        page.expect_failed_requests("/app/license-management-");
        page.expect_console_error("Fetch API cannot load");
        page.faults().refuse("/app/config.json", 503, usize::MAX);
        page.open_bare(&other).await;
        let begin = format!(
            "const {{ embed }} = await importInPage('/app/embed.js');
            const lonely = document.createElement('iframe');
            lonely.src = '{main}/app/frame/';
            const box = document.createElement('div');
            stage.append(lonely, box);
            window.told = [];
            window.handle = embed(box, {{ url: '{main}/app/frame/', base, token, tell: (message) => told.push(message) }})"
        );
        page.run::<()>(&begin).await;
        eventually_eq!(page.text("#stage h2").await, "License management isn't responding");
        assert_eq!(told(page, "failed").await, [json!({ "type": "failed", "reason": "offline" })]);
        page.enter_frame().await;
        eventually_eq!(page.text("h2").await, "The portal isn't responding");
        page.click_button("Retry").await;
        eventually_eq!(page.texts("h2").await, Vec::<String>::new());
        page.leave_frame().await;

        page.faults().clear();
        page.read::<()>("document.querySelector('#stage iframe').remove()").await;
        page.click(By::Css("#stage button")).await;
        page.enter_frame().await;
        page.is_ready().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_that_answers_late_takes_the_explanation_away() {
    journey(account_of(12), async |page| {
        let [main, other] = page.origins();
        page.faults().hold("/app/config.json");
        page.open_bare(&other).await;
        let begin = format!(
            "const {{ embed }} = await importInPage('/app/embed.js');
            window.told = [];
            window.handle = embed(stage, {{ url: '{main}/app/frame/', base, token, tell: (message) => told.push(message) }})"
        );
        page.run::<()>(&begin).await;
        eventually_eq!(page.texts("#stage h2").await, ["License management isn't responding"]);
        page.faults().release();
        page.enter_frame().await;
        page.is_ready().await;
        assert_eq!(page.texts(".overlay").await, Vec::<String>::new());
        page.leave_frame().await;
        assert_eq!(page.texts("#stage h2").await, Vec::<String>::new());
        eventually_eq!(told(page, "ready").await, [json!({ "type": "ready" })]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_before_leaving_answers_itself_once_nothing_can_be_lost() {
    journey(account_of(12), async |page| {
        embed(page).await;
        page.enter_frame().await;
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.choose_license(&user.email, "Meet").await;
        eventually_true!(page.bar().await.is_some());
        page.leave_frame().await;
        page.read::<()>("handle.leave().then((answer) => (window.answer = answer))").await;
        page.enter_frame().await;
        eventually_eq!(page.texts("dialog[open].leave-dialog h2").await.len(), 1);
        let discard = "[...document.querySelectorAll('button')].find((each) => text(each) === arguments[0]).click()";
        page.read_with::<()>(discard, vec![say("bar.discard").into()]).await;
        eventually_eq!(page.texts("dialog[open].leave-dialog").await, Vec::<String>::new());
        page.leave_frame().await;
        eventually_eq!(page.read::<Option<bool>>("return window.answer").await, Some(true));
    })
    .await;
}
