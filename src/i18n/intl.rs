//! Numbers, times and plurals by the platform's `Intl`; natively, for tests, in English. Numbers and times follow the
//! locale, plurals the language of the catalogue.

#[cfg(target_arch = "wasm32")]
mod platform {
    use js_sys::{Array, Function, Intl, Object};
    use leptos::prelude::*;
    use wasm_bindgen::JsValue;

    use crate::domain::date::Date;
    use crate::i18n::catalogue::LANGUAGE;

    struct Formats {
        locales: Array,
        number: Function,
        plural: Intl::PluralRules,
    }

    fn formats(locale: Option<&str>) -> Formats {
        let locales: Array = locale.into_iter().map(JsValue::from_str).collect();
        let options = Object::new();
        Formats {
            number: Intl::NumberFormat::new(&locales, &options).format(),
            plural: Intl::PluralRules::new(&Array::of1(&LANGUAGE.into()), &options),
            locales,
        }
    }

    /// The locale of numbers and times in one mount, which provides it as a context.
    #[derive(Clone, Copy)]
    pub struct Language(RwSignal<Formats, LocalStorage>);

    impl Language {
        /// This language, a BCP 47 tag; without one, the browser's.
        pub fn new(locale: Option<&str>) -> Self {
            Self(RwSignal::new_local(formats(locale)))
        }

        /// Changes the locale.
        pub fn set(self, locale: Option<&str>) {
            self.0.set(formats(locale));
        }
    }

    /// Tracks the locale of the surrounding mount.
    fn with<T>(ask: impl FnOnce(&Formats) -> T) -> T {
        match use_context::<Language>() {
            Some(language) => language.0.with(ask),
            None => ask(&formats(None)),
        }
    }

    /// The number with the language's separators.
    pub fn number(n: usize) -> String {
        with(|formats| {
            formats
                .number
                .call1(&JsValue::NULL, &JsValue::from_f64(n as f64))
        })
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| n.to_string())
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
        let options = Object::new();
        for (name, style) in styles {
            // Setting a property of a plain object does not fail.
            let _ = js_sys::Reflect::set(&options, &(*name).into(), &(*style).into());
        }
        let format = with(|formats| Intl::DateTimeFormat::new(&formats.locales, &options).format());
        let text = format.call1(&JsValue::NULL, &JsValue::from_f64(date.millis() as f64));
        text.ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }

    /// The plural category that the catalogue has for `n`: `one` or `other`.
    pub fn plural_form(n: usize) -> String {
        with(|formats| formats.plural.select(n as f64).into())
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    use crate::domain::date::Date;

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
}

#[cfg(target_arch = "wasm32")]
pub use platform::Language;
pub use platform::{date_time, number, plural_form, time_of_day};
