//! What stays behind of an administrator's work holds nobody's name, nobody's address, and no token.

use std::time::Duration;

use sandbox::Options;
use serde::Deserialize;

use crate::data::unlicensed;
use crate::eventually::eventually;
use crate::harness::{account_of, visit};
use crate::page::Page;
use crate::texts::say;

/// Remembers the access tokens that pass by.
const LISTEN: &str = r"
window.seenTokens = [];
const ask = window.fetch;
window.fetch = async (...request) => {
  const answer = await ask(...request);
  if (String(request[0].url ?? request[0]).endsWith('/portal/token') && answer.ok) {
    seenTokens.push((await answer.clone().json()).access_token);
  }
  return answer;
};
";

/// Everything that the page stores or sends to others.
const LEFT: &str = r"
const records = async (name) => {
  const wait = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await wait(indexedDB.open(name));
  const stores = [...database.objectStoreNames];
  const all = stores.map((store) => wait(database.transaction(store).objectStore(store).getAll()));
  const found = await Promise.all(all);
  database.close();
  return found.flat();
};
return (async () => {
  const databases = (await indexedDB.databases()).map((each) => each.name);
  return {
    journal: JSON.stringify(await Promise.all(databases.map(records))),
    rest: JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      await caches.keys(),
      document.cookie,
      document.title,
      window.name,
      history.state,
      location.href,
      performance.getEntriesByType('resource').map((entry) => entry.name),
    ]),
    tokens: seenTokens,
  };
})();
";

#[derive(Deserialize)]
struct Left {
    journal: String,
    rest: String,
    tokens: Vec<String>,
}

/// Checks it; answers how much the journal holds.
async fn is_impersonal(page: &Page) -> usize {
    let left: Left = page.read(LEFT).await;
    assert!(!left.tokens.is_empty());
    let requests = format!("{:?}", page.db().requests());
    let said = format!("{:?}", page.console().await);
    let users = page.db().users().into_iter();
    let secrets = users
        .flat_map(|user| [user.name, user.email])
        .chain(left.tokens)
        .filter(|secret| !secret.is_empty());
    for secret in secrets {
        for (place, text) in [
            ("the journal", &left.journal),
            ("storage or the address", &left.rest),
            ("the requests", &requests),
            ("the console", &said),
        ] {
            assert!(!text.contains(&secret), "{secret:?} is in {place}: {text}");
        }
    }
    left.journal.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn storage_address_and_console_hold_nobodys_name_and_no_token() {
    let options = Options {
        delay: Duration::from_millis(150),
        ..account_of(60)
    };
    visit(options, async |page| {
        page.run_first(LISTEN);
        page.enter().await;
        page.pick_application("Meet").await;
        let wanting = unlicensed(&page.db(), "meet");
        page.click_labelled(say("table.select_page")).await;
        page.change_license("Meet").await;
        page.open_review().await;
        is_impersonal(page).await;
        page.click_apply().await;
        // While it runs, the journal is written.
        let written = eventually(async || is_impersonal(page).await, |length| *length > 200).await;
        assert!(written > 200, "nothing was written down of the run");
        page.result().await;
        is_impersonal(page).await;
        assert!(unlicensed(&page.db(), "meet").len() < wanting.len());
    })
    .await;
}
