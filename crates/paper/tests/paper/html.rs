//! The HTML file: every string is in it, and none of them does anything.

use std::collections::BTreeSet;

use patchround_paper::{Bar, Bars, Block, Direction, Paper, html};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::any_text::everywhere;
use super::samples::{ARABIC, ENGLISH, GERMAN, strings, with_evidence};

/// What an HTML page holds.
#[derive(Default)]
pub(crate) struct Parsed {
    elements: BTreeSet<String>,
    attributes: BTreeSet<String>,
    pub(crate) texts: Vec<String>,
}

/// As XML, which is stricter than HTML: every element has its end.
pub(crate) fn parse(page: &str) -> Parsed {
    let mut reader = Reader::from_str(page);
    let mut parsed = Parsed::default();
    let mut open = String::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) | Event::Empty(tag) => {
                parsed.elements.insert(tag.name().as_ref().to_owned());
                for attribute in tag.attributes() {
                    let attribute = attribute.expect("an attribute");
                    parsed.attributes.insert(attribute.key.as_ref().to_owned());
                }
                open.clear();
            }
            Event::Text(text) => open.push_str(text.as_ref()),
            Event::GeneralRef(name) => open.push_str(match name.as_ref() {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                "#39" | "apos" => "'",
                other => panic!("no other sign is escaped: {other}"),
            }),
            Event::End(_) => parsed.texts.push(std::mem::take(&mut open)),
            Event::Eof => return parsed,
            _ => {}
        }
    }
}

/// Without what the HTML file replaces or leaves out.
pub(crate) fn seen(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !c.is_whitespace() && !is_replaced(*c)).collect()
}

fn is_replaced(c: char) -> bool {
    let code = u32::from(c);
    matches!(c, '\u{feff}' | '\u{fffd}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}')
        || code & 0xfffe == 0xfffe
}

#[test]
fn every_string_is_in_the_html() {
    for words in [ENGLISH, GERMAN, ARABIC] {
        let document = with_evidence(&words, Paper::A4, 3);
        let page = html(&document);
        let parsed = parse(&page);
        let all: String = parsed.texts.iter().map(|text| seen(text)).collect();
        for string in strings(&document) {
            assert!(all.contains(&seen(&string)), "{string:?}");
        }
        assert!(page.contains(&format!("<html lang=\"{}\" dir=\"", words.language)));
        assert!(
            page.contains("size: A4") && page.contains("scope=\"col\"") && page.contains("scope=\"row\"")
        );
        assert_eq!(
            (page.matches("<h1>").count(), page.matches("<svg role=\"img\" aria-label=\"").count()),
            (1, 2)
        );
    }
}

#[test]
fn hostile_strings_do_nothing_in_the_html() {
    let harmless = parse(&html(&everywhere("text", Direction::LeftToRight, Paper::A4)));
    for hostile in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'><svg onload=alert(1)>",
        "</style><script>alert(1)</script>",
        "</title></svg></table><iframe src=//example.org>",
        "<!-- ]]> <?php",
        "javascript:alert(1) &lt;b&gt; &#60;i&#62;",
        "\u{202e}<b>\u{0}</b>",
    ] {
        let mut document = everywhere(hostile, Direction::LeftToRight, Paper::A4);
        document.language = hostile.into();
        let page = html(&document);
        let parsed = parse(&page);
        assert_eq!(parsed.elements, harmless.elements, "{hostile}");
        assert_eq!(parsed.attributes, harmless.attributes, "{hostile}");
    }
    assert!(
        !harmless.elements.contains("script")
            && !harmless.attributes.iter().any(|name| name.starts_with("on"))
    );
    assert!(!harmless.attributes.contains("src") && !harmless.attributes.contains("href"));
}

#[test]
fn no_data_is_hatched_and_0_is_no_bar() {
    let mut document = with_evidence(&ENGLISH, Paper::A4, 0);
    let bars = |values: &[Option<u64>]| {
        let bar = |value: &Option<u64>| Bar { label: "May".into(), value: *value, printed: "x".into() };
        Block::Bars(Bars {
            title: "A".into(),
            alt: "A".into(),
            max: 4,
            bars: values.iter().map(bar).collect(),
        })
    };
    let mut drawn = |values: &[Option<u64>]| {
        document.parts[0].blocks = vec![bars(values)];
        let page = html(&document);
        (page.matches("class=\"bar\"").count(), page.matches("<line class=\"off line\"").count() > 20)
    };
    assert_eq!(drawn(&[Some(0)]), (0, false));
    assert_eq!(drawn(&[Some(3)]), (1, false));
    assert_eq!(drawn(&[None]), (0, true));
}
