//! The view state of the table: application, search, filters, sort, page.

mod matcher;
mod url;

pub use matcher::Matcher;
pub use url::path_below;

use super::application_view::ApplicationView;
use super::catalog::TypeIndex;
use super::directory::Row;
use super::ids::ProductId;
use super::search_key::Decompose;

/// The view state, as the URL has it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ViewState {
    /// The application's slug; may be empty.
    pub application: String,
    /// The filter.
    pub filter: Filter,
    /// The sort order.
    pub sort: Sort,
    /// The page, from 0.
    pub page: usize,
    /// Rows per page; `None`: as configured.
    pub page_size: Option<PageSize>,
}

/// A filter of users.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Search words; all must match.
    pub text: String,
    /// By license.
    pub license: LicenseFilter,
    /// By status.
    pub status: StatusFilter,
    /// By SMS number.
    pub number: NumberFilter,
}

impl ViewState {
    /// The view of another application, with the same search, filters and order, except for what it does not have: the
    /// license types of this one, and maybe numbers.
    pub fn in_application(self, application: String, has_numbers: bool) -> Self {
        let license = match self.filter.license {
            LicenseFilter::Type(_) => LicenseFilter::All,
            license => license,
        };
        let number = if has_numbers {
            self.filter.number
        } else {
            NumberFilter::All
        };
        Self {
            application,
            filter: Filter {
                license,
                number,
                ..self.filter
            },
            page: 0,
            ..self
        }
    }
}

/// Filters users by license.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LicenseFilter {
    /// All users.
    #[default]
    All,
    /// Users with any license.
    Any,
    /// Users without a license.
    None,
    /// Users with this license type.
    Type(ProductId),
}

/// Filters users by status.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum StatusFilter {
    /// All users.
    #[default]
    All,
    /// Only active users.
    Active,
    /// Only inactive users.
    Inactive,
}

/// Filters users by SMS number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum NumberFilter {
    /// All users.
    #[default]
    All,
    /// Users with a registered number.
    Registered,
    /// Users with an unregistered number.
    Unregistered,
    /// Users without a number.
    None,
}

/// The order of rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sort {
    /// The column.
    pub by: SortBy,
    /// Whether the order is descending.
    pub descending: bool,
}

/// A sortable column.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SortBy {
    /// The user's name.
    #[default]
    Name,
    /// The user's email address.
    Email,
    /// The license type, in the catalog's order, users without one last.
    License,
}

/// Rows per page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PageSize {
    /// 25 rows.
    P25,
    /// 50 rows.
    P50,
    /// 100 rows.
    P100,
}

impl PageSize {
    /// All sizes, ascending.
    pub const ALL: [Self; 3] = [Self::P25, Self::P50, Self::P100];

    /// The number of rows.
    pub fn rows(self) -> usize {
        match self {
            Self::P25 => 25,
            Self::P50 => 50,
            Self::P100 => 100,
        }
    }

    /// The size with this number of rows, if there is one.
    pub fn with_rows(rows: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.rows() == rows)
    }
}

impl Sort {
    /// The order after a click on a column's header.
    pub fn toggled(self, by: SortBy) -> Self {
        Self {
            by,
            descending: self.by == by && !self.descending,
        }
    }
}

impl Filter {
    /// The matching rows, sorted.
    pub fn rows(&self, sort: Sort, app_view: ApplicationView, decompose: Decompose) -> Vec<Row> {
        let users = &app_view.directory.users;
        let matcher = Matcher::new(self, app_view, decompose);
        let order = if sort.by == SortBy::Email {
            users.by_email()
        } else {
            users.by_name()
        };
        let mut rows = matcher.matching(order);
        if sort.by == SortBy::License {
            sort_by_license(&mut rows, app_view);
        }
        if sort.descending {
            rows.reverse();
        }
        rows
    }
}

