//! Users with the same name are distinguishable everywhere.

use crate::data::{label, unlicensed, who};
use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};
use crate::texts::{count, drafted, moved, say, say_with};

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
            page.click_labelled(&say_with("row.select", [("name", &label(user))])).await;
        }
        let labels = "return [...document.querySelectorAll('tbody select')].map((each) => each.getAttribute('aria-label'))";
        let labels: Vec<String> = page.read(labels).await;
        for user in &users {
            let expected = say_with("row.license", [("name", &label(user))]);
            assert!(labels.contains(&expected), "{labels:?}");
        }
        page.change_license("Meet").await;
        eventually_eq!(page.summary().await, drafted(2, 2));
        let review = page.open_review().await;
        let lines: Vec<String> = users.iter().map(who).collect();
        assert_eq!(review.list(&moved(say("license.none"), "Meet")), lines);
        page.apply().await;
        page.click_button(&count("result.users", 2)).await;
        for user in &users {
            page.click_labelled(&say_with("result.select", [("name", &label(user))])).await;
        }
    })
    .await;
}
