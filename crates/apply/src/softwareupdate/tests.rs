use patchround_protocol::{Cause, Outcome, UpdateId, progress::Progress};
use patchround_updates::Pc;

use super::{
    case::{Mac, SAFARI, TOOLS, id},
    *,
};
use crate::conformance::{Does, Made};

type End = (String, Outcome, Option<Cause>);

fn ordered(
    mac: &Mac,
    ids: &[UpdateId],
    order: impl Fn(&Pc<'_>, &[UpdateId], &mut Meter<'_>) -> Ended,
) -> Vec<End> {
    let mut ends = Vec::new();
    let mut report = |line| {
        if let Progress::UpdateEnded { id, outcome, cause, .. } = line {
            ends.push((id.to_string(), outcome, cause));
        }
    };
    order(&Pc { root: mac.root(), tools: mac }, ids, &mut Meter::new(&mut report));
    ends
}

fn installed(mac: &Mac, ids: &[&str]) -> Vec<End> {
    let ids: Vec<UpdateId> = ids.iter().map(|text| id(text)).collect();
    ordered(mac, &ids, install::carry_out)
}

fn end(id: &str, outcome: Outcome, cause: Option<Cause>) -> End {
    (id.to_owned(), outcome, cause)
}

#[test]
fn what_needs_a_restart_or_is_the_next_macos_is_left_to_whoever_sits_there() {
    let mac = Mac::that(Does::Well);
    let minor = "softwareupdate:macOS^20Monterey^2012.7.6-21H1320@12.7.6";
    let major = "softwareupdate:macOS^20Sonoma^2014.6.1-23G93@14.6.1";
    let expected = [
        end(TOOLS, Outcome::Done, None),
        end(minor, Outcome::NeedsPerson, Some(Cause::NeedsPasswordMac)),
        end(major, Outcome::NeedsPerson, Some(Cause::AtThePc)),
    ];
    assert_eq!(installed(&mac, &[major, TOOLS, minor]), expected);
    let written = "/usr/sbin/softwareupdate -i Command Line Tools for Xcode-14.2 --agree-to-license";
    assert_eq!(*mac.written.lock().unwrap(), [written]);
}

#[test]
fn safari_is_not_taken_from_under_whoever_uses_it() {
    let mut mac = Mac::that(Does::Well);
    mac.is_open = true;
    let expected =
        [end(TOOLS, Outcome::Done, None), end(SAFARI, Outcome::NeedsPerson, Some(Cause::AppRunning))];
    assert_eq!(installed(&mac, &[SAFARI, TOOLS]), expected);
    assert_eq!(mac.written.lock().unwrap().len(), 1);
}

#[test]
fn after_an_interruption_what_the_history_has_is_done() {
    let mac = Mac::that(Does::Well);
    installed(&mac, &[TOOLS]);
    let looks =
        |pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>| SoftwareUpdate.look_again(pc, ids, meter);
    let ends = ordered(&mac, &[id(SAFARI), id(TOOLS)], looks);
    let expected =
        [end(TOOLS, Outcome::Done, None), end(SAFARI, Outcome::Failed, Some(Cause::InterruptedBefore))];
    assert_eq!(ends, expected);
}

#[test]
fn what_apple_takes_back_while_it_fails_is_not_done() {
    let mut mac = Mac::that(Does::Well);
    mac.is_taken_back = true;
    let ends = installed(&mac, &[TOOLS]);
    let [(_, outcome, cause)] = &ends[..] else { panic!("{ends:?}") };
    assert_eq!((*outcome, cause.is_some(), mac.written.lock().unwrap().len()), (Outcome::Failed, true, 1));
    let looks =
        |pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>| SoftwareUpdate.look_again(pc, ids, meter);
    let interrupted = end(TOOLS, Outcome::Failed, Some(Cause::InterruptedBefore));
    assert_eq!(ordered(&mac, &[id(TOOLS)], looks), [interrupted]);
}
