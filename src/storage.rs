//! What the browser keeps for the page: the records of one run, in IndexedDB, and the lock that only one tab has.

pub mod lock;

use idb::{DatabaseEvent, Factory, ObjectStoreParams, TransactionMode};
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
        self.write(true, Some(record)).await
    }

    /// Writes one more record.
    ///
    /// # Errors
    /// When the browser cannot keep it.
    pub async fn add(&self, record: &str) -> Result<(), NotKept> {
        self.write(false, Some(record)).await
    }

    /// Forgets all records.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn clear(&self) -> Result<(), NotKept> {
        self.write(true, None).await
    }

    async fn write(&self, anew: bool, record: Option<&str>) -> Result<(), NotKept> {
        let transaction = self
            .database
            .transaction(&[RECORDS], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(RECORDS)?;
        if anew {
            store.clear()?.await?;
        }
        if let Some(record) = record {
            store.add(&JsValue::from_str(record), None)?.await?;
        }
        transaction.commit()?.await.map(drop)
    }
}
