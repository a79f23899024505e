//! A desktop's panel: a StatusNotifierItem host that shows nothing, and can be asked what it would show.

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use tauri::image::Image;
use zbus::{Connection, Message, OwnedObjectPath, OwnedVariant};

use crate::{
    bus::{called, connect, serve},
    plain::plain,
    wait::eventually,
};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";
const REGISTER: &str = "RegisterStatusNotifierItem";
const ICONS: [&str; 5] = ["needs", "restart", "working", "off", "good"];
const SIDE: i32 = 22;

type Properties = HashMap<String, OwnedVariant>;
type Branch = (i32, Properties, Vec<OwnedVariant>);
type Pixmap = (i32, i32, Vec<u8>);

/// The panel. When it is dropped, it is gone from the bus.
pub(crate) struct TrayHost {
    watcher: Connection,
    /// Asks the item. A connection of its own, as the watcher's answers calls.
    bus: Connection,
    newest: Arc<Mutex<Option<String>>>,
}

/// A row of the icon's menu.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    id: i32,
    pub(crate) label: String,
    pub(crate) enabled: bool,
    pub(crate) checked: Option<bool>,
}

impl TrayHost {
    pub(crate) async fn start(address: &str) -> Self {
        Self::starting(address, false).await
    }

    /// A panel that starts just when an icon looks for one: the first call comes too early, and what is told when it
    /// is there the icon does not hear yet.
    pub(crate) async fn start_too_late_by_a_moment(address: &str) -> Self {
        Self::starting(address, true).await
    }

    async fn starting(address: &str, is_early: bool) -> Self {
        let newest = Arc::<Mutex<Option<String>>>::default();
        let (known, is_early) = (newest.clone(), AtomicBool::new(is_early));
        let answer = move |call: &Message| {
            let is_first = called(call).1 == REGISTER && is_early.swap(false, Ordering::Relaxed);
            if is_first { nobody_there(call).map(Some) } else { watch(call, &known) }
        };
        let watcher = serve(address, WATCHER, answer).await;
        Self { watcher, bus: connect(address).await, newest }
    }

    /// The panel ends, as when it is started anew.
    pub(crate) async fn end(self) {
        self.watcher.close().await.unwrap();
    }

    /// Which of the five icons is drawn now.
    pub(crate) async fn icon(&self) -> Result<&'static str, String> {
        let pixmaps: Vec<Pixmap> = self.property("IconPixmap").await?;
        let (_, _, drawn) = pixmaps.into_iter().find(|(width, ..)| *width == SIDE).ok_or("no such size")?;
        let is_it = |name: &&&str| argb(name) == drawn;
        ICONS.iter().find(is_it).copied().ok_or_else(|| "an icon that is none of the five".to_owned())
    }

    /// Waits for one of the five icons.
    pub(crate) async fn shows(&self, icon: &str) {
        eventually(&format!("the tray icon \"{icon}\""), async || match self.icon().await? {
            seen if seen == icon => Ok(()),
            seen => Err(seen.to_owned()),
        })
        .await;
    }

    /// The icon's name for a screen reader, and its tooltip.
    pub(crate) async fn title(&self) -> Result<String, String> {
        self.property("Title").await.map(|title: String| plain(&title))
    }

    /// The menu, from top to bottom, without the lines between.
    pub(crate) async fn rows(&self) -> Result<Vec<Row>, String> {
        let menu: OwnedObjectPath = self.property("Menu").await?;
        let ask = (0i32, -1i32, Vec::<String>::new());
        let answer = self.call(menu.as_str(), MENU, "GetLayout", &ask).await?;
        let body = answer.body();
        let (_, (_, _, rows)): (u32, Branch) = body.deserialize().map_err(said)?;
        rows.into_iter().map(row).filter_map(Result::transpose).collect()
    }

    /// Waits for a row whose words begin so.
    pub(crate) async fn row(&self, label: &str) -> Row {
        eventually(&format!("the row \"{label}\" in the tray's menu"), async || {
            let rows = self.rows().await?;
            let found = rows.iter().find(|row| row.label.starts_with(label)).cloned();
            found.ok_or_else(|| format!("{rows:?}"))
        })
        .await
    }

    /// Chooses a row of the menu, as by a click on it. As with a real panel nobody waits for an answer: "Quit" has none.
    pub(crate) async fn choose(&self, label: &str) {
        let row = self.row(label).await;
        assert!(row.enabled, "{row:?}");
        let menu: OwnedObjectPath = self.property("Menu").await.unwrap();
        let event = (row.id, "clicked", zbus::Variant::from(""), 0u32);
        _ = self.call(menu.as_str(), MENU, "Event", &event).await;
    }

    /// A click on the icon itself.
    pub(crate) async fn click(&self) {
        self.call("/StatusNotifierItem", ITEM, "Activate", &(0i32, 0i32)).await.unwrap();
    }

    async fn property<T: TryFrom<OwnedVariant>>(&self, name: &str) -> Result<T, String>
    where
        T::Error: std::fmt::Display,
    {
        let interface = "org.freedesktop.DBus.Properties";
        let answer = self.call("/StatusNotifierItem", interface, "Get", &(ITEM, name)).await?;
        let value: OwnedVariant = answer.body().deserialize().map_err(said)?;
        value.try_into().map_err(said)
    }

    async fn call<B>(&self, path: &str, interface: &str, method: &str, body: &B) -> Result<Message, String>
    where
        B: serde::Serialize + zbus::DynamicType,
    {
        let item = self.newest.lock().unwrap().clone().ok_or("there is no icon")?;
        self.bus.call_method(Some(item), path, Some(interface), method, body).await.map_err(said)
    }
}

