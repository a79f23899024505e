//! What zypper writes with `--xmlout`: one `<stream>`, read piece by piece. Texts may hold anything.
//!
//! A document that was cut off is noticed, because its root does not close.

use std::collections::BTreeMap;

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

/// The root of every document.
const ROOT: &str = "stream";
/// Elements within each other: the deepest that zypper writes has eight.
const DEPTH: usize = 32;
/// Bytes of one element's text, at most: a patch's description has some thousands, and what it asks for another
/// hundred for each package.
const TEXT_BYTES: usize = 4 * 1024 * 1024;

/// A document that is not one, or not a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Not a whole document of zypper's")]
pub struct Broken;

/// An element that has ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
    /// Its own text, without that of the elements in it.
    pub text: String,
}

impl Element {
    /// An attribute that says something.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// Calls `each` with every element at its end, innermost first, and with the elements around it, outermost first.
///
/// # Errors
/// [`Broken`], after `each` was called with what came before.
pub fn read(text: &str, mut each: impl FnMut(&[Element], &Element)) -> Result<(), Broken> {
    let mut reader = Reader::from_str(text);
    let mut around: Vec<Element> = Vec::new();
    let mut is_whole = false;
    loop {
        match reader.read_event().map_err(|_| Broken)? {
            Event::Eof => return if is_whole { Ok(()) } else { Err(Broken) },
            // Nobody who writes plain lists has entities of his own.
            Event::DocType(_) => return Err(Broken),
            Event::Start(start) => {
                open(&mut around, &start)?;
            }
            Event::Empty(start) => {
                open(&mut around, &start)?;
                is_whole |= close(&mut around, &mut each);
            }
            Event::End(_) => is_whole |= close(&mut around, &mut each),
            Event::Text(text) => add(&mut around, &text.xml10_content()),
            Event::CData(text) => add(&mut around, &text.xml10_content()),
            Event::GeneralRef(entity) => add(&mut around, resolved(&entity).encode_utf8(&mut [0; 4])),
            _ => {}
        }
    }
}

fn open(around: &mut Vec<Element>, start: &BytesStart<'_>) -> Result<(), Broken> {
    let name = start.local_name().as_ref().to_owned();
    if around.len() >= DEPTH || (around.is_empty() && name != ROOT) {
        return Err(Broken);
    }
    let mut all = start.attributes();
    let attributes = all.with_checks(false).flatten().filter_map(|one| {
        let value = one.normalized_value(quick_xml::XmlVersion::Explicit1_0).ok()?;
        Some((one.key.as_ref().to_owned(), value.into_owned()))
    });
    around.push(Element { name, attributes: attributes.collect(), text: String::new() });
    Ok(())
}

/// Whether that was the root.
fn close(around: &mut Vec<Element>, each: &mut impl FnMut(&[Element], &Element)) -> bool {
    if let Some(element) = around.pop() {
        each(around, &element);
    }
    around.is_empty()
}

/// Of a text that is too long its end is what stays: there stands what a patch asks for.
fn add(around: &mut [Element], text: &str) {
    let Some(element) = around.last_mut() else { return };
    element.text.push_str(text);
    if element.text.len() > 2 * TEXT_BYTES {
        let end = element.text.ceil_char_boundary(element.text.len() - TEXT_BYTES);
        element.text.drain(..end);
    }
}

/// One of the five names every file knows, or a character by its number.
fn resolved(entity: &BytesRef<'_>) -> char {
    match &*entity.xml10_content() {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => entity.resolve_char_ref().ok().flatten().unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// The messages of a document, also of one that was cut off; other text is taken as it stands.
pub fn words(text: &str) -> String {
    let mut words = Vec::new();
    let read = read(text, |around, element| {
        // What a package says of itself is not what zypper says of it.
        let asks = around
            .last()
            .is_some_and(|outer| ["prompt", "fileconflict-summary"].contains(&outer.name.as_str()));
        let is_said = match element.name.as_str() {
            "message" => true,
            "text" | "description" => asks,
            _ => false,
        };
        if is_said {
            words.push(element.text.clone());
        }
    });
    match read {
        Ok(()) => words.join("\n"),
        Err(Broken) => plain(text),
    }
}

/// Lines of a document without what is around and within them, for a person to read.
pub fn plain(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut in_tag = false;
    for c in text.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if !in_tag => told.push(c),
            _ => {}
        }
    }
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        .iter()
        .fold(told, |told, (entity, c)| told.replace(entity, c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PATCHES: &str = include_str!("../../testdata/debian-12.zypper-list-patches.mixed");

    fn elements(text: &str) -> Result<usize, Broken> {
        let mut count = 0;
        read(text, |_, _| count += 1).map(|()| count)
    }

    #[test]
    fn a_document_that_is_cut_anywhere_before_its_root_closes_is_broken() {
        assert!(elements(PATCHES).unwrap() > 20);
        let whole = PATCHES.trim_end().len();
        for at in (0..whole).filter(|at| PATCHES.is_char_boundary(*at)) {
            assert_eq!(elements(&PATCHES[..at]), Err(Broken), "cut at {at}");
        }
    }

    #[test]
    fn what_is_no_stream_or_brings_entities_of_its_own_is_broken() {
        for text in ["", "no xml", "<other></other>", "<stream>&a</stream><x/>", "</stream>"] {
            assert_eq!(elements(text), Err(Broken), "{text}");
        }
        assert_eq!(elements("<!DOCTYPE x [<!ENTITY a \"b\">]><stream>&a;</stream>"), Err(Broken));
    }

    #[test]
    fn texts_and_attributes_are_told_as_they_were_meant() {
        let mut told = Vec::new();
        let text = "<stream><a b='&lt;&quot;'>x &amp;&#x41;<c>inner</c> y<![CDATA[<z>]]></a></stream>";
        read(text, |around, element| told.push((around.len(), element.clone()))).unwrap();
        let (depth, a) = &told[1];
        assert_eq!((*depth, a.get("b"), a.text.as_str()), (1, Some("<\""), "x &A y<z>"));
    }

    #[test]
    fn of_a_text_that_is_too_long_the_end_stays() {
        let mut told = String::new();
        let long = format!("<stream><a>{}</a></stream>", "字 &amp; ".repeat(2_000_000) + "the end");
        read(&long, |_, element| told.push_str(&element.text[..element.text.len().min(9_000_000)])).unwrap();
        assert!(told.ends_with("the end") && told.len() <= 2 * TEXT_BYTES, "{}", told.len());
    }

    #[test]
    fn words_are_those_for_people_and_of_a_cut_document_what_there_is() {
        assert_eq!(words("<stream><message type=\"error\">a &apos;b&apos;</message><x/></stream>"), "a 'b'");
        assert_eq!(words("<stream>\n<message type=\"error\">No &lt;b"), "\nNo <b");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(<|>|/|stream|message|update|&|;|\"|=|'| |a|!\\[CDATA\\[|\\]\\]>|漢){0,40}") {
            elements(&text).ok();
            words(&text);
        }
    }
}
