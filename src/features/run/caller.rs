//! Performs the commands of a run as API requests.

use super::persistence::JournalWriter;
use crate::api::client::Action;
use crate::api::{ApiError, entitlements, identity, sms};
use crate::domain::ids::{AccountId, UserId};
use crate::engine::{Answer, Command};
use crate::i18n;

/// Performs the commands of a run as API requests.
pub(crate) struct Caller {
    pub(super) action: Action,
    pub(super) account: AccountId,
    /// `None` after the run has ended: rechecks are not journaled.
    pub(super) journal_writer: Option<JournalWriter>,
}

impl Caller {
    pub(crate) async fn perform(&self, command: &Command) -> Answer {
        let Self {
            action, account, ..
        } = self;
        let account = *account;
        let done = match command {
            Command::GiveNumber { user, number } => {
                sms::give(action, account, *user, *number).await
            }
            Command::BindAlias { user, number } => {
                identity::bind_alias(action, *user, *number).await
            }
            Command::TakeNumber { user, number } => {
                sms::take(action, account, *user, *number).await
            }
            Command::Assign(batch) => entitlements::assign(action, account, batch).await,
            Command::Remove(licenses) => entitlements::remove(action, licenses).await,
            Command::ReadLicenses(user) => {
                return entitlements::licenses_of(action, account, *user)
                    .await
                    .map_or_else(failed, Answer::Licenses);
            }
            Command::ReadPage { offset } => {
                return entitlements::license_page(action, account, *offset)
                    .await
                    .map_or_else(failed, Answer::Page);
            }
            Command::ReadNumbers(user) => {
                return numbers(action, *user).await.unwrap_or_else(failed);
            }
            Command::Journal(entries) => {
                if let Some(journal_writer) = &self.journal_writer {
                    journal_writer.append(entries).await;
                }
                Ok(())
            }
        };
        done.map_or_else(failed, |()| Answer::Done)
    }
}

async fn numbers(action: &Action, user: UserId) -> Result<Answer, ApiError> {
    Ok(Answer::Numbers {
        numbers: sms::numbers_of(action, user).await?,
        alias: identity::alias(action, user).await?,
    })
}

fn failed(error: ApiError) -> Answer {
    let words = i18n::api_error(&error);
    Answer::Failed(error.into_failure(words))
}
