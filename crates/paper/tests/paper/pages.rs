//! Sample documents in three languages: whether they fit, where everything stands, and what other programs read in them.

use super::any_text::everywhere;
use super::poppler::{self, Order};
use super::samples::{ARABIC, ENGLISH, GERMAN, Words, longer, owners_page, strings, with_evidence};
use patchround_paper::{Block, Direction, Document, Emphasis, Fit, Paper, Part, PlacedLine, Printed, pdf};

const MARGIN: f32 = 42.5;

/// Each language on each paper, as it is and with longer words, with three pages of evidence.
fn all() -> Vec<(String, Document, Printed)> {
    let mut all = Vec::new();
    for words in [ENGLISH, GERMAN, ARABIC] {
        for paper in [Paper::A4, Paper::Letter] {
            let document = with_evidence(&words, paper, 80);
            for (length, document) in [("", document.clone()), ("long", longer(document))] {
                let printed = print(&document, &words);
                all.push((format!("{} {paper:?} {length}", words.language), document, printed));
            }
        }
    }
    all
}

fn print(document: &Document, words: &Words) -> Printed {
    pdf(document, &words.page).expect("it can be printed")
}

fn size(paper: Paper) -> (f32, f32) {
    match paper {
        Paper::A4 => (595.28, 841.89),
        Paper::Letter => (612.0, 792.0),
    }
}

#[test]
fn the_owners_page_is_one_page_in_letters_of_full_size() {
    for (name, _, printed) in all() {
        assert_eq!((printed.parts[0].pages, printed.parts[0].scale), (1, 1.0), "{name}");
        assert!(printed.parts[1].pages >= 3, "{name}");
        assert!(!printed.is_one_page_each(), "{name}");
        assert!(printed.replaced.is_empty(), "{name}");
    }
    assert!(print(&owners_page(&ENGLISH, Paper::A4), &ENGLISH).is_one_page_each());
}

#[test]
fn no_line_stands_in_a_margin_or_on_another() {
    for (name, document, printed) in all() {
        let (width, height) = size(document.paper);
        for line in &printed.lines {
            assert!(is_inside(line, width, height), "{name}: {line:?}");
        }
        for (index, line) in printed.lines.iter().enumerate() {
            let on_it = printed.lines[index + 1..].iter().find(|other| overlap(line, other));
            assert!(on_it.is_none(), "{name}: {line:?} and {on_it:?}");
        }
    }
}

fn is_inside(line: &PlacedLine, width: f32, height: f32) -> bool {
    let slack = 0.5;
    line.left >= MARGIN - slack
        && line.right <= width - MARGIN + slack
        && line.top >= MARGIN - slack
        && line.bottom <= height - MARGIN + slack
}

pub(crate) fn overlap(a: &PlacedLine, b: &PlacedLine) -> bool {
    let slack = 0.1;
    a.page == b.page
        && a.left + slack < b.right
        && b.left + slack < a.right
        && a.top + slack < b.bottom
        && b.top + slack < a.bottom
}

#[test]
fn the_margins_of_every_page_stay_white_on_paper() {
    if !poppler::is_here() {
        return;
    }
    for (name, _, printed) in all() {
        check_margins(&name, &printed);
    }
}

#[test]
fn marks_upon_marks_and_turned_text_leave_the_margins_white_on_paper() {
    if !poppler::is_here() {
        return;
    }
    let marks = format!("Z{} y{}", "\u{300}".repeat(30), "\u{323}".repeat(30));
    for text in [marks.as_str(), "\u{202e}turned \u{2067}round", "ﷺ ﷽ \u{12031} 👨‍👩‍👧‍👦 \u{1f1e9}\u{1f1ea}", "𒈙𒈙𒈙"]
    {
        for direction in [Direction::LeftToRight, Direction::RightToLeft] {
            let document = everywhere(text, direction, Paper::A4);
            check_margins(text, &print(&document, &ENGLISH));
        }
    }
}

