//! One HTML file: its style and its charts are in it, nothing else is fetched, and nothing in it runs.

mod markup;
mod svg;

use crate::document::{Answers, Bars, Block, Direction, Document, Emphasis, Fact, Side, Strip, Table};
use crate::drawing;
use crate::layout::heading_level;
use crate::look::MARGIN;
use crate::text::Typesetter;
use markup::Markup;

const STYLE: &str = include_str!("html/style.css");

/// Nothing may be loaded, sent or run, whatever comes into the file.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The document as one self-contained HTML file.
#[must_use]
pub fn html(document: &Document) -> String {
    let setter = Typesetter::new(&document.language, document.direction, false);
    let mut writer = Writer { markup: Markup::default(), setter, document, level: 1 };
    writer.write();
    writer.markup.finish()
}

struct Writer<'a> {
    markup: Markup,
    setter: Typesetter,
    document: &'a Document,
    level: u16,
}

impl Writer<'_> {
    fn write(&mut self) {
        let document = self.document;
        let direction = if document.direction == Direction::RightToLeft { "rtl" } else { "ltr" };
        self.markup.raw("<!doctype html>\n");
        self.markup.open("html", &[("lang", document.language_tag()), ("dir", direction)]);
        self.write_head();
        self.markup.open("body", &[]);
        self.markup.open("header", &[]);
        self.markup.open("p", &[("class", "office")]).element("bdi", &[], &document.office).close("p");
        self.markup.element("p", &[("class", "subject")], &document.subject).close("header");
        self.markup.open("main", &[]).element("h1", &[], &document.title);
        for (index, part) in document.parts.iter().enumerate() {
            self.level = 1;
            self.markup.open("section", &[("class", if index == 0 { "part" } else { "part new-page" })]);
            self.write_blocks(&part.blocks);
            self.markup.close("section");
        }
        self.markup.close("main").open("footer", &[]);
        self.markup.element("p", &[], &document.made.line);
        if !document.footer.is_empty() {
            self.markup.element("p", &[], &document.footer);
        }
        self.markup.close("footer").close("body").close("html").raw("\n");
    }

    fn write_head(&mut self) {
        let document = self.document;
        self.markup.open("head", &[]).raw("<meta charset=\"utf-8\"/>");
        self.markup.empty("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
        self.markup
            .empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
        self.markup.empty("meta", &[("name", "color-scheme"), ("content", "light dark")]);
        self.markup.empty("meta", &[("name", "author"), ("content", &document.office)]);
        self.markup.empty("meta", &[("name", "description"), ("content", &document.subject)]);
        self.markup.element("title", &[], &document.title);
        let page = format!("@page {{ size: {}; margin: 15mm; }}\n", document.paper.name());
        self.markup.raw("<style>\n").raw(&page).raw(STYLE).raw("</style>").close("head");
    }

    fn write_blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { level, text } => {
                    self.level = heading_level(*level, self.level);
                    self.markup.element(if self.level == 2 { "h2" } else { "h3" }, &[], text);
                }
                Block::Paragraph { emphasis, text } => self.write_paragraph(*emphasis, text),
                Block::Strip(strip) => self.write_strip(strip),
                Block::Bars(bars) => self.write_bars(bars),
                Block::Facts(facts) => self.write_facts(facts),
                Block::Answers(questions) => self.write_answers(questions),
                Block::Columns { first, second } => self.write_columns(first, second),
                Block::Table(table) => self.write_table(table),
                Block::PageBreak => {
                    self.markup.open("div", &[("class", "new-page")]).close("div");
                }
            }
        }
    }

    fn write_paragraph(&mut self, emphasis: Emphasis, text: &str) {
        match emphasis {
            Emphasis::Plain => self.markup.element("p", &[], text),
            Emphasis::Strong => self.markup.open("p", &[]).element("strong", &[], text).close("p"),
            Emphasis::Quiet => self.markup.element("p", &[("class", "note")], text),
        };
    }

    fn write_strip(&mut self, strip: &Strip) {
        let width = self.width();
        let rows = drawing::strip(&mut self.setter, strip, width);
        self.write_figure(&strip.title, &strip.spoken(), rows);
    }

    fn write_bars(&mut self, bars: &Bars) {
        let width = self.width();
        let rows = drawing::bars(&mut self.setter, bars, width);
        self.write_figure(&bars.title, &bars.spoken(), rows);
    }

    fn write_figure(&mut self, title: &str, alt: &str, rows: Vec<drawing::Row>) {
        self.markup.open("figure", &[]);
        if !title.is_empty() {
            self.markup.element("figcaption", &[], title);
        }
        let (width, direction) = (self.width(), self.document.direction);
        svg::write(&mut self.markup, alt, rows, width, direction);
        self.markup.close("figure");
    }

    fn write_facts(&mut self, facts: &[Fact]) {
        self.markup.open("ul", &[("class", "facts"), ("role", "list")]);
        for fact in facts {
            self.markup.open("li", &[]).element("b", &[], &fact.number).raw(" ");
            self.markup.element("span", &[], &fact.text).close("li");
        }
        self.markup.close("ul");
    }

    fn write_answers(&mut self, questions: &[Answers]) {
        self.markup.open("ul", &[("class", "answers"), ("role", "list")]);
        for question in questions {
            self.markup.open("li", &[]).element("span", &[], &question.text);
            for answer in &question.answers {
                self.markup.raw(" ").open("span", &[("class", "answer")]);
                self.markup.element("span", &[("class", "tick")], "").raw(" ").text(answer).close("span");
            }
            self.markup.close("li");
        }
        self.markup.close("ul");
    }

    fn write_columns(&mut self, first: &[Block], second: &[Block]) {
        self.markup.open("div", &[("class", "columns")]);
        let level = self.level;
        for blocks in [first, second] {
            self.level = level;
            self.markup.open("div", &[]);
            self.write_blocks(blocks);
            self.markup.close("div");
        }
        self.markup.close("div");
        self.level = level;
    }

    fn write_table(&mut self, table: &Table) {
        if table.columns.is_empty() {
            return;
        }
        self.markup.open("table", &[]).open("thead", &[]).open("tr", &[]);
        for column in &table.columns {
            self.write_cell("th", &[("scope", "col"), ("class", side(column.side))], &column.title);
        }
        self.markup.close("tr").close("thead").open("tbody", &[]);
        for row in 0..table.rows.len() {
            self.markup.open("tr", &[]);
            for (index, column) in table.columns.iter().enumerate() {
                let text = table.cell(row, index);
                if table.row_headers && index == 0 {
                    self.write_cell("th", &[("scope", "row"), ("class", side(column.side))], &text);
                } else {
                    self.write_cell("td", &[("class", side(column.side))], &text);
                }
            }
            self.markup.close("tr");
        }
        self.markup.close("tbody").close("table");
    }

    /// A name runs its own way and stands where its column does.
    fn write_cell(&mut self, tag: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.markup.open(tag, attributes).element("bdi", &[], text).close(tag);
    }

    /// As wide as on paper: a chart grows with the window, not with what is in it.
    fn width(&self) -> f32 {
        self.document.paper.size().0 - 2.0 * MARGIN
    }
}

fn side(side: Side) -> &'static str {
    match side {
        Side::Start => "start",
        Side::End => "end",
    }
}
