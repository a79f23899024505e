use proptest::prelude::*;

use super::*;

const INFO: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<component type="desktop-application">
  <description><p>A program for letters.</p></description>
  <releases>
    <release version="3.1" date="2026-11-01"><description>
      <p>What is new</p>
      <p xml:lang="de">Was neu ist.</p>
      <ul>
        <li>The <em>Save</em> button is on the left &amp; larger.</li>
        <li xml:lang="de">Der Knopf ist links.</li>
        <li>Old plug-ins no longer work. Ask their makers.</li>
      </ul>
    </description></release>
    <release version="3.0"><description xml:lang="fr"><p>Tout est nouveau ici.</p></description>
      <description><p>Letters open faster.</p></description></release>
    <release version="2.0"><description><p>Not told: it is installed.</p></description></release>
  </releases>
</component>"#;

fn told(text: &str) -> Vec<String> {
    lines(text, |release| if release.starts_with('2') { Between::Installed } else { Between::Yes })
}

#[test]
fn the_releases_between_are_told_in_the_makers_own_language() {
    let lines =
        ["The Save button is on the left & larger.", "Old plug-ins no longer work.", "Letters open faster."];
    assert_eq!(told(INFO), lines);
}

#[test]
fn a_release_that_is_not_offered_yet_is_passed_over() {
    let between = |release: &str| if release == "3.1" { Between::Later } else { Between::Yes };
    assert_eq!(lines(INFO, between), ["Letters open faster.", "Not told: it is installed."]);
}

#[test]
fn a_file_with_entities_of_its_own_is_not_read() {
    let bomb = INFO.replace(
        "<component ",
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>\n<component ",
    );
    assert_eq!(told(&bomb), Vec::<String>::new());
    let unknown = INFO.replace("Letters open faster.", "Letters open &c; faster.");
    assert_eq!(told(&unknown).len(), 2, "what it stands for is not known");
}

#[test]
fn script_and_links_in_a_point_leave_it_out_and_never_show() {
    let script = INFO.replace("<em>Save</em>", "<script>alert('hello there')</script>");
    assert_eq!(told(&script)[0], "Old plug-ins no longer work.");
    let written = INFO.replace("<em>Save</em>", "&lt;script&gt;");
    assert_eq!(told(&written)[0], "Old plug-ins no longer work.");
}

#[test]
fn a_file_that_breaks_off_tells_only_whole_releases() {
    let first = &INFO[..INFO.find("Letters open").unwrap()];
    assert_eq!(told(first).len(), 2);
    assert_eq!(told(&INFO[..INFO.find("Ask their").unwrap()]), Vec::<String>::new());
}

#[test]
fn two_megabytes_and_a_thousand_elements_within_each_other_have_an_end() {
    let many = INFO.replace("<ul>", &format!("<ul>{}", "<li>A point like all others.</li>".repeat(60_000)));
    assert_eq!(told(&many).len(), MOST);
    let long = INFO.replace("Old plug-ins", &"and so on ".repeat(200_000));
    assert!(told(&long).iter().all(|line| line.chars().count() <= 200));
    let deep = INFO.replace("Letters", &"<em>".repeat(100_000));
    assert_eq!(told(&deep).len(), 2, "what came before is whole");
    let releases = "<release version=\"4.0\"/><release version=\"3.0\"></release>".repeat(50_000);
    let mut asked = 0;
    lines(&format!("<component><releases>{releases}</releases></component>"), |_| {
        asked += 1;
        Between::Later
    });
    assert_eq!(asked, RELEASES);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(?s)[<>/a-z=\"'&;!\\[\\]\\- ]{0,300}") {
        told(&text);
    }

    #[test]
    fn a_file_cut_anywhere_tells_a_beginning_of_what_it_tells_whole(cut in 0..INFO.len()) {
        let whole = told(INFO);
        prop_assert!(whole.starts_with(&told(&INFO[..cut])));
    }
}
