//! The keys.

/// What a key does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shortcut {
    /// Goes to the search.
    Search,
    /// Goes to the dock.
    Dock,
    /// Opens the review.
    Review,
    /// Lists the shortcuts.
    List,
}

/// A pressed key.
#[derive(Clone, Copy, Debug)]
pub struct Press<'a> {
    /// The key, as `KeyboardEvent.key` names it.
    pub key: &'a str,
    /// Whether Control or Command is held.
    pub control: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether it goes into a text field.
    pub is_text: bool,
}

impl Shortcut {
    /// The shortcut of a key. Single keys do nothing while text is typed, or if they are switched off.
    pub fn of(press: Press, single_keys: bool) -> Option<Self> {
        match press {
            Press { alt: true, .. } => None,
            Press {
                key: "Enter",
                control: true,
                ..
            } => Some(Self::Review),
            Press { control: true, .. } | Press { is_text: true, .. } => None,
            _ if !single_keys => None,
            Press { key: "/", .. } => Some(Self::Search),
            Press { key: ".", .. } => Some(Self::Dock),
            // The second is on Arabic keyboards.
            Press {
                key: "?" | "؟", ..
            } => Some(Self::List),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> Press<'_> {
        Press {
            key,
            control: false,
            alt: false,
            is_text: false,
        }
    }

    #[test]
    fn single_keys_can_be_switched_off_and_do_nothing_in_text() {
        let keys = [
            ("/", Shortcut::Search),
            (".", Shortcut::Dock),
            ("?", Shortcut::List),
        ];
        for (key, shortcut) in keys {
            let press = press(key);
            let in_text = Press {
                is_text: true,
                ..press
            };
            assert_eq!(Shortcut::of(press, true), Some(shortcut));
            assert_eq!(Shortcut::of(press, false), None);
            assert_eq!(Shortcut::of(in_text, true), None);
        }
    }

    #[test]
    fn control_and_enter_review_everywhere() {
        let enter = Press {
            control: true,
            is_text: true,
            ..press("Enter")
        };
        assert_eq!(Shortcut::of(enter, false), Some(Shortcut::Review));
        assert_eq!(Shortcut::of(press("Enter"), true), None);
    }

    #[test]
    fn keys_of_the_browser_stay_its_own() {
        for key in ["/", ".", "?"] {
            let control = Press {
                control: true,
                ..press(key)
            };
            let alt = Press {
                alt: true,
                ..press(key)
            };
            assert_eq!(Shortcut::of(control, true), None);
            assert_eq!(Shortcut::of(alt, true), None);
        }
    }
}
