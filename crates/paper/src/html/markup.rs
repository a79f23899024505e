//! Tags and text, each text escaped.

use crate::text::clean;

#[derive(Default)]
pub(super) struct Markup {
    text: String,
}

impl Markup {
    /// Only for what is written in this crate.
    pub(super) fn raw(&mut self, markup: &str) -> &mut Self {
        self.text.push_str(markup);
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.text.push_str(&escaped(text));
        self
    }

    pub(super) fn open(&mut self, tag: &'static str, attributes: &[(&str, &str)]) -> &mut Self {
        self.tag(tag, attributes, ">")
    }

    pub(super) fn close(&mut self, tag: &'static str) -> &mut Self {
        self.raw("</").raw(tag).raw(">");
        if is_block(tag) { self.raw("\n") } else { self }
    }

    pub(super) fn element(
        &mut self,
        tag: &'static str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> &mut Self {
        self.open(tag, attributes).text(text).close(tag)
    }

    /// An element without content, closed as XML wants it too.
    pub(super) fn empty(&mut self, tag: &'static str, attributes: &[(&str, &str)]) -> &mut Self {
        self.tag(tag, attributes, "/>")
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    fn tag(&mut self, tag: &'static str, attributes: &[(&str, &str)], end: &str) -> &mut Self {
        self.raw("<").raw(tag);
        for (name, value) in attributes {
            self.raw(" ").raw(name).raw("=\"").text(value).raw("\"");
        }
        self.raw(end)
    }
}

fn is_block(tag: &str) -> bool {
    !matches!(tag, "b" | "bdi" | "span" | "strong" | "td" | "th")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
