//! The welcome emails: written in the transaction that assigns, delivered in the background.

use crate::{db::Db, ids};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use rusqlite::{Connection, params};
use std::{io, path::PathBuf, sync::Arc};
use tokio::sync::Notify;

/// Who is welcomed to what.
pub struct Welcome<'a> {
    pub account: &'a str,
    pub account_name: &'a str,
    pub email: &'a str,
    pub name: &'a str,
    pub application: &'a str,
    pub license: &'a str,
    pub guide_url: &'a str,
}

impl Welcome<'_> {
    fn subject(&self) -> String {
        format!("Welcome to {}", self.application)
    }

    fn text(&self) -> String {
        let greeting = if self.name.is_empty() {
            "Hello,".to_owned()
        } else {
            format!("Hello {},", self.name)
        };
        format!(
            "{greeting}\n\n\
             {account} has given you a license for {application}: {license}.\n\n\
             To start:\n\n\
             1. Open the guide: {guide}\n\
             2. Install {application} as it describes, on your computer or your phone.\n\
             3. Sign in with your email address, {email}.\n\n\
             Questions? Your administrator at {account} can help.\n",
            account = self.account_name,
            application = self.application,
            license = self.license,
            guide = self.guide_url,
            email = self.email,
        )
    }
}

/// Keeps a welcome email until it is delivered; part of the caller's transaction, so that there is
/// exactly one for each license that was really assigned.
pub fn enqueue(connection: &Connection, welcome: &Welcome<'_>) -> Result<(), rusqlite::Error> {
    connection
        .prepare_cached(
            "INSERT INTO mails (account_uuid, recipient, recipient_name, subject, text, created)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            welcome.account,
            welcome.email,
            welcome.name,
            welcome.subject(),
            welcome.text(),
            ids::now()
        ])?;
    Ok(())
}

/// What is queued in the database, as far as the delivery hears of it.
#[derive(Clone, Default)]
pub struct MailQueue(Arc<Notify>);

impl MailQueue {
    /// Tells the delivery that something may be queued.
    pub fn wake(&self) {
        self.0.notify_one();
    }
}

/// Why emails cannot be delivered as was asked for.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The mail server's address is not understood.
    #[error(
        "--smtp {url}: {message}. It must look like smtp://localhost:1025 or smtps://user:password@host"
    )]
    Smtp {
        /// The URL that was given.
        url: String,
        /// What is wrong with it.
        message: String,
    },
    /// The folder for emails cannot be made.
    #[error("--outbox {folder}: {source}")]
    Outbox {
        /// The folder that was given.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Where emails go besides the database.
pub struct Delivery {
    smtp: Option<AsyncSmtpTransport<Tokio1Executor>>,
    outbox: Option<PathBuf>,
}

struct Queued {
    id: i64,
    to: String,
    name: String,
    account_name: String,
    subject: String,
    text: String,
}

impl Delivery {
    /// Checks the server's address and makes the folder.
    pub fn new(smtp: Option<&str>, outbox: Option<PathBuf>) -> Result<Self, DeliveryError> {
        let smtp = smtp
            .map(|url| {
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map(|builder| builder.build())
                    .map_err(|error| DeliveryError::Smtp {
                        url: url.to_owned(),
                        message: error.to_string(),
                    })
            })
            .transpose()?;
        if let Some(folder) = &outbox {
            std::fs::create_dir_all(folder).map_err(|source| DeliveryError::Outbox {
                folder: folder.clone(),
                source,
            })?;
        }
        Ok(Self { smtp, outbox })
    }

    /// Delivers whatever is queued, now and whenever it is woken.
    pub async fn run(self, db: Db, queue: MailQueue) {
        loop {
            match db.read(next) {
                Ok(Some(mail)) => {
                    let outcome = match self.deliver(&mail).await {
                        Ok(()) => "sent".to_owned(),
                        Err(reason) => reason,
                    };
                    let settled = db.write(|connection| {
                        connection.execute(
                            "UPDATE mails SET outcome = ?1 WHERE id = ?2",
                            params![outcome, mail.id],
                        )
                    });
                    if let Err(error) = settled {
                        // Going on would send the same email over and over.
                        eprintln!("No more emails are sent: {error}");
                        return;
                    }
                }
                Ok(None) => queue.0.notified().await,
                Err(error) => {
                    eprintln!("No more emails are sent: {error}");
                    return;
                }
            }
        }
    }

    async fn deliver(&self, mail: &Queued) -> Result<(), String> {
        let message = message(mail).map_err(|error| format!("not sent: {error}"))?;
        if let Some(folder) = &self.outbox {
            let file = folder.join(format!("{:06}.eml", mail.id));
            tokio::fs::write(&file, message.formatted())
                .await
                .map_err(|error| format!("not sent: {}: {error}", file.display()))?;
        }
        if let Some(smtp) = &self.smtp {
            smtp.send(message)
                .await
                .map_err(|error| format!("not sent: {error}"))?;
        }
        Ok(())
    }
}

fn next(connection: &Connection) -> Result<Option<Queued>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(
        "SELECT m.id, m.recipient, m.recipient_name, a.name, m.subject, m.text
         FROM mails m JOIN accounts a ON a.uuid = m.account_uuid
         WHERE m.outcome IS NULL ORDER BY m.id LIMIT 1",
    )?;
    let mut rows = statement.query([])?;
    let row = rows.next()?;
    row.map(|row| {
        Ok(Queued {
            id: row.get(0)?,
            to: row.get(1)?,
            name: row.get(2)?,
            account_name: row.get(3)?,
            subject: row.get(4)?,
            text: row.get(5)?,
        })
    })
    .transpose()
}

fn message(mail: &Queued) -> Result<Message, Box<dyn std::error::Error + Send + Sync>> {
    let to: Address = mail.to.parse()?;
    let name = Some(mail.name.clone()).filter(|name| !name.is_empty());
    let from = Address::new("licenses", "framework.example")?;
    Ok(Message::builder()
        .from(Mailbox::new(Some(mail.account_name.clone()), from))
        .to(Mailbox::new(name, to))
        .subject(mail.subject.clone())
        .header(ContentType::TEXT_PLAIN)
        .body(mail.text.clone())?)
}
