use patchround_protocol::limits::CHANGE_CHARS;
use proptest::prelude::*;

use super::*;

const NEWS: &str = "tool (3.0-1) unstable; urgency=medium\n\n  Old files no longer open.\n\n \
                    -- Ann <ann@example.invalid>  Mon, 16 Nov 2026 10:00:00 +0100\n";
const INFO: &str = "<component><releases><release version=\"3.0\"><description><ul><li>Old files no longer open.</li>\
                    <li>Menus look different.</li><li>It starts faster.</li><li>And more of it.</li></ul></description>\
                    </release></releases></component>";

struct All;

impl Step for All {
    fn is_installed(&mut self, _: &str) -> bool {
        false
    }

    fn is_release_between(&mut self, _: &str) -> Between {
        Between::Yes
    }
}

fn note(file: &str, text: &str) -> Note {
    Note { file: file.to_owned(), text: text.to_owned() }
}

fn of(notes: &Notes) -> Vec<Change> {
    changes(notes, &"tool".parse().unwrap(), "3.0-1", &mut All)
}

#[test]
fn what_is_written_for_whoever_updates_comes_first_and_each_line_names_its_file() {
    let (news, info) = ("usr/share/doc/tool/NEWS.Debian.gz", "usr/share/metainfo/tool.metainfo.xml");
    let notes = Notes { news: Some(note(news, NEWS)), metainfo: vec![note(info, INFO)] };
    let from = |file: &str| ChangeSource::Package {
        package: "tool".parse().unwrap(),
        version: "3.0-1".into(),
        file: file.into(),
    };
    let said = |words: &str, file| Change { words: words.into(), from: from(file) };
    let once = [
        said("Old files no longer open.", news),
        said("Menus look different.", info),
        said("It starts faster.", info),
    ];
    assert_eq!(of(&notes), once);
    assert_eq!(of(&Notes::default()), [], "the maker has not said");
}

proptest! {
    #[test]
    fn whatever_a_maker_writes_three_plain_short_lines_come_of_it(
        news in "(?s).{0,200}",
        points in proptest::collection::vec("[^\u{0}]{0,300}", 0..6),
    ) {
        let points: String = points.iter().map(|point| format!("<li>{point}</li>")).collect();
        let info = INFO.replace("<li>Menus look different.</li>", &points);
        let notes = Notes { news: Some(note("n", &NEWS.replace("Old files", &news))), metainfo: vec![note("i", &info)] };
        let told = of(&notes);
        prop_assert!(told.len() <= CHANGES);
        for change in told {
            prop_assert!(change.words.chars().count() <= CHANGE_CHARS && !change.words.contains(char::is_control));
        }
    }
}
