//! A user's licenses of one application, as observed by reads. Reads may lag behind writes and behind each other, so a
//! read without a license proves its removal only after the consistency window.

use super::scan::Span;
use super::timestamp::Timestamp;
use super::window::ConsistencyWindow;
use crate::domain::ids::{LicenseId, ProductId};
use crate::domain::plan::HeldLicense;

#[derive(Clone, Debug, Default)]
pub(super) struct Licenses {
    seen: Vec<Seen>,
    as_of: Timestamp,
    /// Since when a recently assigned license exists that the last read did not show.
    missing: Option<Timestamp>,
}

#[derive(Clone, Debug)]
struct Seen {
    held: HeldLicense,
    /// When it was first seen; `None`: before the run.
    since: Option<Timestamp>,
    /// When its removal was seen.
    gone: Option<Timestamp>,
}

impl Licenses {
    /// The licenses at the time of planning.
    pub(super) fn planned(held: &[HeldLicense]) -> Self {
        let seen = held.iter().map(|held| Seen {
            held: *held,
            since: None,
            gone: None,
        });
        Self {
            seen: seen.collect(),
            as_of: Timestamp::default(),
            missing: None,
        }
    }

    /// Takes a read whose requests were sent in this span. Returns the observed lag in milliseconds, if this read is older
    /// than another.
    pub(super) fn take_in(
        &mut self,
        read: &[HeldLicense],
        span: Span,
        window: ConsistencyWindow,
    ) -> Option<u64> {
        let Span { from: as_of, until } = span;
        let mut lag = None;
        for held in read {
            match self.find(held.license) {
                Some(Seen { gone, .. }) => lag = lag.max(gone.map(|gone| until.since(gone))),
                None => self.seen.push(Seen {
                    held: *held,
                    since: Some(until),
                    gone: None,
                }),
            }
        }
        self.missing = None;
        for each in &mut self.seen {
            if each.gone.is_some() || read.contains(&each.held) {
                continue;
            }
            match each.since {
                Some(since) if !window.is_over(since, as_of) => {
                    lag = lag.max(Some(as_of.since(since)));
                    self.missing = Some(since);
                }
                _ => each.gone = Some(as_of),
            }
        }
        self.as_of = as_of;
        lag
    }

    /// Takes a read whose requests were sent in this span as authoritative.
    pub(super) fn replace(&mut self, read: &[HeldLicense], span: Span) {
        let Span { from: as_of, until } = span;
        for held in read {
            if self.find(held.license).is_none() {
                self.seen.push(Seen {
                    held: *held,
                    since: Some(until),
                    gone: None,
                });
            }
        }
        self.missing = None;
        for each in &mut self.seen {
            each.gone = (!read.contains(&each.held)).then_some(as_of);
        }
        self.as_of = as_of;
    }

    fn find(&self, license: LicenseId) -> Option<&Seen> {
        self.seen.iter().find(|each| each.held.license == license)
    }

    /// When the last read began.
    pub(super) fn as_of(&self) -> Timestamp {
        self.as_of
    }

    /// Since when a license exists whose presence is uncertain; `None`: none.
    pub(super) fn missing(&self) -> Option<Timestamp> {
        self.missing
    }

    /// The present licenses.
    pub(super) fn present(&self) -> impl DoubleEndedIterator<Item = &HeldLicense> {
        let present = self.seen.iter().filter(|each| each.gone.is_none());
        present.map(|each| &each.held)
    }

    /// All licenses that appeared after planning, including those removed again.
    pub(super) fn arrived(&self) -> impl Iterator<Item = &HeldLicense> {
        let arrived = self.seen.iter().filter(|each| each.since.is_some());
        arrived.map(|each| &each.held)
    }

    pub(super) fn holds(&self, product: ProductId) -> bool {
        self.present().any(|each| each.product == product)
    }

    pub(super) fn has(&self, license: LicenseId) -> bool {
        self.present().any(|each| each.license == license)
    }

    pub(super) fn are(&self, held: &[HeldLicense]) -> bool {
        self.present().count() == held.len() && self.present().all(|each| held.contains(each))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCT: ProductId = ProductId::from_u128(1);

    fn license(id: u128) -> HeldLicense {
        HeldLicense {
            license: LicenseId::from_u128(id),
            product: PRODUCT,
        }
    }

    fn at(second: u64) -> Timestamp {
        Timestamp::from_millis(second * 1000)
    }

    /// Reads of a user who held license 1, each with its second.
    fn after(reads: &[(u64, &[u128])]) -> (Vec<u128>, Vec<Option<u64>>) {
        let mut licenses = Licenses::planned(&[license(1)]);
        let lags = reads.iter().map(|(second, ids)| {
            let read: Vec<HeldLicense> = ids.iter().map(|id| license(*id)).collect();
            licenses.take_in(&read, Span::at(at(*second)), ConsistencyWindow::default())
        });
        let lags = lags.collect();
        let ids = [1, 2, 3].into_iter();
        let present = ids.filter(|id| licenses.has(license(*id).license));
        (present.collect(), lags)
    }

    #[test]
    fn what_a_read_shows_is_there_and_an_old_license_that_it_does_not_show_is_gone() {
        assert_eq!(after(&[(1, &[1, 2])]), (vec![1, 2], vec![None]));
        assert_eq!(after(&[(1, &[2])]), (vec![2], vec![None]));
    }

    #[test]
    fn a_license_that_has_just_come_is_not_gone_because_a_read_lags() {
        let (present, lags) = after(&[(1, &[1, 2]), (5, &[1])]);
        assert_eq!((present, lags), (vec![1, 2], vec![None, Some(4_000)]));
    }

    #[test]
    fn what_a_scan_showed_may_have_come_just_before_its_last_page() {
        let mut licenses = Licenses::planned(&[license(1)]);
        let window = ConsistencyWindow::default();
        let scan = Span {
            from: at(1),
            until: at(8),
        };
        licenses.take_in(&[license(1), license(2)], scan, window);
        licenses.take_in(&[license(1)], Span::at(at(12)), window);
        assert!(licenses.has(license(2).license));
        licenses.take_in(&[license(1)], Span::at(at(18)), window);
        assert!(!licenses.has(license(2).license));
    }

    #[test]
    fn a_license_that_is_missing_for_longer_than_reads_lag_is_gone() {
        assert_eq!(after(&[(1, &[1, 2]), (11, &[1])]).0, [1]);
    }

    #[test]
    fn a_license_that_is_gone_stays_gone_whatever_an_older_read_shows() {
        let (present, lags) = after(&[(1, &[2]), (7, &[1, 2])]);
        assert_eq!((present, lags), (vec![2], vec![None, Some(6_000)]));
    }
}
