//! The middleware: asks what goes wrong with a request, and lets it go wrong.

use super::{
    Faults, another_admin,
    answers::{self, dropped, whole},
    draw::Decision,
    later::{self, Whole},
    profile::{Effect, When},
};
use crate::{
    api::{self, error::ApiError},
    app::Shared,
};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
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
    let Ok(body) = to_bytes(body, api::body::LIMIT).await else {
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        return ApiError::new(status, "The body is too large").into_response();
    };
    let request = Whole { parts, body };
    let lists = request.parts.method == Method::GET && is_of_users(request.parts.uri.path());
    // Clients repeat a request by themselves when a connection that they used before is closed.
    let alone = app.faults.lock().rules.any(Effect::closes);
    let decision = app.faults.decide(&request);
    app.faults.asides(&decision, When::Before).await;
    let mut response = ended(app, decision.outcome.as_ref(), request, next).await;
    app.faults.asides(&decision, When::After).await;
    if lists && app.faults.has_another_admin() {
        response = app.faults.list(response).await;
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
        Some(Effect::Part(part)) => later::part(app, part, request, next).await,
        other => {
            let response = next.run(request.request()).await;
            spoiled(other, response).await
        }
    }
}

/// What becomes of the answer to a request that was handled.
async fn spoiled(outcome: Option<&Effect>, response: Response) -> Response {
    match outcome {
        Some(Effect::Answer(answer)) => answer.response(),
        Some(Effect::Reset(_)) => dropped(),
        Some(Effect::Stall(stalled)) => answers::stall(response, *stalled).await,
        Some(Effect::Garble(garbled)) => answers::garble(response, *garbled).await,
        _ => response,
    }
}

/// Whether a path is that of users.
pub fn is_of_users(path: &str) -> bool {
    path.starts_with("/identity/accounts/") && path.contains("/identities")
}

impl Faults {
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
        state
            .rules
            .decide(&parts.method, &parts.uri, |effect| known.allows(effect))
    }

    fn has_another_admin(&self) -> bool {
        let rules = &self.lock().rules;
        rules.any(|effect| matches!(effect, Effect::OtherAdmin(_)))
    }

    /// Remembers whom a list showed.
    async fn list(&self, response: Response) -> Response {
        let (parts, body) = whole(response).await;
        self.lock().known.list(another_admin::listed_in(&body));
        Response::from_parts(parts, Body::from(body))
    }

    async fn asides(&self, decision: &Decision, when: When) {
        for aside in &decision.asides {
            match aside {
                Effect::Delay(delay) if delay.when == when => {
                    tokio::time::sleep(Duration::from_millis(delay.ms)).await;
                }
                Effect::ExpireTokens if when == When::Before => self.expire_tokens(),
                Effect::OtherAdmin(admin) if when == When::Before => {
                    let known = self.lock().known.of(admin.whose).to_vec();
                    let users = &known[..admin.users.min(known.len())];
                    self.write(|connection| admin.change.carry_out(connection, users));
                }
                _ => {}
            }
        }
    }
}
