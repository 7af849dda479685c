//! The middleware: asks what goes wrong with a request, and lets it go wrong.

use super::{
    Faults,
    another_admin::{self, Whose},
    answers::{self, dropped},
    draw::Decision,
    effect::{Effect, When},
    later::{self, Whole},
    pages::Pages,
    reads::Cacheable,
};
use crate::{api, app::Shared};
use axum::{
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use std::time::Duration;

/// The middleware.
pub async fn apply(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let faults = &app.faults;
    faults.wait_until_released(&path).await;
    let response = if faults.lock().rules.is_empty() {
        next.run(request).await
    } else {
        ruled(&app, request, next).await
    };
    match faults.garbled(&path) {
        Some(n) => answers::garble_users(response, n).await,
        None => response,
    }
}

/// Does to a request what the rules say.
async fn ruled(app: &Shared, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    // All of it is there already, and no larger than it may be.
    let body = to_bytes(body, api::body::LIMIT).await.unwrap_or_default();
    let mut request = Whole { parts, body };
    // Clients repeat a request by themselves when a connection that they used before is closed.
    let alone = app.faults.lock().rules.any(Effect::closes);
    let decision = app.faults.decide(&request);
    app.faults.asides(&decision, When::Before).await;
    if !decision.asides.is_empty() {
        // Another administrator's assignments are welcomed too.
        app.postman.wake();
    }
    if let Some(pages) = decision.pages() {
        request.parts.uri = pages.asked(&request.parts.uri);
    }
    let age = app.faults.age_for(&decision, request.parts.uri.path());
    let ended = ended(app, decision.outcome.as_ref(), request, next);
    let mut response = app.db.as_of(age, ended).await;
    app.faults.asides(&decision, When::After).await;
    if let Some(cacheable) = decision.cacheable() {
        cacheable.mark(&mut response);
    }
    if alone {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}

/// Lets the request end as decided, or as usual.
async fn ended(app: &Shared, outcome: Option<&Effect>, request: Whole, next: Next) -> Response {
    match outcome {
        Some(Effect::Answer(answer)) if answer.is(When::Before) => answer.response(),
        Some(Effect::Reset(When::Before)) => dropped(),
        Some(Effect::Accepted(accepted)) => later::accept(app, accepted, request, next).await,
        Some(Effect::Late(late)) => later::late(app, late, request, next).await,
        Some(Effect::Twice(late)) => later::twice(app, late, request, next).await,
        other => {
            let response = next.run(request.request()).await;
            replaced(other, response)
        }
    }
}

/// What the client gets in the place of the server's answer.
fn replaced(outcome: Option<&Effect>, response: Response) -> Response {
    match outcome {
        Some(Effect::Answer(answer)) => answer.response(),
        Some(Effect::Reset(_)) => dropped(),
        _ => response,
    }
}

/// Whether a path is that of users.
pub fn is_of_users(path: &str) -> bool {
    path.starts_with("/identity/accounts/") && path.contains("/identities")
}

impl Decision {
    fn pages(&self) -> Option<Pages> {
        self.asides.iter().find_map(|aside| match aside {
            Effect::Pages(pages) => Some(*pages),
            _ => None,
        })
    }

    fn cacheable(&self) -> Option<Cacheable> {
        self.asides.iter().find_map(|aside| match aside {
            Effect::Cacheable(cacheable) => Some(*cacheable),
            _ => None,
        })
    }
}

impl Faults {
    /// How long ago the state is that a request shows.
    fn age_for(&self, decision: &Decision, path: &str) -> Duration {
        let lag = decision.asides.iter().find_map(|aside| match aside {
            Effect::Lag(lag) => Some(*lag),
            _ => None,
        });
        lag.map_or(Duration::ZERO, |lag| self.age(lag, path))
    }

    fn decide(&self, request: &Whole) -> Decision {
        let Whole { parts, body } = request;
        let path = parts.uri.path();
        let touched = match self.has_another_admin() && !parts.method.is_safe() {
            true => another_admin::touched_by(&self.db, path, body),
            false => Vec::new(),
        };
        let mut state = self.lock();
        state.known.touch(touched);
        let state = &mut *state;
        let known = &state.known;
        let decision = state
            .rules
            .decide(&parts.method, &parts.uri, |effect| known.allows(effect));
        Decision {
            named: known.of(Whose::Named).to_vec(),
            ..decision
        }
    }

    fn has_another_admin(&self) -> bool {
        let rules = &self.lock().rules;
        rules.any(|effect| matches!(effect, Effect::OtherAdmin(_)))
    }

    async fn asides(&self, decision: &Decision, when: When) {
        for aside in &decision.asides {
            match aside {
                Effect::Delay(delay) if delay.when == when => {
                    tokio::time::sleep(Duration::from_millis(delay.ms)).await;
                }
                Effect::ExpireTokens if when == When::Before => self.expire_tokens(),
                Effect::OtherAdmin(admin) if when == When::Before => {
                    let known = match admin.whose {
                        Whose::Named => decision.named.clone(),
                        whose => self.lock().known.of(whose).to_vec(),
                    };
                    let users = &known[..admin.users.min(known.len())];
                    self.write(|connection| admin.change.carry_out(connection, users));
                }
                Effect::Users(shift) if when == When::Before => {
                    self.write(|connection| shift.carry_out(connection));
                }
                _ => {}
            }
        }
    }
}
