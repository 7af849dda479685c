//! Users, the signed-in user, and SMS aliases.

use serde::{Deserialize, Serialize};

use super::Item;
use crate::api::paging::Key;
use crate::decode::{Assumed, ByText, Object};
use crate::domain::directory::{UserRecord, UserStatus};
use crate::domain::ids::{AccountId, UserId};
use crate::domain::number::Number;

/// The response with an access token (known, except for its lifetime).
#[derive(Deserialize)]
pub struct Token {
    /// The token.
    pub access_token: String,
}

/// The signed-in user: `GET /identity/users/me` (known).
#[derive(Deserialize)]
pub struct Me {
    /// The user's identifier.
    pub user_uuid: ByText<UserId>,
}

/// A user: an item of `GET /identity/accounts/{account}/identities` (known).
#[derive(Deserialize)]
pub struct User {
    uuid: ByText<UserId>,
    first_name: Option<String>,
    middle_name: Option<String>,
    last_name: Option<String>,
    username: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    /// `Active`; any other value means inactive.
    status: Option<String>,
}

impl Item for User {
    fn key(&self) -> Key {
        self.uuid.0.as_u128()
    }
}

impl From<User> for UserRecord {
    fn from(user: User) -> Self {
        let names = [user.first_name, user.middle_name, user.last_name];
        let words: Vec<&str> = names
            .iter()
            .flatten()
            .flat_map(|name| name.split_whitespace())
            .collect();
        let is_active = user
            .status
            .is_some_and(|status| status.eq_ignore_ascii_case("active"));
        Self {
            id: user.uuid.0,
            name: words.join(" "),
            email: user.email.or(user.username).unwrap_or_default(),
            phone: user.phone.unwrap_or_default(),
            status: if is_active {
                UserStatus::Active
            } else {
                UserStatus::Inactive
            },
        }
    }
}

/// The account and aliases of `GET /identity/identities/{user}?include=alias` (known).
#[derive(Deserialize)]
pub struct Identity {
    /// The account that the user belongs to.
    pub account_uuid: Option<ByText<AccountId>>,
    aliases: Option<Vec<Assumed<Object<Alias>>>>,
}

/// An alias of a user.
#[derive(Deserialize)]
struct Alias {
    #[serde(default)]
    sms: Assumed<String>,
}

/// An SMS alias as the API has it: ten digits, E.164, or anything else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SmsAlias(String);

impl SmsAlias {
    /// The number in either form; `None`: not a number.
    pub fn number(&self) -> Option<Number> {
        self.0.parse().ok()
    }
}

impl Identity {
    /// The number that the messaging applications use for the user: the first alias with `sms` (known).
    pub fn sms_alias(self) -> Option<SmsAlias> {
        let aliases = self.aliases.into_iter().flatten();
        let mut texts = aliases.filter_map(|alias| alias.value()?.0.sms.value());
        texts.find(|sms| !sms.trim().is_empty()).map(SmsAlias)
    }
}

/// A request that sets a user's SMS alias (known).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    /// Its path.
    pub path: String,
    /// The body of the `POST` that creates the first alias; `None`: a `PUT` without a body replaces the alias by the
    /// number in the path.
    pub body: Option<NewAlias>,
}

/// A user's first alias: the body of `POST /identity/identities/{user}/aliases` (known).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct NewAlias {
    sms: String,
}

/// The request that sets a user's alias to a number; `None`: it is set already.
pub fn binding(user: UserId, alias: Option<&SmsAlias>, number: Number) -> Option<Binding> {
    let sms = number.digits();
    let path = format!("/identities/{user}/aliases");
    match alias {
        Some(alias) if alias.number() == Some(number) => None,
        Some(_) => Some(Binding {
            path: format!("{path}/{sms}"),
            body: None,
        }),
        None => Some(Binding {
            path,
            body: Some(NewAlias { sms }),
        }),
    }
}
