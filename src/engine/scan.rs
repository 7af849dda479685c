//! Scans: read all licenses of the account, page by page, as one observation of many users.
//!
//! A missing license means something only once the scan is complete, and pages can shift while the account changes. A
//! scan is valid only if
//!
//! - all its pages were requested after the last write to the users it is for,
//! - adjacent pages overlap by one license, which is the same on both,
//! - all pages have the same total, the last page is not full, and the number of distinct licenses equals the total.
//!
//! Otherwise the scan is in doubt and proves nothing. Like any read, each page may lag behind writes. A license that is
//! missing is therefore as of the first page, and one that is present as of the last page.

use super::command::LicensePage;
use super::timestamp::Timestamp;
use crate::domain::directory::LicenseRecord;
use crate::domain::ids::{LicenseId, UserId};
use crate::domain::keyed::{KeyMap, KeySet};

/// A scan in progress, or complete.
#[derive(Clone, Debug, Default)]
pub(super) struct Scan {
    /// The page size and the total; `None` until the first page is read.
    size: Option<(usize, usize)>,
    /// The end of the pages requested so far.
    asked: usize,
    waiting: usize,
    /// Whether the last page is requested.
    is_closed: bool,
    /// The licenses by which adjacent pages overlap, by offset.
    seams: KeyMap<usize, LicenseId>,
    seen: KeySet<LicenseId>,
    licenses: KeyMap<UserId, Vec<LicenseRecord>>,
    span: Option<Span>,
}

/// When the requests of a read were sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Span {
    /// The first one.
    pub(super) from: Timestamp,
    /// The last one.
    pub(super) until: Timestamp,
}

/// A scan that proves nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct InDoubt;

impl Span {
    /// A read of one request.
    pub(super) fn at(sent: Timestamp) -> Self {
        Self {
            from: sent,
            until: sent,
        }
    }

    fn with(self, sent: Timestamp) -> Self {
        Self {
            from: self.from.min(sent),
            until: self.until.max(sent),
        }
    }
}

impl Scan {
    /// The offset of the next page to request, if any. The first page is requested alone, since it has the total.
    pub(super) fn next_page(&mut self) -> Option<usize> {
        let offset = match self.size {
            None if self.waiting > 0 => return None,
            None => 0,
            Some(_) if self.is_closed => return None,
            Some((size, total)) => {
                let offset = self.asked - 1;
                self.asked = offset + size;
                // A full page may not be the last one.
                self.is_closed = self.asked > total;
                offset
            }
        };
        self.waiting += 1;
        Some(offset)
    }

    /// The number of pages; `None` until the first one is read.
    pub(super) fn pages(&self) -> Option<usize> {
        let (size, total) = self.size?;
        Some(match size {
            0 | 1 => 1,
            _ => 1 + (total + 1 - size).div_ceil(size - 1),
        })
    }

    /// Takes a page that was requested at `sent`, and keeps the licenses of users that `is_wanted`.
    ///
    /// # Errors
    /// The page contradicts earlier ones.
    pub(super) fn take(
        &mut self,
        offset: usize,
        page: LicensePage,
        sent: Timestamp,
        is_wanted: impl Fn(UserId) -> bool,
    ) -> Result<(), InDoubt> {
        self.waiting -= 1;
        self.span = Some(self.span.map_or(Span::at(sent), |span| span.with(sent)));
        let held = page.licenses.len();
        let total = match self.size {
            Some((_, total)) => total,
            None => self.begin(held, page.total.ok_or(InDoubt)?)?,
        };
        if page.total != Some(total) {
            return Err(InDoubt);
        }
        self.meet(offset, &page.licenses)?;
        for license in page.licenses {
            if self.seen.insert(license.id) && is_wanted(license.user) {
                self.licenses.entry(license.user).or_default().push(license);
            }
        }
        if self.is_read() && self.seen.len() != total {
            return Err(InDoubt);
        }
        Ok(())
    }

    /// Takes the size and the total of the first page. Returns the total.
    fn begin(&mut self, held: usize, total: usize) -> Result<usize, InDoubt> {
        // Pages of a single license cannot overlap.
        if total < held || (held < 2 && held < total) {
            return Err(InDoubt);
        }
        self.size = Some((held, total));
        self.asked = held;
        self.is_closed = held < 2;
        Ok(total)
    }

    /// Checks that adjacent pages overlap by the same license.
    fn meet(&mut self, offset: usize, licenses: &[LicenseRecord]) -> Result<(), InDoubt> {
        let last = (offset + licenses.len()).saturating_sub(1);
        let ends = licenses.first().into_iter().map(|first| (offset, first));
        let ends = ends.chain(licenses.last().map(|license| (last, license)));
        for (place, license) in ends {
            if *self.seams.entry(place).or_insert(license.id) != license.id {
                return Err(InDoubt);
            }
        }
        Ok(())
    }

    fn is_read(&self) -> bool {
        self.is_closed && self.waiting == 0
    }

    /// When it was read, if it is complete.
    pub(super) fn whole(&self) -> Option<Span> {
        self.span.filter(|_| self.is_read())
    }

    /// The licenses of a user in a complete scan.
    pub(super) fn licenses_of(&mut self, user: UserId) -> Vec<LicenseRecord> {
        self.licenses.swap_remove(&user).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
