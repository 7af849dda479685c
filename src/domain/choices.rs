//! The options of the dropdowns.

use super::application_view::{ApplicationView, Unavailable};
use super::directory::NumberState;
use super::ids::{ProductId, UserId};
use super::keyed::KeyMap;
use super::number::Number;
use super::user_view::label;

/// A license type as an option.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeChoice {
    /// The license type.
    pub id: ProductId,
    /// Its name.
    pub name: String,
    /// Why it can't be assigned, if so.
    pub unavailable: Option<Unavailable>,
}

/// A number as an option.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NumberChoice {
    /// The number.
    pub number: Number,
    /// Why it can't be chosen, if so.
    pub taken: Option<Taken>,
    /// Whether its registration is unknown.
    pub is_unconfirmed: bool,
}

/// Why a number can't be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Taken {
    /// It is assigned to a user, by name and email; empty for a user who is not in the directory.
    HeldBy(String),
    /// It is pending for a user, by name and email.
    ChosenFor(UserId, String),
    /// It is unregistered.
    Unregistered(NumberState),
}

/// The license types of an application.
pub fn types(app_view: ApplicationView) -> Vec<TypeChoice> {
    app_view
        .types()
        .map(|(kind, each)| TypeChoice {
            id: each.id,
            name: each.name.clone(),
            unavailable: app_view.unavailable(kind),
        })
        .collect()
}

/// The account's numbers: available ones first, registered before unconfirmed, then those pending in the draft, then
/// the others, each group ascending. `chosen` has the users for whom numbers are pending.
pub fn numbers(app_view: ApplicationView, chosen: &KeyMap<Number, UserId>) -> Vec<NumberChoice> {
    let who = |user: UserId| {
        let users = &app_view.directory.users;
        let label_of = |row| label(users.name(row), users.email(row));
        users.row(user).map_or_else(String::new, label_of)
    };
    let mut groups: [Vec<NumberChoice>; 5] = Default::default();
    for record in app_view.directory.numbers.all() {
        let (group, taken) = match (record.holder, chosen.get(&record.number), record.state) {
            (Some(holder), _, _) => (4, Some(Taken::HeldBy(who(holder)))),
            (None, Some(user), _) => (2, Some(Taken::ChosenFor(*user, who(*user)))),
            (None, None, NumberState::Registered) => (0, None),
            (None, None, NumberState::Unknown) => (1, None),
            (None, None, state) => (3, Some(Taken::Unregistered(state))),
        };
        groups[group].push(NumberChoice {
            number: record.number,
            taken,
            is_unconfirmed: record.state == NumberState::Unknown,
        });
    }
    groups.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::draft::{Draft, PendingNumber};
    use crate::domain::fixtures::{World, number};

    #[test]
    fn available_numbers_come_first_and_the_others_say_why() {
        let mut world = World::named(&["Ana", "Bo", "Cy"]);
        world.give_number(0, 9_415_550_100);
        world.give_unregistered_number(1, 9_415_550_101);
        world.add_free_numbers(&[9_415_550_109, 9_415_550_108, 9_415_550_107]);
        let mut draft = Draft::default();
        let app_view = world.app_view(&world.sms);
        draft.choose_number(
            world.id(2),
            Some(PendingNumber::Give(number(9_415_550_108))),
            app_view,
        );
        let choices = numbers(app_view, &draft.claimed_numbers());
        let held_by = |who: &str| Some(Taken::HeldBy(who.into()));
        let read: Vec<(Number, Option<Taken>)> = choices
            .into_iter()
            .map(|choice| (choice.number, choice.taken))
            .collect();
        assert_eq!(
            read,
            [
                (number(9_415_550_107), None),
                (number(9_415_550_109), None),
                (
                    number(9_415_550_108),
                    Some(Taken::ChosenFor(
                        world.id(2),
                        "Cy, user2@example.com".into()
                    ))
                ),
                (number(9_415_550_100), held_by("Ana, user0@example.com")),
                (number(9_415_550_101), held_by("Bo, user1@example.com")),
            ]
        );
    }

    #[test]
    fn a_number_whose_registration_is_not_known_can_be_picked_and_says_so() {
        let mut world = World::named(&["Ana"]);
        world.add_free_numbers(&[9_415_550_109]);
        world.put_number(9_415_550_101, None, NumberState::Unknown);
        world.put_number(9_415_550_100, None, NumberState::Pending);
        let choices = numbers(world.app_view(&world.sms), &KeyMap::default());
        let choice = |digits, taken, is_unconfirmed| NumberChoice {
            number: number(digits),
            taken,
            is_unconfirmed,
        };
        assert_eq!(
            choices,
            [
                choice(9_415_550_109, None, false),
                choice(9_415_550_101, None, true),
                choice(
                    9_415_550_100,
                    Some(Taken::Unregistered(NumberState::Pending)),
                    false
                ),
            ]
        );
    }
}
