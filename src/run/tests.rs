use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::model::draft::{Draft, NumberWish, Numbers, Target};
use crate::model::ids::{LicenseId, ProductId};
use crate::model::number::Number;
use crate::model::sample::{self, World, license, number};

const MEET: Target = Target::License(sample::MEET);
const PRO: Target = Target::License(sample::MEET_PRO);

/// A server that applies bulk calls all or nothing, and misbehaves on demand.
#[derive(Default)]
struct Server {
    held: BTreeMap<UserId, BTreeMap<LicenseId, ProductId>>,
    numbers: BTreeMap<Number, UserId>,
    refuses: BTreeSet<UserId>,
    refuses_alias: BTreeSet<UserId>,
    ignores_assignments: bool,
    loses_answers: bool,
    keeps_licenses: bool,
    hides: BTreeSet<UserId>,
    calls: Vec<Command>,
    last_license: u128,
}

impl Server {
    fn of(world: &World) -> Self {
        let mut server = Self {
            last_license: 1_000_000,
            ..Self::default()
        };
        for (user, held) in world.directory.licenses.holders() {
            for each in held {
                let product = world.catalog.get(each.kind).unwrap().id;
                server
                    .held
                    .entry(user)
                    .or_default()
                    .insert(each.id, product);
            }
        }
        server
    }

    fn products(&self, user: UserId) -> Vec<ProductId> {
        self.held
            .get(&user)
            .map(|held| held.values().copied().collect())
            .unwrap_or_default()
    }

    fn assignments_sent(&self) -> usize {
        let sent = |call: &Command| {
            if let Command::Assign(batch) = call {
                batch.len()
            } else {
                0
            }
        };
        self.calls.iter().map(sent).sum()
    }

    fn answer(&mut self, command: &Command) -> Answer {
        self.calls.push(command.clone());
        let refused = |why: &str| Answer::Failed(Failure::Refused(why.into()));
        match command {
            Command::GiveNumber { user, number } => {
                if self.numbers.contains_key(number) {
                    return refused("taken");
                }
                self.numbers.insert(*number, *user);
                Answer::Done
            }
            Command::BindAlias { user, .. } if self.refuses_alias.contains(user) => {
                refused("no alias")
            }
            Command::BindAlias { .. } => Answer::Done,
            Command::TakeNumber { number, .. } => {
                self.numbers.remove(number);
                Answer::Done
            }
            Command::Assign(batch) => {
                if batch.iter().any(|each| self.refuses.contains(&each.user)) {
                    return refused("no seat left");
                }
                if !self.ignores_assignments {
                    for each in batch {
                        self.last_license += 1;
                        let id = LicenseId::from_u128(self.last_license);
                        self.held
                            .entry(each.user)
                            .or_default()
                            .insert(id, each.product);
                    }
                }
                self.acknowledge()
            }
            Command::Remove(batch) => {
                if !self.keeps_licenses {
                    for held in self.held.values_mut() {
                        held.retain(|id, _| !batch.contains(id));
                    }
                }
                self.acknowledge()
            }
            Command::ReadLicenses(user) if self.hides.contains(user) => {
                Answer::Failed(Failure::Unknown("timed out".into()))
            }
            Command::ReadLicenses(user) => Answer::Licenses(
                self.held
                    .get(user)
                    .into_iter()
                    .flatten()
                    .map(|(id, product)| crate::model::directory::LicenseRecord {
                        id: *id,
                        user: *user,
                        ..license(0, 0, *product)
                    })
                    .collect(),
            ),
        }
    }

    fn acknowledge(&self) -> Answer {
        if self.loses_answers {
            Answer::Failed(Failure::Unknown("reset".into()))
        } else {
            Answer::Done
        }
    }
}

fn finish(mut run: Run, server: &mut Server) -> Run {
    let mut most = 0;
    while !run.has_ended() {
        let mut under_way = Vec::new();
        while let Some((id, command)) = run.next_command() {
            under_way.push((id, command));
        }
        most = most.max(under_way.len());
        assert!(!under_way.is_empty(), "the run waits for nothing");
        for (id, command) in under_way.into_iter().rev() {
            run.on_answer(id, server.answer(&command));
        }
    }
    assert!(most <= Run::IN_FLIGHT);
    run
}

fn draft_for_all(world: &World, target: Target) -> Run {
    let scope = world.scope(&world.meet);
    let mut draft = Draft::default();
    draft.choose_for_all(world.all_ids(), target, Numbers::AsChosen, scope);
    Run::new(Plan::new(&draft, scope))
}

