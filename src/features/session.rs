//! Who manages which account: the configuration, the host, and the client that calls the API.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;

use crate::api::browser::Browser;
use crate::api::client::{Action, Client};
use crate::domain::ids::{AccountId, ApplicationId};
use crate::domain::plan::Plan;
use crate::embed::config::{Config, ConfiguredApplication};
use crate::embed::host::{Host, Setup};

/// What holds for the page from beginning to end. Cheap to copy; lives as long as its owner.
#[derive(Clone, Copy)]
pub struct Session {
    owner: StoredValue<Owner>,
    pub(super) config: StoredValue<Arc<Config>>,
    pub(super) host: StoredValue<Host, LocalStorage>,
    client: StoredValue<Client, LocalStorage>,
    /// The account that is managed, once it is known.
    pub(super) account_id: RwSignal<Option<AccountId>>,
}

impl Session {
    /// The session of a page that has just been opened.
    pub fn new(setup: Setup) -> Self {
        let Setup {
            config,
            tokens,
            host,
        } = setup;
        let urls = (&config.api).into();
        let client = Client::new(Rc::new(Browser), urls, config.throttling, tokens);
        Self {
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            account_id: RwSignal::new(config.account),
            config: StoredValue::new(Arc::new(config)),
            host: StoredValue::new_local(host),
            client: StoredValue::new_local(client),
        }
    }

    /// The session that the views around share.
    pub fn expect() -> Self {
        expect_context()
    }

    /// What calls the API, as one task of the page.
    pub(super) fn action(self) -> Action {
        self.client.with_value(|client| client.action())
    }
}

impl Session {
    /// Ends what lives with the page: its tasks, its listeners, all that it holds.
    pub fn end(self) {
        // It holds its owner, which therefore does not end by itself.
        if let Some(owner) = self.owner.try_get_value() {
            owner.cleanup();
        }
    }

    /// The path below which the page has its URLs, without closing slash.
    pub(super) fn base(self) -> String {
        self.config
            .with_value(|config| config.base_path().to_owned())
    }

    /// The applications' names in the URL.
    pub(super) fn slugs(self) -> Vec<String> {
        self.config.with_value(|config| {
            let applications = config.applications.iter();
            applications
                .map(|each| each.application.slug.clone())
                .collect()
        })
    }

    /// The configuration.
    pub fn config(self) -> Arc<Config> {
        self.config.get_value()
    }

    /// Runs a task that ends with the page.
    pub(super) fn spawn(self, task: impl Future<Output = ()> + 'static) {
        self.owner
            .with_value(|owner| owner.with(|| spawn_local_scoped_with_cancellation(task)));
    }

    /// Whether the portal's session is another administrator's than the one who works here.
    pub fn is_another_administrator(self) -> bool {
        self.client
            .with_value(crate::api::client::Client::is_another_administrator)
    }

    /// What an application is called; `None`: there is no such application.
    pub fn name_of_application(self, id: ApplicationId) -> Option<String> {
        self.config.with_value(|config| {
            let mut applications = config.applications.iter().map(|each| &each.application);
            Some(applications.find(|each| each.id == id)?.name.clone())
        })
    }

    /// The application at this index of the configuration.
    pub fn application_at(self, index: usize) -> ConfiguredApplication {
        self.config
            .with_value(|config| config.applications[index].clone())
    }

    /// The application of a plan, by its index in the configuration.
    pub(super) fn place_of(self, plan: &Plan) -> Option<usize> {
        self.config.with_value(|config| {
            let mut applications = config.applications.iter();
            applications.position(|each| each.application.id == plan.application)
        })
    }

    pub(super) fn id_of(self, application: usize) -> Option<ApplicationId> {
        self.config
            .with_value(|config| Some(config.applications.get(application)?.application.id))
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
}