/// The registry of icons, which the host has taken on.
fn watch(call: &Message, newest: &Mutex<Option<String>>) -> zbus::Result<Option<Message>> {
    let (interface, member) = called(call);
    let answer = Message::method_return(&call.header());
    Ok(Some(match (interface.as_str(), member.as_str()) {
        ("StatusNotifierWatcher", REGISTER) => {
            *newest.lock().unwrap() = Some(call.body().deserialize()?);
            answer.build(&())?
        }
        ("StatusNotifierWatcher", "RegisterStatusNotifierHost") => answer.build(&())?,
        ("Properties", "Get") => answer.build(&zbus::Variant::from(true))?,
        ("Properties", "GetAll") => {
            let all = [("IsStatusNotifierHostRegistered", zbus::Variant::from(true))];
            answer.build(&HashMap::from(all))?
        }
        _ => return Ok(None),
    }))
}

/// What the bus itself answers where nobody has the name.
fn nobody_there(call: &Message) -> zbus::Result<Message> {
    Message::error(&call.header(), "org.freedesktop.DBus.Error.ServiceUnknown").build(&"There is no panel")
}

/// Nothing for a line between.
fn row(child: OwnedVariant) -> Result<Option<Row>, String> {
    let (id, properties, _): Branch = child.try_into().map_err(|error: zbus::Error| said(error))?;
    let Some(label) = properties.get("label").and_then(|label| String::try_from(label.clone()).ok()) else {
        return Ok(None);
    };
    let enabled = properties.get("enabled").is_none_or(|on| bool::try_from(on).unwrap());
    let checked = properties.get("toggle-state").map(|state| i32::try_from(state).unwrap() == 1);
    Ok(Some(Row { id, label: plain(&label).replace("__", "_"), enabled, checked }))
}

/// The pixels of an icon as they go over the bus.
fn argb(name: &str) -> Vec<u8> {
    let file = format!("{}/../icons/tray/{name}-{SIDE}.png", env!("CARGO_MANIFEST_DIR"));
    let image = Image::from_path(Path::new(&file)).unwrap();
    let (pixels, _) = image.rgba().as_chunks::<4>();
    pixels.iter().flat_map(|&[r, g, b, a]| [a, r, g, b]).collect()
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}
