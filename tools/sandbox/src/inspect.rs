//! What the sandbox holds and saw, for tests that look behind the page.

use crate::{db::Db, seed::accounts::ACCOUNT};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use rusqlite::{Connection, OptionalExtension, Row, ToSql};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// The most requests that are remembered.
const MAX_REQUESTS: usize = 100_000;

/// The requests that came, oldest first: method and path.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<Vec<(String, String)>>>);

impl Recorder {
    fn record(&self, request: &Request) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() < MAX_REQUESTS {
            seen.push((
                request.method().to_string(),
                request.uri().path().to_owned(),
            ));
        }
    }

    fn seen(&self) -> Vec<(String, String)> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// The middleware that remembers requests.
pub async fn record(State(recorder): State<Recorder>, request: Request, next: Next) -> Response {
    recorder.record(&request);
    next.run(request).await
}

/// A user as the database holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    /// Its UUID.
    pub uuid: String,
    /// First, middle and last name, as far as it has them.
    pub name: String,
    /// Its email address.
    pub email: String,
    /// Its phone number.
    pub phone: Option<String>,
    /// `Active` or something else.
    pub status: String,
}

/// A welcome email that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The recipient's address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The whole text.
    pub text: String,
}

/// A number as the database holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberRow {
    /// Ten digits.
    pub number: String,
    /// Who holds it.
    pub user_email: Option<String>,
    /// The campaign to which it belongs.
    pub campaign_id: Option<String>,
    /// That campaign's status.
    pub campaign_status: Option<String>,
}

/// A license as the database holds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LicenseRow {
    /// The application's slug.
    pub application: String,
    /// The license type's name.
    pub license: String,
    /// `active`, `pending` or something else.
    pub status: String,
    /// The number of an SMS license.
    pub number: Option<String>,
}

/// Looks into the database of a running sandbox: the demo administrator's account.
#[derive(Clone)]
pub struct Inspect {
    db: Db,
    recorder: Recorder,
}

impl Inspect {
    pub(crate) fn new(db: Db, recorder: Recorder) -> Self {
        Self { db, recorder }
    }

    /// The users, in the order in which the API lists them.
    pub fn users(&self) -> Vec<UserRow> {
        self.rows(
            "SELECT uuid, trim(coalesce(first_name, '') || ' ' || coalesce(middle_name || ' ', '') || coalesce(last_name, '')),
                 email, phone, status
             FROM users WHERE account_uuid = ?1 ORDER BY id",
            &[&ACCOUNT],
            |row| {
                Ok(UserRow {
                    uuid: row.get(0)?,
                    name: row.get(1)?,
                    email: row.get(2)?,
                    phone: row.get(3)?,
                    status: row.get(4)?,
                })
            },
        )
    }

    /// The license type that a user has for the application, if any.
    pub fn license_of(&self, email: &str, slug: &str) -> Option<String> {
        self.licenses_of(email, slug).into_iter().next()
    }

    /// All license types that a user has for the application, oldest first.
    pub fn licenses_of(&self, email: &str, slug: &str) -> Vec<String> {
        self.rows(
            "SELECT p.name FROM entitlements e JOIN products p ON p.uuid = e.product_uuid
             JOIN applications a ON a.uuid = p.application_uuid JOIN users u ON u.uuid = e.user_uuid
             WHERE u.email = ?1 AND a.slug = ?2 ORDER BY e.id",
            &[&email, &slug],
            |row| row.get(0),
        )
    }

    /// How many licenses of the application the account's users have.
    pub fn licenses(&self, slug: &str) -> usize {
        self.one(
            "SELECT count(*) FROM entitlements e JOIN products p ON p.uuid = e.product_uuid
             JOIN applications a ON a.uuid = p.application_uuid WHERE e.account_uuid = ?1 AND a.slug = ?2",
            &[&ACCOUNT, &slug],
            |row| row.get::<_, i64>(0),
        )
        .unwrap_or_default() as usize
    }

    /// The licenses of all users by email address; a user without any has an empty list.
    pub fn all_licenses(&self) -> BTreeMap<String, Vec<LicenseRow>> {
        let rows = self.rows(
            "SELECT u.email, a.slug, p.name, e.status, e.metadata ->> 'sms_number' FROM users u
             LEFT JOIN entitlements e ON e.user_uuid = u.uuid LEFT JOIN products p ON p.uuid = e.product_uuid
             LEFT JOIN applications a ON a.uuid = p.application_uuid
             WHERE u.account_uuid = ?1 ORDER BY a.slug, p.id",
            &[&ACCOUNT],
            |row| Ok((row.get::<_, String>(0)?, license_of(row)?)),
        );
        let mut all: BTreeMap<String, Vec<LicenseRow>> = BTreeMap::new();
        for (email, license) in rows {
            all.entry(email).or_default().extend(license);
        }
        all
    }

