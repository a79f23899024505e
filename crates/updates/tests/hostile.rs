//! No text makes a parser panic, whoever wrote it: names and descriptions come from strangers.

use patchround_protocol::SpkiHash;
use patchround_updates::{
    apt::{
        causes, database, held, hook,
        list::{self, Answers},
        policy, records, simulation, status, uris,
    },
    names,
};
use proptest::prelude::*;

/// Pieces of which apt's answers are made, in any order, with anything in between.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Inst ",
        "Remv ",
        "x ",
        "[1.0] ",
        "(1.1 ",
        "Label:suite ",
        "[all])",
        "\n",
        "  ",
        " ",
        ":",
        ",",
        "'",
        "_",
        "The following packages have been kept back:\n",
        "x:\n",
        "  Installed: 1.0\n",
        "  Candidate: 1.1\n",
        "     1.1 500 (phased 10%)\n",
        " *** 1.0 100\n",
        "        500 http://h s/main amd64 Packages\n",
        "     release o=a,l=b,a=c\n",
        "Package: x\n",
        "Version: 1.1\n",
        "Architecture: all\n",
        "Source: y (1)\n",
        "\n\n",
        "pmerror:",
        "pmstatus:",
        "dlstatus:1:",
        "100.5:",
        "/a/b_c.deb",
        "/apt-dpkg-install-/1-",
        "\t",
        "\u{1e}",
        "patchround-hook ",
        "[{\"name\":1}]",
        "[]",
        "Failed to fetch ",
        "held by process 1 (",
        ")",
        "<component type=\"desktop\">",
        "<name>",
        "</name>",
        "<developer",
        "</developer",
        "&amp;",
        "[Desktop Entry]\n",
        "Name=",
        "Type=Application\n",
        "é",
        "\u{202e}",
        "\0",
    ]);
    let any_text = any::<String>();
    prop::collection::vec(prop_oneof![8 => pieces.prop_map(str::to_owned), 1 => any_text], 0..60)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(text in text()) {
        simulation::parse(&text);
        records::parse(&text);
        uris::parse(&text);
        uris::package_in(&text);
        held::parse(&text);
        database::parse(&text);
        hook::split(&text);
        causes::classify(&text);
        causes::unfetched(&text);
        for line in text.lines() {
            status::parse(line);
            status::dpkg_package(line);
            causes::lock_holder(line);
        }
    }

    #[test]
    fn no_name_is_long_or_controls_a_terminal(text in text()) {
        for name in [names::appstream_name(&text), names::desktop_name(&text)].into_iter().flatten() {
            prop_assert!(name.chars().count() <= 80 && !name.chars().any(char::is_control), "{name:?}");
        }
    }

    #[test]
    fn whatever_is_listed_has_a_valid_id_and_is_listed_once(text in text(), more in text()) {
        let answers = Answers {
            full: simulation::parse(&text),
            careful: simulation::parse(&more),
            tables: policy::tables(&text),
            archives: policy::archives(&more),
            records: records::parse(&text),
            ..Answers::default()
        };
        let updates = list::join(SpkiHash([1; 32]), &answers);
        for (at, update) in updates.iter().enumerate() {
            prop_assert!(update.id.as_str().parse::<patchround_protocol::UpdateId>().is_ok());
            prop_assert!(updates.iter().skip(at + 1).all(|other| other.id != update.id));
        }
    }
}
