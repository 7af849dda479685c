//! What the browser keeps for the page: the records of one run, in IndexedDB; the lock that only one tab has; and what
//! tabs tell each other.

pub mod channel;
pub mod lock;

use idb::{DatabaseEvent, Factory, ObjectStoreParams, Transaction, TransactionMode};
use wasm_bindgen::JsValue;

const DATABASE: &str = "license-management";
const RECORDS: &str = "run";

/// The records of the run, in the order in which they were written.
pub struct Records {
    database: idb::Database,
}

/// The browser keeps nothing for this page, as in a private window.
pub type NotKept = idb::Error;

impl Records {
    /// Opens what is kept.
    ///
    /// # Errors
    /// When the browser keeps nothing.
    pub async fn open() -> Result<Self, NotKept> {
        let mut request = Factory::new()?.open(DATABASE, Some(1))?;
        request.on_upgrade_needed(|event| {
            let mut numbered = ObjectStoreParams::new();
            numbered.auto_increment(true);
            if let Ok(database) = event.database() {
                // Without the store, the first use of it says so.
                let _ = database.create_object_store(RECORDS, numbered);
            }
        });
        let database = request.await?;
        Ok(Self { database })
    }

    /// All records.
    ///
    /// # Errors
    /// When the browser cannot read them.
    pub async fn read(&self) -> Result<Vec<String>, NotKept> {
        let transaction = self
            .database
            .transaction(&[RECORDS], TransactionMode::ReadOnly)?;
        let all = transaction
            .object_store(RECORDS)?
            .get_all(None, None)?
            .await?;
        Ok(all.iter().filter_map(JsValue::as_string).collect())
    }

    /// Forgets all records and writes a first one.
    ///
    /// # Errors
    /// When the browser cannot keep it.
    pub async fn begin(&self, record: &str) -> Result<(), NotKept> {
        let transaction = self.writing()?;
        let store = transaction.object_store(RECORDS)?;
        store.clear()?.await?;
        store.add(&JsValue::from_str(record), None)?.await?;
        transaction.commit()?.await.map(drop)
    }

    /// Writes one more record.
    ///
    /// # Errors
    /// When the browser cannot keep it.
    pub async fn add(&self, record: &str) -> Result<(), NotKept> {
        let transaction = self.writing()?;
        let store = transaction.object_store(RECORDS)?;
        store.add(&JsValue::from_str(record), None)?.await?;
        transaction.commit()?.await.map(drop)
    }

    /// Forgets all records, if the first is this one.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn forget(&self, first: &str) -> Result<(), NotKept> {
        let transaction = self.writing()?;
        let store = transaction.object_store(RECORDS)?;
        let found = store.get_all(None, Some(1))?.await?;
        if found.first().and_then(JsValue::as_string).as_deref() == Some(first) {
            store.clear()?.await?;
        }
        transaction.commit()?.await.map(drop)
    }

    fn writing(&self) -> Result<Transaction, NotKept> {
        self.database
            .transaction(&[RECORDS], TransactionMode::ReadWrite)
    }
}
