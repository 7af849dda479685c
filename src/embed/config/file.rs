//! The configuration file.

use std::fmt::Display;

use serde::de::{Error, IgnoredAny};
use serde::{Deserialize, Deserializer};

use super::{ApiUrl, ApiUrls, Config, ConfiguredApplication, LinkUrl, Links, LocalPath, Notice};
use crate::api::error::Throttling;
use crate::decode::{ByText, DecodeError, Object, decode};
use crate::domain::catalog::Application;
use crate::domain::ids::{AccountId, ApplicationId};
use crate::domain::query::PageSize;

/// Unknown fields are errors, since a misspelled one would be ignored.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    api: Object<Api>,
    account: Option<ByText<AccountId>>,
    token_url: Option<LocalPath>,
    sign_in_url: Option<LocalPath>,
    page_size: Option<Rows>,
    locale: Option<String>,
    links: Object<FileLinks>,
    applications: Vec<Object<FileApplication>>,
    embedded: Option<bool>,
    base: Option<LocalPath>,
    /// The origins that may embed the page; read by `public/iframe.js`.
    #[serde(rename = "hosts")]
    _hosts: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Api {
    identity: ApiUrl,
    entitlements: ApiUrl,
    sms: ApiUrl,
    throttling_is_refusal: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLinks {
    adding_users: LinkUrl,
    sms_campaigns: Option<LinkUrl>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileApplication {
    id: ByText<ApplicationId>,
    #[serde(deserialize_with = "slug")]
    slug: String,
    #[serde(deserialize_with = "name")]
    name: String,
    needs_number: Option<bool>,
    guide_url: Option<LinkUrl>,
    notices: Option<Vec<Notice>>,
}

#[derive(Deserialize)]
#[serde(try_from = "f64")]
struct Rows(PageSize);

impl TryFrom<f64> for Rows {
    type Error = &'static str;

    fn try_from(rows: f64) -> Result<Self, Self::Error> {
        let is = |size: &PageSize| size.rows() as f64 == rows;
        let size = PageSize::ALL.into_iter().find(is);
        size.map(Self).ok_or("must be 25, 50 or 100")
    }
}

/// Decodes a configuration, and validates fields against each other.
pub(super) fn decode_file(json: &str) -> Result<Config, DecodeError> {
    let Object(file): Object<File> = decode(json)?;
    let Object(Api {
        identity,
        entitlements,
        sms,
        throttling_is_refusal,
    }) = file.api;
    let Object(links) = file.links;
    let registry = || LinkUrl::from_static("https://smscampaigns.sangoma.com");
    Ok(Config {
        api: ApiUrls {
            identity,
            entitlements,
            sms,
        },
        // By default, a 429 to a write proves nothing: a gateway may send it after forwarding the request.
        throttling: match throttling_is_refusal {
            Some(true) => Throttling::Refusal,
            Some(false) | None => Throttling::Unknown,
        },
        account: file.account.map(|ByText(account)| account),
        token_url: file.token_url,
        sign_in_url: file.sign_in_url,
        page_size: file.page_size.map_or(PageSize::P50, |Rows(size)| size),
        locale: file.locale,
        links: Links {
            adding_users: links.adding_users,
            sms_campaigns: links.sms_campaigns.unwrap_or_else(registry),
        },
        applications: applications(file.applications)?,
        embedded: file.embedded.unwrap_or_default(),
        base: file.base,
    })
}

fn applications(
    listed: Vec<Object<FileApplication>>,
) -> Result<Vec<ConfiguredApplication>, DecodeError> {
    if listed.is_empty() {
        let problem = "must name at least one application";
        return Err(DecodeError::new("applications", problem));
    }
    for (at, Object(each)) in listed.iter().enumerate() {
        let twice =
            |field| DecodeError::new(format!("applications[{at}].{field}"), "is used twice");
        let mut others = listed.iter().take(at);
        if others.any(|Object(other)| other.slug == each.slug) {
            return Err(twice("slug"));
        }
        let mut others = listed.iter().take(at);
        if others.any(|Object(other)| other.id == each.id) {
            return Err(twice("id"));
        }
    }
    Ok(listed.into_iter().map(|Object(each)| each.into()).collect())
}

impl From<FileApplication> for ConfiguredApplication {
    fn from(written: FileApplication) -> Self {
        Self {
            application: Application {
                id: written.id.0,
                slug: written.slug,
                name: written.name,
                needs_number: written.needs_number.unwrap_or_default(),
            },
            guide_url: written.guide_url,
            notices: written.notices.unwrap_or_default(),
        }
    }
}

fn slug<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let is_slug = |text: &str| {
        let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        !text.is_empty() && text.chars().all(is_part)
    };
    let problem = "must be lower-case letters, digits and hyphens";
    checked(deserializer, is_slug, problem)
}

fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(
        deserializer,
        |text| !text.trim().is_empty(),
        "must not be empty",
    )
}

fn checked<'de, D: Deserializer<'de>>(
    deserializer: D,
    is_right: impl FnOnce(&str) -> bool,
    problem: impl Display,
) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if is_right(&text) {
        Ok(text)
    } else {
        Err(D::Error::custom(problem))
    }
}
