//! The catalogues, read once for each language and surface.

use std::{borrow::Cow, sync::OnceLock};

use fluent_bundle::{FluentResource, concurrent::FluentBundle};

use crate::{Language, Surface, pseudo::pseudo};

/// One language's files: what programs say, then what only a window's page says.
struct Files {
    programs: [&'static str; 5],
    page: [&'static str; 3],
}

macro_rules! files {
    ($language:literal) => {
        Files {
            programs: [
                include_str!(concat!("../", $language, "/causes.ftl")),
                include_str!(concat!("../", $language, "/helper.ftl")),
                include_str!(concat!("../", $language, "/office.ftl")),
                include_str!(concat!("../", $language, "/app.ftl")),
                include_str!(concat!("../", $language, "/people.ftl")),
            ],
            page: [
                include_str!(concat!("../", $language, "/window.ftl")),
                include_str!(concat!("../", $language, "/flows.ftl")),
                include_str!(concat!("../", $language, "/person.ftl")),
            ],
        }
    };
}

const ENGLISH: Files = files!("en");
const GERMAN: Files = files!("de");
const ARABIC: Files = files!("ar");

/// One language's sentences, for one surface.
pub(crate) type Catalogue = FluentBundle<FluentResource>;

/// What the page of a window reads: the Fluent text of all its own words, English for what a language lacks.
pub fn source(language: Language) -> String {
    let page = files(language).page.into_iter();
    let own = page.map(|text| in_language(language, text)).collect::<Vec<_>>().join("\n");
    // The first of two messages with one id holds (`FluentBundle.addResource`).
    if language == Language::English { own } else { format!("{own}\n{}", ENGLISH.page.join("\n")) }
}

pub(crate) fn of(language: Language, surface: Surface) -> &'static Catalogue {
    static CATALOGUES: [[OnceLock<Catalogue>; 2]; 4] = [const { [const { OnceLock::new() }; 2] }; 4];
    CATALOGUES[language as usize][surface as usize].get_or_init(|| read(language, surface))
}

fn read(language: Language, surface: Surface) -> Catalogue {
    let mut bundle = FluentBundle::new_concurrent(vec![language.tag().parse().expect("a language tag")]);
    bundle.set_use_isolating(surface == Surface::Window);
    let files = files(language);
    for text in files.programs.into_iter().chain(files.page) {
        let resource = FluentResource::try_new(in_language(language, text).into_owned())
            .expect("the catalogue is tested to parse");
        bundle.add_resource(resource).expect("the catalogue is tested to hold each id once");
    }
    bundle
}

fn files(language: Language) -> &'static Files {
    match language {
        Language::English | Language::Pseudo => &ENGLISH,
        Language::German => &GERMAN,
        Language::Arabic => &ARABIC,
    }
}

fn in_language(language: Language, text: &'static str) -> Cow<'static, str> {
    if language == Language::Pseudo { pseudo(text).into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_can_be_read_for_every_surface() {
        for language in Language::ALL {
            for surface in [Surface::Shell, Surface::Window] {
                assert!(of(language, surface).has_message("status-updates") || language == Language::Arabic);
            }
            assert!(FluentResource::try_new(source(language)).is_ok(), "{language:?}");
        }
    }
}
