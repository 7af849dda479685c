//! The middleware: asks what goes wrong with a request, and lets it go wrong.

use super::{
    answers::{self, dropped},
    control::Faults,
    draw::Decision,
    effect::{Effect, When},
    later,
};
use crate::http::body::BufferedRequest;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use std::time::Duration;

/// The middleware.
pub async fn apply(State(faults): State<Faults>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    faults.wait_until_released(&path).await;
    let response = if faults.lock().rules.is_empty() {
        next.run(request).await
    } else {
        follow_rules(&faults, request, next).await
    };
    match faults.garbled(&path) {
        Some(n) => answers::garble_users(response, n).await,
        None => response,
    }
}

/// Does to a request what the rules say.
async fn follow_rules(faults: &Faults, request: Request, next: Next) -> Response {
    let mut request = BufferedRequest::of(request).await;
    // Clients repeat a request by themselves when a connection that they used before is closed.
    let closes = faults.any(Effect::closes);
    let decision = faults.decide(&request);
    carry_out(faults, &decision, When::Before).await;
    if let Some(pages) = decision.pages() {
        request.parts.uri = pages.asked(&request.parts.uri);
    }
    let age = match decision.lag() {
        Some(lag) => faults.age(lag, request.parts.uri.path()),
        None => Duration::ZERO,
    };
    let answered = answer(faults, decision.outcome.as_ref(), request, next);
    let mut response = faults.db.as_of(age, answered).await;
    carry_out(faults, &decision, When::After).await;
    if let Some(cacheable) = decision.cacheable() {
        cacheable.mark(&mut response);
    }
    if closes {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}

/// Answers the request as decided, or as usual.
async fn answer(
    faults: &Faults,
    outcome: Option<&Effect>,
    request: BufferedRequest,
    next: Next,
) -> Response {
    match outcome {
        Some(Effect::Answer(answer)) if answer.is(When::Before) => answer.response(),
        Some(Effect::Reset(When::Before)) => dropped(),
        Some(Effect::Accepted(accepted)) => later::accept(faults, accepted, request, next).await,
        Some(Effect::Late(late)) => later::late(faults, late, request, next).await,
        Some(Effect::Twice(late)) => later::twice(faults, late, request, next).await,
        after => {
            let response = next.run(request.into_request()).await;
            match after {
                Some(Effect::Answer(answer)) => answer.response(),
                Some(Effect::Reset(_)) => dropped(),
                _ => response,
            }
        }
    }
}

/// Lets happen what happens besides, before or after the request is handled.
async fn carry_out(faults: &Faults, decision: &Decision, when: When) {
    for effect in &decision.side_effects {
        match effect {
            Effect::Delay(delay) if delay.when == when => {
                faults.later(delay.ms).await;
            }
            Effect::ExpireTokens if when == When::Before => faults.expire_tokens(),
            Effect::OtherAdmin(admin) if when == When::Before => {
                let users = faults.touched(admin.whose, &decision.named);
                let users = users.into_iter().take(admin.users);
                faults.write(|connection| admin.change.carry_out(connection, users));
                faults.mail_queue.wake();
            }
            Effect::Users(shift) if when == When::Before => {
                faults.write(|connection| shift.carry_out(connection));
            }
            _ => {}
        }
    }
}
