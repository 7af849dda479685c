//! The notices of the application.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::{Banner, Icon, Shape, Tone};
use crate::domain::query::{Filter, NumberFilter};
use crate::embed::config::{Notice, QuietNotice};
use crate::features::session::Session;
use crate::features::table::state::Table;
use crate::i18n::{count, say};

/// All notices of the selected application, the loud one first.
#[component]
pub fn Banners() -> impl IntoView {
    let table = Table::expect();
    move || {
        let notices = table.application().notices;
        notices
            .into_iter()
            .map(|notice| match notice {
                Notice::CampaignRegistration => view! { <CampaignBanner/> }.into_any(),
                Notice::Quiet(QuietNotice { title, text, link }) => {
                    let link = link.map(|link| {
                        let url = link.url.as_str().to_owned();
                        view! { " " <a href=url target="_blank" rel="noopener">{link.text}</a> }
                    });
                    view! { <Banner tone=Tone::Quiet title>{text} {link}</Banner> }.into_any()
                }
            })
            .collect_view()
    }
}

/// Numbers must belong to a registered campaign. It can be folded to one line, not dismissed.
#[component]
fn CampaignBanner() -> impl IntoView {
    let cls = style_sheet!("./style/components/campaign_banner.css");
    let session = Session::expect();
    let table = Table::expect();
    let registry = session.config().links.sms_campaigns.as_str().to_owned();
    let unregistered = Memo::new(move |_| {
        table.with_app_view(|app_view| app_view.directory.numbers.assigned_unregistered())
    });
    let show_them = move |_| {
        table.refine(|filter| {
            *filter = Filter {
                number: NumberFilter::Unregistered,
                ..Filter::default()
            }
        });
    };
    view! { class=cls,
        <details class="campaign" open role="region" aria-label=say!("campaign.label")>
            <summary class="line">
                <Icon shape=Shape::Warning/>
                <strong class="title">{say!("campaign.title")}</strong>
            </summary>
            <div class="more">
                <p class="text">
                    {say!("campaign.text")} " "
                    <a href=registry target="_blank" rel="noopener">{say!("campaign.registry")}</a>
                </p>
                <Show when=move || { unregistered.get() > 0 }>
                    <p class="count">
                        {move || count("campaign.unregistered", unregistered.get())} " "
                        <button type="button" class="link" on:click=show_them>{say!("campaign.show")}</button>
                    </p>
                </Show>
            </div>
        </details>
        <Unconfirmed/>
    }
}

/// Numbers of which it is not known whether they are registered.
#[component]
fn Unconfirmed() -> impl IntoView {
    let session = Session::expect();
    let table = Table::expect();
    let registry = session.config().links.sms_campaigns.as_str().to_owned();
    let unconfirmed = Memo::new(move |_| {
        table.with_app_view(|app_view| app_view.directory.numbers.unconfirmed())
    });
    move || {
        let registry = registry.clone();
        (unconfirmed.get() > 0).then(|| {
            view! {
                <Banner tone=Tone::Warning title=count("campaign.unconfirmed", unconfirmed.get())>
                    {say!("campaign.unconfirmed_text")} " "
                    <a href=registry target="_blank" rel="noopener">{say!("campaign.registry")}</a>
                </Banner>
            }
        })
    }
}
