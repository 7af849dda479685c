//! Search keys: texts normalized for search and sort, regardless of case, accents and ligatures.

/// Decomposes a text (Unicode NFD) and lower-cases it. Provided by the platform, which has the Unicode tables: the
/// browser's `normalize` and `toLowerCase`, or a library in native tests.
pub type Decompose = fn(&str) -> String;

/// The search key of a text: lower case, without accents.
pub fn search_key(text: &str, decompose: Decompose) -> String {
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
    use super::search_key;
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
            assert_eq!(search_key(text, decompose), folded);
        }
    }

    #[test]
    fn invisible_characters_do_not_hide_a_name() {
        assert_eq!(search_key("An\u{200b}a\u{ad}", decompose), "ana");
    }
}
