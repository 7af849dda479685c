//! Answers in the other shapes that a deployment may give them: known fields alone, other names, other aliases.

use crate::{http::body::buffered, options::Options};
use axum::{
    body::Body,
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::Response,
};
use serde_json::{Value, json};

/// Which other shapes are served.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Shapes {
    known_fields_only: bool,
    named_types: bool,
    several_aliases: bool,
    e164_aliases: bool,
}

/// An alias whose number is not the user's: another one before it counts.
const SECOND: &str = "2025550199";

impl From<&Options> for Shapes {
    fn from(options: &Options) -> Self {
        Self {
            known_fields_only: options.known_fields_only,
            named_types: options.named_types,
            several_aliases: options.several_aliases,
            e164_aliases: options.e164_aliases,
        }
    }
}

/// The middleware.
pub async fn apply(State(shapes): State<Shapes>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    if shapes == Shapes::default() || !response.status().is_success() {
        return response;
    }
    let (mut parts, bytes) = buffered(response).await;
    let Ok(mut body) = serde_json::from_slice::<Value>(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    match body.get_mut("items").and_then(Value::as_array_mut) {
        Some(items) => items.iter_mut().for_each(|item| shapes.shape(&path, item)),
        None => shapes.shape(&path, &mut body),
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(body.to_string()))
}

impl Shapes {
    /// Gives an answer, or an item of one, its other shape.
    fn shape(self, path: &str, item: &mut Value) {
        if self.named_types && path.ends_with("/disable/product_types") {
            *item = json!({ "name": item["product_type"] });
        }
        if let Some(aliases) = item.get_mut("aliases").and_then(Value::as_array_mut) {
            self.shape_aliases(aliases);
        }
        if !self.known_fields_only {
            return;
        }
        if is_of_numbers(path) {
            *item = item["number"].take();
        } else if let (Some(known), Some(item)) = (known_fields(path), item.as_object_mut()) {
            item.retain(|field, _| known.contains(&field.as_str()));
        }
    }

    fn shape_aliases(self, aliases: &mut Vec<Value>) {
        if self.several_aliases && aliases.iter().any(|alias| alias["sms"].is_string()) {
            aliases.insert(
                0,
                json!({ "nickname": "another", "email": null, "sms": null }),
            );
            aliases.push(json!({ "sms": SECOND }));
        }
        for alias in aliases {
            if let (true, Some(sms)) = (self.e164_aliases, alias["sms"].as_str()) {
                alias["sms"] = format!("+1{sms}").into();
            }
        }
    }
}

/// Whether a path is that of a list of numbers.
fn is_of_numbers(path: &str) -> bool {
    let lists = [
        "/sms/provision/numbers/account/",
        "/sms/provision/numbers/user/",
    ];
    lists.iter().any(|list| path.starts_with(list))
}

/// The fields of what a path answers that the vendor's client is known to read, where there are others too.
fn known_fields(path: &str) -> Option<&'static [&'static str]> {
    let licenses = ["/entitlements", "/activate"];
    if path.starts_with("/entitlements/products") {
        Some(&["uuid", "active", "application_uuid", "type"])
    } else if path.starts_with("/entitlements/") && licenses.iter().any(|end| path.ends_with(end)) {
        Some(&[
            "uuid",
            "account_uuid",
            "user_uuid",
            "product_uuid",
            "metadata",
        ])
    } else if path.starts_with("/sms/provision/numbers/number/") {
        Some(&["number"])
    } else if path.starts_with("/sms/10dlc/") && path.contains("/campaigns") {
        Some(&["campaign_id", "display_name", "description"])
    } else if path == "/identity/users/me" {
        Some(&["user_uuid", "email"])
    } else {
        None
    }
}
