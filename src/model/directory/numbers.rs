//! The account's SMS numbers and the campaigns that they belong to.

use crate::model::ids::UserId;
use crate::model::keyed::KeyMap;
use crate::model::number::Number;

/// A number as the API tells of one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NumberRecord {
    /// The number itself.
    pub number: Number,
    /// Who holds it.
    pub holder: Option<UserId>,
    /// Whether SMS from it reach US mobiles.
    pub state: NumberState,
}

/// Whether a number is registered: it belongs to a campaign whose status is active.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NumberState {
    /// It belongs to an active campaign.
    Registered,
    /// It belongs to no campaign.
    NoCampaign,
    /// Its campaign is not active; the status as the API writes it.
    CampaignInactive(Box<str>),
}

/// The campaigns of the account, by identifier, with their status.
#[derive(Clone, Debug, Default)]
pub struct Campaigns {
    statuses: KeyMap<String, Option<String>>,
}

impl Campaigns {
    /// Campaigns with their status; `None` where the API does not tell it.
    pub fn new(campaigns: impl IntoIterator<Item = (String, Option<String>)>) -> Self {
        Self {
            statuses: campaigns.into_iter().collect(),
        }
    }

    /// The state of a number of this campaign. A campaign whose status is not told counts as active: `status` is an
    /// assumed field of the API, and without it no number could be used.
    pub fn state_of(&self, campaign: Option<&str>) -> NumberState {
        let Some(campaign) = campaign.filter(|id| !id.is_empty()) else {
            return NumberState::NoCampaign;
        };
        match self.statuses.get(campaign) {
            None => NumberState::NoCampaign,
            Some(None) => NumberState::Registered,
            Some(Some(status)) if status.eq_ignore_ascii_case("active") => NumberState::Registered,
            Some(Some(status)) => NumberState::CampaignInactive(status.as_str().into()),
        }
    }
}

/// All SMS numbers of the account, in ascending order.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    records: Vec<NumberRecord>,
    /// Of each user, in ascending order.
    by_holder: KeyMap<UserId, Vec<Number>>,
}

impl Numbers {
    /// The numbers in ascending order, each once.
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

    /// Every number.
    pub fn all(&self) -> &[NumberRecord] {
        &self.records
    }

    /// What is known of a number.
    pub fn get(&self, number: Number) -> Option<&NumberRecord> {
        self.records
            .binary_search_by_key(&number, |record| record.number)
            .ok()
            .map(|at| &self.records[at])
    }

    /// The number that a user holds; the lowest where there are several.
    pub fn held_by(&self, user: UserId) -> Option<Number> {
        self.by_holder.get(&user)?.first().copied()
    }

    /// Numbers that may be picked: held by nobody and registered.
    pub fn available(&self) -> impl Iterator<Item = Number> {
        self.records
            .iter()
            .filter(|record| record.is_available())
            .map(|record| record.number)
    }

    /// Numbers that someone holds though SMS from them do not reach US mobiles.
    pub fn assigned_unregistered(&self) -> usize {
        self.records
            .iter()
            .filter(|record| record.holder.is_some() && record.state != NumberState::Registered)
            .count()
    }

    /// A number was given to a user (`Some`) or taken back (`None`).
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
    /// Whether the number may be picked.
    pub fn is_available(&self) -> bool {
        self.holder.is_none() && self.state == NumberState::Registered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample::{number, user_id};

    fn record(digits: u64, holder: Option<u128>, state: NumberState) -> NumberRecord {
        NumberRecord {
            number: number(digits),
            holder: holder.map(user_id),
            state,
        }
    }

    #[test]
    fn only_free_and_registered_numbers_are_available() {
        let numbers = Numbers::new(vec![
            record(4, None, NumberState::Registered),
            record(3, Some(1), NumberState::Registered),
            record(2, None, NumberState::NoCampaign),
            record(1, None, NumberState::CampaignInactive("EXPIRED".into())),
        ]);
        assert_eq!(numbers.available().collect::<Vec<_>>(), [number(4)]);
    }

    #[test]
    fn assigned_numbers_outside_an_active_campaign_are_counted() {
        let numbers = Numbers::new(vec![
            record(1, Some(1), NumberState::Registered),
            record(2, Some(2), NumberState::NoCampaign),
            record(3, Some(3), NumberState::CampaignInactive("PENDING".into())),
            record(4, None, NumberState::NoCampaign),
        ]);
        assert_eq!(numbers.assigned_unregistered(), 2);
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

    /// Anything that looks at all numbers for each of them would take minutes.
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

    #[test]
    fn a_campaign_decides_whether_its_numbers_are_registered() {
        let campaigns = Campaigns::new([
            ("A".to_owned(), Some("ACTIVE".to_owned())),
            ("B".to_owned(), Some("SUSPENDED".to_owned())),
            ("C".to_owned(), None),
        ]);
        assert_eq!(campaigns.state_of(Some("A")), NumberState::Registered);
        assert_eq!(
            campaigns.state_of(Some("B")),
            NumberState::CampaignInactive("SUSPENDED".into())
        );
        assert_eq!(campaigns.state_of(Some("C")), NumberState::Registered);
        assert_eq!(campaigns.state_of(Some("gone")), NumberState::NoCampaign);
        assert_eq!(campaigns.state_of(Some("")), NumberState::NoCampaign);
        assert_eq!(campaigns.state_of(None), NumberState::NoCampaign);
    }
}
