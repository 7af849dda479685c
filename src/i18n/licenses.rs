//! License types, by name.

use super::{list, say};
use crate::domain::application_view::ApplicationView;
use crate::domain::catalog::TypeIndex;

/// From which license types to which.
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

/// All these license types, or that there is none.
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
