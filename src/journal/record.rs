//! The records of a journal.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::Journal;
use crate::decode::{ByText, DecodeError, Object, decode, encode};
use crate::domain::date::Date;
use crate::domain::ids::{AccountId, ApplicationId, LicenseId, ProductId, UserId};
use crate::domain::number::Number;
use crate::domain::plan::{Change, HeldLicense, NumberChange, Plan};
use crate::engine::JournalEntry;

/// Journals of other versions are ignored.
const VERSION: u32 = 5;

#[derive(Serialize, Deserialize)]
struct HeaderRecord {
    /// The first field, so that nothing else of another version is decoded.
    #[serde(deserialize_with = "own_version")]
    version: u32,
    run: u64,
    account: ByText<AccountId>,
    administrator: ByText<UserId>,
    /// Milliseconds since 1970.
    began: u64,
    application: ByText<ApplicationId>,
    products: Vec<ByText<ProductId>>,
    changes: Vec<Object<ChangeRecord>>,
}

#[derive(Serialize, Deserialize)]
struct ChangeRecord {
    user: ByText<UserId>,
    held: Vec<Object<HeldRecord>>,
    to: Option<ByText<ProductId>>,
    assign: bool,
    remove: Vec<Object<HeldRecord>>,
    after: Option<ByText<Number>>,
    give: Option<ByText<Number>>,
    release: Option<ByText<Number>>,
    wave: usize,
}

#[derive(Serialize, Deserialize)]
struct HeldRecord {
    license: ByText<LicenseId>,
    product: ByText<ProductId>,
}

#[derive(Serialize, Deserialize)]
struct EntryRecord {
    user: ByText<UserId>,
    welcomed: Vec<ByText<LicenseId>>,
    /// Those of `welcomed` that another administrator may have assigned.
    unsure: Vec<ByText<LicenseId>>,
    /// Whether the user's previous licenses are about to be restored.
    restores: bool,
}

impl From<&Journal> for HeaderRecord {
    fn from(journal: &Journal) -> Self {
        let Plan {
            application,
            products,
            changes,
            blocked: _,
            oversubscribed: _,
        } = &journal.plan;
        Self {
            version: VERSION,
            run: journal.run,
            account: ByText(journal.account),
            administrator: ByText(journal.administrator),
            began: journal.began.millis(),
            application: ByText(*application),
            products: products.iter().copied().map(ByText).collect(),
            changes: changes.iter().map(ChangeRecord::from).map(Object).collect(),
        }
    }
}

impl From<&Change> for ChangeRecord {
    fn from(change: &Change) -> Self {
        let held = |held: &[HeldLicense]| held.iter().map(HeldRecord::from).map(Object).collect();
        let NumberChange {
            after,
            give,
            release,
        } = change.number;
        Self {
            user: ByText(change.user),
            held: held(&change.held),
            to: change.to.map(ByText),
            assign: change.assign,
            remove: held(&change.remove),
            after: after.map(ByText),
            give: give.map(ByText),
            release: release.map(ByText),
            wave: change.wave,
        }
    }
}

impl From<ChangeRecord> for Change {
    fn from(record: ChangeRecord) -> Self {
        let held = |held: Vec<Object<HeldRecord>>| {
            held.into_iter().map(|Object(each)| each.into()).collect()
        };
        let number = |number: Option<ByText<Number>>| number.map(|ByText(number)| number);
        Self {
            user: record.user.0,
            held: held(record.held),
            to: record.to.map(|ByText(product)| product),
            assign: record.assign,
            remove: held(record.remove),
            number: NumberChange {
                after: number(record.after),
                give: number(record.give),
                release: number(record.release),
            },
            wave: record.wave,
        }
    }
}

impl From<&HeldLicense> for HeldRecord {
    fn from(held: &HeldLicense) -> Self {
        Self {
            license: ByText(held.license),
            product: ByText(held.product),
        }
    }
}

impl From<HeldRecord> for HeldLicense {
    fn from(record: HeldRecord) -> Self {
        Self {
            license: record.license.0,
            product: record.product.0,
        }
    }
}

impl From<&JournalEntry> for EntryRecord {
    fn from(entry: &JournalEntry) -> Self {
        let JournalEntry {
            user,
            welcomed,
            unsure,
            restores,
        } = entry;
        Self {
            user: ByText(*user),
            welcomed: welcomed.iter().copied().map(ByText).collect(),
            unsure: unsure.iter().copied().map(ByText).collect(),
            restores: *restores,
        }
    }
}

impl From<EntryRecord> for JournalEntry {
    fn from(record: EntryRecord) -> Self {
        let bare = |ids: Vec<ByText<LicenseId>>| ids.into_iter().map(|ByText(id)| id).collect();
        Self {
            user: record.user.0,
            welcomed: bare(record.welcomed),
            unsure: bare(record.unsure),
            restores: record.restores,
        }
    }
}

fn own_version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    match u32::deserialize(deserializer)? {
        VERSION => Ok(VERSION),
        _ => Err(D::Error::custom("is not supported")),
    }
}

pub(super) fn header(journal: &Journal) -> String {
    encode(&HeaderRecord::from(journal))
}

pub(super) fn encode_entries(entries: &[JournalEntry]) -> String {
    encode(&entries.iter().map(EntryRecord::from).collect::<Vec<_>>())
}

pub(super) fn read(header: &str, entries: &[String]) -> Result<Journal, DecodeError> {
    let Object(header): Object<HeaderRecord> = decode(header)?;
    let bare = |products: Vec<ByText<ProductId>>| products.into_iter().map(|ByText(id)| id);
    Ok(Journal {
        run: header.run,
        account: header.account.0,
        administrator: header.administrator.0,
        began: Date::from_millis(header.began),
        plan: Plan {
            application: header.application.0,
            products: bare(header.products).collect(),
            changes: header
                .changes
                .into_iter()
                .map(|Object(each)| each.into())
                .collect(),
            blocked: Vec::new(),
            oversubscribed: Vec::new(),
        },
        entries: entries
            .iter()
            .flat_map(|record| decode_entries(record))
            .collect(),
    })
}

/// The entries of a record that decode. A later entry of a user replaces an earlier one.
fn decode_entries(record: &str) -> Vec<(UserId, JournalEntry)> {
    let entries: Vec<&RawValue> = decode(record).unwrap_or_default();
    let entries = entries.into_iter().filter_map(|raw| decode(raw.get()).ok());
    entries
        .map(|Object(record): Object<EntryRecord>| (record.user.0, record.into()))
        .collect()
}
