//! What was typed and cannot be done: one sentence, and where to look.

use std::{error::Error as _, fmt, ops::RangeInclusive};

use clap::{
    CommandFactory,
    error::{ContextKind, ContextValue, ErrorKind},
};
use patchround_words::{say, say_with};

use crate::{args::Cli, out, sentence::value};

/// The sentence for what the parser did not accept of these words.
pub(crate) fn sentence(error: &clap::Error, typed: &[String]) -> String {
    let help = say_with("usage-help", &[("command", value(command(typed)))]);
    [Some(wrong(error)), nearest(error), Some(help)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn wrong(error: &clap::Error) -> String {
    let of = |kind| error.get(kind).map(text).unwrap_or_default();
    let argument = of(ContextKind::InvalidArg);
    let given = of(ContextKind::InvalidValue);
    let what = ("what", value(argument.clone()));
    match error.kind() {
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            say("usage-no-command")
        }
        ErrorKind::InvalidSubcommand => {
            say_with("usage-command", &[("what", value(of(ContextKind::InvalidSubcommand)))])
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => say_with("usage-option", &[what]),
        ErrorKind::UnknownArgument => say_with("usage-extra", &[what]),
        ErrorKind::MissingRequiredArgument if argument.contains('|') => {
            say_with("usage-missing-one", &[("what", value(argument.replace('|', ", ")))])
        }
        ErrorKind::MissingRequiredArgument => say_with("usage-missing", &[what]),
        ErrorKind::InvalidValue if given.is_empty() => say_with("usage-missing-value", &[what]),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => not_this_value(error, what, given),
        ErrorKind::TooManyValues => say_with("usage-no-value", &[what]),
        ErrorKind::ArgumentConflict => {
            let other = of(ContextKind::PriorArg);
            let twice = other == argument;
            say_with(if twice { "usage-twice" } else { "usage-conflict" }, &[what, ("other", value(other))])
        }
        _ => say("usage-other"),
    }
}

fn not_this_value(error: &clap::Error, what: (&str, patchround_words::Value<'_>), given: String) -> String {
    let given = ("value", value(given));
    match error.source().and_then(|source| source.downcast_ref::<NotWithin>()) {
        Some(NotWithin(from, to)) => {
            say_with("usage-range", &[what, given, ("from", value(*from)), ("to", value(*to))])
        }
        None => say_with("usage-value", &[what, given]),
    }
}

/// What the parser takes it for; of several it names the likeliest last.
fn nearest(error: &clap::Error) -> Option<String> {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg];
    let near = match kinds.into_iter().find_map(|kind| error.get(kind))? {
        ContextValue::Strings(all) => out::foreign(all.last()?),
        one => text(one),
    };
    Some(say_with("usage-nearest", &[("nearest", value(near))]))
}

/// The program with the command that was typed: its own help says most.
fn command(typed: &[String]) -> String {
    let known = Cli::command();
    let name = typed.iter().skip(1).find_map(|word| known.find_subcommand(word)).map(clap::Command::get_name);
    name.map_or_else(|| "patchround".to_owned(), |name| format!("patchround {name}"))
}

/// As a person would type it: without the parser's `<` and `>`.
fn text(context: &ContextValue) -> String {
    let text = match context {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(all) => all.join(", "),
        other => other.to_string(),
    };
    out::foreign(&text.replace(['<', '>'], ""))
}

/// A number that is not between these two.
#[derive(Debug, Clone, Copy)]
struct NotWithin(u32, u32);

impl fmt::Display for NotWithin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Not a number from {} to {}", self.0, self.1)
    }
}

impl std::error::Error for NotWithin {}

/// Reads a number of this range.
pub(crate) fn within(range: RangeInclusive<u32>) -> impl clap::builder::TypedValueParser<Value = u32> {
    move |text: &str| {
        let number = text.parse().ok().filter(|number| range.contains(number));
        number.ok_or(NotWithin(*range.start(), *range.end()))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn said(words: &[&str]) -> String {
        let typed: Vec<String> = [&["patchround"], words].concat().into_iter().map(str::to_owned).collect();
        sentence(&Cli::try_parse_from(&typed).unwrap_err(), &typed)
    }

    #[test]
    fn wrong_use_is_said_in_one_line_that_names_what_was_typed() {
        let cases: [(&[&str], &[&str]); 13] = [
            (&[], &["patchround pcs"]),
            (&["udpates"], &["\"udpates\"", "\"updates\""]),
            (&["pcs", "--jsn"], &["--jsn", "\"--json\""]),
            (&["code", "extra"], &["\"extra\""]),
            (&["init", "--office", "x"], &["--person NAME"]),
            (&["rename", "x"], &["missing: NAME."]),
            (&["update"], &["--all, --pc NAME, --id ID"]),
            (&["find", "--seconds", "x"], &["\"x\"", "--seconds", "from 1 to 300"]),
            (&["find", "--seconds", "900"], &["\"900\"", "--seconds", "from 1 to 300"]),
            (&["invite", "--end", "x"], &["\"x\"", "--end NUMBER"]),
            (&["update", "--all", "--pc", "a"], &["--all and --pc NAME"]),
            (&["pcs", "--json", "--json"], &["--json", "once"]),
            (&["pcs", "--json=yes"], &["behind --json"]),
        ];
        for (words, named) in cases {
            let said = said(words);
            assert!(!said.contains('\n') && !said.contains(['<', '|']), "{words:?}: {said}");
            assert!(said.ends_with(" --help"), "{words:?}: {said}");
            assert!(named.iter().all(|name| said.contains(name)), "{words:?}: {said}");
        }
    }

    #[test]
    fn wrong_use_of_a_command_leads_to_the_help_of_that_command() {
        assert!(said(&["update"]).ends_with("patchround update --help"));
        assert!(said(&["--state-dir", "x", "find", "--seconds"]).ends_with("patchround find --help"));
        assert!(said(&["dance"]).ends_with("with: patchround --help"));
    }
}
