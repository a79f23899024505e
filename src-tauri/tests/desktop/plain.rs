//! Texts as a person reads them.

/// Without the marks that keep numbers and names apart from the direction of the words around them: on paper there is
/// nothing to see of them.
pub(crate) fn plain(text: &str) -> String {
    text.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
}
