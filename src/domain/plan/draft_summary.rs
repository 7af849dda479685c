//! The summary of a draft: what a plan of it would come to, kept up to date with each edit at the cost of the users
//! edited.

use super::effect::Effect;
use super::seating::{self, Seatable};
use super::{BlockReason, PlanCounts};
use crate::domain::application_view::{ApplicationView, Unavailable};
use crate::domain::catalog::{Catalog, TypeIndex};
use crate::domain::draft::{Draft, PendingChange};
use crate::domain::ids::{ProductId, UserId};
use crate::domain::keyed::KeyMap;

/// What the pending changes of a draft come to, user by user. Equal to the plan, except for who gets no seat of an
/// oversubscribed license type, which depends on the others: [`DraftSummary::seatless`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DraftSummary {
    /// The users who change or are blocked.
    entries: KeyMap<UserId, Entry>,
    /// The number of users blocked.
    blocked: usize,
    /// The seats needed, by license type.
    needed: KeyMap<TypeIndex, usize>,
    /// The seats freed, by license type.
    freed: KeyMap<TypeIndex, usize>,
}

/// What the pending change of one user comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Entry {
    Change {
        /// The license type of which it needs a seat.
        needs: Option<TypeIndex>,
        frees: Freed,
    },
    Blocked(BlockReason),
}

/// The license types of which a change frees a seat. Hardly anyone has several.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Freed {
    Nothing,
    One([TypeIndex; 1]),
    Several(Box<[TypeIndex]>),
}

/// Who gets no seat.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seatless {
    /// For each entry of the summary; empty: everyone gets one.
    entries: Vec<bool>,
    users: usize,
}

impl DraftSummary {
    /// Summarizes all pending changes.
    pub fn new(draft: &Draft, app_view: ApplicationView) -> Self {
        let mut summary = Self::default();
        summary.entries.reserve(draft.len());
        for (user, pending) in draft.pending_changes() {
            summary.set(user, Entry::new(user, pending, app_view));
        }
        summary
    }

    /// Follows an edit of these users. If they are as many as the draft has, it is cheaper to start over.
    pub fn update(&mut self, edited: &[UserId], draft: &Draft, app_view: ApplicationView) {
        if edited.len() >= draft.len() {
            *self = Self::new(draft, app_view);
            return;
        }
        for user in edited {
            let pending = draft.pending_change(*user);
            self.set(*user, Entry::new(*user, pending, app_view));
        }
    }

    fn set(&mut self, user: UserId, entry: Option<Entry>) {
        self.count(entry.as_ref(), |count| *count += 1);
        let before = match entry {
            Some(entry) => self.entries.insert(user, entry),
            None => self.entries.swap_remove(&user),
        };
        self.count(before.as_ref(), |count| *count -= 1);
    }

    fn count(&mut self, entry: Option<&Entry>, step: impl Fn(&mut usize)) {
        match entry {
            Some(Entry::Change { needs, frees }) => {
                if let Some(kind) = needs {
                    step(self.needed.entry(*kind).or_default());
                }
                for kind in frees.kinds() {
                    step(self.freed.entry(*kind).or_default());
                }
            }
            Some(Entry::Blocked(_)) => step(&mut self.blocked),
            None => {}
        }
    }

    /// Whether more seats of a license type are needed than are free.
    fn may_be_oversubscribed(&self, app_view: ApplicationView) -> bool {
        let mut needed = self.needed.iter();
        needed.any(|(kind, needed)| {
            let free = app_view.seats(*kind).free();
            free.is_some_and(|free| *needed > free as usize)
        })
    }

    /// Who gets no seat. Looks through all changes, but only where seats may be short.
    pub fn seatless(&self, draft: &Draft, app_view: ApplicationView) -> Seatless {
        if !self.may_be_oversubscribed(app_view) {
            return Seatless::default();
        }
        let wishes = self.wishes(app_view);
        let mut entries = vec![false; self.entries.len()];
        let mut users = 0;
        for at in seating::seatless(&wishes, draft, app_view) {
            entries[wishes[at].entry] = true;
            users += 1;
        }
        Seatless { entries, users }
    }

