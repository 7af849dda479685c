//! Circles of imports among the modules of a folder.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::modules::{Import, ModulePath};

/// The modules directly within a folder, with an import for each arrow from one to another.
pub struct Arrows<'a> {
    folder: ModulePath,
    from: BTreeMap<&'a str, BTreeMap<&'a str, &'a str>>,
}

impl<'a> Arrows<'a> {
    pub fn new(folder: &ModulePath, imports: &'a [Import<ModulePath>]) -> Self {
        let mut from: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for import in imports {
            let [one, other] = [&import.from, &import.to].map(|path| path.child_of(folder));
            if let (Some(one), Some(other)) = (one, other)
                && one != other
            {
                let arrows = from.entry(one).or_default();
                arrows.entry(other).or_insert(import.place.as_str());
            }
        }
        Self {
            folder: folder.clone(),
            from,
        }
    }

    /// A shortest circle through each module that is in one, with an import for each of its arrows.
    pub fn circles(&self) -> Vec<String> {
        let circles = self.from.keys().filter_map(|start| self.circle(start));
        let distinct: BTreeSet<Vec<&str>> = circles.map(from_its_least).collect();
        distinct
            .iter()
            .map(|circle| self.describe(circle))
            .collect()
    }

    /// The shortest way from a module back to it.
    fn circle(&self, start: &'a str) -> Option<Vec<&'a str>> {
        let mut seen = BTreeSet::new();
        let mut ways = VecDeque::from([vec![start]]);
        while let Some(way) = ways.pop_front() {
            let arrows = way.last().and_then(|last| self.from.get(last));
            for next in arrows.into_iter().flat_map(BTreeMap::keys) {
                if *next == start {
                    return Some(way);
                }
                if seen.insert(*next) {
                    ways.push_back([way.as_slice(), &[*next]].concat());
                }
            }
        }
        None
    }

    fn describe(&self, circle: &[&str]) -> String {
        let next = circle.iter().cycle().skip(1);
        let arrows = circle.iter().zip(next).map(|(one, other)| {
            let place = self.from[one][other];
            format!("\n    {one} → {other}: {place}")
        });
        let arrows: String = arrows.collect();
        format!("{}: {}{arrows}", self.folder, circle.join(" → "))
    }
}

/// The same circle, whichever module it was found from.
fn from_its_least(mut circle: Vec<&str>) -> Vec<&str> {
    let least = circle.iter().enumerate().min_by_key(|(_, name)| **name);
    let at = least.map_or(0, |(at, _)| at);
    circle.rotate_left(at);
    circle
}
