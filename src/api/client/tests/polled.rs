use super::*;

/// Writes to `/identity/w`; the write is answered 202 with this `Location`, the polls as `poll` says.
async fn write(
    method: Method,
    location: Option<&'static str>,
    mut poll: impl FnMut(&Request) -> Reply + 'static,
) -> (Result<(), ApiError>, Vec<String>) {
    let script = Script::new(move |request| match request.method {
        _ if asks_whose(request) => me(1),
        Method::Head => poll(request),
        _ => Answer {
            location: location.map(str::to_owned),
            ..answer(202, "")
        }
        .into(),
    });
    let action = action(&script);
    let written = action
        .write(method, Service::Identity, "/w", Some(&["a"]))
        .await;
    let asked = script
        .log()
        .into_iter()
        .filter(|line| line.starts_with("Head"));
    (written, asked.collect())
}

fn progress(status: &str) -> Reply {
    Answer {
        progress: Some(status.to_owned()),
        ..answer(200, "")
    }
    .into()
}

#[tokio::test(start_paused = true)]
async fn a_slow_write_is_asked_after_at_once_and_then_every_second() {
    let mut replies = ["processing", "processing", "complete"].into_iter();
    let location = Some("/identity/progress/7");
    let poll = move |_: &Request| progress(replies.next().unwrap());
    let (written, asked) = write(Method::Post, location, poll).await;
    assert_eq!(written, Ok(()));
    let place = "Head https://api.example/identity/progress/7";
    assert_eq!(asked, [0, 1, 2].map(|second| format!("{place} {second}")));
}

#[tokio::test(start_paused = true)]
async fn a_location_may_be_relative_or_at_any_service() {
    for (location, asked) in [
        ("progress/7", "https://api.example/identity/progress/7"),
        ("https://api.example/p", "https://api.example/p"),
        ("https://sms.example:8443/p", "https://sms.example:8443/p"),
        // The entitlements are at the page's own origin.
        ("https://portal.example/p", "https://portal.example/p"),
    ] {
        let (written, polls) = write(Method::Put, Some(location), |_| progress("complete")).await;
        assert_eq!(written, Ok(()), "{location}");
        assert_eq!(polls, [format!("Head {asked} 0")]);
    }
}

#[tokio::test(start_paused = true)]
async fn no_token_goes_to_a_foreign_origin() {
    for location in [
        Some("https://evil.example/p"),
        Some("//evil.example/p"),
        Some("http://api.example/p"),
        Some("https://sms.example/p"),
        Some("data:text/plain,complete"),
        None,
    ] {
        let (written, polls) = write(Method::Post, location, |_| progress("complete")).await;
        assert!(
            matches!(written, Err(ApiError::Unsettled(_))),
            "{location:?}"
        );
        assert!(polls.is_empty(), "{polls:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_goes_wrong_while_polling_leaves_the_write_unknown() {
    let replies: [fn() -> Reply; 7] = [
        || progress("failure"),
        || answer(404, "").into(),
        || answer(500, "").into(),
        || answer(429, "").into(),
        || answer(401, "").into(),
        || Reply::Broken,
        || Reply::Silent,
    ];
    for reply in replies {
        let (written, _) = write(Method::Post, Some("p"), move |_| reply()).await;
        assert!(
            matches!(written, Err(ApiError::Unsettled(_))),
            "{written:?}"
        );
    }
    let gone = |_: &Request| answer(404, "").into();
    let (written, _) = write(Method::Delete, Some("p"), gone).await;
    assert_eq!(written, Ok(()), "what is gone is deleted");
}

#[tokio::test(start_paused = true)]
async fn it_is_given_up_after_nine_seconds() {
    let (written, polls) = write(Method::Post, Some("p"), |_| progress("processing")).await;
    let timed_out = Box::new(ApiError::TimedOut);
    assert_eq!(written, Err(ApiError::Unsettled(timed_out)));
    assert_eq!(polls.len(), 10);
}
