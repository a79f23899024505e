//! Makes the pseudo-language: the English catalogue with accents, in brackets and 40 % longer.

use fluent_syntax::{
    ast::{Entry, Expression, Pattern, PatternElement},
    parser, serializer,
};

/// Text that makes a sentence longer.
const FILLING: &str = " one two three four five six seven eight nine ten";

/// The same catalogue in the pseudo-language.
pub(crate) fn pseudo(source: &str) -> String {
    let mut resource = parser::parse(source.to_owned()).expect("the catalogue is tested to parse");
    for entry in &mut resource.body {
        if let Entry::Message(message) = entry {
            let attributes = message.attributes.iter_mut().map(|attribute| &mut attribute.value);
            message.value.iter_mut().chain(attributes).for_each(sentence);
        }
    }
    serializer::serialize(&resource)
}

/// A sentence is put into brackets: where one is missing on the screen, it was clipped.
fn sentence(pattern: &mut Pattern<String>) {
    let letters = accented(pattern);
    let filling: String = FILLING.chars().cycle().take(letters * 2 / 5).collect();
    let text = |value: &str| PatternElement::TextElement { value: value.to_owned() };
    // Not "[": a line that begins with it would be read as a variant.
    pattern.elements.insert(0, text("⟦"));
    pattern.elements.push(text(&format!("{}⟧", filling.trim_end())));
}

/// Puts accents on a pattern's own letters, and counts them.
fn accented(pattern: &mut Pattern<String>) -> usize {
    let mut letters = 0;
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                letters += value.chars().count();
                *value = value.chars().map(accent).collect();
            }
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                let counts = variants.iter_mut().map(|variant| accented(&mut variant.value));
                letters += counts.max().unwrap_or_default();
            }
            PatternElement::Placeable { .. } => {}
        }
    }
    letters
}

fn accent(letter: char) -> char {
    const PLAIN: &str = "aceilnorsuyzACEILNORSUYZ";
    const ACCENTED: &str = "áçéíľñóŕšúýžÁÇÉÍĽÑÓŔŠÚÝŽ";
    PLAIN.chars().zip(ACCENTED.chars()).find(|(plain, _)| *plain == letter).map_or(letter, |(_, new)| new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pseudo_language_is_longer_in_brackets_and_keeps_its_values() {
        let text = pseudo("a = All { $count ->\n    [one] 1 PC\n   *[other] { $count } PCs\n} are here\n");
        assert!(text.contains("{ $count }") && text.contains("[one]"), "{text}");
        assert!(text.contains("Áľľ") && text.contains("áŕé héŕé"), "{text}");
    }
}
