//! When what changes is said. Each topic has its own pace; only its latest text is said.

/// What a text is about. Texts that are due together are said in this order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Topic {
    /// How a run has ended, and what undo has drafted.
    Outcome,
    /// Whether a run is halted, and why.
    State,
    /// How far a load or a run is.
    Progress,
    /// That the account was refreshed.
    Refreshed,
    /// How many users match.
    Matching,
    /// Which page is shown.
    Page,
    /// How many users are selected.
    Selection,
    /// What is drafted.
    Draft,
}

/// How many topics there are.
const TOPICS: usize = Topic::Draft as usize + 1;

/// When the texts of a topic are said, in milliseconds.
struct Pace {
    /// How long the first text waits for others.
    wait: u64,
    /// Whether each text waits again, as while somebody types.
    restarts: bool,
    /// The least time between two texts.
    every: u64,
}

impl Topic {
    fn pace(self) -> Pace {
        match self {
            Self::Outcome | Self::State | Self::Refreshed => Pace {
                wait: 0,
                restarts: false,
                every: 0,
            },
            Self::Progress => Pace {
                wait: 1_000,
                restarts: false,
                every: 5_000,
            },
            Self::Matching | Self::Page | Self::Selection | Self::Draft => Pace {
                wait: 700,
                restarts: true,
                every: 0,
            },
        }
    }
}

/// The texts that wait, and what was said last of each topic.
#[derive(Default, Debug)]
pub struct Pacing([Slot; TOPICS]);

#[derive(Default, Debug)]
struct Slot {
    waiting: Option<(String, u64)>,
    said: String,
    /// When the next text may be said.
    free_at: u64,
}

impl Pacing {
    /// The text of a topic is now this one. Returns in how many milliseconds [`Pacing::take`] must be called for it,
    /// unless that was returned before.
    pub fn put(&mut self, topic: Topic, text: String, now: u64) -> Option<u64> {
        let Pace { wait, restarts, .. } = topic.pace();
        let slot = &mut self.0[topic as usize];
        let (due, is_known) = match slot.waiting.take() {
            Some((_, due)) if !restarts => (due, true),
            _ => ((now + wait).max(slot.free_at), false),
        };
        if text == slot.said {
            return None;
        }
        slot.waiting = Some((text, due));
        // Timers are not exact to the millisecond.
        (!is_known).then_some(due - now + 1)
    }

    /// Leaves out what waits of a topic; whatever comes next is said, even if it was said before.
    pub fn forget(&mut self, topic: Topic) {
        let slot = &mut self.0[topic as usize];
        slot.waiting = None;
        slot.said.clear();
    }

    /// The texts that are due.
    pub fn take(&mut self, now: u64) -> Vec<String> {
        let all = [
            Topic::Outcome,
            Topic::State,
            Topic::Progress,
            Topic::Refreshed,
            Topic::Matching,
            Topic::Page,
            Topic::Selection,
            Topic::Draft,
        ];
        let due = all.into_iter().filter_map(|topic| {
            let slot = &mut self.0[topic as usize];
            let (text, _) = slot.waiting.take_if(|(_, due)| *due <= now)?;
            slot.free_at = now + topic.pace().every;
            slot.said.clone_from(&text);
            Some(text)
        });
        due.filter(|text| !text.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Puts texts at their times, and lists what is said by the end, with the times.
    fn said(topic: Topic, texts: &[(u64, &str)], end: u64) -> Vec<(u64, String)> {
        let mut pacing = Pacing::default();
        let mut texts = texts.iter().peekable();
        let mut said = Vec::new();
        for now in 0..=end {
            while let Some((_, text)) = texts.next_if(|(at, _)| *at == now) {
                pacing.put(topic, (*text).to_owned(), now);
            }
            said.extend(pacing.take(now).into_iter().map(|text| (now, text)));
        }
        said
    }

    #[test]
    fn while_somebody_types_only_the_last_count_is_said() {
        let typed = [(0, "90 users"), (300, "12 users"), (600, "1 user")];
        let expected = [(1_300, "1 user".to_owned())];
        assert_eq!(said(Topic::Matching, &typed, 9_000), expected);
    }

    #[test]
    fn a_count_that_came_back_in_between_is_not_said_again() {
        let typed = [(0, "90 users"), (2_000, "12 users"), (2_100, "90 users")];
        let expected = [(700, "90 users".to_owned())];
        assert_eq!(said(Topic::Matching, &typed, 9_000), expected);
    }

    #[test]
    fn progress_is_said_every_five_seconds_at_most() {
        let texts: Vec<String> = (0..120).map(|step| format!("{step} of 120")).collect();
        let progress: Vec<_> = (0..120).map(|step| step * 100).collect();
        let progress: Vec<_> = progress
            .into_iter()
            .zip(texts.iter().map(String::as_str))
            .collect();
        let times: Vec<u64> = said(Topic::Progress, &progress, 20_000)
            .into_iter()
            .map(|(at, _)| at)
            .collect();
        assert_eq!(times, [1_000, 6_000, 11_000, 16_000]);
    }

    #[test]
    fn progress_that_ends_at_once_is_not_said() {
        let mut pacing = Pacing::default();
        pacing.put(Topic::Progress, "1 of 2".to_owned(), 0);
        pacing.forget(Topic::Progress);
        pacing.put(Topic::Outcome, "2 changed".to_owned(), 900);
        assert_eq!(pacing.take(900), ["2 changed"]);
        assert_eq!(pacing.take(9_000), Vec::<String>::new());
    }

    #[test]
    fn the_same_outcome_of_another_run_is_said() {
        let mut pacing = Pacing::default();
        for now in [0, 10_000] {
            pacing.forget(Topic::Outcome);
            pacing.put(Topic::Outcome, "1 user changed".to_owned(), now);
            assert_eq!(pacing.take(now), ["1 user changed"]);
        }
    }

    #[test]
    fn what_is_due_together_is_said_together() {
        let mut pacing = Pacing::default();
        pacing.put(Topic::Draft, "3 changes".to_owned(), 0);
        pacing.put(Topic::Selection, "3 selected".to_owned(), 0);
        assert_eq!(pacing.take(699), Vec::<String>::new());
        assert_eq!(pacing.take(700), ["3 selected", "3 changes"]);
    }
}