/// Sorts by license type in catalog order, users without one last; stable.
fn sort_by_license(rows: &mut [Row], app_view: ApplicationView) {
    let types: Vec<TypeIndex> = app_view.types().map(|(kind, _)| kind).collect();
    rows.sort_by_cached_key(|row| {
        let license = app_view.license_at(*row);
        let place = |license| types.iter().position(|kind| *kind == license);
        license.and_then(place).unwrap_or(types.len())
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{self, World, decompose};

    fn found(world: &World, filter: &Filter) -> Vec<String> {
        let app_view = world.app_view(&world.sms);
        let users = &world.directory.users;
        let rows = filter.rows(Sort::default(), app_view, decompose);
        rows.into_iter()
            .map(|row| users.name(row).to_owned())
            .collect()
    }

    fn search(world: &World, text: &str) -> Vec<String> {
        found(
            world,
            &Filter {
                text: text.into(),
                ..Filter::default()
            },
        )
    }

    #[test]
    fn search_ignores_case_and_accents() {
        let world = World::named(&["Ana Beltrán", "Bastian Lang"]);
        for text in ["beltran", "BELTRÁN", "  bel  ana "] {
            assert_eq!(search(&world, text), ["Ana Beltrán"], "{text}");
        }
    }

    #[test]
    fn every_word_must_match_somewhere() {
        let world = World::named(&["Ana Beltrán", "Ana Lang"]);
        assert_eq!(search(&world, "ana lang"), ["Ana Lang"]);
        assert!(search(&world, "ana zoe").is_empty());
    }

    #[test]
    fn search_finds_phones_and_sms_numbers_with_any_punctuation() {
        let mut world = World::named(&["Ana", "Bo"]);
        world.give_number(1, 9_415_550_142);
        for text in ["9415550142", "(941) 555-0142", "555-0142", "0142"] {
            assert_eq!(search(&world, text), ["Bo"], "{text}");
        }
        let phone = world
            .directory
            .users
            .phone(world.directory.users.by_name()[0])
            .to_owned();
        assert_eq!(search(&world, &phone), ["Ana"]);
    }

    #[test]
    fn words_do_not_match_across_name_and_email() {
        let world = World::named(&["Ana"]);
        assert!(search(&world, "anauser0").is_empty());
    }

    #[test]
    fn filters_by_license_tell_any_none_and_each_apart() {
        let mut world = World::named(&["Ana", "Bo", "Cy"]);
        world.license(0, fixtures::SMS);
        world.license(1, fixtures::SMS_ULTIMATE);
        world.license(2, fixtures::MEET);
        let by = |license| {
            found(
                &world,
                &Filter {
                    license,
                    ..Filter::default()
                },
            )
        };
        assert_eq!(by(LicenseFilter::Any), ["Ana", "Bo"]);
        assert_eq!(by(LicenseFilter::None), ["Cy"]);
        assert_eq!(by(LicenseFilter::Type(fixtures::SMS_ULTIMATE)), ["Bo"]);
    }

    #[test]
    fn filters_by_number_tell_registered_unregistered_and_none_apart() {
        let mut world = World::named(&["Ana", "Bo", "Cy"]);
        world.give_number(0, 9_415_550_100);
        world.give_unregistered_number(1, 9_415_550_101);
        let by = |number| {
            found(
                &world,
                &Filter {
                    number,
                    ..Filter::default()
                },
            )
        };
        assert_eq!(by(NumberFilter::Registered), ["Ana"]);
        assert_eq!(by(NumberFilter::Unregistered), ["Bo"]);
        assert_eq!(by(NumberFilter::None), ["Cy"]);
    }

    #[test]
    fn sort_by_license_puts_users_without_one_last() {
        let mut world = World::named(&["Ana", "Bo", "Cy"]);
        world.license(1, fixtures::SMS_ULTIMATE);
        world.license(2, fixtures::SMS);
        let sort = Sort {
            by: SortBy::License,
            descending: false,
        };
        let rows = Filter::default().rows(sort, world.app_view(&world.sms), decompose);
        let names: Vec<&str> = rows
            .iter()
            .map(|row| world.directory.users.name(*row))
            .collect();
        assert_eq!(names, ["Cy", "Bo", "Ana"]);
    }

    #[test]
    fn a_second_click_on_a_column_turns_the_order_round() {
        let by_name = Sort::default();
        let by_email = by_name.toggled(SortBy::Email);
        assert_eq!(
            by_email,
            Sort {
                by: SortBy::Email,
                descending: false
            }
        );
        assert!(by_email.toggled(SortBy::Email).descending);
        assert!(
            !by_email
                .toggled(SortBy::Email)
                .toggled(SortBy::Name)
                .descending
        );
    }

    #[test]
    fn another_application_keeps_the_view_but_for_what_it_does_not_have() {
        let view = ViewState {
            application: "star-messenger".into(),
            filter: Filter {
                text: "ana".into(),
                license: LicenseFilter::Type(ProductId::from_u128(1)),
                status: StatusFilter::Active,
                number: NumberFilter::Unregistered,
            },
            sort: Sort {
                by: SortBy::Email,
                descending: true,
            },
            page: 3,
            page_size: Some(PageSize::P25),
        };
        let meet = view.clone().in_application("meet".into(), false);
        let filter = Filter {
            license: LicenseFilter::All,
            number: NumberFilter::All,
            ..view.filter.clone()
        };
        let expected = ViewState {
            application: "meet".into(),
            filter,
            page: 0,
            ..view.clone()
        };
        assert_eq!(meet, expected);

        let any = LicenseFilter::Any;
        let with_any = ViewState {
            filter: Filter {
                license: any,
                ..view.filter
            },
            ..view
        };
        let filter = with_any.in_application("other".into(), true).filter;
        assert_eq!(
            (filter.license, filter.number),
            (any, NumberFilter::Unregistered)
        );
    }
}
