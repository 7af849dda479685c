//! The contrast of every pair of tokens that the style sheets use together, in both schemes (WCAG 1.4.3 and 1.4.11).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tokens that cannot be read fail the test"
)]

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../style/tokens.css");

/// The least contrast of text.
const TEXT: f64 = 4.5;
/// The least contrast of what shows where a control is, or how much of something there is.
const SHAPE: f64 = 3.0;

const SURFACES: [&str; 4] = ["canvas", "surface", "raised", "subtle"];

/// Texts with what they stand on.
const ON_OTHERS: [(&str, &str); 16] = [
    ("text", "accent-soft"),
    ("text", "ok-soft"),
    ("text", "warn-soft"),
    ("text", "bad-soft"),
    ("muted", "accent-soft"),
    ("accent", "accent-soft"),
    ("accent", "warn-soft"),
    ("accent", "bad-soft"),
    ("ok", "ok-soft"),
    ("ok", "raised"),
    ("warn", "warn-soft"),
    ("warn", "raised"),
    ("bad", "bad-soft"),
    ("bad", "raised"),
    ("on-accent", "accent-fill"),
    ("on-accent", "bad-fill"),
];

/// Borders of controls, the focus ring and meters, with what they stand on.
const SHAPES: [(&str, &str); 9] = [
    ("line-strong", "surface"),
    ("line-strong", "raised"),
    ("line-strong", "bad-soft"),
    ("accent", "surface"),
    ("accent", "raised"),
    ("accent", "canvas"),
    ("accent", "subtle"),
    ("warn", "subtle"),
    ("accent-fill", "surface"),
];

type Color = [f64; 3];

/// The colors of a scheme by token: 0 is light, 1 is dark.
fn colors(scheme: usize) -> BTreeMap<&'static str, Color> {
    let lines = TOKENS.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_prefix("--lm-")?.split_once(": ")?;
        let hexes: Vec<&str> = value.split('#').skip(1).map(|hex| &hex[..6]).collect();
        let hex = hexes.get(scheme).or(hexes.first())?;
        Some((name, color(hex)))
    });
    lines.collect()
}

fn color(hex: &str) -> Color {
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0)
}

/// The relative luminance, as WCAG defines it.
fn luminance(color: Color) -> f64 {
    let linear = |part: f64| {
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    let [red, green, blue] = color.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_pair_of_tokens_has_enough_contrast() {
    let on_surfaces = ["text", "muted", "accent"].into_iter();
    let on_surfaces = on_surfaces.flat_map(|front| SURFACES.map(|back| (front, back)));
    let texts = on_surfaces.chain(ON_OTHERS);
    let texts = texts.map(|(front, back)| (front, back, TEXT));
    let shapes = SHAPES.map(|(front, back)| (front, back, SHAPE));
    let pairs: Vec<_> = texts.chain(shapes).collect();
    let mut poor = Vec::new();
    for (scheme, name) in ["light", "dark"].into_iter().enumerate() {
        let colors = colors(scheme);
        for (front, back, least) in &pairs {
            let found = contrast(colors[front], colors[back]);
            if found < *least {
                poor.push(format!(
                    "{name}: {front} on {back} has {found:.2}, not {least}"
                ));
            }
        }
    }
    assert!(poor.is_empty(), "{}", poor.join("\n"));
}

#[test]
fn contrast_is_as_wcag_computes_it() {
    assert!((contrast(color("000000"), color("ffffff")) - 21.0).abs() < 0.001);
    assert!((contrast(color("777777"), color("ffffff")) - 4.478).abs() < 0.001);
}
