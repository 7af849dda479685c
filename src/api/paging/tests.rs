use std::collections::BTreeSet;

use super::*;

/// A small generator, so that a seed that goes wrong can be tried again.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }
}

/// How a server pages.
#[derive(Clone, Copy)]
struct Server {
    /// The most items of a page.
    cap: usize,
    ignores_offset: bool,
    /// What it says of the total, given how many there are.
    total: fn(usize) -> Option<usize>,
}

const PLAIN: Server = Server {
    cap: PAGE,
    ignores_offset: false,
    total: Some,
};

impl Server {
    fn page(self, list: &[Key], offset: usize) -> Keys {
        let offset = if self.ignores_offset { 0 } else { offset };
        let items = list.iter().skip(offset).take(self.cap.min(PAGE));
        items.map(|key| Ok(*key)).collect()
    }
}

/// What was read, and how many requests it took.
struct Seen {
    keys: BTreeSet<Key>,
    requests: usize,
    completeness: Completeness,
}

impl Seen {
    fn is_whole(&self) -> bool {
        matches!(self.completeness, Completeness::Whole { .. })
    }
}

/// Reads a list; `happen` is called for each request before it is answered.
fn read(
    server: Server,
    list: &mut Vec<Key>,
    random: &mut Random,
    mut happen: impl FnMut(&mut Vec<Key>, &mut Random),
) -> Seen {
    let mut paging = Paging::default();
    let mut asked: Vec<usize> = Vec::new();
    let mut keys = BTreeSet::new();
    let mut requests = 0;
    loop {
        match paging.step() {
            Next::Ask(offset) => {
                asked.push(offset);
                assert!(asked.len() <= AT_ONCE, "too many at once");
            }
            Next::End => break,
            Next::Wait => {
                requests += 1;
                assert!(requests < 5_000, "it never ends");
                let offset = asked.swap_remove(random.below(asked.len()));
                happen(list, random);
                let page = server.page(list, offset);
                let is_new = paging.take(offset, page.clone(), (server.total)(list.len()));
                let new = page.into_iter().zip(is_new).filter(|(_, is_new)| *is_new);
                keys.extend(new.filter_map(|(key, _)| key.ok()));
            }
        }
    }
    let completeness = paging.completeness();
    if let Completeness::Whole { gone } = &completeness {
        keys.retain(|key| !gone.contains(key));
    }
    Seen {
        keys,
        requests,
        completeness,
    }
}

fn list(len: usize) -> Vec<Key> {
    (0..len as Key).collect()
}

fn read_still(server: Server, len: usize) -> Seen {
    read(server, &mut list(len), &mut Random(1), |_, _| {})
}

#[test]
fn a_list_that_does_not_change_is_read_once_whatever_a_page_holds() {
    for cap in [1, 2, 50, 99, 100, 500] {
        for len in [0, 1, 2, 49, 50, 51, 100, 101, 230, 1284] {
            let seen = read_still(Server { cap, ..PLAIN }, len);
            assert!(seen.is_whole(), "{len} in pages of {cap}");
            assert_eq!(seen.keys.len(), len, "{len} in pages of {cap}");
        }
    }
    assert_eq!(read_still(PLAIN, 1284).requests, 13);
    assert_eq!(read_still(PLAIN, 100).requests, 1);
}

#[test]
fn without_a_total_a_page_that_brings_nothing_new_ends_the_list() {
    for ignores_offset in [false, true] {
        let server = Server {
            ignores_offset,
            total: |_| None,
            ..PLAIN
        };
        for len in [0, 1, 40, 100] {
            let seen = read_still(server, len);
            assert!(seen.is_whole());
            assert_eq!(seen.keys.len(), len);
            assert!(seen.requests <= 2, "{} requests", seen.requests);
        }
    }
    let server = Server {
        total: |_| None,
        ..PLAIN
    };
    assert_eq!(read_still(server, 430).keys.len(), 430);
}

#[test]
fn a_server_that_ignores_the_offset_or_promises_too_much_ends_and_says_so() {
    let ignores = Server {
        ignores_offset: true,
        ..PLAIN
    };
    let seen = read_still(ignores, 230);
    assert_eq!(seen.completeness, Completeness::Missing(130));
    let promises = Server {
        total: |_| Some(2_000_000_000),
        ..PLAIN
    };
    let seen = read_still(promises, 230);
    assert_eq!(seen.keys.len(), 230);
    assert_eq!(seen.completeness, Completeness::Missing(1_999_999_770));
    // What is wrong twice in the same way is not read a third time.
    assert!(seen.requests < 30, "{} requests", seen.requests);
}

#[test]
fn a_total_that_grows_is_followed() {
    let mut growing = list(400);
    let mut requests = 0;
    let seen = read(PLAIN, &mut growing, &mut Random(1), |list, _| {
        requests += 1;
        if requests == 3 {
            list.extend(1000..1030);
        }
    });
    assert!(seen.is_whole());
    assert_eq!(seen.keys.len(), 430);
}

