//! The view state in the URL: `/meet?q=ana&license=none&sort=-email&page=2` below a base path. Defaults are left out,
//! and invalid values are read as defaults, so that old links still work.

use std::str::FromStr;

use form_urlencoded::{Serializer, parse};

use super::{Filter, LicenseFilter, NumberFilter, PageSize, Sort, SortBy, StatusFilter, ViewState};

/// The part of a path below a base path without a trailing slash: empty, or a slash and the rest.
pub fn path_below<'a>(base: &str, path: &'a str) -> Option<&'a str> {
    path.strip_prefix(base)
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl ViewState {
    /// Parses the path and the query of a URL; `None` if it is not below the base path.
    pub fn below(base: &str, path: &str, query: &str) -> Option<Self> {
        let segment = path_below(base, path)?.split('/').nth(1);
        Some(Self {
            application: segment.unwrap_or_default().to_owned(),
            ..Self::from_query(query)
        })
    }

    /// The path and query below the base path.
    pub fn path(&self) -> String {
        let query = self.query();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/{}{mark}{query}", self.application)
    }

    fn from_query(query: &str) -> Self {
        let mut read = Self::default();
        for (name, value) in parse(query.as_bytes()) {
            match &*name {
                "q" => read.filter.text = value.into_owned(),
                "license" => read.filter.license = license_from(&value),
                "status" => read.filter.status = from_name(&STATUSES, &value),
                "number" => read.filter.number = from_name(&NUMBERS, &value),
                "sort" => read.sort = sort_from(&value),
                "page" => {
                    read.page = value
                        .parse()
                        .map_or(0, |page: usize| page.saturating_sub(1))
                }
                "size" => read.page_size = value.parse().ok().and_then(PageSize::with_rows),
                _ => {}
            }
        }
        read
    }

    /// The query without its question mark; empty if all values are defaults.
    fn query(&self) -> String {
        let mut url = Serializer::new(String::new());
        let mut write = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                url.append_pair(name, value);
            }
        };
        let Filter {
            text,
            license,
            status,
            number,
        } = &self.filter;
        write("q", Some(text.as_str()).filter(|text| !text.is_empty()));
        write("license", license_name(*license).as_deref());
        write("status", name_of(&STATUSES, *status));
        write("number", name_of(&NUMBERS, *number));
        write("sort", sort_name(self.sort).as_deref());
        write(
            "page",
            (self.page > 0)
                .then(|| (self.page + 1).to_string())
                .as_deref(),
        );
        write(
            "size",
            self.page_size
                .map(|size| size.rows().to_string())
                .as_deref(),
        );
        url.finish()
    }
}

const STATUSES: [(&str, StatusFilter); 2] = [
    ("active", StatusFilter::Active),
    ("inactive", StatusFilter::Inactive),
];

const NUMBERS: [(&str, NumberFilter); 3] = [
    ("registered", NumberFilter::Registered),
    ("unregistered", NumberFilter::Unregistered),
    ("none", NumberFilter::None),
];

const COLUMNS: [(&str, SortBy); 3] = [
    ("name", SortBy::Name),
    ("email", SortBy::Email),
    ("license", SortBy::License),
];

fn from_name<T: Copy + Default>(names: &[(&str, T)], value: &str) -> T {
    names
        .iter()
        .find(|(name, _)| *name == value)
        .map(|(_, value)| *value)
        .unwrap_or_default()
}

