//! The value that is drawn. Every string in it is ready to be read; none is looked at for its meaning.

use jiff::civil::Date;

/// A whole document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// A BCP 47 tag, such as `de` or `pt-BR`; what is none is not named in the files.
    pub language: String,
    /// Which way the language runs.
    pub direction: Direction,
    /// What it is printed on.
    pub paper: Paper,
    /// The conclusion, as one or two sentences: the first heading, and the name of the file's content.
    pub title: String,
    /// Whose document it is; also its author.
    pub office: String,
    /// What it is about and for which time, such as "Updates report, May 2026".
    pub subject: String,
    /// By which the file is found and known again: never printed, and readable in the file without a reader of PDFs.
    pub keywords: Vec<String>,
    /// When it was made.
    pub made: Made,
    /// Stands at the foot of every page; may be empty.
    pub footer: String,
    /// Each begins on a page of its own.
    pub parts: Vec<Part>,
}

/// When a document was made: never from the clock, so that the same value gives the same bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The date in the file.
    pub date: Date,
    /// The sentence at the foot of every page.
    pub line: String,
}

/// Which way a language runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

/// What a document is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 210 by 297 mm.
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

/// A part of a document, which begins on a new page.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Whether it ought to be one page.
    pub fit: Fit,
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// How a part is fitted to its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// As many pages as it takes.
    Flow,
    /// One page: letters become up to a seventh smaller for it. A longer part still goes on on the next page.
    OnePage,
}

/// One thing in a part.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading below the title.
    Heading {
        /// A level that has no parent is raised to the next that has one.
        level: Level,
        /// What it says.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// How loud it is.
        emphasis: Emphasis,
        /// What it says.
        text: String,
    },
    /// A row of shapes, one for each thing that is counted.
    Strip(Strip),
    /// A chart of bars.
    Bars(Bars),
    /// Numbers with what they count, one below the other.
    Facts(Vec<Fact>),
    /// Two columns side by side; in a language from right to left the first stands right.
    Columns {
        /// Read first.
        first: Vec<Block>,
        /// Read second.
        second: Vec<Block>,
    },
    /// Questions with boxes to tick on paper.
    Answers(Vec<Answers>),
    /// Rows and columns.
    Table(Table),
    /// What follows begins on a new page.
    PageBreak,
}

/// The level of a heading; the title is above both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The heading of a section.
    Section,
    /// A heading within one.
    Subsection,
}

/// How loud a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emphasis {
    /// As most of the text.
    Plain,
    /// Bold.
    Strong,
    /// Smaller and greyer: a note.
    Quiet,
}

/// A row of shapes with a word for each kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// A sentence or a short name, above the shapes; may be empty.
    pub title: String,
    /// The whole content as a sentence, for who cannot see it; without one, every word of it is read out.
    pub alt: String,
    /// In the order in which they stand.
    pub groups: Vec<Group>,
}

/// Shapes of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What they look like.
    pub shape: Shape,
    /// How many there are.
    pub count: u32,
    /// The word and the number, such as "up to date (11)".
    pub words: String,
}

/// A shape that is told from the others without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A filled circle: good.
    Circle,
    /// A filled triangle: late.
    Triangle,
    /// A hollow diamond: waiting.
    Diamond,
    /// A hollow circle with a slash: off, or not known.
    Slashed,
}

/// A chart of horizontal bars that begin at 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// The conclusion as a sentence.
    pub title: String,
    /// The whole content as a sentence, with every number, for who cannot see it; without one, every word is read out.
    pub alt: String,
    /// What a bar of full length stands for; at least the greatest value is taken.
    pub max: u64,
    /// From top to bottom.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is for.
    pub label: String,
    /// Nothing where there is no data: hatched, never 0.
    pub value: Option<u64>,
    /// Stands beside it: the number, or that there is no data.
    pub printed: String,
}

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Written out; may be empty.
    pub number: String,
    /// What it counts.
    pub text: String,
}

/// A question with boxes to tick.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// The question.
    pub text: String,
    /// One box stands before each.
    pub answers: Vec<String>,
}

/// Rows and columns. The header comes again on each page, and a row is never split unless it is longer than a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// From first to last, as they are read.
    pub columns: Vec<Column>,
    /// Whether the first cell of each row names the row.
    pub row_headers: bool,
    /// Missing cells are empty; cells beyond the last column go into it.
    pub rows: Vec<Vec<String>>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What stands at its head.
    pub title: String,
    /// Its width in relation to the others; 0 counts as 1.
    pub weight: u16,
    /// Where its cells stand.
    pub side: Side,
}

/// A side of a column, in the direction of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Where reading begins.
    Start,
    /// Where reading ends: for numbers.
    End,
}

impl Direction {
    pub(crate) fn is_rtl(self) -> bool {
        self == Self::RightToLeft
    }
}

impl Document {
    /// The language as files name it; undetermined where it is no tag.
    pub(crate) fn language_tag(&self) -> &str {
        let is_tag =
            |tag: &str| !tag.is_empty() && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if is_tag(&self.language) { &self.language } else { "und" }
    }
}

impl Table {
    /// The cell at a place, with whatever the row has beyond its last column.
    pub(crate) fn cell(&self, row: usize, column: usize) -> String {
        let cells = self.rows.get(row).map_or(&[][..], Vec::as_slice);
        if column + 1 == self.columns.len() && cells.len() > self.columns.len() {
            return cells[column..].join(" ");
        }
        cells.get(column).cloned().unwrap_or_default()
    }
}

impl Strip {
    /// What is read out: the sentence, or else every word.
    pub(crate) fn spoken(&self) -> String {
        spoken(&self.alt, self.groups.iter().map(|group| group.words.as_str()))
    }
}

impl Bars {
    /// What is read out: the sentence, or else every word.
    pub(crate) fn spoken(&self) -> String {
        spoken(&self.alt, self.bars.iter().flat_map(|bar| [bar.label.as_str(), bar.printed.as_str()]))
    }
}

fn spoken<'a>(alt: &str, words: impl Iterator<Item = &'a str>) -> String {
    if alt.trim().is_empty() { words.collect::<Vec<_>>().join(" ").trim().to_owned() } else { alt.to_owned() }
}
