//! The state of the table: application, filters, page, selection.

use std::sync::Arc;

use leptos::prelude::*;

use super::navigation::{Navigation, Step};
use crate::domain::application_view::ApplicationView;
use crate::domain::directory::Row;
use crate::domain::draft::PendingChange;
use crate::domain::ids::UserId;
use crate::domain::keyed::KeySet;
use crate::domain::plan::BlockReason;
use crate::domain::query::{Filter, PageSize, SortBy, ViewState};
use crate::domain::row_view::RowView;
use crate::domain::selection::Selection;
use crate::domain::user_view::UserView;
use crate::embed::config::ConfiguredApplication;
use crate::features::directory::load_state::Stage;
use crate::features::directory::state::{Account, decompose};
use crate::features::session::Session;

/// The users to which the rows are limited.
pub(crate) type OnlyUsers = Option<Arc<KeySet<UserId>>>;

/// The view of the account and the selection. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Table {
    session: Session,
    pub(super) account: Account,
    navigation: Navigation,
    pub(crate) application: Memo<usize>,
    pub(super) view: Memo<ViewState>,
    pub(super) rows: Memo<Vec<Row>>,
    /// While a run is shown, the set of rows is frozen.
    pub(super) is_frozen: Signal<bool>,
    /// The only users shown; `None`: all. Not in the URL, and not updated, so that no row goes away under the pointer.
    pub(crate) only: RwSignal<OnlyUsers>,
    pub(crate) selection: RwSignal<Selection>,
    pub(super) anchor: RwSignal<Option<UserId>>,
}

impl Table {
    /// The view in the URL. Call this inside the router.
    pub fn new(session: Session, account: Account, is_frozen: Signal<bool>) -> Self {
        let navigation = Navigation::new(session);
        let (application, view) = (navigation.application(), navigation.shown());
        let only = RwSignal::default();
        Self {
            session,
            account,
            navigation,
            application,
            view,
            rows: rows(account, application, view, is_frozen, only),
            is_frozen,
            only,
            selection: RwSignal::default(),
            anchor: RwSignal::default(),
        }
    }

    /// The table from the context.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Keeps the URL in sync with the view.
    pub fn start(self) {
        self.navigation.start();
    }
}

/// The rows that match the filters, in sort order. Recomputed when a run is dismissed, not while it is shown.
fn rows(
    account: Account,
    application: Memo<usize>,
    view: Memo<ViewState>,
    is_frozen: Signal<bool>,
    only: RwSignal<OnlyUsers>,
) -> Memo<Vec<Row>> {
    let asked = Memo::new(move |_| view.with(|view| (view.filter.clone(), view.sort)));
    Memo::new(move |_| {
        is_frozen.track();
        asked.with(|(filter, sort)| {
            account.as_read(application.get(), |app_view| {
                let mut rows = filter.rows(*sort, app_view, decompose);
                if let Some(only) = &*only.read() {
                    let users = &app_view.directory.users;
                    rows.retain(|row| only.contains(&users.id(*row)));
                }
                rows
            })
        })
    })
}

impl Table {
    /// The selected application.
    pub fn application(self) -> ConfiguredApplication {
        self.session
            .config
            .with_value(|config| config.applications[self.application.get()].clone())
    }

    /// Reads the account from the selected application. Tracks all of it, but of a run only the end.
    pub fn with_app_view<T>(self, look: impl FnOnce(ApplicationView) -> T) -> T {
        self.account.with_application(self.application.get(), look)
    }

    /// The index of the selected application.
    pub fn application_index(self) -> usize {
        self.application.get()
    }

    /// Whether the account has license types of the selected application, or is still loading.
    pub fn is_available(self) -> bool {
        self.account.load_state().stage == Stage::Loading
            || self.with_app_view(|app_view| app_view.types().next().is_some())
    }

    /// Whether users are filtered out, or only those of a selection or a draft are shown.
    pub fn is_narrowed(self) -> bool {
        self.only.with(Option::is_some) || self.filter() != Filter::default()
    }

