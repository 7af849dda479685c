//! The attempts of one kind of write for one user: how often it was sent, how it was answered, and what to do while no
//! effect is seen.

use super::command::Failure;
use super::timestamp::Timestamp;
use super::window::{ConsistencyWindow, Polling};

/// The maximum number of attempts while answers are lost.
pub const MOST_SENT: u8 = 5;

#[derive(Clone, Debug, Default)]
pub(super) struct Attempt {
    sent: u8,
    /// Whether one of them may have been sent before the run was interrupted.
    is_resumed: bool,
    refused: u8,
    last: Option<Verdict>,
}

#[derive(Clone, Debug)]
enum Verdict {
    Acknowledged(Timestamp),
    Refused { message: String, alone: bool },
    Lost { message: String, at: Timestamp },
}

/// What to do about a write without a visible effect.
#[derive(Debug)]
pub(super) enum Judgement {
    Send,
    Wait(Timestamp),
    GiveUp(NoEffect),
}

/// Why a write has failed.
#[derive(Debug)]
pub(super) enum NoEffect {
    /// The server refused it, or all answers were lost; the last message.
    Message(String),
    /// The server acknowledged it, but it had no effect.
    Unseen,
}

impl Attempt {
    /// The write may have been sent before the run was interrupted.
    pub(super) fn maybe_sent(now: Timestamp) -> Self {
        Self {
            sent: 1,
            is_resumed: true,
            refused: 0,
            last: Some(Verdict::Lost {
                message: String::new(),
                at: now,
            }),
        }
    }

    /// The same for a write that can be repeated safely.
    pub(super) fn may_be_repeated() -> Self {
        Self {
            sent: 1,
            is_resumed: true,
            ..Self::default()
        }
    }

    pub(super) fn sent(&mut self) {
        self.sent = self.sent.saturating_add(1);
    }

    /// The request was rejected before it was processed, so it does not count.
    pub(super) fn not_processed(&mut self) {
        self.sent = self.sent.saturating_sub(1);
    }

    /// How often it was sent, including refusals.
    pub(super) fn sent_in_all(&self) -> usize {
        usize::from(self.sent)
    }

    /// How often it may have had an effect.
    pub(super) fn effects(&self) -> usize {
        usize::from(self.sent - self.refused)
    }

    /// Whether an attempt of this page may have had an effect.
    pub(super) fn is_known(&self) -> bool {
        self.effects() > usize::from(self.is_resumed)
    }

    /// When the last attempt that may have had an effect was answered.
    pub(super) fn answered(&self) -> Option<Timestamp> {
        match self.last {
            Some(Verdict::Acknowledged(at) | Verdict::Lost { at, .. }) => Some(at),
            _ => None,
        }
    }

    /// Whether the last attempt was acknowledged.
    pub(super) fn is_acknowledged(&self) -> bool {
        matches!(self.last, Some(Verdict::Acknowledged(_)))
    }

    pub(super) fn acknowledged(&mut self, now: Timestamp) {
        self.last = Some(Verdict::Acknowledged(now));
    }

    /// `alone`: the refusal concerns this user only.
    pub(super) fn failed(&mut self, failure: Failure, alone: bool, now: Timestamp) {
        self.last = Some(match failure {
            Failure::Unknown { message, .. } => Verdict::Lost { message, at: now },
            refusal => {
                self.refused = self.refused.saturating_add(1);
                let message = refusal.into_message();
                Verdict::Refused { message, alone }
            }
        });
    }

    /// What to do if the read of `as_of` shows no effect.
    pub(super) fn judge(&self, as_of: Timestamp, window: ConsistencyWindow) -> Judgement {
        let next_read = |at, polling| window.next_read(at, as_of, polling);
        match &self.last {
            None | Some(Verdict::Refused { alone: false, .. }) => Judgement::Send,
            Some(Verdict::Refused { message, .. }) => {
                Judgement::GiveUp(NoEffect::Message(message.clone()))
            }
            Some(Verdict::Acknowledged(at)) => match next_read(*at, Polling::Eager) {
                Some(until) => Judgement::Wait(until),
                None => Judgement::GiveUp(NoEffect::Unseen),
            },
            Some(Verdict::Lost { message, at }) => match next_read(*at, Polling::Sparing) {
                Some(until) => Judgement::Wait(until),
                None if self.sent < MOST_SENT => Judgement::Send,
                None => Judgement::GiveUp(NoEffect::Message(message.clone())),
            },
        }
    }

    /// The same for a removal, which can be repeated safely since it sends no email.
    pub(super) fn judge_removal(&self, as_of: Timestamp, window: ConsistencyWindow) -> Judgement {
        match self.judge(as_of, window) {
            Judgement::GiveUp(NoEffect::Unseen) if self.sent < MOST_SENT => Judgement::Send,
            judgement => judgement,
        }
    }
}
