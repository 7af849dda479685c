//! The paths that a source names, wherever they stand: in `use`, in types and expressions, in macros and attributes.

use std::collections::BTreeMap;
use std::iter::Peekable;

use proc_macro2::{Ident, Spacing, TokenStream, TokenTree, token_stream};
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItemFn, Item, ItemMod, ItemUse, Macro, Meta, UseTree, VisRestricted};

/// A path with its names, as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    pub names: Vec<String>,
    pub line: usize,
}

/// What a module's own source says, without its tests.
#[derive(Default, Debug)]
pub struct Source {
    pub paths: Vec<Written>,
    /// What `use` makes known under which name.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// The modules that it declares, with their sources where those stand in it.
    pub modules: Vec<(String, Option<Source>)>,
}

/// Reads the text of a file.
pub fn read(text: &str) -> Source {
    let file = syn::parse_file(text).expect("a source that compiles");
    let mut source = Source::default();
    source.visit_file(&file);
    source
}

impl Source {
    fn add(&mut self, names: Vec<String>, line: usize) {
        self.paths.push(Written { names, line });
    }

    fn add_use(&mut self, before: &[String], tree: &UseTree) {
        let with = |name: &Ident| [before, &[name.to_string()]].concat();
        let (names, alias, name) = match tree {
            UseTree::Path(path) => return self.add_use(&with(&path.ident), &path.tree),
            UseTree::Group(group) => {
                return group
                    .items
                    .iter()
                    .for_each(|tree| self.add_use(before, tree));
            }
            UseTree::Glob(glob) => {
                let line = glob.star_token.spans[0].start().line;
                return self.add(before.to_vec(), line);
            }
            UseTree::Name(name) if name.ident == "self" => {
                (before.to_vec(), before.last().cloned(), &name.ident)
            }
            UseTree::Name(name) => (with(&name.ident), Some(name.ident.to_string()), &name.ident),
            UseTree::Rename(rename) if rename.ident == "self" => (
                before.to_vec(),
                Some(rename.rename.to_string()),
                &rename.rename,
            ),
            UseTree::Rename(rename) => (
                with(&rename.ident),
                Some(rename.rename.to_string()),
                &rename.rename,
            ),
        };
        self.add(names.clone(), name.span().start().line);
        if let Some(alias) = alias {
            self.aliases.insert(alias, names);
        }
    }

    /// The paths of two names or more among tokens that only a macro understands.
    fn add_tokens(&mut self, before: &[String], tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        // What the next name or group continues.
        let mut names = before.to_vec();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => self.add_tokens(&names, group.stream()),
                TokenTree::Ident(name) => {
                    names.push(name.to_string());
                    let is_continued = skip_separator(&mut tokens);
                    if is_continued {
                        continue;
                    }
                    if names.len() > 1 {
                        self.add(names, name.span().start().line);
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            names = before.to_vec();
        }
    }
}

/// Goes past `::`, if that is next.
fn skip_separator(tokens: &mut Peekable<token_stream::IntoIter>) -> bool {
    let is_colon =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    let is_separator = tokens.peek().is_some_and(
        |token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint),
    );
    is_separator && tokens.next_if(is_colon).is_some() && tokens.next_if(is_colon).is_some()
}

impl<'ast> Visit<'ast> for Source {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        if !is_test(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        let inline = module.content.as_ref().map(|(_, items)| {
            let mut source = Self::default();
            items.iter().for_each(|item| source.visit_item(item));
            source
        });
        self.modules.push((module.ident.to_string(), inline));
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.add_use(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            let names = path
                .segments
                .iter()
                .map(|segment| segment.ident.to_string());
            self.add(names.collect(), path.segments[0].ident.span().start().line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.visit_path(&call.path);
        self.add_tokens(&[], call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta {
            self.add_tokens(&[], list.tokens.clone());
        }
    }

    /// Who may see something is no import.
    fn visit_vis_restricted(&mut self, _: &'ast VisRestricted) {}
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
