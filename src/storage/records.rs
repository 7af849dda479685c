//! Run records in IndexedDB. Each owner has their own.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::FutureExt;
use gloo_timers::future::sleep;
use idb::{Database, DatabaseEvent, Factory, KeyRange, ObjectStore, ObjectStoreParams, Query};
use idb::{Error, TransactionMode};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::IdbDatabase;

const DATABASE: &str = "license-management";
const VERSION: u32 = 2;
/// Keys are `[owner, index]`.
const RECORDS: &str = "runs";
/// The time-out for each operation, after which storage counts as unavailable.
const LIMIT: Duration = Duration::from_secs(5);

/// The records of an owner's run, in the order they were written.
pub struct Records {
    connection: Rc<Connection>,
    owner: String,
    /// The index of the next record.
    next: Cell<u32>,
}

/// Storage is unavailable, as in a private window, or too slow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StorageUnavailable;

impl From<Error> for StorageUnavailable {
    fn from(_: Error) -> Self {
        Self
    }
}

impl Records {
    /// Opens the records of an owner.
    ///
    /// # Errors
    /// When storage is unavailable.
    pub async fn open(owner: String) -> Result<Self, StorageUnavailable> {
        Ok(Self {
            connection: Rc::new(in_time(Connection::open()).await?),
            owner,
            next: Cell::new(0),
        })
    }

    /// All records.
    ///
    /// # Errors
    /// When storage is unavailable.
    pub async fn read(&self) -> Result<Vec<String>, StorageUnavailable> {
        let (connection, all) = (Rc::clone(&self.connection), self.all()?);
        let read = async move {
            let transaction = connection
                .0
                .transaction(&[RECORDS], TransactionMode::ReadOnly)?;
            let store = transaction.object_store(RECORDS)?;
            store.get_all(Some(all), None)?.await
        };
        let read = in_time(read).await?;
        self.next.set(u32::try_from(read.len()).unwrap_or(u32::MAX));
        Ok(read.iter().filter_map(JsValue::as_string).collect())
    }

    /// Deletes all records and writes the first one.
    ///
    /// # Errors
    /// When storage is unavailable.
    pub async fn begin(&self, record: &str) -> Result<(), StorageUnavailable> {
        self.next.set(0);
        let (all, key) = (self.all()?, self.next_key());
        let record = JsValue::from_str(record);
        self.write(async move |store| {
            store.delete(all)?.await?;
            store.add(&record, Some(&key))?.await.map(drop)
        })
        .await
    }

    /// Appends a record.
    ///
    /// # Errors
    /// When storage is unavailable.
    pub async fn add(&self, record: &str) -> Result<(), StorageUnavailable> {
        let (record, key) = (JsValue::from_str(record), self.next_key());
        self.write(async move |store| store.add(&record, Some(&key))?.await.map(drop))
            .await
    }

    /// Deletes all records if the first one is `first`.
    ///
    /// # Errors
    /// When storage is unavailable.
    pub async fn forget(&self, first: &str) -> Result<(), StorageUnavailable> {
        let (found, all) = (self.all()?, self.all()?);
        let first = first.to_owned();
        self.write(async move |store| {
            let found = store.get_all(Some(found), Some(1))?.await?;
            if found.first().and_then(JsValue::as_string) == Some(first) {
                store.delete(all)?.await?;
            }
            Ok(())
        })
        .await
    }

    fn next_key(&self) -> JsValue {
        let place = self.next.get();
        self.next.set(place.saturating_add(1));
        Array::of2(&self.owner.as_str().into(), &place.into()).into()
    }

    /// In IndexedDB's key order, an array is above every number.
    fn all(&self) -> Result<Query, StorageUnavailable> {
        let owner = JsValue::from_str(&self.owner);
        let (lowest, highest) = (Array::of1(&owner), Array::of2(&owner, &Array::new()));
        Ok(KeyRange::bound(&lowest, &highest, None, None)?.into())
    }

    async fn write(
        &self,
        work: impl AsyncFnOnce(ObjectStore) -> Result<(), Error> + 'static,
    ) -> Result<(), StorageUnavailable> {
        let connection = Rc::clone(&self.connection);
        in_time(async move {
            let transaction = connection
                .0
                .transaction(&[RECORDS], TransactionMode::ReadWrite)?;
            work(transaction.object_store(RECORDS)?).await?;
            transaction.commit()?.await.map(drop)
        })
        .await
    }
}

/// A connection, closed when dropped, or when a later version of the page upgrades the database.
struct Connection(Database);

impl Connection {
    /// Opens the database. Waits while tabs with an earlier version of the page block the upgrade.
    async fn open() -> Result<Self, Error> {
        let mut request = Factory::new()?.open(DATABASE, Some(VERSION))?;
        request.on_upgrade_needed(|event| {
            if let Ok(database) = event.database() {
                for earlier in database.store_names() {
                    // A store that cannot be deleted is never read.
                    let _ = database.delete_object_store(&earlier);
                }
                // Without the store, its first use fails.
                let _ = database.create_object_store(RECORDS, ObjectStoreParams::new());
            }
        });
        let mut database = request.await?;
        database.on_version_change(|event| {
            let database = event.target().map(JsCast::dyn_into::<IdbDatabase>);
            if let Some(Ok(database)) = database {
                database.close();
            }
        });
        Ok(Self(database))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Runs the operation with a time-out. The operation itself continues, since the browser still calls back into it.
async fn in_time<T: 'static>(
    work: impl Future<Output = Result<T, Error>> + 'static,
) -> Result<T, StorageUnavailable> {
    let (done, end) = oneshot::channel();
    spawn_local(async move {
        // Nobody receives the result after the time-out.
        let _ = done.send(work.await);
    });
    let mut end = end.fuse();
    let mut limit = sleep(LIMIT).fuse();
    futures_util::select_biased! {
        end = end => Ok(end.map_err(|_| StorageUnavailable)??),
        () = limit => Err(StorageUnavailable),
    }
}
