//! Maps and sets by identifier. They keep the order in which things came, so that nothing depends on chance, and they are
//! made of the code that the page's list of users is made of anyway.

use std::hash::BuildHasherDefault;

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxHasher;

/// A map that keeps the order in which its keys came.
pub type KeyMap<K, V> = IndexMap<K, V, BuildHasherDefault<FxHasher>>;

/// A set that keeps the order in which its members came.
pub type KeySet<K> = IndexSet<K, BuildHasherDefault<FxHasher>>;
