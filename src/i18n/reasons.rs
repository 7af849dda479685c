//! Texts for reasons: why something is unavailable, blocked or failed.

use super::say;
use crate::domain::application_view::Unavailable;
use crate::domain::catalog::Catalog;
use crate::domain::directory::NumberState;
use crate::domain::ids::ProductId;
use crate::domain::plan::BlockReason;
use crate::engine::{Outcome, Reason};

/// Why a license type can't be assigned.
pub fn unavailable(why: Unavailable) -> String {
    match why {
        Unavailable::NoSeat => say!("type.no_seat"),
        Unavailable::Retired => say!("type.retired"),
        Unavailable::SwitchedOff => say!("type.switched_off"),
    }
}

/// Why a change is blocked, and what to do.
pub fn blocked(why: BlockReason, catalog: &Catalog) -> String {
    match why {
        BlockReason::Inactive => say!("blocked.inactive"),
        BlockReason::NoNumber => say!("blocked.no_number"),
        BlockReason::NumberTaken(number) => say!("blocked.number_taken", number = number),
        BlockReason::NumberWithoutLicense(number) => {
            say!("blocked.number_without_license", number = number)
        }
        BlockReason::Type(product, Unavailable::NoSeat) => {
            say!("blocked.no_seat", license = type_name(product, catalog))
        }
        BlockReason::Type(product, why @ (Unavailable::Retired | Unavailable::SwitchedOff)) => {
            let license = type_name(product, catalog);
            say!("blocked.type", license = license, why = unavailable(why))
        }
        BlockReason::Gone => say!("blocked.gone"),
    }
}

/// Why a number is not registered; `None`: it is, or this is unknown.
pub fn number_state(state: NumberState) -> Option<String> {
    match state {
        NumberState::Registered | NumberState::Unknown => None,
        NumberState::Pending => Some(say!("number.pending")),
        NumberState::Rejected => Some(say!("number.rejected")),
        NumberState::Suspended => Some(say!("number.suspended")),
        NumberState::Expired => Some(say!("number.expired")),
        NumberState::NoCampaign => Some(say!("number.no_campaign")),
    }
}

/// Why a user was not changed; `None`: changed or not settled yet.
pub fn outcome(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Waiting | Outcome::Running | Outcome::Changed => None,
        Outcome::Unchanged => Some(say!("outcome.unchanged")),
        Outcome::Conflict => Some(say!("outcome.skipped")),
        Outcome::NotStarted => Some(say!("outcome.not_started")),
        Outcome::Failed(reason) => Some(failed(reason)),
    }
}

fn failed(reason: &Reason) -> String {
    match reason {
        Reason::NumberRefused(why) => say!("outcome.number_refused", words = words(why)),
        Reason::AliasRefused(why) => say!("outcome.alias_refused", words = words(why)),
        Reason::LicenseRefused(why) => say!("outcome.license_refused", words = words(why)),
        Reason::NotVerified(why) => say!("outcome.not_verified", words = words(why)),
        Reason::OldLicenseStays(why) => say!("outcome.old_license_not_removed", words = words(why)),
        Reason::LeftWithout(why) => say!("outcome.no_license_left", words = words(why)),
        Reason::LicenseWithoutNumber(why) => {
            say!("outcome.license_without_number", words = words(why))
        }
        Reason::NumberStays(why) => say!("outcome.old_number_not_released", words = words(why)),
        Reason::UserDeleted => say!("outcome.user_deleted"),
        Reason::ConcurrentChange => say!("outcome.conflict"),
        Reason::NumberNotTakenBack(why) => {
            say!("outcome.number_not_released", words = words(why))
        }
        Reason::AliasNotRestored(why) => say!("outcome.alias_not_restored", words = words(why)),
        Reason::PartlyRestored(why) => say!("outcome.partially_restored", words = words(why)),
    }
}

/// The server's message, or that it gave none.
fn words(why: &str) -> String {
    if why.trim().is_empty() {
        say!("outcome.no_reason")
    } else {
        sentence(why)
    }
}

/// Ends a text with a full stop if it has no final punctuation, so that another sentence can follow.
pub(super) fn sentence(words: &str) -> String {
    let words = words.trim();
    let stop = if words.ends_with(['.', '!', '?', '…', '。', ':', ';']) {
        ""
    } else {
        "."
    };
    format!("{words}{stop}")
}

/// The name of a license type.
pub fn type_name(product: ProductId, catalog: &Catalog) -> String {
    let kind = catalog.find(product).and_then(|kind| catalog.get(kind));
    kind.map_or_else(|| product.to_string(), |kind| kind.name.clone())
}
