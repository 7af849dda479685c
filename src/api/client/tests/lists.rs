use super::*;
use crate::api::dto::User;
use crate::api::{entitlements, sms};
use crate::domain::fixtures::number;
use crate::domain::ids::{AccountId, UserId};
use crate::domain::keyed::KeySet;
use crate::engine::LicensePage;

/// A page of a list of users, as the server has it now.
fn page(request: &Request, users: &[String]) -> Reply {
    let url = url::Url::parse(PAGE).unwrap().join(&request.url).unwrap();
    let number = |name: &str| {
        let mut pairs = url.query_pairs();
        let value = pairs.find(|(own, _)| own == name).unwrap().1;
        value.parse::<usize>().unwrap()
    };
    let items = users.iter().skip(number("offset")).take(number("limit"));
    let items: Vec<&str> = items.map(String::as_str).collect();
    let (items, total) = (items.join(","), users.len());
    let body = format!(r#"{{"items":[{items}],"metadata":{{"total":{total}}}}}"#);
    Reply::Late(Duration::from_millis(50), answer(200, body))
}

fn users(n: u128) -> Vec<String> {
    let user = |n| format!(r#"{{"uuid":"{}","first_name":"User {n}"}}"#, user_id(n));
    (0..n).map(user).collect()
}

fn list() -> List<User> {
    List::new(Service::Identity, "/users".into())
}

/// Reads a list; answers what came, what became of it, and how far each page said that it is.
async fn read(script: &Rc<Script>) -> (Vec<UserRecord>, Read, Vec<usize>) {
    let (mut users, mut shown) = (Vec::new(), Vec::new());
    let action = action(script);
    let list = list();
    let read = list.read(&action, |page| {
        users.extend(page.items.into_iter().map(UserRecord::from));
        shown.push(page.read);
    });
    let read = read.await;
    (users, read, shown)
}

#[tokio::test(start_paused = true)]
async fn a_list_is_read_page_by_page_each_item_once() {
    let script = Script::new(|request| page(request, &users(430)));
    let (users, read, shown) = read(&script).await;
    assert_eq!(users.len(), 430);
    assert_eq!(shown.last(), Some(&430));
    assert_eq!(read, Read::default());
    assert!(script.log()[0].contains("/users?offset=0&limit=100"));
    assert_eq!(script.log().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_user_who_is_deleted_meanwhile_hides_nobody() {
    let mut now = users(430);
    let mut asked = 0;
    let script = Script::new(move |request| {
        asked += 1;
        if asked == 2 {
            now.remove(7);
        }
        page(request, &now)
    });
    let (users, read, _) = read(&script).await;
    assert!(read.error.is_none() && read.missing == 0);
    let is_there = |user: &UserRecord| !read.gone.contains(&user.id.as_u128());
    assert_eq!(users.iter().filter(|user| is_there(user)).count(), 429);
}

#[tokio::test(start_paused = true)]
async fn a_user_who_does_not_decode_counts_once_however_often_the_list_is_read() {
    let mut now = users(430);
    now[99] = r#"{"uuid":7}"#.into();
    now[150] = format!(r#"{{"uuid":"{}","email":7}}"#, user_id(150));
    let mut asked = 0;
    let script = Script::new(move |request| {
        asked += 1;
        if asked == 2 {
            now.remove(7);
        }
        page(request, &now)
    });
    let (users, read, shown) = read(&script).await;
    assert!(script.log().len() > 6, "it is read a second time");
    assert_eq!(users.len(), 428);
    let reasons: Vec<String> = read.undecodable.iter().map(ToString::to_string).collect();
    assert_eq!(
        reasons,
        [
            "items[98].uuid: invalid type: integer `7`, expected a string",
            "items[149].email: invalid type: integer `7`, expected a string",
        ]
    );
    assert!(shown.iter().all(|read| *read <= 431), "{shown:?}");
}

#[tokio::test(start_paused = true)]
async fn a_page_that_fails_is_tried_again_alone() {
    let mut failed = false;
    let script = Script::new(move |request| {
        if request.url.contains("offset=198") && !failed {
            failed = true;
            return answer(503, "").into();
        }
        page(request, &users(430))
    });
    let (users, read, _) = read(&script).await;
    assert_eq!((users.len(), read.error), (430, None));
    assert_eq!(script.log().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_stays_away_is_told_and_the_others_are_kept() {
    let script = Script::new(|request| {
        if request.url.contains("offset=198") {
            return answer(403, "").into();
        }
        page(request, &users(430))
    });
    let (users, read, _) = read(&script).await;
    let forbidden = matches!(read.error, Some(ApiError::Refused { status: 403, .. }));
    assert!(forbidden && !read.is_empty);
    assert!((300..430).contains(&users.len()), "{}", users.len());
}

#[tokio::test(start_paused = true)]
async fn a_whole_list_is_an_error_where_an_item_is_missing() {
    let script = Script::new(|request| page(request, &users(3)));
    let whole = list().at_once().read_whole(&action(&script)).await;
    assert_eq!(whole.map(|users| users.len()), Ok(3));
    let mut damaged = users(3);
    damaged[1] = "null".into();
    let script = Script::new(move |request| page(request, &damaged));
    let whole = list().at_once().read_whole(&action(&script)).await;
    let error = whole.map(|users| users.len());
    assert_eq!(error, Err(ApiError::unreadable("1 items are missing")));
}

#[tokio::test(start_paused = true)]
async fn what_a_run_reads_is_tried_once() {
    let script = Script::new(|_| answer(503, "").into());
    let whole = list().at_once().read_whole(&action(&script)).await;
    assert!(whole.is_err_and(|error| error.is_passing()));
    assert_eq!(script.log().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_number_whose_details_fail_costs_no_other_number() {
    let script = Script::new(|request| {
        let body = match request.url.as_str() {
            url if url.contains("/campaigns") => r#"{"items":[]}"#.to_owned(),
            url if url.contains("/numbers/account/") => {
                r#"{"items":["9415550100","9415550101","9415550102"]}"#.to_owned()
            }
            url if url.ends_with("9415550101") => return answer(500, "").into(),
            _ => format!(r#"{{"user_uuid":"{}"}}"#, user_id(1)),
        };
        answer(200, body).into()
    });
    let account = AccountId::from_u128(1);
    let (numbers, unknown_holders) = sms::numbers(&action(&script), account).await.unwrap();
    assert_eq!(numbers.all().len(), 3);
    assert_eq!(unknown_holders, KeySet::from_iter([number(9_415_550_101)]));
}

/// Reads the second page of the account's licenses, of which the server says this.
async fn second_page(reply: Answer) -> (Result<LicensePage, ApiError>, Vec<String>) {
    let script = Script::new(move |_| reply.clone().into());
    let account = AccountId::from_u128(1);
    let page = entitlements::license_page(&action(&script), account, 99).await;
    (page, script.log())
}

#[tokio::test(start_paused = true)]
async fn a_page_of_licenses_is_asked_for_by_its_offset_and_says_how_many_there_are() {
    let id = |n: u128| user_id(n).to_string();
    let license = format!(
        r#"{{"uuid":"{}","user_uuid":"{}","product_uuid":"{}"}}"#,
        id(1),
        id(2),
        id(3)
    );
    let body = format!(r#"{{"items":[{license},{{"uuid":7}}],"metadata":{{"total":101}}}}"#);
    let (page, log) = second_page(answer(200, body)).await;
    let page = page.unwrap();
    assert_eq!(page.total, Some(101));
    let users: Vec<UserId> = page.licenses.iter().map(|each| each.user).collect();
    assert_eq!(users, [user_id(2)]);
    let account = AccountId::from_u128(1);
    let path = format!("/accounts/{account}/entitlements?offset=99&limit=100");
    assert!(log[0].contains(&path), "{log:?}");
}

#[tokio::test(start_paused = true)]
async fn a_page_of_licenses_is_tried_once() {
    let (page, log) = second_page(answer(503, "")).await;
    assert!(page.is_err_and(|error| error.is_passing()));
    assert_eq!(log.len(), 1);
    let (page, _) = second_page(answer(200, "x")).await;
    assert!(page.is_err());
}
