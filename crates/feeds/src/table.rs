//! The forecast as it is kept: twelve bytes for each flaw, in order. It is read in passing, never held.

use std::{fs::File, io::Read, path::Path};

use data_encoding::HEXLOWER;
use patchround_protocol::CveId;
use sha2::{Digest, Sha256};

use crate::refused::Refused;

/// Year, number, ten-thousandths: big-endian, so that the order of the bytes is that of the flaws.
const ROW: usize = 12;
const CHUNK: usize = ROW * 5461;

type Key = [u8; ROW - 2];

/// Writes it. `likely` is in the order of the flaws.
pub(crate) fn write(likely: &[(CveId, u16)]) -> Vec<u8> {
    let mut table = Vec::with_capacity(likely.len() * ROW);
    for (cve, likely) in likely {
        table.extend(key(*cve));
        table.extend(likely.to_be_bytes());
    }
    table
}

/// How likely an attack on each of `cves` is, in their order; `cves` is sorted. Nothing counts unless the whole file is
/// what was written.
pub(crate) fn look_up(file: &Path, sha256: &str, cves: &[CveId]) -> Result<Vec<(CveId, u16)>, Refused> {
    let mut file = File::open(file).map_err(|_| Refused::Damaged)?;
    let mut wanted = cves.iter().map(|cve| (key(*cve), *cve)).peekable();
    let (mut found, mut hasher, mut chunk) = (Vec::new(), Sha256::new(), Vec::with_capacity(CHUNK));
    loop {
        chunk.clear();
        file.by_ref().take(CHUNK as u64).read_to_end(&mut chunk).map_err(|_| Refused::Damaged)?;
        if chunk.is_empty() {
            break;
        }
        hasher.update(&chunk);
        let (rows, rest) = chunk.as_chunks::<ROW>();
        if !rest.is_empty() {
            return Err(Refused::Damaged);
        }
        for row in rows {
            let (its, likely) = (&row[..ROW - 2], u16::from_be_bytes([row[ROW - 2], row[ROW - 1]]));
            while wanted.next_if(|(key, _)| key[..] < *its).is_some() {}
            found.extend(wanted.next_if(|(key, _)| key[..] == *its).map(|(_, cve)| (cve, likely)));
        }
    }
    if HEXLOWER.encode(&hasher.finalize()) == sha256 { Ok(found) } else { Err(Refused::Damaged) }
}

fn key(cve: CveId) -> Key {
    let mut key = Key::default();
    key[..2].copy_from_slice(&cve.year().to_be_bytes());
    key[2..].copy_from_slice(&cve.number().to_be_bytes());
    key
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs};

    use proptest::{collection, prelude::*};

    use super::*;
    use crate::keep::hash;

    fn kept(table: &[u8]) -> (tempfile::TempDir, String) {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("t"), table).unwrap();
        (dir, hash(table))
    }

    fn flaw() -> impl Strategy<Value = CveId> {
        let number = prop_oneof![1u64..50, 1000u64..1100, u64::from(u32::MAX)..u64::from(u32::MAX) + 3];
        (2024u16..2027, number).prop_map(|(year, number)| format!("CVE-{year}-{number:04}").parse().unwrap())
    }

    proptest! {
        #[test]
        fn what_is_asked_for_is_found_as_it_was_written_and_nothing_else(
            written in collection::btree_map(flaw(), 0u16..=10_000, 0..200),
            asked in collection::btree_set(flaw(), 0..50),
        ) {
            let rows: Vec<_> = written.clone().into_iter().collect();
            let (dir, sha256) = kept(&write(&rows));
            let asked: Vec<_> = asked.into_iter().collect();
            let found = look_up(&dir.path().join("t"), &sha256, &asked).unwrap();
            let expected: BTreeMap<_, _> =
                asked.iter().filter_map(|cve| Some((*cve, *written.get(cve)?))).collect();
            prop_assert!(found.is_sorted());
            prop_assert_eq!(BTreeMap::from_iter(found), expected);
        }
    }

    #[test]
    fn nothing_of_a_damaged_table_counts() {
        let cve: CveId = "CVE-2026-0001".parse().unwrap();
        let table = write(&[(cve, 5)]);
        for at in 0..table.len() {
            let mut bad = table.clone();
            bad[at] ^= 1;
            let (dir, _) = kept(&bad);
            assert_eq!(look_up(&dir.path().join("t"), &hash(&table), &[cve]), Err(Refused::Damaged), "{at}");
        }
        let (dir, _) = kept(&table[..ROW - 1]);
        assert_eq!(look_up(&dir.path().join("t"), &hash(&table), &[cve]), Err(Refused::Damaged));
        assert_eq!(look_up(&dir.path().join("gone"), &hash(&table), &[cve]), Err(Refused::Damaged));
    }
}
