//! What was typed and cannot be done: one sentence, and where to look.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use patchround_words::{say, say_with};

use crate::{out, sentence::value};

/// The sentence for what the parser did not accept.
pub(crate) fn sentence(error: &clap::Error) -> String {
    let of = |kind| error.get(kind).map(text);
    let argument = of(ContextKind::InvalidArg).unwrap_or_default();
    let what = ("what", value(argument.clone()));
    let wrong = match error.kind() {
        ErrorKind::InvalidSubcommand => say_with(
            "usage-command",
            &[("what", value(of(ContextKind::InvalidSubcommand).unwrap_or_default()))],
        ),
        ErrorKind::UnknownArgument => say_with("usage-option", &[what]),
        ErrorKind::MissingRequiredArgument => say_with("usage-missing", &[what]),
        ErrorKind::InvalidValue if of(ContextKind::InvalidValue).is_none_or(|given| given.is_empty()) => {
            say_with("usage-missing-value", &[what])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let given = of(ContextKind::InvalidValue).unwrap_or_default();
            say_with("usage-value", &[what, ("value", value(given))])
        }
        ErrorKind::ArgumentConflict => {
            let other = of(ContextKind::PriorArg).unwrap_or_default();
            say_with("usage-conflict", &[what, ("other", value(other))])
        }
        _ => say("usage-other"),
    };
    let nearest = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg];
    let nearest = nearest.into_iter().find_map(|kind| error.get(kind).map(best));
    let nearest = nearest.map(|nearest| say_with("usage-nearest", &[("nearest", value(nearest))]));
    [Some(wrong), nearest, Some(say("usage-help"))].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Of several the parser names the likeliest last.
fn best(context: &ContextValue) -> String {
    match context {
        ContextValue::Strings(all) => out::foreign(all.last().map_or("", String::as_str)),
        one => text(one),
    }
}

fn text(context: &ContextValue) -> String {
    match context {
        ContextValue::String(text) => out::foreign(text),
        ContextValue::Strings(all) => out::foreign(&all.join(", ")),
        other => out::foreign(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::Cli;

    fn said(words: &[&str]) -> String {
        sentence(&Cli::try_parse_from([&["patchround"], words].concat()).unwrap_err())
    }

    #[test]
    fn wrong_use_is_said_in_one_line_that_names_what_was_typed() {
        let cases: [(&[&str], &[&str]); 7] = [
            (&["udpates"], &["\"udpates\"", "\"updates\""]),
            (&["pcs", "--jsn"], &["--jsn", "--json"]),
            (&["init", "--office", "x"], &["--person"]),
            (&["find", "--seconds", "x"], &["\"x\"", "--seconds"]),
            (&["find", "--seconds", "900"], &["\"900\"", "--seconds"]),
            (&["update", "--all", "--pc", "a"], &["--all", "--pc"]),
            (&["find", "--seconds"], &["--seconds"]),
        ];
        for (words, named) in cases {
            let said = said(words);
            assert!(!said.contains('\n') && said.ends_with("patchround --help"), "{words:?}: {said}");
            assert!(named.iter().all(|name| said.contains(name)), "{words:?}: {said}");
        }
    }
}
