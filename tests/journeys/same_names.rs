//! Users of the same name are told apart wherever they are named.

use crate::data::{label, unlicensed, who};
use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};

#[tokio::test(flavor = "multi_thread")]
async fn users_of_one_name_are_told_apart_by_their_address() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("users.csv");
    let line = |n: usize| format!("Ana,Beltran,ana{n:02}@example.com,Active\n");
    let users: String = (0..20).map(line).collect();
    std::fs::write(&file, format!("First Name,Last Name,Email,Status\n{users}")).unwrap();
    let options = sandbox::Options {
        users_from: Some(file),
        ..account_of(20)
    };
    journey(options, async |page| {
        let mut users = unlicensed(&page.db(), "meet");
        users.truncate(2);
        assert_eq!(users[0].name, users[1].name);
        for user in &users {
            page.click_labelled(&format!("Select {}", label(user))).await;
        }
        let labels = "return [...document.querySelectorAll('tbody select')].map((each) => each.getAttribute('aria-label'))";
        let labels: Vec<String> = page.read(labels).await;
        for user in &users {
            let expected = format!("License type of {}", label(user));
            assert!(labels.contains(&expected), "{labels:?}");
        }
        page.change_license("Meet").await;
        eventually_eq!(page.summary().await, "2 changes · 2 welcome emails");
        let review = page.open_review().await;
        let lines: Vec<String> = users
            .iter()
            .map(|user| format!("{} No license → Meet", who(user)))
            .collect();
        assert_eq!(review.list("2 users will change"), lines);
        page.apply().await;
        page.click_summary("Details (2 users)").await;
        for user in &users {
            page.click_labelled(&format!("Select {} to undo", label(user))).await;
        }
    })
    .await;
}
