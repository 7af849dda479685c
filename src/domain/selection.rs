//! The selection: a filter plus exceptions, never a list of all users.

use super::application_view::ApplicationView;
use super::directory::Row;
use super::ids::UserId;
use super::keyed::KeySet;
use super::query::{Filter, Matcher};
use super::search_key::Decompose;

/// All users who match a filter, minus some, plus some others. Survives paging, sorting and refreshing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    everyone_matching: Option<Filter>,
    except: KeySet<UserId>,
    also: KeySet<UserId>,
}

/// How much of a set of rows is selected: the three states of a checkbox.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Share {
    /// None.
    None,
    /// Some.
    Some,
    /// All.
    All,
}

impl Selection {
    /// Selects all users who match a filter.
    pub fn everyone_matching(filter: Filter) -> Self {
        Self {
            everyone_matching: Some(filter),
            ..Self::default()
        }
    }

    /// Selects these users, regardless of filters.
    pub fn of(users: impl IntoIterator<Item = UserId>) -> Self {
        Self {
            also: users.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Whether the selection is empty.
    pub fn is_empty(&self) -> bool {
        self.everyone_matching.is_none() && self.also.is_empty()
    }

    /// Prepares the selection for checking many users of an application.
    pub fn on<'a>(&'a self, app_view: ApplicationView<'a>, decompose: Decompose) -> Selected<'a> {
        Selected {
            selection: self,
            app_view,
            matcher: self
                .everyone_matching
                .as_ref()
                .map(|filter| Matcher::new(filter, app_view, decompose)),
        }
    }

    /// Selects or deselects these rows.
    pub fn set(
        &mut self,
        rows: impl IntoIterator<Item = Row>,
        on: bool,
        app_view: ApplicationView,
        decompose: Decompose,
    ) {
        let before = self.clone();
        let before = before.on(app_view, decompose);
        for row in rows {
            let user = app_view.directory.users.id(row);
            let matches = before.matches(row);
            self.also.swap_remove(&user);
            self.except.swap_remove(&user);
            match (on, matches) {
                (true, false) => drop(self.also.insert(user)),
                (false, true) => drop(self.except.insert(user)),
                (true, true) | (false, false) => {}
            }
        }
    }
}

/// A selection prepared for checking many users.
pub struct Selected<'a> {
    selection: &'a Selection,
    app_view: ApplicationView<'a>,
    matcher: Option<Matcher<'a>>,
}

impl Selected<'_> {
    fn matches(&self, row: Row) -> bool {
        self.matcher
            .as_ref()
            .is_some_and(|matcher| matcher.matches(row))
    }

    /// Whether the user in this row is selected.
    pub fn contains(&self, row: Row) -> bool {
        let user = self.app_view.directory.users.id(row);
        self.selection.also.contains(&user)
            || (self.matches(row) && !self.selection.except.contains(&user))
    }

    /// The selected rows, in no particular order.
    pub fn rows(&self) -> Vec<Row> {
        let Selection { except, also, .. } = self.selection;
        let users = &self.app_view.directory.users;
        let matching = self.matcher.as_ref().map(|matcher| {
            let all: Vec<Row> = users.rows().collect();
            matcher.matching(&all)
        });
        let mut rows = matching.unwrap_or_default();
        if !except.is_empty() {
            rows.retain(|row| !except.contains(&users.id(*row)));
        }
        rows.extend(self.rows_of(also).filter(|row| !self.matches(*row)));
        rows
    }

    /// The number of selected users. `shown` are a filter and the rows that match it: if it is the filter of the
    /// selection, only exceptions are looked up.
    pub fn count(&self, shown: Option<(&Filter, &[Row])>) -> usize {
        let Selection {
            everyone_matching,
            except,
            also,
        } = self.selection;
        match (everyone_matching, shown) {
            (None, _) => self.rows_of(also).count(),
            (Some(everyone), Some((filter, matching))) if everyone == filter => {
                let except = self.rows_of(except).filter(|row| self.matches(*row));
                let also = self.rows_of(also).filter(|row| !self.matches(*row));
                (matching.len() + also.count()).saturating_sub(except.count())
            }
            _ => self.rows().len(),
        }
    }

    /// Whether all rows of the table are selected, of which there is at least one. `filter` is the one that they match, if
    /// they match one.
    pub fn contains_all(&self, rows: &[Row], filter: Option<&Filter>) -> bool {
        let Selection {
            everyone_matching,
            except,
            also,
        } = self.selection;
        match everyone_matching {
            _ if rows.is_empty() => false,
            None if also.len() < rows.len() => false,
            Some(everyone) if filter == Some(everyone) => {
                self.rows_of(except).all(|row| !self.matches(row))
            }
            _ => rows.iter().all(|row| self.contains(*row)),
        }
    }

