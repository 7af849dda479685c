//! Maps and sets by identifier, in insertion order so that results are deterministic. They reuse code that Leptos'
//! keyed lists bring in anyway, which keeps the wasm small.

use std::hash::BuildHasherDefault;

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxHasher;

/// A map in insertion order.
pub type KeyMap<K, V> = IndexMap<K, V, BuildHasherDefault<FxHasher>>;

/// A set in insertion order.
pub type KeySet<K> = IndexSet<K, BuildHasherDefault<FxHasher>>;
