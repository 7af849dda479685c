mod catalogues;

use super::catalogue::Catalogue;
use super::reasons::sentence;
use super::*;

#[test]
fn one_and_many_read_differently() {
    assert_eq!(count("count.users", 1), "1 user");
    assert_eq!(count("count.users", 1284), "1,284 users");
}

#[test]
fn a_number_is_known_whatever_separates_its_groups() {
    for typed in ["1207", "1,207", " 1 207 ", "1.207", "1'207", "1\u{202f}207"] {
        assert!(is_number(typed, 1207), "{typed}");
    }
    for typed in ["", "120", "12070", "-1207", "1207 users"] {
        assert!(!is_number(typed, 1207), "{typed}");
    }
}

#[test]
fn the_words_of_a_server_end_like_a_sentence() {
    assert_eq!(sentence("Refused on demand"), "Refused on demand.");
    assert_eq!(sentence(" No seat left! "), "No seat left!");
    assert_eq!(sentence("座席がありません。"), "座席がありません。");
}

#[test]
fn blanks_are_filled_with_what_stands_there_and_nothing_is_filled_twice() {
    let blanks = [("first", "%{of}".to_owned()), ("last", "50".to_owned())];
    assert_eq!(fill("pagination.range", &blanks), "%{of}–50 of ");
}

#[test]
fn what_is_filled_into_a_text_from_right_to_left_keeps_its_own_direction() {
    let text = |direction: &str| {
        let mut catalogue = Catalogue::default();
        catalogue.add(&format!(
            r#"{{ "language.direction": "{direction}", "row.number": "رقم %{{name}}." }}"#
        ));
        catalogue.fill("row.number", &[("name", "Ana".to_owned())])
    };
    assert_eq!(text("rtl"), "رقم \u{2068}Ana\u{2069}.");
    assert_eq!(text("ltr"), "رقم Ana.");
}

#[test]
fn a_phone_number_keeps_its_direction_in_texts_from_right_to_left() {
    let text = |direction: &str| {
        let mut catalogue = Catalogue::default();
        catalogue.add(&format!(r#"{{ "language.direction": "{direction}" }}"#));
        catalogue.isolate("(941) 555-0100")
    };
    assert_eq!(text("rtl"), "\u{2068}(941) 555-0100\u{2069}");
    assert_eq!(text("ltr"), "(941) 555-0100");
}

#[test]
fn texts_that_come_later_complete_the_catalogue() {
    let mut catalogue = Catalogue::default();
    catalogue.add(r#"{ "row.active": "Active" }"#);
    assert_eq!(catalogue.text("bar.clear"), "bar.clear");
    catalogue.add(r#"{ "bar.clear": "Clear" }"#);
    let both = ["row.active", "bar.clear"].map(|key| catalogue.text(key));
    assert_eq!(both, ["Active", "Clear"]);
}
