//! A StatusNotifierItem, spoken by `ksni`: a click opens the window, and there is a tooltip.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use ksni::{
    Handle, Icon, OfflineReason, ToolTip, TrayMethods,
    menu::{CheckmarkItem, MenuItem, StandardItem},
};
use patchround_office::app::{Act, Tray, TrayRow};
use tauri::{AppHandle, Runtime};
use tokio::{sync::watch, time::timeout};

use super::images;
use crate::ID;
use crate::acts::Do;

/// When the first look has found no desktop that shows icons, the next one is after so long.
const ONCE_MORE: Duration = Duration::from_secs(5);

/// Shows the tray as it is and becomes, until who tells of it ends. What is chosen is done by `act`.
///
/// Where no desktop shows tray icons it waits for one that does: panels start late, and are started anew.
pub(crate) async fn keep<R: Runtime>(_: AppHandle<R>, mut tray: watch::Receiver<Arc<Tray>>, act: Do) {
    let waits = Arc::<AtomicBool>::default();
    // `ksni` does not hear of a panel that starts just while it looks for one: it has to look once more.
    let Some(handle) = show(&act, &mut tray, &waits).await else { return };
    let engine_ended = timeout(ONCE_MORE, follow(&handle, &mut tray)).await.is_ok();
    if engine_ended || !waits.load(Ordering::Relaxed) {
        return follow(&handle, &mut tray).await;
    }
    handle.shutdown().await;
    let Some(handle) = show(&act, &mut tray, &waits).await else { return };
    follow(&handle, &mut tray).await;
}

async fn show(
    act: &Do,
    tray: &mut watch::Receiver<Arc<Tray>>,
    waits: &Arc<AtomicBool>,
) -> Option<Handle<Item>> {
    let tray = tray.borrow_and_update().clone();
    let item = Item { tray, act: act.clone(), waits: waits.clone() };
    let shown = item.assume_sni_available(true).spawn().await;
    shown.inspect_err(|error| tracing::info!(%error, "No tray icon can be shown in this session")).ok()
}

async fn follow(handle: &Handle<Item>, tray: &mut watch::Receiver<Arc<Tray>>) {
    while tray.changed().await.is_ok() {
        let newest = tray.borrow_and_update().clone();
        handle.update(|item| item.tray = newest).await;
    }
}

struct Item {
    tray: Arc<Tray>,
    act: Do,
    /// Whether it waits for a desktop that shows it.
    waits: Arc<AtomicBool>,
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        ID.to_owned()
    }

    fn title(&self) -> String {
        self.tray.title.clone()
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip { title: escaped(&self.tray.title), ..ToolTip::default() }
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        let images = images(self.tray.icon).expect("the icons are tested to be pictures");
        images.iter().map(|image| argb(image.width(), image.height(), image.rgba())).collect()
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        (self.act)(Act::Open);
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        self.tray.rows.iter().map(row).collect()
    }

    fn watcher_online(&self) {
        self.waits.store(false, Ordering::Relaxed);
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        self.waits.store(true, Ordering::Relaxed);
        tracing::info!(?reason, "No desktop shows tray icons at the moment");
        true
    }
}

fn row(row: &TrayRow) -> MenuItem<Item> {
    match row {
        TrayRow::Separator => MenuItem::Separator,
        TrayRow::Label(text) => {
            StandardItem { label: label(text), enabled: false, ..StandardItem::default() }.into()
        }
        TrayRow::Item { act, text, checked } => {
            let (act, label) = (*act, label(text));
            let activate = Box::new(move |item: &mut Item| (item.act)(act));
            match *checked {
                Some(checked) => {
                    CheckmarkItem { label, checked, activate, ..CheckmarkItem::default() }.into()
                }
                None => StandardItem { label, activate, ..StandardItem::default() }.into(),
            }
        }
    }
}

/// One underscore would mark a key to press.
fn label(text: &str) -> String {
    text.replace('_', "__")
}

/// Tooltips may hold markup, and names of PCs may look like it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The bus wants alpha first.
fn argb(width: u32, height: u32, rgba: &[u8]) -> Icon {
    let (pixels, _) = rgba.as_chunks::<4>();
    let side = |pixels: u32| i32::try_from(pixels).expect("icons are small");
    Icon {
        width: side(width),
        height: side(height),
        data: pixels.iter().flat_map(|&[r, g, b, a]| [a, r, g, b]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use ksni::Tray as _;
    use patchround_office::app::TrayIcon;

    use super::*;

    type Acts = Arc<Mutex<Vec<Act>>>;

    fn item() -> (Item, Acts) {
        let acts = Acts::default();
        let seen = acts.clone();
        let rows = vec![
            TrayRow::Label("Front_desk needs you".to_owned()),
            TrayRow::Separator,
            TrayRow::Item { act: Act::OpenPlan, text: "Update all…".to_owned(), checked: None },
            TrayRow::Item { act: Act::Quiet, text: "Quiet until tomorrow".to_owned(), checked: Some(true) },
        ];
        let tray = Arc::new(Tray { icon: TrayIcon::Needs, title: "A < B".to_owned(), rows });
        let act = Arc::new(move |act| seen.lock().unwrap().push(act));
        (Item { tray, act, waits: Arc::default() }, acts)
    }

    #[test]
    fn every_row_is_drawn_as_what_it_is() {
        let (item, _) = item();
        let rows = item.menu();
        let [
            MenuItem::Standard(state),
            MenuItem::Separator,
            MenuItem::Standard(plan),
            MenuItem::Checkmark(quiet),
        ] = &rows[..]
        else {
            panic!("other rows than there are")
        };
        assert_eq!((state.label.as_str(), state.enabled), ("Front__desk needs you", false));
        assert_eq!((plan.label.as_str(), plan.enabled), ("Update all…", true));
        assert_eq!((quiet.label.as_str(), quiet.checked), ("Quiet until tomorrow", true));
    }

    #[test]
    fn what_is_chosen_is_done_and_a_click_opens_the_window() {
        let (mut item, acts) = item();
        for row in item.menu() {
            match row {
                MenuItem::Standard(row) if row.enabled => (row.activate)(&mut item),
                MenuItem::Checkmark(row) => (row.activate)(&mut item),
                _ => {}
            }
        }
        item.activate(0, 0);
        assert_eq!(*acts.lock().unwrap(), [Act::OpenPlan, Act::Quiet, Act::Open]);
    }

    #[test]
    fn a_name_that_looks_like_markup_is_shown_as_it_is() {
        let (item, _) = item();
        assert_eq!((item.title().as_str(), item.tool_tip().title.as_str()), ("A < B", "A &lt; B"));
    }

    #[test]
    fn alpha_goes_first() {
        assert_eq!(argb(1, 1, &[1, 2, 3, 4]).data, [4, 1, 2, 3]);
    }
}
