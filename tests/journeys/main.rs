//! Browser journeys: an administrator uses the release build against a running license API. Each journey checks what is
//! visible on the page, and then the database.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a journey that cannot go on has failed"
)]

mod accessibility;
mod agreement;
mod blocked;
mod browser;
mod data;
mod embed_cleanup;
mod embed_iframe;
mod embed_iframe_messages;
mod embed_links;
mod embed_modes;
mod embed_styles;
mod eventually;
mod expected;
mod focus;
mod harness;
mod hostile_data;
mod integrity;
mod interrupted;
mod keyboard;
mod known_fields;
mod languages;
mod layout;
mod leaving;
mod loading_account;
mod nothing_personal;
mod oversubscribed;
mod page;
mod persistence;
mod policy;
mod pseudo_locale;
mod pseudo_texts;
mod run_bad_day;
mod run_filtered;
mod run_result;
mod run_rivals;
mod run_speed;
mod run_steered;
mod run_unknown;
mod run_unknown_others;
mod running;
mod same_names;
mod screen_reader;
mod screenshots;
mod seen;
mod speech;
mod states;
mod states_broken;
mod states_connection;
mod states_loading;
mod states_reading;
mod tabs;
mod ten_steps;
mod texts;
mod trees;
mod two_licenses;
mod who;
mod zoom;

mod step_10_welcome_email;
mod step_1_portal_frame;
mod step_2_application;
mod step_3_search;
mod step_4_select;
mod step_5_license_type;
mod step_6_bulk_change;
mod step_7_apply;
mod step_8_automatic_numbers;
mod step_8_number;
mod step_9_banner;