    /// The changes, sorted by name.
    fn wishes<'a>(&'a self, app_view: ApplicationView<'a>) -> Vec<Wish<'a>> {
        let entries = self.entries.keys().enumerate().collect();
        let users = &app_view.directory.users;
        let in_order = users.sorted_by_name(entries, |(_, user)| **user);
        in_order
            .into_iter()
            .filter_map(|(entry, _)| self.wish(entry, app_view.catalog))
            .collect()
    }

    fn wish<'a>(&'a self, entry: usize, catalog: &'a Catalog) -> Option<Wish<'a>> {
        match self.entries.get_index(entry)? {
            (user, Entry::Change { needs, frees }) => Some(Wish {
                entry,
                user: *user,
                needs: needs.and_then(|kind| catalog.get(kind)).map(|kind| kind.id),
                frees: frees.kinds(),
                catalog,
            }),
            (_, Entry::Blocked(_)) => None,
        }
    }

    /// How many seats of a license type are needed less those freed, whether or not there are so many.
    pub fn pending_seats(&self, kind: TypeIndex) -> i64 {
        let of = |seats: &KeyMap<TypeIndex, usize>| seats.get(&kind).map_or(0, |n| *n as i64);
        of(&self.needed) - of(&self.freed)
    }

    /// What the action bar says.
    pub fn counts(&self, seatless: &Seatless) -> PlanCounts {
        PlanCounts {
            changes: self.entries.len() - self.blocked - seatless.users,
            emails: self.needed.values().sum::<usize>() - seatless.users,
            blocked: self.blocked + seatless.users,
        }
    }

    /// Why a user's change is blocked, if it is.
    pub fn block_reason(
        &self,
        user: UserId,
        seatless: &Seatless,
        app_view: ApplicationView,
    ) -> Option<BlockReason> {
        let (index, _, entry) = self.entries.get_full(&user)?;
        match entry {
            Entry::Blocked(reason) => Some(*reason),
            Entry::Change { needs, .. } => {
                let is_seatless = seatless.entries.get(index).copied().unwrap_or_default();
                let kind = needs.filter(|_| is_seatless);
                let kind = kind.and_then(|kind| app_view.catalog.get(kind))?;
                Some(BlockReason::Type(kind.id, Unavailable::NoSeat))
            }
        }
    }
}

impl Entry {
    /// `None`: there is nothing to change.
    fn new(user: UserId, pending: PendingChange, app_view: ApplicationView) -> Option<Self> {
        match Effect::new(user, pending, app_view) {
            _ if pending == PendingChange::default() => None,
            Ok(effect) if effect.is_nothing() => None,
            Ok(effect) => Some(Self::Change {
                needs: effect.assigned(),
                frees: Freed::new(effect.freed()),
            }),
            Err(reason) => Some(Self::Blocked(reason)),
        }
    }
}

impl Freed {
    fn new(mut kinds: impl Iterator<Item = TypeIndex> + Clone) -> Self {
        let all = kinds.clone();
        match (kinds.next(), kinds.next()) {
            (None, _) => Self::Nothing,
            (Some(one), None) => Self::One([one]),
            (Some(_), Some(_)) => Self::Several(all.collect()),
        }
    }

    fn kinds(&self) -> &[TypeIndex] {
        match self {
            Self::Nothing => &[],
            Self::One(kind) => kind,
            Self::Several(kinds) => kinds,
        }
    }
}

/// A change that may need a seat.
struct Wish<'a> {
    /// Its index in the summary.
    entry: usize,
    user: UserId,
    needs: Option<ProductId>,
    frees: &'a [TypeIndex],
    catalog: &'a Catalog,
}

impl Seatable for Wish<'_> {
    fn user(&self) -> UserId {
        self.user
    }

    fn needs(&self) -> Option<ProductId> {
        self.needs
    }

    fn frees(&self) -> impl Iterator<Item = ProductId> {
        let kinds = self.frees.iter();
        kinds.filter_map(|kind| self.catalog.get(*kind).map(|kind| kind.id))
    }
}
