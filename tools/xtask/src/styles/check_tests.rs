use super::*;

fn sheet(path: &str, css: &str) -> Sheet {
    Sheet::new(path, css.to_owned(), Vec::new()).unwrap()
}

fn problem_of(css: &str) -> Option<String> {
    let found = problems(&[sheet("a.css", css)]);
    assert!(found.len() < 2, "{found:?}");
    found.into_iter().next()
}

#[test]
fn good_sheets_pass() {
    for css in [
        "td { color: var(--ink); }",
        ".row, .row td { padding: 4px 8px; }",
        ".a>.b+.c { margin: 0; }",
        ".a:hover { margin: 0; }",
        "input[type=checkbox]:checked { margin: 0; }",
        "/* a > b { */ .a { margin: 0; }",
        "* { margin: 0; }",
        ".meter::before { content: \"\"; }",
        "@media (width < 40rem) { .a { margin: 0; } .b td { margin: 0; } }",
        "@keyframes turn { from { rotate: 0deg; } to { rotate: 1turn; } } .a { animation: turn 1s; }",
        ".a :deep(p) { margin: 0; }",
        ".a:not(.b .c) { margin: 0; }",
        ".a:focus~ .b { margin: 0; }",
        ".a:last-child> td { margin: 0; }",
        ".a:hover, .b { margin: 0; }",
        ".a {\n  margin: 0;\n  padding: 0;\n}\n\n.b {\n  margin: 1px;\n}\n",
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
        (".a:hover,.b { margin: 0; }", ".a:hover"),
        (
            "@media print { @media (width < 40rem) { .a { margin: 0; } } .late { margin: 0; } }",
            ".late",
        ),
    ] {
        let problem = problem_of(css);
        assert!(
            problem.as_ref().is_some_and(|text| text.contains(name)),
            "{css}: {problem:?}"
        );
    }
}

#[test]
fn root_is_for_the_tokens() {
    let problem = problem_of(":root[data-theme=dark] .a { margin: 0; }");
    assert!(problem.is_some_and(|text| text.contains("tokens.css")));
}

#[test]
fn a_brace_in_a_string_is_found() {
    let read = Sheet::new(
        "a.css",
        ".a::before { content: \"{\"; } .b { margin: 0; }".to_owned(),
        Vec::new(),
    );
    match read {
        Ok(sheet) => assert_ne!(problems(&[sheet]), Vec::<String>::new()),
        Err(error) => assert!(error.to_string().contains("a.css"), "{error}"),
    }
}

#[test]
fn an_open_comment_is_an_error_not_a_panic() {
    let error = Sheet::new("a.css", ".a { margin: 0; } /* open".to_owned(), Vec::new());
    assert!(error.is_err_and(|error| error.to_string().contains("a.css")));
}

#[test]
fn two_sheets_of_one_length_share_a_class() {
    let pair = [
        sheet("a.css", ".a { margin: 0; }"),
        sheet("b.css", ".b { margin: 0; }"),
    ];
    let found = problems(&pair);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("a.css, b.css"), "{found:?}");
}

#[test]
fn a_sheet_that_the_build_library_did_not_see_is_named() {
    let seen = sheet("a.css", ".a { margin: 0; }");
    let missed = sheet("b.css", ".long { margin: 0; }");
    let css = seen.scoped.clone();
    let found = unseen(&[seen, missed], &css);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("b.css"), "{found:?}");
}
