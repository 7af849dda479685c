//! The configuration: `config.json`, or the object that a host hands to `mount`.

mod urls;

pub use urls::{ApiUrl, ApiUrls, HttpsUrl, LocalPath};

use std::collections::HashSet;

use serde::Deserialize;

use crate::model::catalog::Application;
use crate::model::ids::{AccountId, ApplicationId};
use crate::model::query::PageSize;

/// How this deployment is set up.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the API's services are.
    pub api: ApiUrls,
    /// The account to manage; without it, the account of whoever is signed in.
    pub account: Option<AccountId>,
    /// Where the stand-alone page gets its access token.
    pub token_url: Option<LocalPath>,
    /// Where to sign in.
    pub sign_in_url: Option<LocalPath>,
    /// Rows a page.
    #[serde(default = "default_page_size", deserialize_with = "page_size")]
    pub page_size: PageSize,
    /// The language of numbers and dates, as a BCP 47 tag; without it, the browser's.
    pub locale: Option<String>,
    /// Links out of the page.
    pub links: Links,
    /// The applications, in the order in which they are shown.
    pub applications: Vec<ConfiguredApplication>,
    /// Whether a host draws the frame around the page.
    #[serde(default)]
    pub embedded: bool,
    /// The path below which the page has its URLs; without it, the folder of the page.
    pub base: Option<LocalPath>,
}

/// Links out of the page.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    /// The portal's guide on adding users.
    pub adding_users: HttpsUrl,
    /// The SMS campaign registry.
    #[serde(default = "default_campaign_registry")]
    pub sms_campaigns: HttpsUrl,
}

/// An application with what the page shows around it.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(from = "RawApplication")]
pub struct ConfiguredApplication {
    /// The application.
    pub application: Application,
    /// The guide that the welcome e-mail links to.
    pub guide_url: Option<HttpsUrl>,
    /// Notices above the table.
    pub notices: Vec<Notice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawApplication {
    id: ApplicationId,
    slug: String,
    name: String,
    #[serde(default)]
    needs_number: bool,
    guide_url: Option<HttpsUrl>,
    #[serde(default)]
    notices: Vec<Notice>,
}

impl From<RawApplication> for ConfiguredApplication {
    fn from(raw: RawApplication) -> Self {
        let RawApplication {
            id,
            slug,
            name,
            needs_number,
            guide_url,
            notices,
        } = raw;
        Self {
            application: Application {
                id,
                slug,
                name,
                needs_number,
            },
            guide_url,
            notices,
        }
    }
}

/// A notice above the table.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(untagged)]
pub enum Notice {
    /// One that the page knows by name.
    Named(NamedNotice),
    /// A quiet one with its own text.
    Quiet {
        /// The text that stands out.
        title: String,
        /// The text behind it.
        text: String,
        /// Where to read more.
        link: Option<NoticeLink>,
    },
}

/// The notices that the page knows by name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NamedNotice {
    /// Numbers outside a registered campaign do not reach US mobiles: loud, cannot be dismissed.
    CampaignRegistration,
}

/// A link in a notice.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeLink {
    /// Its text.
    pub text: String,
    /// Where it leads.
    pub url: HttpsUrl,
}

/// The configuration cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct ConfigError {
    /// The field, as in `applications[2].slug`; `.` is the whole.
    pub field: String,
    /// What is wrong with it.
    pub problem: String,
}

impl Config {
    /// Reads and checks a configuration.
    ///
    /// # Errors
    /// [`ConfigError`] names the first field that is wrong, and why.
    pub fn from_json(json: &str) -> Result<Self, ConfigError> {
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let config: Self =
            serde_path_to_error::deserialize(&mut deserializer).map_err(|error| ConfigError {
                field: error.path().to_string(),
                problem: error.inner().to_string(),
            })?;
        config.check_applications()?;
        Ok(config)
    }

    fn check_applications(&self) -> Result<(), ConfigError> {
        let wrong = |field: String, problem: &str| {
            Err(ConfigError {
                field,
                problem: problem.into(),
            })
        };
        if self.applications.is_empty() {
            return wrong("applications".into(), "must name at least one application");
        }
        let mut slugs = HashSet::new();
        let mut ids = HashSet::new();
        for (index, each) in self.applications.iter().enumerate() {
            let Application { id, slug, name, .. } = &each.application;
            let field = |name: &str| format!("applications[{index}].{name}");
            let is_slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if slug.is_empty() || !slug.chars().all(is_slug) {
                return wrong(
                    field("slug"),
                    "must be lower-case letters, digits and hyphens",
                );
            }
            if name.trim().is_empty() {
                return wrong(field("name"), "must not be empty");
            }
            if !slugs.insert(slug) {
                return wrong(field("slug"), "is used twice");
            }
            if !ids.insert(id) {
                return wrong(field("id"), "is used twice");
            }
        }
        Ok(())
    }
}

