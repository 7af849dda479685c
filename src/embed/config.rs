//! The configuration: `config.json`, or the object that a host passes to `mount`.

mod file;
mod urls;

pub use urls::{ApiUrl, ApiUrls, LinkUrl, LocalPath};

use serde::Deserialize;

use crate::api::error::Throttling;
use crate::decode::{DecodeError, TextOr};
use crate::domain::catalog::Application;
use crate::domain::ids::AccountId;
use crate::domain::query::PageSize;

/// The configuration of a deployment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Config {
    /// The base URLs of the services.
    pub api: ApiUrls,
    /// What a 429 to a write proves (`api.throttling_is_refusal`).
    pub throttling: Throttling,
    /// The account to manage; `None`: the account of the signed-in user.
    pub account: Option<AccountId>,
    /// Where the stand-alone page gets access tokens.
    pub token_url: Option<LocalPath>,
    /// Where to sign in.
    pub sign_in_url: Option<LocalPath>,
    /// Rows per page.
    pub page_size: PageSize,
    /// The locale of numbers and dates, as a BCP 47 tag; `None`: the browser's.
    pub locale: Option<String>,
    /// External links.
    pub links: Links,
    /// The applications in display order; at least one.
    pub applications: Vec<ConfiguredApplication>,
    /// Whether a host embeds the page; otherwise it has an app shell.
    pub embedded: bool,
    /// The path below which the page has its URLs; `None`: the root.
    pub base: Option<LocalPath>,
}

/// External links.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Links {
    /// The portal's guide on adding users.
    pub adding_users: LinkUrl,
    /// The SMS campaign registry.
    pub sms_campaigns: LinkUrl,
}

/// An application with its guide and notices.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfiguredApplication {
    /// The application.
    pub application: Application,
    /// The guide that the welcome email links to.
    pub guide_url: Option<LinkUrl>,
    /// Notices above the table.
    pub notices: Vec<Notice>,
}

/// A notice above the table.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(try_from = "TextOr<QuietNotice>")]
pub enum Notice {
    /// Numbers must belong to a registered campaign: a prominent banner that cannot be dismissed.
    CampaignRegistration,
    /// An unobtrusive notice with its own text.
    Quiet(QuietNotice),
}

/// A notice with its own text.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietNotice {
    /// The emphasized text.
    pub title: String,
    /// The text after it; may be empty.
    #[serde(default)]
    pub text: String,
    /// Where to read more.
    pub link: Option<NoticeLink>,
}

impl TryFrom<TextOr<QuietNotice>> for Notice {
    type Error = &'static str;

    fn try_from(notice: TextOr<QuietNotice>) -> Result<Self, Self::Error> {
        match notice {
            TextOr::Object(notice) => Ok(Self::Quiet(notice)),
            TextOr::Text(name) if name == "campaign_registration" => Ok(Self::CampaignRegistration),
            TextOr::Text(_) => {
                Err("must be campaign_registration, or an object with title and text")
            }
        }
    }
}

/// A link in a notice.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeLink {
    /// The link's text.
    pub text: String,
    /// The link's target.
    pub url: LinkUrl,
}

impl Config {
    /// The path below which the page has its URLs, without a trailing slash.
    pub fn base_path(&self) -> &str {
        self.base.as_ref().map_or("", LocalPath::as_str)
    }

    /// Decodes and validates a configuration.
    ///
    /// # Errors
    /// [`DecodeError`] names the first invalid field, and why it is invalid.
    pub fn decode(json: &str) -> Result<Self, DecodeError> {
        file::decode_file(json)
    }
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

    fn read(config: &Value) -> Result<Config, DecodeError> {
        Config::decode(&config.to_string())
    }

    fn error(change: impl FnOnce(&mut Value)) -> DecodeError {
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
            Notice::CampaignRegistration
        );
    }

    #[test]
    fn a_429_proves_nothing_of_a_write_unless_it_is_said() {
        let throttling = |given: Value| {
            let mut config = good();
            config["api"]["throttling_is_refusal"] = given;
            read(&config).map(|config| config.throttling)
        };
        assert_eq!(read(&good()).unwrap().throttling, Throttling::Unknown);
        assert_eq!(throttling(json!(false)), Ok(Throttling::Unknown));
        assert_eq!(throttling(json!(true)), Ok(Throttling::Refusal));
        let field = throttling(json!("yes")).unwrap_err().field;
        assert_eq!(field, "api.throttling_is_refusal");
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
        assert_eq!(
            field(|c| drop(c.as_object_mut().unwrap().remove("api"))),
            "api"
        );
        assert_eq!(
            field(|c| c["applications"][1]["notices"][1]["text"] = json!(1)),
            "applications[1].notices[1].text"
        );
        assert_eq!(
            field(|c| c["applications"][1]["notices"][0] = json!("loud")),
            "applications[1].notices[0]"
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
        let error = Config::decode("<html>").unwrap_err();
        assert_eq!(error.field, ".");
        assert!(error.problem.contains("line 1"));
    }
}
