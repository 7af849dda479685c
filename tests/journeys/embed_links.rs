//! Which links are the portal's, and that the URL and the view are one.

use serde::Deserialize;
use serde_json::json;
use thirtyfour::prelude::*;

use crate::data::unlicensed;
use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};
use crate::page::{Mode, Page};
use crate::texts::{labelled, say};

/// Clicks each link in each way; answers how many, those that somebody took, and those that somebody changed.
const CLICKS: &str = r"
const taken = [];
const changed = new Set();
const look = ({ target }) => target.rel === 'nofollow' || changed.add(target.dataset.name);
const last = (event) => { if (event.defaultPrevented) taken.push(event.target.dataset.name); event.preventDefault(); };
document.addEventListener('click', look);
addEventListener('click', look);
addEventListener('click', last);
const hrefs = [`${base}-archive`, `${base}-archive/meet`, `${base}x`, `${base}`, `${base}/meet`, '/', '/outbox', '#x', 'mailto:a@b.example'];
const ways = [{}, { ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }, { button: 1 }];
let count = 0;
for (const href of hrefs) for (const way of ways) for (const extra of [{}, { download: '' }, { target: '_blank' }, { target: 'other' }]) {
  const link = document.createElement('a');
  Object.assign(link, { href, rel: 'nofollow', ...extra });
  link.dataset.name = `${href} ${JSON.stringify({ ...way, ...extra })}`;
  stage.append(link);
  link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, ...way }));
  look({ target: link });
  link.remove();
  count += 1;
}
const own = document.querySelector(`${picker} a:not([aria-current])`);
own.rel = 'nofollow';
for (const way of ways.slice(1)) {
  own.dataset.name = `own ${JSON.stringify(way)}`;
  own.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, ...way }));
}
document.removeEventListener('click', look);
removeEventListener('click', look);
removeEventListener('click', last);
return [count, taken, [...changed]];
";

#[tokio::test(flavor = "multi_thread")]
async fn of_the_portals_links_only_those_below_the_base_are_taken() {
    journey(account_of(12), async |page| {
        page.embed(Mode::Mount).await;
        let script = with_selectors(&CLICKS.replace("${base}", "/embedding/mount"));
        let own = ["/embedding/mount {}", "/embedding/mount/meet {}"].map(String::from);
        let seen: (usize, Vec<String>, Vec<String>) = page.run(&script).await;
        assert_eq!(seen, (216, own.to_vec(), vec![]));
        eventually_eq!(page.path().await, "/embedding/mount/meet");
        page.is_ready().await;
    })
    .await;
}

/// Clicks a link of the portal; answers whether somebody took it.
const CLICK: &str = "const link = document.createElement('a');
    link.href = arguments[0];
    window.document.getElementById('stage').append(link);
    const event = new MouseEvent('click', { bubbles: true, cancelable: true });
    let taken;
    const last = (event) => { taken = event.defaultPrevented; event.preventDefault(); };
    addEventListener('click', last);
    link.dispatchEvent(event);
    removeEventListener('click', last);
    link.remove();
    return taken";

