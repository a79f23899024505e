/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A document needs a title: it is the first thing that is read out.
    #[error("The document has no title")]
    NoTitle,
    /// The lines at the foot of every page would take more than a quarter of it.
    #[error("The lines at the foot of the page take more than a quarter of the page")]
    FootTooLong,
    /// More shapes in one strip than anybody can count; the number is how many were asked for.
    #[error("{0} shapes in one strip are more than it can hold")]
    TooManyShapes(u64),
    /// More columns in one table than a page has room for; the number is how many were asked for.
    #[error("{0} columns in one table are more than a page has room for")]
    TooManyColumns(usize),
    /// The PDF was refused by its own checks, or could not be written; a mistake in this crate.
    #[error("Failed to write the PDF: {0}")]
    Pdf(String),
}
