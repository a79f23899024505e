use std::fs;

use patchround_protocol::progress::Progress;

use super::*;
use crate::keep::hash_of;

const OLD: &str = "apt:a:all@1";
const OTHER: &str = "apt:b:all@1";

/// A source whose holds work or do not.
struct Made {
    folder: tempfile::TempDir,
    now: Now,
    can_hold: bool,
    is_blind: bool,
    asked: Vec<(UpdateId, bool)>,
}

fn id(text: &str) -> UpdateId {
    text.parse().unwrap()
}

fn there(versions: &[&str]) -> There {
    let versions = versions.iter().map(|version| (*version).to_owned()).collect();
    There { versions, is_whole: true, hold: Hold::Nothing }
}

impl Made {
    /// With `a` at this version, after a newer one took the place of 1, which is kept.
    fn at(version: &str) -> Self {
        let now = Now::from([(id(OLD), there(&[version])), (id(OTHER), there(&["1"]))]);
        let folder = tempfile::tempdir().unwrap();
        let made = Self { folder, now, can_hold: true, is_blind: false, asked: Vec::new() };
        let (file, keep) = (made.folder.path().join("file"), made.keep());
        fs::write(&file, "a package").unwrap();
        let mut shelf = Shelf::open(&keep).unwrap();
        shelf.take(&id(OLD), "2", &hash_of(&file).unwrap(), &file, 1000, Timestamp::now()).unwrap();
        shelf.save().unwrap();
        made
    }

    fn keep(&self) -> Keep {
        Keep { folder: self.folder.path().join("kept"), told: self.folder.path().join("told") }
    }

    fn held(&mut self, hold: Hold) -> &mut Self {
        self.now.get_mut(&id(OLD)).unwrap().hold = hold;
        self
    }

    fn is_noted(&self) -> bool {
        Shelf::open(&self.keep()).unwrap().kept(&id(OLD)).is_some_and(|kept| kept.back.is_some())
    }

    fn stays(&mut self, ids: &[&str], otherwise: &Ended) -> Vec<(Outcome, Option<Cause>)> {
        let (ids, keep) = (ids.iter().map(|text| id(text)).collect::<Vec<_>>(), self.keep());
        told(|meter| stay_and_tell(self, &ids, None, &keep, meter, otherwise))
    }

    fn goes(&mut self, ids: &[&str]) -> Vec<(Outcome, Option<Cause>)> {
        let (ids, keep) = (ids.iter().map(|text| id(text)).collect::<Vec<_>>(), self.keep());
        told(|meter| let_go(self, &ids, &keep, meter))
    }

    fn files(&self, ids: &[&str]) -> Result<usize, Option<Cause>> {
        let ids: Vec<UpdateId> = ids.iter().map(|text| id(text)).collect();
        files(&ids, &self.now, &self.keep()).map(|files| files.len()).map_err(|ended| ended.cause)
    }
}

