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
    let said = found.find_map(|language| lookup(catalogue::of(language, surface), surface, id, &args));
    said.unwrap_or_else(|| format!("[{id}]"))
}

/// Whether the catalogue has this id.
pub fn knows(id: &str) -> bool {
    catalogue::of(Language::English, Surface::Shell).has_message(id)
}

/// A sentence may have other words for a window, in its attribute `window`: there are no commands to type there.
fn lookup(catalogue: &Catalogue, surface: Surface, id: &str, args: &FluentArgs<'_>) -> Option<String> {
    let message = catalogue.get_message(id)?;
    let for_window = message.get_attribute("window").filter(|_| surface == Surface::Window);
    let pattern = for_window.map(|attribute| attribute.value()).or(message.value())?;
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
    fn a_name_keeps_to_itself_in_a_window() {
        speak(Language::German, Surface::Window);
        let text = say_with("trouble-unreachable", &[("pc", "Front desk".into())]);
        assert!(text.contains("\u{2068}Front desk\u{2069}"), "{text}");
    }
}
