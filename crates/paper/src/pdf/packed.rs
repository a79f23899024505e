//! A file in a smaller form: the elements of its structure go, compressed, into object streams, and the table of where
//! everything is becomes a stream (ISO 32000-1, 7.5.7 and 7.5.8). Each cell of a table is an element; as they are written
//! otherwise, they take more room than all the pages.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

/// How an element of the structure is written.
const ELEMENT: &[u8] = b"<</Type/StructElem";
/// Objects of one object stream: a reader unpacks all of one to get at one.
const TOGETHER: usize = 200;
/// Bytes of a line in a table of where objects are.
const LINE: usize = 20;

/// Where an object of the new file is.
#[derive(Clone, Copy)]
enum Place {
    Nowhere,
    At(usize),
    In { stream: usize, number: usize },
}

/// An object of the file: its number, and what stands between `obj` and `endobj`.
type Object<'a> = (usize, &'a [u8]);

/// The same document, smaller. `None` where the file is not as it is written here: then it stays as it is.
pub(super) fn packed(file: &[u8]) -> Option<Vec<u8>> {
    let table = Table::read(file)?;
    let (elements, others): (Vec<Object<'_>>, Vec<Object<'_>>) =
        table.objects(file)?.into_iter().partition(|(_, body)| body.starts_with(ELEMENT));
    let mut out = file.get(..table.begin())?.to_vec();
    let mut places = vec![Place::Nowhere; table.places.len()];
    for (number, body) in others {
        *places.get_mut(number)? = Place::At(out.len());
        add(&mut out, number, body);
    }
    for objects in elements.chunks(TOGETHER) {
        let stream = places.len();
        for (at, (number, _)) in objects.iter().enumerate() {
            *places.get_mut(*number)? = Place::In { stream, number: at };
        }
        places.push(Place::At(out.len()));
        add(&mut out, stream, &together(objects)?);
    }
    let begin = out.len();
    places.push(Place::At(begin));
    let body = where_all_is(&places, table.trailer)?;
    add(&mut out, places.len() - 1, &body);
    out.extend(format!("startxref\n{begin}\n%%EOF").bytes());
    Some(out)
}

/// The table of a file that is written plainly.
struct Table<'a> {
    /// Where each object begins; none where there is none of that number.
    places: Vec<Option<usize>>,
    /// Where the table itself is.
    end: usize,
    /// What stands in the trailer but for the number of objects.
    trailer: &'a [u8],
}

impl<'a> Table<'a> {
    fn read(file: &'a [u8]) -> Option<Self> {
        let (_, end) = last(file, b"startxref\n")?;
        let end: usize = text(end)?.lines().next()?.parse().ok()?;
        let table = file.get(end..)?.strip_prefix(b"xref\n0 ")?;
        let newline = table.iter().position(|byte| *byte == b'\n')?;
        let count: usize = text(&table[..newline])?.parse().ok()?;
        let (lines, rest) = table.get(newline + 1..)?.split_at_checked(count.checked_mul(LINE)?)?;
        let places = lines.chunks(LINE).map(place).collect::<Option<_>>()?;
        let trailer = rest.strip_prefix(format!("trailer\n<</Size {count}").as_bytes())?;
        let (trailer, _) = last(trailer, b">>\nstartxref")?;
        Some(Self { places, end, trailer })
    }

    fn begin(&self) -> usize {
        self.places.iter().flatten().copied().min().unwrap_or(self.end)
    }

