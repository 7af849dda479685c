//! Checks whose access token is used: once the administrator is known, nothing is sent with anyone else's token.

use std::rc::Rc;

use super::ApiError;
use super::client::{Action, Client, READ_LIMIT, Service};
use super::dto::Me;
use super::error::Throttling;
use super::retry::with_retries;
use super::transport::{Method, Request};
use crate::decode::{Object, decode};
use crate::domain::ids::UserId;

impl Client {
    /// Whether another administrator has signed in to the portal since.
    pub fn is_another_administrator(&self) -> bool {
        self.who().is_another.get()
    }
}

impl Action {
    /// The administrator who was signed in at the first call.
    ///
    /// # Errors
    /// Every [`ApiError`].
    pub(super) async fn administrator(&self) -> Result<UserId, ApiError> {
        let who = self.client().who();
        if who.known.get().is_none() {
            with_retries(self.client().transport(), async || {
                self.verified_token().await
            })
            .await?;
        }
        who.known.get().ok_or(ApiError::SignedOut)
    }

    /// A token for a request. Writes take a verified one; reads take any until the administrator is known.
    ///
    /// # Errors
    /// [`ApiError::AnotherAdministrator`], or the error of getting or verifying a token.
    pub(super) async fn token(&self, method: Method) -> Result<Rc<str>, ApiError> {
        let who = self.client().who();
        let is_read = matches!(method, Method::Get | Method::Head);
        if is_read && who.known.get().is_none() {
            self.client().tokens().get().await
        } else {
            self.verified_token().await
        }
    }

    async fn verified_token(&self) -> Result<Rc<str>, ApiError> {
        let (who, tokens) = (self.client().who(), self.client().tokens());
        let mut renewed = false;
        loop {
            let token = tokens.get().await?;
            if who.owns(&token) {
                return Ok(token);
            }
            let _turn = who.turn.lock().await;
            if who.owns(&token) {
                return Ok(token);
            }
            match self.owner(&token).await {
                Ok(user) if who.is(user) => {
                    who.known.set(Some(user));
                    who.is_another.set(false);
                    who.token.replace(Some(Rc::clone(&token)));
                    return Ok(token);
                }
                Ok(_) => {
                    who.is_another.set(true);
                    tokens.reject(&token);
                    return Err(ApiError::AnotherAdministrator);
                }
                Err(ApiError::SignedOut) if !renewed => {
                    tokens.reject(&token);
                    renewed = true;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The user a token belongs to: `GET /identity/users/me`.
    async fn owner(&self, token: &str) -> Result<UserId, ApiError> {
        let request = Request {
            method: Method::Get,
            url: self.url(Service::Identity, "/users/me"),
            headers: self.headers(token),
            body: None,
        };
        let answer = self.client().send(request, READ_LIMIT).await?;
        match answer.status {
            200..=299 => Ok(decode::<Object<Me>>(&answer.body)?.0.user_uuid.0),
            _ => Err(self.client().refusal(&answer, Throttling::Refusal)),
        }
    }
}
