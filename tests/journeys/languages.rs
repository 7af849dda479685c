//! Browsers of other languages, with and without a catalogue.

use serde_json::Value;
use thirtyfour::By;

use crate::data::{inactive, unlicensed};
use crate::eventually::{eventually, eventually_eq};
use crate::harness::{account_of, journey, visit};
use crate::page::Page;
use crate::texts::{catalogue, in_language, say};

/// What stands on the page, seen or read aloud, that is a key of the catalogue and no text.
const RAW_KEYS: &str = r#"
const page = document.querySelector('.license-management');
const said = [page.textContent];
for (const element of page.querySelectorAll('[aria-label], [title], [placeholder]'))
  for (const name of ['aria-label', 'title', 'placeholder']) said.push(element.getAttribute(name) ?? '');
const key = new RegExp(`(?<![\\w.@])(?:${arguments[0].join('|')})\\.[a-z_]+(?:\\.[a-z_]+)*(?![\\w@])`, 'g');
return said.flatMap((each) => each.match(key) ?? []);
"#;

async fn assert_no_raw_key(page: &Page) {
    let parts: Vec<&String> = catalogue("en").as_object().unwrap().keys().collect();
    let found: Vec<String> = page
        .read_with(RAW_KEYS, vec![serde_json::json!(parts)])
        .await;
    assert_eq!(found, Vec::<String>::new());
}

/// Through table, draft, review and result. Polish, Russian and Arabic have other plurals for five than for two.
async fn no_raw_key_from_table_to_result(locale: &str) {
    visit(account_of(40), async |page| {
        page.set_locale(locale).await;
        page.enter().await;
        let language: String = page
            .read("return new Intl.NumberFormat().resolvedOptions().locale")
            .await;
        assert_eq!(language, locale);
        assert_no_raw_key(page).await;

        let db = page.db();
        let users = unlicensed(&db, "meet");
        let asleep = inactive(&db);
        let no_license = |user: &&sandbox::UserRow| db.license_of(&user.email, "meet").is_none();
        for user in users
            .iter()
            .take(5)
            .chain(asleep.iter().filter(no_license).take(2))
        {
            page.tick(&user.email).await;
        }
        page.change_license("Meet").await;
        eventually(async || page.summary().await, |summary| !summary.is_empty()).await;
        assert_no_raw_key(page).await;
        page.open_review().await;
        assert_no_raw_key(page).await;
        page.apply().await;
        assert_no_raw_key(page).await;
        for user in &users[..5] {
            eventually_eq!(db.licenses_of(&user.email, "meet"), ["Meet"]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_polish_browser_shows_no_raw_key() {
    no_raw_key_from_table_to_result("pl").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_russian_browser_shows_no_raw_key() {
    no_raw_key_from_table_to_result("ru").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_arabic_browser_shows_no_raw_key() {
    no_raw_key_from_table_to_result("ar-EG").await;
}

/// The texts that stand on the page, seen or read aloud.
const TEXTS: &str = r#"
const page = document.querySelector('.license-management');
const found = [];
const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) found.push(walker.currentNode.data.trim());
for (const element of page.querySelectorAll('[aria-label], [title], [placeholder]'))
  for (const name of ['aria-label', 'title', 'placeholder']) found.push(element.getAttribute(name) ?? '');
return found.filter((each) => each);
"#;

/// The texts of a catalogue without placeholders.
fn plain_texts(texts: &Value) -> Vec<&str> {
    match texts {
        Value::Object(fields) => fields.values().flat_map(plain_texts).collect(),
        texts => texts
            .as_str()
            .filter(|text| !text.contains("%{"))
            .into_iter()
            .collect(),
    }
}

/// No text of the English catalogue is on the page, unless the language has the same.
async fn assert_no_english(page: &Page, language: &str) {
    let english = plain_texts(catalogue("en"));
    let own = plain_texts(catalogue(language));
    let seen: Vec<String> = page.read(TEXTS).await;
    let is_english =
        |text: &&String| english.contains(&text.as_str()) && !own.contains(&text.as_str());
    assert_eq!(
        seen.iter().filter(is_english).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
}

/// Select, change, review, apply, in the language of the browser.
async fn main_job(language: &'static str, preferred: &str, direction: &str) {
    let job = visit(account_of(40), async |page| {
        page.prefer_language(preferred).await;
        page.enter().await;
        let root: [String; 2] = page
            .read("const { lang, dir } = document.querySelector('main').closest('[lang]'); return [lang, dir]")
            .await;
        assert_eq!(root, [language, direction]);
        assert_eq!(page.texts("h1").await, [say("page.title")]);
        assert_no_english(page, language).await;
        let db = page.db();
        let users = &unlicensed(&db, "meet")[..3];
        for user in users {
            page.tick(&user.email).await;
        }
        page.change_license("Meet").await;
        assert_no_english(page, language).await;
        page.click_button(say("bar.review")).await;
        assert_no_english(page, language).await;
        page.click(By::Css("dialog[open] button.primary")).await;
        for user in users {
            eventually_eq!(db.licenses_of(&user.email, "meet"), ["Meet"]);
        }
        eventually_eq!(page.texts("dialog[open]").await.len(), 0);
        assert_no_english(page, language).await;
    });
    in_language(language, job).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_in_arabic_from_right_to_left() {
    main_job("ar", "ar-EG", "rtl").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_in_german() {
    main_job("de", "de-AT", "ltr").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_in_french() {
    main_job("fr-CA", "fr-CA", "ltr").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_in_spanish() {
    main_job("es-419", "es-MX", "ltr").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_switch_of_language_keeps_search_selection_and_draft() {
    journey(account_of(40), async |page| {
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        page.search(&user.email).await;
        eventually_eq!(page.emails().await, std::slice::from_ref(&user.email));
        page.tick(&user.email).await;
        page.change_license("Meet").await;
        page.prefer_language("ar").await;
        page.read::<()>("dispatchEvent(new Event('languagechange'))")
            .await;
        let title = in_language("ar", async { say("page.title") }).await;
        eventually_eq!(page.texts("h1").await, [title]);
        in_language("ar", async {
            eventually_eq!(page.emails().await, std::slice::from_ref(&user.email));
            let row = page.row(&user.email).await;
            assert!(row.selected);
            assert_eq!(row.license.shown, "Meet");
            assert_no_english(page, "ar").await;
        })
        .await;
    })
    .await;
}
