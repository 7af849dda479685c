//! What goes wrong on demand: one middleware that carries out a list of faults.

use crate::{api::error::ApiError, app::Shared, db::Db};
use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// Something that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// So many identities of the first page come in shapes that cannot be decoded.
    GarbleUsers(usize),
    /// So many requests below the path are refused with the status.
    Refuse {
        /// Where the path begins.
        prefix: String,
        /// The status of the answer.
        status: u16,
        /// How many requests are left to refuse.
        times: usize,
    },
    /// So many requests below the path get no answer: the connection is closed.
    Drop {
        /// Where the path begins.
        prefix: String,
        /// How many requests are left to drop.
        times: usize,
    },
    /// Requests below the path wait until they are released.
    Hold {
        /// Where the path begins.
        prefix: String,
    },
}

/// Makes things go wrong in a running sandbox.
#[derive(Clone)]
pub struct Faults {
    active: Arc<Mutex<Vec<Fault>>>,
    released: Arc<Notify>,
    db: Db,
}

/// Marks an answer that must never be sent.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the connection is closed on demand")]
pub struct Dropped;

enum Verdict {
    Pass,
    Refuse(u16),
    Drop,
}

impl Faults {
    pub(crate) fn new(db: Db) -> Self {
        Self {
            active: Arc::default(),
            released: Arc::default(),
            db,
        }
    }

    /// Adds a fault to those that are active.
    pub fn add(&self, fault: Fault) {
        self.lock().push(fault);
    }

    /// Ends all faults and releases what waits.
    pub fn clear(&self) {
        self.lock().clear();
        self.released.notify_waiters();
    }

    /// The first `n` identities of the first page come in shapes that cannot be decoded.
    pub fn garble_users(&self, n: usize) {
        self.add(Fault::GarbleUsers(n));
    }

    /// So many requests below the path answer this status, in the error shape.
    pub fn refuse(&self, path_prefix: &str, status: u16, times: usize) {
        self.add(Fault::Refuse {
            prefix: path_prefix.to_owned(),
            status,
            times,
        });
    }

    /// So many requests below the path get no answer: the connection is closed.
    pub fn drop_connections(&self, path_prefix: &str, times: usize) {
        self.add(Fault::Drop {
            prefix: path_prefix.to_owned(),
            times,
        });
    }

    /// Requests below the path wait until `release`.
    pub fn hold(&self, path_prefix: &str) {
        self.add(Fault::Hold {
            prefix: path_prefix.to_owned(),
        });
    }

    /// Lets everything go on that waits because of `hold`.
    pub fn release(&self) {
        self.lock()
            .retain(|fault| !matches!(fault, Fault::Hold { .. }));
        self.released.notify_waiters();
    }

    /// Makes all access tokens invalid that were issued until now.
    pub fn expire_tokens(&self) {
        self.forget("UPDATE tokens SET expires = 0");
    }

    /// Ends all sessions of the portal.
    pub fn end_sessions(&self) {
        self.forget("DELETE FROM sessions");
    }

    fn forget(&self, statement: &str) {
        let done = self
            .db
            .write(|connection| connection.execute(statement, []));
        if let Err(error) = done {
            eprintln!("The database failed: {error}");
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn wait_until_released(&self, path: &str) {
        loop {
            // Made before the look at the list, so that no release is missed in between.
            let released = self.released.notified();
            let held = self.lock().iter().any(
                |fault| matches!(fault, Fault::Hold { prefix } if path.starts_with(prefix.as_str())),
            );
            if !held {
                return;
            }
            released.await;
        }
    }

    fn judge(&self, path: &str) -> Verdict {
        let mut active = self.lock();
        for at in 0..active.len() {
            let (verdict, left) = match &mut active[at] {
                Fault::Refuse {
                    prefix,
                    status,
                    times,
                } if path.starts_with(prefix.as_str()) => (Verdict::Refuse(*status), times),
                Fault::Drop { prefix, times } if path.starts_with(prefix.as_str()) => {
                    (Verdict::Drop, times)
                }
                _ => continue,
            };
            if *left == 0 {
                continue;
            }
            *left -= 1;
            if *left == 0 {
                active.remove(at);
            }
            return verdict;
        }
        Verdict::Pass
    }

    fn garbled(&self, path: &str) -> Option<usize> {
        let users = path.starts_with("/identity/accounts/") && path.contains("/identities");
        self.lock().iter().find_map(|fault| match fault {
            Fault::GarbleUsers(n) if users => Some(*n),
            _ => None,
        })
    }
}

/// The middleware.
pub async fn apply(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    app.faults.wait_until_released(&path).await;
    match app.faults.judge(&path) {
        Verdict::Refuse(status) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            return ApiError::new(status, "Refused on demand").into_response();
        }
        Verdict::Drop => {
            let mut response = Response::new(Body::empty());
            response.extensions_mut().insert(Dropped);
            return response;
        }
        Verdict::Pass => {}
    }
    let response = next.run(request).await;
    match app.faults.garbled(&path) {
        Some(n) => garble(response, n).await,
        None => response,
    }
}

async fn garble(response: Response, n: usize) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut page: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    if page["metadata"]["offset"] != 0 {
        return Response::from_parts(parts, Body::from(bytes));
    }
    let items = page["items"].as_array_mut().into_iter().flatten();
    for (at, item) in items.take(n).enumerate() {
        match (at % 4, item.as_object_mut()) {
            (0, Some(item)) => {
                item.remove("uuid");
            }
            (1, Some(item)) => {
                item.insert("uuid".into(), json!(17));
            }
            (2, Some(item)) => {
                item.insert("uuid".into(), json!({ "id": null }));
            }
            _ => *item = json!("not a user"),
        }
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    (parts.status, parts.headers, Json(page)).into_response()
}
