//! Files that hold one icon in several sizes: .ico for Windows, .icns for macOS. Both take PNGs as they are.

/// One size.
pub(super) struct Entry {
    /// Its width and height.
    pub(super) size: u32,
    pub(super) png: Vec<u8>,
}

/// What macOS calls a PNG of a size; a size may be one icon, or a smaller one on a fine screen.
const KINDS: [(&[u8; 4], u32); 7] = [
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic13", 256),
    (b"ic08", 256),
    (b"ic14", 512),
    (b"ic09", 512),
];

/// A header of 6 bytes, then 16 bytes for each entry on where it is, then the entries.
pub(super) fn ico(entries: &[Entry]) -> Vec<u8> {
    let count = u16::try_from(entries.len()).expect("a handful of sizes");
    let mut file = [0_u16, 1, count].map(u16::to_le_bytes).concat();
    let mut offset = 6 + 16 * entries.len();
    for Entry { size, png } in entries {
        // 256 is written as 0.
        let side = (size % 256) as u8;
        file.extend([side, side, 0, 0, 1, 0, 32, 0]);
        file.extend(length(png.len()).to_le_bytes());
        file.extend(length(offset).to_le_bytes());
        offset += png.len();
    }
    file.extend(entries.iter().flat_map(|entry| &entry.png));
    file
}

/// A header of 8 bytes, then each entry behind its kind and its length, which counts these 8 bytes too.
pub(super) fn icns(entries: &[Entry]) -> Vec<u8> {
    let mut body = Vec::new();
    for (kind, size) in KINDS {
        let entry = entries.iter().find(|entry| entry.size == size).expect("every size is drawn");
        body.extend(chunk(kind, &entry.png));
    }
    chunk(b"icns", &body)
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = length(content.len() + 8).to_be_bytes();
    [kind.as_slice(), &length, content].concat()
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("icons are small")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(size: u32, png: &[u8]) -> Entry {
        Entry { size, png: png.to_vec() }
    }

    #[test]
    fn an_ico_says_where_each_size_is() {
        let file = ico(&[entry(32, b"small"), entry(256, b"large")]);
        assert_eq!(file[..8], [0, 0, 1, 0, 2, 0, 32, 32]);
        assert_eq!(file[22..24], [0, 0], "256 has no room in a byte");
        let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(&file[number(18)..][..number(14)], b"small");
        assert_eq!(&file[number(34)..][..number(30)], b"large");
    }

    #[test]
    fn the_lengths_in_an_icns_add_up() {
        let entries: Vec<Entry> = [32, 64, 128, 256, 512].map(|size| entry(size, &[7; 9])).into();
        let file = icns(&entries);
        assert_eq!(file[..8], *b"icns\0\0\0\x7f");
        assert_eq!(file.len(), 0x7f);
        assert_eq!(file[8..16], *b"ic11\0\0\0\x11");
    }
}
