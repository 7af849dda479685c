//! Navigation: the view state in the URL, kept by the router.

use std::rc::Rc;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, Location, LocationChange, LocationProvider, State};

use crate::components::effect;
use crate::domain::query::{ViewState, path_below};
use crate::embed::host::Host;
use crate::embed::url_rate_limit::UrlRateLimit;
use crate::features::session::Session;

/// How a new view enters the browser history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// As a new entry.
    Push,
    /// In place of the current entry.
    Replace,
}

/// The view in the URL, and navigation to other views.
#[derive(Clone, Copy)]
pub struct Navigation {
    shown: Memo<ViewState>,
    /// The path and query of the page.
    address: Memo<String>,
    router: StoredValue<Rc<Router>, LocalStorage>,
    /// The address that the router went to last; `None`: the browser has moved since.
    reached: StoredValue<Option<String>>,
    rate: StoredValue<UrlRateLimit>,
    delayed: StoredValue<Option<DelayedView>>,
}

type Navigate = Box<dyn Fn(&str, NavigateOptions)>;

/// The router and the host.
struct Router {
    base: String,
    /// The applications' slugs.
    slugs: Vec<String>,
    host: Host,
    url: Option<BrowserUrl>,
    navigate: Navigate,
}

/// A navigation that is delayed by the rate limit.
struct DelayedView {
    view: ViewState,
    step: Step,
    timer: Option<TimeoutHandle>,
}

impl Navigation {
    /// Navigation below the session's base path. Call this inside the router.
    pub fn new(session: Session) -> Self {
        // Not `use_query_map`, which decodes values twice.
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
            // The view stays while the host's URL is outside the base path.
            router.known(here.or_else(|| before.cloned()).unwrap_or_default())
        });
        let navigation = Self {
            shown,
            address,
            router,
            reached: StoredValue::new(None),
            rate: StoredValue::new(UrlRateLimit::new(page_time())),
            delayed: StoredValue::new(None),
        };
        on_cleanup(move || navigation.cancel_delayed());
        navigation
    }

    /// The current view.
    pub fn shown(self) -> Memo<ViewState> {
        self.shown
    }

    /// The index of the current application.
    pub fn application(self) -> Memo<usize> {
        Memo::new(move |_| {
            let router = self.router.get_value();
            let mut slugs = router.slugs.iter();
            self.shown
                .with(|view| slugs.position(|slug| *slug == view.application))
                .unwrap_or_default()
        })
    }

    /// The URL of a view, for links.
    pub fn href(self, view: &ViewState) -> String {
        self.router
            .with_value(|router| router.base.clone() + &view.path())
    }

    /// Keeps the URL canonical: exactly the current view. A host's own URL is left alone.
    pub fn start(self) {
        effect(move |started: Option<()>| {
            let address = self.address.get();
            self.reached
                .update_value(|reached| drop(reached.take_if(|reached| *reached != address)));
            let path = address.split('?').next().unwrap_or_default();
            let router = self.router.get_value();
            let is_ours = started.is_none() || path_below(&router.base, path).is_some();
            let shown = self.shown.get();
            if is_ours && address != self.href(&shown) {
                self.show(&shown, Step::Replace);
            }
        });
    }

    /// Changes the view, delayed if the browser would refuse the change of the URL.
    pub fn change(self, step: Step, change: impl FnOnce(&mut ViewState)) {
        let latest = self
            .delayed
            .with_value(|delayed| delayed.as_ref().map(|each| (each.view.clone(), each.step)));
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

    /// Shows a view immediately.
    pub fn go(self, view: ViewState, step: Step) {
        self.cancel_delayed();
        if self.shown.with_untracked(|shown| *shown != view) {
            self.show(&view, step);
        }
    }

    /// Shows the view at a path below the base, for the host. Adds no history entry if the host's URL is there already.
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
        // Usually the router is where the browser is, and needs no entry of its own for it.
        if let Some(url) = router.url.as_ref().filter(|_| !replace)
            && self
                .reached
                .get_value()
                .is_none_or(|reached| browser_address() != Some(reached))
        {
            catch_up(url);
        }
        self.reached.set_value(Some(self.href(view)));
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
            let delayed = self.delayed.try_update_value(Option::take).flatten();
            if let Some(DelayedView { view, step, .. }) = delayed {
                self.go(view, step);
            }
        };
        let timer = set_timeout_with_handle(show, duration).ok();
        self.delayed
            .set_value(Some(DelayedView { view, step, timer }));
    }

    fn cancel_delayed(self) {
        let delayed = self.delayed.try_update_value(Option::take).flatten();
        if let Some(timer) = delayed.and_then(|delayed| delayed.timer) {
            timer.clear();
        }
    }
}

impl Router {
    /// Replaces an unknown application by the first one, so that old links still work.
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

/// Synchronizes the router's path stack with the browser. The router drops a push to the path on top of its stack, but
/// Forward and the host's own pushes do not update the stack; replacing the current path by itself does.
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

/// The browser's path and query.
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
