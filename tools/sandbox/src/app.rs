//! The application: the state behind the routes, made in one place, and all routes with their layers.

use crate::{
    api::{self, licensing::LicensePolicy, lifecycle, shapes},
    assets::{self, Dist},
    db::Db,
    description::Description,
    faults::{self, Faults, Profile},
    http::{body, error::ApiError, headers, origins::Origins},
    inspect::{self, Recorder},
    mail::MailQueue,
    oauth::{self, Tokens},
    options::Options,
    portal::{self, FirstScripts},
};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, FromRef, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::Response,
    routing::{get, head},
};
use std::time::Duration;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// What the routes share; each takes the parts that it needs.
#[derive(Clone, FromRef)]
pub struct App {
    pub db: Db,
    pub mail_queue: MailQueue,
    pub faults: Faults,
    pub recorder: Recorder,
    pub origins: Origins,
    pub first_scripts: FirstScripts,
    license_policy: LicensePolicy,
    tokens: Tokens,
    dist: Dist,
}

impl App {
    /// Puts the parts together.
    pub fn new(options: &Options, db: Db, origins: Origins, profile: Profile) -> Self {
        let mail_queue = MailQueue::default();
        let license_policy = LicensePolicy::default();
        let faults = Faults::new(
            db.clone(),
            mail_queue.clone(),
            license_policy.clone(),
            origins.clone(),
        );
        faults.load(profile);
        Self {
            tokens: Tokens::new(db.clone(), options.token_ttl),
            dist: options.dist.clone().into(),
            recorder: Recorder::default(),
            db,
            mail_queue,
            faults,
            origins,
            first_scripts: FirstScripts::default(),
            license_policy,
        }
    }

    /// All routes, with what is done to every request before and to every answer after.
    pub fn router(self, options: &Options) -> Router {
        let (routes, description) = described_routes();
        routes
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
            .layer(DefaultBodyLimit::max(body::MAX_BODY_BYTES))
            .layer(middleware::from_fn_with_state(
                shapes::Shapes::from(options),
                shapes::apply,
            ))
            .layer(middleware::from_fn_with_state(
                self.faults.clone(),
                faults::apply,
            ))
            .layer(middleware::from_fn(body::read_in_time))
            .layer(middleware::from_fn(lifecycle::require_headers))
            .layer(middleware::from_fn(headers::no_store))
            .layer(middleware::from_fn_with_state(options.delay, delay))
            .layer(middleware::from_fn_with_state(
                self.recorder.clone(),
                inspect::record,
            ))
            .layer(middleware::from_fn_with_state(
                options.host,
                headers::known_host,
            ))
            .layer(middleware::from_fn(headers::well_formed))
            .layer(middleware::from_fn_with_state(
                self.origins.clone(),
                headers::secure,
            ))
            .with_state(self)
    }
}

fn described_routes() -> (Router<App>, utoipa::openapi::OpenApi) {
    let (routes, mut description) = OpenApiRouter::with_openapi(Description::openapi())
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
    (routes, description)
}

async fn delay(State(delay): State<Duration>, request: Request, next: Next) -> Response {
    let mut delayed = lifecycle::SERVICES.into_iter().chain(["/oauth/"]);
    if !delay.is_zero() && delayed.any(|prefix| request.uri().path().starts_with(prefix)) {
        tokio::time::sleep(delay).await;
    }
    next.run(request).await
}
