//! A running sandbox: started, looked into, and stopped.

use crate::{
    app::App,
    connections,
    db::{Db, OpenError},
    faults::{Faults, Profile, ProfileError},
    http::{
        cors::{self, OriginError},
        origins::Origins,
    },
    inspect::Inspect,
    mail::{Delivery, DeliveryError},
    options::Options,
    seed::{self, SeedError},
};
use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
};
use tokio::{net::TcpListener, task::JoinHandle};

/// Why a sandbox did not start; the text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken or not allowed.
    #[error("cannot listen on {address}: {source}. Choose another one with --port or --host")]
    Listen {
        /// Where it was to listen.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The database cannot be opened or written.
    #[error("the database does not work: {0}. Check the file given with --db")]
    Database(#[from] OpenError),
    /// The data that was asked for cannot be made.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The fault profile cannot be read.
    #[error("{file}: {source}")]
    Faults {
        /// The file given with `--faults`.
        file: PathBuf,
        /// What is wrong, with the field and the line.
        source: ProfileError,
    },
    /// Mails cannot be delivered as was asked for.
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    /// Who may use the API is not named by an origin.
    #[error(transparent)]
    Origin(#[from] OriginError),
}

/// A running sandbox; it stops when it is dropped.
pub struct Sandbox {
    app: App,
    server: JoinHandle<()>,
    delivery: JoinHandle<()>,
}

impl Sandbox {
    /// Fills the database, unless its file already holds something, and begins to listen.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let people = seed::people(&options)?;
        let profile = profile(&options)?;
        let delivery = Delivery::new(options.smtp.as_deref(), options.outbox.clone())?;
        let db = Db::open(options.db.as_deref(), |connection| {
            seed::fill(connection, &options, people)
        })?;
        let (listener, main) = listen(SocketAddr::new(options.host, options.port)).await?;
        let (other_listener, other) = listen(SocketAddr::new(options.host, 0)).await?;
        let origins = Origins {
            main: main.into(),
            other: other.into(),
            api_elsewhere: options.api_elsewhere,
        };
        let cors = cors::layer(&options, &origins)?;
        let app = App::new(&options, db, origins, profile);
        let router = app.clone().router(&options);
        let router = match cors {
            Some(cors) => router.layer(cors),
            None => router,
        };
        let server = async move {
            tokio::join!(
                connections::serve(listener, router.clone()),
                connections::serve(other_listener, router)
            );
        };
        Ok(Self {
            delivery: tokio::spawn(delivery.run(app.db.clone(), app.mail_queue.clone())),
            server: tokio::spawn(server),
            app,
        })
    }

    /// Where it is reached, without a slash at the end.
    pub fn url(&self) -> String {
        self.app.origins.main.to_string()
    }

    /// Where it is reached as another origin.
    pub fn other_url(&self) -> String {
        self.app.origins.other.to_string()
    }

    /// Looks into the database.
    pub fn inspect(&self) -> Inspect {
        Inspect::new(self.app.db.clone(), self.app.recorder.clone())
    }

    /// Makes things go wrong.
    pub fn faults(&self) -> Faults {
        self.app.faults.clone()
    }

    /// Has a script run on the portal's page before the frontend is loaded, from the next load on.
    pub fn run_first(&self, script: &str) {
        self.app.first_scripts.add(script);
    }

    /// Waits until it stops by itself, which it does only when something is badly wrong.
    pub async fn finished(mut self) {
        if let Err(error) = (&mut self.server).await {
            eprintln!("The sandbox stopped: {error}");
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
        self.delivery.abort();
    }
}

/// Listens, and says where that is reached.
async fn listen(address: SocketAddr) -> Result<(TcpListener, String), StartError> {
    let failed = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let host = match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        host => host,
    };
    let origin = format!("http://{}", SocketAddr::new(host, address.port()));
    Ok((listener, origin))
}

/// What goes wrong from the start.
fn profile(options: &Options) -> Result<Profile, StartError> {
    let mut profile = match &options.faults {
        None => Profile::default(),
        Some(file) => Profile::read(file).map_err(|source| StartError::Faults {
            file: file.clone(),
            source,
        })?,
    };
    profile.seed = options.fault_seed.unwrap_or(profile.seed);
    profile.one_license_per_application |= options.one_license_per_application;
    Ok(profile)
}