#[test]
fn a_change_of_type_never_leaves_the_user_without_a_license() {
    let mut world = World::new(1);
    let old = world.license(0, sample::MEET);
    let mut server = Server::of(&world);
    let run = finish(draft_for_all(&world, PRO), &mut server);
    assert_eq!(run.outcome(world.id(0)), Some(&Outcome::Changed));
    assert_eq!(server.products(world.id(0)), [sample::MEET_PRO]);
    let user = world.id(0);
    let assignment = Assignment {
        user,
        product: sample::MEET_PRO,
        number: None,
    };
    assert_eq!(
        server.calls,
        [
            Command::Assign(vec![assignment]),
            Command::ReadLicenses(user),
            Command::Remove(vec![old]),
            Command::ReadLicenses(user),
        ]
    );
}

#[test]
fn a_big_plan_goes_out_in_chunks_of_a_hundred() {
    let world = World::new(250);
    let mut server = Server::of(&world);
    let run = finish(draft_for_all(&world, PRO), &mut server);
    assert_eq!(
        run.tally(),
        Tally {
            users: 250,
            changed: 250,
            unchanged: 0,
            failed: 0
        }
    );
    let sizes: Vec<usize> = server
        .calls
        .iter()
        .filter_map(|call| {
            if let Command::Assign(batch) = call {
                Some(batch.len())
            } else {
                None
            }
        })
        .collect();
    assert_eq!(sizes, [100, 100, 50]);
}

#[test]
fn one_bad_item_does_not_spoil_the_others() {
    let world = World::new(100);
    let mut server = Server::of(&world);
    server.refuses.insert(world.id(37));
    let run = finish(draft_for_all(&world, MEET), &mut server);
    assert_eq!(run.tally().changed, 99);
    let refused = Outcome::Failed(Reason::LicenseRefused("no seat left".into()));
    assert_eq!(run.outcome(world.id(37)), Some(&refused));
}

#[test]
fn an_acknowledgement_proves_nothing() {
    let world = World::new(3);
    let mut server = Server {
        ignores_assignments: true,
        ..Server::of(&world)
    };
    let run = finish(draft_for_all(&world, MEET), &mut server);
    assert_eq!(
        run.tally(),
        Tally {
            users: 3,
            changed: 0,
            unchanged: 3,
            failed: 0
        }
    );
}

#[test]
fn a_lost_answer_is_settled_by_reading_and_never_sent_again() {
    let world = World::new(3);
    let mut server = Server {
        loses_answers: true,
        ..Server::of(&world)
    };
    let run = finish(draft_for_all(&world, MEET), &mut server);
    assert_eq!(run.tally().changed, 3);
    assert_eq!(server.assignments_sent(), 3);
}

#[test]
fn what_cannot_be_read_back_is_left_alone() {
    let mut world = World::new(1);
    world.license(0, sample::MEET);
    let mut server = Server::of(&world);
    server.hides.insert(world.id(0));
    let run = finish(draft_for_all(&world, PRO), &mut server);
    let unread = Outcome::Failed(Reason::NotVerified("timed out".into()));
    assert_eq!(run.outcome(world.id(0)), Some(&unread));
    assert_eq!(
        server.products(world.id(0)).len(),
        2,
        "the old license was not removed"
    );
}

#[test]
fn an_old_license_that_stays_is_reported() {
    let mut world = World::new(1);
    world.license(0, sample::MEET);
    let mut server = Server {
        keeps_licenses: true,
        ..Server::of(&world)
    };
    let run = finish(draft_for_all(&world, PRO), &mut server);
    let stays = Outcome::Failed(Reason::OldLicenseStays(String::new()));
    assert_eq!(run.outcome(world.id(0)), Some(&stays));
    let run = finish(draft_for_all(&world, Target::NoLicense), &mut server);
    assert_eq!(run.outcome(world.id(0)), Some(&Outcome::Unchanged));
}

#[test]
fn a_later_wave_waits_for_the_seats_that_an_earlier_one_frees() {
    let mut world = World::new(2);
    world.license(0, sample::MEET_FULL);
    let scope = world.scope(&world.meet);
    let mut draft = Draft::default();
    draft.choose_license(world.id(0), PRO, scope);
    draft.choose_license(world.id(1), Target::License(sample::MEET_FULL), scope);
    let mut server = Server::of(&world);
    finish(Run::new(Plan::new(&draft, scope)), &mut server);
    let position = |wanted: fn(&Command) -> bool| server.calls.iter().rposition(wanted).unwrap();
    let last_assign = position(|call| matches!(call, Command::Assign(_)));
    let removal = position(|call| matches!(call, Command::Remove(_)));
    assert!(removal < last_assign);
}

