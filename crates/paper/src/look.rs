//! Sizes and colours, in points. Letters and spaces grow and shrink together.

use crate::document::Paper;

/// The white edge of every page: 15 mm, more than any office printer needs.
pub(crate) const MARGIN: f32 = 42.5;

/// How much smaller a part may become to fit its page; the last leaves letters of 9 points.
pub(crate) const SCALES: [f32; 4] = [1.0, 0.95, 0.9, 0.86];

/// Letters of one size and weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Face {
    pub(crate) size: f32,
    /// From one line to the next.
    pub(crate) leading: f32,
    pub(crate) bold: bool,
}

pub(crate) const TITLE: Face = Face { size: 18.0, leading: 27.0, bold: true };
pub(crate) const SECTION: Face = Face { size: 12.5, leading: 18.0, bold: true };
pub(crate) const SUBSECTION: Face = Face { size: 11.0, leading: 16.0, bold: true };
pub(crate) const BODY: Face = Face { size: 10.5, leading: 15.5, bold: false };
pub(crate) const STRONG: Face = Face { bold: true, ..BODY };
pub(crate) const SMALL: Face = Face { size: 9.0, leading: 13.0, bold: false };
pub(crate) const SMALL_BOLD: Face = Face { bold: true, ..SMALL };

impl Face {
    pub(crate) fn scaled(self, scale: f32) -> Self {
        Self { size: self.size * scale, leading: self.leading * scale, ..self }
    }
}

/// What something is drawn in. Each is told from the others in black and white, or by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Text,
    Quiet,
    Rule,
    Good,
    Late,
    Waiting,
    Off,
    Bar,
}

impl Ink {
    /// The light colours of the page in the window (ux.md 9.3).
    pub(crate) fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::Text => (0x17, 0x20, 0x2a),
            Self::Quiet => (0x47, 0x54, 0x61),
            Self::Rule => (0x76, 0x82, 0x8e),
            Self::Good => (0x0f, 0x6e, 0x57),
            Self::Late => (0x99, 0x10, 0x1f),
            Self::Waiting => (0x7f, 0x62, 0x00),
            Self::Off => (0x5b, 0x66, 0x72),
            Self::Bar => (0x1f, 0x5f, 0xbf),
        }
    }

    /// Its class in the HTML file.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Quiet => "quiet",
            Self::Rule => "rule",
            Self::Good => "good",
            Self::Late => "late",
            Self::Waiting => "waiting",
            Self::Off => "off",
            Self::Bar => "bar",
        }
    }
}

impl Paper {
    /// Width and height in points.
    pub(crate) fn size(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.28, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }

    /// Its name in a style sheet.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "letter",
        }
    }
}
