//! A run that was left in the middle, or that another tab has under way.

use leptos::prelude::*;
use stylers::style_sheet;

use crate::store::{Store, Unfinished};
use crate::text::{count, say};

/// Offers to go on.
#[component]
pub fn UnfinishedRun() -> impl IntoView {
    let cls = style_sheet!("./style/components/unfinished.css");
    let store = Store::expect();
    move || {
        let (title, text, buttons) = match store.unfinished()? {
            Unfinished::Left(journal) => {
                let users = count("count.users", journal.plan.changes.len());
                let text = say!("unfinished.text", users = users);
                (say!("unfinished.title"), text, view! { <GoOn/> }.into_any())
            }
            Unfinished::InAnotherTab => {
                let text = say!("unfinished.elsewhere_text");
                let again = view! {
                    <button type="button" class="button" on:click=move |_| store.look_again()>
                        {say!("unfinished.look_again")}
                    </button>
                };
                (say!("unfinished.elsewhere"), text, again.into_any())
            }
        };
        Some(view! { class=cls,
            <section class="unfinished" role="status">
                <p class="words"><strong class="title">{title}</strong> " " {text}</p>
                {buttons}
            </section>
        })
    }
}

/// Go on, or leave it.
#[component]
fn GoOn() -> impl IntoView {
    let store = Store::expect();
    view! {
        <button type="button" class="button primary" on:click=move |_| store.resume_run()>
            {say!("unfinished.go_on")}
        </button>
        <button type="button" class="button quiet" on:click=move |_| store.forget_run()>
            {say!("unfinished.forget")}
        </button>
    }
}
