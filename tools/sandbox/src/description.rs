//! The OpenAPI description of all routes.

use crate::portal::COOKIE;
use utoipa::{
    OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme},
};

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

/// Describes the access token, the client's secret and the portal's cookie.
struct Security;

impl utoipa::Modify for Security {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let components = api.components.get_or_insert_default();
        components.add_security_scheme(
            "token",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
        components.add_security_scheme(
            "client",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Basic)),
        );
        components.add_security_scheme(
            "session",
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE))),
        );
    }
}