#[test]
fn a_user_deleted_between_two_pages_hides_nobody_and_leaves_no_ghost() {
    let mut shrinking = list(400);
    let mut requests = 0;
    let seen = read(PLAIN, &mut shrinking, &mut Random(1), |list, _| {
        requests += 1;
        if requests == 2 {
            list.remove(7);
        }
    });
    assert!(seen.is_whole());
    assert_eq!(seen.keys, shrinking.into_iter().collect());
}

#[test]
fn pages_that_cannot_be_read_end_the_list_and_are_told() {
    let mut paging = Paging::default();
    assert_eq!(paging.step(), Next::Ask(0));
    assert_eq!(paging.step(), Next::Wait);
    paging.fail(0);
    assert_eq!(paging.step(), Next::End);
    assert_eq!(paging.completeness(), Completeness::Broken);
}

#[test]
fn items_that_do_not_decode_count_and_end_without_a_total() {
    let mut paging = Paging::default();
    assert_eq!(paging.step(), Next::Ask(0));
    let is_new = paging.take(0, vec![wrong(), Ok(1), Ok(2), Ok(1)], Some(3));
    assert_eq!(is_new, [true, true, false]);
    assert_eq!(paging.step(), Next::End);
    assert!(matches!(paging.completeness(), Completeness::Whole { .. }));

    let mut paging = Paging::default();
    for _ in 0..2 {
        let Next::Ask(offset) = paging.step() else {
            break;
        };
        paging.take(offset, vec![wrong(); PAGE], None);
    }
    assert_eq!(paging.step(), Next::End);
}

fn wrong() -> Result<Key, DecodeError> {
    Err(DecodeError::new("email", "is wrong"))
}

/// Asks for a page and takes it.
fn take(paging: &mut Paging, list: &Keys) -> bool {
    let Next::Ask(offset) = paging.step() else {
        return false;
    };
    let page = list.iter().skip(offset).take(PAGE).cloned().collect();
    paging.take(offset, page, Some(list.len()));
    true
}

#[test]
fn an_item_that_does_not_decode_counts_once_and_keeps_its_reason_and_its_place() {
    let mut list: Keys = (0..250).map(Ok).collect();
    // One of them stands where two pages meet.
    list[99] = wrong();
    list[120] = wrong();
    let mut paging = Paging::default();
    let mut pages = 0;
    while take(&mut paging, &list) {
        pages += 1;
        if pages == 2 {
            // What was behind the first page moves up, so that the list is read a second time.
            drop(list.remove(7));
        }
        assert!(paging.read() <= 251, "{} of 250", paging.read());
    }
    assert!(pages > 3, "{pages} pages");
    let places = paging.undecodable();
    let places: Vec<&str> = places.iter().map(|why| why.field.as_str()).collect();
    assert_eq!(places, ["items[98].email", "items[119].email"]);
    assert!(matches!(paging.completeness(), Completeness::Whole { .. }));
}

/// One change of the account.
fn change(list: &mut Vec<Key>, added: &mut Key, random: &mut Random) {
    match random.below(4) {
        0 => {
            *added += 1;
            let at = random.below(list.len() + 1);
            list.insert(at, *added);
        }
        1 if !list.is_empty() => drop(list.remove(random.below(list.len()))),
        2 if !list.is_empty() => {
            let key = list.remove(random.below(list.len()));
            let at = random.below(list.len() + 1);
            list.insert(at, key);
        }
        _ if !list.is_empty() => {
            let (a, b) = (random.below(list.len()), random.below(list.len()));
            list.swap(a, b);
        }
        _ => {}
    }
}

/// Users who were in the account all the time are read, or the list is reported as possibly incomplete.
#[test]
fn nobody_is_lost_silently_in_a_thousand_accounts_that_change_while_they_are_read() {
    let (mut whole, mut said, mut read_again) = (0, 0, 0);
    for seed in 0..1_000 {
        let mut random = Random(seed);
        let mut users = list(random.below(1_500));
        let server = Server {
            cap: [100, 100, 50, 37][random.below(4)],
            ..PLAIN
        };
        let mut stayed: BTreeSet<Key> = users.iter().copied().collect();
        let mut added: Key = 1_000_000;
        let mut left = random.below(12);
        let rarity = 1 + random.below(20);
        let plain = read_still(server, users.len()).requests;
        let seen = read(server, &mut users, &mut random, |list, random| {
            if left > 0 && random.below(rarity) == 0 {
                left -= 1;
                change(list, &mut added, random);
                let now: BTreeSet<Key> = list.iter().copied().collect();
                stayed.retain(|key| now.contains(key));
            }
        });
        read_again += usize::from(seen.requests > plain + 5);
        if seen.is_whole() {
            whole += 1;
            let lost: Vec<&Key> = stayed.difference(&seen.keys).collect();
            assert!(lost.is_empty(), "seed {seed} loses {lost:?} silently");
        } else {
            said += 1;
        }
    }
    // Each case occurs.
    assert!(
        whole > 500 && said > 20 && read_again > 100,
        "{whole} {said} {read_again}"
    );
}
