//! No byte string that is not signed by an operator or owner of the charter is taken for a document of it.

use jiff::ToSpan;
use patchround_protocol::{Charter, Envelope, Exception, Feeds, OfficeId, Policy, SpkiHash, order};
use proptest::prelude::*;

mod mangled;

use mangled::{OPERATOR, OWNER, charter, first_policy, key, mangled_of, now, obeyed, sealed_charter};

const PC: SpkiHash = SpkiHash([7; 32]);

#[test]
fn what_is_signed_as_it_should_be_is_accepted() {
    let [job, policy, next, feeds] = obeyed(PC).map(|(_, envelope)| envelope);
    assert!(order::accept(&job, &charter(), PC, now()).is_ok());
    assert!(Policy::accept(&policy, &charter(), Some(&first_policy()), now()).is_ok());
    assert!(charter().next(sealed_charter().hash(), &next, now()).is_ok());
    assert!(Feeds::accept(&feeds, &charter(), None, now()).is_ok());
    assert!(Exception::accept(&exception(OWNER), &charter(), now()).is_ok());
}

#[test]
fn each_kind_of_document_is_worth_nothing_as_another() {
    let [job, policy, next, feeds] = obeyed(PC).map(|(_, envelope)| envelope);
    for other in [&policy, &next, &feeds] {
        assert!(order::accept(other, &charter(), PC, now()).is_err());
    }
    for other in [&job, &next, &feeds] {
        assert!(Policy::accept(other, &charter(), Some(&first_policy()), now()).is_err());
    }
    for other in [&job, &policy, &feeds] {
        assert!(charter().next(sealed_charter().hash(), other, now()).is_err());
        assert!(Charter::first(other).is_err());
    }
    for other in [&job, &policy, &next] {
        assert!(Feeds::accept(other, &charter(), None, now()).is_err());
        assert!(Exception::accept(other, &charter(), now()).is_err());
    }
}

fn exception(signer: u8) -> Envelope {
    let exception = Exception {
        office: OfficeId(uuid::Uuid::nil()),
        id: uuid::Uuid::nil(),
        package: "xray-viewer".parse().expect("a name"),
        pcs: vec![PC],
        by: "Ann".into(),
        why: "The new version does not read our pictures".into(),
        instead: "That PC is not on the internet".into(),
        issued: now(),
        until: now() + 24.hours(),
    };
    Envelope::seal(&exception, &key(signer)).expect("it fits")
}

fn with_exception(exception: Envelope, signer: u8) -> Envelope {
    let policy = Policy { version: 2, exceptions: vec![exception], ..first_policy() };
    Envelope::seal(&policy, &key(signer)).expect("it fits")
}

#[test]
fn a_policy_whose_exception_no_owner_signed_is_refused_whole() {
    let accepted = |by| {
        let policy = with_exception(exception(by), OPERATOR);
        Policy::accept(&policy, &charter(), Some(&first_policy()), now()).is_ok()
    };
    assert!(accepted(OWNER));
    for by in [OPERATOR, 3, 4, 5, 8] {
        assert!(!accepted(by), "by {by}");
    }
}

proptest! {
    #[test]
    fn nothing_unsigned_is_accepted_as_any_document(envelope in mangled::mangled(PC)) {
        prop_assert!(order::accept(&envelope, &charter(), PC, now()).is_err());
        prop_assert!(Policy::accept(&envelope, &charter(), Some(&first_policy()), now()).is_err());
        prop_assert!(Policy::accept(&envelope, &charter(), None, now()).is_err());
        prop_assert!(charter().next(sealed_charter().hash(), &envelope, now()).is_err());
        prop_assert!(Feeds::accept(&envelope, &charter(), None, now()).is_err());
    }

    #[test]
    fn no_mangled_exception_counts_by_itself_or_in_a_policy(
        envelope in mangled_of(vec![("exception", exception(OWNER))]),
    ) {
        prop_assert!(Exception::accept(&envelope, &charter(), now()).is_err());
        let policy = with_exception(envelope, OWNER);
        prop_assert!(Policy::accept(&policy, &charter(), Some(&first_policy()), now()).is_err());
    }
}
