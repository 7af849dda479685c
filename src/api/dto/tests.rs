use super::*;
use crate::api::ApiError;
use crate::decode::{DecodeError, decode, encode};
use crate::domain::catalog::{LicenseType, Offer};
use crate::domain::directory::{CampaignOf, Campaigns, NumberState};
use crate::domain::directory::{LicenseRecord, LicenseStatus, UserRecord, UserStatus};
use crate::domain::fixtures::{number, user_id};
use crate::domain::keyed::KeySet;
use crate::domain::number::Number;
use crate::engine::Assignment;

mod numbers;

const ID: &str = "5f0e7a10-6c1d-4b62-9a51-0d5b1c2e3f01";

fn user(json: &str) -> UserRecord {
    decode::<User>(json).unwrap().into()
}

fn license(json: &str) -> LicenseRecord {
    decode::<License>(json).unwrap().into()
}

fn kind(json: &str) -> LicenseType {
    decode::<Product>(json)
        .unwrap()
        .into_license_type(&SwitchedOff::default())
}

fn with_ids(json: &str) -> String {
    json.replace("ID", ID)
}

#[test]
fn a_full_identity_reads_and_extra_fields_do_no_harm() {
    let json = with_ids(
        r#"{"uuid":"ID","account_uuid":"ID","type":"user","first_name":" Ana","middle_name":"","last_name":"Beltrán",
            "username":"ana","email":"ana@example.com","phone":"+12125550100","status":"Active","shoe_size":41,
            "aliases":[{"nickname":"a","email":null,"sms":"9415550142"}]}"#,
    );
    let user = user(&json);
    assert_eq!(
        (user.name.as_str(), user.email.as_str()),
        ("Ana Beltrán", "ana@example.com")
    );
    assert_eq!(user.status, UserStatus::Active);
    assert_eq!(
        decode::<Identity>(&json)
            .unwrap()
            .sms_alias()
            .unwrap()
            .number(),
        Some(number(9_415_550_142))
    );
}

