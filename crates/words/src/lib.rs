//! Every word a person reads, from one Fluent catalogue (`en/*.ftl`, and the same ids in other languages).
//!
//! Runs as: whoever links it.
//! Must not: decide anything. It is handed ids and values and gives back sentences.

mod catalogue;
mod language;
mod pseudo;

use catalogue::Catalogue;
pub use catalogue::source;
use fluent_bundle::FluentArgs;
pub use fluent_bundle::FluentValue as Value;
pub use language::{Direction, Language, Surface, language, speak};

/// The sentence with this id.
///
/// An id that is not in the catalogue comes back as itself, in brackets: seen, never silent.
pub fn say(id: &str) -> String {
    say_with(id, &[])
}

/// The sentence with this id and these values, in the language and for the surface this thread speaks
/// ([`speak`]). What another language lacks is said in English.
pub fn say_with(id: &str, values: &[(&str, Value<'_>)]) -> String {
    let args: FluentArgs<'_> = values.iter().cloned().collect();
    let (language, surface) = language::spoken();
    let mut found = [language, Language::English].into_iter();
    let said =
        found.find_map(|language| lookup(catalogue::of(language, surface), (surface, SYSTEM), id, &args));
    said.unwrap_or_else(|| format!("[{id}]"))
}

/// Whether the catalogue has this id.
pub fn knows(id: &str) -> bool {
    catalogue::of(Language::English, Surface::Shell).has_message(id)
}

/// The attribute of other words for the system that this program runs on; Linux has none.
const SYSTEM: Option<&str> = if cfg!(windows) {
    Some("windows")
} else if cfg!(target_os = "macos") {
    Some("macos")
} else {
    None
};

/// A sentence may have other words for a window, in its attribute `window`: there are no commands to type there; and in one
/// for a system, whose commands are its own.
fn lookup(
    catalogue: &Catalogue,
    (surface, system): (Surface, Option<&str>),
    id: &str,
    args: &FluentArgs<'_>,
) -> Option<String> {
    let message = catalogue.get_message(id)?;
    let window = (surface == Surface::Window).then_some("window");
    let own = [window, system].into_iter().flatten().find_map(|name| message.get_attribute(name));
    let pattern = own.map(|attribute| attribute.value()).or(message.value())?;
    Some(catalogue.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_takes_its_values() {
        let text = say_with("pcs-up-to-date", &[("done", 3.into()), ("all", 3.into())]);
        assert_eq!(text, "3 of 3 PCs are up to date.");
    }

    #[test]
    fn an_unknown_id_is_seen() {
        assert_eq!(say("no-such-sentence"), "[no-such-sentence]");
    }

    #[test]
    fn a_window_is_not_told_to_type_a_command() {
        assert!(say("next-file-gone").contains("patchround check"));
        speak(Language::English, Surface::Window);
        assert!(!say("next-file-gone").contains("patchround"), "{}", say("next-file-gone"));
    }

    #[test]
    fn a_system_is_told_its_own_commands_and_no_others() {
        let said = |system: Option<&str>, id: &str| {
            let catalogue = catalogue::of(Language::English, Surface::Shell);
            lookup(catalogue, (Surface::Shell, system), id, &FluentArgs::new()).unwrap()
        };
        let ids = source_ids();
        assert!(ids.iter().any(|id| said(None, id).contains("sudo")));
        for id in ids {
            let (linux, windows, macos) =
                (said(None, &id), said(Some("windows"), &id), said(Some("macos"), &id));
            assert!(!windows.contains("sudo") && !windows.contains("systemctl"), "{id}: {windows}");
            assert!(!macos.contains("systemctl"), "{id}: {macos}");
            assert_eq!(linux.contains("sudo"), windows.contains("administrator") && linux != windows, "{id}");
        }
    }

    /// Of what a helper says on its own PC.
    fn source_ids() -> Vec<String> {
        let lines = include_str!("../en/helper.ftl").lines();
        let ids = lines.filter_map(|line| line.split_once(" =").map(|(id, _)| id.to_owned()));
        ids.filter(|id| id.contains('-') && !id.contains(' ')).collect()
    }

    #[test]
    fn a_name_keeps_to_itself_in_a_window() {
        speak(Language::German, Surface::Window);
        let text = say_with("trouble-unreachable", &[("pc", "Front desk".into())]);
        assert!(text.contains("\u{2068}Front desk\u{2069}"), "{text}");
    }
}
