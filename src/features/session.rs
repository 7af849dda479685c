//! The session: the configuration, the host, and the API client.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;
use wasm_bindgen_futures::JsFuture;

use crate::api::ApiError;
use crate::api::browser::Browser;
use crate::api::client::{Action, Client};
use crate::domain::ids::{AccountId, ApplicationId};
use crate::domain::plan::Plan;
use crate::embed::config::{Config, ConfiguredApplication};
use crate::embed::host::{Host, Setup};
use crate::i18n::Language;

/// The session of a page. Cheap to copy; lives as long as its owner.
#[derive(Clone, Copy)]
pub struct Session {
    owner: StoredValue<Owner>,
    pub(super) config: StoredValue<Arc<Config>>,
    pub(super) host: StoredValue<Host, LocalStorage>,
    client: StoredValue<Client, LocalStorage>,
    language: Language,
    /// The managed account, once known.
    pub(super) account_id: RwSignal<Option<AccountId>>,
}

impl Session {
    /// A new session.
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
            language: Language::expect(),
        }
    }

    /// The session from the context.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Starts an action of the API client.
    pub(super) fn action(self) -> Action {
        self.client.with_value(|client| client.action())
    }
}

impl Session {
    /// Ends all tasks and listeners of the page.
    pub fn end(self) {
        // The owner is stored within itself, so it is never dropped without this.
        if let Some(owner) = self.owner.try_get_value() {
            owner.cleanup();
        }
    }

    /// The path below which the page has its URLs, without a trailing slash.
    pub(super) fn base(self) -> String {
        self.config
            .with_value(|config| config.base_path().to_owned())
    }

    /// The applications' slugs.
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

    /// Spawns a task that ends with the page.
    pub(super) fn spawn(self, task: impl Future<Output = ()> + 'static) {
        self.owner
            .with_value(|owner| owner.with(|| spawn_local_scoped_with_cancellation(task)));
    }

    /// Starts loading the texts of the second module, beside the module.
    pub fn request_texts(self) {
        self.host.with_value(|host| drop(host.more_texts()));
    }

    /// Loads the texts of the second module, which must be there before its views are rendered. Part of that module.
    ///
    /// # Errors
    /// When they can't be loaded, like the module itself.
    pub async fn load_texts(self) -> Result<(), ApiError> {
        if self.language.is_complete() {
            return Ok(());
        }
        let texts = self.host.with_value(Host::more_texts);
        let texts = JsFuture::from(texts).await.ok();
        let texts = texts.and_then(|texts| texts.as_string());
        // The language may have changed since, with all its texts.
        if !self.language.is_complete() {
            self.language.complete(&texts.ok_or(ApiError::Unreachable)?);
        }
        Ok(())
    }

    /// Whether another administrator has signed in to the portal.
    pub fn is_another_administrator(self) -> bool {
        self.client
            .with_value(crate::api::client::Client::is_another_administrator)
    }

    /// The name of an application; `None`: not configured.
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

    /// The index of a plan's application in the configuration.
    pub(super) fn index_of(self, plan: &Plan) -> Option<usize> {
        self.config.with_value(|config| {
            let mut applications = config.applications.iter();
            applications.position(|each| each.application.id == plan.application)
        })
    }

    pub(super) fn id_of(self, application: usize) -> Option<ApplicationId> {
        self.config
            .with_value(|config| Some(config.applications.get(application)?.application.id))
    }

    /// The sign-in URL with the current page as its return path, if one is configured.
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
