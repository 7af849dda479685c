//! The welcome emails, to read.

use super::{
    frame::{Frame, Place, mail_count, sign_in_first},
    html::{escape, fill, private},
    session::Session,
};
use crate::{
    db::Db,
    http::error::{ApiError, ErrorBody},
};
use axum::{
    Json,
    extract::{Query, State},
    http::Uri,
    response::Response,
};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const OUTBOX: &str = include_str!("../../portal/outbox.html");
const MAIL: &str = include_str!("../../portal/mail.html");
const EMPTY: &str = include_str!("../../portal/outbox-empty.html");
const PAGE: i64 = 50;
const FRAME: Frame = Frame {
    place: Place::Outbox,
    title: "Welcome emails",
    head: String::new(),
};

/// Which page.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// From 1 on.
    page: Option<String>,
}

/// The welcome emails that were sent, newest first, 50 a page.
#[utoipa::path(get, path = "/outbox", tag = "portal", security(("session" = [])), params(Which),
    responses((status = 200, body = String, content_type = "text/html"), (status = 303, description = "Sign in first")))]
pub async fn page(
    Session(admin): Session,
    State(db): State<Db>,
    uri: Uri,
    Query(which): Query<Which>,
) -> Result<Response, ApiError> {
    let Some(admin) = admin else {
        return Ok(sign_in_first(&uri));
    };
    db.read(|connection| {
        let count = mail_count(connection, &admin.account)?;
        let pages = ((count + PAGE - 1) / PAGE).max(1);
        let wanted = which.page.and_then(|page| page.parse::<i64>().ok());
        let page = wanted.unwrap_or(1).clamp(1, pages);
        let content = match count {
            0 => EMPTY.to_owned(),
            _ => list(connection, &admin.account, page, pages, count)?,
        };
        Ok(private(FRAME.around(&admin, count, &content)))
    })
}

/// How many welcome emails there are.
#[derive(Serialize, ToSchema)]
pub struct Count {
    count: i64,
}

/// How many welcome emails were sent.
#[utoipa::path(get, path = "/portal/outbox", tag = "portal", security(("session" = [])),
    responses((status = 200, body = Count), (status = 401, body = ErrorBody, description = "Nobody is signed in")))]
pub async fn count(Session(admin): Session, State(db): State<Db>) -> Result<Json<Count>, ApiError> {
    let admin = admin.ok_or_else(|| ApiError::unauthorized("Nobody is signed in"))?;
    let count = db.read(|connection| mail_count(connection, &admin.account))?;
    Ok(Json(Count { count }))
}

fn list(
    connection: &Connection,
    account: &str,
    page: i64,
    pages: i64,
    count: i64,
) -> Result<String, rusqlite::Error> {
    let mut statement = connection.prepare_cached(
        "SELECT recipient, recipient_name, subject, text, outcome, strftime('%Y-%m-%dT%H:%M:%SZ', created / 1000, 'unixepoch')
         FROM mails WHERE account_uuid = ?1 ORDER BY id DESC LIMIT ?2 OFFSET ?3",
    )?;
    let skipped = (page - 1) * PAGE;
    let mut rows = statement.query(params![account, PAGE, skipped])?;
    let mut mails = String::new();
    let mut shown = 0;
    while let Some(row) = rows.next()? {
        let text = |at| row.get::<_, String>(at).map(|text| escape(&text));
        let (to, name, time) = (text(0)?, text(1)?, text(5)?);
        let shown_time = time.replace('T', " ").replace('Z', " UTC");
        let outcome = match row.get::<_, Option<String>>(4)?.as_deref() {
            Some("sent") => String::new(),
            None => "<span class=\"portal-tag\">Waiting</span>".to_owned(),
            Some(reason) => format!(
                "<span class=\"portal-tag portal-bad\">{}</span>",
                escape(reason)
            ),
        };
        let name = if name.is_empty() { to.clone() } else { name };
        let values = [
            ("to", to.as_str()),
            ("name", &name),
            ("subject", &text(2)?),
            ("text", &text(3)?),
            ("time", &time),
            ("shown-time", &shown_time),
            ("outcome", &outcome),
        ];
        mails.push_str(&fill(MAIL, &values));
        shown += 1;
    }
    let link = |to: i64, rel: &str, label: &str| {
        if (1..=pages).contains(&to) {
            format!("<a class=\"portal-btn\" rel=\"{rel}\" href=\"/outbox?page={to}\">{label}</a>")
        } else {
            String::new()
        }
    };
    Ok(fill(
        OUTBOX,
        &[
            ("mails", &mails),
            ("first", &(skipped + 1).to_string()),
            ("last", &(skipped + shown).to_string()),
            ("count", &count.to_string()),
            ("newer", &link(page - 1, "prev", "Newer")),
            ("older", &link(page + 1, "next", "Older")),
        ],
    ))
}
