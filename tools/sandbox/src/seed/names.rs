//! Names from many languages and scripts, with what they are in an email address.

/// One part of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As it is written.
    pub native: String,
    /// In lower-case ASCII letters.
    pub latin: String,
}

/// Names that go together.
pub struct Group {
    pub first: Vec<Name>,
    pub last: Vec<Name>,
}

/// All groups.
pub fn groups() -> Vec<Group> {
    let lines: Vec<Vec<Name>> = include_str!("names.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_whitespace().map(name).collect())
        .collect();
    lines
        .chunks_exact(2)
        .map(|pair| Group {
            first: pair[0].clone(),
            last: pair[1].clone(),
        })
        .collect()
}

fn name(entry: &str) -> Name {
    let (native, latin) = entry.split_once('=').unwrap_or((entry, entry));
    Name {
        native: native.replace('_', " "),
        latin: ascii(latin),
    }
}

/// A text in lower-case ASCII letters; what has no such form is left out.
pub fn ascii(text: &str) -> String {
    let mut latin = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' | '-' => latin.push(letter),
            'à'..='å' | 'ă' | 'ą' | 'ā' | 'ạ'..='ặ' => latin.push('a'),
            'æ' => latin.push_str("ae"),
            'ç' | 'ć' | 'č' => latin.push('c'),
            'ď' | 'đ' | 'ð' => latin.push('d'),
            'è'..='ë' | 'ě' | 'ę' | 'ė' | 'ẹ'..='ệ' => latin.push('e'),
            'ğ' => latin.push('g'),
            'ì'..='ï' | 'ı' | 'ỉ' | 'ị' | 'ĩ' => latin.push('i'),
            'ľ' | 'ł' => latin.push('l'),
            'ñ' | 'ń' | 'ň' => latin.push('n'),
            'ò'..='ö' | 'ø' | 'ő' | 'ơ' | 'ọ'..='ợ' => latin.push('o'),
            'ř' => latin.push('r'),
            'ś' | 'ş' | 'š' | 'ș' => latin.push('s'),
            'ß' => latin.push_str("ss"),
            'ť' | 'ț' => latin.push('t'),
            'ù'..='ü' | 'ů' | 'ű' | 'ư' | 'ũ' | 'ụ'..='ự' => latin.push('u'),
            'ý' | 'ÿ' | 'ỳ'..='ỹ' => latin.push('y'),
            'ź' | 'ż' | 'ž' => latin.push('z'),
            _ => {}
        }
    }
    latin
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_form_for_an_address() {
        for group in groups() {
            assert!(group.first.len() >= 6 && group.last.len() >= 6);
            for name in group.first.iter().chain(&group.last) {
                assert!(!name.latin.is_empty(), "{name:?}");
                let letters = name.native.chars().filter(|c| c.is_alphabetic()).count();
                let only_latin = name
                    .native
                    .chars()
                    .all(|letter| !('\u{250}'..'\u{1e00}').contains(&letter));
                assert!(
                    !only_latin || name.latin.len() >= letters,
                    "{name:?} loses letters"
                );
            }
        }
    }
}