fn name_of<T: Copy + PartialEq>(names: &[(&'static str, T)], wanted: T) -> Option<&'static str> {
    names
        .iter()
        .find(|(_, value)| *value == wanted)
        .map(|(name, _)| *name)
}

fn license_from(value: &str) -> LicenseFilter {
    match value {
        "any" => LicenseFilter::Any,
        "none" => LicenseFilter::None,
        id => FromStr::from_str(id)
            .map(LicenseFilter::Type)
            .unwrap_or_default(),
    }
}

fn license_name(license: LicenseFilter) -> Option<String> {
    match license {
        LicenseFilter::All => None,
        LicenseFilter::Any => Some("any".into()),
        LicenseFilter::None => Some("none".into()),
        LicenseFilter::Type(product) => Some(product.to_string()),
    }
}

fn sort_from(value: &str) -> Sort {
    let (column, descending) = match value.strip_prefix('-') {
        Some(column) => (column, true),
        None => (value, false),
    };
    match COLUMNS.iter().find(|(name, _)| *name == column) {
        Some((_, by)) => Sort {
            by: *by,
            descending,
        },
        None => Sort::default(),
    }
}

fn sort_name(sort: Sort) -> Option<String> {
    let column = name_of(&COLUMNS, sort.by)?;
    (sort != Sort::default()).then(|| {
        if sort.descending {
            format!("-{column}")
        } else {
            column.into()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ProductId;
    use proptest::prelude::*;

    fn any_view() -> impl Strategy<Value = ViewState> {
        let license = prop_oneof![
            Just(LicenseFilter::All),
            Just(LicenseFilter::Any),
            Just(LicenseFilter::None),
            any::<u128>().prop_map(|id| LicenseFilter::Type(ProductId::from_u128(id))),
        ];
        let status = prop::sample::select(vec![
            StatusFilter::All,
            StatusFilter::Active,
            StatusFilter::Inactive,
        ]);
        let number = prop::sample::select(vec![
            NumberFilter::All,
            NumberFilter::Registered,
            NumberFilter::Unregistered,
            NumberFilter::None,
        ]);
        let by = prop::sample::select(vec![SortBy::Name, SortBy::Email, SortBy::License]);
        let size = prop::option::of(prop::sample::select(PageSize::ALL.to_vec()));
        (
            "[a-z0-9-]{0,20}",
            ".*",
            license,
            status,
            number,
            by,
            any::<bool>(),
            0usize..1_000_000,
            size,
        )
            .prop_map(
                |(application, text, license, status, number, by, descending, page, page_size)| {
                    ViewState {
                        application,
                        filter: Filter {
                            text,
                            license,
                            status,
                            number,
                        },
                        sort: Sort { by, descending },
                        page,
                        page_size,
                    }
                },
            )
    }

    proptest! {
        #[test]
        fn every_view_survives_the_url(view in any_view(), base in "(/[a-z-]{1,9}){0,3}") {
            let url = base.clone() + &view.path();
            let (path, query) = url.split_once('?').unwrap_or((&url, ""));
            prop_assert_eq!(ViewState::below(&base, path, query), Some(view));
        }

        #[test]
        fn any_text_behind_the_question_mark_reads_as_some_view(text in ".*") {
            prop_assert!(ViewState::below("", "/meet", &text).is_some());
        }
    }

    fn of(application: &str) -> ViewState {
        ViewState {
            application: application.into(),
            ..ViewState::default()
        }
    }

    #[test]
    fn the_default_view_has_a_bare_url() {
        assert_eq!(ViewState::default().path(), "/");
        assert_eq!(of("meet").path(), "/meet");
    }

    #[test]
    fn nonsense_counts_as_default() {
        let query = "license=gold&status=maybe&number=7&sort=shoe&page=-3&size=51&token=secret";
        assert_eq!(ViewState::below("", "/meet", query), Some(of("meet")));
    }

    #[test]
    fn a_path_that_only_begins_like_the_base_is_not_below_it() {
        for path in ["/licenses-archive/meet", "/licensesmeet", "/other/meet", ""] {
            assert_eq!(ViewState::below("/licenses", path, ""), None, "{path}");
        }
        for path in ["/licenses", "/licenses/"] {
            assert_eq!(ViewState::below("/licenses", path, ""), Some(of("")));
        }
    }

    #[test]
    fn what_stands_behind_the_application_is_left_out() {
        let more = ViewState::below("/licenses", "/licenses/meet/more", "");
        assert_eq!(more, Some(of("meet")));
    }
}
