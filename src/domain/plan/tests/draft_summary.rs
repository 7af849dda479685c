//! The summary of a draft follows every edit, and agrees with the plan.

use proptest::prelude::*;

use super::properties::{Case, USERS, account, cases};
use super::*;
use crate::domain::directory::users::LOOKS;
use crate::domain::row_view::RowView;

/// An edit of the draft.
#[derive(Clone, Debug)]
enum Edit {
    License(usize, Target),
    KeepLicenses(usize),
    Number(usize, Option<PendingNumber>),
    All(Vec<usize>, Target, Numbers),
    Forget(usize),
    Discard,
    Seats(ProductId, Option<Vec<usize>>),
}

impl Edit {
    fn apply(self, draft: &mut Draft, world: &World, app_view: ApplicationView) {
        let ids = |users: Vec<usize>| users.into_iter().map(|user| world.id(user));
        match self {
            Self::License(user, target) => draft.choose_license(world.id(user), target, app_view),
            Self::KeepLicenses(user) => draft.keep_licenses(world.id(user)),
            Self::Number(user, number) => draft.choose_number(world.id(user), number, app_view),
            Self::All(users, target, numbers) => {
                draft.choose_for_all(ids(users), target, numbers, app_view);
            }
            Self::Forget(user) => draft.forget(world.id(user)),
            Self::Discard => draft.discard(),
            Self::Seats(product, users) => {
                draft.choose_seats(product, users.map(|users| ids(users).collect()));
            }
        }
    }
}

fn edits(targets: &'static [Target]) -> impl Strategy<Value = Vec<Edit>> {
    let user = || 0..USERS;
    let users = || prop::collection::vec(0..USERS, 0..USERS);
    let target = || prop::sample::select(targets);
    let products: Vec<ProductId> = targets
        .iter()
        .filter_map(|target| match target {
            Target::License(product) => Some(*product),
            Target::NoLicense => None,
        })
        .collect();
    let number = prop_oneof![
        Just(None),
        Just(Some(PendingNumber::Release)),
        (9_415_550_198u64..9_415_550_204)
            .prop_map(|digits| Some(PendingNumber::Give(number(digits)))),
    ];
    let numbers = prop::sample::select(&[Numbers::AsChosen, Numbers::Automatic][..]);
    let edit = prop_oneof![
        6 => (user(), target()).prop_map(|(user, target)| Edit::License(user, target)),
        2 => user().prop_map(Edit::KeepLicenses),
        4 => (user(), number).prop_map(|(user, number)| Edit::Number(user, number)),
        3 => (users(), target(), numbers)
            .prop_map(|(users, target, numbers)| Edit::All(users, target, numbers)),
        2 => user().prop_map(Edit::Forget),
        1 => Just(Edit::Discard),
        1 => (prop::sample::select(products), prop::option::of(users()))
            .prop_map(|(product, users)| Edit::Seats(product, users)),
    ];
    prop::collection::vec(edit, 1..20)
}

fn assert_agrees(summary: &DraftSummary, draft: &Draft, world: &World, app_view: ApplicationView) {
    let plan = Plan::new(draft, app_view);
    let seatless = summary.seatless(draft, app_view);
    assert_eq!(summary.counts(&seatless), plan.counts());
    let of_plan = plan.block_reasons();
    for user in world.all_ids() {
        let reason = summary.block_reason(user, &seatless, app_view);
        assert_eq!(reason, of_plan.get(&user).copied());
    }
}

/// Makes the edits, with one inactive user, and compares the summary with the plan after each.
fn follow(cases: &[Case], edits: Vec<Edit>, application: fn(&World) -> &Application) {
    let mut world = account(cases, application);
    world.deactivate(0);
    let app_view = world.app_view(application(&world));
    let mut draft = Draft::default();
    let mut summary = DraftSummary::default();
    for edit in edits {
        edit.apply(&mut draft, &world, app_view);
        summary.update(&draft.take_edited(), &draft, app_view);
        assert_agrees(&summary, &draft, &world, app_view);
    }
    assert_agrees(
        &DraftSummary::new(&draft, app_view),
        &draft,
        &world,
        app_view,
    );
}

proptest! {
    #[test]
    fn after_any_edits_the_summary_agrees_with_the_plan(
        cases in cases(&[MEET, PRO, FULL, NONE]),
        edits in edits(&[MEET, PRO, FULL, OFF, NONE]),
    ) {
        follow(&cases, edits, |world| &world.meet);
    }

    #[test]
    fn the_same_holds_with_numbers(
        cases in cases(&[SMS, ULTIMATE, NONE]),
        edits in edits(&[SMS, ULTIMATE, NONE]),
    ) {
        follow(&cases, edits, |world| &world.sms);
    }
}

#[test]
fn whoever_gets_no_seat_is_blocked_and_not_counted_as_a_change() {
    let world = World::new(2);
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    let counts = |draft: &Draft| {
        let summary = DraftSummary::new(draft, app_view);
        summary.counts(&summary.seatless(draft, app_view))
    };
    draft.choose_license(world.id(0), FULL, app_view);
    assert_eq!((counts(&draft).changes, counts(&draft).blocked), (1, 0));
    draft.choose_license(world.id(1), FULL, app_view);
    assert_eq!((counts(&draft).changes, counts(&draft).blocked), (1, 1));
}

/// The number of lookups to draft one change besides others, and to show a page of rows, the cards and the action bar.
fn looks_of_an_edit(users: usize, drafted: usize) -> usize {
    let mut world = World::new(users);
    world.license(1, fixtures::MEET);
    let app_view = world.app_view(&world.meet);
    let mut draft = Draft::default();
    let others = (users - drafted..users).map(|user| world.id(user));
    draft.choose_for_all(others, PRO, Numbers::AsChosen, app_view);
    let mut summary = DraftSummary::new(&draft, app_view);
    draft.take_edited();
    LOOKS.set(0);
    draft.choose_license(world.id(4), MEET, app_view);
    summary.update(&draft.take_edited(), &draft, app_view);
    let seatless = summary.seatless(&draft, app_view);
    for user in (0..50).map(|user| world.id(user)) {
        let reason = summary.block_reason(user, &seatless, app_view);
        RowView::new(user, app_view, draft.pending_change(user), reason).unwrap();
    }
    assert_eq!(summary.counts(&seatless).changes, drafted + 1);
    assert_eq!((app_view.licensed(), app_view.all_seats().used), (1, 1));
    LOOKS.get()
}

/// Counts lookups instead of measuring time.
#[test]
fn an_edit_costs_the_same_in_accounts_and_drafts_of_any_size() {
    let few = looks_of_an_edit(100, 0);
    assert!(few > 0);
    assert_eq!(looks_of_an_edit(1_000_000, 0), few);
    assert_eq!(looks_of_an_edit(200_000, 100_000), few);
}
