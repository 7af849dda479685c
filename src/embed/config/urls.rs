//! URLs of the configuration, a type for each kind. Only safe ones can be constructed.

use std::str::FromStr;

use serde::Deserialize;

macro_rules! checked {
    ($($(#[$doc:meta])* $name:ident($check:ident)),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The URL.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = &'static str;

            fn from_str(text: &str) -> Result<Self, &'static str> {
                $check(text)?;
                Ok(Self(text.trim_end_matches('/').to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(text: String) -> Result<Self, &'static str> {
                text.parse()
            }
        }
    )*};
}

checked! {
    /// A link that a browser may open: `https`, or `mailto` one address.
    LinkUrl(check_link),
    /// A path on the page's own origin.
    LocalPath(check_local),
    /// The base URL of a service: `https`, the page's own origin, or (for development) `http` on localhost.
    ApiUrl(check_api),
}

impl From<&ApiUrls> for crate::api::client::ServiceUrls {
    fn from(urls: &ApiUrls) -> Self {
        let text = |url: &ApiUrl| url.as_str().to_owned();
        Self {
            identity: text(&urls.identity),
            entitlements: text(&urls.entitlements),
            sms: text(&urls.sms),
        }
    }
}

impl LinkUrl {
    /// The link without its scheme, for display.
    pub fn display(&self) -> &str {
        let schemes = ["https://", "mailto:"];
        let stripped = schemes
            .iter()
            .find_map(|scheme| self.0.strip_prefix(scheme));
        stripped.unwrap_or(&self.0)
    }

    /// A link known to be valid.
    pub(super) fn from_static(url: &'static str) -> Self {
        Self(url.to_owned())
    }
}

/// The base URLs of the services.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiUrls {
    /// Users and their aliases.
    pub identity: ApiUrl,
    /// License types and licenses.
    pub entitlements: ApiUrl,
    /// Numbers and campaigns.
    pub sms: ApiUrl,
}

fn check_link(url: &str) -> Result<(), &'static str> {
    match url
        .strip_prefix("mailto:")
        .and_then(|to| to.split_once('@'))
    {
        Some((name, host)) if is_address(name) && is_host(host) => Ok(()),
        _ => {
            check_https(url).map_err(|_| "must start with https://, or be mailto: and one address")
        }
    }
}

fn check_https(url: &str) -> Result<(), &'static str> {
    match url.strip_prefix("https://") {
        Some(rest) if is_host_and_path(rest) => Ok(()),
        _ => Err("must be an address that starts with https://"),
    }
}

fn check_local(path: &str) -> Result<(), &'static str> {
    let second = path.chars().nth(1);
    let is_local = path.starts_with('/') && !matches!(second, Some('/' | '\\')) && is_plain(path);
    if is_local {
        Ok(())
    } else {
        Err("must be a path on this origin, such as /portal/token")
    }
}

fn check_api(url: &str) -> Result<(), &'static str> {
    let local = url.strip_prefix("http://").is_some_and(|rest| {
        let host = rest.split(['/', ':']).next();
        matches!(host, Some("127.0.0.1" | "localhost")) && is_host_and_path(rest)
    });
    if local || check_https(url).is_ok() || check_local(url).is_ok() {
        Ok(())
    } else {
        Err("must be an https:// address, or a path on this origin such as /identity")
    }
}

fn is_host_and_path(rest: &str) -> bool {
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    is_host(name) && port.bytes().all(|c| c.is_ascii_digit()) && is_plain(rest)
}

/// A host name in ASCII; browsers convert other letters to `xn--`.
fn is_host(name: &str) -> bool {
    let is_part = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
    name.split('.')
        .all(|label| !label.is_empty() && label.bytes().all(is_part))
}

fn is_address(name: &str) -> bool {
    let is_part = |c: u8| c.is_ascii_alphanumeric() || b".-_+".contains(&c);
    !name.is_empty() && name.bytes().all(is_part)
}

