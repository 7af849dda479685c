//! Texts on loading the account.

use super::load_state::{LoadState, Refresh};
use crate::i18n::{number, say};

/// The progress of a load or a refresh.
pub(crate) fn progress(load_state: &LoadState) -> String {
    let (users, licenses) = load_state.parts();
    let of = match (users.total, licenses.total) {
        (_, Some(total)) => Some((licenses.read, total)),
        (Some(total), None) => Some((users.read, total)),
        (None, None) => None,
    };
    let is_refresh = matches!(load_state.refresh, Refresh::InProgress { .. });
    match of.map(|(read, total)| (number(read), number(total))) {
        None if is_refresh => say!("loading.refreshing"),
        None => say!("loading.account"),
        Some((read, total)) if is_refresh => {
            say!("loading.refreshing_progress", read = read, total = total)
        }
        Some((read, total)) if licenses.total.is_some() => {
            say!("loading.licenses", read = read, total = total)
        }
        Some((read, total)) => say!("loading.users", read = read, total = total),
    }
}
