//! The configuration: `config.json`, or the object that a host hands to `mount`.

mod urls;

pub use urls::{ApiUrl, ApiUrls, LinkUrl, LocalPath};

use crate::api::error::Throttling;
use crate::domain::catalog::Application;
use crate::domain::ids::AccountId;
use crate::domain::query::PageSize;
use crate::json::{Object, Value, WrongField, wrong};

/// How this deployment is set up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Config {
    /// Where the API's services are.
    pub api: ApiUrls,
    /// What a 429 to a write proves there (`api.throttling_is_refusal`).
    pub throttling: Throttling,
    /// The account to manage; without it, the account of whoever is signed in.
    pub account: Option<AccountId>,
    /// Where the stand-alone page gets its access token.
    pub token_url: Option<LocalPath>,
    /// Where to sign in.
    pub sign_in_url: Option<LocalPath>,
    /// Rows a page.
    pub page_size: PageSize,
    /// The language of numbers and dates, as a BCP 47 tag; without it, the browser's.
    pub locale: Option<String>,
    /// Links out of the page.
    pub links: Links,
    /// The applications, in the order in which they are shown; one at least.
    pub applications: Vec<ConfiguredApplication>,
    /// Whether a host draws the frame around the page.
    pub embedded: bool,
    /// The path below which the page has its URLs; without it, the top.
    pub base: Option<LocalPath>,
}

/// Links out of the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Links {
    /// The portal's guide on adding users.
    pub adding_users: LinkUrl,
    /// The SMS campaign registry.
    pub sms_campaigns: LinkUrl,
}

/// An application with what the page shows around it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfiguredApplication {
    /// The application.
    pub application: Application,
    /// The guide that the welcome e-mail links to.
    pub guide_url: Option<LinkUrl>,
    /// Notices above the table.
    pub notices: Vec<Notice>,
}

/// A notice above the table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// Numbers outside a registered campaign do not reach US mobiles: loud, cannot be dismissed.
    CampaignRegistration,
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

/// A link in a notice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoticeLink {
    /// Its text.
    pub text: String,
    /// Where it leads.
    pub url: LinkUrl,
}

impl Config {
    /// Reads and checks a configuration.
    ///
    /// # Errors
    /// [`WrongField`] names the first field that is wrong, and why.
    pub fn from_json(json: &str) -> Result<Self, WrongField> {
        let json = Value::parse(json).map_err(|problem| wrong("", &problem))?;
        let root = Object::new("", &json)?;
        root.only(&[
            "api",
            "account",
            "token_url",
            "sign_in_url",
            "page_size",
            "locale",
            "links",
            "applications",
            "embedded",
            "base",
            // Read by the frame: who may embed it.
            "hosts",
        ])?;
        let api = Object::new("api", root.required("api", root.get("api"))?)?;
        let config = Self {
            api: api_urls(api)?,
            throttling: throttling(api)?,
            account: root.parsed("account")?,
            token_url: root.parsed("token_url")?,
            sign_in_url: root.parsed("sign_in_url")?,
            page_size: page_size(root)?,
            locale: root.text("locale")?.map(str::to_owned),
            links: links(Object::new(
                "links",
                root.required("links", root.get("links"))?,
            )?)?,
            applications: applications(root)?,
            embedded: root.truth("embedded")?.unwrap_or_default(),
            base: root.parsed("base")?,
        };
        Ok(config)
    }
}

fn api_urls(api: Object) -> Result<ApiUrls, WrongField> {
    api.only(&["identity", "entitlements", "sms", "throttling_is_refusal"])?;
    let url = |name| api.required(name, api.parsed(name)?);
    Ok(ApiUrls {
        identity: url("identity")?,
        entitlements: url("entitlements")?,
        sms: url("sms")?,
    })
}

/// Unless it is said, a 429 proves nothing of a write: a gateway may answer it after it has forwarded the request.
fn throttling(api: Object) -> Result<Throttling, WrongField> {
    Ok(match api.truth("throttling_is_refusal")? {
        Some(true) => Throttling::Refusal,
        Some(false) | None => Throttling::Unknown,
    })
}

