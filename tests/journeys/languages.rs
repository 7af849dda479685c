//! Browsers of other languages, while the texts are English.

use crate::data::{inactive, unlicensed};
use crate::eventually::{eventually, eventually_eq};
use crate::harness::{account_of, visit};
use crate::page::Page;
use crate::texts::CATALOGUE;

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
    let parts: Vec<&String> = CATALOGUE.as_object().unwrap().keys().collect();
    let found: Vec<String> = page
        .read_with(RAW_KEYS, vec![serde_json::json!(parts)])
        .await;
    assert_eq!(found, Vec::<String>::new());
}

/// Through table, draft, review and result. Polish, Russian and Arabic have other plurals for five than for two.
async fn no_raw_key_from_table_to_result(locale: &str) {
    visit(account_of(40), async |page| {
        page.set_locale(locale).await;
        page.sign_in().await;
        page.is_ready().await;
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
