//! Tauri's own tray, for Windows and macOS.

use std::sync::Arc;

use patchround_office::app::{Act, Tray, TrayIcon, TrayRow};
use tauri::{
    AppHandle, Runtime,
    image::Image,
    menu::{CheckMenuItem, IsMenuItem, Menu, MenuItem, PredefinedMenuItem},
    tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent},
};
use tokio::sync::watch;

use crate::{ID, acts::Do};

/// Windows cuts longer tooltips off in the middle of a letter.
const TOOLTIP_CHARS: usize = 127;
/// What a chosen row is told by.
const ACTS: [(&str, Act); 8] = [
    ("open", Act::Open),
    ("plan", Act::OpenPlan),
    ("needs", Act::OpenNeeds),
    ("note", Act::OpenNote),
    ("result", Act::OpenResult),
    ("tonight", Act::Tonight),
    ("quiet", Act::Quiet),
    ("quit", Act::Quit),
];

/// Shows the tray as it is and becomes, until who tells of it ends. What is chosen is done by `act`.
pub(crate) async fn keep<R: Runtime>(app: AppHandle<R>, mut tray: watch::Receiver<Arc<Tray>>, act: Do) {
    loop {
        let newest = tray.borrow_and_update().clone();
        if let Err(error) = draw(&app, &newest, &act) {
            tracing::warn!(%error, "Failed to draw the tray icon");
        }
        if tray.changed().await.is_err() {
            return;
        }
    }
}

fn draw<R: Runtime>(app: &AppHandle<R>, tray: &Tray, act: &Do) -> tauri::Result<()> {
    let menu = menu(app, &tray.rows)?;
    let tooltip: String = tray.title.chars().take(TOOLTIP_CHARS).collect();
    if let Some(shown) = app.tray_by_id(ID) {
        shown.set_icon(Some(image(tray.icon)?))?;
        shown.set_tooltip(Some(tooltip))?;
        return shown.set_menu(Some(menu));
    }
    let (chosen, clicked) = (act.clone(), act.clone());
    TrayIconBuilder::with_id(ID)
        .icon(image(tray.icon)?)
        .icon_as_template(cfg!(target_os = "macos"))
        .tooltip(tooltip)
        .menu(&menu)
        .show_menu_on_left_click(cfg!(target_os = "macos"))
        .on_menu_event(move |_, event| {
            if let Some((_, act)) = ACTS.iter().find(|(id, _)| event.id() == id) {
                chosen(*act);
            }
        })
        .on_tray_icon_event(move |_, event| {
            if is_click(&event) && !cfg!(target_os = "macos") {
                clicked(Act::Open);
            }
        })
        .build(app)?;
    Ok(())
}

fn is_click(event: &TrayIconEvent) -> bool {
    matches!(
        event,
        TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. }
    )
}

/// Windows takes the size it needs from a larger one.
#[cfg(windows)]
fn image(icon: TrayIcon) -> tauri::Result<Image<'static>> {
    super::images(icon)?.pop().ok_or(tauri::Error::InvalidIcon(std::io::ErrorKind::NotFound.into()))
}

/// A shape that macOS colours as its menu bar is.
#[cfg(target_os = "macos")]
fn image(icon: TrayIcon) -> tauri::Result<Image<'static>> {
    Image::from_bytes(match icon {
        TrayIcon::Needs => include_bytes!("../../../icons/tray/needs-template.png"),
        TrayIcon::Restart => include_bytes!("../../../icons/tray/restart-template.png"),
        TrayIcon::Working => include_bytes!("../../../icons/tray/working-template.png"),
        TrayIcon::Off => include_bytes!("../../../icons/tray/off-template.png"),
        TrayIcon::Good => include_bytes!("../../../icons/tray/good-template.png"),
    })
}

fn menu<R: Runtime>(app: &AppHandle<R>, rows: &[TrayRow]) -> tauri::Result<Menu<R>> {
    let menu = Menu::new(app)?;
    for row in rows {
        menu.append(&*item(app, row)?)?;
    }
    Ok(menu)
}

fn item<R: Runtime>(app: &AppHandle<R>, row: &TrayRow) -> tauri::Result<Box<dyn IsMenuItem<R>>> {
    Ok(match row {
        TrayRow::Separator => Box::new(PredefinedMenuItem::separator(app)?),
        TrayRow::Label(text) => Box::new(MenuItem::new(app, label(text), false, None::<&str>)?),
        TrayRow::Item { act, text, checked } => {
            let (id, _) = ACTS.iter().find(|(_, known)| known == act).expect("every act has an id");
            match checked {
                Some(checked) => {
                    Box::new(CheckMenuItem::with_id(app, *id, label(text), true, *checked, None::<&str>)?)
                }
                None => Box::new(MenuItem::with_id(app, *id, label(text), true, None::<&str>)?),
            }
        }
    })
}

/// One ampersand would mark a key to press.
fn label(text: &str) -> String {
    text.replace('&', "&&")
}
