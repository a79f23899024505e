//! WebKitGTK draws through OpenGL. Where OpenGL is only imitated by the processor, the window would show 7 to 15
//! pictures a second; drawn without it, nearly 60 (ux.md 10, Q15).

use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    path::Path,
};

const WITHOUT_OPENGL: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";
/// What a person may have set to choose for themselves.
const CHOICES: [&str; 2] = [WITHOUT_OPENGL, "WEBKIT_DISABLE_DMABUF_RENDERER"];
/// Graphics cards that are made up: by a virtual machine, by a remote console, or for tests.
const MADE_UP: [&str; 11] = [
    "ast",
    "bochs-drm",
    "cirrus",
    "hyperv_drm",
    "mgag200",
    "qxl",
    "simple-framebuffer",
    "vboxvideo",
    "vgem",
    "virtio_gpu",
    "vkms",
];

/// Has the web view draw without OpenGL where that is imitated. To be called before the first window, and before
/// there is a second thread.
pub(crate) fn prepare() {
    if CHOICES.iter().any(|name| env::var_os(name).is_some()) || !Seen::now().is_imitated() {
        return;
    }
    // SAFETY: `main` calls this first, so no other thread reads the environment.
    unsafe { env::set_var(WITHOUT_OPENGL, "1") };
}

/// What can be seen of how this session draws.
#[derive(Debug, Default)]
struct Seen {
    /// Drivers of the graphics cards that this person may draw with.
    cards: Vec<String>,
    /// Mesa is told to imitate.
    is_asked_to_imitate: bool,
    /// The screen is on another computer.
    is_elsewhere: bool,
}

impl Seen {
    fn now() -> Self {
        Self {
            cards: cards(Path::new("/dev/dri"), Path::new("/sys/class/drm")),
            is_asked_to_imitate: env::var_os("LIBGL_ALWAYS_SOFTWARE").is_some_and(|value| is_yes(&value)),
            is_elsewhere: is_elsewhere(&env::var("DISPLAY").unwrap_or_default())
                || env::var_os("XRDP_SESSION").is_some(),
        }
    }

    fn is_imitated(&self) -> bool {
        let is_real = |card: &String| !MADE_UP.contains(&card.as_str());
        self.is_asked_to_imitate || self.is_elsewhere || !self.cards.iter().any(is_real)
    }
}

fn cards(devices: &Path, classes: &Path) -> Vec<String> {
    let found = fs::read_dir(devices).into_iter().flatten().flatten();
    let mine = found.filter(|device| {
        device.file_name().to_string_lossy().starts_with("renderD") && File::open(device.path()).is_ok()
    });
    mine.map(|device| driver(&classes.join(device.file_name()))).collect()
}

fn driver(class: &Path) -> String {
    let link = fs::read_link(class.join("device/driver")).unwrap_or_default();
    link.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// As Mesa reads it.
fn is_yes(value: &OsString) -> bool {
    ["1", "true", "y", "yes"].iter().any(|yes| value.eq_ignore_ascii_case(yes))
}

/// X11 names the computer before the colon; nothing, or a socket's path, is this one.
fn is_elsewhere(display: &str) -> bool {
    let host = display.split(':').next().unwrap_or_default();
    !host.is_empty() && !host.starts_with('/') && host != "unix"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(cards: &[&str]) -> Seen {
        Seen { cards: cards.iter().map(|card| (*card).to_owned()).collect(), ..Seen::default() }
    }

    #[test]
    fn a_graphics_card_is_used() {
        assert!(!with(&["i915"]).is_imitated());
        assert!(!with(&["vgem", "amdgpu"]).is_imitated());
        assert!(!with(&["nvidia"]).is_imitated());
    }

    #[test]
    fn no_card_or_a_made_up_one_means_that_the_processor_draws() {
        assert!(with(&[]).is_imitated());
        assert!(with(&["virtio_gpu"]).is_imitated());
    }

    #[test]
    fn a_card_does_not_help_a_screen_elsewhere() {
        assert!(Seen { is_elsewhere: true, ..with(&["i915"]) }.is_imitated());
        assert!(Seen { is_asked_to_imitate: true, ..with(&["i915"]) }.is_imitated());
        assert!(is_elsewhere("localhost:10.0"));
        for here in ["", ":0", "unix:0", "/private/tmp/launch/org.x:0"] {
            assert!(!is_elsewhere(here), "{here}");
        }
    }

    #[test]
    fn a_cards_driver_is_read_from_the_system() {
        let dir = tempfile::tempdir().unwrap();
        let (devices, classes) = (dir.path().join("dri"), dir.path().join("drm"));
        fs::create_dir_all(classes.join("renderD128/device")).unwrap();
        fs::create_dir_all(&devices).unwrap();
        fs::write(devices.join("renderD128"), "").unwrap();
        fs::write(devices.join("card0"), "").unwrap();
        std::os::unix::fs::symlink("../../bus/pci/drivers/i915", classes.join("renderD128/device/driver"))
            .unwrap();
        assert_eq!(cards(&devices, &classes), ["i915"]);
        assert!(cards(&dir.path().join("none"), &classes).is_empty());
    }
}
