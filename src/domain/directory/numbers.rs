//! The account's SMS numbers.

use super::campaigns::NumberState;
use crate::domain::ids::UserId;
use crate::domain::keyed::KeyMap;
use crate::domain::number::Number;

/// A number from the API.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NumberRecord {
    /// The number itself.
    pub number: Number,
    /// The user it is assigned to.
    pub holder: Option<UserId>,
    /// Its registration.
    pub state: NumberState,
}

/// All SMS numbers of the account, in ascending order.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    records: Vec<NumberRecord>,
    /// The numbers of each user, ascending.
    by_holder: KeyMap<UserId, Vec<Number>>,
}

impl Numbers {
    /// Sorts and deduplicates the numbers.
    pub fn new(mut records: Vec<NumberRecord>) -> Self {
        records.sort_by_key(|record| record.number);
        records.dedup_by_key(|record| record.number);
        let mut by_holder: KeyMap<UserId, Vec<Number>> = KeyMap::default();
        for record in &records {
            if let Some(holder) = record.holder {
                by_holder.entry(holder).or_default().push(record.number);
            }
        }
        Self { records, by_holder }
    }

    /// All numbers.
    pub fn all(&self) -> &[NumberRecord] {
        &self.records
    }

    /// The record of a number.
    pub fn get(&self, number: Number) -> Option<&NumberRecord> {
        self.records
            .binary_search_by_key(&number, |record| record.number)
            .ok()
            .map(|at| &self.records[at])
    }

    /// The number of a user; the lowest if there are several.
    pub fn held_by(&self, user: UserId) -> Option<Number> {
        self.by_holder.get(&user)?.first().copied()
    }

    /// The users with a number.
    pub fn holders(&self) -> impl Iterator<Item = UserId> {
        let held = self.by_holder.iter();
        held.filter(|(_, numbers)| !numbers.is_empty())
            .map(|(user, _)| *user)
    }

    /// Numbers that can be assigned: registered ones first, then those of unknown registration.
    pub fn available(&self) -> impl Iterator<Item = Number> {
        let of_state = |state| {
            let free = self.records.iter().filter(|record| record.is_available());
            free.filter(move |record| record.state == state)
                .map(|record| record.number)
        };
        of_state(NumberState::Registered).chain(of_state(NumberState::Unknown))
    }

    /// The number of assigned numbers that are unregistered.
    pub fn assigned_unregistered(&self) -> usize {
        self.records
            .iter()
            .filter(|record| record.holder.is_some() && record.state.is_bad())
            .count()
    }

    /// The number of numbers whose registration is unknown.
    pub fn unconfirmed(&self) -> usize {
        self.records
            .iter()
            .filter(|record| record.state == NumberState::Unknown)
            .count()
    }

    /// Assigns a number to a user (`Some`) or releases it (`None`).
    pub fn set_holder(&mut self, number: Number, holder: Option<UserId>) {
        if let Ok(at) = self
            .records
            .binary_search_by_key(&number, |record| record.number)
        {
            let before = std::mem::replace(&mut self.records[at].holder, holder);
            if let Some(held) = before.and_then(|user| self.by_holder.get_mut(&user)) {
                held.retain(|each| *each != number);
            }
            if let Some(user) = holder {
                let held = self.by_holder.entry(user).or_default();
                held.insert(held.partition_point(|each| *each < number), number);
            }
        }
    }
}

impl NumberRecord {
    /// Whether the number can be assigned: it is free, and not known to be unregistered.
    pub fn is_available(&self) -> bool {
        self.holder.is_none() && !self.state.is_bad()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{number, user_id};

    fn record(digits: u64, holder: Option<u128>, state: NumberState) -> NumberRecord {
        NumberRecord {
            number: number(digits),
            holder: holder.map(user_id),
            state,
        }
    }

    #[test]
    fn free_numbers_are_available_unless_something_is_known_against_them() {
        let numbers = Numbers::new(vec![
            record(1, None, NumberState::Unknown),
            record(2, None, NumberState::NoCampaign),
            record(3, None, NumberState::Expired),
            record(4, None, NumberState::Pending),
            record(5, Some(1), NumberState::Registered),
            record(6, Some(2), NumberState::Unknown),
            record(7, None, NumberState::Registered),
        ]);
        // Registered numbers come first.
        assert_eq!(
            numbers.available().collect::<Vec<_>>(),
            [number(7), number(1)]
        );
    }

    #[test]
    fn assigned_numbers_that_are_known_to_be_unregistered_are_counted() {
        let numbers = Numbers::new(vec![
            record(1, Some(1), NumberState::Registered),
            record(2, Some(2), NumberState::NoCampaign),
            record(3, Some(3), NumberState::Pending),
            record(4, None, NumberState::NoCampaign),
            record(5, Some(4), NumberState::Unknown),
        ]);
        assert_eq!(numbers.assigned_unregistered(), 2);
        assert_eq!(numbers.unconfirmed(), 1);
    }

    #[test]
    fn a_number_changes_hands() {
        let mut numbers = Numbers::new(vec![record(1, Some(1), NumberState::Registered)]);
        numbers.set_holder(number(1), Some(user_id(2)));
        assert_eq!(numbers.held_by(user_id(1)), None);
        assert_eq!(numbers.held_by(user_id(2)), Some(number(1)));
        numbers.set_holder(number(1), None);
        assert_eq!(numbers.available().count(), 1);
    }

    /// A quadratic algorithm would take minutes.
    #[test]
    fn a_hundred_thousand_numbers_change_hands_one_by_one() {
        let all = 1..=100_000;
        let records = all
            .clone()
            .map(|n| record(n, None, NumberState::Registered));
        let mut numbers = Numbers::new(records.collect());
        for n in all.clone() {
            numbers.set_holder(number(n), Some(user_id(n.into())));
            assert_eq!(numbers.held_by(user_id(n.into())), Some(number(n)));
        }
        for n in all {
            numbers.set_holder(number(n), None);
            assert_eq!(numbers.held_by(user_id(n.into())), None);
        }
    }

    #[test]
    fn of_several_numbers_a_user_has_the_lowest_and_then_the_next() {
        let held = |n| record(n, Some(1), NumberState::Registered);
        let mut numbers = Numbers::new(vec![held(3), held(1), held(2)]);
        for n in 1..=3 {
            assert_eq!(numbers.held_by(user_id(1)), Some(number(n)));
            numbers.set_holder(number(n), None);
        }
        assert_eq!(numbers.held_by(user_id(1)), None);
    }
}
