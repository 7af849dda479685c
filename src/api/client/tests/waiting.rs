use super::*;

#[tokio::test(start_paused = true)]
async fn what_is_not_answered_in_time_is_given_up_and_ended() {
    let script = Script::new(|request| match asks_whose(request) {
        true => me(1),
        false => Reply::Silent,
    });
    let action = action(&script);
    let begun = Instant::now();
    let read = action.get(Service::Sms, "/a").await;
    assert_eq!(read, Err(ApiError::TimedOut));
    assert_eq!(begun.elapsed().as_secs(), 10);
    assert_eq!(script.ended.get(), 1);

    let begun = Instant::now();
    let write = action
        .write(Method::Post, Service::Sms, "/w", Some(&[7]))
        .await;
    assert_eq!(write, Err(ApiError::TimedOut));
    assert_eq!(begun.elapsed().as_secs(), 30);
    assert_eq!(script.ended.get(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_late_but_in_time_counts() {
    let late = Duration::from_millis(9_900);
    let script = Script::new(move |_| Reply::Late(late, answer(200, "{}")));
    assert!(action(&script).get(Service::Sms, "/a").await.is_ok());
    assert_eq!(script.ended.get(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_read_that_may_pass_is_tried_three_times() {
    let replies: [fn() -> Reply; 3] = [
        || Reply::Broken,
        || answer(500, "").into(),
        || answer(429, "").into(),
    ];
    for reply in replies {
        let script = Script::new(move |_| reply());
        let read = action(&script).get_with_retries(Service::Sms, "/a").await;
        assert!(read.is_err_and(|error| error.is_passing()));
        let tried = [0.0, 0.5, 2.0].map(|at| format!("Get https://sms.example:8443/sms/a {at}"));
        assert_eq!(script.log(), tried);
    }
    for status in [400, 403, 404, 409] {
        let script = Script::new(move |_| answer(status, "").into());
        let read = action(&script).get_with_retries(Service::Sms, "/a").await;
        assert!(matches!(read, Err(ApiError::Refused { .. })), "{status}");
        assert_eq!(script.log().len(), 1, "{status}");
    }
}

/// After how many seconds a read is tried again that was answered 503 with this `Retry-After`.
async fn second_try(retry_after: &'static str) -> f64 {
    let mut tries = 0;
    let script = Script::new(move |_| {
        tries += 1;
        let status = if tries == 1 { 503 } else { 200 };
        Answer {
            retry_after: Some(retry_after.to_owned()),
            ..answer(status, "")
        }
        .into()
    });
    let read = action(&script).get_with_retries(Service::Sms, "/a").await;
    assert!(read.is_ok());
    let sent = script.sent.borrow();
    sent[1].0.as_secs_f64()
}

#[tokio::test(start_paused = true)]
async fn a_server_is_asked_again_when_it_wants_to_be() {
    for (retry_after, seconds) in [
        ("3", 3.0),
        (" 3 ", 3.0),
        (DATE, 5.0),
        ("0", 0.5),
        // Nobody waits for hours.
        ("86400", 10.0),
        ("99999999999", 10.0),
        ("soon", 0.5),
        ("-3", 0.5),
    ] {
        assert_eq!(second_try(retry_after).await, seconds, "{retry_after}");
    }
}

#[tokio::test(start_paused = true)]
async fn at_most_six_reads_are_under_way() {
    let script = Script::new(|_| Reply::Late(Duration::from_secs(1), answer(200, "")));
    let client = client(&script, host());
    let actions: Vec<Action> = (0..14).map(|_| client.action()).collect();
    let reads = actions.iter().map(|action| action.get(Service::Sms, "/a"));
    join_all(reads).await;
    let sent = script.sent.borrow();
    let at = |second| sent.iter().filter(|(at, _)| at.as_secs() == second).count();
    assert_eq!([at(0), at(1), at(2)], [6, 6, 2]);
}