fn page_size(root: Object) -> Result<PageSize, WrongField> {
    let Some(value) = root.get("page_size") else {
        return Ok(PageSize::P50);
    };
    let rows = value.as_count().and_then(|rows| usize::try_from(rows).ok());
    rows.and_then(PageSize::with_rows)
        .ok_or_else(|| root.wrong("page_size", "must be 25, 50 or 100"))
}

fn links(links: Object) -> Result<Links, WrongField> {
    links.only(&["adding_users", "sms_campaigns"])?;
    let registry = || LinkUrl::from_static("https://smscampaigns.sangoma.com");
    Ok(Links {
        adding_users: links.required("adding_users", links.parsed("adding_users")?)?,
        sms_campaigns: links.parsed("sms_campaigns")?.unwrap_or_else(registry),
    })
}

fn applications(root: Object) -> Result<Vec<ConfiguredApplication>, WrongField> {
    let mut read: Vec<ConfiguredApplication> = Vec::new();
    for (path, value) in root.list("applications")? {
        let fields = Object::new(&path, value)?;
        let each = application(fields)?;
        let others = || read.iter().map(|other| &other.application);
        if others().any(|other| other.slug == each.application.slug) {
            return Err(fields.wrong("slug", "is used twice"));
        }
        if others().any(|other| other.id == each.application.id) {
            return Err(fields.wrong("id", "is used twice"));
        }
        read.push(each);
    }
    if read.is_empty() {
        return Err(root.wrong("applications", "must name at least one application"));
    }
    Ok(read)
}

fn application(fields: Object) -> Result<ConfiguredApplication, WrongField> {
    fields.only(&["id", "slug", "name", "needs_number", "guide_url", "notices"])?;
    let text = |name| fields.required(name, fields.text(name)?);
    let (slug, name) = (text("slug")?, text("name")?);
    let is_slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if slug.is_empty() || !slug.chars().all(is_slug) {
        return Err(fields.wrong("slug", "must be lower-case letters, digits and hyphens"));
    }
    if name.trim().is_empty() {
        return Err(fields.wrong("name", "must not be empty"));
    }
    let notices = fields
        .list("notices")?
        .into_iter()
        .map(|(path, value)| notice(&path, value));
    Ok(ConfiguredApplication {
        application: Application {
            id: fields.required("id", fields.parsed("id")?)?,
            slug: slug.to_owned(),
            name: name.to_owned(),
            needs_number: fields.truth("needs_number")?.unwrap_or_default(),
        },
        guide_url: fields.parsed("guide_url")?,
        notices: notices.collect::<Result<_, _>>()?,
    })
}

/// A notice that the page knows by its name, or an object with the text of a quiet one.
fn notice(path: &str, value: &Value) -> Result<Notice, WrongField> {
    match value.as_text() {
        Some("campaign_registration") => return Ok(Notice::CampaignRegistration),
        Some(_) => {
            return Err(wrong(
                path,
                "must be campaign_registration, or an object with title and text",
            ));
        }
        None => {}
    }
    let fields = Object::new(path, value)?;
    fields.only(&["title", "text", "link"])?;
    let text = |name| Ok(fields.required(name, fields.text(name)?)?.to_owned());
    let link_path = fields.path_of("link");
    let link = fields
        .get("link")
        .map(|value| notice_link(Object::new(&link_path, value)?))
        .transpose()?;
    Ok(Notice::Quiet {
        title: text("title")?,
        text: text("text")?,
        link,
    })
}

fn notice_link(link: Object) -> Result<NoticeLink, WrongField> {
    link.only(&["text", "url"])?;
    let text = link.required("text", link.text("text")?)?.to_owned();
    Ok(NoticeLink {
        text,
        url: link.required("url", link.parsed("url")?)?,
    })
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

    fn read(config: &Value) -> Result<Config, WrongField> {
        Config::from_json(&config.to_string())
    }

    fn error(change: impl FnOnce(&mut Value)) -> WrongField {
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
        let error = Config::from_json("<html>").unwrap_err();
        assert_eq!(error.field, ".");
        assert!(error.problem.contains("line 1"));
    }
}
