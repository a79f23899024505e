//! The tray icon. What it shows is data (`patchround_office::app::Tray`, also of a PC's people); this draws it.
//!
//! Nothing depends on it: where no desktop shows tray icons, the window is opened by starting the program again.

#[cfg_attr(target_os = "linux", path = "tray/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "tray/other.rs")]
mod system;

use patchround_office::app::TrayIcon;
use tauri::{Result, image::Image};

pub(crate) use system::keep;

macro_rules! sizes {
    ($name:literal) => {
        [
            include_bytes!(concat!("../../icons/tray/", $name, "-16.png")),
            include_bytes!(concat!("../../icons/tray/", $name, "-22.png")),
            include_bytes!(concat!("../../icons/tray/", $name, "-24.png")),
            include_bytes!(concat!("../../icons/tray/", $name, "-32.png")),
            include_bytes!(concat!("../../icons/tray/", $name, "-48.png")),
        ]
    };
}

/// An icon in the sizes that trays ask for, the smallest first.
#[cfg_attr(
    all(target_os = "macos", not(test)),
    expect(dead_code, reason = "macOS colours a shape of its own")
)]
fn images(icon: TrayIcon) -> Result<Vec<Image<'static>>> {
    let sizes: [&[u8]; 5] = match icon {
        TrayIcon::Needs => sizes!("needs"),
        TrayIcon::Restart => sizes!("restart"),
        TrayIcon::Working => sizes!("working"),
        TrayIcon::Off => sizes!("off"),
        TrayIcon::Good => sizes!("good"),
    };
    sizes.into_iter().map(Image::from_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_there_in_every_size() {
        for icon in TrayIcon::ALL {
            let sizes: Vec<u32> = images(icon).unwrap().iter().map(Image::width).collect();
            assert_eq!(sizes, [16, 22, 24, 32, 48], "{icon:?}");
        }
    }
}
