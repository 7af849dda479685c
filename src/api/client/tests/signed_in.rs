use super::*;

#[tokio::test(start_paused = true)]
async fn the_headers_tell_the_action_and_the_call_before() {
    let script = Script::new(|_| answer(200, "{}").into());
    let action = action(&script);
    for path in ["/a", "/b"] {
        action.get(Service::Entitlements, path).await.unwrap();
    }
    let header = |nth, name| script.header(nth, name);
    assert_eq!(header(0, "Authorization"), "Bearer token 1");
    assert_eq!(header(0, "x-api-version"), "v1");
    assert_eq!(header(0, "trace"), header(1, "trace"));
    assert_eq!(header(0, "id"), header(1, "parent"));
    assert_ne!(header(0, "id"), header(1, "id"));
    assert_eq!(
        script.log(),
        ["Get /entitlements/a 0", "Get /entitlements/b 0"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_401_is_met_by_one_new_token_for_all_who_wait() {
    let script = Script::new(|request| {
        let status = if token(request) == "Bearer token 1" {
            401
        } else {
            200
        };
        Reply::Late(Duration::from_millis(20), answer(status, "{}"))
    });
    let client = client(&script, host());
    let actions: Vec<Action> = (0..5).map(|_| client.action()).collect();
    let reads = actions.iter().map(|action| action.get(Service::Sms, "/a"));
    for read in join_all(reads).await {
        assert_eq!(read.as_deref(), Ok("{}"));
    }
    let [old, new] = ["Bearer token 1", "Bearer token 2"].map(|token| vec![token; 5]);
    assert_eq!(script.tokens(), [old, new].concat());
}

#[tokio::test(start_paused = true)]
async fn a_second_401_says_that_nobody_is_signed_in() {
    let script = Script::new(|_| answer(401, "").into());
    let read = action(&script).get(Service::Sms, "/a").await;
    assert_eq!(read, Err(ApiError::SignedOut));
    assert_eq!(script.tokens(), ["Bearer token 1", "Bearer token 2"]);
}

#[tokio::test(start_paused = true)]
async fn a_write_is_sent_again_after_a_401_and_never_otherwise() {
    let statuses = [401, 200, 500, 429, 408];
    let mut left = statuses.into_iter();
    let script = Script::new(move |request| match asks_whose(request) {
        true => me(1),
        false => answer(left.next().unwrap(), "").into(),
    });
    let action = action(&script);
    let mut outcomes = Vec::new();
    for _ in 0..4 {
        let body = Some(&["a"]);
        outcomes.push(action.write(Method::Post, Service::Sms, "/w", body).await);
    }
    assert_eq!(outcomes[0], Ok(()));
    for (outcome, expected) in outcomes[1..].iter().zip([500, 429, 408]) {
        let broken = matches!(outcome, Err(ApiError::Broken { status, .. }) if *status == expected);
        assert!(broken, "{outcome:?}");
    }
    let sent = script.sent.borrow();
    let is_write = |call: &&Request| call.method == Method::Post;
    let writes: Vec<&Request> = sent.iter().map(|(_, call)| call).filter(is_write).collect();
    assert_eq!(writes.len(), statuses.len());
    assert!(
        writes
            .iter()
            .all(|call| call.body.as_deref() == Some(r#"["a"]"#))
    );
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_with_the_token_of_another_administrator() {
    let script = Script::new(|request| match token(request) {
        "Bearer token 1" if asks_whose(request) => me(1),
        _ if asks_whose(request) => me(2),
        "Bearer token 1" => answer(401, "").into(),
        other => panic!("{other} is used"),
    });
    let client = client(&script, host());
    let action = client.action();
    assert_eq!(identity::administrator(&action).await, Ok(user_id(1)));
    assert!(!client.is_another_administrator());
    for method in [Method::Post, Method::Delete] {
        let written = action.write(method, Service::Sms, "/w", None::<&()>).await;
        assert_eq!(written, Err(ApiError::AnotherAdministrator));
    }
    let read = action.get(Service::Sms, "/r").await;
    assert_eq!(read, Err(ApiError::AnotherAdministrator));
    assert!(client.is_another_administrator());
}

#[tokio::test(start_paused = true)]
async fn it_is_asked_once_whose_a_token_is_before_any_write() {
    let script = Script::new(|request| match asks_whose(request) {
        true => me(1),
        false => answer(200, "").into(),
    });
    let client = client(&script, host());
    let actions: Vec<Action> = (0..4).map(|_| client.action()).collect();
    let writes = actions
        .iter()
        .map(|action| action.write(Method::Post, Service::Sms, "/w", Some(&[7])));
    assert!(join_all(writes).await.iter().all(Result::is_ok));
    let log = script.log();
    let asked = log.iter().filter(|line| line.contains("/users/me"));
    assert_eq!(asked.count(), 1);
    assert!(log[0].contains("/users/me"), "{log:?}");
}

#[tokio::test(start_paused = true)]
async fn a_token_comes_from_the_hosts_address_where_it_has_no_function() {
    let script = Script::new(|request| match request.url.as_str() {
        "/portal/token" => answer(200, r#"{"access_token":"t","expires_in":900}"#).into(),
        _ => answer(200, token(request)).into(),
    });
    let source = || TokenSource::Url("/portal/token".into());
    let read = client(&script, source()).action();
    let read = read.get(Service::Sms, "/a").await;
    assert_eq!(read.as_deref(), Ok("Bearer t"));
    assert!(script.sent.borrow()[0].1.headers.is_empty());

    for status in [401, 403] {
        let script = Script::new(move |_| answer(status, "").into());
        let action = client(&script, source()).action();
        let read = action.get(Service::Sms, "/a").await;
        assert_eq!(read, Err(ApiError::SignedOut));
    }
}

#[tokio::test(start_paused = true)]
async fn a_host_that_is_silent_or_gives_nothing_is_no_token() {
    for (given, error) in [
        (Some(None), ApiError::SignedOut),
        (Some(Some(String::new())), ApiError::SignedOut),
        (None, ApiError::TimedOut),
    ] {
        let script = Script::new(|_| Reply::Silent);
        let source = TokenSource::Host(Rc::new(move || match given.clone() {
            Some(token) => async move { token }.boxed_local(),
            None => pending().boxed_local(),
        }));
        let action = client(&script, source).action();
        let read = action.get(Service::Sms, "/a").await;
        assert_eq!(read, Err(error));
        assert!(script.log().is_empty());
    }
}
