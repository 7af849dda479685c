//! Reads all licenses of the account, page by page, as one observation of many users.
//!
//! A page shows what it shows when it is read. Whose licenses a scan shows is known only once it is whole: a license
//! that no page holds may have slipped past while the account changed. So a scan proves something only if
//!
//! - every page was sent after it began, and it began after what was written last for whom it is told to,
//! - neighbouring pages have one license in common, at the same place,
//! - all pages name the same total, the last one is not full, and different licenses are as many as the total.
//!
//! Anything else leaves the scan in doubt, and it proves nothing. Like any read it may lag behind writes, each page by
//! as much as it likes, so what is not shown is held against the consistency window as of when the scan began, and what
//! is shown as of when its last page was sent.

use super::command::LicensePage;
use super::timestamp::Timestamp;
use crate::domain::directory::LicenseRecord;
use crate::domain::ids::{LicenseId, UserId};
use crate::domain::keyed::{KeyMap, KeySet};

/// A scan under way, or whole.
#[derive(Clone, Debug, Default)]
pub(super) struct Scan {
    /// How many licenses a page holds, and how many there are; `None`: the first page has not come.
    size: Option<(usize, usize)>,
    /// Up to here all is asked for.
    asked: usize,
    waiting: usize,
    /// Whether the last page is asked for.
    is_closed: bool,
    /// Where pages meet: the license that both hold.
    seams: KeyMap<usize, LicenseId>,
    seen: KeySet<LicenseId>,
    licenses: KeyMap<UserId, Vec<LicenseRecord>>,
    span: Option<Span>,
}

/// When the pages of a read were sent.
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
    /// Where the next page begins, if one is to be asked for now. The first page comes alone, since it tells how many
    /// there are.
    pub(super) fn next_page(&mut self) -> Option<usize> {
        let offset = match self.size {
            None if self.waiting > 0 => return None,
            None => 0,
            Some(_) if self.is_closed => return None,
            Some((size, total)) => {
                let offset = self.asked - 1;
                self.asked = offset + size;
                // A full page does not show that it is the last one.
                self.is_closed = self.asked > total;
                offset
            }
        };
        self.waiting += 1;
        Some(offset)
    }

    /// How many pages there are; `None`: the first one has not come.
    pub(super) fn pages(&self) -> Option<usize> {
        let (size, total) = self.size?;
        Some(match size {
            0 | 1 => 1,
            _ => 1 + (total + 1 - size).div_ceil(size - 1),
        })
    }

    /// Takes in a page that was sent at `sent`. Of its licenses, those of whom `is_wanted` are kept.
    ///
    /// # Errors
    /// The page does not agree with those before.
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

    /// The first page has come.
    fn begin(&mut self, held: usize, total: usize) -> Result<usize, InDoubt> {
        // Pages of a single license would have nothing in common.
        if total < held || (held < 2 && held < total) {
            return Err(InDoubt);
        }
        self.size = Some((held, total));
        self.asked = held;
        self.is_closed = held < 2;
        Ok(total)
    }

    /// The license where two pages meet is the same on both.
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

    /// When it was read, if it is whole.
    pub(super) fn whole(&self) -> Option<Span> {
        self.span.filter(|_| self.is_read())
    }

    /// What a whole scan shows of a user.
    pub(super) fn licenses_of(&mut self, user: UserId) -> Vec<LicenseRecord> {
        self.licenses.swap_remove(&user).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
