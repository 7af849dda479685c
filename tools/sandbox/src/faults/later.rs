//! Writes that are carried out later than they are answered, or not as a whole.

use super::{
    Faults,
    answers::{dropped, whole},
    effect::{Accepted, Answer, Applied, End, Late, Location, Part, Reply},
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
    /// What is still to be carried out.
    waiting: Option<(Whole, Next)>,
    /// Whether it is just being carried out.
    running: bool,
}

/// The writes that were answered 202, by the last part of their location.
#[derive(Default)]
pub struct Operations(HashMap<String, Operation>);

/// What a look at an operation finds.
enum Look {
    Processing,
    Ended(End),
    CarryOut(Box<(Whole, Next)>),
}

impl Operations {
    fn look(&mut self, id: &str) -> Option<Look> {
        let operation = self.0.get_mut(id)?;
        if operation.polls > 0 {
            operation.polls -= 1;
            return Some(Look::Processing);
        }
        if operation.running {
            return Some(Look::Processing);
        }
        Some(match operation.waiting.take() {
            Some(waiting) => {
                operation.running = true;
                Look::CarryOut(Box::new(waiting))
            }
            None => Look::Ended(operation.end),
        })
    }

    /// Notes how it went; answers how it ended.
    fn carried_out(&mut self, id: &str, well: bool) -> End {
        let Some(operation) = self.0.get_mut(id) else {
            return End::Failure;
        };
        operation.running = false;
        if !well {
            operation.end = End::Failure;
        }
        operation.end
    }
}

/// Answers 202 and a location.
pub async fn accept(app: &Shared, accepted: &Accepted, mut write: Whole, next: Next) -> Response {
    if let Err(refused) = write.admin(app).await {
        return refused.into_response();
    }
    let waiting = match (accepted.ends, accepted.applied) {
        (End::Failure, _) | (_, Applied::Never) => None,
        (_, Applied::AtTheEnd) => Some((write, next)),
        (_, Applied::AtOnce) => {
            let response = next.run(write.request()).await;
            if !response.status().is_success() {
                return response;
            }
            None
        }
    };
    let id = ids::uuid();
    let path = format!("{OPERATIONS}{id}");
    let location = match &accepted.location {
        Location::Relative => path,
        Location::Absolute => format!("{}{path}", app.origins.main),
        Location::At(origin) => format!("{origin}{path}"),
    };
    let operation = Operation {
        polls: accepted.polls,
        end: accepted.ends,
        waiting,
        running: false,
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
    let looked = app.faults.lock().operations.look(&id);
    let end = match looked.ok_or_else(|| ApiError::not_found("operation"))? {
        Look::Processing => return Ok(progress("processing")),
        Look::Ended(end) => end,
        Look::CarryOut(waiting) => {
            let (write, next) = *waiting;
            let done = next.run(write.request()).await.status().is_success();
            app.faults.lock().operations.carried_out(&id, done)
        }
    };
    match end {
        End::Complete => Ok(progress("complete")),
        End::Failure => Ok(progress("failure")),
        End::Gone => Err(ApiError::not_found("operation")),
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

/// Applies the first items only, and acknowledges all.
pub async fn part(app: &Shared, part: &Part, mut write: Whole, next: Next) -> Response {
    let acknowledgement = write.acknowledgement();
    let Some(mut items) = write.items().filter(|items| items.len() > part.items) else {
        return next.run(write.request()).await;
    };
    if part.items == 0 {
        return match write.admin(app).await {
            Ok(_) => Json(acknowledgement).into_response(),
            Err(refused) => refused.into_response(),
        };
    }
    items.truncate(part.items);
    write.body = Value::Array(items).to_string().into();
    write.parts.headers.remove(header::CONTENT_LENGTH);
    let response = next.run(write.request()).await;
    if !response.status().is_success() {
        return response;
    }
    let (mut parts, _) = whole(response).await;
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(acknowledgement.to_string()))
}