async fn click(page: &Page, href: &str) -> bool {
    page.read_with(CLICK, vec![href.into()]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_of_the_portal_changes_application_and_search_in_one_step() {
    journey(account_of(12), async |page| {
        mount(page).await;
        page.search("an").await;
        let length = page.read::<usize>("return history.length").await;
        assert!(click(page, "/embedding/bare/chat?q=e&status=active").await);
        shows(page, "Chat", "e").await;
        assert_eq!(
            page.shown_in(say("filter.status")).await,
            say("filter.status_active")
        );
        assert_eq!(page.path().await, "/embedding/bare/chat?q=e&status=active");
        assert_eq!(
            page.read::<usize>("return history.length").await,
            length + 1
        );
        page.go_back().await;
        shows(page, "Meet", "an").await;
        page.read::<()>("handle.unmount()").await;
        assert!(!click(page, "/embedding/bare/chat").await, "it is gone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_forward_a_step_is_a_place_of_its_own() {
    journey(account_of(12), async |page| {
        mount(page).await;
        let there = "return [history.length, location.pathname.split('/').pop()]";
        for name in ["Chat", "Connector"] {
            page.pick_application(name).await;
        }
        let (places, _): (usize, String) = page.read(there).await;
        for by_link in [false, true] {
            page.go_back().await;
            shows(page, "Chat", "").await;
            page.read::<()>("history.forward()").await;
            shows(page, "Connector", "").await;
            if by_link {
                assert!(click(page, "/embedding/bare/chat").await);
            } else {
                page.pick_application("Chat").await;
            }
            shows(page, "Chat", "").await;
            eventually_eq!(
                page.read::<(usize, String)>(there).await,
                (places + 1, "chat".into())
            );
            page.go_back().await;
            shows(page, "Connector", "").await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_portal_is_elsewhere_view_and_draft_stay() {
    journey(account_of(40), async |page| {
        mount(page).await;
        page.pick_application("Chat").await;
        let user = unlicensed(&page.db(), "chat").swap_remove(0);
        page.choose_license(&user.email, "Chat").await;
        eventually_eq!(page.bar().await.is_some(), true);
        let summary = page.summary().await;
        for elsewhere in ["/embedding/bare-archive", "/elsewhere"] {
            page.read_with::<()>(
                "history.pushState(null, '', arguments[0]); history.pushState(null, '', '/further'); history.back()",
                vec![elsewhere.into()],
            )
            .await;
            eventually_eq!(page.path().await, elsewhere);
            assert!(page.read::<bool>("return handle.dirty()").await);
            shows(page, "Chat", "").await;
            eventually_eq!(page.summary().await, summary.clone());
            assert_eq!(page.path().await, elsewhere);
            page.go_back().await;
            eventually_eq!(page.path().await, "/embedding/bare/chat");
            shows(page, "Chat", "").await;
            eventually_eq!(page.summary().await, summary.clone());
        }
    })
    .await;
}

/// Refuses like the strictest browser, and types faster than anybody does.
const HELD_KEY: &str = "const written = [];
    for (const name of ['pushState', 'replaceState']) {
      const write = history[name];
      history[name] = function (...given) {
        const now = performance.now();
        written.push(now);
        if (written.filter((then) => then > now - 10_000).length > 100) throw new DOMException('too often', 'SecurityError');
        return write.apply(this, given);
      };
    }
    const input = document.querySelector('input[type=search]');
    for (let at = 0; at < 300; at++) {
      input.value = at < 299 ? 'x'.repeat(at % 20) : 'ana';
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await frames(1);
    }
    return written.length";

#[tokio::test(flavor = "multi_thread")]
async fn a_held_key_does_not_change_the_url_more_often_than_browsers_allow() {
    journey(account_of(12), async |page| {
        mount(page).await;
        let written: usize = page.run(HELD_KEY).await;
        println!("the URL changed {written} times");
        eventually_eq!(page.path().await, "/embedding/bare/meet?q=ana");
        shows(page, "Meet", "ana").await;
        page.go_back().await;
        shows(page, "Meet", "").await;
    })
    .await;
}

/// A script that knows where applications and statuses are chosen.
fn with_selectors(script: &str) -> String {
    let picker = json!(labelled("nav", "app.label"));
    let status = json!(labelled("select", "filter.status"));
    format!("const picker = {picker}, status = {status}; {script}")
}

/// Mounts it into a page of the portal.
async fn mount(page: &Page) {
    page.open_bare(&page.origins()[0]).await;
    let begin = "const { mount } = await importInPage('/app/license-management.js');
        window.handle = await mount(stage, { ...(await configuration()), base, token })";
    page.run::<()>(begin).await;
    page.is_ready().await;
}

/// Waits until an application is shown, with this search.
async fn shows(page: &Page, application: &str, search: &str) {
    eventually_eq!(page.text("a[aria-current=page] strong").await, application);
    eventually_eq!(page.value("input[type=search]").await, search);
}

/// What the view shows, in the words of the URL.
const VIEW: &str = r"
if (!document.querySelector('[role=search]')) return null;
const current = document.querySelector(`${picker} a[aria-current=page]`);
const chosen = document.querySelector(status)?.selectedIndex ?? 0;
const wanted = new URLSearchParams(location.search);
return {
  view: [text(current.querySelector('strong')), document.querySelector('input[type=search]').value, chosen],
  url: [location.pathname.split('/').pop(), wanted.get('q') ?? '', ['active', 'inactive'].indexOf(wanted.get('status')) + 1],
};
";

#[derive(Deserialize, Debug)]
struct Places {
    view: (String, String, usize),
    url: (String, String, usize),
}

impl Places {
    fn agree(&self) -> bool {
        let slug = self.view.0.replace("StarMessenger", "star-messenger");
        let view = (slug.to_lowercase(), self.view.1.clone(), self.view.2);
        view == self.url
    }
}

/// The same seed takes the same walk.
struct Seed(u64);

impl Seed {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn place(&mut self) -> String {
        let slug = ["meet", "chat", "connector", "star-messenger"][self.below(4)];
        let query = ["", "?q=an", "?status=active", "?q=e&status=inactive"][self.below(4)];
        format!("/{slug}{query}")
    }
}

const WALKS: u64 = 50;
const STEPS: usize = 5;
const BASE: &str = "/embedding/mount";

#[tokio::test(flavor = "multi_thread")]
async fn url_and_view_are_one_on_fifty_random_walks() {
    journey(account_of(12), async |page| {
        // Firefox says so of a page that is left while it loads.
        page.expect_console_error("NetworkError when attempting to fetch resource");
        page.embed(Mode::Mount).await;
        let view = with_selectors(VIEW);
        for walk in 0..WALKS {
            let mut seed = Seed(walk);
            let mut trace = Vec::new();
            for _ in 0..STEPS {
                trace.push(step(page, &mut seed).await);
                let seen = crate::eventually::eventually(
                    async || page.read::<Option<Places>>(&view).await,
                    |seen| seen.as_ref().is_some_and(Places::agree),
                )
                .await;
                assert!(
                    seen.as_ref().is_some_and(Places::agree),
                    "walk {walk}: {trace:?}: {seen:?}"
                );
            }
        }
    })
    .await;
}

async fn step(page: &Page, seed: &mut Seed) -> String {
    let place = seed.place();
    match seed.below(10) {
        0 => {
            page.reload().await;
            "reload".into()
        }
        1 => {
            page.open(&format!("{BASE}{place}")).await;
            format!("deep link {place}")
        }
        2..=4 => walk_by(page, -1).await,
        5 | 6 => walk_by(page, 1).await,
        7 => {
            page.click(By::XPath(format!(
                "(//nav[@aria-label=\"{}\"]//a)[{}]",
                say("app.label"),
                1 + seed.below(4)
            )))
            .await;
            "application".into()
        }
        8 => {
            let statuses = [
                "filter.status_all",
                "filter.status_active",
                "filter.status_inactive",
            ];
            page.choose_in(say("filter.status"), say(statuses[seed.below(3)]))
                .await;
            "status".into()
        }
        _ => {
            page.search(["an", "e", ""][seed.below(3)]).await;
            "search".into()
        }
    }
}

/// Back or forward, unless that leads off the page.
async fn walk_by(page: &Page, steps: i32) -> String {
    let there = format!(
        "const to = navigation.entries()[navigation.currentEntry.index + {steps}];
        return to?.url?.includes('{BASE}/') ? navigation.currentEntry.index + {steps} : -1"
    );
    let index: i32 = page.read(&there).await;
    if index < 0 {
        return "nowhere".into();
    }
    page.read::<()>(&format!("history.go({steps})")).await;
    eventually_eq!(
        page.read::<Option<i32>>("return navigation.currentEntry.index")
            .await,
        Some(index)
    );
    format!("by {steps}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_the_portal_has_pushed_and_then_names_is_one_place_to_come_back_to() {
    journey(account_of(12), async |page| {
        mount(page).await;
        let current = async || page.text("a[aria-current=page] strong").await;
        let length = page.read::<usize>("return history.length").await;
        page.run::<()>("history.pushState(null, '', `${base}/chat?q=an`); handle.navigate('/chat?q=an')").await;
        eventually_eq!(current().await, "Chat");
        assert_eq!(page.value("input[type=search]").await, "an");
        page.run::<()>("handle.navigate('/connector')").await;
        eventually_eq!(current().await, "Connector");
        assert_eq!(page.read::<usize>("return history.length").await, length + 2);
        page.go_back().await;
        eventually_eq!(current().await, "Chat");
        page.go_back().await;
        eventually_eq!(current().await, "Meet");
        // A place of the portal's own is not touched.
        page.run::<()>("history.pushState(null, '', `${base}-archive`); dispatchEvent(new PopStateEvent('popstate'))").await;
        assert_eq!(page.path().await, "/embedding/bare-archive");
    })
    .await;
}
