//! Finds every `style_sheet!("…")` in the sources, wherever it stands.

use anyhow::{Context, Result, anyhow, bail};
use proc_macro2::{TokenStream, TokenTree};
use std::fmt;
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

/// The place of one `style_sheet!`.
#[derive(Debug)]
pub(super) struct Call {
    file: String,
    line: usize,
}

impl fmt::Display for Call {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.file, self.line)
    }
}

/// All calls below `src/`, each with the sheet that it names.
pub(super) fn calls(root: &Path) -> Result<Vec<(String, Call)>> {
    let mut found = Vec::new();
    for entry in WalkDir::new(root.join("src")).sort_by_file_name() {
        let path = entry.context("could not read the folder src")?.into_path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let text = fs::read_to_string(&path)
            .with_context(|| format!("could not read {}", path.display()))?;
        let name = path.strip_prefix(root).unwrap_or(&path);
        in_text(&name.to_string_lossy(), &text, &mut found)?;
    }
    Ok(found)
}

fn in_text(file: &str, text: &str, found: &mut Vec<(String, Call)>) -> Result<()> {
    let tokens: TokenStream = text.parse().map_err(|error: proc_macro2::LexError| {
        let place = error.span().start();
        anyhow!(
            "{file}:{}:{} is not Rust: {error}",
            place.line,
            place.column + 1
        )
    })?;
    in_tokens(file, tokens, found)
}

fn in_tokens(file: &str, tokens: TokenStream, found: &mut Vec<(String, Call)>) -> Result<()> {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => in_tokens(file, group.stream(), found)?,
            TokenTree::Ident(name) if name == "style_sheet" => {
                let is_macro =
                    matches!(tokens.peek(), Some(TokenTree::Punct(mark)) if mark.as_char() == '!');
                if !is_macro {
                    continue;
                }
                tokens.next();
                let call = Call {
                    file: file.to_owned(),
                    line: name.span().start().line,
                };
                match tokens.next() {
                    Some(TokenTree::Group(group)) => {
                        found.push((sheet_name(&call, &group.stream())?, call))
                    }
                    _ => bail!("{call} has a style_sheet! without parentheses"),
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn sheet_name(call: &Call, arguments: &TokenStream) -> Result<String> {
    let text = arguments.to_string();
    text.strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .filter(|name| !name.contains(['"', '\\']))
        .map(str::to_owned)
        .with_context(|| {
            format!("{call} gives style_sheet! {text}; it takes a path in quotes only")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Result<Vec<String>> {
        let mut found = Vec::new();
        in_text("src/a.rs", text, &mut found)?;
        Ok(found
            .into_iter()
            .map(|(name, call)| format!("{name} {call}"))
            .collect())
    }

    #[test]
    fn finds_calls_at_any_depth_but_none_in_comments_or_strings() {
        let text = r#"
            // style_sheet!("comment.css")
            const TEXT: &str = "style_sheet!(\"string.css\")";
            use stylers::style_sheet;
            fn top() { let class = style_sheet!("./a.css"); }
            mod deep { fn f() { view! { <p class=stylers::style_sheet!("./b.css")/> } } }
        "#;
        assert_eq!(
            names(text).unwrap(),
            ["./a.css src/a.rs:5", "./b.css src/a.rs:6"]
        );
    }

    #[test]
    fn wants_one_string() {
        let error = names("fn f() { let c = style_sheet!(PATH); }").unwrap_err();
        assert!(error.to_string().contains("src/a.rs:1"), "{error}");
    }

    #[test]
    fn says_where_the_source_is_broken() {
        let error = names("fn f() {\n  let a = (1;\n}").unwrap_err();
        assert!(error.to_string().starts_with("src/a.rs:"), "{error}");
    }
}
