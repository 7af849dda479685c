//! Templates, in which `{{name}}` is replaced by a value, and how pages and files are answered.

use axum::{
    http::header,
    response::{Html, IntoResponse, Response},
};

/// Escapes a text for HTML, including attribute values.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// Fills a template with HTML. One pass: what is put in is not looked at again.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        let value = values.iter().find(|value| value.0 == name);
        filled.push_str(value.map_or("", |value| value.1));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// A file that is part of the program; the browser asks each time whether it has changed.
pub fn embedded(kind: &'static str, content: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, content).into_response()
}

/// A page that no cache may keep: it says who is signed in.
pub fn private(page: String) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_not_taken_for_templates() {
        let filled = fill("<b>{{a}}</b>{{b}}", &[("a", "{{b}}"), ("b", "x")]);
        assert_eq!(filled, "<b>{{b}}</b>x");
    }

    #[test]
    fn nothing_in_a_text_can_become_markup() {
        assert_eq!(
            escape(r#"<a b="c" d='&'>"#),
            "&lt;a b=&quot;c&quot; d=&#39;&amp;&#39;&gt;"
        );
    }
}
