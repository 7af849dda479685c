//! Writes that are carried out later than they are answered, or once more.

use super::{
    Faults,
    answers::dropped,
    effect::{Accepted, Answer, End, Late, Location, Reply},
};
use crate::{
    api::{auth::Admin, error::ApiError},
    app::Shared,
    ids,
};
use axum::{
    Json,
    body::{Body, Bytes},
    extract::{FromRequestParts, Path, Request, State},
    http::{StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use std::{collections::HashMap, time::Duration};

/// Where it is told how a write that was answered 202 goes on.
pub const OPERATIONS: &str = "/entitlements/operations/";

/// A request whose body is there.
#[derive(Clone)]
pub struct Whole {
    pub parts: Parts,
    pub body: Bytes,
}

impl Whole {
    pub fn request(self) -> Request {
        Request::from_parts(self.parts, Body::from(self.body))
    }

    fn items(&self) -> Option<Vec<Value>> {
        serde_json::from_slice(&self.body).ok()
    }

    async fn admin(&mut self, app: &Shared) -> Result<Admin, ApiError> {
        Admin::from_request_parts(&mut self.parts, app).await
    }

    /// What the server would say if all went well.
    fn acknowledgement(&self) -> Value {
        match self.items() {
            Some(items) => json!({ "accepted": items.len() }),
            None => json!({}),
        }
    }
}

/// A write that was answered 202.
struct Operation {
    polls: usize,
    end: End,
}

/// The writes that were answered 202, by the last part of their location.
#[derive(Default)]
pub struct Operations(HashMap<String, Operation>);

impl Operations {
    /// How an operation stands now; none if there is no such operation.
    fn poll(&mut self, id: &str) -> Option<End> {
        let operation = self.0.get_mut(id)?;
        if operation.polls == 0 {
            return Some(operation.end);
        }
        operation.polls -= 1;
        Some(End::Never)
    }
}

/// Answers 202 and a location.
pub async fn accept(app: &Shared, accepted: &Accepted, mut write: Whole, next: Next) -> Response {
    if let Err(refused) = write.admin(app).await {
        return refused.into_response();
    }
    if accepted.ends != End::Failure {
        let response = next.run(write.request()).await;
        if !response.status().is_success() {
            return response;
        }
    }
    let id = ids::uuid();
    let path = format!("{OPERATIONS}{id}");
    let location = match accepted.location {
        Location::Relative => path,
        Location::Absolute => format!("{}{path}", app.origins.main),
    };
    let operation = Operation {
        polls: accepted.polls,
        end: accepted.ends,
    };
    app.faults.lock().operations.0.insert(id, operation);
    (StatusCode::ACCEPTED, [(header::LOCATION, location)]).into_response()
}

/// Tells how a write that was answered 202 goes on.
pub async fn status(
    State(app): State<Shared>,
    _: Admin,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let end = app.faults.lock().operations.poll(&id);
    let end = end.ok_or_else(|| ApiError::not_found("operation"))?;
    match end {
        End::Complete => Ok(progress("complete")),
        End::Failure => Ok(progress("failure")),
        End::Never => Ok(progress("processing")),
        End::Answers(status) => Ok(Answer::status(status).response()),
    }
}

fn progress(status: &'static str) -> Response {
    [("x-status", status)].into_response()
}

/// Answers at once, and carries the write out later.
pub async fn late(app: &Shared, late: &Late, mut write: Whole, next: Next) -> Response {
    if let Err(refused) = write.admin(app).await {
        return refused.into_response();
    }
    let acknowledgement = write.acknowledgement();
    deliver_later(app, late, write, next);
    match late.reply {
        Reply::Acknowledge => Json(acknowledgement).into_response(),
        Reply::Drop => dropped(),
    }
}

/// Carries the write out, and once more later.
pub async fn twice(app: &Shared, late: &Late, write: Whole, next: Next) -> Response {
    deliver_later(app, late, write.clone(), next.clone());
    let response = next.run(write.request()).await;
    match late.reply {
        Reply::Acknowledge => response,
        Reply::Drop => dropped(),
    }
}

fn deliver_later(app: &Shared, late: &Late, write: Whole, next: Next) {
    let until = app.faults.later(late.ms);
    tokio::spawn(async move {
        until.await;
        let status = next.run(write.request()).await.status();
        if !status.is_success() {
            eprintln!("A write that was delivered late was refused: {status}");
        }
    });
}

impl Faults {
    /// Ends after so many milliseconds, or when everything is released from now on.
    fn later(&self, ms: Option<u64>) -> impl Future<Output = ()> + Send + use<> {
        // Made here and not when it is awaited, so that no release is missed in between.
        let released = self.released.clone().notified_owned();
        async move {
            match ms {
                Some(ms) => tokio::time::sleep(Duration::from_millis(ms)).await,
                None => released.await,
            }
        }
    }
}
