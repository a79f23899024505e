//! The few sentences that are said where there is no engine to say them.

use patchround_words::{Language, Surface, say, speak};

/// The locale that the person's session is set to.
pub(crate) fn locale() -> Option<String> {
    first_set(["LC_ALL", "LC_MESSAGES", "LANG"])
}

/// The locale that says which paper is usual here.
pub(crate) fn region() -> Option<String> {
    first_set(["LC_ALL", "LC_PAPER", "LANG"])
}

fn first_set(names: [&str; 3]) -> Option<String> {
    let set = names.into_iter().filter_map(|name| std::env::var(name).ok());
    set.into_iter().find(|locale| !locale.is_empty())
}

/// What this thread says is in the session's language, until the engine's is known.
pub(crate) fn speak_the_sessions_language() {
    let language = locale().as_deref().and_then(Language::of_tag);
    speak(language.unwrap_or(Language::English), Surface::Shell);
}

/// There is nothing to draw a window on.
pub(crate) fn no_screen() -> String {
    say("app-no-screen")
}

/// The program runs already, and gives no sign.
pub(crate) fn does_not_answer() -> String {
    say("app-does-not-answer")
}

/// The switch for starting at sign-in could not be set. Said in the window, in its language.
pub(crate) fn autostart_not_set(language: &str) -> String {
    speak(Language::of_tag(language).unwrap_or(Language::English), Surface::Window);
    say("app-autostart-not-set")
}