    /// The rows of users who are in the directory.
    fn rows_of(&self, users: &KeySet<UserId>) -> impl Iterator<Item = Row> {
        let directory = self.app_view.directory;
        users.iter().filter_map(|user| directory.users.row(*user))
    }

    /// Whether none, some or all of these rows are selected.
    pub fn share_of(&self, rows: &[Row]) -> Share {
        match rows.iter().filter(|row| self.contains(**row)).count() {
            0 => Share::None,
            all if all == rows.len() => Share::All,
            _ => Share::Some,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::fixtures::{World, decompose};
    use crate::domain::query::Sort;
    use proptest::prelude::*;

    fn everyone() -> Filter {
        Filter::default()
    }

    fn named(text: &str) -> Filter {
        Filter {
            text: text.into(),
            ..Filter::default()
        }
    }

    #[test]
    fn everyone_matching_minus_one_is_a_true_count() {
        let world = World::new(20);
        let app_view = world.app_view(&world.meet);
        let mut selection = Selection::everyone_matching(everyone());
        selection.set([world.row(3)], false, app_view, decompose);
        assert_eq!(selection.on(app_view, decompose).count(None), 19);
        assert!(!selection.on(app_view, decompose).contains(world.row(3)));
    }

    #[test]
    fn named_users_stay_selected_whatever_they_match() {
        let mut world = World::new(3);
        let selection = Selection::of([world.id(0), world.id(2)]);
        world.license(0, crate::domain::fixtures::MEET);
        let selected = selection.on(world.app_view(&world.meet), decompose);
        assert_eq!(selected.count(None), 2);
        assert!(!selected.contains(world.row(1)));
    }

    #[test]
    fn a_user_outside_the_predicate_can_be_added() {
        let world = World::named(&["Ana", "Anna", "Bo"]);
        let app_view = world.app_view(&world.meet);
        let mut selection = Selection::everyone_matching(named("an"));
        selection.set([world.row(2)], true, app_view, decompose);
        assert_eq!(selection.on(app_view, decompose).count(None), 3);
    }

    #[test]
    fn who_was_taken_out_stays_out_when_they_no_longer_match() {
        let mut world = World::named(&["Ana", "Bo"]);
        let mut selection = Selection::everyone_matching(named("an"));
        selection.set(
            [world.row(0)],
            false,
            world.app_view(&world.meet),
            decompose,
        );
        world.rename(0, "Zoe");
        assert_eq!(
            selection
                .on(world.app_view(&world.meet), decompose)
                .count(None),
            0
        );
    }

    #[test]
    fn a_page_is_not_partly_or_wholly_selected() {
        let world = World::new(4);
        let app_view = world.app_view(&world.meet);
        let page = everyone().rows(Sort::default(), app_view, decompose);
        let mut selection = Selection::default();
        let share = |selection: &Selection| selection.on(app_view, decompose).share_of(&page);
        assert_eq!(share(&selection), Share::None);
        selection.set([page[0]], true, app_view, decompose);
        assert_eq!(share(&selection), Share::Some);
        selection.set(page.iter().copied(), true, app_view, decompose);
        assert_eq!(share(&selection), Share::All);
    }

    proptest! {
        /// Compares with the simplest model: a set of users.
        #[test]
        fn any_sequence_of_clicks_equals_a_plain_set(
            clicks in prop::collection::vec((0usize..30, any::<bool>(), prop::option::weighted(0.1, 0usize..3)), 0..60)
        ) {
            let world = World::new(30);
            let app_view = world.app_view(&world.meet);
            let filters = [everyone(), named("user 1"), named("nobody")];
            let mut selection = Selection::default();
            let mut set = BTreeSet::new();
            for (user, on, select_all) in clicks {
                if let Some(filter) = select_all {
                    let rows = filters[filter].rows(Sort::default(), app_view, decompose);
                    selection = Selection::everyone_matching(filters[filter].clone());
                    set = rows.into_iter().collect();
                }
                let row = world.row(user);
                selection.set([row], on, app_view, decompose);
                if on { set.insert(row); } else { set.remove(&row); }
            }
            let selected = selection.on(app_view, decompose);
            prop_assert_eq!(&selected.rows().into_iter().collect::<BTreeSet<Row>>(), &set);
            prop_assert_eq!(selected.count(None), set.len());
            for filter in &filters {
                let shown = filter.rows(Sort::default(), app_view, decompose);
                prop_assert_eq!(selected.count(Some((filter, &shown))), set.len());
                let are_all = !shown.is_empty() && shown.iter().all(|row| set.contains(row));
                prop_assert_eq!(selected.contains_all(&shown, Some(filter)), are_all);
                prop_assert_eq!(selected.contains_all(&shown, None), are_all);
            }
        }
    }
}
