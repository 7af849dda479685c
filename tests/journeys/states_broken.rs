//! When the program itself has broken, or never came.

use std::fs;

use crate::data::unlicensed;
use crate::eventually::eventually_eq;
use crate::harness::{account_of, dist, journey, visit};
use crate::page::Page;
use crate::texts::{drafted, in_language, say};

const STOPPED: &str = "License management has stopped";

/// The path of the program.
fn program() -> String {
    let names = fs::read_dir(dist()).unwrap().map(|file| {
        let name = file.unwrap().file_name();
        name.into_string().unwrap()
    });
    let mut programs = names.filter(|name| name.ends_with("_bg.wasm"));
    format!("/app/{}", programs.next().unwrap())
}

/// Lets the program run into a trap: it is given an object that lies beyond its memory.
pub async fn break_down(page: &Page) {
    // As Chromium and Firefox call it.
    for words in ["memory access out of bounds", "index out of bounds"] {
        page.expect_console_error(words);
    }
    let script = r"return (async () => {
        const load = window.importInPage ?? ((path) => import(path));
        const names = performance.getEntriesByType('resource').map((entry) => entry.name);
        const { Mounted } = await load(names.find((name) => /\/license-management-[0-9a-f]+\.js$/.test(name)));
        const beyond = Object.assign(Object.create(Mounted.prototype), { __wbg_ptr: 0x7ffffff0 });
        setTimeout(beyond.unmount.bind(beyond));
    })()";
    page.read::<()>(script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_cannot_be_loaded_is_said_and_can_be_loaded_again() {
    visit(account_of(5), async |page| {
        page.expect_failed_requests(&program());
        // Where it is said, in Chromium, and what, in Firefox.
        page.expect_console_error("boot.js");
        page.expect_console_error("failed to fetch Wasm");
        page.faults().refuse(&program(), 503, usize::MAX);
        page.open("/sign-in?return=/app/").await;
        page.click_button("Sign in").await;
        eventually_eq!(
            page.text("h2").await,
            "License management couldn't be loaded"
        );
        let text = page.text("[role=alert]").await;
        assert!(
            text.contains("Changes already sent may have taken effect."),
            "{text}"
        );
        page.click_button("Reload").await;
        eventually_eq!(page.db().requests_to("GET", &program()), 2);
        eventually_eq!(page.text("[role=alert]").await, text);

        page.faults().clear();
        page.click_button("Reload").await;
        page.is_ready().await;
        assert_eq!(page.text("[role=alert]").await, "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_breaks_says_what_is_lost_and_what_is_not_and_starts_again() {
    journey(account_of(5), async |page| {
        for path in ["/app/", crate::page::HOME] {
            page.open(path).await;
            page.is_ready().await;
            let user = unlicensed(&page.db(), "meet").swap_remove(0);
            page.choose_license(&user.email, "Meet").await;
            eventually_eq!(page.summary().await, drafted(1, 1));
            break_down(page).await;
            eventually_eq!(page.text("h2").await, STOPPED);
            let text = page.text("[role=alert]").await;
            assert!(
                text.contains("Changes that were already made are kept"),
                "{text}"
            );
            assert!(text.contains("Pending changes are lost"), "{text}");
            // The question before leaving would be that of a program that is no more.
            page.click_button("Reload").await;
            page.is_ready().await;
            assert_eq!(page.text("[role=alert]").await, "");
            assert!(page.bar().await.is_none());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_elsewhere_on_the_page_of_a_host_is_not_taken_for_this_program() {
    journey(account_of(5), async |page| {
        let script = "const error = new WebAssembly.RuntimeError('unreachable');
            window.dispatchEvent(new ErrorEvent('error', { error, message: error.message }))";
        page.read::<()>(script).await;
        assert!(page.is_read().await);
        assert_eq!(page.text("[role=alert]").await, "");
        assert_eq!(page.rows().await.len(), 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_breaks_says_so_in_the_language_of_the_page() {
    let job = visit(account_of(5), async |page| {
        page.prefer_language("de").await;
        page.enter().await;
        break_down(page).await;
        eventually_eq!(page.text("h2").await, say("crash.stopped"));
        let alert = page.text("[role=alert]").await;
        assert!(alert.contains(say("crash.lost")), "{alert}");
        let language = page
            .attribute(".license-management:has(>.overlay)", "lang")
            .await;
        assert_eq!(language.as_deref(), Some("de"));
    });
    in_language("de", job).await;
}
