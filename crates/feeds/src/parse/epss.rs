use std::io::{self, BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use patchround_protocol::CveId;

use crate::{feed::Feed, refused::Refused};

/// The forecast of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Epss {
    /// When it was made.
    pub published: Timestamp,
    /// How likely an attack is within 30 days, in ten-thousandths; by CVE id, each once.
    pub likely: Vec<(CveId, u16)>,
}

/// Flaws, at most: there were 300,000 in 2025 and 40,000 more within a year.
const LINES: usize = 1_000_000;
const LINE_BYTES: u64 = 256;
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Reads FIRST's daily file, packed by gzip or not: a line on the model and the day, a line with the names of the
/// columns, a line for each flaw.
///
/// # Errors
/// One line that cannot be read refuses it all.
pub fn epss(bytes: &[u8]) -> Result<Epss, Refused> {
    let unpacked: Box<dyn Read + '_> =
        if bytes.starts_with(&MAGIC) { Box::new(MultiGzDecoder::new(bytes)) } else { Box::new(bytes) };
    let mut lines =
        Lines { from: BufReader::new(unpacked), left: Feed::Epss.unpacked_bytes(), line: Vec::new() };
    let published = published(lines.next()?.unwrap_or_default()).ok_or(Refused::NotTheFormat)?;
    if lines.next()? != Some("cve,epss,percentile") {
        return Err(Refused::NotTheFormat);
    }
    let mut likely = Vec::new();
    while let Some(line) = lines.next()? {
        likely.push(flaw(line).ok_or(Refused::NotTheFormat)?);
        if likely.len() > LINES {
            return Err(Refused::TooLarge);
        }
    }
    likely.sort_unstable();
    // Named twice, the more likely counts.
    likely.reverse();
    likely.dedup_by_key(|(cve, _)| *cve);
    likely.reverse();
    Ok(Epss { published, likely })
}

/// Lines within a size, each within another: a packed file can be a thousand times as large once it is unpacked.
struct Lines<R> {
    from: BufReader<R>,
    left: u64,
    line: Vec<u8>,
}

impl<R: Read> Lines<R> {
    fn next(&mut self) -> Result<Option<&str>, Refused> {
        self.line.clear();
        let read = self.from.by_ref().take(LINE_BYTES.min(self.left) + 1).read_until(b'\n', &mut self.line);
        let count = read.map_err(|error| unpacking(&error))? as u64;
        self.left = self.left.checked_sub(count).ok_or(Refused::TooLarge)?;
        if count > LINE_BYTES {
            return Err(Refused::NotTheFormat);
        }
        if count == 0 {
            return Ok(None);
        }
        let line = str::from_utf8(&self.line).map_err(|_| Refused::NotTheFormat)?;
        // A last line without its end may be half a number.
        let line = line.strip_suffix('\n').ok_or(Refused::Cut)?;
        Ok(Some(line.strip_suffix('\r').unwrap_or(line)))
    }
}

fn unpacking(error: &io::Error) -> Refused {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Refused::Cut,
        _ => Refused::NotTheFormat,
    }
}

/// Of `#model_version:v2025.03.14,score_date:2026-11-28T12:55:00Z`; some years had a date without a time.
fn published(line: &str) -> Option<Timestamp> {
    let mut parts = line.strip_prefix('#')?.split(',');
    let date = parts.find_map(|part| part.strip_prefix("score_date:"))?;
    let of_day = || date.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok();
    date.parse().ok().or_else(|| Some(of_day()?.timestamp()))
}

fn flaw(line: &str) -> Option<(CveId, u16)> {
    let (cve, rest) = line.split_once(',')?;
    let (likely, _percentile) = rest.split_once(',')?;
    let likely: f64 = likely.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 10,000")]
    let ten_thousandths = (0.0..=1.0).contains(&likely).then(|| (likely * 10_000.0).round() as u16)?;
    Some((cve.parse().ok()?, ten_thousandths))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    const TODAY: &str = include_str!("../../testdata/epss.csv");

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn the_forecast_is_the_same_packed_or_not() {
        let read = epss(TODAY.as_bytes()).unwrap();
        assert_eq!(epss(&packed(TODAY.as_bytes())), Ok(read.clone()));
        assert_eq!(read.published.to_string(), "2026-11-28T12:55:00Z");
        let said = |(cve, likely): &(CveId, u16)| (cve.to_string(), *likely);
        assert_eq!(
            Vec::from_iter(read.likely.iter().map(said)),
            [
                ("CVE-2021-9001".to_owned(), 9744),
                ("CVE-2025-9002".to_owned(), 4),
                ("CVE-2026-1000001".to_owned(), 10_000),
            ]
        );
    }

    #[test]
    fn the_day_is_read_as_each_year_wrote_it() {
        let said = |date: &str| {
            published(&format!("#model_version:v2025.03.14,score_date:{date}")).map(|at| at.to_string())
        };
        assert_eq!(said("2026-11-28T12:55:00Z").as_deref(), Some("2026-11-28T12:55:00Z"));
        assert_eq!(said("2026-11-28T00:00:00+0000").as_deref(), Some("2026-11-28T00:00:00Z"));
        assert_eq!(said("2026-11-28").as_deref(), Some("2026-11-28T00:00:00Z"));
        assert_eq!((said("28.11.2026"), said("")), (None, None));
    }

    #[test]
    fn numbers_at_the_edges_are_read_and_those_beyond_refuse_it_all() {
        let read = |likely: &str| flaw(&format!("CVE-2026-0001,{likely},0.5")).map(|(_, likely)| likely);
        let edges = ["0", "1", "0.00004", "0.00005", "0.99996", "1e-05", "-0.0"].map(read);
        assert_eq!(edges, [0, 10_000, 0, 1, 10_000, 0, 0].map(Some));
        for beyond in ["1.00001", "-0.1", "NaN", "inf", "", "0,5", "0x1"] {
            let expected = if beyond == "0,5" { Some(0) } else { None };
            assert_eq!(read(beyond), expected, "{beyond}");
        }
    }

    #[test]
    fn one_that_ends_anywhere_is_refused() {
        let whole = packed(TODAY.as_bytes());
        for end in 0..whole.len() {
            assert!(epss(&whole[..end]).is_err(), "{end}");
        }
        assert_eq!(epss(&whole[..whole.len() - 1]), Err(Refused::Cut));
        assert_eq!(epss(TODAY.trim_end().as_bytes()), Err(Refused::Cut));
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let head = TODAY.lines().take(2).map(|line| format!("{line}\n")).collect::<String>();
        let line = b"CVE-2026-0001,0.5,0.5\n";
        let lines = usize::try_from(Feed::Epss.unpacked_bytes()).unwrap() / line.len() + 1;
        let many = [head.as_bytes(), &line.repeat(lines)].concat();
        let bomb = packed(&many);
        assert!(bomb.len() < 1 << 20, "{}", bomb.len());
        assert_eq!(epss(&bomb), Err(Refused::TooLarge));
        let long = [head.as_bytes(), &vec![b'0'; 1 << 20]].concat();
        assert_eq!(epss(&packed(&long)), Err(Refused::NotTheFormat));
    }

    #[test]
    fn a_page_for_people_is_no_forecast() {
        assert_eq!(epss(b"<html>\n"), Err(Refused::NotTheFormat));
        assert_eq!(epss(b""), Err(Refused::NotTheFormat));
    }
}
