//! Numbers, times, lists and plurals by the platform's `Intl`; natively, for tests, in English. Numbers and times follow
//! the locale, lists and plurals the language of the catalogue.

#[cfg(target_arch = "wasm32")]
mod platform {
    use js_sys::{Array, Intl};
    use wasm_bindgen::JsValue;

    use crate::domain::date::Date;
    use crate::i18n::catalogue::Catalogue;
    use crate::i18n::language::{options, with};

    /// Reads the catalogue.
    pub fn with_catalogue<T>(look: impl FnOnce(&Catalogue) -> T) -> T {
        with(|language| look(&language.catalogue))
    }

    /// The number with the language's separators.
    pub fn number(n: usize) -> String {
        let n = JsValue::from_f64(n as f64);
        let text = with(|language| language.number.call1(&JsValue::NULL, &n));
        text.ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }

    /// The time of day of a date, in the local time zone.
    pub fn time_of_day(date: Date) -> String {
        format_date(date, &[("timeStyle", "short")])
    }

    /// A date with its time of day, in the local time zone.
    pub fn date_time(date: Date) -> String {
        format_date(date, &[("dateStyle", "medium"), ("timeStyle", "short")])
    }

    fn format_date(date: Date, styles: &[(&str, &str)]) -> String {
        let styles = options(styles);
        let format =
            with(|language| Intl::DateTimeFormat::new(&language.locales, &styles).format());
        let text = format.call1(&JsValue::NULL, &JsValue::from_f64(date.millis() as f64));
        text.ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }

    /// The plural category that the catalogue has for `n`, such as `one` or `other`.
    pub fn plural_form(n: usize) -> String {
        with(|language| language.plural.select(n as f64).into())
    }

    /// Names as a list.
    pub fn list(names: &[String]) -> String {
        if let [name] = names {
            return name.clone();
        }
        let kind = options(&[("type", "unit")]);
        let format = with(|language| Intl::ListFormat::new(&language.language, &kind));
        let names: Array = names.iter().map(JsValue::from).collect();
        format.format(&names).into()
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    use crate::domain::date::Date;
    use crate::i18n::catalogue::Catalogue;
    use crate::i18n::english;

    /// Reads the catalogue.
    pub fn with_catalogue<T>(look: impl FnOnce(&Catalogue) -> T) -> T {
        english::with_catalogue(look)
    }

    /// The number with commas.
    pub fn number(n: usize) -> String {
        let digits = n.to_string();
        let mut text = String::new();
        for (place, digit) in digits.char_indices() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text
    }

    /// A date with its time of day, in UTC, as a number of days since 1970.
    pub fn date_time(date: Date) -> String {
        let days = date.millis() / (24 * 60 * 60_000);
        format!("day {days}, {}", time_of_day(date))
    }

    /// The time of day of a date, in UTC.
    pub fn time_of_day(date: Date) -> String {
        let minutes = date.millis() / 60_000 % (24 * 60);
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The plural category that the catalogue has for `n`: `one` or `other`.
    pub fn plural_form(n: usize) -> String {
        if n == 1 { "one" } else { "other" }.to_owned()
    }

    /// Names as a list.
    pub fn list(names: &[String]) -> String {
        names.join(", ")
    }
}

pub(super) use platform::with_catalogue;
pub use platform::{date_time, list, number, plural_form, time_of_day};
