//! A selector as a chain of compounds, as far as it takes to see what stylers did to it.

/// `a>b.c` is `[(' ', "a"), ('>', "b.c")]`.
pub(super) type Chain = Vec<(char, String)>;

/// Splits a selector (without commas at its top level) where its combinators are.
pub(super) fn chain(selector: &str) -> Chain {
    let mut chain = Chain::new();
    let mut compound = String::new();
    let mut combinator = ' ';
    let mut depth = 0_usize;
    for letter in selector.trim().chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let splits = depth == 0 && (letter.is_whitespace() || matches!(letter, '>' | '+' | '~'));
        if !splits {
            compound.push(letter);
            continue;
        }
        if !compound.is_empty() {
            chain.push((combinator, std::mem::take(&mut compound)));
            combinator = ' ';
        }
        if !letter.is_whitespace() {
            combinator = letter;
        }
    }
    if !compound.is_empty() {
        chain.push((combinator, compound));
    }
    chain
}

/// Whether `scoped` is `source` with the class on every compound, and nothing else changed.
pub(super) fn is_scoped(source: &str, scoped: &str, class: &str) -> bool {
    let class = format!(".{class}");
    if source.contains(":deep(") {
        return scoped.contains(&class);
    }
    let (source, scoped) = (chain(source), chain(scoped));
    source.len() == scoped.len()
        && source.iter().zip(&scoped).all(|(source, scoped)| {
            let bare = scoped.1.replace(&class, "");
            let same = bare == source.1 || bare.is_empty() && source.1 == "*";
            same && source.0 == scoped.0 && scoped.1.contains(&class)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_at_combinators_only() {
        let expected = [
            (' ', "a"),
            ('>', "b[x='1 2']"),
            (' ', ":not(.c d)"),
            ('+', "e"),
        ];
        let expected: Chain = expected.map(|(sign, text)| (sign, text.to_owned())).into();
        assert_eq!(chain("a > b[x='1 2']  :not(.c d)+e"), expected);
    }

    #[test]
    fn every_compound_needs_the_class() {
        assert!(is_scoped("tr td", "tr.l-1 td.l-1", "l-1"));
        assert!(is_scoped("a:hover", "a.l-1:hover", "l-1"));
        assert!(is_scoped("*", ".l-1", "l-1"));
        assert!(!is_scoped("tr td", "tr.l-1 td", "l-1"));
        assert!(
            !is_scoped("a > b", "a.l-1 .l-1>b.l-1", "l-1"),
            "a compound too many"
        );
        assert!(!is_scoped("a.b", "a.l-1", "l-1"), "a part is gone");
    }

    #[test]
    fn what_is_deep_is_left_alone() {
        assert!(is_scoped("div :deep(h3)", "div.l-1 h3", "l-1"));
        assert!(!is_scoped(":deep(h3)", "h3", "l-1"));
    }
}
