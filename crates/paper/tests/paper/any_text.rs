//! Any text in any place: nothing panics, nothing leaves the page, and nothing disappears.

use std::collections::BTreeSet;

use jiff::civil::date;
use patchround_paper::{
    Answers, Bar, Bars, Block, Column, Direction, Document, Emphasis, Error, Fact, Fit, Group, Level, Made,
    Paper, Part, Printed, Shape, Side, Strip, Table, html, pdf,
};
use proptest::prelude::*;

use super::html::{parse, seen};
use super::pages::overlap;
use super::samples::strings;

/// `text` in every place that takes one.
pub(crate) fn everywhere(text: &str, direction: Direction, paper: Paper) -> Document {
    let words = || text.to_owned();
    let paragraph = |emphasis| Block::Paragraph { emphasis, text: words() };
    let column = |weight, side| Column { title: words(), weight, side };
    let group = |shape, count| Group { shape, count, words: words() };
    let bar = |value| Bar { label: words(), value, printed: words() };
    let table = Table {
        columns: vec![column(1, Side::Start), column(0, Side::End), column(60_000, Side::Start)],
        row_headers: true,
        rows: vec![vec![words(), words(), words()], vec![], vec![words(), words(), words(), words()]],
    };
    let blocks = vec![
        Block::Heading { level: Level::Subsection, text: words() },
        paragraph(Emphasis::Strong),
        Block::Strip(Strip {
            title: words(),
            alt: words(),
            groups: vec![group(Shape::Circle, 70), group(Shape::Slashed, 0)],
        }),
        Block::Bars(Bars {
            title: words(),
            alt: words(),
            max: 0,
            bars: vec![bar(None), bar(Some(0)), bar(Some(u64::MAX))],
        }),
        Block::Columns {
            first: vec![
                Block::Facts(vec![Fact { number: words(), text: words() }]),
                paragraph(Emphasis::Quiet),
            ],
            second: vec![Block::Answers(vec![Answers { text: words(), answers: vec![words(), words()] }])],
        },
        Block::Table(table),
    ];
    Document {
        language: "en".into(),
        direction,
        paper,
        title: format!("Title {text}"),
        office: words(),
        subject: words(),
        keywords: vec![words()],
        made: Made { date: date(2026, 6, 1), line: "Made on 1 June".into() },
        footer: text.chars().take(60).collect(),
        parts: vec![Part { fit: Fit::OnePage, blocks }],
    }
}

fn print(document: &Document) -> Printed {
    pdf(document, &|page, pages| format!("{page}/{pages}")).expect("any text can be printed")
}

/// Every line is within the margins and none is on another, and every character is in the lines.
fn check(document: &Document, printed: &Printed) {
    let (width, height) = if document.paper == Paper::A4 { (595.28, 841.89) } else { (612.0, 792.0) };
    for line in &printed.lines {
        let is_inside =
            line.left > 42.0 && line.right < width - 42.0 && line.top > 42.0 && line.bottom < height - 42.0;
        assert!(is_inside, "{line:?}");
    }
    for (index, line) in printed.lines.iter().enumerate() {
        let near = printed.lines[index + 1..].iter().take_while(|other| other.page == line.page);
        assert_eq!(near.clone().find(|other| overlap(line, other)), None, "{line:?}");
    }
    let bytes = &printed.bytes;
    assert!(bytes.starts_with(b"%PDF-1.7") && bytes.len() > 1_000);
    check_metadata(bytes);
    let drawn: BTreeSet<char> = printed.lines.iter().flat_map(|line| line.text.chars()).collect();
    let plain = |c: &char| c.is_alphanumeric();
    let wanted: BTreeSet<char> =
        strings(document).iter().flat_map(|text| text.chars()).filter(plain).collect();
    assert_eq!(wanted.difference(&drawn).collect::<Vec<_>>(), Vec::<&char>::new());
}

/// What is said about the file is well-formed.
fn check_metadata(bytes: &[u8]) {
    let file = String::from_utf8_lossy(bytes);
    let begin = file.find("<x:xmpmeta").expect("it says what it is");
    let end = file.find("</x:xmpmeta>").expect("it says what it is");
    let xmp = &file[begin..end];
    assert!(!xmp.chars().any(|c| c.is_control() && c != '\n'), "{xmp:?}");
    parse(&format!("{xmp}</x:xmpmeta>"));
}

