//! Puts the parts together and listens.

use crate::{
    api::{self, Description, error::ApiError, lifecycle, shapes},
    app::{App, Origins, Shared},
    assets, cors,
    db::Db,
    error::StartError,
    faults::{self, Dropped, Faults, Profile},
    headers,
    inspect::{self, Inspect, Recorder},
    mail::{Delivery, Postman},
    oauth,
    options::Options,
    portal, seed,
};
use axum::{
    Json, Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::Response,
    routing::{get, head},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};
use tower::ServiceExt;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// The most header lines of a request; more are answered by 431.
const MOST_HEADERS: usize = 100;
/// How long a client may take to say what it wants.
const HEAD_PATIENCE: Duration = Duration::from_secs(30);

/// A running sandbox; it stops when it is dropped.
pub struct Sandbox {
    app: Shared,
    server: JoinHandle<()>,
    delivery: JoinHandle<()>,
}

impl Sandbox {
    /// Fills the database, unless its file already holds something, and begins to listen.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let people = seed::people(&options)?;
        let profile = profile(&options)?;
        let delivery = Delivery::new(options.smtp.as_deref(), options.outbox.clone())?;
        let (db, empty) = Db::open(options.db.as_deref())?;
        if empty {
            seed::fill(&db, &options, people)?;
        }
        let (listener, main) = listen(SocketAddr::new(options.host, options.port)).await?;
        let (other_listener, other) = listen(SocketAddr::new(options.host, 0)).await?;
        let origins = Origins { main, other };
        let cors = cors::layer(&options, &origins)?;
        let faults = Faults::new(db.clone());
        faults.load(profile);
        let app = Arc::new(App {
            shapes: (&options).into(),
            faults,
            postman: Postman::default(),
            recorder: Recorder::default(),
            token_ttl: options.token_ttl,
            dist: options.dist,
            origins,
            api_elsewhere: options.api_elsewhere,
            delay: options.delay,
            db,
        });
        let router = router(app.clone(), options.host);
        let router = match cors {
            Some(cors) => router.layer(cors),
            None => router,
        };
        let server = async move {
            tokio::join!(
                serve(listener, router.clone()),
                serve(other_listener, router)
            );
        };
        Ok(Self {
            delivery: tokio::spawn(delivery.run(app.db.clone(), app.postman.clone())),
            server: tokio::spawn(server),
            app,
        })
    }

    /// Where it is reached, without a slash at the end.
    pub fn url(&self) -> String {
        self.app.origins.main.clone()
    }

    /// Where it is reached as another origin.
    pub fn other_url(&self) -> String {
        self.app.origins.other.clone()
    }

    /// Looks into the database.
    pub fn inspect(&self) -> Inspect {
        Inspect::new(self.app.db.clone(), self.app.recorder.clone())
    }

    /// Makes things go wrong.
    pub fn faults(&self) -> Faults {
        self.app.faults.clone()
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

fn router(app: Shared, listening: IpAddr) -> Router {
    let (router, mut description) = OpenApiRouter::with_openapi(Description::openapi())
        .merge(api::router())
        .merge(oauth::router())
        .merge(portal::router())
        .merge(assets::router())
        .split_for_parts();
    // A description has no name for what matches several segments.
    let paths = std::mem::take(&mut description.paths.paths).into_iter();
    description.paths.paths = paths
        .map(|(path, item)| (path.replace("{*", "{"), item))
        .collect();
    router
        .route("/openapi.json", get(async move || Json(description)))
        .route(
            &format!("{}{{id}}", faults::OPERATIONS),
            head(faults::status),
        )
        .fallback(async || ApiError::not_found("path"))
        .method_not_allowed_fallback(async || {
            let status = StatusCode::METHOD_NOT_ALLOWED;
            ApiError::new(status, "This path does not answer this method")
        })
        .layer(DefaultBodyLimit::max(api::body::LIMIT))
        .layer(middleware::from_fn_with_state(app.clone(), shapes::apply))
        .layer(middleware::from_fn_with_state(app.clone(), faults::apply))
        .layer(middleware::from_fn(api::body::in_time))
        .layer(middleware::from_fn(lifecycle::checked))
        .layer(middleware::from_fn(headers::never_kept))
        .layer(middleware::from_fn_with_state(app.clone(), delay))
        .layer(middleware::from_fn_with_state(app.clone(), inspect::record))
        .layer(middleware::from_fn_with_state(listening, headers::named))
        .layer(middleware::from_fn(headers::sound))
        .layer(middleware::from_fn_with_state(app.clone(), headers::secure))
        .with_state(app)
}

async fn delay(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let api = ["/identity/", "/entitlements/", "/sms/", "/oauth/"];
    let path = request.uri().path();
    if !app.delay.is_zero() && api.iter().any(|prefix| path.starts_with(prefix)) {
        tokio::time::sleep(app.delay).await;
    }
    next.run(request).await
}

async fn serve(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, router.clone()));
                }
                // Out of file handles, most likely: wait until some are free.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, router: Router) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let Ok(response) = router.oneshot(request.map(Body::new)).await;
            match response.extensions().get::<Dropped>() {
                Some(dropped) => Err(*dropped),
                None => Ok(response),
            }
        }
    });
    // A client that goes away in the middle is nothing to report.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .max_headers(MOST_HEADERS)
        .max_buf_size(headers::MOST_HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
