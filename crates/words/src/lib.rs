//! Every word a person reads, from one Fluent catalogue (`en/*.ftl`).
//!
//! Runs as: whoever links it.
//! Must not: decide anything. It is handed ids and values and gives back sentences.

use std::sync::OnceLock;

pub use fluent_bundle::FluentValue as Value;
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};

const ENGLISH: [&str; 3] =
    [include_str!("../en/causes.ftl"), include_str!("../en/helper.ftl"), include_str!("../en/office.ftl")];

/// The sentence with this id.
///
/// An id that is not in the catalogue comes back as itself, in brackets: seen, never silent.
pub fn say(id: &str) -> String {
    say_with(id, &[])
}

/// The sentence with this id and these values.
pub fn say_with(id: &str, values: &[(&str, Value<'_>)]) -> String {
    let args: FluentArgs<'_> = values.iter().cloned().collect();
    lookup(id, &args).unwrap_or_else(|| format!("[{id}]"))
}

/// Whether the catalogue has this id.
pub fn knows(id: &str) -> bool {
    catalogue().has_message(id)
}

fn lookup(id: &str, args: &FluentArgs<'_>) -> Option<String> {
    let pattern = catalogue().get_message(id)?.value()?;
    Some(catalogue().format_pattern(pattern, Some(args), &mut Vec::new()).into_owned())
}

fn catalogue() -> &'static FluentBundle<FluentResource> {
    static CATALOGUE: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut bundle = FluentBundle::new_concurrent(vec!["en".parse().expect("a language tag")]);
        bundle.set_use_isolating(false);
        for text in ENGLISH {
            let resource =
                FluentResource::try_new(text.to_owned()).expect("the catalogue is tested to parse");
            bundle.add_resource(resource).expect("the catalogue is tested to hold each id once");
        }
        bundle
    })
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
}
