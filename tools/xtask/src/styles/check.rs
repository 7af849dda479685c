//! Whether stylers did to every sheet what its author meant. It fails silently: a component gets a
//! class, and its rules are missing, unscoped, or shared with another component.

use cssparser::{
    AtRuleParser, CowRcStr, ParseError, Parser, ParserInput, ParserState, QualifiedRuleParser,
    StyleSheetParser, Token,
};
use std::collections::BTreeMap;

use super::{Sheet, places, selector};

/// At-rules whose block holds rules that are scoped like any other.
const CONDITIONS: [&str; 5] = ["media", "supports", "container", "layer", "scope"];

/// What is wrong with each sheet by itself, and between them.
pub(crate) fn problems(sheets: &[Sheet]) -> Vec<String> {
    let mut problems = shared_classes(sheets);
    for sheet in sheets {
        if let Some(problem) = scoping(sheet) {
            problems.push(format!("{}: {problem}", sheet.path));
        }
    }
    problems
}

/// Sheets that the build library of stylers, which wrote `css`, did not see.
pub(crate) fn unseen(sheets: &[Sheet], css: &str) -> Vec<String> {
    sheets
        .iter()
        .filter(|sheet| !css.contains(&sheet.scoped))
        .map(|sheet| {
            format!(
                "{}: stylers does not see it at {}; write `let class = style_sheet!(\"{}\");` directly in a component function at the top level of a file",
                sheet.path, places(&sheet.calls), sheet.path
            )
        })
        .collect()
}

fn shared_classes(sheets: &[Sheet]) -> Vec<String> {
    let mut by_class: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for sheet in sheets {
        by_class.entry(&sheet.class).or_default().push(&sheet.path);
    }
    by_class
        .values()
        .filter(|paths| paths.len() > 1)
        .map(|paths| {
            format!(
                "{}: these have the same class, because stylers makes it from the number of characters that are not blank; add a character to a comment in one of them",
                paths.join(", ")
            )
        })
        .collect()
}

fn scoping(sheet: &Sheet) -> Option<String> {
    if sheet.text.contains(":root") {
        return Some(
            ":root belongs in style/tokens.css; stylers makes every selector with it a bare :root"
                .to_owned(),
        );
    }
    let source = match rules(&without_comments(&sheet.text)) {
        Ok(rules) => rules,
        Err(problem) => return Some(problem),
    };
    let scoped = match rules(&sheet.scoped) {
        Ok(rules) => rules,
        Err(problem) => return Some(format!("what stylers makes of it is not CSS: {problem}")),
    };
    for (index, rule) in source.iter().enumerate() {
        let came = scoped
            .get(index)
            .is_some_and(|scoped| rule.became(scoped, &sheet.class));
        if !came {
            return Some(format!(
                "the rule `{}` did not come through scoped{}; {HINT}",
                rule.name(),
                scoped.get(index).map_or_else(String::new, |scoped| format!(
                    " (it became `{}`)",
                    scoped.name()
                )),
            ));
        }
    }
    scoped
        .get(source.len())
        .map(|rule| format!("stylers made a rule too many, `{}`; {HINT}", rule.name()))
}

const HINT: &str = "stylers wants no blank around > + ~ (but one after them when a pseudo-class stands before: `a:hover> b`), one after every comma of a selector list, no rule after an at-rule nested in another, and no brace in a string";

fn without_comments(css: &str) -> String {
    let mut kept = String::new();
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

/// A rule, or an at-rule that holds no rules that are scoped.
#[derive(Debug)]
struct Rule {
    /// The conditions around it.
    within: Vec<String>,
    /// Empty for an at-rule.
    selectors: Vec<String>,
    at: Option<String>,
    body: String,
}

impl Rule {
    fn name(&self) -> String {
        self.at.clone().unwrap_or_else(|| self.selectors.join(", "))
    }

    fn became(&self, scoped: &Self, class: &str) -> bool {
        self.within == scoped.within
            && self.at.as_deref().map(squeezed) == scoped.at.as_deref().map(squeezed)
            && self.body == scoped.body
            && self.selectors.len() == scoped.selectors.len()
            && self
                .selectors
                .iter()
                .zip(&scoped.selectors)
                .all(|(source, scoped)| selector::is_scoped(source, scoped, class))
    }
}

fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

fn rules(css: &str) -> Result<Vec<Rule>, String> {
    let mut input = ParserInput::new(css);
    let mut parser = Parser::new(&mut input);
    let mut collector = Collector::default();
    collect(&mut parser, &mut collector)?;
    Ok(collector.rules)
}

fn collect(parser: &mut Parser<'_, '_>, collector: &mut Collector) -> Result<(), String> {
    for rule in StyleSheetParser::new(parser, collector) {
        if let Err((error, text)) = rule {
            let start: String = text.chars().take(60).collect();
            let line = error.location.line + 1;
            return Err(format!("line {line} is not a CSS rule: `{}`", start.trim()));
        }
    }
    Ok(())
}

#[derive(Default)]
struct Collector {
    within: Vec<String>,
    rules: Vec<Rule>,
}

fn rest<'i>(input: &mut Parser<'i, '_>) -> &'i str {
    let start = input.position();
    while input.next_including_whitespace_and_comments().is_ok() {}
    input.slice_from(start).trim()
}

impl<'i> QualifiedRuleParser<'i> for Collector {
    type Prelude = Vec<String>;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude<'t>(
        &mut self,
        input: &mut Parser<'i, 't>,
    ) -> Result<Vec<String>, ParseError<'i, ()>> {
        let mut selectors = Vec::new();
        let mut start = input.position();
        loop {
            let before = input.position();
            let comma = match input.next_including_whitespace_and_comments() {
                Ok(token) => *token == Token::Comma,
                Err(_) => break,
            };
            if comma {
                selectors.push(input.slice(start..before).trim().to_owned());
                start = input.position();
            }
        }
        selectors.push(input.slice_from(start).trim().to_owned());
        Ok(selectors)
    }

    fn parse_block<'t>(
        &mut self,
        selectors: Vec<String>,
        _: &ParserState,
        input: &mut Parser<'i, 't>,
    ) -> Result<(), ParseError<'i, ()>> {
        self.rules.push(Rule {
            within: self.within.clone(),
            selectors,
            at: None,
            body: squeezed(rest(input)),
        });
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Collector {
    type Prelude = (CowRcStr<'i>, &'i str);
    type AtRule = ();
    type Error = ();

    fn parse_prelude<'t>(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i, 't>,
    ) -> Result<Self::Prelude, ParseError<'i, ()>> {
        Ok((name, rest(input)))
    }

    fn rule_without_block(
        &mut self,
        (name, prelude): Self::Prelude,
        _: &ParserState,
    ) -> Result<(), ()> {
        self.rules.push(Rule {
            within: self.within.clone(),
            selectors: Vec::new(),
            at: Some(format!("@{name} {prelude}")),
            body: String::new(),
        });
        Ok(())
    }

    fn parse_block<'t>(
        &mut self,
        (name, prelude): Self::Prelude,
        _: &ParserState,
        input: &mut Parser<'i, 't>,
    ) -> Result<(), ParseError<'i, ()>> {
        let at = format!("@{name} {prelude}");
        if CONDITIONS.contains(&name.to_ascii_lowercase().as_str()) {
            self.within.push(squeezed(&at));
            let collected = collect(input, self);
            self.within.pop();
            return collected.map_err(|_| input.new_custom_error(()));
        }
        self.rules.push(Rule {
            within: self.within.clone(),
            selectors: Vec::new(),
            at: Some(at),
            body: squeezed(rest(input)),
        });
        Ok(())
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
