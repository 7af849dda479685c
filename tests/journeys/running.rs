//! A run under way, as seen on the page and by the server.

use sandbox::{ACCOUNT, Delay, Effect, Inspect, Pages, Rule, When};

use crate::data::is_active;
use crate::eventually::{eventually, eventually_eq, eventually_true};
use crate::page::Page;
use crate::seen::RunResult;
use crate::texts::{count, labelled, matching, say, select_all};

/// Where the API is.
pub const API: [&str; 3] = ["/identity/", "/entitlements/", "/sms/"];
/// Where the licenses of the account are read.
pub fn licenses() -> String {
    format!("/entitlements/accounts/{ACCOUNT}/entitlements")
}

/// Where licenses are given and taken.
pub const BULK: &str = "/entitlements/users/entitlements/bulk";
/// Where the licenses of single users are read; all writes of licenses are below it too.
pub const USERS: &str = "/entitlements/users/";

/// Where the account's licenses are read, page by page.
pub const PAGES: &str = "/entitlements/accounts/";

/// Pages of a single license, which scans can't use, so that a run reads users one by one, however many they are.
pub fn tiny_pages() -> Rule {
    let pages = Pages {
        cap: Some(1),
        ..Pages::default()
    };
    Rule::new(Effect::Pages(pages)).path(PAGES)
}

/// The notice of an interrupted run.
pub const INTERRUPTED: &str = ".interrupted h2";

/// The next assignment is carried out, and answered only when the faults are released.
pub fn hold_answer(page: &Page) {
    let delay = Effect::Delay(Delay {
        ms: None,
        when: When::After,
    });
    page.faults()
        .rule(Rule::new(delay).method("POST").path(BULK).times(1));
}

/// Drafts Meet Pro for everyone on the first page who is active and has not exactly that, and applies it. Answers how
/// many they are.
pub async fn apply_to_all(page: &Page) -> usize {
    let users = without_pro(&page.db());
    page.click_labelled(say("table.select_page")).await;
    page.change_license("Meet Pro").await;
    page.open_review().await;
    page.click_apply().await;
    users
}

/// How many users are active and have not exactly Meet Pro.
pub fn without_pro(db: &Inspect) -> usize {
    let users = db.users();
    let others = users
        .iter()
        .filter(|user| is_active(user) && db.licenses_of(&user.email, "meet") != ["Meet Pro"]);
    others.count()
}

pub fn everyone_got_one_email(db: &Inspect) -> bool {
    db.mails_per_user().values().all(|mails| *mails == 1)
}

