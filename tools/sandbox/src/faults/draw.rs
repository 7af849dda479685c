//! Which rules hit a request. What is drawn depends on the seed, on the request and on how often it
//! came, but not on what came in between: clients that ask for several things at once draw the same.

use super::{
    effect::Effect,
    pages::Pages,
    profile::{Profile, Rule},
    reads::{Cacheable, Lag},
};
use crate::random::Random;
use axum::http::{Method, Uri};
use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    time::Duration,
};

/// The rules, and what became of them.
#[derive(Default)]
pub struct Rules {
    seed: u64,
    active: Vec<Active>,
    asked: HashMap<u64, u64>,
}

struct Active {
    rule: Rule,
    /// How many requests are still let through.
    skip: usize,
    /// How often it may still happen, if that is limited.
    left: Option<usize>,
}

/// What happens to a request.
#[derive(Default)]
pub struct Decision {
    /// What happens besides.
    pub side_effects: Vec<Effect>,
    /// The users that the request names.
    pub named: Vec<String>,
    /// What answers it, unless the server does.
    pub outcome: Option<Effect>,
}

impl Decision {
    pub fn pages(&self) -> Option<Pages> {
        self.side_effects.iter().find_map(|effect| match effect {
            Effect::Pages(pages) => Some(*pages),
            _ => None,
        })
    }

    pub fn lag(&self) -> Option<Lag> {
        self.side_effects.iter().find_map(|effect| match effect {
            Effect::Lag(lag) => Some(*lag),
            _ => None,
        })
    }

    pub fn cacheable(&self) -> Option<Cacheable> {
        self.side_effects.iter().find_map(|effect| match effect {
            Effect::Cacheable(cacheable) => Some(*cacheable),
            _ => None,
        })
    }
}

impl Rules {
    pub fn load(&mut self, profile: Profile) {
        *self = Self {
            seed: profile.seed,
            ..Self::default()
        };
        for rule in profile.rules {
            self.add(rule);
        }
    }

    pub fn add(&mut self, rule: Rule) {
        self.active.push(Active {
            skip: rule.skips(),
            left: rule.limit(),
            rule,
        });
    }

    pub fn is_empty(&self) -> bool {
        self.active.is_empty()
    }

    /// Whether any rule that is not used up has such an effect.
    pub fn any(&self, effect: impl Fn(&Effect) -> bool) -> bool {
        let mut live = self.active.iter().filter(|active| active.left != Some(0));
        live.any(|active| effect(active.rule.then()))
    }

    /// How long ago reads may show the state of.
    pub fn longest_lag(&self) -> Duration {
        let lag = |active: &Active| match active.rule.then() {
            Effect::Lag(lag) => lag.span(),
            _ => Duration::ZERO,
        };
        self.active.iter().map(lag).max().unwrap_or_default()
    }

    /// Draws for a request; `possible` refuses effects that have nothing to work on yet.
    pub fn decide(
        &mut self,
        method: &Method,
        uri: &Uri,
        possible: impl Fn(&Effect) -> bool,
    ) -> Decision {
        let mut draws = self.draws(method, uri);
        let mut decision = Decision::default();
        // One number decides among the outcomes, so that each gets just the share that it names.
        let drawn = draws.fraction();
        let mut taken = 0.0;
        for active in &mut self.active {
            let is_side_effect = active.rule.then().is_side_effect();
            let own = if is_side_effect {
                draws.fraction()
            } else {
                drawn
            };
            if !active.is_due(method, uri.path()) || !possible(active.rule.then()) {
                continue;
            }
            let share = active.rule.share();
            if is_side_effect {
                if own < share {
                    decision.side_effects.push(active.happen());
                }
                continue;
            }
            if decision.outcome.is_none() && own < taken + share {
                decision.outcome = Some(active.happen());
            }
            taken += share;
        }
        decision
    }

    fn draws(&mut self, method: &Method, uri: &Uri) -> Random {
        let mut hash = Stable::new();
        (method.as_str(), uri.path(), uri.query()).hash(&mut hash);
        let request = hash.finish();
        let before = self.asked.entry(request).or_default();
        let mut mixed = Stable::new();
        (self.seed, request, *before).hash(&mut mixed);
        *before += 1;
        Random::new(mixed.finish())
    }
}

impl Active {
    fn is_due(&mut self, method: &Method, path: &str) -> bool {
        if self.left == Some(0) || !self.rule.fits(method, path) {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        true
    }

    fn happen(&mut self) -> Effect {
        if let Some(left) = &mut self.left {
            *left -= 1;
        }
        self.rule.then().clone()
    }
}

/// A hash that stays the same from one build to the next (FNV-1a).
struct Stable(u64);

impl Stable {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Stable {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::effect::{Answer, When},
        *,
    };

    fn picture(seed: u64, paths: &[String]) -> Vec<Option<Effect>> {
        let mut rules = Rules::default();
        rules.load(Profile {
            seed,
            rules: vec![
                Rule::new(Effect::Answer(Answer::status(503))).probability(0.2),
                Rule::new(Effect::Reset(When::Before)).probability(0.1),
            ],
            ..Profile::default()
        });
        let decide = |path: &String| {
            let uri: Uri = path.parse().unwrap();
            rules.decide(&Method::GET, &uri, |_| true).outcome
        };
        paths.iter().map(decide).collect()
    }

    fn paths() -> Vec<String> {
        (0..2000).map(|at| format!("/sms/{}", at % 500)).collect()
    }

    #[test]
    fn a_seed_draws_the_same_and_another_seed_does_not() {
        assert_eq!(picture(1, &paths()), picture(1, &paths()));
        assert_ne!(picture(1, &paths()), picture(2, &paths()));
    }

    #[test]
    fn the_order_of_different_requests_does_not_matter() {
        let (there, mut back) = (paths()[..500].to_vec(), paths()[..500].to_vec());
        back.reverse();
        let mut drawn = picture(1, &back);
        drawn.reverse();
        assert_eq!(picture(1, &there), drawn);
    }

    #[test]
    fn each_rule_gets_the_share_that_it_names() {
        let drawn = picture(1, &paths());
        let count = |wanted: &dyn Fn(&Effect) -> bool| {
            drawn
                .iter()
                .flatten()
                .filter(|effect| wanted(effect))
                .count()
        };
        let refused = count(&|effect| matches!(effect, Effect::Answer(_)));
        let reset = count(&|effect| matches!(effect, Effect::Reset(_)));
        assert!((350..450).contains(&refused), "{refused}");
        assert!((150..250).contains(&reset), "{reset}");
    }
}
