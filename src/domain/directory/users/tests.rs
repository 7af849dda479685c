use super::*;
use crate::domain::fixtures::{decompose, user};
use proptest::prelude::*;

proptest! {
    #[test]
    fn names_that_share_their_beginning_are_in_order_however_they_came(
        names in proptest::collection::vec(("[ab]{6,10}", 0_u8..6), 0..60)
    ) {
        let mut users = Users::default();
        for (id, (name, next)) in (0..).zip(&names) {
            users.add(&[user(id, name)], decompose);
            match next {
                0 => users.sort_added(),
                1 => users.put_in_order(),
                2 => users.shrink(),
                3 => drop(users.begin_order()),
                4 => drop(users.advance_order(3)),
                _ => {}
            }
        }
        users.put_in_order();
        let mut expected: Vec<String> = names.into_iter().map(|(name, _)| name).collect();
        expected.sort();
        let sorted = users.by_name().iter().map(|row| users.name(*row));
        prop_assert!(sorted.eq(expected));
    }
}

#[test]
fn a_user_read_twice_counts_once() {
    let mut users = Users::default();
    for record in [user(1, "Ana"), user(2, "Bo"), user(1, "Ana again")] {
        users.add(&[record], decompose);
    }
    assert_eq!(users.len(), 2);
    assert_eq!(users.name(users.row(user(1, "").id).unwrap()), "Ana");
}

#[test]
fn those_who_are_gone_leave_no_trace() {
    let mut users = Users::default();
    for each in [user(1, "Ana"), user(2, "Bo"), user(3, "Cy")] {
        users.add(&[each], decompose);
    }
    let mut users = users.only(|each| each.id != user(2, "").id, decompose);
    users.put_in_order();
    let names = users.by_name().iter().map(|row| users.name(*row));
    assert_eq!(names.collect::<Vec<_>>(), ["Ana", "Cy"]);
    assert_eq!(users.row(user(2, "").id), None);
}

#[test]
fn users_who_come_later_are_put_between_those_in_order() {
    let mut users = Users::default();
    for names in [["Cy", "Ana"], ["Bo", "Di"], ["Abe", "Eve"]] {
        for name in names {
            let id = users.len() as u128;
            users.add(&[user(id, name)], decompose);
        }
        users.put_in_order();
    }
    let names = users.by_name().iter().map(|row| users.name(*row));
    let names: Vec<&str> = names.collect();
    assert_eq!(names, ["Abe", "Ana", "Bo", "Cy", "Di", "Eve"]);
    let ranks = users.by_name().iter().map(|row| users.rank_by_name(*row));
    assert!(ranks.eq(0..6));
}

#[test]
fn order_ignores_case_and_accents_and_puts_the_nameless_by_email() {
    let mut users = Users::default();
    let mut nameless = user(4, "");
    nameless.email = "bert@example.com".into();
    for record in [user(1, "Érika"), user(2, "adam"), user(3, "Zoe"), nameless] {
        users.add(&[record], decompose);
    }
    users.put_in_order();
    let names = users.by_name().iter().map(|row| users.name(*row));
    assert_eq!(names.collect::<Vec<_>>(), ["adam", "", "Érika", "Zoe"]);
}

#[test]
fn a_hundred_thousand_users_fit_in_64_megabytes() {
    let mut users = Users::default();
    for n in 0..100_000 {
        users.add(&[user(n, "Maximiliane Oberländer-Grünewald")], decompose);
    }
    users.put_in_order();
    assert!(users.bytes() < 64 << 20, "{} bytes", users.bytes());
}
