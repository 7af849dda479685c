//! Names of license types.

use super::{list, say};
use crate::domain::application_view::ApplicationView;
use crate::domain::catalog::TypeIndex;

/// A move between license types.
pub fn move_text(
    from: impl IntoIterator<Item = TypeIndex>,
    to: Option<TypeIndex>,
    app_view: ApplicationView,
) -> String {
    say!(
        "review.move",
        from = license_names(from, app_view),
        to = license_names(to, app_view)
    )
}

/// The names of license types, or "No license".
pub fn license_names(
    kinds: impl IntoIterator<Item = TypeIndex>,
    app_view: ApplicationView,
) -> String {
    let kinds = kinds
        .into_iter()
        .filter_map(|kind| app_view.catalog.get(kind));
    let names: Vec<String> = kinds.map(|kind| kind.name.clone()).collect();
    if names.is_empty() {
        say!("license.none")
    } else {
        list(&names)
    }
}
