//! Debian's security suite on a PC, and what it says by itself.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use patchround_lab::SECURITY;

use crate::office::Office;

/// What a package's own changelog says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) version: String,
    /// In UTC.
    pub(crate) released: Date,
    pub(crate) cves: Vec<String>,
}

/// Debian Policy 12.7 has the names of the files. One line per package: name, version, date, CVE ids. Newer entries are those down to the installed version.
const TELL: &str = r#"set -e; mkdir -p /root/told/x; cd /root/told
apt-get -s dist-upgrade | sed -n 's/^Inst \([^ ]*\) \[\([^]]*\)\] (\([^ ]*\) .*/\1 \2 \3/p' > list
apt-get -qq download $(sed 's/\([^ ]*\) [^ ]* \(.*\)/\1=\2/' list)
for deb in *.deb; do dpkg-deb -x $deb x; done
while read name old new; do
  log=x/usr/share/doc/$name/changelog.Debian.gz
  [ -e $log ] || log=x/usr/share/doc/$name/changelog.gz
  zcat $log > log; : > newer
  while IFS= read -r line; do
    case $line in [a-z0-9]*\ \(*\)*\;*)
      version=${line#*\(}; version=${version%%\)*}
      if dpkg --compare-versions "$version" le "$old"; then break; fi;; esac
    printf '%s\n' "$line" >> newer
  done < log
  date=$(sed -n 's/^ -- .*>  //p' newer | head -1)
  echo "$name $new $(date -u -d "$date" +%F) $(grep -oE 'CVE-[0-9]{4}-[0-9]{4,7}' newer | sort -u | tr '\n' ' ')"
done < list"#;

/// The copy does not change, so it is believed beyond its last day and before its first, as one of an archive of
/// snapshots is; who signed it is checked as ever.
pub(crate) fn knows_the_suite(office: &Office, who: &str) {
    let source = format!(
        "Types: deb\nURIs: {SECURITY}\nSuites: SUITE-security\nComponents: main\nLanguages: none\n\
         Check-Valid-Until: no\nCheck-Date: no\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n"
    );
    let path = "/etc/apt/sources.list.d/debian-security.sources";
    office.lab.put(who, Path::new(path), source.as_bytes(), 0o644).unwrap();
    let read = format!(
        ". /etc/os-release; sed -i s/SUITE/$VERSION_CODENAME/ {path}; apt-get -qq --error-on=any update"
    );
    office.lab.succeed(who, ["sh", "-c", &read]).unwrap();
}

/// As Debian's own timer fetches what is outstanding.
pub(crate) fn fetches(office: &Office, pc: &str) {
    office.lab.succeed(pc, ["apt-get", "-qq", "-y", "--download-only", "dist-upgrade"]).unwrap();
}

/// Somebody puts everything in by hand.
pub(crate) fn is_fixed(office: &Office, pc: &str) {
    let script = "DEBIAN_FRONTEND=noninteractive apt-get -qq -y dist-upgrade > /root/upgrade.log 2>&1";
    office.lab.succeed(pc, ["sh", "-c", script]).unwrap();
    assert!(office.apt_would_upgrade(pc).is_empty());
}

/// Of every package that the PC lacks, by its name.
pub(crate) fn known(office: &Office, who: &str) -> BTreeMap<String, Known> {
    let told = office.lab.succeed(who, ["sh", "-c", TELL]).unwrap();
    let of_line = |line: &str| {
        let mut words = line.split_whitespace().map(str::to_owned);
        let (name, version, released) = (words.next()?, words.next()?, words.next()?.parse().ok()?);
        Some((name, Known { version, released, cves: words.collect() }))
    };
    let known: BTreeMap<_, _> = told.lines().filter_map(of_line).collect();
    assert_eq!(known.len(), told.lines().count(), "{told}");
    known
}
