//! The options of the dropdowns of license types: made once for all rows in the same situation.

use std::sync::Arc;

use leptos::prelude::*;

use crate::components::{SelectOption, SelectOptions};
use crate::domain::choices::TypeChoice;
use crate::domain::ids::ProductId;
use crate::domain::keyed::KeyMap;
use crate::domain::row_view::DisabledReason;
use crate::i18n::{self, say};

/// The value of the option that keeps several licenses.
pub(crate) const SEVERAL: &str = "several";

/// What the options of a user depend on.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Situation {
    /// The user's license types.
    pub held: Vec<ProductId>,
    /// Why the user can't get a license, if so.
    pub disabled_reason: Option<DisabledReason>,
}

/// The options by situation.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct LicenseOptions {
    types: Arc<Vec<TypeChoice>>,
    none: String,
    made: ArcStoredValue<KeyMap<Situation, SelectOptions>>,
}

impl LicenseOptions {
    /// Options of these license types, and the text of none.
    pub(super) fn new(types: Vec<TypeChoice>, none: String) -> Self {
        Self {
            types: Arc::new(types),
            none,
            made: ArcStoredValue::default(),
        }
    }

    /// The options in a situation.
    pub(super) fn of(&self, situation: Situation) -> SelectOptions {
        let made = self.made.with_value(|made| made.get(&situation).cloned());
        made.unwrap_or_else(|| {
            let options = self.options(&situation);
            self.made
                .update_value(|made| drop(made.insert(situation, Arc::clone(&options))));
            options
        })
    }

    fn options(&self, situation: &Situation) -> SelectOptions {
        let types = self.types.iter();
        self.several(&situation.held)
            .into_iter()
            .chain([SelectOption::new("", self.none.clone())])
            .chain(types.map(|choice| option(choice, situation)))
            .collect()
    }

    /// The option for all licenses of a user who has several.
    fn several(&self, held: &[ProductId]) -> Option<SelectOption> {
        let kind = |id: &ProductId| self.types.iter().find(|each| each.id == *id);
        let names = held.iter().filter_map(kind);
        let names: Vec<String> = names.map(|kind| kind.name.clone()).collect();
        (held.len() > 1).then(|| SelectOption::new(SEVERAL, i18n::list(&names)))
    }
}

/// A license that the user has can always be chosen again, even if its type is unavailable to others.
fn option(choice: &TypeChoice, situation: &Situation) -> SelectOption {
    let TypeChoice {
        id,
        name,
        unavailable,
    } = choice;
    let disabled_reason = situation.disabled_reason.map(disabled_text);
    let why_not = disabled_reason
        .or_else(|| unavailable.map(i18n::unavailable))
        .filter(|_| !situation.held.contains(id));
    match why_not {
        Some(why) => SelectOption {
            disabled: true,
            ..SelectOption::new(id, say!("choice.disabled", name = name, why = why))
        },
        None => SelectOption::new(id, name.clone()),
    }
}

fn disabled_text(disabled_reason: DisabledReason) -> String {
    match disabled_reason {
        DisabledReason::Inactive => say!("choice.inactive"),
        DisabledReason::NumberFirst => say!("choice.number_first"),
    }
}
