//! Detects look-alike characters in email addresses.

/// Whether a word is of Latin and of Cyrillic or Greek letters: they look alike, and `p\u{430}ypal` is not `paypal`.
pub fn mixes_alphabets(address: &str) -> bool {
    let (mut latin, mut other) = (false, false);
    for letter in address.chars() {
        match letter {
            'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' => latin = true,
            '\u{370}'..='\u{52f}' | '\u{1f00}'..='\u{1fff}' => other = true,
            '.' | '-' | '_' | '@' | '+' => (latin, other) = (false, false),
            _ => {}
        }
        if latin && other {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_two_alphabets_is_noticed() {
        for address in [
            "\u{430}na@lakeside.example",
            "ana@lakes\u{456}de.example",
            "ana@lakeside.ex\u{3b1}mple",
            "b.l\u{e1}ng\u{43e}@lakeside.example",
            "dan2\u{3bf}@lakeside.example",
            "\u{1f00}nja@lakeside.example",
        ] {
            assert!(mixes_alphabets(address), "{address}");
        }
    }

    #[test]
    fn words_of_one_alphabet_each_are_not() {
        for address in [
            "",
            "ana.beltran@lakeside.example",
            "ren\u{e9}e.\u{142}uk@lakeside.example",
            "\u{430}\u{43d}\u{43d}\u{430}.ivanova@lakeside.example",
            "\u{3b1}\u{3bd}\u{3bd}\u{3b1}@lakeside.example",
            "\u{738b}.wang@lakeside.example",
            "\u{5d3}\u{5df}-dan@lakeside.example",
        ] {
            assert!(!mixes_alphabets(address), "{address}");
        }
    }
}
