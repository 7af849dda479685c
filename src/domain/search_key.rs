//! Makes texts comparable for search and sort: case, accents and ligatures do not matter.

/// Decomposes a text into base letters and combining marks (Unicode NFD), in lower case. The platform does it, which has
/// the tables of Unicode: the browser's `normalize` and `toLowerCase`, a library in native tests.
pub type Decompose = fn(&str) -> String;

/// The text in lower case and without accents.
pub fn fold(text: &str, decompose: Decompose) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in decompose(text).chars() {
        match c {
            c if is_mark(c) || is_invisible(c) => {}
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            c => folded.push(c),
        }
    }
    folded
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}')
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::fold;
    use crate::domain::fixtures::decompose;

    #[test]
    fn case_accents_and_ligatures_do_not_matter() {
        for (text, folded) in [
            ("Beltrán", "beltran"),
            ("ŁUKASZ Żak", "lukasz zak"),
            ("Weiß", "weiss"),
            ("Søren Ærø", "soren aero"),
            ("ΓΙΏΡΓΟΣ", "γιωργοσ"),
            ("Zoe\u{308}", "zoe"),
            ("山田 太郎", "山田 太郎"),
        ] {
            assert_eq!(fold(text, decompose), folded);
        }
    }

    #[test]
    fn invisible_characters_do_not_hide_a_name() {
        assert_eq!(fold("An\u{200b}a\u{ad}", decompose), "ana");
    }
}
