//! What surrounds every page of the portal: its menus, and who is signed in.

use super::html::{escape, fill};
use crate::api::auth::Admin;
use axum::{
    http::Uri,
    response::{IntoResponse, Redirect, Response},
};
use rusqlite::Connection;

const FRAME: &str = include_str!("../../portal/frame.html");

/// Which entry of the menus is current.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    LicenseManagement,
    Outbox,
    /// None: a page that only tests and developers visit.
    Elsewhere,
}

/// The frame of a page.
pub struct Frame {
    pub place: Place,
    pub title: &'static str,
    /// What the head of the page loads, as HTML.
    pub head: String,
}

impl Frame {
    /// The page with this content.
    pub fn around(&self, admin: &Admin, mails: i64, content: &str) -> String {
        let current = |place| match self.place == place {
            true => "aria-current=\"page\"",
            false => "",
        };
        fill(
            FRAME,
            &[
                ("title", self.title),
                ("head", &self.head),
                ("license-management", current(Place::LicenseManagement)),
                ("outbox", current(Place::Outbox)),
                ("mails", &mails.to_string()),
                ("name", &escape(&admin.name)),
                ("account", &escape(&admin.account_name)),
                ("content", content),
            ],
        )
    }
}

/// The tag that runs a script.
pub fn module(path: &str) -> String {
    format!("<script type=\"module\" src=\"{path}\"></script>")
}

/// How many welcome emails the account has sent.
pub fn mail_count(connection: &Connection, account: &str) -> Result<i64, rusqlite::Error> {
    connection
        .prepare_cached("SELECT count(*) FROM mails WHERE account_uuid = ?1")?
        .query_row([account], |row| row.get(0))
}

/// To the sign-in, and back to where the request was going.
pub fn sign_in_first(uri: &Uri) -> Response {
    let wanted = uri.path_and_query().map_or("/", |wanted| wanted.as_str());
    let mut encoded = String::new();
    for byte in wanted.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    Redirect::to(&format!("/sign-in?return={encoded}")).into_response()
}
