use jiff::civil::date;
use patchround_paper::{Paper, pdf};
use patchround_words::{Language, Surface, speak};

use super::*;
use crate::report::{Agreed, AtEnd, FeedDate, How, InCharge, Late, Pc, Placed, Slowest, UpToDate, Why};
use patchround_feeds::Feed;
use patchround_protocol::{
    rule::Rule,
    update::{Class, ReleasedFrom, SYSTEM_PARTS},
};

/// A month of an office of so many PCs, with long names, something late, and one month without data.
fn evidence(pcs: usize) -> Evidence {
    let month: crate::report::Month = "2026-05".parse().unwrap();
    let pc = |n: usize| Pc {
        pc: patchround_protocol::SpkiHash([n as u8; 32]),
        name: format!("Behandlungszimmer {n}"),
        how: [How::UpToDate, How::UpToDate, How::UpToDate, How::Late, How::Open, How::Unknown][n % 6],
        seen: Some("2026-05-29T15:00:00Z".parse().unwrap()),
        missing: (n % 6) as u32,
        restart: n % 7 == 3,
        cyber_essentials: [Some(true), Some(true), Some(true), Some(false), Some(true), None][n % 6],
        system: Some("Debian GNU/Linux 11 (bullseye)".into()),
        fixed_until: (n == 5).then(|| date(2024, 8, 31)),
    };
    let late = |n: usize| Late {
        pc: format!("Behandlungszimmer {n}"),
        name: "Firefox".into(),
        id: "apt:firefox-esr:amd64@140.8.0esr-1~deb12u1".parse().unwrap(),
        installed: Some("128.14.0esr-1~deb12u1".into()),
        class: Some(Class::Urgent),
        released: date(2026, 5, 1),
        from: ReleasedFrom::Maker,
        due: date(2026, 5, 15),
        rule: Rule::CyberEssentials,
        days: 16,
        cves: (0..9).map(|n| format!("CVE-2026-100{n}").parse().unwrap()).collect(),
        exploited: vec!["CVE-2026-1000".parse().unwrap()],
        said_exploited: false,
        why: Why::Kept { by: Some("Maria Lopez".into()), until: None },
    };
    // What is asked flaw by flaw has no day of its own.
    let dated = |feed: Feed| FeedDate {
        feed: feed.key().into(),
        published: feed.stale_days().map(|_| "2026-05-31T17:00:00Z".parse().unwrap()),
        asked: feed.stale_days().is_none().then(|| "2026-05-30T08:00:00Z".parse().unwrap()),
    };
    let at = |before: i16, pcs| AtEnd { month: month.before(before), pcs };
    let known = |good| Some(UpToDate { good, all: pcs as u32 });
    Evidence {
        office: "Zahnarztpraxis am Hafen, Dr. Weiss und Partner".into(),
        month,
        as_of: "2026-05-31T23:59:59.999999999Z".parse().unwrap(),
        zone: Some("UTC".into()),
        program: "0.1.0".into(),
        exploited_list: Some("2026-05-31T17:00:00Z".parse().unwrap()),
        feeds: Feed::ALL.into_iter().map(dated).collect(),
        rules: vec![Rule::CyberEssentials],
        own: None,
        rules_changed: Vec::new(),
        by_themselves: None,
        in_charge: InCharge { person: "Maria Lopez".into(), stand_in: Some("Dr. Weiss".into()) },
        pcs: (0..pcs).map(pc).collect(),
        months: vec![
            at(5, known(2)),
            at(4, None),
            at(3, known(3)),
            at(2, known(3)),
            at(1, known(4)),
            at(0, known(6)),
        ],
        placed: Placed {
            all: 214,
            security: 26,
            slowest: Some(Slowest {
                days: 9,
                name: "Firefox".into(),
                id: "apt:firefox-esr:amd64@140".parse().unwrap(),
                pc: "Behandlungszimmer 2".into(),
            }),
        },
        fixes: crate::report::Fixes { in_time: 24, too_late: 2, open: 1, late: 3 },
        late: (0..pcs).filter(|n| n % 6 == 3).map(late).collect(),
        exceptions: Vec::new(),
        asked: crate::report::Asked { asked: 5, answered: 4, asked_to_wait: 2, replied: 2, said_wrong: 0 },
        restarts: 1,
        failed: Vec::new(),
        record_is_whole: true,
    }
}

fn printed(pcs: usize, language: Language, sheet: Paper) -> (Document, patchround_paper::Printed) {
    speak(language, Surface::Window);
    let document = page(&evidence(pcs), sheet, date(2026, 6, 1));
    let printed = pdf(&document, &page_number).unwrap();
    if let Ok(folder) = std::env::var("PATCHROUND_PAGES") {
        let file = format!("{folder}/{}-{pcs}-{sheet:?}", language.tag());
        std::fs::write(format!("{file}.pdf"), &printed.bytes).unwrap();
        std::fs::write(format!("{file}.html"), patchround_paper::html(&document)).unwrap();
    }
    (document, printed)
}

