//! The view, which the router keeps in the URL.

use std::rc::Rc;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, Location, LocationChange, LocationProvider, State};

use crate::domain::query::{ViewState, path_below};
use crate::embed::host::Host;
use crate::embed::url_rate_limit::UrlRateLimit;
use crate::features::session::Session;

/// Whether a new view is a place to come back to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The Back button returns to the view before.
    Push,
    /// The view before is forgotten.
    Replace,
}

/// What the URL shows, and the way to another view.
#[derive(Clone, Copy)]
pub struct Navigation {
    shown: Memo<ViewState>,
    /// Path and query of the page.
    address: Memo<String>,
    router: StoredValue<Rc<Router>, LocalStorage>,
    rate: StoredValue<UrlRateLimit>,
    delayed: StoredValue<Option<DelayedView>>,
}

type Navigate = Box<dyn Fn(&str, NavigateOptions)>;

/// The router, and the host around it.
struct Router {
    base: String,
    /// The applications' names in the URL.
    slugs: Vec<String>,
    host: Host,
    url: Option<BrowserUrl>,
    navigate: Navigate,
}

/// A view that is shown once the URL may change again.
struct DelayedView {
    view: ViewState,
    step: Step,
    timer: Option<TimeoutHandle>,
}

impl Navigation {
    /// Below the base path of the session, among its applications. Only inside the router.
    pub fn new(session: Session) -> Self {
        // Not the router's map of the query: it decodes values twice.
        let Location {
            pathname, search, ..
        } = use_location();
        let router = Rc::new(Router {
            base: session.base(),
            slugs: session.slugs(),
            host: session.host.get_value(),
            url: use_context(),
            navigate: Box::new(use_navigate()),
        });
        let router = StoredValue::new_local(router);
        let address = Memo::new(move |_| with_query(&pathname.read(), &search.read()));
        let shown = Memo::new(move |before: Option<&ViewState>| {
            let router = router.get_value();
            let here = ViewState::below(&router.base, &pathname.read(), &search.read());
            // While the host is elsewhere, what was shown stays.
            router.known(here.or_else(|| before.cloned()).unwrap_or_default())
        });
        let navigation = Self {
            shown,
            address,
            router,
            rate: StoredValue::new(UrlRateLimit::new(page_time())),
            delayed: StoredValue::new(None),
        };
        on_cleanup(move || navigation.cancel_delayed());
        navigation
    }

    /// What is shown.
    pub fn shown(self) -> Memo<ViewState> {
        self.shown
    }

    /// The index of the application that is shown.
    pub fn application(self) -> Memo<usize> {
        Memo::new(move |_| {
            let router = self.router.get_value();
            let mut slugs = router.slugs.iter();
            self.shown
                .with(|view| slugs.position(|slug| *slug == view.application))
                .unwrap_or_default()
        })
    }

    /// The view of an application with everyone in it.
    pub fn everyone(self, application: usize) -> ViewState {
        let slugs = |router: &Rc<Router>| router.slugs.get(application).cloned();
        ViewState {
            application: self.router.with_value(slugs).unwrap_or_default(),
            ..ViewState::default()
        }
    }

    /// The address of a view, for links.
    pub fn href(self, view: &ViewState) -> String {
        self.router
            .with_value(|router| router.base.clone() + &view.path())
    }

    /// Has the URL say what is shown from now on: all of it, and nothing else. A host's own URL stays as it is.
    pub fn start(self) {
        Effect::new(move |started: Option<()>| {
            let address = self.address.get();
            let path = address.split('?').next().unwrap_or_default();
            let router = self.router.get_value();
            let is_ours = started.is_none() || path_below(&router.base, path).is_some();
            let shown = self.shown.get();
            if is_ours && address != self.href(&shown) {
                self.show(&shown, Step::Replace);
            }
        });
    }

