//! Checks external links.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::Macro;
use syn::visit::Visit;

/// The links of views, each as the tokens of its opening tag.
#[derive(Default)]
struct Links(Vec<Vec<String>>);

impl Links {
    fn look(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let texts: Vec<String> = tokens.iter().map(TokenTree::to_string).collect();
        for (at, _) in texts
            .windows(2)
            .enumerate()
            .filter(|(_, tag)| *tag == ["<", "a"])
        {
            let tag = texts[at..].iter().take_while(|token| *token != ">");
            self.0.push(tag.cloned().collect());
        }
        for token in tokens {
            if let TokenTree::Group(group) = token {
                self.look(group.stream());
            }
        }
    }
}

impl<'ast> Visit<'ast> for Links {
    fn visit_macro(&mut self, call: &'ast Macro) {
        self.look(call.tokens.clone());
    }
}

fn links(source: &str) -> Vec<Vec<String>> {
    let mut links = Links::default();
    links.visit_file(&syn::parse_file(source).unwrap());
    links.0
}

fn opens_a_tab(link: &[String]) -> bool {
    link.windows(2).any(|tokens| tokens == ["target", "="])
}

fn lets_go_of_it(link: &[String]) -> bool {
    link.windows(3)
        .any(|tokens| tokens == ["rel", "=", r#""noopener""#])
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// A page opened in a new tab must not access its opener.
#[test]
fn every_link_that_opens_a_tab_lets_go_of_it() {
    let files = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let links = files
        .iter()
        .flat_map(|file| links(&fs::read_to_string(file).unwrap()));
    let opening: Vec<_> = links.filter(|link| opens_a_tab(link)).collect();
    assert!(opening.len() > 3, "{opening:?}");
    let holding: Vec<_> = opening.iter().filter(|link| !lets_go_of_it(link)).collect();
    assert!(holding.is_empty(), "{holding:?}");
}

#[test]
fn a_link_is_seen_wherever_it_stands_in_a_view() {
    let view = r#"fn f() -> impl IntoView {
        view! { class=cls, <p>{move || view! { <a href=url target="_blank">"there"</a> }}</p> <a rel="noopener" href="/">"home"</a> }
    }"#;
    let seen: Vec<_> = links(view)
        .iter()
        .map(|link| (opens_a_tab(link), lets_go_of_it(link)))
        .collect();
    assert_eq!(seen, [(false, true), (true, false)]);
}
