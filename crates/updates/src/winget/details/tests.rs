use proptest::prelude::*;

use super::*;

macro_rules! said {
    ($case:literal) => {
        include_str!(concat!("../../../testdata/", $case))
    };
}

const RUNNER: &str = said!("windows-2025.winget-list-upgrade.runner");

/// Its id and version, whose it is, and what is newer.
type Short<'a> = (&'a str, &'a str, Option<Place>, Vec<(&'a str, &'a str)>);

fn short(blocks: &[Block]) -> Vec<Short<'_>> {
    blocks
        .iter()
        .map(|block| {
            let upgrades = block.upgrades.iter().map(|(source, version)| (&**source, &**version)).collect();
            (&*block.id, &*block.version, block.place, upgrades)
        })
        .collect()
}

#[test]
fn what_winget_really_said_of_a_server_is_read() {
    let blocks = parse(RUNNER).unwrap();
    let machine = Some(Place::Machine);
    assert_eq!(
        short(&blocks),
        [
            ("Amazon.AWSCLI", "2.36.40.0", machine, vec![("winget", "2.36.47")]),
            ("ImageMagick.ImageMagick", "7.1.2.25", machine, vec![("winget", "7.1.2.31")]),
        ]
    );
    assert_eq!(blocks[1].name, "ImageMagick 7.1.2-25 Q16-HDRI (64-bit) (2026-06-04)");
}

#[test]
fn what_winget_really_said_of_a_person_and_of_single_programs_is_read() {
    let person = parse(said!("windows-11.winget-list-details.person")).unwrap();
    let of_person = Some(Place::Person);
    assert_eq!(
        short(&person),
        [
            ("Telegram.TelegramDesktop", "6.3.9", of_person, vec![("winget", "6.8.2")]),
            ("Beeper.Beeper", "4.2.860", of_person, vec![("winget", "4.2.876")]),
        ]
    );
    let single = parse(said!("windows-11.winget-list-details.single")).unwrap();
    let newer = vec![("winget", "17.14.23")];
    let studio = "Microsoft.VisualStudio.2022.Enterprise";
    assert_eq!(short(&single), [(studio, "17.14.21 (November 2025)", Some(Place::Machine), newer)]);
    let twice = parse(said!("windows-11.winget-list-details.twice")).unwrap();
    let newer = || vec![("winget", "157.0.1")];
    assert_eq!(
        short(&twice),
        [("Mozilla.Firefox", "157.0.0.0", None, newer()), ("Mozilla.Firefox", "156.0.1", of_person, newer())]
    );
    let none = parse(said!("windows-2025.winget-list-details.newest")).unwrap();
    assert_eq!(none.iter().map(|block| block.upgrades.len()).collect::<Vec<_>>(), [0, 0]);
}

#[test]
fn the_same_in_other_languages_is_the_same() {
    let english = parse(said!("windows.winget-list-upgrade.mixed")).unwrap();
    assert_eq!(english.len(), 6);
    for (language, said) in [
        ("de", said!("windows.winget-list-upgrade.mixed-de")),
        ("ja", said!("windows.winget-list-upgrade.mixed-ja")),
        ("ar", said!("windows.winget-list-upgrade.mixed-ar")),
    ] {
        assert_eq!(parse(said).as_ref(), Some(&english), "{language}");
    }
}

#[test]
fn progress_that_is_drawn_over_colours_and_windows_line_ends_do_not_show() {
    let plain = parse(RUNNER);
    let windows = RUNNER.replace('\n', "\r\n");
    let spinner = "\r   - \r   \\ \r   | \r                    \r";
    let bar = "\r  ██████▒▒▒▒  1024 KB / 2.00 MB\r                                 \r";
    let back = "-\u{8}\\\u{8}|\u{8} \u{8}";
    let colours = RUNNER.replace("winget [", "\u{1b}[96mwinget\u{1b}[0m [");
    for text in [
        windows.clone(),
        format!("{spinner}{bar}{}", windows.trim_start()),
        format!("{back}{}", RUNNER.trim_start()),
        format!("Failed when searching source: msstore\r\n{windows}"),
        format!("{windows}\r\n2 upgrades available.\r\n1 package(s) have pins that prevent upgrade.\r\n"),
        colours,
    ] {
        assert_eq!(parse(&text), plain, "{text}");
    }
}

#[test]
fn an_answer_that_is_cut_off_is_no_answer_wherever_it_is_cut() {
    let whole = parse(RUNNER).unwrap();
    for end in (0..RUNNER.trim_end().len()).filter(|end| RUNNER.is_char_boundary(*end)) {
        let is_short = |blocks: &Vec<Block>| blocks.iter().all(|block| !block.upgrades.is_empty());
        let cut = parse(&RUNNER[..end]).filter(is_short);
        assert!(cut.is_none() || cut.as_ref() == Some(&whole), "after {end}: {cut:?}");
    }
}

#[test]
fn a_sentence_is_an_empty_answer_and_nothing_or_something_else_is_none() {
    for sentence in [
        "No installed package found matching input criteria.\r\n",
        "\r   - \r  \rEs wurde kein installiertes Paket gefunden, das den Eingabekriterien entspricht.\r\n",
        "入力条件に一致するインストール済みのパッケージが見つかりませんでした。\n",
    ] {
        assert_eq!(parse(sentence), Some(Vec::new()), "{sentence}");
    }
    let table = "Name Id Version Available\n-----\n".to_owned() + &"Git Git.Git 1 2\n".repeat(20);
    for none in [
        "",
        "\n",
        " \r\n",
        "(1/2) Git [Git.Git",
        "Git [Git Git]\n",
        "(2/2) Git [Git.Git]\nVersion: 1\n",
        &table,
    ] {
        assert_eq!(parse(none), None, "{none}");
    }
}

#[test]
fn facts_that_look_like_a_program_are_none_and_two_lists_follow_each_other() {
    let text = "(1/2) A [x] B [A.B]\nVersion: 1.0 [x64]\nPublisher: Evil [Evil.Evil]\nProduct Code:\n  {1}\n  {2}\n\
                Upgrade Code: x\nLocal Identifier: ARP\\Machine\\X64\\a\nAvailable Upgrades:\n  winget [2]\n\
                (2/2) C [C.C]\nVersion: 1\nAvailable Upgrades:\n  msstore [2]\n  winget [3]\n\nThese need to be named:\n\
                D [D.D]\nVersion: 4\nAvailable Upgrades:\n  winget [5]\n3 upgrades available.\n";
    let blocks = parse(text).unwrap();
    let ids: Vec<_> = blocks.iter().map(|block| (&*block.name, &*block.id, &*block.version)).collect();
    assert_eq!(ids, [("A [x] B", "A.B", "1.0 [x64]"), ("C", "C.C", "1"), ("D", "D.D", "4")]);
    assert_eq!(blocks[1].upgrades, [("msstore".into(), "2".into()), ("winget".into(), "3".into())]);
}

proptest! {
    #[test]
    fn no_text_makes_a_program_without_a_version_or_with_a_name_that_is_none(
        text in "(\\([0-9]/[0-9]\\) )?(\\PC{0,20}\n|  \\PC{0,9} \\[\\PC{0,9}\\]\n|a: ?\\PC{0,9}\n|a \\[b\\]\n){0,12}"
    ) {
        for block in parse(&text).into_iter().flatten() {
            prop_assert!(is_name(&block.id) && !block.version.is_empty(), "{block:?}");
            prop_assert!(block.upgrades.iter().all(|(source, version)| !source.contains(' ') && is_version(version)));
        }
    }
}
