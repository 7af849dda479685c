//! Which application, which rows, which page: the view, and its URL.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Stage, Store};
use crate::domain::application_view::ApplicationView;
use crate::domain::choices::{NumberChoice, TypeChoice};
use crate::domain::directory::Row;
use crate::domain::draft::PendingChange;
use crate::domain::ids::UserId;
use crate::domain::plan::BlockReason;
use crate::domain::query::{Filter, PageSize, Query, SortBy};
use crate::domain::row_view::RowView;
use crate::embed::place::Place;
use crate::embed::route::Step;

impl Store {
    /// The index of the selected application.
    pub fn application_index(self) -> usize {
        self.application.get()
    }

    /// Looks at the account from any application. Tracks all of it, but of a run only the end.
    pub fn with_application<T>(self, index: usize, look: impl FnOnce(ApplicationView) -> T) -> T {
        self.app_views().with_application(index, look)
    }

    /// Looks at what is counted of an application: seats, licensed users. Tracks it while a run is under way, too.
    pub fn with_totals<T>(self, index: usize, look: impl FnOnce(ApplicationView) -> T) -> T {
        self.app_views().with_totals(index, look)
    }

    /// A row shows this user from now on, and wakes when a run changes something for them.
    pub fn watch_user(self, user: UserId) {
        self.progress.watch(user);
    }

    /// Whether the account has license types of the selected application, or is still being asked.
    pub fn is_available(self) -> bool {
        self.reading().stage == Stage::Reading
            || self.with_app_view(|app_view| app_view.types().next().is_some())
    }

    /// Whether the selected application gives its users a number.
    pub fn needs_number(self) -> bool {
        let index = self.application.get();
        self.config
            .with_value(|config| config.applications[index].application.needs_number)
    }

    /// What the table says of a user whom a row shows; `None`: not in the directory.
    pub fn entry(
        self,
        user: UserId,
        pending: PendingChange,
        blocked: Option<BlockReason>,
    ) -> Option<RowView> {
        self.progress.track_user(user);
        self.with_app_view(|app_view| RowView::new(user, app_view, pending, blocked))
    }

    /// The license types to choose from.
    pub fn type_choices(self) -> Vec<TypeChoice> {
        self.type_choices.get()
    }

    /// The numbers to choose from.
    pub fn number_choices(self) -> Arc<Vec<NumberChoice>> {
        self.number_choices.get()
    }

    /// Where to sign in and come back from, if the deployment has such a place.
    pub fn sign_in_href(self) -> Option<String> {
        let sign_in = self
            .config
            .with_value(|config| config.sign_in_url.clone())?;
        let location = window().location();
        let here = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
        Some(format!(
            "{}?return={}",
            sign_in.as_str(),
            js_sys::encode_uri_component(&here)
        ))
    }

    /// The state of the view.
    pub fn query(self) -> Query {
        self.query.get()
    }

    /// The filter of the view.
    pub fn filter(self) -> Filter {
        self.query.with(|query| query.filter.clone())
    }

    /// How many users match.
    pub fn matching(self) -> usize {
        self.rows.with(Vec::len)
    }

    /// Rows on a page.
    pub fn page_size(self) -> usize {
        let configured = self.config.with_value(|config| config.page_size);
        self.query
            .with(|query| query.page_size)
            .unwrap_or(configured)
            .rows()
    }

    /// How many pages there are; one at least.
    pub fn pages(self) -> usize {
        self.matching().div_ceil(self.page_size()).max(1)
    }

    /// The page shown, counted from 0; the last one when the URL asks for one beyond.
    pub fn page(self) -> usize {
        self.query.with(|query| query.page).min(self.pages() - 1)
    }

    /// The rows on the page.
    pub(super) fn page_rows(self) -> Vec<Row> {
        let size = self.page_size();
        let start = self.page() * size;
        self.rows
            .with(|rows| rows.iter().skip(start).take(size).copied().collect())
    }

    /// The users on the page.
    pub fn page_users(self) -> Vec<UserId> {
        let rows = self.page_rows();
        self.directory
            .with(|directory| rows.iter().map(|row| directory.users.id(*row)).collect())
    }

    /// The address of an application's view.
    pub fn href(self, application: usize) -> String {
        let place = Place {
            slug: self.slug(application),
            query: String::new(),
        };
        self.route.with_value(|route| route.href(&place))
    }

    /// Shows another application, with everyone.
    pub fn select_application(self, index: usize) {
        if self.application.get_untracked() != index {
            self.show(index, Query::default());
            self.write_url(Step::Push);
        }
    }

    /// Searches. One search is one place to come back to, however many keys it took.
    pub fn search(self, text: String) {
        let begun = self
            .query
            .with_untracked(|query| query.filter.text.is_empty());
        self.change_filter(if begun { Step::Push } else { Step::Replace }, |filter| {
            filter.text = text
        });
    }

    /// Filters.
    pub fn refine(self, change: impl FnOnce(&mut Filter)) {
        self.change_filter(Step::Push, change);
    }

    /// Sorts by a column; by the same once more, the other way round.
    pub fn sort_by(self, by: SortBy) {
        self.change_query(Step::Push, |query| {
            query.sort = query.sort.toggled(by);
            query.page = 0;
        });
    }

    /// Turns to a page, counted from 0.
    pub fn turn_to(self, page: usize) {
        self.change_query(Step::Push, |query| query.page = page);
    }

    /// Shows so many rows a page.
    pub fn resize(self, size: PageSize) {
        self.change_query(Step::Push, |query| {
            query.page_size = Some(size);
            query.page = 0;
        });
    }

    fn change_filter(self, step: Step, change: impl FnOnce(&mut Filter)) {
        self.change_query(step, |query| {
            change(&mut query.filter);
            query.page = 0;
        });
    }

    fn change_query(self, step: Step, change: impl FnOnce(&mut Query)) {
        self.query.update(change);
        self.write_url(step);
    }

    fn write_url(self, step: Step) {
        let place = Place {
            slug: self.slug(self.application.get_untracked()),
            query: self.query.with_untracked(Query::to_url),
        };
        self.route.with_value(|route| route.write(&place, step));
    }

    fn slug(self, index: usize) -> String {
        self.config
            .with_value(|config| config.applications[index].application.slug.clone())
    }

    /// Shows what the URL says.
    pub fn follow_url(self) {
        let place = self.route.with_value(|route| route.read());
        self.go_to(&place);
        self.write_url(Step::Replace);
    }

    /// An application that is not configured counts as the first one, so that an old link still opens.
    fn go_to(self, place: &Place) {
        let index = self.config.with_value(|config| {
            config
                .applications
                .iter()
                .position(|each| each.application.slug == place.slug)
        });
        self.show(index.unwrap_or_default(), Query::from_url(&place.query));
    }

    fn show(self, application: usize, query: Query) {
        if self.application.get_untracked() != application {
            self.clear_selection();
            self.shortage.set(None);
            self.application.set(application);
        }
        if self.query.with_untracked(|old| *old != query) {
            self.query.set(query);
        }
    }
}