fn check_margins(name: &str, printed: &Printed) {
    let pictures = poppler::pictures(&printed.bytes);
    assert_eq!(pictures.len(), printed.parts.iter().map(|part| part.pages).sum::<usize>(), "{name}");
    for picture in pictures {
        assert!(picture.points.iter().any(|point| *point < 80), "{name}: a page is empty");
        let edge = MARGIN as usize - 1;
        let is_margin = |at: usize| {
            let (x, y) = (at % picture.width, at / picture.width);
            x < edge || y < edge || x + edge >= picture.width || y + edge >= picture.height
        };
        let ink = picture.points.iter().enumerate().find(|(at, point)| is_margin(*at) && **point < 250);
        let place = ink.map(|(at, _)| (at % picture.width, at / picture.width));
        assert_eq!(place, None, "{name}: ink in the margin");
    }
}

#[test]
fn every_string_can_be_read_in_order_by_pdftotext() {
    if !poppler::is_here() {
        return;
    }
    for (name, document, printed) in all().into_iter().filter(|(name, ..)| !name.starts_with("ar")) {
        let text = squeezed(&poppler::text(&printed.bytes, Order::OfTheFile));
        // The foot of the page comes once more on every page: each string is looked for behind the one before.
        let mut at = 0;
        for string in strings(&document).iter().map(|string| squeezed(string)) {
            let found = text[at..].find(&string);
            assert!(found.is_some(), "{name}: {string:?} is not in {:?}", &text[at..]);
            at += found.unwrap_or_default() + string.len();
        }
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Poppler turns text from right to left by itself, with two known faults: it turns the letters within one glyph, so that lam
/// and alef change places, and marks stand before their letters. Brackets stand with the wrong text.
#[test]
fn every_arabic_line_can_be_read_in_order_by_pdftotext() {
    if !poppler::is_here() {
        return;
    }
    for (name, _, printed) in all().into_iter().filter(|(name, ..)| name.starts_with("ar")) {
        let text = without_lam_and_alef(&letters(&poppler::text(&printed.bytes, Order::OfPoppler)));
        let mut file =
            letters(&poppler::text(&printed.bytes, Order::OfTheFile)).chars().collect::<Vec<_>>().into_iter();
        for (page, line) in printed.lines.iter().map(|line| (line.page, letters(&line.text))) {
            // Where most of a page is names and numbers, as in the evidence, poppler reads all of it from left to right.
            let is_there = page > 0 || text.contains(&without_lam_and_alef(&line));
            assert!(is_there, "{name}: {line:?} is not in {text:?}");
            // Each stretch of one script stands in its place; within it poppler has the glyphs from left to right.
            for stretch in stretches(&line) {
                let same: String = file.by_ref().take(stretch.chars().count()).collect();
                assert_eq!(
                    sorted(&same),
                    sorted(&stretch),
                    "{name}: {same:?} in place of {stretch:?} of {line:?}"
                );
            }
        }
    }
}

fn stretches(line: &str) -> Vec<String> {
    let mut stretches: Vec<String> = Vec::new();
    for c in line.chars() {
        match stretches.last_mut() {
            Some(last) if last.ends_with(|l: char| l.is_ascii() == c.is_ascii()) => last.push(c),
            _ => stretches.push(c.to_string()),
        }
    }
    stretches
}

/// Letters and digits.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() && !is_mark(*c)).collect()
}

/// With lam and every alef as one letter.
fn without_lam_and_alef(text: &str) -> String {
    text.replace(['ل', 'أ', 'إ', 'آ'], "ا")
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}')
}

fn sorted(text: &str) -> Vec<char> {
    let mut sorted: Vec<char> = text.chars().collect();
    sorted.sort_unstable();
    sorted
}

#[test]
fn every_font_is_in_the_file_as_far_as_it_is_used() {
    if !poppler::is_here() {
        return;
    }
    for (name, _, printed) in all() {
        let fonts = poppler::fonts(&printed.bytes);
        assert!(fonts.len() >= 2, "{name}: {fonts:?}");
        for font in fonts {
            assert!(
                font.contains("yes yes yes"),
                "{name}: not embedded, not subset, or without text: {font}"
            );
        }
    }
}