impl Page {
    /// What is written down of a run in this browser.
    pub async fn records(&self) -> Vec<String> {
        let script = "return (async () => {
            const known = await indexedDB.databases();
            if (!known.some(({ name }) => name === 'license-management')) return [];
            const done = (request) => new Promise((resolve, reject) => {
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
            });
            const database = await done(indexedDB.open('license-management'));
            const records = [...database.objectStoreNames].map((name) =>
                done(database.transaction(name).objectStore(name).getAll()));
            const all = (await Promise.all(records)).flat();
            database.close();
            return all;
        })()";
        self.read(script).await
    }

    /// Opens the review of a change for all active users who hold `from`, who are so many.
    pub async fn review_change(&self, from: &str, to: &str, users: usize) {
        let all = self.db().users().len();
        self.choose_in(say("filter.license"), from).await;
        self.choose_in(say("filter.status"), say("filter.status_active"))
            .await;
        eventually_eq!(self.count().await, matching(users, all));
        self.click_labelled(say("table.select_page")).await;
        if users > 50 {
            self.click_button(&select_all(users)).await;
        }
        eventually_eq!(self.selected().await, count("bar.selected", users));
        self.change_license(to).await;
        eventually_true!(
            self.summary()
                .await
                .starts_with(&count("bar.changes", users))
        );
        self.open_review().await;
    }

    /// Why the run waits, or that it does not.
    pub async fn why(&self) -> String {
        let panel = labelled("section", "run.label");
        self.text(&format!("{panel} .why")).await
    }

    /// Waits for the end for as long as something goes on, and lets it go on whenever trouble halts it. Answers how
    /// often it did.
    pub async fn end_of_run(&self) -> (RunResult, usize) {
        let halts = self
            .run_until(async || self.offers(say("run.dismiss")).await)
            .await;
        (self.result().await, halts)
    }

    /// The same, until something else.
    pub async fn run_until(&self, is_time: impl AsyncFn() -> bool) -> usize {
        let mut halts = 0;
        let look = async || (self.panel().await, self.db().requests().len());
        loop {
            let before = look().await;
            if is_time().await {
                return halts;
            }
            if self.resume_if_halted().await {
                halts += 1;
                continue;
            }
            let after = eventually(look, |seen| *seen != before).await;
            assert_ne!(after, before, "nothing goes on");
        }
    }

    /// Resumes a run that is halted; answers whether it was. It may go on by itself at any moment, so one script looks
    /// and clicks.
    async fn resume_if_halted(&self) -> bool {
        let script = "const labels = arguments[0];
            const buttons = [...document.querySelectorAll(`${arguments[1]} button`)];
            const resume = buttons.find((button) => labels.includes(text(button)));
            resume?.click();
            return !!resume";
        let labels = [say("run.resume"), say("run.retry_now")];
        let panel = labelled("section", "run.label");
        self.read_with(script, vec![labels.as_slice().into(), panel.into()])
            .await
    }

    async fn offers(&self, text: &str) -> bool {
        let panel = self.panel().await;
        panel.is_some_and(|panel| panel.buttons.iter().any(|each| each == text))
    }

    /// Closes the result, in whose place what is still pending is shown.
    pub async fn dismiss_result(&self) {
        self.click_button(say("run.dismiss")).await;
    }

    /// Waits for the end of a run that nothing halts.
    pub async fn unhalted_end(&self) -> RunResult {
        let (result, halts) = self.end_of_run().await;
        assert_eq!(halts, 0);
        result
    }

    /// How many requests to the API have come.
    pub fn asked(&self) -> usize {
        let requests = self.db().requests().into_iter();
        let is_api = |path: &str| API.iter().any(|prefix| path.starts_with(prefix));
        requests.filter(|(_, path)| is_api(path)).count()
    }

    /// How many requests to the API have ended, for the page.
    pub async fn answered(&self) -> usize {
        let script = "performance.setResourceTimingBufferSize(100000);
            const api = (entry) => arguments[0].some((path) => new URL(entry.name).pathname.startsWith(path));
            return performance.getEntriesByType('resource').filter(api).length";
        self.read_with(script, vec![API.as_slice().into()]).await
    }

    /// Round trips to the server, in which whatever the page is about to send arrives too.
    pub async fn exchange(&self, times: usize) {
        let script = "return (async (times) => {
            for (let i = 0; i < times; i++) await (await fetch('/portal/config.json', { cache: 'no-store' })).text();
        })(...arguments)";
        self.read_with::<()>(script, vec![times.into()]).await;
    }

    /// Applies what is reviewed by a click too many.
    pub async fn double_click_apply(&self) {
        let button = self.apply_button().await;
        self.double_click(&button).await;
    }

    /// Gives somebody a license behind the page's back.
    pub async fn assign_elsewhere(&self, user: &str, license: &str) {
        let script = "return (async (account, user, license) => {
            const { access_token } = await (await fetch('/portal/token', { method: 'POST' })).json();
            const next = () => crypto.randomUUID();
            const headers = { Authorization: `Bearer ${access_token}`, 'Content-type': 'application/json',
                'x-api-version': 'v1', id: next(), trace: next(), parent: next() };
            const products = await (await fetch('/entitlements/products?limit=100', { headers })).json();
            const product = products.items.find((product) => product.name === license).uuid;
            const body = JSON.stringify([{ account_uuid: account, user_uuid: user, product_uuid: product, metadata: {} }]);
            return (await fetch('/entitlements/users/entitlements/bulk', { method: 'POST', headers, body })).ok;
        })(...arguments)";
        let given = vec![ACCOUNT.into(), user.into(), license.into()];
        assert!(self.read_with::<bool>(script, given).await);
    }
}
