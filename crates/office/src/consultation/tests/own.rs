//! Questions about what people of one PC have for themselves.

use std::collections::BTreeSet;

use patchround_protocol::{
    Step, Update, UpdateId,
    update::{Reason, Substantial},
};

use super::*;

fn installed(job: &StoredJob) -> BTreeSet<UpdateId> {
    let ids = job.job.steps.iter().flat_map(|step| match step {
        Step::Install { ids, .. } => ids.as_slice(),
        _ => &[],
    });
    ids.cloned().collect()
}

#[test]
fn each_person_is_asked_about_their_own_and_nobody_with_what_the_pc_or_somebody_else_has() {
    let (_dir, office) = office();
    let big = |update: Update| {
        let substantial = Some(Substantial::because(vec![Reason::FirstNumber { from: 1, to: 2 }]));
        Update { substantial, ..update }
    };
    let [ana, bo] = ["1000", "1001"].map(samples::own).map(big);
    let named = |id: &str| Update { group: ana.group.clone(), ..samples::update(id) };
    let of_pc =
        ["flatpak:app/org.lab.Notes/x86_64/stable@2", "flatpak:app/org.lab.Notes.Help/x86_64/stable@2"]
            .map(|id| big(named(id)));
    let scan = samples::scan(&[&of_pc[..], &[ana.clone(), bo.clone()]].concat());
    office.store.keep_scan(samples::pc(), &scan, Timestamp::now()).unwrap();
    let jobs = office.store.jobs_of(order_all(&office)).unwrap();
    let (asking, others): (Vec<_>, Vec<_>) = jobs.iter().partition(|job| job.asks());
    assert!(others.into_iter().all(|job| installed(job).is_empty()), "each is asked about");
    let questions: Vec<_> = asking.into_iter().map(installed).collect();
    let [of_pc, ana, bo] = [of_pc.map(|update| update.id).into(), [ana.id].into(), [bo.id].into()];
    assert!([of_pc, ana, bo].iter().all(|one| questions.contains(one)), "{questions:?}");
    assert_eq!(questions.len(), 3, "one question for each");
}
