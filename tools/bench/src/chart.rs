//! How costs grow with the account, drawn: a panel for each action, a line for each peer.

use std::fmt::Write;

use crate::peers::Peer;
use crate::table::{Line, Value, grouped};

const COLUMNS: usize = 4;
const WIDTH: f64 = 250.0;
const HEIGHT: f64 = 190.0;
/// Around the plot of a panel: left, right, top, bottom.
const MARGIN: [f64; 4] = [40.0, 12.0, 34.0, 30.0];
/// Milliseconds at the edges.
const FLOOR: f64 = 1.0;
const CEILING: f64 = 2_000.0;
const TICKS: [f64; 4] = [1.0, 10.0, 100.0, 1_000.0];

const STYLE: &str = "\
svg { font: 12px system-ui, sans-serif; background: #fff }
text { fill: #161a20 } .tick { fill: #5a6472; font-size: 10px } .title { font-weight: 600 }
.grid { stroke: #dfe3e9 } .bar { stroke: #8a4b00; stroke-dasharray: 4 3 } .barname { fill: #8a4b00; font-size: 10px }
.line { fill: none; stroke-width: 2 } .ours { stroke: #0b5cad } .react { stroke: #b3261e } .vanilla { stroke: #14713d }
circle.ours { fill: #0b5cad } circle.react { fill: #b3261e } circle.vanilla { fill: #14713d }
@media (prefers-color-scheme: dark) {
  svg { background: #0e1116 } text { fill: #e7ebf0 } .tick { fill: #9aa5b4 } .grid { stroke: #2d343e }
  .bar { stroke: #f0b354 } .barname { fill: #f0b354 }
  .ours { stroke: #62aef5 } .react { stroke: #ff8a80 } .vanilla { stroke: #4cc081 }
  circle.ours { fill: #62aef5 } circle.react { fill: #ff8a80 } circle.vanilla { fill: #4cc081 }
}";

const PEERS: [(Peer, &str); 3] = [
    (Peer::Product, "ours"),
    (Peer::React, "react"),
    (Peer::Vanilla, "vanilla"),
];

/// A panel: the lines of one action, by size of the account.
struct Panel<'a> {
    left: f64,
    top: f64,
    lines: Vec<&'a Line>,
    sizes: (f64, f64),
}

/// The chart of these lines; those of one name make a panel.
pub fn svg(lines: &[Line]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for line in lines {
        if !names.contains(&line.what.as_str()) {
            names.push(&line.what);
        }
    }
    let sizes = lines.iter().map(|line| line.users as f64);
    let sizes = (
        sizes.clone().fold(f64::MAX, f64::min),
        sizes.fold(0.0, f64::max),
    );
    let height = names.len().div_ceil(COLUMNS) as f64 * HEIGHT + 40.0;
    let width = COLUMNS as f64 * WIDTH;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"CPU time of the main thread by size of the account\">\n<style>\n{STYLE}\n</style>\n"
    );
    for (at, name) in names.iter().enumerate() {
        let panel = Panel {
            left: (at % COLUMNS) as f64 * WIDTH,
            top: (at / COLUMNS) as f64 * HEIGHT,
            lines: lines.iter().filter(|line| line.what == *name).collect(),
            sizes,
        };
        panel.draw(name, &mut svg);
    }
    legend(height - 16.0, &mut svg);
    svg.push_str("</svg>\n");
    svg
}

fn legend(y: f64, svg: &mut String) {
    for (at, (peer, class)) in PEERS.into_iter().enumerate() {
        let x = 40.0 + at as f64 * 110.0;
        put(
            svg,
            format!(
                "<circle class=\"{class}\" cx=\"{x}\" cy=\"{}\" r=\"4\"/><text x=\"{}\" y=\"{y}\">{}</text>",
                y - 4.0,
                x + 10.0,
                peer.name()
            ),
        );
    }
    put(
        svg,
        format!(
            "<text class=\"tick\" x=\"390\" y=\"{y}\">CPU time of the main thread in milliseconds, median, by users of the account; dashed: what is to be reached (p95)</text>"
        ),
    );
}

fn put(svg: &mut String, element: String) {
    // Writing to a string does not fail.
    let _ = writeln!(svg, "{element}");
}

impl Panel<'_> {
    fn draw(&self, name: &str, svg: &mut String) {
        put(
            svg,
            format!(
                "<text class=\"title\" x=\"{}\" y=\"{}\">{name}</text>",
                self.left + MARGIN[0],
                self.top + 20.0
            ),
        );
        let (from, to) = (self.left + MARGIN[0], self.left + WIDTH - MARGIN[1]);
        for tick in TICKS {
            let y = self.y(tick);
            put(
                svg,
                format!(
                    "<path class=\"grid\" d=\"M{from} {y:.1}H{to}\"/><text class=\"tick\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                    from - 4.0,
                    y + 3.0,
                    grouped(tick)
                ),
            );
        }
        for line in &self.lines {
            put(
                svg,
                format!(
                    "<text class=\"tick\" x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                    self.x(line.users),
                    self.top + HEIGHT - 14.0,
                    short(line.users)
                ),
            );
        }
        self.draw_bar(svg);
        for (peer, class) in PEERS {
            self.draw_line(peer, class, svg);
        }
    }

    fn draw_bar(&self, svg: &mut String) {
        let bars: Vec<(usize, f64)> = self
            .lines
            .iter()
            .filter_map(|line| Some((line.users, line.bar.most?)))
            .collect();
        let Some((_, last)) = bars.last() else { return };
        let points = self.points(bars.iter().copied());
        put(
            svg,
            format!("<polyline class=\"line bar\" style=\"stroke-width:1\" points=\"{points}\"/>"),
        );
        put(
            svg,
            format!(
                "<text class=\"barname\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{last}</text>",
                self.left + WIDTH - MARGIN[1],
                self.y(*last) - 3.0
            ),
        );
    }

    fn draw_line(&self, peer: Peer, class: &str, svg: &mut String) {
        let value = |line: &Line| -> Option<Value> {
            match peer {
                Peer::Product => line.ours,
                Peer::React => line.react,
                Peer::Vanilla => line.vanilla,
            }
        };
        let medians: Vec<(usize, f64)> = self
            .lines
            .iter()
            .filter_map(|line| Some((line.users, value(line)?.median)))
            .collect();
        let points = self.points(medians.iter().copied());
        put(
            svg,
            format!("<polyline class=\"line {class}\" points=\"{points}\"/>"),
        );
        for (users, median) in medians {
            put(
                svg,
                format!(
                    "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/>",
                    self.x(users),
                    self.y(median)
                ),
            );
        }
    }

    fn points(&self, values: impl Iterator<Item = (usize, f64)>) -> String {
        let points =
            values.map(|(users, value)| format!("{:.1},{:.1}", self.x(users), self.y(value)));
        points.collect::<Vec<_>>().join(" ")
    }

    fn x(&self, users: usize) -> f64 {
        let (least, most) = self.sizes;
        let share = if most > least {
            (users as f64 / least).ln() / (most / least).ln()
        } else {
            0.5
        };
        let inset = 14.0;
        let width = WIDTH - MARGIN[0] - MARGIN[1] - 2.0 * inset;
        self.left + MARGIN[0] + inset + share * width
    }

    fn y(&self, milliseconds: f64) -> f64 {
        let share = (milliseconds.clamp(FLOOR, CEILING) / FLOOR).ln() / (CEILING / FLOOR).ln();
        self.top + HEIGHT - MARGIN[3] - share * (HEIGHT - MARGIN[2] - MARGIN[3])
    }
}

fn short(users: usize) -> String {
    match users {
        1_000_000.. => format!("{}M", users / 1_000_000),
        1_000.. => format!("{}k", users / 1_000),
        _ => users.to_string(),
    }
}
