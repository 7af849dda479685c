//! Writes that are carried out later than they are answered, or once more.

use super::{
    answers::dropped,
    control::Faults,
    effect::{Accepted, Answer, End, Late, Location, Reply},
};
use crate::{
    api::auth::Admin,
    http::{body::BufferedRequest, error::ApiError},
};
use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// Answers 202 and a location.
pub async fn accept(
    faults: &Faults,
    accepted: &Accepted,
    mut write: BufferedRequest,
    next: Next,
) -> Response {
    if let Err(refused) = faults.admin(&mut write).await {
        return refused.into_response();
    }
    if accepted.ends != End::Failure {
        let response = next.run(write.into_request()).await;
        if !response.status().is_success() {
            return response;
        }
    }
    let path = faults.lock().operations.add(accepted);
    let location = match accepted.location {
        Location::Relative => path,
        Location::Absolute => format!("{}{path}", faults.origins.main),
    };
    (StatusCode::ACCEPTED, [(header::LOCATION, location)]).into_response()
}

/// Tells how a write that was answered 202 goes on.
pub async fn status(
    State(faults): State<Faults>,
    _: Admin,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let end = faults.lock().operations.poll(&id);
    let end = end.ok_or_else(|| ApiError::not_found("operation"))?;
    let status = match end {
        End::Complete => "complete",
        End::Failure => "failure",
        End::Never => "processing",
        End::Answers(status) => return Ok(Answer::status(status).response()),
    };
    Ok([("x-status", status)].into_response())
}

/// Answers at once, and carries the write out later.
pub async fn late(
    faults: &Faults,
    late: &Late,
    mut write: BufferedRequest,
    next: Next,
) -> Response {
    if let Err(refused) = faults.admin(&mut write).await {
        return refused.into_response();
    }
    let acknowledgement = acknowledgement(&write);
    deliver_later(faults, late, write, next);
    match late.reply {
        Reply::Acknowledge => Json(acknowledgement).into_response(),
        Reply::Drop => dropped(),
    }
}

/// What the server would answer if all went well.
fn acknowledgement(write: &BufferedRequest) -> Value {
    match serde_json::from_slice::<Vec<Value>>(&write.body) {
        Ok(items) => json!({ "accepted": items.len() }),
        Err(_) => json!({}),
    }
}

/// Carries the write out, and once more later.
pub async fn twice(faults: &Faults, late: &Late, write: BufferedRequest, next: Next) -> Response {
    deliver_later(faults, late, write.clone(), next.clone());
    let response = next.run(write.into_request()).await;
    match late.reply {
        Reply::Acknowledge => response,
        Reply::Drop => dropped(),
    }
}

fn deliver_later(faults: &Faults, late: &Late, write: BufferedRequest, next: Next) {
    let until = faults.later(late.ms);
    tokio::spawn(async move {
        until.await;
        let status = next.run(write.into_request()).await.status();
        if !status.is_success() {
            eprintln!("A write that was delivered late was refused: {status}");
        }
    });
}
