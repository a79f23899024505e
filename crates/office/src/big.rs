//! What changes how people work: said in words, and what the office itself calls so.

use patchround_protocol::{
    Update,
    ids::PackageName,
    update::{Reason, Substantial},
};
use patchround_words::{Value, say, say_with};

use crate::{office::Office, pc_state::PcView, plain::plain};

/// Characters of a name in a sentence.
const NAME_CHARS: usize = 80;
/// Packages that are named in one sentence.
const NAMED: usize = 4;

impl Office {
    /// Marks in what the PCs offer what the office wants to be asked about first.
    pub(crate) fn mark_asked_first(&self, views: &mut [PcView]) {
        let asked = self.policy().ask_first;
        let updates = views.iter_mut().filter_map(|view| view.pc.scan.as_mut()).flat_map(|s| &mut s.updates);
        for update in updates.filter(|update| asked.contains(&update.package)) {
            update.substantial.get_or_insert_default().add(Reason::AskedFirst {});
        }
    }
}

/// That an update changes how people work, and why, in one line; `None` if it does not, as far as anybody knows.
pub fn big(judged: Option<&Substantial>) -> Option<String> {
    said(&judged?.told())
}

/// As [`big`], for these reasons.
pub fn said(reasons: &[Reason]) -> Option<String> {
    let why: Vec<String> = reasons.iter().map(reason).collect();
    (!why.is_empty()).then(|| say_with("big-change", &[("why", why.join(" ").into())]))
}

/// Whether an update changes how people work.
pub(crate) fn is_big(update: &Update) -> bool {
    update.substantial.as_ref().is_some_and(Substantial::is_big)
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::FirstNumber { from, to } => {
            // As text: a version is not counted in thousands.
            say_with("big-first-number", &[("from", text(&from.to_string())), ("to", text(&to.to_string()))])
        }
        Reason::Removes { packages } => say_with("big-removes", &[("names", names(packages).into())]),
        Reason::NewMaker { from, to } => say_with("big-new-maker", &[("from", text(from)), ("to", text(to))]),
        Reason::Downgrade {} => say("big-downgrade"),
        Reason::MakerSays {} => say("big-maker-tells"),
        Reason::AskedFirst {} => say("big-asked-first"),
        Reason::NewPermissions {} => say("big-new-permissions"),
        Reason::FeatureUpdate {} => say("big-feature-update"),
        Reason::Unknown => say("big-unknown"),
    }
}

fn text(said: &str) -> Value<'static> {
    plain(said, NAME_CHARS).into()
}

fn names(packages: &[PackageName]) -> String {
    let named: Vec<String> =
        packages.iter().take(NAMED).map(|name| plain(name.as_str(), NAME_CHARS)).collect();
    match packages.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => {
            say_with("names-more", &[("names", named.join(", ").into()), ("count", (more as u64).into())])
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::samples;

    fn every_reason() -> Vec<Reason> {
        let packages = (0..6).map(|n| format!("part-{n}").parse().unwrap()).collect();
        vec![
            Reason::FirstNumber { from: 2140, to: 153 },
            Reason::Removes { packages },
            Reason::NewMaker { from: "Debian".into(), to: "\u{202e}Mail\nMakers".into() },
            Reason::Downgrade {},
            Reason::MakerSays {},
            Reason::AskedFirst {},
            Reason::NewPermissions {},
            Reason::FeatureUpdate {},
            Reason::Unknown,
        ]
    }

    #[test]
    fn a_bigger_change_says_why_in_one_line() {
        let only = |reason| said(&[reason]).unwrap().replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(
            only(Reason::FirstNumber { from: 2140, to: 153 }),
            "Bigger change. Version 2140 becomes 153."
        );
        let all = said(&every_reason()).unwrap();
        assert!(!all.contains('[') && !all.contains('\n') && !all.contains('\u{202e}'), "{all}");
        assert!(all.contains("part-3") && !all.contains("part-4") && all.contains('2'), "{all}");
        assert_eq!((said(&[]), big(None), big(Some(&Substantial::default()))), (None, None, None));
        let in_words_only = Substantial { why: vec!["The menus are new".into()], ..Substantial::default() };
        assert_eq!(big(Some(&in_words_only)), said(&[Reason::Unknown]));
    }

    #[test]
    fn what_the_office_wants_to_be_asked_about_is_a_bigger_change_on_every_pc() {
        let dir = tempfile::tempdir().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
        let office = Office::open(dir.path(), false).unwrap();
        let scan = samples::scan(&[samples::update("apt:accounts@2"), samples::update("apt:other@2")]);
        let view = || PcView { pc: samples::stored_pc("a", Some(scan.clone())), heard: true, working: false };
        let mut views = [view(), view()];
        office.mark_asked_first(&mut views);
        assert!(views.iter().all(|view| view.pc.scan.as_ref() == Some(&scan)), "nobody asked for that");
        office.change_policy(&[], |policy| policy.ask_first.push("accounts".parse().unwrap())).unwrap();
        office.mark_asked_first(&mut views);
        office.mark_asked_first(&mut views);
        for view in &views {
            let updates = &view.pc.scan.as_ref().unwrap().updates;
            let reasons = |at: usize| updates[at].substantial.as_ref().map(Substantial::told);
            assert_eq!((reasons(0), reasons(1)), (Some(vec![Reason::AskedFirst {}]), None));
        }
    }
}
