//! The texts of the page by catalogue key, so that the wording can change.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

pub use license_management::i18n::number;
use serde_json::Value;

use crate::pseudo_texts::{self, PSEUDO};

/// The catalogues by language, and the one of the pseudo-locale.
static CATALOGUES: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    let files = fs::read_dir(folder).unwrap();
    let catalogue = |file: fs::DirEntry| {
        let texts = serde_json::from_str(&fs::read_to_string(file.path()).unwrap()).unwrap();
        let name = file.file_name().into_string().unwrap();
        (name.trim_end_matches(".json").to_owned(), texts)
    };
    let mut catalogues: BTreeMap<String, Value> =
        files.map(|file| catalogue(file.unwrap())).collect();
    let pseudo = pseudo_texts::catalogue(&catalogues["en"]);
    catalogues.insert(PSEUDO.to_owned(), pseudo);
    catalogues
});

tokio::task_local! {
    /// The language of the page in a journey.
    static LANGUAGE: &'static str;
}

/// Looks for the texts of a language on the page.
pub async fn in_language<T>(language: &'static str, go: impl Future<Output = T>) -> T {
    LANGUAGE.scope(language, go).await
}

/// The language of the page in a journey.
pub fn language() -> &'static str {
    LANGUAGE.try_with(|language| *language).unwrap_or("en")
}

/// The catalogue of a language.
pub fn catalogue(language: &str) -> &'static Value {
    &CATALOGUES[language]
}

/// The text of a key, its blanks as they stand in the catalogue. A key that is not there fails the journey, where the
/// page would show the key.
pub fn say(key: &str) -> &'static str {
    let text = key
        .split('.')
        .try_fold(catalogue(language()), |texts, name| texts.get(name));
    text.and_then(Value::as_str)
        .unwrap_or_else(|| panic!("the catalogue has no text {key:?}"))
}

/// The text of a key, with its blanks filled in.
pub fn say_with<const N: usize>(key: &str, blanks: [(&str, &str); N]) -> String {
    let text = say(key);
    for (name, _) in blanks {
        let blank = format!("%{{{name}}}");
        assert!(text.contains(&blank), "{key:?} has no {blank}: {text}");
    }
    fill(text, &blanks)
}

fn fill(text: &str, blanks: &[(&str, &str)]) -> String {
    let filled =
        |text: String, (name, value): &(&str, &str)| text.replace(&format!("%{{{name}}}"), value);
    blanks.iter().fold(text.to_owned(), filled)
}

/// The text of a key that counts something, in a language with the plural forms of English.
pub fn count(key: &str, n: usize) -> String {
    let [one, other] = ["one", "other"].map(|form| say(&format!("{key}.{form}")));
    let text = if n == 1 { one } else { other };
    fill(text, &[("n", &number(n))])
}

/// How the text of a key begins, up to its first blank.
pub fn beginning(key: &str) -> &'static str {
    let text = say(key);
    let (beginning, _) = text.split_once("%{").unwrap_or((text, ""));
    assert!(!beginning.is_empty(), "{key:?} begins with a blank");
    beginning
}

/// The title of what is offered after changes to an application were interrupted.
pub fn interrupted_title(application: &str) -> String {
    say_with("interrupted.title", [("name", application)])
}

/// The selector of such an element with the text of a key as its label.
pub fn labelled(element: &str, key: &str) -> String {
    format!("{element}[aria-label=\"{}\"]", say(key))
}

/// The parts of a line, as the page puts them one after the other.
pub fn joined<const N: usize>(parts: [String; N]) -> String {
    parts.join(" · ")
}

/// What the bar says of a draft.
pub fn drafted(changes: usize, emails: usize) -> String {
    let changes = count("bar.changes", changes);
    match emails {
        0 => changes,
        emails => joined([changes, count("bar.emails", emails)]),
    }
}

/// How many users there are, in German.
pub fn german_users(n: &str) -> String {
    let text = catalogue("de")["count"]["users"]["other"].as_str();
    text.unwrap().replace("%{n}", n)
}

/// How many users match, beside the search.
pub fn matching(matching: usize, all: usize) -> String {
    let blanks = [
        ("matching", &*number(matching)),
        ("users", &count("count.users", all)),
    ];
    say_with("count.matching", blanks)
}

/// Which rows are shown, below the table.
pub fn range(first: usize, last: usize, of: usize) -> String {
    let [first, last, of] = [first, last, of].map(number);
    say_with(
        "pagination.range",
        [("first", &first), ("last", &last), ("of", &of)],
    )
}

/// The button that selects all who match.
pub fn select_all(matching: usize) -> String {
    say_with("bar.select_all", [("n", &number(matching))])
}

/// From which license types to which one.
pub fn moved(from: &str, to: &str) -> String {
    say_with("review.move", [("from", from), ("to", to)])
}

/// How many users move so.
pub fn users_moved(users: usize, from: &str, to: &str) -> String {
    format!("{} {}", count("count.users", users), moved(from, to))
}

/// An option that cannot be chosen, or that is chosen with care, with the reason.
pub fn with_reason(name: &str, why: &str) -> String {
    say_with("choice.disabled", [("name", name), ("why", why)])
}

/// The title of a result: how many users ended how.
pub fn ended<const N: usize>(application: &str, parts: [String; N]) -> String {
    say_with(
        "run.result",
        [("name", application), ("what", &joined(parts))],
    )
}

/// The title of a result in which everybody was changed.
pub fn all_changed(application: &str, users: usize) -> String {
    ended(application, [count("run.changed", users)])
}
