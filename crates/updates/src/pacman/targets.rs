//! `pacman -Sup`: what the whole upgrade would bring, in [`FORMAT`].

/// Name, version, list, bytes to fetch, address. pacman 6.0 knows no others; what it does not know it prints as it is.
pub const FORMAT: &str = "%n %v %r %s %l";

/// One package that would come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The list it is from.
    pub repository: String,
    /// Bytes to fetch: none for what lies in the cache already.
    pub bytes: u64,
    /// Where it is fetched from; a file of the cache once it was.
    pub address: String,
}

impl Target {
    /// Whether it lies in the cache: nothing is left to fetch.
    pub fn is_fetched(&self) -> bool {
        self.address.starts_with("file://") && self.bytes == 0
    }
}

/// All lines; `None` where one is none of these, or the last one has no end.
pub fn parse(text: &str) -> Option<Vec<Target>> {
    let whole = text.is_empty() || text.ends_with('\n');
    whole.then(|| text.lines().map(one).collect()).flatten()
}

fn one(line: &str) -> Option<Target> {
    let mut parts = line.split(' ').map(str::to_owned);
    let mut next = || parts.next().filter(|part| !part.is_empty());
    let (name, version, repository) = (next()?, next()?, next()?);
    let bytes = next()?.parse().ok()?;
    let address = parts.collect::<Vec<_>>().join(" ");
    (!address.is_empty()).then_some(Target { name, version, repository, bytes, address })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: &str = include_str!("../../testdata/arch-6.0.pacman-Sup.mixed");
    const FETCHED: &str = include_str!("../../testdata/arch-6.0.pacman-Sup.fetched");

    #[test]
    fn new_parts_and_what_takes_the_place_of_another_come_along() {
        let found = parse(MIXED).unwrap();
        let names: Vec<_> = found.iter().map(|target| target.name.as_str()).collect();
        assert!(names.contains(&"lab-newdep") && names.contains(&"lab-new") && !names.contains(&"lab-held"));
        assert!(found.iter().all(|target| target.bytes > 0 && !target.is_fetched()));
    }

    #[test]
    fn what_lies_in_the_cache_has_nothing_left_to_fetch() {
        let found = parse(FETCHED).unwrap();
        let left: Vec<_> = found.iter().filter(|t| !t.is_fetched()).map(|t| t.name.as_str()).collect();
        assert_eq!(left, ["lab-new"]);
    }

    #[test]
    fn a_list_that_is_cut_off_within_a_line_is_none() {
        let ends: Vec<usize> = MIXED.match_indices('\n').map(|(at, _)| at + 1).collect();
        for at in 1..MIXED.len() {
            assert_eq!(parse(&MIXED[..at]).is_some(), ends.contains(&at), "{at}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(\\PC| |[0-9]|\n){0,40}") {
            parse(&text);
        }
    }
}
