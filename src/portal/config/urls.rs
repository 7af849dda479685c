//! URLs of the configuration, each kind a type: what is not safe does not come in.

use std::str::FromStr;

macro_rules! checked {
    ($($(#[$doc:meta])* $name:ident($check:ident)),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub struct $name(String);

        impl $name {
            /// The text.
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
    )*};
}

checked! {
    /// A link that a browser may open: `https` only.
    HttpsUrl(check_https),
    /// A path on the page's own origin.
    LocalPath(check_local),
    /// Where a service is: `https`, the page's own origin, or (for development) `http` on this machine.
    ApiUrl(check_api),
}

#[cfg(target_arch = "wasm32")]
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

impl HttpsUrl {
    /// A link known to be right.
    pub(super) fn from_static(url: &'static str) -> Self {
        Self(url.to_owned())
    }
}

/// Where the API's services are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiUrls {
    /// Users and their aliases.
    pub identity: ApiUrl,
    /// License types and licenses.
    pub entitlements: ApiUrl,
    /// Numbers and campaigns.
    pub sms: ApiUrl,
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
    let local = ["http://127.0.0.1", "http://localhost"]
        .into_iter()
        .filter_map(|origin| url.strip_prefix(origin))
        .any(|rest| (rest.is_empty() || rest.starts_with([':', '/'])) && is_plain(rest));
    if local || check_https(url).is_ok() || check_local(url).is_ok() {
        Ok(())
    } else {
        Err("must be an https:// address, or a path on this origin such as /identity")
    }
}

fn is_host_and_path(rest: &str) -> bool {
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty() && !host.contains('@') && is_plain(rest)
}

fn is_plain(text: &str) -> bool {
    !text
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || c == '\\')
}
