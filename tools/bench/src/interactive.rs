//! What is done with the table again and again, the peers taking turns.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::peers::Peer;
use crate::screen::{Screen, State};
use crate::series::Series;
use crate::tab::Cost;

/// Something that a person does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Action {
    /// Does nothing: what measuring itself costs.
    Nothing,
    /// Types a letter into the search.
    Key,
    /// Deletes one.
    Delete,
    /// Clicks the head of a column.
    Sort,
    /// Chooses in the filter of licenses.
    Filter,
    /// Turns to the page before or after.
    Page,
    /// Selects all who match.
    SelectAll,
    /// Changes one user's dropdown, nothing else being drafted.
    Row,
    /// Drafts a license type for all.
    DraftAll,
    /// Changes one user's dropdown, everyone being drafted.
    RowOfAll,
    /// Opens the review of everyone.
    Review,
    /// Discards the draft of everyone.
    Discard,
    /// Shows another application.
    Application,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Nothing,
        Self::Key,
        Self::Delete,
        Self::Sort,
        Self::Filter,
        Self::Page,
        Self::SelectAll,
        Self::Row,
        Self::DraftAll,
        Self::RowOfAll,
        Self::Review,
        Self::Discard,
        Self::Application,
    ];

    /// What the tables call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing (measuring itself)",
            Self::Key => "search: a key",
            Self::Delete => "search: a key deleted",
            Self::Sort => "sort",
            Self::Filter => "filter",
            Self::Page => "page",
            Self::SelectAll => "select all that match",
            Self::Row => "one dropdown",
            Self::DraftAll => "draft for all",
            Self::RowOfAll => "one dropdown, all drafted",
            Self::Review => "open the review of all",
            Self::Discard => "discard all",
            Self::Application => "another application",
        }
    }

    /// Milliseconds of the main thread that it may take in accounts of up to so many users; `None`: no bar.
    pub fn bar(self, users: usize) -> Option<f64> {
        match (self, users) {
            (Self::Key | Self::Delete, 0..=100_000) => Some(16.0),
            (Self::Key | Self::Delete, _) => Some(33.0),
            // Each order is asked for again and again, so that it is a kept one.
            (Self::Sort, _) => Some(16.0),
            (Self::Filter | Self::Page | Self::SelectAll, _) => Some(50.0),
            (Self::Row | Self::RowOfAll, _) => Some(16.0),
            (Self::DraftAll | Self::Discard, 0..=100_000) => Some(100.0),
            (Self::Review, 0..=100_000) => Some(250.0),
            _ => None,
        }
    }
}

