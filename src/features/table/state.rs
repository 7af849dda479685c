//! What of the account is shown: application, filters, page.

use leptos::prelude::*;

use super::navigation::{Navigation, Step};
use crate::domain::application_view::ApplicationView;
use crate::domain::directory::Row;
use crate::domain::draft::PendingChange;
use crate::domain::ids::UserId;
use crate::domain::plan::BlockReason;
use crate::domain::query::{Filter, PageSize, SortBy, ViewState};
use crate::domain::row_view::RowView;
use crate::domain::selection::Selection;
use crate::domain::user_view::UserView;
use crate::embed::config::ConfiguredApplication;
use crate::features::directory::loader::Stage;
use crate::features::directory::state::{Account, decompose};
use crate::features::session::Session;

/// The users that are shown, a page at a time, and who is selected. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Table {
    session: Session,
    pub(super) account: Account,
    navigation: Navigation,
    pub(crate) application: Memo<usize>,
    pub(super) view: Memo<ViewState>,
    pub(super) rows: Memo<Vec<Row>>,
    /// While a run is shown, no row comes or goes.
    pub(super) is_frozen: Signal<bool>,
    pub(crate) selection: RwSignal<Selection>,
    pub(super) anchor: RwSignal<Option<UserId>>,
}

impl Table {
    /// The view that the URL names. Only inside the router.
    pub fn new(session: Session, account: Account, is_frozen: Signal<bool>) -> Self {
        let navigation = Navigation::new(session);
        let (application, view) = (navigation.application(), navigation.shown());
        Self {
            session,
            account,
            navigation,
            application,
            view,
            rows: rows(account, application, view, is_frozen),
            is_frozen,
            selection: RwSignal::default(),
            anchor: RwSignal::default(),
        }
    }

    /// The table that the views around share.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Has the URL say what is shown from now on.
    pub fn start(self) {
        self.navigation.start();
    }
}

/// The rows that match the filters, in their order. They are chosen anew when a run is dismissed, not while it is shown.
fn rows(
    account: Account,
    application: Memo<usize>,
    view: Memo<ViewState>,
    is_frozen: Signal<bool>,
) -> Memo<Vec<Row>> {
    let asked = Memo::new(move |_| view.with(|view| (view.filter.clone(), view.sort)));
    Memo::new(move |_| {
        is_frozen.track();
        asked.with(|(filter, sort)| {
            account.as_read(application.get(), |app_view| {
                filter.rows(*sort, app_view, decompose)
            })
        })
    })
}

impl Table {
    /// The application selected.
    pub fn application(self) -> ConfiguredApplication {
        self.session
            .config
            .with_value(|config| config.applications[self.application.get()].clone())
    }

    /// Looks at the account from the selected application. Tracks all of it, but of a run only the end.
    pub fn with_app_view<T>(self, look: impl FnOnce(ApplicationView) -> T) -> T {
        self.account.with_application(self.application.get(), look)
    }

    /// The index of the selected application.
    pub fn application_index(self) -> usize {
        self.application.get()
    }

    /// Whether the account has license types of the selected application, or is still being asked.
    pub fn is_available(self) -> bool {
        self.account.load_state().stage == Stage::Loading
            || self.with_app_view(|app_view| app_view.types().next().is_some())
    }

    /// Whether the selected application gives its users a number.
    pub fn needs_number(self) -> bool {
        let index = self.application.get();
        self.session
            .config
            .with_value(|config| config.applications[index].application.needs_number)
    }

    /// Who a user is whom a row shows; `None`: not in the directory.
    pub fn user(self, user: UserId) -> Option<UserView> {
        self.with_app_view(|app_view| UserView::new(user, app_view))
    }

    /// What the table says of what a user has whom a row shows; `None`: not in the directory.
    pub fn row_view(
        self,
        user: UserId,
        pending: PendingChange,
        blocked: Option<BlockReason>,
    ) -> Option<RowView> {
        self.account.progress.track_user(user);
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

    /// How many users match.
    pub fn matching(self) -> usize {
        self.rows.with(Vec::len)
    }

    /// Rows on a page.
    pub fn page_size(self) -> usize {
        let configured = self.session.config.with_value(|config| config.page_size);
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
    pub(crate) fn page_rows(self) -> Vec<Row> {
        let size = self.page_size();
        let start = self.page() * size;
        self.rows
            .with(|rows| rows.iter().skip(start).take(size).copied().collect())
    }

    /// The users on the page.
    pub fn page_users(self) -> Vec<UserId> {
        let rows = self.page_rows();
        self.account
            .directory
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
}
