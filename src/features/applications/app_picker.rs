//! The application cards.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::{Icon, Shape};
use crate::embed::config::ConfiguredApplication;
use crate::features::directory::load_state::Stage;
use crate::features::directory::state::Account;
use crate::features::session::Session;
use crate::features::table::state::Table;
use crate::i18n::{count, number, say};

/// Renders the pending changes of an application.
pub type Badge = fn(usize) -> AnyView;

/// A card for each application, which links to its view.
#[component]
pub fn AppPicker(
    /// Renders the pending changes of an application; `None`: not loaded yet.
    badge: Signal<Option<Badge>>,
) -> impl IntoView {
    let cls = style_sheet!("./style/components/app_picker.css");
    let session = Session::expect();
    let account = Account::expect();
    let table = Table::expect();
    let applications = session.config().applications.clone();
    let card = move |(index, each): (usize, ConfiguredApplication)| {
        let seats = Memo::new(move |_| seats(account, index));
        let total = move || {
            let total = seats.get().1.filter(|_| account.is_editable());
            total.unwrap_or_default()
        };
        let is_full = move || seats.get().0 >= total() as usize;
        let open = move |event: MouseEvent| {
            if is_plain(&event) {
                event.prevent_default();
                table.select_application(index);
            }
        };
        view! { class=cls,
            <a
                class="app"
                class:unavailable=move || !is_offered(account, index)
                href=move || table.href(index)
                aria-current=move || (table.application_index() == index).then_some("page")
                on:click=open
            >
                <span class="picture"><Icon shape=shape(&each.application.slug)/></span>
                <strong class="name">{each.application.name}</strong>
                {move || badge.get().map(|badge| badge(index))}
                <span class="state">{move || state(account, index, seats)}</span>
                <span class="short" aria-hidden="true">{move || short(account, index, seats)}</span>
                <meter
                    class="bar"
                    class:full=is_full
                    hidden=move || total() == 0
                    max=total
                    value=move || seats.get().0
                    aria-hidden="true"
                ></meter>
            </a>
        }
    };
    view! { class=cls,
        <nav class="apps" aria-label=say!("app.label")>
            {applications.into_iter().enumerate().map(card).collect_view()}
        </nav>
    }
}

/// Whether the click opens the link in this tab, rather than in a new one or as a download.
fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0
        && !event.ctrl_key()
        && !event.meta_key()
        && !event.shift_key()
        && !event.alt_key()
}

fn shape(slug: &str) -> Shape {
    match slug {
        "meet" => Shape::Camera,
        "chat" => Shape::Speech,
        "connector" => Shape::Plug,
        "star-messenger" => Shape::Phone,
        _ => Shape::Key,
    }
}

/// Whether the account has license types of any application, or they are not known.
pub fn is_any_offered(session: Session, account: Account) -> bool {
    let applications = session.config().applications.len();
    (0..applications).any(|index| is_offered(account, index))
}

fn is_offered(account: Account, index: usize) -> bool {
    account.with_application(index, |app_view| app_view.types().next().is_some())
        || matches!(
            account.load_state().stage,
            Stage::Loading | Stage::Failed(_)
        )
}

/// Licensed users, and seats unless they are unlimited.
type LicensedOf = (usize, Option<u32>);

fn seats(account: Account, index: usize) -> LicensedOf {
    account.with_totals(index, |app_view| {
        (app_view.licensed(), app_view.all_seats().total)
    })
}

/// The text where there is little room.
fn short(account: Account, index: usize, seats: Memo<LicensedOf>) -> String {
    match seats.get() {
        (licensed, Some(total)) if account.is_editable() => say!(
            "seats.of",
            used = number(licensed),
            total = number(total as usize)
        ),
        _ => state(account, index, seats),
    }
}

fn state(account: Account, index: usize, seats: Memo<LicensedOf>) -> String {
    if !is_offered(account, index) {
        return say!("app.not_available");
    }
    if !account.is_editable() {
        return match account.load_state().stage {
            Stage::Loading => say!("app.loading"),
            Stage::Complete | Stage::Partial(_) | Stage::Failed(_) => say!("app.not_loaded"),
        };
    }
    match seats.get() {
        (licensed, Some(total)) => {
            say!(
                "app.licensed_of",
                licensed = number(licensed),
                total = number(total as usize)
            )
        }
        (licensed, None) => count("app.licensed", licensed),
    }
}
