//! A document of text, bars and tables as one HTML file and as a PDF; no words of its own.
//!
//! Runs as: the person who asks for the report.
//! Must not: know what the words say, fetch anything, run anything, or look at the clock.
//!
//! One [`Document`] becomes [one HTML file](html()) or [a tagged PDF](pdf()). Both draw their bars and shapes from the same
//! geometry. Nothing is told by colour alone, and nothing is cut: what does not fit goes on on the next page, and
//! [`Printed`] says how many pages each part took.

mod document;
mod drawing;
mod error;
mod html;
mod layout;
mod look;
mod pages;
mod pdf;
mod text;

pub use document::{
    Answers, Bar, Bars, Block, Column, Direction, Document, Emphasis, Fact, Fit, Group, Level, Made, Paper,
    Part, Shape, Side, Strip, Table,
};
pub use error::Error;
pub use html::html;
pub use pdf::{PlacedLine, Printed, PrintedPart, pdf};
