//! What the frame makes of messages: of those that are right, and of all others nothing.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;

/// A portal that speaks for itself: what it hears is kept in `window.heard`.
async fn raw(page: &Page) {
    let [main, other] = page.origins();
    page.open_bare(&other).await;
    let begin = format!(
        "window.heard = [];
        addEventListener('message', ({{ data, origin, source }}) => heard.push({{ data, origin, ours: source === window.frame.contentWindow }}));
        window.frame = document.createElement('iframe');
        frame.src = '{main}/app/frame/';
        const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
        stage.append(frame);
        await loaded;
        window.say = (message, transfer) => frame.contentWindow.postMessage({{ protocol: 'license-management', ...message }}, '{main}', transfer);
        window.fresh = token;"
    );
    page.run::<()>(&begin).await;
}

async fn heard(page: &Page) -> Vec<Value> {
    page.read("return heard.map(({ data }) => data)").await
}

/// Connects with a version; the port is kept, and what comes through it.
async fn connect(page: &Page, version: u32) {
    let script = format!(
        "window.through = [];
        const {{ port1, port2 }} = new MessageChannel();
        window.port = port1;
        port.onmessage = async ({{ data }}) => {{
          through.push(data);
          if (data.type === 'need-token') port.postMessage({{ type: 'token', id: data.id, token: await fresh() }});
        }};
        say({{ type: 'connect', version: {version}, path: '/chat?q=an' }}, [port2])"
    );
    page.read::<()>(&script).await;
}

/// Dispatches, inside the frame, a message that looks as if it came from somewhere.
const PRETEND: &str = "const [origin, source, data] = arguments;
    const from = { parent, self: window, none: null }[source];
    const ports = [new MessageChannel().port2];
    dispatchEvent(new MessageEvent('message', { origin, source: from, data, ports }))";

#[tokio::test(flavor = "multi_thread")]
async fn only_the_parent_and_only_of_a_listed_origin_is_answered() {
    journey(account_of(12), async |page| {
        raw(page).await;
        let [main, other] = page.origins();
        page.enter_frame().await;
        let mark = "license-management";
        let hello = json!({ "protocol": mark, "type": "hello", "versions": [1] });
        let connect = json!({ "protocol": mark, "type": "connect", "version": 1 });
        let evil = [
            "https://evil.example".to_owned(),
            main.clone(),
            format!("{other}.evil.example"),
            format!("{other}0"),
            "null".into(),
            "*".into(),
            String::new(),
            other.replace("http:", "https:"),
        ];
        for data in [&hello, &connect] {
            for origin in &evil {
                page.read_with::<()>(
                    PRETEND,
                    vec![origin.as_str().into(), "parent".into(), data.clone()],
                )
                .await;
            }
            for source in ["self", "none"] {
                page.read_with::<()>(
                    PRETEND,
                    vec![other.as_str().into(), source.into(), data.clone()],
                )
                .await;
            }
        }
        page.leave_frame().await;
        // A neighbour of the right origin is not the parent.
        page.read::<()>(
            "document.getElementById('stage').append(document.createElement('iframe'))",
        )
        .await;
        page.enter_frame_at(1).await;
        let say = "parent.frames[0].postMessage(arguments[0], arguments[1])";
        page.read_with::<()>(say, vec![hello, main.as_str().into()])
            .await;
        page.leave_frame().await;
        page.read::<()>("say({ type: 'hello', versions: [1, 7] })")
            .await;
        let answer = json!({ "protocol": mark, "type": "versions", "versions": [1] });
        eventually_eq!(heard(page).await, [answer]);
        assert!(page.read::<bool>("return heard[0].ours").await);
        assert_eq!(page.read::<String>("return heard[0].origin").await, main);
        page.enter_frame().await;
        assert!(page.text("body").await.is_empty(), "something has begun");
    })
    .await;
}

