//! With the pseudo-locale, every text is from the catalogue, and has room to be longer by 40%.

use std::sync::Mutex;

use sandbox::{Inspect, Options};
use serde::Deserialize;
use tempfile::TempDir;

use crate::data::APPLICATIONS;
use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, copy_dist, visit};
use crate::page::Page;
use crate::pseudo_texts::{PSEUDO, put_into};
use crate::running::INTERRUPTED;
use crate::states::{broken_loads, drafting, failing, other_applications, running, searching};
use crate::texts::{in_language, say};

/// Texts that come from the configuration, from the server, from the decoder, which says for its developers what it could
/// not read, and from `Intl`, which formats for English.
const OTHER_DATA: [&str; 9] = [
    "StarMessenger has been replaced by Sangoma SMS, available in TeamHub.",
    "https://smscampaigns.sangoma.com",
    "smscampaigns.sangoma.com",
    "Refused on demand",
    "items[0].uuid: is missing",
    "items[1].uuid: invalid type: integer `17`, expected a string",
    "items[2].uuid: invalid type: map, expected a string",
    " AM",
    " PM",
];

/// Months, as dates have them.
const MONTHS: &str = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";

/// Answers what is said on the page, and what is cut off. Data that is split for marks is read as one.
const LOOK: &str = include_str!("pseudo_locale.js");

/// What a look finds.
#[derive(Deserialize)]
struct Seen {
    /// Texts, and attributes that are read.
    said: Vec<String>,
    /// Texts without room, each with its place.
    cut: Vec<String>,
}

/// What is found in all states of a journey.
struct Findings {
    data: Vec<String>,
    found: Mutex<Vec<String>>,
}

impl Findings {
    fn of(db: &Inspect) -> Self {
        Self {
            data: data(db),
            found: Mutex::default(),
        }
    }

    async fn look(&self, page: &Page, state: &str) {
        for width in [320, 1280] {
            page.set_size(width, 900).await;
            let Seen { said, cut } = page.read(LOOK).await;
            let texts = said.iter().filter(|text| !self.is_from_catalogue(text));
            let texts = texts.map(|text| format!("not in the catalogue: {text:?}"));
            let overflow = page.overflow().await;
            let sideways = (overflow > 0).then(|| format!("it scrolls sideways by {overflow}"));
            let cut = cut.into_iter().map(|text| format!("cut off: {text}"));
            let found = texts.chain(cut).chain(sideways);
            let found = found.map(|found| format!("{state}, {width} px: {found}"));
            self.found.lock().unwrap().extend(found);
        }
    }

    /// Nothing of it has letters without accents, but for data and the initials of applications.
    fn is_from_catalogue(&self, text: &str) -> bool {
        let others = self.data.iter().fold(text.to_owned(), |text, data| {
            text.replace(data.as_str(), "")
        });
        let is_initial = text.chars().count() == 1;
        is_initial || !others.contains(|letter: char| letter.is_ascii_alphabetic())
    }

    fn assert_none(self) {
        let found = self.found.into_inner().unwrap();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

/// Names, addresses and license types, longest first.
fn data(db: &Inspect) -> Vec<String> {
    let users = db.users().into_iter();
    let users = users.flat_map(|user| [user.name, user.email]);
    let licenses = APPLICATIONS.iter().flat_map(|(_, _, types)| types);
    let names = APPLICATIONS.iter().map(|(name, ..)| name);
    let names = licenses.chain(names).chain(&OTHER_DATA).copied();
    let names = names.map(str::to_owned);
    let months = MONTHS.split(' ').map(|month| format!("{month} "));
    let mut data: Vec<String> = users.chain(names).chain(months).collect();
    data.retain(|text| !text.is_empty());
    data.sort_by_key(|text| std::cmp::Reverse(text.len()));
    data
}

/// Visits an account of so many users with the pseudo-locale, from before signing in.
async fn in_pseudo_locale(users: usize, go: impl AsyncFnOnce(&Page, &Findings)) {
    let folder = TempDir::new().unwrap();
    copy_dist(folder.path(), |_, _| {});
    put_into(folder.path());
    let options = Options {
        dist: folder.path().to_owned(),
        without_products: vec!["connector".into()],
        ..account_of(users)
    };
    let visited = visit(options, async |page| {
        let findings = Findings::of(&page.db());
        go(page, &findings).await;
        findings.assert_none();
    });
    in_language(PSEUDO, visited).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_its_drafts_the_review_and_dialogs() {
    in_pseudo_locale(24, async |page, findings| {
        let look = async |page: &Page, state: &str| findings.look(page, state).await;
        page.enter().await;
        drafting(page, &look).await;
        searching(page, &look).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_its_result_and_its_failures() {
    in_pseudo_locale(24, async |page, findings| {
        let look = async |page: &Page, state: &str| findings.look(page, state).await;
        page.enter().await;
        running(page, &look).await;
        page.reload().await;
        page.is_ready().await;
        failing(page, &look).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_the_banner_of_campaigns_and_an_application_without_licenses() {
    in_pseudo_locale(60, async |page, findings| {
        let look = async |page: &Page, state: &str| findings.look(page, state).await;
        page.enter().await;
        other_applications(page, &look).await;
        page.reload().await;
        page.is_ready().await;
        page.click_application("Connector").await;
        eventually_true!(!page.text("main h2").await.is_empty());
        look(page, "an application without licenses").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn loads_that_fail() {
    in_pseudo_locale(24, async |page, findings| {
        let look = async |page: &Page, state: &str| findings.look(page, state).await;
        broken_loads(page, &look).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_users() {
    in_pseudo_locale(0, async |page, findings| {
        page.enter().await;
        eventually_eq!(page.text("main h2").await, say("empty.title"));
        findings.look(page, "no users").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_that_are_interrupted_or_of_other_tabs() {
    in_pseudo_locale(24, async |page, findings| {
        page.enter().await;
        crate::interrupted::begin(page).await;
        let first = page.open_tab().await;
        page.is_ready().await;
        eventually_true!(!page.texts(".other-tab").await.is_empty());
        findings.look(page, "a run of another tab").await;
        // Firefox does not end while a tab that is not shown asks whether to leave.
        page.go_to_tab(&first).await;
    })
    .await;
    in_pseudo_locale(24, async |page, findings| {
        page.enter().await;
        crate::interrupted::begin(page).await;
        page.reload().await;
        page.is_ready().await;
        eventually_true!(!page.text(INTERRUPTED).await.is_empty());
        findings.look(page, "an interrupted run").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_in_no_catalogue_or_has_no_room_is_found() {
    in_pseudo_locale(5, async |page, _| {
        page.enter().await;
        let findings = Findings::of(&page.db());
        page.read::<()>(
            "const button = document.querySelector('main button');
            button.title = 'Forgotten';
            button.style.cssText = 'inline-size: 30px; overflow: hidden; white-space: nowrap'",
        )
        .await;
        findings.look(page, "broken").await;
        let found = findings.found.into_inner().unwrap().join("\n");
        assert!(found.contains("\"Forgotten\""), "{found}");
        assert!(found.contains("cut off: ["), "{found}");
    })
    .await;
}