    fn objects(&self, file: &'a [u8]) -> Option<Vec<Object<'a>>> {
        let mut begins: Vec<(usize, usize)> =
            self.places.iter().enumerate().filter_map(|(number, place)| Some(((*place)?, number))).collect();
        begins.sort_unstable();
        let ends = begins.iter().skip(1).map(|(begin, _)| *begin).chain([self.end]);
        let object = |((begin, number), end): (&(usize, usize), usize)| {
            let body = file.get(*begin..end)?.strip_prefix(format!("{number} 0 obj\n").as_bytes())?;
            Some((*number, body.strip_suffix(b"\nendobj\n")?))
        };
        begins.iter().zip(ends).map(object).collect()
    }
}

/// A line of the table. Objects that are there are of the first generation.
fn place(line: &[u8]) -> Option<Option<usize>> {
    let line = text(line)?;
    match line.get(10..)? {
        " 00000 n\r\n" => Some(Some(line[..10].parse().ok()?)),
        other => other.ends_with(" f\r\n").then_some(None),
    }
}

fn together(objects: &[Object<'_>]) -> Option<Vec<u8>> {
    let (mut index, mut bodies) = (String::new(), Vec::new());
    for (number, body) in objects {
        index += &format!("{number} {} ", bodies.len());
        bodies.extend([*body, b"\n"].concat());
    }
    let head = format!("/Type/ObjStm/N {}/First {}", objects.len(), index.len());
    stream(&head, &[index.as_bytes(), &bodies].concat())
}

fn where_all_is(places: &[Place], trailer: &[u8]) -> Option<Vec<u8>> {
    let mut lines = Vec::new();
    for place in places {
        let (kind, first, second) = match *place {
            Place::Nowhere => (0, 0, u16::MAX.into()),
            Place::At(at) => (1, at, 0),
            Place::In { stream, number } => (2, stream, number),
        };
        lines.push(kind);
        lines.extend(u32::try_from(first).ok()?.to_be_bytes());
        lines.extend(u16::try_from(second).ok()?.to_be_bytes());
    }
    stream(&format!("/Type/XRef/Size {}/W[1 4 2]{}", places.len(), text(trailer)?), &lines)
}

fn stream(head: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).ok()?;
    let small = packer.finish().ok()?;
    let head = format!("<<{head}/Length {}/Filter/FlateDecode>>\nstream\n", small.len());
    Some([head.as_bytes(), &small, b"\nendstream"].concat())
}

fn add(out: &mut Vec<u8>, number: usize, body: &[u8]) {
    out.extend(format!("{number} 0 obj\n").bytes());
    out.extend(body);
    out.extend(b"\nendobj\n");
}

/// What stands before and after the last of some bytes.
fn last<'a>(file: &'a [u8], bytes: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = file.windows(bytes.len()).rposition(|window| window == bytes)?;
    Some((&file[..at], &file[at + bytes.len()..]))
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Vec<u8> {
        let (mut file, mut table) = (b"%PDF-1.7\n\n".to_vec(), "0000000000 65535 f\r\n".to_owned());
        for (number, body) in [
            (1, "<</Type/Catalog>>"),
            (2, "<</Type/StructElem/S/P>>"),
            (3, "<</Length 1>>\nstream\nx\nendstream"),
            (4, "<</Type/StructElem/S/TD>>"),
        ] {
            table += &format!("{:010} 00000 n\r\n", file.len());
            add(&mut file, number, body.as_bytes());
        }
        let begin = file.len();
        file.extend(format!("xref\n0 5\n{table}trailer\n<</Size 5/Root 1 0 R>>\n").bytes());
        file.extend(format!("startxref\n{begin}\n%%EOF").bytes());
        file
    }

    #[test]
    fn elements_of_the_structure_are_packed_and_everything_else_stays_as_it_is() {
        let small = packed(&plain()).unwrap();
        let has = |text: &str| small.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(has("1 0 obj\n<</Type/Catalog>>") && has("3 0 obj\n<</Length 1>>\nstream\nx\nendstream"));
        assert!(!has("/StructElem") && has("/Type/ObjStm/N 2/First "));
        assert!(has("/Type/XRef/Size 7/W[1 4 2]/Root 1 0 R"));
    }

    #[test]
    fn a_file_that_is_written_in_another_way_is_left_alone() {
        let plain = plain();
        let table = plain.windows(4).rposition(|window| window == b"xref").unwrap() - 10;
        assert!((0..table).all(|end| packed(&plain[..end]).is_none()));
        let first_object = plain.windows(7).position(|window| window == b"1 0 obj").unwrap();
        for at in [first_object, first_object + 6, plain.len() - 10] {
            let mut damaged = plain.clone();
            damaged[at] = b'#';
            assert_eq!(packed(&damaged), None, "at {at}");
        }
        assert_eq!(packed(&packed(&plain).unwrap()), None);
        assert_eq!(packed(b"%PDF-1.7\nstartxref\n99999999999999999999\n%%EOF"), None);
    }
}