const SILENT: &str = "The portal isn't responding";

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_connects_late_takes_the_explanation_away() {
    journey(account_of(12), async |page| {
        raw(page).await;
        page.enter_frame().await;
        eventually_eq!(page.texts("h2").await, [SILENT]);
        page.leave_frame().await;
        connect(page, 1).await;
        page.enter_frame().await;
        page.is_ready().await;
        assert_eq!(page.texts(".overlay").await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_speaks_is_not_said_to_be_silent() {
    journey(account_of(12), async |page| {
        raw(page).await;
        let speak =
            "window.speaking = setInterval(() => say({ type: 'hello', versions: [1] }), 1_000)";
        page.read::<()>(speak).await;
        // A second each: longer than the patience of the frame.
        eventually_true!(heard(page).await.len() > 12);
        page.read::<()>("clearInterval(speaking)").await;
        page.enter_frame().await;
        assert_eq!(page.texts("h2").await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_version_is_told_to_be_incompatible() {
    journey(account_of(12), async |page| {
        raw(page).await;
        connect(page, 2).await;
        let failed = json!({ "type": "failed", "reason": "incompatible" });
        eventually_eq!(page.read::<Vec<Value>>("return through").await, [failed]);
        page.enter_frame().await;
        eventually_eq!(page.text("h2").await, "Incompatible portal");
    })
    .await;
}

/// Makes messages wrong in one way each, by a seed.
const FUZZ: &str = r"
let state = 42;
const random = (bound) => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % bound;
};
const pick = (list) => list[random(list.length)];
const long = 'x'.repeat(1 << 16);
const good = [
  { type: 'token', id: 1, token: 'abc' }, { type: 'theme', theme: { scheme: 'dark', tokens: { '--lm-accent': 'red' } } },
  { type: 'locale', locale: 'de-DE' }, { type: 'navigate', path: '/meet' }, { type: 'leave', id: 1 },
];
const junk = [null, undefined, 0, -1, NaN, Infinity, '', 'x', long, true, [], [1], {}, { a: 1 }, new Date(0), new Map(), new ArrayBuffer(8), 1n, /x/];
const wrong = {
  id: [-1, 1.5, NaN, '1', null, [], {}, 2 ** 40], token: [7, null, 'a b', 'ü', long, [], {}], locale: ['', 'no such locale', 7, null, 'x-', long],
  path: ['', 'meet', '//evil.example', '/\\evil', '/a b', '/\n', long, 7, null, 'https://evil.example/', 'javascript:alert(1)'],
  theme: [null, 7, 'dark', [], { scheme: 'blue' }, { tokens: 7 }, { tokens: { color: 'red' } }, { tokens: { '--lm-a': 'url(https://evil.example)' } },
    { tokens: { '--lm-a': 'red; color: blue' } }, { tokens: { '--lm-a': long } }, { more: 1 }],
};
const spoil = () => {
  const message = structuredClone(pick(good));
  const field = pick(Object.keys(message).slice(1));
  switch (random(6)) {
    case 0: return pick(junk);
    case 1: return { ...message, [pick(['more', 'protocol', 'constructor', 'toString', '\u0000'])]: pick(junk) ?? 1 };
    case 2: return { ...message, type: pick(['', 'Token', 'ready', 'constructor', '__proto__', 'hello', 7, null, long, ['token']]) };
    case 3: if (field !== 'token') delete message[field]; else message.id = '1'; return message;
    case 4: return [message];
    default: return { ...message, [field]: pick(wrong[field]) };
  }
};
";

#[derive(Deserialize, Debug, PartialEq)]
struct State {
    text: String,
    address: String,
    style: String,
}

async fn state(page: &Page) -> State {
    page.enter_frame().await;
    let script = "return { text: document.querySelector('main').innerText, address: location.href,
        style: document.querySelector('#license-management-frame').firstElementChild.getAttribute('style') }";
    let state = page.read(script).await;
    page.leave_frame().await;
    state
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_wrong_messages_change_nothing() {
    journey(account_of(12), async |page| {
        raw(page).await;
        // Before it is connected, and while it connects.
        let early = format!("{FUZZ} for (let at = 0; at < 2000; at++) {{ const data = spoil();
            frame.contentWindow.postMessage(random(2) ? data : {{ protocol: 'license-management', ...data }}, '*'); }}");
        page.read::<()>(&early).await;
        connect(page, 1).await;
        page.enter_frame().await;
        page.is_ready().await;
        page.leave_frame().await;
        let ready = async || page.read::<bool>("return through.some(({ type }) => type === 'ready')").await;
        eventually_eq!(ready().await, true);
        let before = state(page).await;
        assert!(before.text.contains("Chat"), "{before:?}");
        page.read::<()>("through.length = 0").await;

        let late = format!("{FUZZ} for (let at = 0; at < 6000; at++) port.postMessage(spoil());
            for (let at = 0; at < 2000; at++) {{ const data = spoil();
            frame.contentWindow.postMessage(random(2) ? data : {{ protocol: 'license-management', ...data }}, '*'); }}");
        page.read::<()>(&late).await;
        // What is right still works, and comes after all that was wrong.
        page.read::<()>("port.postMessage({ type: 'leave', id: 77 })").await;
        let left = json!([{ "type": "leave", "id": 77, "leave": true }]);
        eventually_eq!(page.read::<Value>("return through").await, left);
        assert_eq!(state(page).await, before);
        page.read::<()>("port.postMessage({ type: 'navigate', path: '/meet' })").await;
        page.enter_frame().await;
        eventually_eq!(page.text("a[aria-current=page] strong").await, "Meet");
    })
    .await;
}