    /// The number that a user holds.
    pub fn number_of(&self, email: &str) -> Option<String> {
        self.one(
            "SELECT n.number FROM numbers n JOIN users u ON u.uuid = n.user_uuid
             WHERE u.email = ?1 ORDER BY n.id",
            &[&email],
            |row| row.get(0),
        )
    }

    /// The SMS alias of a user.
    pub fn alias_of(&self, email: &str) -> Option<String> {
        self.one("SELECT sms FROM users WHERE email = ?1", &[&email], |row| {
            row.get(0)
        })
        .flatten()
    }

    /// The welcome emails, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.rows(
            "SELECT recipient, subject, text FROM mails ORDER BY id",
            &[],
            |row| {
                Ok(Mail {
                    to: row.get(0)?,
                    subject: row.get(1)?,
                    text: row.get(2)?,
                })
            },
        )
    }

    /// How many welcome emails each user got, by email address; who got none is left out.
    pub fn mails_per_user(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for mail in self.mails() {
            *counts.entry(mail.to).or_default() += 1;
        }
        counts
    }

    /// What browsers reported as violations of the Content-Security-Policy.
    pub fn csp_reports(&self) -> Vec<String> {
        self.rows("SELECT report FROM csp_reports ORDER BY id", &[], |row| {
            row.get(0)
        })
    }

    /// The requests that came, oldest first: method and path.
    pub fn requests(&self) -> Vec<(String, String)> {
        self.recorder.seen()
    }

    /// How often each method and path was asked for.
    pub fn request_counts(&self) -> BTreeMap<(String, String), usize> {
        let mut counts = BTreeMap::new();
        for request in self.requests() {
            *counts.entry(request).or_default() += 1;
        }
        counts
    }

    /// How many requests came with this method below this path.
    pub fn requests_to(&self, method: &str, path_prefix: &str) -> usize {
        let requests = self.requests().into_iter();
        requests
            .filter(|(asked, path)| asked == method && path.starts_with(path_prefix))
            .count()
    }

    /// About how many steps the database has made so far: a measure of work on any computer.
    pub fn database_steps(&self) -> u64 {
        self.db.steps()
    }

    /// The account's numbers, in the order in which the API lists them.
    pub fn numbers(&self) -> Vec<NumberRow> {
        self.rows(
            "SELECT n.number, u.email, n.campaign_id, c.status FROM numbers n
             LEFT JOIN users u ON u.uuid = n.user_uuid LEFT JOIN campaigns c ON c.campaign_id = n.campaign_id
             WHERE n.account_uuid = ?1 ORDER BY n.id",
            &[&ACCOUNT],
            |row| {
                Ok(NumberRow {
                    number: row.get(0)?,
                    user_email: row.get(1)?,
                    campaign_id: row.get(2)?,
                    campaign_status: row.get(3)?,
                })
            },
        )
    }

    /// How many seats of a license type are used, and how many there are, if they are limited.
    pub fn seats(&self, type_name: &str) -> (usize, Option<usize>) {
        let found = self.one(
            "SELECT (SELECT count(*) FROM entitlements e WHERE e.account_uuid = ?1 AND e.product_uuid = p.uuid), s.quantity
             FROM products p JOIN seats s ON s.product_uuid = p.uuid AND s.account_uuid = ?1 WHERE p.name = ?2",
            &[&ACCOUNT, &type_name],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?)),
        );
        let (used, total) = found.unwrap_or_default();
        (used as usize, total.map(|total| total as usize))
    }

    fn rows<T>(
        &self,
        query: &str,
        bound: &[&dyn ToSql],
        row: impl Fn(&Row<'_>) -> Result<T, rusqlite::Error>,
    ) -> Vec<T> {
        self.look(|connection| {
            connection
                .prepare_cached(query)?
                .query_map(bound, row)?
                .collect()
        })
    }

    fn one<T>(
        &self,
        query: &str,
        bound: &[&dyn ToSql],
        row: impl Fn(&Row<'_>) -> Result<T, rusqlite::Error>,
    ) -> Option<T> {
        self.look(|connection| {
            connection
                .prepare_cached(query)?
                .query_row(bound, row)
                .optional()
        })
    }

    // The queries are constants, so a failure is a defect of this file: said, and shown as nothing.
    fn look<T: Default>(&self, work: impl FnOnce(&Connection) -> Result<T, rusqlite::Error>) -> T {
        self.db.read(work).unwrap_or_else(|error| {
            eprintln!("The database failed: {error}");
            T::default()
        })
    }
}

fn license_of(row: &Row<'_>) -> Result<Option<LicenseRow>, rusqlite::Error> {
    let Some(application) = row.get(1)? else {
        return Ok(None);
    };
    Ok(Some(LicenseRow {
        application,
        license: row.get(2)?,
        status: row.get(3)?,
        number: row.get(4)?,
    }))
}
