use super::*;
use crate::api::dto::LONGEST_MESSAGE;

fn refused(body: &str) -> String {
    match ApiError::from_answer(409, body, None, Throttling::Unknown) {
        ApiError::Refused {
            status: 409,
            message,
        } => message,
        other => panic!("{other:?}"),
    }
}

fn failure(status: u16, throttling: Throttling) -> Failure {
    let error = ApiError::from_answer(status, "", Some(7), throttling);
    error.into_failure("why".into())
}

#[test]
fn the_platforms_shape_gives_message_and_details() {
    let body = r#"{"code":409,"message":"No seat left.","trace_id":"x","details":["a",{"message":"b"},{"z":1}]}"#;
    assert_eq!(refused(body), "No seat left. a b");
}

#[test]
fn other_shapes_give_what_can_be_read() {
    assert_eq!(refused(r#"{"message":"Only this"}"#), "Only this");
    assert_eq!(refused("number is taken\nsecond line"), "number is taken");
    for body in [
        "",
        "  ",
        "<html><h1>Bad Gateway</h1></html>",
        "{\"code\":",
        "[]",
    ] {
        assert_eq!(refused(body), "", "{body}");
    }
}

#[test]
fn the_gateways_shape_gives_its_message() {
    for body in [
        r#"{"error":"Key not authorised"}"#,
        r#"{"error":{"message":"Key not authorised"}}"#,
        r#"{"message":"","error":"Key not authorised"}"#,
        r#"{"error":"invalid_grant","error_description":"Key not authorised"}"#,
    ] {
        assert_eq!(refused(body), "Key not authorised", "{body}");
    }
}

#[test]
fn a_message_is_cut_between_characters_with_an_ellipsis() {
    let long = "ü".repeat(1000);
    let shapes = [
        long.clone(),
        format!(r#"{{"message":"{long}"}}"#),
        format!(r#"{{"error":"{long}"}}"#),
        format!(
            r#"{{"message":"a","details":["{}",{{"reason":"{long}"}}]}}"#,
            "b".repeat(200)
        ),
    ];
    for body in shapes {
        let message = refused(&body);
        assert_eq!(message.chars().count(), LONGEST_MESSAGE, "{message}");
        assert!(message.ends_with('…'));
    }
    let exact = "x".repeat(LONGEST_MESSAGE);
    assert_eq!(refused(&exact), exact);
    let ApiError::Unreadable(why) = ApiError::unreadable(long) else {
        panic!("it is unreadable");
    };
    assert_eq!(why.chars().count(), LONGEST_MESSAGE);
}

#[test]
fn a_body_that_is_nested_too_deeply_gives_no_message() {
    assert_eq!(
        refused(&format!(r#"{{"details":{}"#, "[".repeat(100_000))),
        ""
    );
}

#[test]
fn of_a_write_only_a_refusal_says_that_nothing_was_done() {
    for status in [408, 429, 500, 502, 503, 504] {
        let unknown = Failure::Unknown {
            message: "why".into(),
            retry_after: Some(7),
        };
        assert_eq!(failure(status, Throttling::Unknown), unknown, "{status}");
    }
    for status in [400, 402, 409, 422] {
        let refused = Failure::Refused("why".into());
        assert_eq!(failure(status, Throttling::Unknown), refused, "{status}");
    }
    assert_eq!(failure(401, Throttling::Unknown), Failure::SignedOut);
    let forbidden = Failure::Forbidden("why".into());
    assert_eq!(failure(403, Throttling::Unknown), forbidden);
    let not_found = Failure::NotFound("why".into());
    assert_eq!(failure(404, Throttling::Unknown), not_found);
}

#[test]
fn a_429_is_a_refusal_where_that_is_proven() {
    let throttled = Failure::Throttled {
        message: "why".into(),
        retry_after: Some(7),
    };
    assert_eq!(failure(429, Throttling::Refusal), throttled);
    let unknown = Failure::Unknown {
        message: "why".into(),
        retry_after: Some(7),
    };
    assert_eq!(failure(503, Throttling::Refusal), unknown);
}

#[test]
fn without_an_answer_nothing_is_known() {
    for error in [
        ApiError::Unreachable,
        ApiError::TimedOut,
        ApiError::unreadable("?"),
    ] {
        assert!(matches!(
            error.into_failure("?".into()),
            Failure::Unknown { .. }
        ));
    }
}

/// Whatever the polling of an accepted write was answered says nothing about the write.
#[test]
fn what_goes_wrong_after_a_202_leaves_the_outcome_unknown() {
    let why = [401, 403, 404, 409, 429, 503]
        .map(|status| ApiError::from_answer(status, "", None, Throttling::Refusal));
    for why in why.into_iter().chain([ApiError::TimedOut]) {
        let failure = ApiError::Unsettled(Box::new(why)).into_failure("?".into());
        assert_eq!(failure, Failure::unknown("?".into()));
    }
}
