//! What was chosen in the tray, on a message, or by another start.

use std::{sync::Arc, time::Instant};

use patchround_office::app::Act;
use tauri::{AppHandle, Manager, Runtime};

use crate::{
    instance::Wish,
    shell::Shell,
    window::{self, Place},
};

/// Carries an act out. May be called from any thread.
pub(crate) type Do = Arc<dyn Fn(Act) + Send + Sync>;

/// The way to [`carry_out`] for whoever does not know the app.
pub(crate) fn doer<R: Runtime>(app: &AppHandle<R>) -> Do {
    let app = app.clone();
    Arc::new(move |act| carry_out(&app, act))
}

/// Opens and ends; everything else is the engine's.
pub(crate) fn carry_out<R: Runtime>(app: &AppHandle<R>, act: Act) {
    match act {
        Act::Open => window::open(app, None),
        Act::OpenNote => {} // the office writes no note to itself
        Act::OpenPlan => window::open(app, Some(Place::Plan)),
        Act::OpenNeeds => window::open(app, Some(Place::Needs)),
        Act::OpenResult => window::open(app, Some(Place::Result)),
        Act::OpenReport => window::open(app, Some(Place::Report)),
        Act::Quit if app.state::<Shell>().window.is_asked_again(Instant::now()) => app.exit(0),
        Act::Quit => window::open(app, Some(Place::Quit)),
        Act::Tonight | Act::UrgentNow | Act::Undo(_) | Act::Quiet => app.state::<Shell>().engine.act(act),
    }
}

/// Grants what a start asked for.
pub(crate) fn grant<R: Runtime>(app: &AppHandle<R>, wish: Wish) {
    match wish {
        Wish::Nothing => {}
        Wish::Open => carry_out(app, Act::Open),
        Wish::Plan => carry_out(app, Act::OpenPlan),
        Wish::Tonight => {
            carry_out(app, Act::Open);
            carry_out(app, Act::Tonight);
        }
    }
}