#[test]
#[cfg_attr(windows, ignore = "wine has no font with the brackets of the made-up language")]
fn the_owners_page_is_one_page_in_every_language_on_both_papers_for_5_and_250_pcs() {
    for language in [Language::English, Language::German, Language::Arabic, Language::Pseudo] {
        for (pcs, sheet) in [(5, Paper::A4), (5, Paper::Letter), (250, Paper::A4), (250, Paper::Letter)] {
            let (_, printed) = printed(pcs, language, sheet);
            assert_eq!(printed.parts[0].pages, 1, "{language:?} {pcs} {sheet:?}");
            assert!(printed.replaced.is_empty(), "{:?}", printed.replaced);
            assert!(printed.bytes.len() <= 300 * 1024, "{}", printed.bytes.len());
            let packed = printed.bytes.windows(12).any(|bytes| bytes == b"/Type/ObjStm");
            assert!(packed, "krilla writes files in another way than crates/paper packs");
        }
    }
}

#[test]
fn the_page_says_its_conclusion_first_and_names_what_is_late_with_who_says_so() {
    let (document, printed) = printed(12, Language::English, Paper::A4);
    let plain = |text: &str| text.replace(['\u{2068}', '\u{2069}'], "");
    assert_eq!(plain(&document.title), "6 of 12 PCs were up to date at the end of May 2026.");
    let said = plain(&printed.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" "));
    for words in [
        "That is 2 more than at the end of April 2026.",
        "2 PCs were late.",
        "no data",
        "For you to decide (1)",
        "CVE-2026-1000 (attackers use it)",
        "Cyber Essentials",
        "SHA-256",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn what_was_late_is_told_apart_by_its_package_in_the_readers_language() {
    speak(Language::German, Surface::Window);
    let mut evidence = evidence(4);
    let late = |name: &str, id: &str| Late {
        name: name.into(),
        id: id.parse().unwrap(),
        ..evidence.late[0].clone()
    };
    evidence.late = vec![
        late(SYSTEM_PARTS, "apt:libssl3:amd64@3.0.15"),
        late("Letters", "apt:letters-core:amd64@4"),
        late("Letters", "apt:letters-help:amd64@4"),
        late("Firefox", "apt:firefox-esr:amd64@140"),
    ];
    let said = said(&evidence);
    for words in ["Teile des Systems (libssl3)", "(letters-core)", "(letters-help)"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains(SYSTEM_PARTS) && !said.contains("(firefox-esr)"), "{said}");
}

#[test]
fn who_checks_reads_of_which_day_each_feed_is_when_something_was_agreed_and_what_a_pc_said_of_attackers() {
    speak(Language::English, Surface::Window);
    let mut evidence = evidence(4);
    let late = evidence.late[0].clone();
    evidence.late = vec![
        Late { exploited: Vec::new(), said_exploited: true, ..late.clone() },
        Late { cves: Vec::new(), exploited: Vec::new(), said_exploited: true, ..late },
    ];
    let day = |text: &str| format!("{text}T09:00:00Z").parse().unwrap();
    evidence.exceptions = vec![Agreed {
        package: "firefox-esr".into(),
        pcs: Vec::new(),
        by: "Dr. Weiss".into(),
        why: "The till".into(),
        instead: "No web".into(),
        since: day("2026-05-11"),
        until: day("2026-06-09"),
    }];
    let said = said(&evidence);
    for words in [
        "What attackers use, from CISA, an agency of the United States (2026-05-31)",
        "How bad flaws are, from OSV (last asked on 2026-05-30)",
        "2026-05-11",
        "2026-06-09",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(said.matches("attackers use one, as the PC said").count(), 2, "{said}");
    evidence.feeds.clear();
    assert!(self::said(&evidence).contains("Nothing that others publish of flaws is on this computer"));
}

/// All that is on the pages, in one line and without marks of direction.
fn said(evidence: &Evidence) -> String {
    let printed = pdf(&page(evidence, Paper::A4, date(2026, 6, 1)), &page_number).unwrap();
    let said = printed.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    said.replace(['\u{2068}', '\u{2069}'], "")
}

#[test]
fn the_hash_on_the_page_is_that_of_the_data() {
    let (document, _) = printed(5, Language::English, Paper::A4);
    let data = crate::report::made::hash(&evidence(5).to_json());
    assert!(document.footer.contains(&data));
    assert!(patchround_paper::html(&document).contains(&data));
}

#[test]
fn a_month_of_which_nothing_is_known_has_no_number_on_its_pages() {
    speak(Language::English, Surface::Window);
    let mut unknown = evidence(5);
    unknown.months.last_mut().unwrap().pcs = None;
    let said = said(&unknown);
    assert!(said.contains("Nothing is known of") && said.contains("no data"), "{said}");
    assert!(!said.contains("put in place") && !said.contains("Nothing was late"), "{said}");
}
