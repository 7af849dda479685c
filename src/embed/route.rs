//! The URL: read from the host, and written by it.

use super::host::Host;
use super::place::Place;

/// Reads and writes the URL below a base path.
#[derive(Clone)]
pub struct Route {
    base: String,
    host: Host,
}

/// Whether a new place is one to come back to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The Back button returns to the place before.
    Push,
    /// The place before is forgotten.
    Replace,
}

impl Route {
    /// A route below this path of the host.
    pub fn new(base: &str, host: Host) -> Self {
        Self {
            base: base.to_owned(),
            host,
        }
    }

    /// Where the URL is now.
    pub fn read(&self) -> Place {
        Place::below(&self.base, &self.host.read())
    }

    /// The address of a place, for links.
    pub fn href(&self, place: &Place) -> String {
        place.url(&self.base)
    }

    /// Moves the URL, unless it is there already.
    pub fn write(&self, place: &Place, step: Step) {
        if *place != self.read() {
            self.host.write(&self.href(place), step == Step::Push);
        }
    }
}