fn any_text() -> impl Strategy<Value = String> {
    let directions = "[\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200e}\u{200f}]";
    let one = prop_oneof![
        Just(String::new()),
        "[a-zäöüßA-Z]{1,80}",
        "[\u{627}-\u{64a}\u{64b}-\u{652} ]{1,40}",
        "[א-ת a-z0-9()%.:-]{1,40}",
        directions,
        "[\u{0}-\u{1f}\u{7f}-\u{9f}\u{fffe}\u{feff}\u{2028}]{1,8}",
        "[\u{1f300}-\u{1faff}\u{200d}\u{fe0f}]{1,6}",
        "(a[\u{300}-\u{304}\u{323}]{1,30}){1,3}",
        "\\PC{0,20}",
        any::<String>(),
    ];
    proptest::collection::vec(one, 0..5).prop_map(|parts| parts.join(" "))
}

fn any_direction() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::LeftToRight), Just(Direction::RightToLeft)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_printed_within_the_margins(text in any_text(), direction in any_direction()) {
        let document = everywhere(&text, direction, Paper::Letter);
        check(&document, &print(&document));
    }

    #[test]
    fn any_text_is_well_formed_in_html_and_nothing_in_it_is_lost(text in any_text(), direction in any_direction()) {
        let page = html(&everywhere(&text, direction, Paper::A4));
        let parsed = parse(&page);
        let wanted = seen(&format!("Title {text}"));
        prop_assert!(parsed.texts.iter().any(|text| seen(text) == wanted), "{wanted:?} is not in {page}");
    }
}

#[test]
fn ten_thousand_characters_in_words_go_on_over_the_pages() {
    check_long(&"word ".repeat(2_000), Direction::LeftToRight);
}

#[test]
fn ten_thousand_characters_from_right_to_left_go_on_over_the_pages() {
    check_long(&"كلمة ".repeat(2_000), Direction::RightToLeft);
}

#[test]
fn ten_thousand_characters_without_a_space_go_on_over_the_pages() {
    check_long(&"w".repeat(10_000), Direction::LeftToRight);
}

#[test]
fn a_thousand_signs_that_no_font_has_go_on_over_the_pages() {
    check_long(&"\u{10fffd}".repeat(1_000), Direction::LeftToRight);
}

fn check_long(text: &str, direction: Direction) {
    let document = everywhere(text, direction, Paper::A4);
    let printed = print(&document);
    check(&document, &printed);
    assert!(printed.parts[0].pages > 4);
}

#[test]
fn an_empty_document_is_a_page_with_its_title() {
    let mut document = everywhere("", Direction::RightToLeft, Paper::A4);
    assert_eq!(print(&document).parts[0].pages, 1);
    document.parts.clear();
    assert_eq!(print(&document).parts[0].pages, 1);
    for title in ["", " ", "\u{feff}", "\n"] {
        document.title = title.into();
        assert!(matches!(pdf(&document, &|_, _| String::new()), Err(Error::NoTitle)), "{title:?}");
    }
    for title in ["\u{200b}", "\u{202e}", "\u{300}", "\u{0}", "\u{fffe}"] {
        document.title = title.into();
        assert_eq!(print(&document).parts[0].pages, 1, "{title:?}");
    }
}

#[test]
fn a_foot_or_a_strip_without_end_is_refused() {
    let mut document = everywhere("", Direction::LeftToRight, Paper::A4);
    document.footer = "word ".repeat(2_000);
    assert!(matches!(pdf(&document, &|_, _| String::new()), Err(Error::FootTooLong)));
    document.footer.clear();
    assert!(matches!(pdf(&document, &|_, _| "word ".repeat(2_000)), Err(Error::FootTooLong)));
    let group = Group { shape: Shape::Circle, count: u32::MAX, words: String::new() };
    let strip = Strip { title: String::new(), alt: String::new(), groups: vec![group.clone(), group] };
    document.parts[0].blocks.push(Block::Strip(strip));
    assert!(matches!(pdf(&document, &|_, _| String::new()), Err(Error::TooManyShapes(8_589_934_590))));
}

#[test]
fn what_no_font_has_is_replaced_on_paper_and_named() {
    let mut document = everywhere("PC \u{e1234} \u{0378}", Direction::LeftToRight, Paper::A4);
    document.title = "A \u{10fffd}B".into();
    let printed = print(&document);
    assert!(
        printed.replaced.contains(&'\u{10fffd}') && printed.replaced.contains(&'\u{378}'),
        "{:?}",
        printed.replaced
    );
    assert!(printed.lines.iter().any(|line| line.text == "A \u{10fffd}B"));
}
