//! Takes what browsers report as violations of the Content-Security-Policy.

use crate::{
    db::Db,
    http::error::{ApiError, ErrorBody},
};
use axum::{extract::State, http::StatusCode};

/// The most reports that are kept.
const MAX_REPORTS: i64 = 1000;
/// The most bytes of a report; who may send one is not known.
const MAX_REPORT_BYTES: usize = 16 * 1024;

/// Keeps a report, for tests to count.
#[utoipa::path(post, path = "/portal/csp-report", tag = "portal",
    request_body(content((String = "application/csp-report"), (String = "text/plain"))),
    responses((status = 204, description = "Kept"),
        (status = 400, body = ErrorBody, description = "The body is not text"),
        (status = 413, body = ErrorBody, description = "The body is too large")))]
pub async fn csp_report(
    State(db): State<Db>,
    body: Result<String, axum::extract::rejection::StringRejection>,
) -> Result<StatusCode, ApiError> {
    let report =
        body.map_err(|rejection| ApiError::new(rejection.status(), "The report cannot be read"))?;
    if report.len() > MAX_REPORT_BYTES {
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        return Err(ApiError::new(status, "The report is too large"));
    }
    db.write(|connection| {
        connection.execute(
            "INSERT INTO csp_reports (report) SELECT ?1 WHERE (SELECT count(*) FROM csp_reports) < ?2",
            rusqlite::params![report, MAX_REPORTS],
        )
    })?;
    Ok(StatusCode::NO_CONTENT)
}