fn default_page_size() -> PageSize {
    PageSize::P50
}

fn page_size<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<PageSize, D::Error> {
    PageSize::with_rows(usize::deserialize(deserializer)?)
        .ok_or_else(|| serde::de::Error::custom("must be 25, 50 or 100"))
}

fn default_campaign_registry() -> HttpsUrl {
    HttpsUrl::from_static("https://smscampaigns.sangoma.com")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn good() -> Value {
        json!({
            "api": { "identity": "/identity", "entitlements": "https://api.example/entitlements/", "sms": "/sms" },
            "links": { "adding_users": "https://guide.example/users" },
            "applications": [
                { "id": "5f0e7a10-6c1d-4b62-9a51-0d5b1c2e3f01", "slug": "meet", "name": "Meet" },
                { "id": "5f0e7a10-6c1d-4b62-9a51-0d5b1c2e3f04", "slug": "star-messenger", "name": "StarMessenger",
                  "needs_number": true,
                  "notices": ["campaign_registration", { "title": "Replaced.", "text": "See TeamHub." }] }
            ]
        })
    }

    fn read(config: &Value) -> Result<Config, ConfigError> {
        Config::from_json(&config.to_string())
    }

    fn error(change: impl FnOnce(&mut Value)) -> ConfigError {
        let mut config = good();
        change(&mut config);
        read(&config).unwrap_err()
    }

    #[test]
    fn what_is_left_out_has_its_default() {
        let config = read(&good()).unwrap();
        assert_eq!(config.page_size, PageSize::P50);
        assert_eq!(
            config.links.sms_campaigns.as_str(),
            "https://smscampaigns.sangoma.com"
        );
        assert_eq!(
            config.api.entitlements.as_str(),
            "https://api.example/entitlements"
        );
        assert!(!config.embedded && config.account.is_none());
        assert_eq!(
            config.applications[1].notices[0],
            Notice::Named(NamedNotice::CampaignRegistration)
        );
    }

    #[test]
    fn an_error_names_the_field() {
        let field = |change: fn(&mut Value)| error(change).field;
        assert_eq!(
            field(|c| c["applications"][1]["slug"] = json!(7)),
            "applications[1].slug"
        );
        assert_eq!(
            field(|c| c["applications"][1]["slug"] = json!("Meet!")),
            "applications[1].slug"
        );
        assert_eq!(
            field(|c| c["applications"][1]["slug"] = json!("meet")),
            "applications[1].slug"
        );
        assert_eq!(
            field(|c| c["applications"][1]["id"] = c["applications"][0]["id"].clone()),
            "applications[1].id"
        );
        assert_eq!(
            field(|c| c["applications"][0]["name"] = json!(" ")),
            "applications[0].name"
        );
        assert_eq!(field(|c| c["applications"] = json!([])), "applications");
        assert_eq!(field(|c| c["page_size"] = json!(51)), "page_size");
        assert_eq!(field(|c| c["account"] = json!("lakeside")), "account");
        assert_eq!(field(|c| c["page_sise"] = json!(50)), "page_sise");
        assert_eq!(field(|c| c["api"]["sms"] = json!("ftp://x")), "api.sms");
        assert!(
            error(|c| drop(c.as_object_mut().unwrap().remove("api")))
                .problem
                .contains("`api`")
        );
    }

    #[test]
    fn links_must_be_https() {
        for url in [
            "http://a.example",
            "javascript:alert(1)",
            "//a.example",
            "https://",
            "https://a b",
            "",
        ] {
            let error = error(|c| c["links"]["sms_campaigns"] = json!(url));
            assert_eq!(error.field, "links.sms_campaigns", "{url}");
        }
    }

    #[test]
    fn the_token_comes_from_the_same_origin_only() {
        for url in [
            "https://evil.example/token",
            "//evil.example",
            "/\\evil.example",
            "token",
        ] {
            assert_eq!(
                error(|c| c["token_url"] = json!(url)).field,
                "token_url",
                "{url}"
            );
        }
    }

    #[test]
    fn text_that_is_no_json_is_a_readable_error() {
        let error = Config::from_json("<html>").unwrap_err();
        assert_eq!(error.field, ".");
        assert!(error.problem.contains("line 1"));
    }
}
