//! A run that was left in the middle, or that another tab has under way.

use leptos::prelude::*;

use crate::reactive::derived;
use crate::store::{Store, Unfinished};
use crate::text::{count, say};
use crate::ui::{Banner, Tone};

/// Offers to go on.
#[component]
pub fn UnfinishedRun() -> impl IntoView {
    let store = Store::expect();
    move || match store.unfinished()? {
        Unfinished::Left(journal) => {
            let users = journal.plan.changes.len();
            Some(
                view! {
                    <Banner tone=Tone::Warning title=derived(|| say!("unfinished.title"))>
                        {say!("unfinished.text", users = count("count.users", users))} " "
                        <button type="button" class="button primary" on:click=move |_| store.resume_run()>
                            {say!("unfinished.go_on")}
                        </button>
                        " "
                        <button type="button" class="link" on:click=move |_| store.forget_run()>
                            {say!("unfinished.forget")}
                        </button>
                    </Banner>
                }
                .into_any(),
            )
        }
        Unfinished::InAnotherTab => Some(
            view! {
                <Banner tone=Tone::Quiet title=derived(|| say!("unfinished.elsewhere"))>
                    {say!("unfinished.elsewhere_text")} " "
                    <button type="button" class="link" on:click=move |_| store.look_again()>
                        {say!("unfinished.look_again")}
                    </button>
                </Banner>
            }
            .into_any(),
        ),
    }
}