#[test]
fn an_identity_with_nothing_but_its_id_is_a_user_who_is_not_active() {
    let user = user(&with_ids(r#"{"uuid":"ID"}"#));
    assert_eq!((user.name.as_str(), user.email.as_str()), ("", ""));
    assert_eq!(user.status, UserStatus::Inactive);
}

#[test]
fn an_identity_without_an_email_shows_its_username() {
    assert_eq!(
        user(&with_ids(r#"{"uuid":"ID","username":"ana"}"#)).email,
        "ana"
    );
}

#[test]
fn identities_that_are_wrong_do_not_read() {
    for json in [
        r#"{}"#,
        r#"{"uuid":7}"#,
        r#"{"uuid":"x"}"#,
        r#"{"uuid":"ID","email":3}"#,
        "null",
        "7",
    ] {
        assert!(decode::<User>(&with_ids(json)).is_err(), "{json}");
    }
}

/// The items of a page that decode, and why the others do not.
fn parted<T>(listed: Listed<T>) -> (Vec<T>, Vec<DecodeError>) {
    let reasons = listed.keys.into_iter().filter_map(Result::err);
    (listed.items, reasons.collect())
}

#[test]
fn an_item_that_does_not_decode_costs_itself_and_says_why() {
    let json = with_ids(
        r#"{"items":[{"uuid":"ID"},{"uuid":"ID","email":5},{},"x",null,["ID"]],"metadata":{"total":9},"links":{}}"#,
    );
    let page = decode_page::<User>(&json).unwrap();
    assert_eq!(page.total, Some(9));
    let (items, reasons) = parted(page);
    assert_eq!(items.len(), 1);
    let reasons: Vec<String> = reasons.iter().map(DecodeError::to_string).collect();
    assert_eq!(
        reasons,
        [
            "email: invalid type: integer `5`, expected a string",
            "uuid: is missing",
            ".: invalid type: string \"x\", expected an object",
            ".: invalid type: null, expected an object",
            ".: invalid type: sequence, expected an object",
        ]
    );
}

#[test]
fn the_reason_of_an_item_is_cut() {
    let json = with_ids(&format!(
        r#"[{{"uuid":"ID","aliases":7,"application_uuid":"ID","type":["{}"]}}, "{}"]"#,
        "x".repeat(10_000),
        "y".repeat(10_000)
    ));
    let (_, reasons) = parted(decode_page::<NumberItem>(&json).unwrap());
    assert_eq!(reasons.len(), 2);
    for why in reasons {
        assert!(why.problem.chars().count() <= 300, "{why}");
    }
}

#[test]
fn items_that_are_nested_deeply_cost_themselves_or_nothing() {
    let nested = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let json = with_ids(&format!(
        r#"[{{"uuid":"ID","email":{nested}}},{{"uuid":"ID","shoes":{nested}}},{nested}]"#
    ));
    let (items, reasons) = parted(decode_page::<User>(&json).unwrap());
    assert_eq!((items.len(), reasons.len()), (1, 2));
}

#[test]
fn a_page_without_metadata_or_without_a_frame_reads() {
    for json in [
        r#"{"items":[{"uuid":"ID"}]}"#,
        r#"{"items":[{"uuid":"ID"}],"metadata":7}"#,
        r#"[{"uuid":"ID"}]"#,
    ] {
        let page = decode_page::<User>(&with_ids(json)).unwrap();
        assert_eq!((page.items.len(), page.total), (1, None), "{json}");
    }
}

#[test]
fn what_is_no_list_is_an_error() {
    let nested = "[".repeat(1_000_000);
    for body in [
        "",
        "{}",
        "<html>",
        r#"{"items":7}"#,
        r#"{"items":["#,
        &nested,
    ] {
        let error = decode_page::<User>(body).map(drop).map_err(ApiError::from);
        assert!(matches!(error, Err(ApiError::Unreadable(_))));
    }
}

#[test]
fn a_product_reads_with_or_without_its_assumed_fields() {
    let full = kind(&with_ids(
        r#"{"uuid":"ID","active":true,"application_uuid":"ID","type":"meet","name":"Meet","quantity":400}"#,
    ));
    assert_eq!(
        (full.name.as_str(), full.seats, full.offer),
        ("Meet", Some(400), Offer::Offered)
    );
    let known = kind(&with_ids(
        r#"{"uuid":"ID","active":true,"application_uuid":"ID","type":"meet"}"#,
    ));
    assert_eq!((known.name.as_str(), known.seats), ("meet", None));
    let wrong = kind(&with_ids(
        r#"{"uuid":"ID","application_uuid":"ID","type":"meet","name":7,"quantity":"many"}"#,
    ));
    assert_eq!(
        (wrong.name.as_str(), wrong.seats, wrong.offer),
        ("meet", None, Offer::Offered)
    );
    let bare = kind(&with_ids(r#"{"uuid":"ID","application_uuid":"ID"}"#));
    assert_eq!(bare.name, ID);
    assert!(decode::<Product>(&with_ids(r#"{"uuid":"ID"}"#)).is_err());
}

#[test]
fn a_product_is_off_by_itself_or_by_its_type() {
    let json = with_ids(r#"{"uuid":"ID","active":true,"application_uuid":"ID","type":"meet"}"#);
    let offer = |off: &SwitchedOff| {
        decode::<Product>(&json)
            .unwrap()
            .into_license_type(off)
            .offer
    };
    let by_id = SwitchedOff {
        products: vec![ID.parse().unwrap()],
        types: vec![],
    };
    let by_type = SwitchedOff {
        products: vec![],
        types: vec!["meet".into()],
    };
    assert_eq!(offer(&by_id), Offer::SwitchedOff);
    assert_eq!(offer(&by_type), Offer::SwitchedOff);
    assert_eq!(kind(&json.replace("true", "false")).offer, Offer::Retired);
}

#[test]
fn what_is_switched_off_reads_as_names_or_as_objects() {
    for json in [
        r#"["ID"]"#,
        r#"{"items":[{"uuid":"ID"}]}"#,
        r#"{"items":[{"product_uuid":"ID","x":1}]}"#,
    ] {
        let page = decode_page::<OffProduct>(&with_ids(json)).unwrap();
        let (items, _) = parted(page);
        assert_eq!(items[0].0, ID.parse().unwrap(), "{json}");
    }
    for json in [
        r#"["meet"]"#,
        r#"{"items":[{"type":"meet"}]}"#,
        r#"{"items":[{"product_type":"meet"}]}"#,
        r#"{"items":[{"name":"meet"}]}"#,
    ] {
        let page = decode_page::<OffType>(json).unwrap();
        let (items, _) = parted(page);
        assert_eq!(items[0].0, "meet", "{json}");
    }
    for json in ["null", "7", "{}", r#""meet""#, r#"{"uuid":7}"#] {
        assert!(decode::<OffProduct>(json).is_err(), "{json}");
    }
}

#[test]
fn an_entitlement_reads_with_or_without_its_assumed_fields() {
    let known = r#"{"uuid":"ID","account_uuid":"ID","user_uuid":"ID","product_uuid":"ID""#;
    let read = |rest: &str| license(&with_ids(&format!("{known}{rest}}}")));
    assert_eq!(read("").status, LicenseStatus::Active);
    let full = read(r#","status":"pending","metadata":{"sms_number":"+19415550142","extra":1}"#);
    assert_eq!(
        (full.status, full.number),
        (LicenseStatus::Pending, Some(number(9_415_550_142)))
    );
    let wrong = read(r#","status":4,"metadata":{"sms_number":true}"#);
    assert_eq!((wrong.status, wrong.number), (LicenseStatus::Active, None));
    assert_eq!(read(r#","metadata":"none""#).number, None);
    assert_eq!(
        read(r#","status":"suspended""#).status,
        LicenseStatus::Other("suspended".into())
    );
    let nobodys = with_ids(r#"{"uuid":"ID","product_uuid":"ID"}"#);
    assert!(decode::<License>(&nobodys).is_err());
}

#[test]
fn an_alias_is_replaced_by_the_new_number_in_the_path_and_without_a_body() {
    let alias = |aliases: &str| {
        let json = format!(r#"{{"uuid":"{ID}","aliases":{aliases}}}"#);
        decode::<Identity>(&json).unwrap().sms_alias()
    };
    let bind = |aliases: &str| {
        let user = ID.parse().unwrap();
        let binding = binding(user, alias(aliases).as_ref(), number(9_415_550_142))?;
        Some((binding.path, binding.body.map(|body| encode(&body))))
    };
    let first = (
        format!("/identities/{ID}/aliases"),
        Some(r#"{"sms":"9415550142"}"#.to_owned()),
    );
    let replaced = (format!("/identities/{ID}/aliases/9415550142"), None);
    for none in ["[]", r#"[{"nickname":"a","sms":null},{"sms":""}]"#] {
        assert_eq!(bind(none), Some(first.clone()), "{none}");
    }
    for other in [
        r#"[{"sms":"9415550143"}]"#,
        r#"[{"sms":"+19415550143"}]"#,
        r#"[{"email":"a"},{"sms":"9415550143"},{"sms":"9415550142"}]"#,
    ] {
        assert_eq!(bind(other), Some(replaced.clone()), "{other}");
    }
    for same in [
        r#"[{"sms":"9415550142"}]"#,
        r#"[{"sms":"+19415550142"}]"#,
        r#"[{"nickname":"a"},{"sms":"+19415550142"},{"sms":"9415550143"}]"#,
    ] {
        assert_eq!(bind(same), None, "{same}");
    }
}

#[test]
fn a_total_that_no_list_has_counts_as_none() {
    for (total, read) in [
        ("4294967295", None),
        ("-1", None),
        ("1.5", None),
        ("1e30", None),
        ("\"9\"", None),
        ("230", Some(230)),
        ("230.0", Some(230)),
    ] {
        let json = format!(r#"{{"items":[],"metadata":{{"total":{total}}}}}"#);
        assert_eq!(decode_page::<User>(&json).unwrap().total, read, "{total}");
    }
}

#[test]
fn who_is_signed_in_and_the_token_read() {
    assert_eq!(
        decode::<Me>(&with_ids(r#"{"user_uuid":"ID","email":"a@b.example"}"#))
            .unwrap()
            .user_uuid
            .0
            .to_string(),
        ID
    );
    assert!(decode::<Me>(r#"{"email":"a@b.example"}"#).is_err());
    assert_eq!(
        decode::<Token>(r#"{"access_token":"t","expires_in":900}"#)
            .unwrap()
            .access_token,
        "t"
    );
    assert!(decode::<Token>(r#"{"expires_in":900}"#).is_err());
}

#[test]
fn a_license_without_a_number_has_empty_metadata() {
    let id = || ID.parse().unwrap();
    let assignment = |number| Assignment {
        user: ID.parse().unwrap(),
        product: ID.parse().unwrap(),
        number,
    };
    let new = |number| -> serde_json::Value {
        serde_json::to_value(NewEntitlement::new(id(), &assignment(number))).unwrap()
    };
    assert_eq!(new(None)["metadata"], serde_json::json!({}));
    let with_number = new(Some(number(9_415_550_142)));
    assert_eq!(
        with_number["metadata"],
        serde_json::json!({ "sms_number": "9415550142" })
    );
    assert_eq!(with_number["user_uuid"], ID);
}
