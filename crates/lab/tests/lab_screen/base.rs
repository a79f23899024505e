//! What the PCs of both tests of packages have besides the lab's usual base: one list, so that there is one base.

/// What the app's packages ask of the system, and rpm itself; and a small desktop: a screen that nobody has to look at, a
/// window manager that reads the autostart entries, a person's own bus, a notification server, the keyboard, a camera, and
/// what a screen reader reads with. Debian's PCs have none of these by themselves.
pub(crate) const SYSTEM: [&str; 11] = [
    "libgtk-3-0",
    "libwebkit2gtk-4.1-0",
    "rpm",
    "xvfb",
    "openbox",
    "python3-xdg",
    "dbus-user-session",
    "dunst",
    "xdotool",
    "scrot",
    "python3-pyatspi",
];
