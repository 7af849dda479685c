use super::*;

#[test]
fn a_number_reads_alone_or_as_an_object() {
    let page = decode_page::<NumberItem>(&with_ids(
        r#"{"items":["9415550142",{"number":"+19415550143","user_uuid":"ID","campaign_id":"C1","provider":"VI"},
            {"number":"9415550144","user_uuid":null,"campaign_id":null},{"number":"9415550145","campaign_id":7},
            {"number":"12"},{"user_uuid":"ID"}]}"#,
    ))
    .unwrap();
    let (items, reasons) = parted(page);
    assert_eq!((items.len(), reasons.len()), (4, 2));
    let numbers: Vec<Number> = items.iter().map(|item| item.number).collect();
    let all = [9_415_550_142, 9_415_550_143, 9_415_550_144, 9_415_550_145];
    assert_eq!(numbers, all.map(number));
    let [bare, full, free, wrong] = &items[..] else {
        panic!("one bare number and three objects");
    };
    assert!(bare.detail.is_none());
    let [full, free, wrong] = [full, free, wrong].map(|item| item.detail.as_ref().unwrap());
    assert_eq!(full.campaign, CampaignOf::Campaign("C1".into()));
    assert!(full.user.is_some() && free.user.is_none());
    assert_eq!(free.campaign, CampaignOf::None);
    assert_eq!(wrong.campaign, CampaignOf::Unknown);
}

#[test]
fn a_number_is_given_without_the_fields_that_are_not_known() {
    let id = || ID.parse().unwrap();
    let body = |detail: &str| -> serde_json::Value {
        let detail: NumberDetail = decode(detail).unwrap();
        let number = number(9_415_550_142);
        let written = Provisioning::new(id(), ID.parse().unwrap(), number, detail);
        serde_json::from_str(&encode(&written)).unwrap()
    };
    for unknown in [
        "{}",
        r#"{"help_text":"","reference_id":"","provider":""}"#,
        r#"{"help_text":null,"reference_id":null}"#,
        r#"{"reference_id":{"a":1}}"#,
        r#"{"reference_id":true}"#,
    ] {
        let body = body(unknown);
        assert_eq!(body.get("help_text"), None, "{unknown}");
        assert_eq!(body.get("reference_id"), None, "{unknown}");
        assert_eq!(body["provider"], "VI");
        assert_eq!(body["numbers"], serde_json::json!(["9415550142"]));
    }
    let known = body(r#"{"help_text":"HELP","reference_id":4711,"provider":"BW"}"#);
    assert_eq!(known["help_text"], "HELP");
    assert_eq!(known["reference_id"], 4711);
    assert_eq!(known["provider"], "BW");
    assert_eq!(body(r#"{"reference_id":"A-7"}"#)["reference_id"], "A-7");
    // No number is too long to be sent as it was read.
    let long = decode(r#"{"reference_id":123456789012345678901}"#).unwrap();
    let written = Provisioning::new(id(), ID.parse().unwrap(), number(1), long);
    let sent = encode(&written);
    assert!(
        sent.contains(r#""reference_id":123456789012345678901}"#),
        "{sent}"
    );
}

#[test]
fn a_campaign_needs_only_its_id() {
    let state_of = |json: &str| {
        let mut campaigns = Campaigns::default();
        decode::<Campaign>(json).unwrap().add_to(&mut campaigns);
        campaigns.state_of(number(9_415_550_142), &CampaignOf::Unknown)
    };
    let bare = state_of(r#"{"campaign_id":"C1"}"#);
    assert_eq!(bare, NumberState::Unknown);
    for numbers in [r#"["9415550142"]"#, r#"[7,"x","+19415550142"]"#] {
        let json = format!(
            r#"{{"campaign_id":"C1","status":"ACTIVE","numbers":{numbers},"display_name":"x"}}"#
        );
        assert_eq!(state_of(&json), NumberState::Registered, "{numbers}");
    }
    assert!(decode::<Campaign>(r#"{"display_name":"x"}"#).is_err());
}

#[test]
fn a_number_without_details_has_an_unknown_holder_and_an_unknown_state() {
    let mut campaigns = Campaigns::default();
    campaigns.add("A".into(), Some("ACTIVE"), None);
    let told = format!(r#"{{"user_uuid": "{}", "campaign_id": "A"}}"#, user_id(1));
    let details = vec![
        (number(1), decode(&told).unwrap()),
        (number(2), NumberDetail::default()),
        (number(3), decode(&told).unwrap()),
    ];
    let (numbers, unknown_holders) = with_details(details, &campaigns);
    let read: Vec<_> = numbers
        .all()
        .iter()
        .map(|each| (each.number, each.holder, each.state))
        .collect();
    let whole = |n| (number(n), Some(user_id(1)), NumberState::Registered);
    let bare = (number(2), None, NumberState::Unknown);
    assert_eq!(read, [whole(1), bare, whole(3)]);
    assert_eq!(unknown_holders, KeySet::from_iter([number(2)]));
}
