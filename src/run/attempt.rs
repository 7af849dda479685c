//! One kind of write for one user: how often it was sent, what was answered, and what to do while its effect is not
//! seen.

use super::command::Failure;
use super::moment::Moment;

/// A write whose answer was lost may still land so much later, in milliseconds.
pub(super) const LANDS_WITHIN: u64 = 10_000;
/// A write whose answer was lost, and whose effect is not seen, is sent again after this, in milliseconds.
const SEND_AGAIN_AFTER: u64 = 3_000;
/// How often a write is sent whose answer is lost each time.
const MOST: u8 = 3;

#[derive(Clone, Debug, Default)]
pub(super) struct Attempt {
    sent: u8,
    last: Option<Verdict>,
}

#[derive(Clone, Debug)]
enum Verdict {
    Acknowledged { lands_until: Moment },
    Refused { words: String, alone: bool },
    Lost { words: String, again_from: Moment },
}

/// What to do about a write whose effect is not seen.
pub(super) enum Judgement {
    Send,
    Rest(Moment),
    /// The server's words; `None`: it acknowledged the write.
    GiveUp(Option<String>),
}

impl Attempt {
    /// Before the page was left, the write may have been sent.
    pub(super) fn maybe_sent(now: Moment) -> Self {
        Self {
            sent: 1,
            last: Some(Verdict::Lost {
                words: String::new(),
                again_from: now.plus(SEND_AGAIN_AFTER),
            }),
        }
    }

    pub(super) fn sent(&mut self) {
        self.sent = self.sent.saturating_add(1);
    }

    /// Whether an earlier one may have had the effect that is seen now.
    pub(super) fn was_sent_before(&self) -> bool {
        self.sent > 1
    }

    pub(super) fn acknowledged(&mut self, now: Moment) {
        self.last = Some(Verdict::Acknowledged {
            lands_until: now.plus(LANDS_WITHIN),
        });
    }

    /// `users` is how many the call was for.
    pub(super) fn failed(&mut self, failure: Failure, users: usize, now: Moment) {
        self.last = Some(match failure {
            Failure::Unknown { message: words, .. } => Verdict::Lost {
                words,
                again_from: now.plus(SEND_AGAIN_AFTER),
            },
            refusal => Verdict::Refused {
                words: refusal.into_message(),
                alone: users == 1,
            },
        });
    }

    /// Of a removal, which may be sent again at no cost: nobody gets an e-mail.
    pub(super) fn judge_removal(&self, now: Moment) -> Judgement {
        match self.judge(now) {
            Judgement::GiveUp(None) if self.sent < MOST => Judgement::Send,
            judgement => judgement,
        }
    }

    pub(super) fn judge(&self, now: Moment) -> Judgement {
        match &self.last {
            None | Some(Verdict::Refused { alone: false, .. }) => Judgement::Send,
            Some(Verdict::Refused { words, .. }) => Judgement::GiveUp(Some(words.clone())),
            Some(Verdict::Acknowledged { lands_until }) if now < *lands_until => {
                Judgement::Rest(*lands_until)
            }
            Some(Verdict::Acknowledged { .. }) => Judgement::GiveUp(None),
            Some(Verdict::Lost { again_from, .. }) if now < *again_from => {
                Judgement::Rest(*again_from)
            }
            Some(Verdict::Lost { .. }) if self.sent < MOST => Judgement::Send,
            Some(Verdict::Lost { words, .. }) => Judgement::GiveUp(Some(words.clone())),
        }
    }
}
