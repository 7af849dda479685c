//! The export of a result.

use wasm_bindgen::JsValue;

use crate::components::download;
use crate::features::directory::state::Account;
use crate::features::result::csv;
use crate::features::run::ended_run::EndedRun;
use crate::features::session::Session;
use crate::i18n;

/// The byte order mark, by which spreadsheets recognize UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Saves the result as CSV.
pub fn export(session: Session, account: Account, run: &EndedRun) {
    let rows = account.with_application(run.application, |app_view| {
        csv::table(i18n::result_table(&run.report, app_view))
    });
    let slug = session.application_at(run.application).application.slug;
    let name = format!("{slug}-{}.csv", time_of(run));
    // The browser reports a failed download itself.
    let _ = download(
        &name,
        "text/csv;charset=utf-8",
        &format!("{BYTE_ORDER_MARK}{rows}"),
    );
}

/// The local date and time, such as `2026-11-24-1405`.
fn time_of(run: &EndedRun) -> String {
    let at = js_sys::Date::new(&JsValue::from_f64(run.began.millis() as f64));
    format!(
        "{}-{:02}-{:02}-{:02}{:02}",
        at.get_full_year(),
        at.get_month() + 1,
        at.get_date(),
        at.get_hours(),
        at.get_minutes()
    )
}
