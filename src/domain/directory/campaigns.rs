//! The registration of the account's numbers, by their campaigns.

use crate::domain::keyed::KeyMap;
use crate::domain::number::Number;

/// The registration of a number. It is registered if it belongs to an active campaign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberState {
    /// It belongs to an active campaign.
    Registered,
    /// Its campaign is not yet active.
    Pending,
    /// Its campaign was rejected, or it could not be assigned to the campaign.
    Rejected,
    /// Its campaign is suspended.
    Suspended,
    /// Its campaign has expired.
    Expired,
    /// It belongs to no campaign.
    NoCampaign,
    /// The API does not say, or uses an unknown status.
    Unknown,
}

impl NumberState {
    /// Whether messages from the number are known not to reach US mobile numbers.
    pub fn is_bad(self) -> bool {
        !matches!(self, Self::Registered | Self::Unknown)
    }

    /// The state of a campaign with this status, as providers name it.
    fn of_campaign(status: &str) -> Self {
        let status = status.trim().to_ascii_uppercase().replace([' ', '-'], "_");
        let is_any = |names: &[&str]| names.contains(&status.as_str());
        let ends = |with: &str| status.ends_with(with);
        if is_any(&REGISTERED) {
            Self::Registered
        } else if is_any(&PENDING) || ends("_PENDING") || ends("_ACCEPTED") {
            Self::Pending
        } else if is_any(&REJECTED) || ends("_REJECTED") || ends("_FAILED") {
            Self::Rejected
        } else if is_any(&SUSPENDED) || ends("_SUSPENDED") {
            Self::Suspended
        } else if status == "EXPIRED" || ends("_EXPIRED") {
            Self::Expired
        } else {
            Self::Unknown
        }
    }
}

const REGISTERED: [&str; 6] = [
    "ACTIVE",
    "APPROVED",
    "REGISTERED",
    "DEPLOYED",
    "VERIFIED",
    "MNO_PROVISIONED",
];
const PENDING: [&str; 8] = [
    "PENDING",
    "PENDING_ASSIGNMENT",
    "PENDING_REVIEW",
    "PENDING_APPROVAL",
    "REVIEW",
    "IN_REVIEW",
    "IN_PROGRESS",
    "SUBMITTED",
];
const REJECTED: [&str; 4] = ["REJECTED", "DECLINED", "FAILED", "FAILED_ASSIGNMENT"];
const SUSPENDED: [&str; 3] = ["SUSPENDED", "DEACTIVATED", "INACTIVE"];

/// The campaign of a number, as far as the API says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum CampaignOf {
    /// The API does not say.
    #[default]
    Unknown,
    /// The number is in no campaign.
    None,
    /// The campaign's identifier.
    Campaign(String),
}

/// The campaigns of the account.
#[derive(Clone, Debug, Default)]
pub struct Campaigns {
    states: KeyMap<String, NumberState>,
    listed: KeyMap<Number, NumberState>,
    /// Whether any campaign does not list its numbers.
    is_silent: bool,
}

impl Campaigns {
    /// Adds a campaign; `status` and `numbers` are `None` where the API does not say.
    pub fn add(&mut self, id: String, status: Option<&str>, numbers: Option<Vec<Number>>) {
        let state = status.map_or(NumberState::Unknown, NumberState::of_campaign);
        self.is_silent |= numbers.is_none();
        for number in numbers.unwrap_or_default() {
            let known = self.listed.entry(number).or_insert(state);
            // One active campaign is enough.
            if state == NumberState::Registered {
                *known = state;
            }
        }
        self.states.insert(id, state);
    }

    /// Whether a number is registered, by the campaigns and by the number's own details.
    pub fn state_of(&self, number: Number, campaign: &CampaignOf) -> NumberState {
        let listed = || self.listed.get(&number).copied();
        match campaign {
            CampaignOf::Campaign(id) => {
                let of_campaign = self.states.get(id).copied();
                of_campaign.or_else(listed).unwrap_or(NumberState::Unknown)
            }
            CampaignOf::None => listed().unwrap_or(NumberState::NoCampaign),
            CampaignOf::Unknown if self.is_silent => listed().unwrap_or(NumberState::Unknown),
            CampaignOf::Unknown => listed().unwrap_or(NumberState::NoCampaign),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::number;

    fn campaign(id: &str) -> CampaignOf {
        CampaignOf::Campaign(id.into())
    }

    #[test]
    fn the_names_that_providers_give_a_state_are_known_in_any_case() {
        use NumberState::*;
        let known = [
            (Registered, "ACTIVE approved Registered DEPLOYED verified"),
            (
                Pending,
                "PENDING review TCR_PENDING mno-pending TCR_ACCEPTED IN_PROGRESS",
            ),
            (
                Rejected,
                "REJECTED MNO_REJECTED tcr_failed FAILED_ASSIGNMENT declined",
            ),
            (Suspended, "SUSPENDED TCR_SUSPENDED inactive"),
            (Expired, "EXPIRED tcr_expired"),
            (
                Unknown,
                "unknown DORMANT ACTIVE? NOT_ACTIVE FAILED_UNASSIGNMENT unregistered",
            ),
        ];
        for (state, names) in known {
            for name in names.split(' ') {
                assert_eq!(NumberState::of_campaign(name), state, "{name}");
            }
        }
        assert_eq!(NumberState::of_campaign(""), Unknown);
        assert_eq!(NumberState::of_campaign(" In Review "), Pending);
    }

    #[test]
    fn a_campaign_whose_state_is_not_known_makes_no_number_registered() {
        let mut campaigns = Campaigns::default();
        campaigns.add("A".into(), Some("ACTIVE"), Some(vec![]));
        campaigns.add("B".into(), Some("SUSPENDED"), Some(vec![]));
        campaigns.add("C".into(), None, Some(vec![]));
        campaigns.add("D".into(), Some("GREENLIT"), Some(vec![]));
        let state = |campaign: &CampaignOf| campaigns.state_of(number(1), campaign);
        assert_eq!(state(&campaign("A")), NumberState::Registered);
        assert_eq!(state(&campaign("B")), NumberState::Suspended);
        assert_eq!(state(&campaign("C")), NumberState::Unknown);
        assert_eq!(state(&campaign("D")), NumberState::Unknown);
        assert_eq!(state(&campaign("gone")), NumberState::Unknown);
        assert_eq!(state(&CampaignOf::None), NumberState::NoCampaign);
    }

    #[test]
    fn where_only_known_fields_are_served_registration_is_unknown() {
        let mut campaigns = Campaigns::default();
        campaigns.add("A".into(), None, None);
        let state = campaigns.state_of(number(1), &CampaignOf::Unknown);
        assert_eq!(state, NumberState::Unknown);
    }

    #[test]
    fn campaigns_that_list_their_numbers_leave_the_others_without() {
        let mut campaigns = Campaigns::default();
        campaigns.add(
            "A".into(),
            Some("EXPIRED"),
            Some(vec![number(1), number(2)]),
        );
        campaigns.add("B".into(), Some("ACTIVE"), Some(vec![number(2)]));
        campaigns.add("C".into(), Some("PENDING"), Some(vec![number(2)]));
        let state = |n| campaigns.state_of(number(n), &CampaignOf::Unknown);
        assert_eq!(state(1), NumberState::Expired);
        assert_eq!(state(2), NumberState::Registered);
        assert_eq!(state(3), NumberState::NoCampaign);
        let none = Campaigns::default();
        let state = none.state_of(number(1), &CampaignOf::Unknown);
        assert_eq!(state, NumberState::NoCampaign);
    }
}
