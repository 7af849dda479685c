//! What the browser keeps for the page: the records of one run, in IndexedDB; the lock that only one tab has; and what
//! tabs tell each other.

pub mod channel;
pub mod lock;

use std::rc::Rc;

use futures_channel::oneshot;
use idb::{Database, DatabaseEvent, Factory, ObjectStore, ObjectStoreParams, TransactionMode};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

const DATABASE: &str = "license-management";
const RECORDS: &str = "run";

/// The records of the run, in the order in which they were written.
pub struct Records {
    database: Rc<Database>,
}

/// The browser keeps nothing for this page, as in a private window.
pub type NotKept = idb::Error;

impl Records {
    /// Opens what is kept.
    ///
    /// # Errors
    /// When the browser keeps nothing.
    pub async fn open() -> Result<Self, NotKept> {
        let database = to_the_end(async {
            let mut request = Factory::new()?.open(DATABASE, Some(1))?;
            request.on_upgrade_needed(|event| {
                let mut numbered = ObjectStoreParams::new();
                numbered.auto_increment(true);
                if let Ok(database) = event.database() {
                    // Without the store, the first use of it says so.
                    let _ = database.create_object_store(RECORDS, numbered);
                }
            });
            request.await
        });
        Ok(Self {
            database: Rc::new(database.await?),
        })
    }

    /// All records.
    ///
    /// # Errors
    /// When the browser cannot read them.
    pub async fn read(&self) -> Result<Vec<String>, NotKept> {
        let database = Rc::clone(&self.database);
        to_the_end(async move {
            let transaction = database.transaction(&[RECORDS], TransactionMode::ReadOnly)?;
            let store = transaction.object_store(RECORDS)?;
            let all = store.get_all(None, None)?.await?;
            Ok(all.iter().filter_map(JsValue::as_string).collect())
        })
        .await
    }

    /// Forgets all records and writes a first one.
    ///
    /// # Errors
    /// When the browser cannot keep it.
    pub async fn begin(&self, record: &str) -> Result<(), NotKept> {
        let record = JsValue::from_str(record);
        self.write(async move |store| {
            store.clear()?.await?;
            store.add(&record, None)?.await.map(drop)
        })
        .await
    }

    /// Writes one more record.
    ///
    /// # Errors
    /// When the browser cannot keep it.
    pub async fn add(&self, record: &str) -> Result<(), NotKept> {
        let record = JsValue::from_str(record);
        self.write(async move |store| store.add(&record, None)?.await.map(drop))
            .await
    }

    /// Forgets all records, if the first is this one.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn forget(&self, first: &str) -> Result<(), NotKept> {
        let first = first.to_owned();
        self.write(async move |store| {
            let found = store.get_all(None, Some(1))?.await?;
            if found.first().and_then(JsValue::as_string) == Some(first) {
                store.clear()?.await?;
            }
            Ok(())
        })
        .await
    }

    async fn write(
        &self,
        work: impl AsyncFnOnce(ObjectStore) -> Result<(), NotKept> + 'static,
    ) -> Result<(), NotKept> {
        let database = Rc::clone(&self.database);
        to_the_end(async move {
            let transaction = database.transaction(&[RECORDS], TransactionMode::ReadWrite)?;
            work(transaction.object_store(RECORDS)?).await?;
            transaction.commit()?.await.map(drop)
        })
        .await
    }
}

/// Goes on even when nobody waits for it any more: the browser calls back into what is under way.
async fn to_the_end<T: 'static>(
    work: impl Future<Output = Result<T, NotKept>> + 'static,
) -> Result<T, NotKept> {
    let (done, end) = oneshot::channel();
    spawn_local(async move {
        // Who does not wait any more is not told.
        let _ = done.send(work.await);
    });
    end.await
        .unwrap_or(Err(NotKept::IndexedDbNotFound(JsValue::NULL)))
}
