//! The results as a table: each line held against its bar.

use std::fmt::Write;

use crate::peers::Peer;
use crate::series::Series;

/// How much of a peer's cost may be ours.
const OF_REACT: f64 = 1.0;
const OF_VANILLA: f64 = 1.5;

/// What is measured in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// CPU time of the main thread.
    Work,
    /// Time on the clock.
    Milliseconds,
    /// Bytes.
    Bytes,
    /// A count.
    Count,
    /// A share of one.
    Share,
}

/// A value and how far it varies.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Value {
    /// The median.
    pub median: f64,
    /// What 95 of 100 do not exceed.
    pub p95: f64,
}

/// What a line is held against.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Bar {
    /// What ours may come to at most.
    pub most: Option<f64>,
    /// Whether ours is to be no more than React's.
    pub against_react: bool,
    /// Whether it is to be no more than one and a half times plain DOM's.
    pub against_vanilla: bool,
}

/// A line of the table.
#[derive(Clone, Debug)]
pub struct Line {
    /// What was measured.
    pub what: String,
    /// In an account of so many users.
    pub users: usize,
    /// In which unit.
    pub unit: Unit,
    /// Ours.
    pub ours: Option<Value>,
    /// The React peer's.
    pub react: Option<Value>,
    /// The plain DOM peer's.
    pub vanilla: Option<Value>,
    /// What is to be reached.
    pub bar: Bar,
    /// Whether the chart shows it.
    pub is_charted: bool,
}

impl Value {
    /// Of measurements; `None`: nothing was measured.
    pub fn of(series: &Series) -> Option<Self> {
        Some(Self {
            median: series.median()?,
            p95: series.p95()?,
        })
    }

    /// Measured once.
    pub fn once(value: f64) -> Self {
        Self {
            median: value,
            p95: value,
        }
    }
}

impl Line {
    /// A line without values and bars.
    pub fn new(what: impl Into<String>, users: usize, unit: Unit) -> Self {
        Self {
            what: what.into(),
            users,
            unit,
            ours: None,
            react: None,
            vanilla: None,
            bar: Bar::default(),
            is_charted: false,
        }
    }

    /// With what one peer came to.
    #[must_use]
    pub fn with(mut self, peer: Peer, value: Option<Value>) -> Self {
        match peer {
            Peer::Product => self.ours = value,
            Peer::React => self.react = value,
            Peer::Vanilla => self.vanilla = value,
        }
        self
    }

    /// With what ours may come to at most.
    #[must_use]
    pub fn at_most(mut self, most: impl Into<Option<f64>>) -> Self {
        self.bar.most = most.into();
        self
    }

    /// To be no more than React's.
    #[must_use]
    pub fn against_react(mut self) -> Self {
        self.bar.against_react = true;
        self
    }

    /// To be no more than React's, and no more than one and a half times plain DOM's.
    #[must_use]
    pub fn against_peers(mut self) -> Self {
        self.bar.against_vanilla = true;
        self.against_react()
    }

    /// To be shown in the chart.
    #[must_use]
    pub fn charted(mut self) -> Self {
        self.is_charted = true;
        self
    }

    /// Whether anything is to be reached.
    pub fn has_bar(&self) -> bool {
        self.bar != Bar::default()
    }

    /// What does not hold; empty when all does.
    pub fn misses(&self) -> Vec<&'static str> {
        let Some(ours) = self.ours else {
            return Vec::new();
        };
        let is_over = |peer: Option<Value>, times: f64| {
            peer.is_some_and(|peer| ours.median > peer.median * times)
        };
        let Bar {
            most,
            against_react,
            against_vanilla,
        } = self.bar;
        let misses = [
            ("bar", most.is_some_and(|most| ours.p95 > most)),
            ("React", against_react && is_over(self.react, OF_REACT)),
            (
                "plain DOM",
                against_vanilla && is_over(self.vanilla, OF_VANILLA),
            ),
        ];
        misses
            .into_iter()
            .filter(|(_, misses)| *misses)
            .map(|(name, _)| name)
            .collect()
    }

    /// How many times a peer's median ours is.
    pub fn times(&self, peer: Option<Value>) -> Option<f64> {
        let (ours, peer) = self.ours.zip(peer)?;
        (peer.median > 0.0).then(|| ours.median / peer.median)
    }
}

/// The table in Markdown.
pub fn markdown(lines: &[Line]) -> String {
    let mut table = String::from(
        "| what | users | ours: median, p95 | React | plain DOM | times React | times plain DOM | bar | holds |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---|\n",
    );
    for line in lines {
        let value = |value: Option<Value>| match value {
            Some(Value { median, p95 }) if median == p95 => format(median, line.unit),
            Some(Value { median, p95 }) => {
                format!("{}, {}", format(median, line.unit), format(p95, line.unit))
            }
            None => "-".into(),
        };
        let times = |peer| {
            line.times(peer)
                .map_or_else(|| "-".into(), |times| format!("{times:.2}"))
        };
        let holds = match (
            line.has_bar() && line.ours.is_some(),
            line.misses().as_slice(),
        ) {
            (false, _) => String::new(),
            (true, []) => "yes".into(),
            (true, misses) => format!("**no**: {}", misses.join(", ")),
        };
        let bar = line
            .bar
            .most
            .map_or_else(String::new, |most| format(most, line.unit));
        // Writing to a string does not fail.
        let _ = writeln!(
            table,
            "| {} | {} | {} | {} | {} | {} | {} | {bar} | {holds} |",
            line.what,
            grouped(line.users as f64),
            value(line.ours),
            value(line.react),
            value(line.vanilla),
            times(line.react),
            times(line.vanilla),
        );
    }
    table
}

fn format(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Work | Unit::Milliseconds if value < 100.0 => format!("{value:.1} ms"),
        Unit::Work | Unit::Milliseconds => format!("{} ms", grouped(value)),
        Unit::Bytes if value > 10e6 => format!("{:.1} MB", value / 1e6),
        Unit::Bytes => format!("{} B", grouped(value)),
        Unit::Count if value.fract() != 0.0 => format!("{value:.3}"),
        Unit::Count => grouped(value),
        Unit::Share => format!("{:.1} %", value * 100.0),
    }
}

/// With a comma between thousands.
pub fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 && digit != '-' {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(ours: f64, react: f64, vanilla: f64) -> Line {
        Line::new("sort", 1_000, Unit::Work)
            .with(Peer::Product, Some(Value::once(ours)))
            .with(Peer::React, Some(Value::once(react)))
            .with(Peer::Vanilla, Some(Value::once(vanilla)))
            .at_most(16.0)
            .against_peers()
    }

    #[test]
    fn a_line_holds_when_it_is_below_its_bar_and_its_peers() {
        assert!(line(12.0, 12.0, 8.0).misses().is_empty());
        assert_eq!(line(17.0, 20.0, 20.0).misses(), ["bar"]);
        assert_eq!(line(13.0, 12.0, 10.0).misses(), ["React"]);
        assert_eq!(line(16.0, 16.0, 10.0).misses(), ["plain DOM"]);
    }

    #[test]
    fn what_was_not_measured_misses_nothing() {
        let unmeasured = Line::new("run", 1_000, Unit::Count).at_most(1.0);
        assert!(unmeasured.misses().is_empty());
        assert!(markdown(&[unmeasured]).contains("| - | - | - |"));
    }

    #[test]
    fn thousands_are_grouped() {
        let grouped = [0.0, 999.0, 1000.0, 1_234_567.0].map(grouped);
        assert_eq!(grouped, ["0", "999", "1,000", "1,234,567"]);
    }
}
