//! The English catalogue, for native tests. In the browser, the page loads the catalogue of its language.

use serde_json::Value;

use super::catalogue::Catalogue;

thread_local! {
    static ENGLISH: Catalogue = english();
}

pub(super) fn with_catalogue<T>(look: impl FnOnce(&Catalogue) -> T) -> T {
    ENGLISH.with(look)
}

fn english() -> Catalogue {
    let texts = include_str!("../../locales/en.json");
    let mut flat = serde_json::Map::new();
    flatten(
        "",
        &serde_json::from_str(texts).unwrap_or_default(),
        &mut flat,
    );
    let mut catalogue = Catalogue::default();
    catalogue.add(&Value::from(flat).to_string());
    catalogue
}

/// The texts by their path, as the build writes them.
fn flatten(path: &str, texts: &Value, flat: &mut serde_json::Map<String, Value>) {
    match texts.as_object() {
        None => drop(flat.insert(path.to_owned(), texts.clone())),
        Some(fields) => {
            for (name, texts) in fields {
                let path = format!("{path}.{name}");
                flatten(path.trim_start_matches('.'), texts, flat);
            }
        }
    }
}
