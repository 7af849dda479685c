//! Which application, which rows, which page: the view.

use std::sync::Arc;

use leptos::prelude::*;

use super::navigation::Step;
use super::{Stage, Store};
use crate::domain::application_view::ApplicationView;
use crate::domain::choices::{NumberChoice, TypeChoice};
use crate::domain::directory::Row;
use crate::domain::draft::PendingChange;
use crate::domain::ids::UserId;
use crate::domain::plan::BlockReason;
use crate::domain::query::{Filter, PageSize, SortBy, ViewState};
use crate::domain::row_view::RowView;

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
    pub fn view(self) -> ViewState {
        self.view.get()
    }

    /// The filter of the view.
    pub fn filter(self) -> Filter {
        self.view.with(|view| view.filter.clone())
    }

    /// How many users match.
    pub fn matching(self) -> usize {
        self.rows.with(Vec::len)
    }

    /// Rows on a page.
    pub fn page_size(self) -> usize {
        let configured = self.config.with_value(|config| config.page_size);
        self.view
            .with(|view| view.page_size)
            .unwrap_or(configured)
            .rows()
    }

    /// How many pages there are; one at least.
    pub fn pages(self) -> usize {
        self.matching().div_ceil(self.page_size()).max(1)
    }

    /// The page shown, counted from 0; the last one when the URL asks for one beyond.
    pub fn page(self) -> usize {
        self.view.with(|view| view.page).min(self.pages() - 1)
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
        self.navigation.href(&self.navigation.everyone(application))
    }

    /// Shows another application, with everyone.
    pub fn select_application(self, index: usize) {
        if self.application.get_untracked() != index {
            self.navigation
                .go(self.navigation.everyone(index), Step::Push);
        }
    }

    /// Shows what a path below the base names, for the host.
    pub fn visit(self, path: &str) {
        self.navigation.visit(path);
    }

    /// Searches. One search is one place to come back to, however many keys it took.
    pub fn search(self, text: String) {
        let begun = self.view.with_untracked(|view| view.filter.text.is_empty());
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
        self.navigation.change(Step::Push, |view| {
            view.sort = view.sort.toggled(by);
            view.page = 0;
        });
    }

    /// Turns to a page, counted from 0.
    pub fn turn_to(self, page: usize) {
        self.navigation.change(Step::Push, |view| view.page = page);
    }

    /// Shows so many rows a page.
    pub fn resize(self, size: PageSize) {
        self.navigation.change(Step::Push, |view| {
            view.page_size = Some(size);
            view.page = 0;
        });
    }

    fn change_filter(self, step: Step, change: impl FnOnce(&mut Filter)) {
        self.navigation.change(step, |view| {
            change(&mut view.filter);
            view.page = 0;
        });
    }

    /// Another application begins with nobody selected.
    pub(super) fn forget_selection_between_applications(self) {
        Effect::new(move |before: Option<usize>| {
            let application = self.application.get();
            if before.is_some_and(|before| before != application) {
                self.clear_selection();
                self.forget_shortage();
            }
            application
        });
    }
}
