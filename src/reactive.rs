//! Memos and signals whose types do not know their closures: one instance of code for each type of value, where
//! `Memo::new` and `Signal::derive` make one for each place that they are called in.

use leptos::prelude::*;

type Compute<T> = Box<dyn Fn() -> T + Send + Sync>;

/// A value that is computed anew when what it reads has changed, and passed on when it differs.
pub fn memo<T: PartialEq + Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    let compute: Compute<T> = Box::new(compute);
    Memo::new(move |_| compute())
}

/// A value that is computed each time it is read.
pub fn derived<T: Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Signal<T> {
    let compute: Compute<T> = Box::new(compute);
    Signal::derive(compute)
}
