//! Where the page is, in the words of its URL: `{base}/{application}?{query}`.

/// The part of the URL that belongs to this page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// The application's name in the URL; may be empty.
    pub slug: String,
    /// What stands behind the question mark.
    pub query: String,
}

impl Place {
    /// The place that a path with its query names below a base path; what is not below it names none.
    pub fn below(base: &str, url: &str) -> Self {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let below = path
            .strip_prefix(base)
            .and_then(|rest| rest.strip_prefix('/'));
        let slug = below.and_then(|below| below.split('/').next());
        Self {
            slug: slug.unwrap_or_default().to_owned(),
            query: query.to_owned(),
        }
    }

    /// Its path with its query, below a base path.
    pub fn url(&self, base: &str) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{base}/{}{mark}{}", self.slug, self.query)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(slug: &str, query: &str) -> Place {
        Place {
            slug: slug.into(),
            query: query.into(),
        }
    }

    #[test]
    fn a_place_and_its_url_are_the_same() {
        for base in ["", "/licenses", "/a/b"] {
            for place in [
                place("meet", ""),
                place("chat", "q=a/b&x=%3F"),
                place("", ""),
            ] {
                assert_eq!(Place::below(base, &place.url(base)), place);
            }
        }
        assert_eq!(place("meet", "q=a").url("/licenses"), "/licenses/meet?q=a");
    }

    #[test]
    fn a_path_that_only_begins_like_the_base_is_not_below_it() {
        for url in ["/licenses-archive/meet", "/licensesmeet", "/other/meet", ""] {
            assert_eq!(Place::below("/licenses", url), Place::default(), "{url}");
        }
    }

    #[test]
    fn what_stands_behind_the_application_is_left_out() {
        assert_eq!(
            Place::below("/licenses", "/licenses/meet/more"),
            place("meet", "")
        );
    }
}
