//! Effects, of one type.

use leptos::prelude::Effect;

/// Runs a function, and again when what it tracks changes; it is given what it returned before. Like `Effect::new`, of
/// which the compiler would make another copy for each closure, which takes 2 kB more of both modules (brotli).
pub fn effect<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) {
    let mut before = None;
    start(Box::new(move || before = Some(run(before.take()))));
}

fn start(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| run());
}
