//! Every catalogue has the texts that the code says, in the plural forms of its language, with the same placeholders.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The languages with their plural categories for whole numbers, as CLDR has them.
const LANGUAGES: [(&str, &[&str]); 5] = [
    ("ar", &["zero", "one", "two", "few", "many", "other"]),
    ("de", &["one", "other"]),
    ("en", &["one", "other"]),
    ("es-419", &["one", "many", "other"]),
    ("fr-CA", &["one", "many", "other"]),
];

/// Forms of so few numbers that a text may leave them out.
const WITHOUT_NUMBER: [&str; 3] = ["zero", "one", "two"];

/// A text, or the forms of a plural.
type Forms = BTreeMap<String, String>;

fn catalogue(language: &str) -> BTreeMap<String, Forms> {
    let file = fs::read_to_string(format!("locales/{language}.json")).unwrap();
    let mut texts = BTreeMap::new();
    collect("", &serde_json::from_str(&file).unwrap(), &mut texts);
    texts
}

fn collect(path: &str, value: &Value, texts: &mut BTreeMap<String, Forms>) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    match value.as_object() {
        None => drop(texts.insert(
            path.to_owned(),
            BTreeMap::from([(String::new(), text(value))]),
        )),
        Some(forms) if forms.contains_key("other") => {
            let forms = forms
                .iter()
                .map(|(form, value)| (form.clone(), text(value)));
            texts.insert(path.to_owned(), forms.collect());
        }
        Some(fields) => {
            for (name, value) in fields {
                let path = format!("{path}.{name}");
                collect(path.trim_start_matches('.'), value, texts);
            }
        }
    }
}

#[test]
fn every_language_has_a_catalogue_that_names_it() {
    let files = fs::read_dir("locales").unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<String> = files.collect();
    let expected = LANGUAGES.map(|(language, _)| format!("{language}.json"));
    assert_eq!(files, BTreeSet::from(expected));
    for (language, _) in LANGUAGES {
        let texts = catalogue(language);
        assert_eq!(texts["language.tag"][""], language);
        let direction = if language == "ar" { "rtl" } else { "ltr" };
        assert_eq!(texts["language.direction"][""], direction);
    }
}

#[test]
fn every_text_of_the_code_is_in_each_catalogue_and_every_text_of_a_catalogue_is_in_the_code() {
    let used: BTreeSet<String> = ["src", "public"]
        .into_iter()
        .flat_map(|folder| sources(Path::new(folder)))
        .flat_map(|file| used_keys(&fs::read_to_string(file).unwrap()))
        .collect();
    for (language, _) in LANGUAGES {
        let found: BTreeSet<String> = catalogue(language).into_keys().collect();
        let missing: Vec<&String> = used.difference(&found).collect();
        let unused: Vec<&String> = found.difference(&used).collect();
        assert!(
            missing.is_empty(),
            "not in locales/{language}.json: {missing:?}"
        );
        assert!(
            unused.is_empty(),
            "in locales/{language}.json, but not in src: {unused:?}"
        );
    }
}

#[test]
fn scripts_have_the_english_texts_for_when_no_catalogue_can_be_loaded() {
    let english = catalogue("en");
    let scripts = sources(Path::new("public"));
    let lines = scripts.iter().flat_map(|script| {
        let text = fs::read_to_string(script).unwrap();
        text.lines()
            .map(str::trim)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    let pairs = lines.filter_map(|line| {
        let pair = format!("{{{}}}", line.strip_suffix(',')?);
        serde_json::from_str::<BTreeMap<String, String>>(&pair).ok()
    });
    let texts = pairs.flatten().filter(|(key, _)| key.contains('.'));
    let written: BTreeMap<String, String> = texts.collect();
    assert!(written.len() > 10, "{written:?}");
    for (key, text) in written {
        assert_eq!(text, english[&key][""], "{key}");
    }
}

#[test]
fn every_plural_has_exactly_the_forms_of_its_language() {
    for (language, categories) in LANGUAGES {
        let categories: BTreeSet<&str> = categories.iter().copied().collect();
        for (key, forms) in catalogue(language) {
            if forms.contains_key("") {
                continue;
            }
            let forms: BTreeSet<&str> = forms.keys().map(String::as_str).collect();
            assert_eq!(forms, categories, "{key} in locales/{language}.json");
        }
    }
}

#[test]
fn every_text_has_the_placeholders_of_the_english_one() {
    let english = catalogue("en");
    for (language, _) in LANGUAGES {
        for (key, forms) in catalogue(language) {
            let original = &english[&key];
            let original = original.get("").unwrap_or_else(|| &original["other"]);
            for (form, text) in forms {
                let mut expected = placeholders(original);
                let found = placeholders(&text);
                if WITHOUT_NUMBER.contains(&form.as_str()) && !found.contains("n") {
                    expected.remove("n");
                }
                assert_eq!(found, expected, "{key} {form} in locales/{language}.json");
                assert!(
                    !text.trim().is_empty(),
                    "{key} {form} in locales/{language}.json"
                );
            }
        }
    }
}

#[test]
fn the_texts_on_sms_campaigns_keep_their_date_and_where_to_register() {
    for (language, _) in LANGUAGES {
        let texts = catalogue(language);
        for kept in ["2023", "1", "Business Voice", "SMS/MMS", "%{registry}"] {
            let text = &texts["campaign.text"][""];
            assert!(
                text.contains(kept),
                "{kept} in locales/{language}.json: {text}"
            );
        }
        let title = &texts["campaign.title"][""];
        assert!(
            title.contains("Sangoma TCR Portal"),
            "locales/{language}.json: {title}"
        );
    }
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    let after = text.split("%{").skip(1);
    after
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect()
}

fn used_keys(source: &str) -> Vec<String> {
    ["say!(", "count(", "around_blank(", "text("]
        .into_iter()
        .flat_map(|call| source.split(call).skip(1))
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .filter(|key| key.contains('.'))
        .map(str::to_owned)
        .collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("i18n/tests") || path.ends_with("i18n/tests.rs") {
            continue;
        } else if path.is_dir() {
            found.extend(sources(&path));
        } else {
            found.push(path);
        }
    }
    found
}