/// What actions have cost, by action and peer.
#[derive(Default)]
pub struct Costs(BTreeMap<(Action, &'static str), Samples>);

/// What one action has cost one peer.
#[derive(Clone, Default)]
pub struct Samples {
    /// CPU time of the main thread, in milliseconds.
    pub work: Series,
    /// Scripts alone.
    pub script: Series,
    /// Styles and layout alone.
    pub layout: Series,
    /// From the input to the next paint, in milliseconds.
    pub paint: Series,
}

impl Costs {
    /// What one action has cost one peer.
    pub fn of(&self, action: Action, peer: Peer) -> Option<&Samples> {
        self.0.get(&(action, peer.name()))
    }

    fn add(&mut self, action: Action, peer: Peer, cost: Cost) {
        let samples = self.0.entry((action, peer.name())).or_default();
        samples.work.push(cost.work.all);
        samples.script.push(cost.work.script);
        samples.layout.push(cost.work.layout);
        samples.paint.push(cost.paint);
    }
}

type Step = fn(&mut Screen, usize) -> Result<Vec<(Action, Cost)>>;

/// A round. Each step leaves behind what the next one needs, and the last one nothing.
const STEPS: [Step; 13] = [
    nothing,
    type_word,
    delete_word,
    sort,
    filter,
    turn,
    change_row,
    select_all,
    draft_for_all,
    change_row_of_all,
    review,
    discard,
    open_application,
];

/// Does everything so many times; a first time, which warms up, does not count.
pub fn measure(screens: &mut [Screen], rounds: usize) -> Result<Costs> {
    let mut costs = Costs::default();
    for round in 0..=rounds {
        for step in STEPS {
            take_turns(screens, step, round, &mut costs)?;
        }
    }
    Ok(costs)
}

/// Everyone takes the step, each time another one first; then all must show the same.
fn take_turns(screens: &mut [Screen], step: Step, round: usize, costs: &mut Costs) -> Result<()> {
    let len = screens.len();
    for turn in 0..len {
        let screen = &mut screens[(round + turn) % len];
        for (action, cost) in step(screen, round)? {
            if round > 0 {
                costs.add(action, screen.peer, cost);
            }
        }
    }
    let mut states = Vec::new();
    for screen in screens {
        states.push((screen.peer.name(), screen.state()?));
    }
    compare(&states)
}

/// Fails with what the screens do not show alike.
fn compare(states: &[(&str, State)]) -> Result<()> {
    let Some(((_, first), others)) = states.split_first() else {
        return Ok(());
    };
    for part in first.keys() {
        if others.iter().any(|(_, state)| state[part] != first[part]) {
            let shown: Vec<_> = states
                .iter()
                .map(|(name, state)| (name, &state[part]))
                .collect();
            bail!("the screens do not show the same {part}: {shown:#?}");
        }
    }
    Ok(())
}

fn nothing(screen: &mut Screen, _: usize) -> Result<Vec<(Action, Cost)>> {
    Ok(vec![(Action::Nothing, screen.tab.cost(|_| Ok(()))?)])
}

/// Words of which each letter leaves fewer users.
const WORDS: [&str; 4] = ["ann", "mar", "lee", "son"];

fn type_word(screen: &mut Screen, round: usize) -> Result<Vec<(Action, Cost)>> {
    screen.focus_search()?;
    let letters = WORDS[round % WORDS.len()].chars();
    letters
        .map(|letter| Ok((Action::Key, screen.press(&letter.to_string())?)))
        .collect()
}

fn delete_word(screen: &mut Screen, _: usize) -> Result<Vec<(Action, Cost)>> {
    (0..3)
        .map(|_| Ok((Action::Delete, screen.press("Backspace")?)))
        .collect()
}

fn sort(screen: &mut Screen, _: usize) -> Result<Vec<(Action, Cost)>> {
    let by_name_again = [1, 0];
    by_name_again
        .map(|column| Ok((Action::Sort, screen.sort(column)?)))
        .into_iter()
        .collect()
}

fn filter(screen: &mut Screen, _: usize) -> Result<Vec<(Action, Cost)>> {
    screen.focus_select("License")?;
    let there_and_back = ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"];
    there_and_back
        .map(|key| Ok((Action::Filter, screen.press(key)?)))
        .into_iter()
        .collect()
}

fn turn(screen: &mut Screen, _: usize) -> Result<Vec<(Action, Cost)>> {
    let there_and_back = [true, true, false, false];
    there_and_back
        .map(|is_forward| Ok((Action::Page, screen.turn(is_forward)?)))
        .into_iter()
        .collect()
}

fn change_row(screen: &mut Screen, round: usize) -> Result<Vec<(Action, Cost)>> {
    let costs = screen.change_row(round)?;
    Ok(costs.map(|cost| (Action::Row, cost)).into())
}

fn select_all(screen: &mut Screen, _: usize) -> Result<Vec<(Action, Cost)>> {
    screen.select_page()?;
    Ok(vec![(Action::SelectAll, screen.select_all()?)])
}

fn draft_for_all(screen: &mut Screen, _: usize) -> Result<Vec<(Action, Cost)>> {
    Ok(vec![(Action::DraftAll, screen.draft_for_all()?)])
}

fn change_row_of_all(screen: &mut Screen, round: usize) -> Result<Vec<(Action, Cost)>> {
    let costs = screen.change_row(round)?;
    Ok(costs.map(|cost| (Action::RowOfAll, cost)).into())
}

fn review(screen: &mut Screen, _: usize) -> Result<Vec<(Action, Cost)>> {
    // It stays open, so that what it shows is compared.
    Ok(vec![(Action::Review, screen.review()?)])
}

fn discard(screen: &mut Screen, _: usize) -> Result<Vec<(Action, Cost)>> {
    screen.close_review()?;
    let cost = screen.discard()?;
    screen.clear()?;
    Ok(vec![(Action::Discard, cost)])
}

fn open_application(screen: &mut Screen, _: usize) -> Result<Vec<(Action, Cost)>> {
    let there_and_back = [1, 0];
    there_and_back
        .map(|index| Ok((Action::Application, screen.open_application(index)?)))
        .into_iter()
        .collect()
}
