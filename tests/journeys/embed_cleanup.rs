//! Unmounting leaves nothing behind, and two mounts on one page are independent.

use serde_json::json;

use crate::data::unlicensed;
use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::texts::{count, german_users, in_language, say};

/// Counts what a page has under way, from before the program comes.
const WATCH: &str = r"
const counts = (window.counts = { listeners: 0, timers: 0, observers: 0, requests: 0 });
const shared = (target) => target === window || target === document || target instanceof MessagePort;
const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
const held = new WeakMap();
const key = (type, options) => `${type} ${typeof options === 'object' ? !!options?.capture : !!options}`;
EventTarget.prototype.addEventListener = function (type, listener, options) {
  const target = this ?? window;
  if (listener && shared(target)) {
    const kinds = held.get(listener) ?? new Set();
    if (!kinds.has(key(type, options))) counts.listeners += 1;
    held.set(listener, kinds.add(key(type, options)));
  }
  return add.call(target, type, listener, options);
};
EventTarget.prototype.removeEventListener = function (type, listener, options) {
  const target = this ?? window;
  if (shared(target) && held.get(listener)?.delete(key(type, options))) counts.listeners -= 1;
  return remove.call(target, type, listener, options);
};
for (const [begin, end] of [['setTimeout', 'clearTimeout'], ['requestAnimationFrame', 'cancelAnimationFrame']]) {
  const waiting = new Set();
  const [start, stop] = [window[begin], window[end]];
  window[begin] = (act, ...rest) => {
    const id = start(() => { if (waiting.delete(id)) counts.timers -= 1; act(); }, ...rest);
    waiting.add(id);
    counts.timers += 1;
    return id;
  };
  window[end] = (id) => { if (waiting.delete(id)) counts.timers -= 1; stop(id); };
}
const { setInterval: every, clearInterval: never } = window;
const intervals = new Set();
window.setInterval = (...given) => { const id = every(...given); intervals.add(id); counts.timers += 1; return id; };
window.clearInterval = (id) => { if (intervals.delete(id)) counts.timers -= 1; never(id); };
for (const name of ['ResizeObserver', 'MutationObserver', 'IntersectionObserver', 'PerformanceObserver']) {
  const { observe, disconnect } = window[name].prototype;
  const observing = new WeakSet();
  window[name].prototype.observe = function (...given) {
    if (!observing.has(this)) counts.observers += 1;
    observing.add(this);
    return observe.apply(this, given);
  };
  window[name].prototype.disconnect = function () {
    if (observing.delete(this)) counts.observers -= 1;
    return disconnect.call(this);
  };
}
const send = window.fetch;
window.fetch = async (...given) => {
  counts.requests += 1;
  try { return await send(...given); } finally { counts.requests -= 1; }
};
";

/// Mounts and unmounts so many times; every second time before anything has been read.
const CYCLES: &str = r"
const { mount } = await importInPage('/app/license-management.js');
const given = await configuration();
const cycle = async (patient) => {
  const box = document.createElement('div');
  stage.append(box);
  const place = inShadow ? box.attachShadow({ mode: 'open' }) : box;
  let tell;
  const ready = new Promise((resolve) => (tell = (message) => message.type === 'ready' && resolve()));
  const handle = await mount(place, { ...given, base, token, tell });
  if (patient) { await ready; await frames(2); } else await frames(1);
  handle.unmount();
  box.remove();
};
for (let at = 0; at < times; at++) await cycle(at % 2 === 0);
await frames(2);
";

const MEMORY: &str = r"
const names = performance.getEntriesByType('resource').map((entry) => entry.name);
const { default: init } = await importInPage(names.find((name) => /\/license-management-[0-9a-f]+\.js$/.test(name)));
return (await init()).memory.buffer.byteLength;
";

/// Nodes and listeners that are alive after collecting garbage.
async fn alive(page: &Page) -> (u64, u64) {
    for _ in 0..2 {
        page.devtools("HeapProfiler.collectGarbage", json!({}))
            .await;
    }
    let counters = page.devtools("Memory.getDOMCounters", json!({})).await;
    let count = |name: &str| counters[name].as_u64().unwrap();
    (count("nodes"), count("jsEventListeners"))
}

