//! The license API: identity, entitlements and SMS numbers.

pub mod auth;
pub mod blocks;
pub mod catalog;
pub mod entitlements;
pub mod identity;
pub mod licensing;
pub mod lifecycle;
pub mod numbers;
pub mod paging;
pub mod provisioning;
pub mod registration;
pub mod shapes;
pub mod sms;

use crate::{db::Db, mail::MailQueue};
use axum::extract::FromRef;
use licensing::LicensePolicy;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Every route of the API, with its description.
pub fn router<S>() -> OpenApiRouter<S>
where
    Db: FromRef<S>,
    LicensePolicy: FromRef<S>,
    MailQueue: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
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