fn told(act: impl FnOnce(&mut Meter<'_>) -> Ended) -> Vec<(Outcome, Option<Cause>)> {
    let mut ends = Vec::new();
    let mut report = |line| {
        if let Progress::UpdateEnded { outcome, cause, .. } = line {
            ends.push((outcome, cause));
        }
    };
    act(&mut Meter::new(&mut report));
    ends
}

impl Holds for Made {
    fn look(&self, _: &[UpdateId]) -> Result<Now, Ended> {
        if self.is_blind { Err(Ended::failed(Cause::DiskUnusable, "")) } else { Ok(self.now.clone()) }
    }

    fn hold(&mut self, ids: &[UpdateId], is_on: bool, _: &mut Meter<'_>) {
        for id in ids {
            self.asked.push((id.clone(), is_on));
            let hold = &mut self.now.get_mut(id).unwrap().hold;
            if self.can_hold && *hold != Hold::Another {
                *hold = if is_on { Hold::AsOurs } else { Hold::Nothing };
            }
        }
    }
}

const DONE: (Outcome, Option<Cause>) = (Outcome::Done, None);

fn failed(cause: Cause) -> (Outcome, Option<Cause>) {
    (Outcome::Failed, Some(cause))
}

#[test]
fn only_what_is_as_it_was_kept_goes_back_all_or_none() {
    assert_eq!(Made::at("2").files(&[OLD]), Ok(1));
    assert_eq!(Made::at("1").files(&[OLD]), Ok(0), "it is back already");
    assert_eq!(Made::at("3").files(&[OLD]), Err(Some(Cause::ChangedSince)));
    assert_eq!(Made::at("2").held(Hold::Another).files(&[OLD]), Err(Some(Cause::Held)));
    assert_eq!(Made::at("2").files(&["apt:c:all@1"]), Err(Some(Cause::NotForThisPc)));
    let mut two = Made::at("2");
    two.now.insert(id(OLD), there(&["1", "2"]));
    two.now.get_mut(&id(OLD)).unwrap().is_whole = false;
    assert_eq!(two.files(&[OLD]), Err(Some(Cause::ChangedSince)), "it is there twice");
    let mut other = Made::at("2");
    other.now.insert(id(OTHER), there(&["2"]));
    assert_eq!(other.files(&[OLD, OTHER]), Err(Some(Cause::NothingKept)));
    let damaged = Made::at("2");
    for file in fs::read_dir(damaged.keep().folder).unwrap().flatten() {
        if file.path().extension().is_none_or(|ending| ending != "json") {
            fs::write(file.path(), "another one").unwrap();
        }
    }
    assert_eq!(damaged.files(&[OLD]), Err(Some(Cause::NothingKept)));
}

#[test]
fn what_is_back_stays_there_and_is_noted_before_it_is_held() {
    let mut made = Made::at("1");
    assert_eq!(made.stays(&[OLD], &not_there("")), [DONE]);
    assert!(made.is_noted());
    let mut cannot = Made::at("1");
    cannot.can_hold = false;
    assert_eq!(cannot.stays(&[OLD], &not_there("")), [failed(Cause::Unexpected)]);
    assert!(cannot.is_noted(), "ours to release, whatever came of it");
}

#[test]
fn what_is_at_that_version_by_itself_is_neither_undone_nor_held() {
    let mut made = Made::at("1");
    assert_eq!(made.stays(&[OTHER], &not_there("")), [failed(Cause::NothingKept)]);
    assert_eq!(made.asked, []);
}

#[test]
fn what_did_not_go_back_ends_as_it_was_said_and_never_well() {
    let why = Ended::failed(Cause::UndoBlocked, "");
    assert_eq!(Made::at("2").stays(&[OLD], &why), [failed(Cause::UndoBlocked)]);
    assert_eq!(Made::at("2").stays(&[OLD], &not_there("")), [failed(Cause::InstalledButNotVerified)]);
    let mut blind = Made::at("1");
    blind.is_blind = true;
    assert_eq!(blind.stays(&[OLD], &not_there("")), [failed(Cause::DiskUnusable)]);
}

#[test]
fn a_stay_that_is_ordered_again_does_not_begin_anew() {
    let mut made = Made::at("1");
    made.stays(&[OLD], &not_there(""));
    let since = |made: &Made| Shelf::open(&made.keep()).unwrap().kept(&id(OLD)).unwrap().back;
    let before = since(&made);
    assert_eq!(made.stays(&[OLD], &not_there("")), [DONE]);
    assert_eq!((since(&made), made.asked.len()), (before, 1));
}

#[test]
fn only_what_an_undo_of_ours_holds_is_let_go() {
    let mut made = Made::at("1");
    made.stays(&[OLD], &not_there(""));
    assert_eq!(made.goes(&[OLD]), [DONE]);
    assert!(!made.is_noted());
    made.held(Hold::AsOurs);
    assert_eq!(made.goes(&[OLD]), [(Outcome::NeedsPerson, Some(Cause::Held))], "somebody else held it since");
    assert_eq!(made.now[&id(OLD)].hold, Hold::AsOurs);
}

#[test]
fn what_cannot_be_let_go_is_told_as_that() {
    let mut made = Made::at("1");
    made.stays(&[OLD], &not_there(""));
    made.can_hold = false;
    assert_eq!(made.goes(&[OLD]), [failed(Cause::Unexpected)]);
    assert!(made.is_noted(), "it is ours still");
    made.held(Hold::Another);
    assert_eq!(made.goes(&[OLD]), [(Outcome::NeedsPerson, Some(Cause::Held))]);
    assert!(!made.is_noted(), "what is left is somebody else's");
}