async fn cycle(page: &Page, times: usize, in_shadow: bool) {
    let begin = format!("const times = {times}, inShadow = {in_shadow};");
    page.run::<()>(&format!("{begin}{CYCLES}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_mounts_leave_nothing_behind() {
    journey(account_of(12), async |page| {
        page.open_bare(&page.origins()[0]).await;
        page.run::<()>(WATCH).await;
        for in_shadow in [false, true] {
            // By then, memory has reached what the largest mount needs.
            cycle(page, if in_shadow { 10 } else { 60 }, in_shadow).await;
            let (nodes, listeners) = alive(page).await;
            let memory: u64 = page.run(MEMORY).await;
            cycle(page, 40, in_shadow).await;
            let nothing = json!({ "listeners": 0, "timers": 0, "observers": 0, "requests": 0 });
            eventually_eq!(
                page.read::<serde_json::Value>("return counts").await,
                nothing
            );
            assert_eq!(
                page.run::<u64>(MEMORY).await,
                memory,
                "the memory of the program grew"
            );
            let after = alive(page).await;
            println!(
                "memory {memory}, nodes {nodes} to {}, listeners {listeners} to {}",
                after.0, after.1
            );
            assert!(after.0 <= nodes + 8, "nodes: {nodes}, then {}", after.0);
            assert!(
                after.1 <= listeners + 4,
                "listeners: {listeners}, then {}",
                after.1
            );
        }
        assert_eq!(
            page.read::<usize>("return document.getElementById('stage').childElementCount")
                .await,
            0
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_mounts_on_one_page_do_not_know_of_each_other() {
    journey(account_of(1100), async |page| {
        page.open_bare(&page.origins()[0]).await;
        let begin = r"
            const { mount } = await importInPage('/app/license-management.js');
            const given = await configuration();
            window.mounts = {};
            for (const name of ['one', 'two']) {
              const box = document.createElement('div');
              box.id = name;
              stage.append(box);
              let tell;
              const ready = new Promise((resolve) => (tell = (message) => message.type === 'ready' && resolve()));
              mounts[name] = { handle: await mount(box, { ...given, base: `${base}/${name}`, token, tell, locale: 'en-US' }) };
              await ready;
            }";
        page.run::<()>(begin).await;
        let before = page.text("#two main").await;
        assert!(before.contains(&count("count.users", 1100)), "{before}");
        let user = unlicensed(&page.db(), "meet").swap_remove(0);
        let act = format!(
            "const {{ handle }} = mounts.one;
            handle.navigate('/meet?q={}');
            handle.update({{ locale: 'de-DE', theme: {{ scheme: 'dark', tokens: {{ '--lm-accent': '#ff0000' }} }} }});
            await frames(2);
            const select = document.querySelector('#one tbody select');
            select.value = select.options[1].value;
            select.dispatchEvent(new Event('change', {{ bubbles: true }}));
            await frames(2)",
            user.email
        );
        page.run::<()>(&act).await;
        let german = in_language("de", async { say("count.matching") }).await;
        let german = german.replace("%{matching}", "1").replace("%{users}", &german_users("1.100"));
        eventually_eq!(page.text("#one [role=search] .count").await, german);
        assert_eq!(page.text("#two main").await, before);
        // The URL is the one's who moved last; Back and the links of each are heard by that one alone.
        let moved = format!("/embedding/bare/one/meet?q={}", user.email.replace('@', "%40"));
        assert_eq!(page.path().await, moved);
        page.read::<()>("document.querySelectorAll('#two nav a')[1].click()").await;
        eventually_eq!(page.path().await, "/embedding/bare/two/chat");
        page.go_back().await;
        eventually_eq!(page.path().await, moved);
        assert_eq!(page.text("#two a[aria-current=page] strong").await, "Chat");
        page.run::<()>("mounts.two.handle.navigate('/meet'); await frames(2)").await;
        assert_eq!(page.text("#two main").await, before);
        let dirty = "return [mounts.one, mounts.two].map(({ handle }) => handle.dirty())";
        assert_eq!(page.read::<[bool; 2]>(dirty).await, [true, false]);
        let colours = "return ['one', 'two'].map((id) => getComputedStyle(document.querySelector(`#${id} .license-management`)).colorScheme)";
        assert_eq!(page.read::<[String; 2]>(colours).await, ["dark", "light dark"]);

        page.read::<()>("mounts.one.handle.unmount(); mounts.one.handle.unmount()").await;
        assert_eq!(page.read::<[bool; 2]>(dirty).await, [false, false]);
        assert_eq!(page.text("#one").await, "");
        page.run::<()>("mounts.two.handle.navigate('/chat'); await frames(2)").await;
        assert_eq!(page.text("#two a[aria-current=page] strong").await, "Chat");
        assert_eq!(page.path().await, "/embedding/bare/two/chat");
    })
    .await;
}
