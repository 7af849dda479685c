//! Texts that are kept in files, so that what changes is reviewed as a difference of lines. With `UPDATE_EXPECTED=1`,
//! the files are written instead of compared.

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The text is that of a file in this folder.
pub fn is_as_expected(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/journeys")
        .join(file);
    if env::var_os("UPDATE_EXPECTED").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        return fs::write(path, text).unwrap();
    }
    let difference = differences(&fs::read_to_string(&path).unwrap_or_default(), text);
    assert!(
        difference.is_empty(),
        "{file} differs; if that is right, write it anew with UPDATE_EXPECTED=1:\n{difference}"
    );
}

/// The text with `TIME` for each time of day, and single spaces.
pub fn without_times(text: &str) -> String {
    let mut shown: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let is_half = ["AM", "PM"].contains(&word.trim_end_matches('.'));
        match word {
            _ if is_half && shown.last() == Some(&"TIME") => {}
            word if is_time(word) => shown.push("TIME"),
            word => shown.push(word),
        }
    }
    shown.join(" ")
}

fn is_time(word: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once(':')
        .is_some_and(|(hours, minutes)| is_number(hours) && is_number(minutes))
}

/// The lines that are only in the first or only in the second text, with what stands before each group.
fn differences(expected: &str, found: &str) -> String {
    let [old, new]: [Vec<&str>; 2] = [expected, found].map(|text| text.lines().collect());
    let common = common_lengths(&old, &new);
    let (mut from, mut to, mut shown) = (0, 0, String::new());
    let mut before = None;
    while from < old.len() || to < new.len() {
        if from < old.len() && to < new.len() && old[from] == new[to] {
            before = Some(old[from]);
            (from, to) = (from + 1, to + 1);
            continue;
        }
        if let Some(line) = before.take() {
            let _ = writeln!(shown, "  {line}");
        }
        if to == new.len() || from < old.len() && common[from + 1][to] >= common[from][to + 1] {
            let _ = writeln!(shown, "- {}", old[from]);
            from += 1;
        } else {
            let _ = writeln!(shown, "+ {}", new[to]);
            to += 1;
        }
    }
    shown
}

/// How many lines the rests of two texts have in common, from each pair of lines on.
fn common_lengths(old: &[&str], new: &[&str]) -> Vec<Vec<usize>> {
    let mut common = vec![vec![0; new.len() + 1]; old.len() + 1];
    for from in (0..old.len()).rev() {
        for to in (0..new.len()).rev() {
            common[from][to] = if old[from] == new[to] {
                common[from + 1][to + 1] + 1
            } else {
                common[from + 1][to].max(common[from][to + 1])
            };
        }
    }
    common
}

#[test]
fn differences_are_the_lines_that_changed_with_the_one_before() {
    assert_eq!(differences("a\nb\nc\n", "a\nb\nc\n"), "");
    assert_eq!(
        differences("a\nb\nc\nd\n", "a\nx\nc\nd\ne\n"),
        "  a\n- b\n+ x\n  d\n+ e\n"
    );
}

#[test]
fn the_time_of_day_is_left_out() {
    assert_eq!(without_times("Updated 2:39\u{202f}PM"), "Updated TIME");
    assert_eq!(
        without_times("Loading users: 1 of 2"),
        "Loading users: 1 of 2"
    );
}
