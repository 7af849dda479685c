//! The license cells of a user's row: number, license, and notes. Part of the second module.

use leptos::prelude::*;
use stylers::style_sheet;

use super::license_row::{LicenseRow, Shared};
use super::license_select::LicenseSelect;
use super::number_select::NumberSelect;
use super::revert::Revert;
use crate::components::{Notes, unique_id};
use crate::features::table::page_rows::PageRow;
use crate::i18n::say;

/// The cells with a user's number, if the application uses numbers, and license.
#[component]
pub fn LicenseCells(
    row: PageRow,
    /// What all rows have in common.
    shared: Shared,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/license_cells.css");
    let user = row.user;
    let row = LicenseRow::new(row, shared);
    let id = StoredValue::new(unique_id());
    // Hidden from then on when it has no use: adding and removing buttons is slow.
    let has_revert =
        Memo::new(move |had: Option<&bool>| had == Some(&true) || row.is_revertible.get());
    view! { class=cls,
        <Show when=move || shared.needs_number.get()>
            <td class="number" role="cell" data-head=say!("table.number")>
                <NumberSelect user row notes=id.get_value()/>
            </td>
        </Show>
        <td class="license" role="cell" data-head=say!("table.license") data-mark=row.mark>
            <div class="pick">
                <LicenseSelect user row notes=id.get_value()/>
                <span class="notes" id=id.get_value()><Notes notes=row.notes/></span>
                {move || has_revert.get().then(|| view! { <Revert user row/> })}
            </div>
        </td>
    }
}