#[test]
fn what_is_a_heading_a_list_a_table_or_a_figure_is_tagged_as_one() {
    if !poppler::is_here() {
        return;
    }
    for (name, document, printed) in all() {
        let structure = poppler::info(&printed.bytes, &["-struct"]);
        let count = |what: &str| structure.lines().filter(|line| line.trim().starts_with(what)).count();
        assert_eq!(count("H1"), 1, "{name}");
        assert_eq!(count("H2"), 4, "{name}");
        assert_eq!(count("Figure"), 2, "{name}");
        assert_eq!(count("Table"), 1, "{name}");
        // Five columns, and a header for each of the 80 rows; a header that comes again is decoration.
        assert_eq!((count("TH:"), count("/Scope /Column"), count("/Scope /Row")), (85, 5, 80), "{name}");
        assert_eq!((count("TD"), count("LBody")), (320, 6), "{name}");
        let info = poppler::info(&printed.bytes, &[]);
        assert!(info.contains("Tagged:          yes") && info.contains(&document.title), "{name}: {info}");
        let file = String::from_utf8_lossy(&printed.bytes);
        for promise in [
            "/DisplayDocTitle true",
            "<pdfuaid:part>1</pdfuaid:part>",
            &format!("/Lang({})", document.language),
        ] {
            assert!(squeezed(&file).contains(&squeezed(promise)), "{name}: {promise}");
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for words in [ENGLISH, ARABIC] {
        let document = with_evidence(&words, Paper::A4, 40);
        assert_eq!(print(&document, &words), print(&document, &words));
        assert_eq!(patchround_paper::html(&document), patchround_paper::html(&document));
    }
}

#[test]
fn a_page_that_is_a_little_too_long_becomes_smaller_and_says_so() {
    let mut document = owners_page(&ENGLISH, Paper::A4);
    let line = Block::Paragraph { emphasis: Emphasis::Plain, text: "One more line.".into() };
    document.parts[0].blocks.extend(std::iter::repeat_n(line.clone(), 16));
    let printed = print(&document, &ENGLISH);
    assert_eq!(printed.parts[0].pages, 1);
    assert!(printed.parts[0].scale < 1.0 && printed.parts[0].scale > 0.85);
    document.parts[0].fit = Fit::Flow;
    assert_eq!(print(&document, &ENGLISH).parts[0].pages, 2);
}

#[test]
fn what_does_not_fit_goes_on_on_the_next_page_in_full_size() {
    let mut document = owners_page(&ENGLISH, Paper::Letter);
    let text = "Nothing of this is cut. ".repeat(500);
    document.parts[0].blocks.push(Block::Paragraph { emphasis: Emphasis::Plain, text: text.clone() });
    let printed = print(&document, &ENGLISH);
    assert!(printed.parts[0].pages > 2);
    assert!((printed.parts[0].scale - 1.0).abs() < f32::EPSILON);
    let is_foot = |line: &PlacedLine| line.text == ENGLISH.made || line.text.starts_with("Page ");
    let lines = printed.lines.iter().filter(|line| !is_foot(line));
    let all: String = lines.map(|line| line.text.as_str()).collect();
    assert_eq!(squeezed(&all).matches("Nothingofthisiscut.").count(), 500);
}

#[test]
fn a_table_repeats_its_header_and_keeps_its_rows_whole() {
    let printed = print(&with_evidence(&GERMAN, Paper::A4, 80), &GERMAN);
    let heads: Vec<_> =
        printed.lines.iter().filter(|line| line.text == "Programm").map(|line| line.page).collect();
    assert_eq!(heads, (1..=printed.parts[1].pages).collect::<Vec<_>>());
    let page_of = |text: &str| printed.lines.iter().find(|line| line.text == text).map(|line| line.page);
    for row in 1..=80 {
        let number =
            printed.lines.iter().position(|line| line.text.ends_with(&format!("{row:03}"))).expect("its row");
        let cells = &printed.lines[number..number + 2];
        assert_eq!(cells[0].page, cells[1].page, "row {row}");
    }
    assert!(page_of("Seite 1 von 5").is_some() && page_of("Seite 5 von 5") == Some(4));
}

#[test]
fn a_part_begins_on_a_page_of_its_own() {
    let mut document = owners_page(&ENGLISH, Paper::A4);
    document.parts.push(Part { fit: Fit::Flow, blocks: vec![Block::PageBreak, Block::PageBreak] });
    let text = Block::Paragraph { emphasis: Emphasis::Plain, text: "The third.".into() };
    document.parts.push(Part { fit: Fit::Flow, blocks: vec![text] });
    let printed = print(&document, &ENGLISH);
    assert_eq!(printed.parts.iter().map(|part| part.pages).collect::<Vec<_>>(), [1, 1, 1]);
    assert!(printed.lines.iter().any(|line| line.text == "The third." && line.page == 2));
}