    /// Whether users of the selected application need a number.
    pub fn needs_number(self) -> bool {
        let index = self.application.get();
        self.session
            .config
            .with_value(|config| config.applications[index].application.needs_number)
    }

    /// The row view of a user; `None`: not in the directory.
    pub fn row_view(
        self,
        user: UserId,
        pending: PendingChange,
        blocked: Option<BlockReason>,
    ) -> Option<RowView> {
        self.with_app_view(|app_view| RowView::new(user, app_view, pending, blocked))
    }

    /// The state of the view.
    pub fn view(self) -> ViewState {
        self.view.get()
    }

    /// The filter of the view.
    pub fn filter(self) -> Filter {
        self.view.with(|view| view.filter.clone())
    }

    /// The number of matching users.
    pub fn matching(self) -> usize {
        self.rows.with(Vec::len)
    }

    /// Rows per page.
    pub fn page_size(self) -> usize {
        let configured = self.session.config.with_value(|config| config.page_size);
        self.view
            .with(|view| view.page_size)
            .unwrap_or(configured)
            .rows()
    }

    /// The number of pages, at least one.
    pub fn pages(self) -> usize {
        self.matching().div_ceil(self.page_size()).max(1)
    }

    /// The current page, from 0; the last one if the URL has a greater one.
    pub fn page(self) -> usize {
        self.view.with(|view| view.page).min(self.pages() - 1)
    }

    /// The rows of the current page.
    pub(crate) fn page_rows(self) -> Vec<Row> {
        let size = self.page_size();
        let start = self.page() * size;
        self.rows
            .with(|rows| rows.iter().skip(start).take(size).copied().collect())
    }

    /// The users of the current page, as the table shows them.
    pub fn page_views(self) -> Vec<UserView> {
        let rows = self.page_rows();
        self.with_app_view(|app_view| {
            let views = rows.iter().map(|row| UserView::new(*row, app_view));
            views.collect()
        })
    }

    /// The users of the current page.
    pub fn page_users(self) -> Vec<UserId> {
        let rows = self.page_rows();
        self.account
            .directory
            .with(|directory| rows.iter().map(|row| directory.users.id(*row)).collect())
    }

    /// The URL of an application with the current search, filters and order.
    pub fn href(self, application: usize) -> String {
        self.navigation.href(&self.view_in(application))
    }

    /// Shows another application with the same search, filters and order.
    pub fn select_application(self, index: usize) {
        if self.application.get_untracked() != index {
            let view = untrack(|| self.view_in(index));
            self.navigation.go(view, Step::Push);
        }
    }

    fn view_in(self, application: usize) -> ViewState {
        self.session.config.with_value(|config| {
            let application = &config.applications[application].application;
            let slug = application.slug.clone();
            self.view().in_application(slug, application.needs_number)
        })
    }

    /// Shows the view at a path below the base, for the host.
    pub fn visit(self, path: &str) {
        self.navigation.visit(path);
    }

    /// Sets the search text. A search is one history entry, however many keys are pressed.
    pub fn search(self, text: String) {
        let begun = self.view.with_untracked(|view| view.filter.text.is_empty());
        self.change_filter(if begun { Step::Push } else { Step::Replace }, |filter| {
            filter.text = text
        });
    }

    /// Changes the filters.
    pub fn refine(self, change: impl FnOnce(&mut Filter)) {
        self.change_filter(Step::Push, change);
    }

    /// Resets search and filters.
    pub fn clear_filters(self) {
        self.only.set(None);
        self.refine(|filter| *filter = Filter::default());
    }

    /// Sorts by a column, or reverses the order of the current one.
    pub fn sort_by(self, by: SortBy) {
        self.navigation.change(Step::Push, |view| {
            view.sort = view.sort.toggled(by);
            view.page = 0;
        });
    }

    /// Shows a page, counted from 0.
    pub fn turn_to(self, page: usize) {
        self.navigation.change(Step::Push, |view| view.page = page);
    }

    /// Sets the rows per page.
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
}