    /// Changes the view; a moment later where the browser would refuse.
    pub fn change(self, step: Step, change: impl FnOnce(&mut ViewState)) {
        let latest = self
            .delayed
            .with_value(|waiting| waiting.as_ref().map(|each| (each.view.clone(), each.step)));
        let (mut view, begun) = latest.unwrap_or_else(|| (self.shown.get_untracked(), step));
        change(&mut view);
        let step = if begun == Step::Push { begun } else { step };
        let wait = self
            .rate
            .try_update_value(|rate| rate.wait(page_time()))
            .unwrap_or_default();
        if wait > 0.0 {
            self.wait(view, step, wait);
        } else {
            self.go(view, step);
        }
    }

    /// Shows a view, at once.
    pub fn go(self, view: ViewState, step: Step) {
        self.cancel_delayed();
        if self.shown.with_untracked(|shown| *shown != view) {
            self.show(&view, step);
        }
    }

    /// Shows what a path below the base names, for the host, wherever its own URL is. Where that is there already, it
    /// is no second place to come back to.
    pub fn visit(self, path: &str) {
        let (segments, query) = path.split_once('?').unwrap_or((path, ""));
        let Some(view) = ViewState::below("", segments, query) else {
            return;
        };
        self.cancel_delayed();
        let router = self.router.get_value();
        let view = router.known(view);
        let is_there = browser_address().is_some_and(|here| here == router.base.clone() + path);
        self.navigate(&view, if is_there { Step::Replace } else { Step::Push });
        if view.path() != path {
            router.host.route(&view.path(), false);
        }
    }

    fn show(self, view: &ViewState, step: Step) {
        self.navigate(view, step);
        let router = self.router.get_value();
        router.host.route(&view.path(), step == Step::Push);
    }

    fn navigate(self, view: &ViewState, step: Step) {
        let router = self.router.get_value();
        let replace = step == Step::Replace || !router.host.pushes();
        let changes = if replace { 1 } else { 2 };
        self.rate
            .update_value(|rate| rate.take(changes, page_time()));
        if let Some(url) = router.url.as_ref().filter(|_| !replace) {
            catch_up(url);
        }
        let options = NavigateOptions {
            replace,
            scroll: false,
            ..NavigateOptions::default()
        };
        (router.navigate)(&view.path(), options);
    }

    fn wait(self, view: ViewState, step: Step, milliseconds: f64) {
        self.cancel_delayed();
        let duration = std::time::Duration::from_millis(milliseconds.ceil() as u64);
        let show = move || {
            let waiting = self.delayed.try_update_value(Option::take).flatten();
            if let Some(DelayedView { view, step, .. }) = waiting {
                self.go(view, step);
            }
        };
        let timer = set_timeout_with_handle(show, duration).ok();
        self.delayed
            .set_value(Some(DelayedView { view, step, timer }));
    }

    fn cancel_delayed(self) {
        let waiting = self.delayed.try_update_value(Option::take).flatten();
        if let Some(timer) = waiting.and_then(|waiting| waiting.timer) {
            timer.clear();
        }
    }
}

impl Router {
    /// An application that is not configured counts as the first one, so that an old link still opens.
    fn known(&self, view: ViewState) -> ViewState {
        match self.slugs.first() {
            Some(first) if !self.slugs.contains(&view.application) => ViewState {
                application: first.clone(),
                ..view
            },
            _ => view,
        }
    }
}

/// Makes the router's list of places end with where the browser is. It leaves a push out when that list ends with the
/// same place; neither Forward nor a push of the host extends the list, but replacing the place by itself does.
pub fn catch_up(url: &BrowserUrl) {
    let Some(address) = browser_address() else {
        return;
    };
    let state = window().history().and_then(|history| history.state());
    url.complete_navigation(&LocationChange {
        value: address + &window().location().hash().unwrap_or_default(),
        replace: true,
        scroll: false,
        state: State::new(state.ok()),
    });
}

/// Where the browser is, in path and query.
fn browser_address() -> Option<String> {
    let location = window().location();
    Some(location.pathname().ok()? + &location.search().ok()?)
}

fn with_query(path: &str, query: &str) -> String {
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{path}{mark}{query}")
}

/// Milliseconds since the page was opened.
fn page_time() -> f64 {
    window()
        .performance()
        .map_or(0.0, |performance| performance.now())
}
