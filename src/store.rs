//! The reactive state: joins model, run and API. The only owner of signals that views share.

mod derived;
mod drafts;
mod editing;
mod elsewhere;
mod follow_up;
mod keeping;
mod loading;
mod navigation;
mod planning;
mod progress;
mod reading;
mod results;
mod resuming;
mod running;
mod viewing;

pub use elsewhere::Unfinished;
pub use navigation::catch_up;
pub use reading::{Part, Reading, Refresh, Stage};
pub use results::EndedRun;
pub use running::ActiveRun;

use drafts::Drafts;
use follow_up::FollowUp;
use navigation::Navigation;
use planning::Plans;
use progress::Progress;
use results::Results;
use running::Wake;

use std::rc::Rc;
use std::sync::Arc;

use futures_util::future::AbortHandle;
use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;

use crate::api::browser::Browser;
use crate::api::client::Client;
use crate::domain::application_view::ApplicationView;
use crate::domain::catalog::Catalog;
use crate::domain::choices::{NumberChoice, TypeChoice};
use crate::domain::directory::{Directory, Row};
use crate::domain::draft::Shortage;
use crate::domain::ids::{AccountId, UserId};
use crate::domain::keyed::KeySet;
use crate::domain::query::ViewState;
use crate::domain::selection::Selection;
use crate::embed::config::{Config, ConfiguredApplication};
use crate::embed::host::{Host, Setup};

/// All that the views share. Cheap to copy; lives as long as its owner.
#[derive(Clone, Copy)]
pub struct Store {
    owner: StoredValue<Owner>,
    config: StoredValue<Arc<Config>>,
    navigation: Navigation,
    host: StoredValue<Host, LocalStorage>,
    client: StoredValue<Client, LocalStorage>,
    account: RwSignal<Option<AccountId>>,
    catalog: RwSignal<Arc<Catalog>>,
    directory: RwSignal<Directory>,
    reading: RwSignal<Reading>,
    /// Cancels the load that is under way, if one is.
    loading: StoredValue<Option<AbortHandle>>,
    application: Memo<usize>,
    view: Memo<ViewState>,
    selection: RwSignal<Selection>,
    anchor: RwSignal<Option<UserId>>,
    drafts: Drafts,
    shortage: RwSignal<Option<Shortage>>,
    run: RwSignal<Option<ActiveRun>>,
    progress: Progress,
    wake_run: StoredValue<Option<Wake>, LocalStorage>,
    follow_ups: StoredValue<Vec<FollowUp>, LocalStorage>,
    unfinished: RwSignal<Option<Unfinished>>,
    /// Whether a later page could finish the run.
    is_kept: RwSignal<bool>,
    results: RwSignal<Results>,
    /// Whom the review is about; `None`: all who are drafted.
    reviewed: RwSignal<Option<Arc<KeySet<UserId>>>>,
    rows: Memo<Vec<Row>>,
    plans: RwSignal<Option<Plans>>,
    type_choices: Memo<Vec<TypeChoice>>,
    number_choices: Memo<Arc<Vec<NumberChoice>>>,
}

impl Store {
    /// The state of a page that has just been opened; [`Store::start`] brings it to life.
    pub fn new(setup: Setup) -> Self {
        let base = setup.base().to_owned();
        let Setup {
            config,
            tokens,
            host,
        } = setup;
        let account = RwSignal::new(config.account);
        let catalog = RwSignal::default();
        let directory = RwSignal::default();
        let slugs = config.applications.iter();
        let slugs = slugs.map(|each| each.application.slug.clone()).collect();
        let navigation = Navigation::new(&base, slugs, host.clone());
        let (application, view) = (navigation.application(), navigation.shown());
        let drafts = Drafts::new(config.applications.len());
        let urls = (&config.api).into();
        let client = Client::new(Rc::new(Browser), urls, config.throttling, tokens);
        let config = StoredValue::new(Arc::new(config));
        let run = RwSignal::default();
        let progress = Progress::new();
        let app_views = derived::AppViews {
            config,
            catalog,
            directory,
            application,
            progress,
        };
        Self {
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            rows: derived::rows(app_views, view, run),
            plans: RwSignal::default(),
            type_choices: derived::type_choices(app_views),
            number_choices: derived::number_choices(app_views, drafts),
            config,
            navigation,
            host: StoredValue::new_local(host),
            client: StoredValue::new_local(client),
            account,
            catalog,
            directory,
            reading: RwSignal::default(),
            loading: StoredValue::new(None),
            application,
            view,
            selection: RwSignal::default(),
            anchor: RwSignal::default(),
            drafts,
            shortage: RwSignal::default(),
            run,
            progress,
            wake_run: StoredValue::new_local(None),
            follow_ups: StoredValue::new_local(Vec::new()),
            unfinished: RwSignal::default(),
            is_kept: RwSignal::new(true),
            results: RwSignal::default(),
            reviewed: RwSignal::default(),
        }
    }

    /// The state that the views around share.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Shows what the URL says, tells the host how it goes, and reads the account.
    pub fn start(self) {
        self.navigation.start();
        self.forget_selection_between_applications();
        self.tell_host();
        self.read();
    }

    /// Ends what lives with the page: its tasks, its listeners, all that it holds.
    pub fn end(self) {
        // It holds its owner, which therefore does not end by itself.
        if let Some(owner) = self.owner.try_get_value() {
            owner.cleanup();
        }
    }

    /// The configuration.
    pub fn config(self) -> Arc<Config> {
        self.config.get_value()
    }

    /// The application selected.
    pub fn application(self) -> ConfiguredApplication {
        self.config
            .with_value(|config| config.applications[self.application.get()].clone())
    }

    /// Looks at the account from the selected application. Tracks all of it, but of a run only the end.
    pub fn with_app_view<T>(self, look: impl FnOnce(ApplicationView) -> T) -> T {
        self.app_views().with(look)
    }

    /// The license types.
    pub fn catalog(self) -> Arc<Catalog> {
        self.catalog.get()
    }

    /// Runs a task that ends with the page.
    fn spawn(self, task: impl Future<Output = ()> + 'static) {
        self.owner
            .with_value(|owner| owner.with(|| spawn_local_scoped_with_cancellation(task)));
    }

    fn app_views(self) -> derived::AppViews {
        let Self {
            config,
            catalog,
            directory,
            application,
            progress,
            ..
        } = self;
        derived::AppViews {
            config,
            catalog,
            directory,
            application,
            progress,
        }
    }

    /// Whether leaving would lose a draft or leave a run. Tracks both.
    pub fn has_unsaved(self) -> bool {
        self.drafts.is_any() || self.is_running()
    }

    fn tell_host(self) {
        let unsaved = Memo::new(move |_| self.has_unsaved());
        Effect::new(move |_| {
            let unsaved = unsaved.get();
            self.host.with_value(|host| host.dirty(unsaved));
        });
        let stage = Memo::new(move |_| self.reading.with(Reading::told));
        Effect::new(move |_| {
            let stage = stage.get();
            self.host.with_value(|host| host.stage(stage));
        });
    }
}

/// Letters in lower case and their marks apart, by the browser.
fn decompose(text: &str) -> String {
    let decomposed = js_sys::JsString::from(text).normalize("NFD");
    decomposed.to_lower_case().into()
}
