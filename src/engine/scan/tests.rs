use super::*;
use crate::domain::fixtures::{MEET, license, user_id};

/// Licenses with these numbers, each held by the user of its number.
fn licenses(numbers: impl IntoIterator<Item = usize>) -> Vec<LicenseRecord> {
    let numbers = numbers.into_iter().map(|number| number as u128);
    numbers
        .map(|number| license(number, number, MEET))
        .collect()
}

fn page(all: &[LicenseRecord], offset: usize, limit: usize) -> LicensePage {
    LicensePage {
        licenses: all.iter().skip(offset).take(limit).cloned().collect(),
        total: Some(all.len()),
    }
}

fn second(n: u64) -> Timestamp {
    Timestamp::from_millis(n * 1000)
}

/// Reads page after page of what `show` says, a second each. Answers the scan, and how many pages it took.
fn read(show: impl Fn(usize, usize) -> LicensePage) -> Result<(Scan, usize), InDoubt> {
    let mut scan = Scan::default();
    let mut pages = 0;
    while let Some(offset) = scan.next_page() {
        let page = show(pages, offset);
        scan.take(offset, page, second(pages as u64), |_| true)?;
        pages += 1;
    }
    assert!(scan.whole().is_some());
    Ok((scan, pages))
}

#[test]
fn a_scan_shows_every_user_once_whatever_a_page_holds() {
    for limit in [2, 7, 100] {
        for count in [0, 1, 2, 6, 7, 8, 13, 99, 100, 101, 199, 200, 250] {
            let all = licenses(0..count);
            let (mut scan, pages) = read(|_, offset| page(&all, offset, limit)).unwrap();
            assert_eq!(scan.pages(), Some(pages), "{count} by {limit}");
            for number in 0..count {
                assert_eq!(
                    scan.licenses_of(user_id(number as u128)),
                    licenses([number])
                );
            }
        }
    }
}

#[test]
fn ten_thousand_licenses_take_hardly_more_than_a_hundred_pages() {
    let all = licenses(0..10_000);
    let (_, pages) = read(|_, offset| page(&all, offset, 100)).unwrap();
    assert_eq!(pages, 102);
}

#[test]
fn it_began_with_its_first_page_and_ended_with_its_last() {
    let all = licenses(0..250);
    let (scan, _) = read(|_, offset| page(&all, offset, 100)).unwrap();
    let span = Span {
        from: second(0),
        until: second(2),
    };
    assert_eq!(scan.whole(), Some(span));
}

#[test]
fn a_license_that_goes_or_comes_before_what_is_read_leaves_the_scan_in_doubt() {
    let before = licenses(0..250);
    for after in [
        licenses(1..250),
        licenses([1_000].into_iter().chain(0..250)),
    ] {
        let shown = read(|pages, offset| {
            let all = if pages == 0 { &before } else { &after };
            LicensePage {
                // The total alone would tell.
                total: Some(250),
                ..page(all, offset, 100)
            }
        });
        assert_eq!(shown.err(), Some(InDoubt));
    }
}

#[test]
fn one_license_that_goes_and_another_that_comes_unseen_leave_the_scan_in_doubt() {
    let before = licenses(0..250);
    let after = licenses(1..251);
    let later = licenses([1_000].into_iter().chain(1..250));
    // As many different licenses as the total says, and number 1,000 is not among them.
    let shown = read(|pages, offset| page([&before, &after, &later][pages], offset, 100));
    assert_eq!(shown.err(), Some(InDoubt));
}

#[test]
fn another_total_on_another_page_leaves_the_scan_in_doubt() {
    let all = licenses(0..250);
    let shown = read(|pages, offset| LicensePage {
        total: Some(250 + pages / 2),
        ..page(&all, offset, 100)
    });
    assert_eq!(shown.err(), Some(InDoubt));
}

#[test]
fn a_total_that_is_absent_too_small_or_too_large_leaves_the_scan_in_doubt() {
    let all = licenses(0..250);
    for total in [
        None,
        Some(0),
        Some(99),
        Some(100),
        Some(150),
        Some(199),
        Some(251),
        Some(300),
    ] {
        let shown = read(|_, offset| LicensePage {
            total,
            ..page(&all, offset, 100)
        });
        assert_eq!(shown.err(), Some(InDoubt), "{total:?}");
    }
}

#[test]
fn a_server_that_ignores_the_offset_leaves_the_scan_in_doubt() {
    let all = licenses(0..250);
    let shown = read(|_, _| page(&all, 0, 100));
    assert_eq!(shown.err(), Some(InDoubt));
}

#[test]
fn a_license_that_is_on_two_pages_leaves_the_scan_in_doubt() {
    let mut all = licenses(0..250);
    all[150] = all[20].clone();
    let shown = read(|_, offset| page(&all, offset, 100));
    assert_eq!(shown.err(), Some(InDoubt));
}

#[test]
fn one_license_that_cannot_be_read_leaves_the_scan_in_doubt() {
    let all = licenses(0..250);
    for broken in [0, 50, 99, 100, 198, 249] {
        let shown = read(|_, offset| {
            let mut page = page(&all, offset, 100);
            page.licenses
                .retain(|each| each.id != LicenseId::from_u128(broken));
            page
        });
        assert_eq!(shown.err(), Some(InDoubt), "{broken}");
    }
}
