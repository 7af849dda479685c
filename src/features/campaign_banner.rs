//! The notices of the selected application.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::components::{Banner, Icon, Shape, Tone};
use crate::domain::query::{Filter, NumberFilter};
use crate::embed::config::{Notice, QuietNotice};
use crate::features::session::Session;
use crate::features::table::state::Table;
use crate::i18n::{around_blank, count, say};

/// All notices of the selected application, in the order of the configuration.
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

/// Numbers must belong to a registered campaign. The banner can be collapsed to one line, not dismissed.
#[component]
fn CampaignBanner() -> impl IntoView {
    let cls = style_sheet!("./style/components/campaign_banner.css");
    let session = Session::expect();
    let table = Table::expect();
    let config = session.config();
    let registry = &config.links.sms_campaigns;
    let (url, address) = (registry.as_str().to_owned(), registry.display().to_owned());
    let (before_link, after_link) = around_blank("campaign.text", "registry");
    let unregistered = Memo::new(move |_| {
        table.with_app_view(|app_view| app_view.directory.numbers.assigned_unregistered())
    });
    let show_affected = move |_| {
        table.refine(|filter| {
            *filter = Filter {
                number: NumberFilter::Unregistered,
                ..Filter::default()
            }
        });
    };
    view! { class=cls,
        <section aria-label=say!("campaign.label")>
            <details class="campaign" open>
                <summary class="line">
                    <Icon shape=Shape::Warning/>
                    <strong class="title">{say!("campaign.title")}</strong>
                </summary>
                <div class="more">
                    <p class="text">
                        {before_link}
                        <a href=url target="_blank" rel="noopener">{address}</a>
                        {after_link}
                    </p>
                    <Show when=move || { unregistered.get() > 0 }>
                        <p class="count">
                            {move || count("campaign.unregistered", unregistered.get())} " "
                            <button type="button" class="link" on:click=show_affected>{say!("campaign.show_affected")}</button>
                        </p>
                    </Show>
                </div>
            </details>
        </section>
        <Unconfirmed/>
    }
}

/// Numbers whose registration is unknown.
#[component]
fn Unconfirmed() -> impl IntoView {
    let session = Session::expect();
    let table = Table::expect();
    let config = session.config();
    let registry = &config.links.sms_campaigns;
    let (url, address) = (registry.as_str().to_owned(), registry.display().to_owned());
    let unconfirmed = Memo::new(move |_| {
        table.with_app_view(|app_view| app_view.directory.numbers.unconfirmed())
    });
    move || {
        let (url, address) = (url.clone(), address.clone());
        (unconfirmed.get() > 0).then(|| {
            view! {
                <Banner tone=Tone::Warning title=count("campaign.unconfirmed", unconfirmed.get())>
                    {say!("campaign.unconfirmed_text")} " "
                    <a href=url target="_blank" rel="noopener">{address}</a>
                </Banner>
            }
        })
    }
}