/// No character that a browser drops, reorders or interprets.
fn is_plain(text: &str) -> bool {
    let is_literal = |c: u8| c.is_ascii_graphic() && !b"\\\"<>`".contains(&c);
    text.bytes().all(is_literal)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: [&str; 44] = [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\u{1}javascript:alert(1)",
        " javascript:alert(1)",
        "javascript://https://a.example/%0aalert(1)",
        "javascript&colon;alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:msgbox(1)",
        "blob:https://a.example/5f0e7a10",
        "filesystem:https://a.example/temporary/a.html",
        "view-source:https://a.example",
        "file:///etc/passwd",
        "ftp://a.example",
        "http://a.example",
        "HTTPS://a.example",
        "hTTps://a.example",
        " https://a.example",
        "https:a.example",
        "https:/a.example",
        "https:/\\evil.example",
        "https:\\\\evil.example",
        "https://\\evil.example",
        "https:///evil.example",
        "https://a.example\\@evil.example",
        "https://a.example@evil.example",
        "https://user:password@evil.example",
        "https://a.example:443@evil.example",
        "//evil.example",
        "\\\\evil.example",
        "https://evil\u{3002}example",
        "https://evil\u{ff0e}example",
        "https://\u{430}.example",
        "https://evil%2eexample",
        "https://%65vil.example",
        "https://a.example\u{200b}.evil.example",
        "https://a.example/\u{202e}gpj.exe",
        "https://a.exam\nple",
        "https://a.example/\tb",
        "https://a.example/\0",
        "https://a.example/\"onclick=\"alert(1)",
        "https://",
    ];

    #[test]
    fn what_could_lead_elsewhere_is_no_link() {
        for url in HOSTILE {
            assert!(url.parse::<LinkUrl>().is_err(), "{url:?}");
            assert!(url.parse::<LocalPath>().is_err(), "{url:?}");
            assert!(url.parse::<ApiUrl>().is_err(), "{url:?}");
        }
    }

    #[test]
    fn a_mail_is_to_one_address_and_brings_nothing_along() {
        for url in [
            "mailto:",
            "mailto:help",
            "mailto:@a.example",
            "mailto:help@",
            "MAILTO:help@a.example",
            "mailto:help@a.example?bcc=evil@evil.example",
            "mailto:help@a.example,evil@evil.example",
            "mailto:help@a.example%0abcc:evil@evil.example",
            "mailto:help@a.example\nbcc:evil@evil.example",
            "mailto:<help@a.example>",
        ] {
            assert!(url.parse::<LinkUrl>().is_err(), "{url:?}");
        }
        assert!("mailto:help.desk+1@a.example".parse::<LinkUrl>().is_ok());
        assert!("mailto:help@a.example".parse::<ApiUrl>().is_err());
    }

    #[test]
    fn honest_links_are_taken() {
        for url in [
            "https://a.example",
            "https://portal",
            "https://a-b.example:8443/guides/meet?lang=en#start",
            "https://xn--bcher-kva.example/",
            "https://a.example/b%C3%BCcher?to=https://b.example/@c",
        ] {
            let link: LinkUrl = url.parse().unwrap();
            assert_eq!(link.as_str(), url.trim_end_matches('/'));
            assert_eq!(format!("https://{}", link.display()), link.as_str());
        }
    }

    #[test]
    fn services_may_be_on_this_machine() {
        for url in ["/identity", "http://localhost:8080/sms", "http://127.0.0.1"] {
            assert!(url.parse::<ApiUrl>().is_ok(), "{url}");
        }
        for url in [
            "http://localhost.evil.example",
            "http://localhost@evil.example",
            "http://localhost:8080@evil.example",
            "http://localhost:8080\\@evil.example",
            "http://localhost?@evil.example",
        ] {
            assert!(url.parse::<ApiUrl>().is_err(), "{url}");
        }
    }
}
