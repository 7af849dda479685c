//! The row for the seats, whose place is kept while they load.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::features::directory::load_state::LoadState;
use crate::features::directory::state::Account;

/// The seats of the application, once they are loaded. The row is left out if the licenses could not be loaded.
#[component]
pub fn SeatRow(
    /// Renders the seats; `None`: not loaded yet.
    meters: Signal<Option<fn() -> AnyView>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/seat_row.css");
    let account = Account::expect();
    let is_known = Memo::new(move |_| account.is_editable());
    let is_missing = move || !is_known.get() && !account.with_load_state(LoadState::is_loading);
    view! { class=cls,
        <div class="row" hidden=is_missing>
            {move || match meters.get().filter(|_| is_known.get()) {
                Some(meters) => meters(),
                None => view! { class=cls, <span class="blank"></span><span class="blank"></span> }.into_any(),
            }}
        </div>
    }
}
