//! The license API: identity, entitlements and SMS numbers.

pub mod auth;
pub mod body;
pub mod catalog;
pub mod entitlements;
pub mod error;
pub mod identity;
pub mod licensing;
pub mod lifecycle;
pub mod paging;
pub mod provisioning;
pub mod registration;
pub mod shapes;
pub mod sms;

use crate::app::Shared;
use auth::Security;
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The description served at `/openapi.json`; paths are added by the routers.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Application Framework (sandbox)",
        description = "The license API as the sandbox serves it, and the portal around it. All data is invented."
    ),
    tags(
        (name = "identity", description = "Users and their aliases"),
        (name = "entitlements", description = "License types and licenses"),
        (name = "sms", description = "Numbers and campaigns"),
        (name = "oauth", description = "Access tokens"),
        (name = "portal", description = "Pages and what they need"),
        (name = "frontend", description = "The built frontend")
    ),
    modifiers(&Security)
)]
pub struct Description;

/// Every route of the API, with its description.
pub fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(identity::me))
        .routes(routes!(identity::identity))
        .routes(routes!(identity::identities))
        .routes(routes!(identity::identities_any))
        .routes(routes!(identity::bind_alias))
        .routes(routes!(identity::replace_alias))
        .routes(routes!(catalog::products))
        .routes(routes!(catalog::product))
        .routes(routes!(catalog::disabled_products))
        .routes(routes!(catalog::disabled_product_types))
        .routes(routes!(entitlements::of_account))
        .routes(routes!(entitlements::of_user))
        .routes(routes!(entitlements::assign, entitlements::remove))
        .routes(routes!(entitlements::activate))
        .routes(routes!(sms::numbers_of_account))
        .routes(routes!(sms::numbers_of_user))
        .routes(routes!(sms::number))
        .routes(routes!(sms::brand))
        .routes(routes!(sms::campaigns))
        .routes(routes!(sms::campaign))
        .routes(routes!(registration::assign))
        .routes(routes!(registration::unassign))
        .routes(routes!(provisioning::provision))
        .routes(routes!(provisioning::deprovision))
}
