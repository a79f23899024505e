//! No byte string that is not signed by an operator or owner of the charter is taken for a document of it.

use patchround_protocol::{Charter, Policy, SpkiHash, order};
use proptest::prelude::*;

mod mangled;

use mangled::{charter, first_policy, now, obeyed, sealed_charter};

const PC: SpkiHash = SpkiHash([7; 32]);

#[test]
fn what_is_signed_as_it_should_be_is_accepted() {
    let [job, policy, next] = obeyed(PC).map(|(_, envelope)| envelope);
    assert!(order::accept(&job, &charter(), PC, now()).is_ok());
    assert!(Policy::accept(&policy, &charter(), Some(&first_policy()), now()).is_ok());
    assert!(charter().next(sealed_charter().hash(), &next, now()).is_ok());
}

#[test]
fn each_kind_of_document_is_worth_nothing_as_another() {
    let [job, policy, next] = obeyed(PC).map(|(_, envelope)| envelope);
    for other in [&policy, &next] {
        assert!(order::accept(other, &charter(), PC, now()).is_err());
    }
    for other in [&job, &next] {
        assert!(Policy::accept(other, &charter(), Some(&first_policy()), now()).is_err());
    }
    for other in [&job, &policy] {
        assert!(charter().next(sealed_charter().hash(), other, now()).is_err());
        assert!(Charter::first(other).is_err());
    }
}

proptest! {
    #[test]
    fn nothing_unsigned_is_accepted_as_any_document(envelope in mangled::mangled(PC)) {
        prop_assert!(order::accept(&envelope, &charter(), PC, now()).is_err());
        prop_assert!(Policy::accept(&envelope, &charter(), Some(&first_policy()), now()).is_err());
        prop_assert!(Policy::accept(&envelope, &charter(), None, now()).is_err());
        prop_assert!(charter().next(sealed_charter().hash(), &envelope, now()).is_err());
    }
}
