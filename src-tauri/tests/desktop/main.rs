//! The real app: its window through WebDriver, its tray icon and its messages over D-Bus, as a person and their
//! desktop meet them, on a screen that is nowhere.
//!
//! Every test has a screen, a session bus, a desktop and an office of its own, and ends all it has started. What
//! stands for the desktop is in [`tray_host`] and [`notifications`]; the PCs at the far end are practice PCs.
//! `cargo xtask test` brings the programs this takes.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod bus;
mod figures;
mod notifications;
mod office;
mod plain;
mod processes;
mod scenarios;
mod session;
mod tray_host;
mod wait;
mod webdriver;

use crate::session::{Desktop, Session};

/// Every scenario on every kind of desktop.
macro_rules! on_every_desktop {
    ($($scenario:ident),* $(,)?) => {
        on_every_desktop!(@ whole, Desktop::Whole, $($scenario),*);
        on_every_desktop!(@ without_a_tray, Desktop::WithoutTray, $($scenario),*);
        on_every_desktop!(@ without_messages, Desktop::WithoutMessages, $($scenario),*);
    };
    (@ $name:ident, $desktop:expr, $($scenario:ident),*) => {
        mod $name {
            use super::{Desktop, Session, scenarios};

            $(
                #[tokio::test]
                async fn $scenario() {
                    scenarios::$scenario(&mut Session::start($desktop).await).await;
                }
            )*
        }
    };
}

on_every_desktop!(
    the_wizard_and_update_all_work_in_the_real_window,
    what_the_tray_offers_is_done,
    the_end_of_a_round_is_told_and_leads_to_its_result,
    what_needs_somebody_is_told_and_can_be_agreed_for_tonight,
    an_urgent_fix_is_told_at_once_and_one_press_puts_it_in,
    an_app_that_is_killed_in_mid_round_loses_nothing,
    a_second_start_opens_the_window_of_the_first,
    hostile_names_and_notes_are_shown_as_text,
);

#[tokio::test]
async fn a_real_office_is_set_up_and_its_pcs_are_updated() {
    let session = Session::start(Desktop::Whole).await;
    scenarios::a_real_office_is_set_up_and_its_pcs_are_updated(&session).await;
}

#[tokio::test]
async fn without_any_bus_the_app_starts_and_works() {
    let mut session = Session::start(Desktop::WithoutBus).await;
    scenarios::the_wizard_and_update_all_work_in_the_real_window(&mut session).await;
}

#[tokio::test]
async fn a_tray_that_comes_while_the_app_looks_for_one_gets_the_icon() {
    scenarios::a_tray_that_comes_while_the_app_looks_for_one_gets_the_icon(
        &mut Session::start(Desktop::WithoutTray).await,
    )
    .await;
}

#[tokio::test]
async fn a_tray_that_comes_late_or_anew_gets_the_icon() {
    scenarios::a_tray_that_comes_late_or_anew_gets_the_icon(&mut Session::start(Desktop::WithoutTray).await)
        .await;
}
