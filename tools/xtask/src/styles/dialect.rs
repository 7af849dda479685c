//! Checks that stylers scoped a sheet correctly. It fails silently: rules may come out unscoped, changed, or not at
//! all.

use super::Sheet;

/// At-rules that contain rules to be scoped.
const CONDITIONS: [&str; 5] = ["@media", "@supports", "@container", "@layer", "@scope"];

const HINT: &str = "stylers wants no blank around > + ~ (but one after them when a pseudo-class stands before: `a:hover> b`), one after every comma of a selector list, no rule after an at-rule nested in another, and no brace in a string";

/// The problems of a sheet.
pub(super) fn problem(sheet: &Sheet) -> Option<String> {
    let source = without_comments(&sheet.text);
    let complain = |problem: &str| Some(format!("{}: {problem}", sheet.path));
    if source.contains(":root") || source.contains(":deep") {
        return complain(":root belongs in style/tokens.css, and :deep nowhere");
    }
    let (before, after) = (selectors(&source), selectors(&sheet.scoped));
    for (index, selector) in before.iter().enumerate() {
        let scoped = after.get(index).map(String::as_str).unwrap_or_default();
        if !is_scoped(selector, scoped, &sheet.class) {
            return complain(&format!("`{selector}` became `{scoped}`; {HINT}"));
        }
    }
    let bare = |css: &str| css.replace(|c: char| c.is_whitespace() || c == '*', "");
    let same = bare(&source) == bare(&sheet.scoped.replace(&format!(".{}", sheet.class), ""));
    (before.len() != after.len() || !same)
        .then(|| complain(&format!("its rules did not all come through; {HINT}")))
        .flatten()
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| {
        kept + part.split_once("*/").map_or("", |(_, after)| after)
    })
}

/// The selectors of all rules. Other at-rules, such as `@keyframes`, are ignored.
fn selectors(css: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut start, mut skipped) = (0, 0_usize);
    for (at, letter) in css.char_indices() {
        match letter {
            '{' if skipped > 0 => skipped += 1,
            '{' => {
                let prelude = css[start..at].trim();
                if !prelude.starts_with('@') {
                    found.extend(
                        split(prelude, |letter| letter == ',')
                            .into_iter()
                            .map(|(_, one)| one),
                    );
                }
                let holds_rules = CONDITIONS.iter().any(|name| prelude.starts_with(name));
                skipped = usize::from(!holds_rules);
                start = at + 1;
            }
            '}' => {
                skipped = skipped.saturating_sub(1);
                start = at + 1;
            }
            ';' => start = at + 1,
            _ => {}
        }
    }
    found
}

/// Whether `scoped` is `source` with the class on every compound selector and no other change.
fn is_scoped(source: &str, scoped: &str, class: &str) -> bool {
    let class = format!(".{class}");
    let is_combinator = |letter: char| letter.is_whitespace() || "> + ~".contains(letter);
    let (source, scoped) = (split(source, is_combinator), split(scoped, is_combinator));
    source.len() == scoped.len()
        && source.iter().zip(&scoped).all(|(source, scoped)| {
            let bare = scoped.1.replace(&class, "");
            let same = bare == source.1 || bare.is_empty() && source.1 == "*";
            same && source.0 == scoped.0 && scoped.1.contains(&class)
        })
}

/// Splits outside of brackets; each part comes with the separator before it: `a>b.c` is `[(' ', "a"), ('>', "b.c")]`.
fn split(text: &str, is_separator: impl Fn(char) -> bool) -> Vec<(char, String)> {
    let mut parts = Vec::new();
    let (mut part, mut separator, mut depth) = (String::new(), ' ', 0_usize);
    for letter in text.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 || !is_separator(letter) {
            part.push(letter);
            continue;
        }
        if !part.trim().is_empty() {
            parts.push((separator, part.trim().to_owned()));
            separator = ' ';
        }
        part.clear();
        if !letter.is_whitespace() {
            separator = letter;
        }
    }
    if !part.trim().is_empty() {
        parts.push((separator, part.trim().to_owned()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem_of(css: &str) -> Option<String> {
        match Sheet::new("a.css".into(), css.into()) {
            Ok(sheet) => problem(&sheet),
            Err(error) => Some(error.to_string()),
        }
    }

    #[test]
    fn good_sheets_pass() {
        for css in [
            "td { color: var(--ink); }",
            ".row, .row td { padding: 4px 8px; }",
            ".a>.b+.c { margin: 0; }",
            "input[type=checkbox]:checked { margin: 0; }",
            "/* a > b { */ .a { margin: 0; }",
            "* { margin: 0; }",
            ".meter::before { content: \"\"; }",
            "@media (width < 40rem) { .a { margin: 0; } .b td { margin: 0; } }",
            "@keyframes turn { from { rotate: 0deg; } to { rotate: 1turn; } } .a { animation: turn 1s; }",
            ".a:not(.b .c) { margin: 0; }",
            ".a:focus~ .b { margin: 0; }",
            ".a:last-child> td { margin: 0; }",
            ".a:hover, .b { margin: 0; }",
            "@media (forced-colors: active) { .a { margin: 0; } }\n.b { margin: 0; }",
        ] {
            assert_eq!(problem_of(css), None, "{css}");
        }
    }

    #[test]
    fn rules_that_stylers_breaks_are_named() {
        for (css, name) in [
            (".a > .b { margin: 0; }", ".a > .b"),
            (".a:hover>.b { margin: 0; }", ".a:hover>.b"),
            (".a:hover,.b { margin: 0; }", "`.b`"),
            (
                "@media print { @media (width < 40rem) { .a { margin: 0; } } .late { margin: 0; } }",
                ".late",
            ),
            (":root[data-theme=dark] .a { margin: 0; }", "tokens.css"),
            (".a::before { content: \"{\"; } .b { margin: 0; }", "a.css"),
        ] {
            let problem = problem_of(css).unwrap_or_default();
            assert!(problem.contains(name), "{css}: {problem}");
        }
    }

    #[test]
    fn every_compound_needs_the_class_and_nothing_may_be_added() {
        assert!(is_scoped("tr td", "tr.l-1 td.l-1", "l-1"));
        assert!(is_scoped("a:hover", "a.l-1:hover", "l-1"));
        assert!(is_scoped("*", ".l-1", "l-1"));
        assert!(!is_scoped("tr td", "tr.l-1 td", "l-1"));
        assert!(!is_scoped("a > b", "a.l-1 .l-1>b.l-1", "l-1"));
        assert!(!is_scoped("a.b", "a.l-1", "l-1"));
    }
}