fn sms_run(world: &World) -> Run {
    let scope = world.scope(&world.sms);
    let mut draft = Draft::default();
    draft.choose_for_all(
        world.all_ids(),
        Target::License(sample::SMS),
        Numbers::Automatic,
        scope,
    );
    Run::new(Plan::new(&draft, scope))
}

#[test]
fn an_sms_license_is_number_then_alias_then_license() {
    let mut world = World::new(1);
    world.add_free_numbers(&[9_415_550_101]);
    let mut server = Server::of(&world);
    finish(sms_run(&world), &mut server);
    let (user, number) = (world.id(0), number(9_415_550_101));
    let assignment = Assignment {
        user,
        product: sample::SMS,
        number: Some(number),
    };
    assert_eq!(
        server.calls,
        [
            Command::GiveNumber { user, number },
            Command::BindAlias { user, number },
            Command::Assign(vec![assignment]),
            Command::ReadLicenses(user),
        ]
    );
}

#[test]
fn a_number_goes_back_when_a_later_step_fails() {
    let mut world = World::new(3);
    world.add_free_numbers(&[9_415_550_101, 9_415_550_102, 9_415_550_103]);
    let mut server = Server::of(&world);
    server.refuses_alias.insert(world.id(0));
    server.refuses.insert(world.id(1));
    let run = finish(sms_run(&world), &mut server);
    let reasons = [
        Reason::AliasRefused("no alias".into()),
        Reason::LicenseRefused("no seat left".into()),
    ];
    for (user, reason) in reasons.into_iter().enumerate() {
        assert_eq!(run.outcome(world.id(user)), Some(&Outcome::Failed(reason)));
    }
    assert_eq!(
        server.numbers,
        BTreeMap::from([(number(9_415_550_103), world.id(2))])
    );
}

#[test]
fn who_fails_with_a_new_number_gets_the_old_one_back() {
    let mut world = World::new(1);
    world.give_number(0, 9_415_550_100);
    world.add_free_numbers(&[9_415_550_101]);
    let scope = world.scope(&world.sms);
    let mut draft = Draft::default();
    draft.choose_number(
        world.id(0),
        Some(NumberWish::Give(number(9_415_550_101))),
        scope,
    );
    draft.choose_license(world.id(0), Target::License(sample::SMS), scope);
    let mut server = Server::of(&world);
    server.refuses.insert(world.id(0));
    finish(Run::new(Plan::new(&draft, scope)), &mut server);
    let user = world.id(0);
    let end = [
        Command::TakeNumber {
            user,
            number: number(9_415_550_101),
        },
        Command::BindAlias {
            user,
            number: number(9_415_550_100),
        },
    ];
    assert!(
        server
            .calls
            .iter()
            .all(|call| server.calls.iter().filter(|c| *c == call).count() == 1)
    );
    assert!(end.iter().all(|command| server.calls.contains(command)));
}

#[test]
fn a_released_number_goes_back_only_after_the_license_is_gone() {
    let mut world = World::new(1);
    world.give_number(0, 9_415_550_101);
    world.license(0, sample::SMS);
    let scope = world.scope(&world.sms);
    let mut draft = Draft::default();
    draft.choose_license(world.id(0), Target::NoLicense, scope);
    draft.choose_number(world.id(0), Some(NumberWish::Release), scope);
    let run = || Run::new(Plan::new(&draft, scope));

    let mut stubborn = Server {
        keeps_licenses: true,
        ..Server::of(&world)
    };
    stubborn.numbers.insert(number(9_415_550_101), world.id(0));
    finish(run(), &mut stubborn);
    assert_eq!(
        stubborn.numbers.len(),
        1,
        "the number stays with the license"
    );

    let mut server = Server::of(&world);
    server.numbers.insert(number(9_415_550_101), world.id(0));
    finish(run(), &mut server);
    assert!(server.numbers.is_empty());
}

#[test]
fn an_empty_plan_has_ended_at_once() {
    let world = World::new(1);
    assert!(draft_for_all(&world, Target::NoLicense).has_ended());
}

#[test]
fn an_answer_that_comes_twice_counts_once() {
    let world = World::new(1);
    let mut run = draft_for_all(&world, MEET);
    let (id, _) = run.next_command().unwrap();
    run.on_answer(id, Answer::Done);
    let (read, command) = run.next_command().unwrap();
    run.on_answer(id, Answer::Failed(Failure::Refused("late".into())));
    assert_eq!(command, Command::ReadLicenses(world.id(0)));
    run.on_answer(read, Answer::Licenses(vec![license(1, 0, sample::MEET)]));
    assert_eq!(run.tally().changed, 1);
}
