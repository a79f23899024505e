//! The JSON Schemas in docs/schema of what the commands print with `--json`.

use patchround_golden::schema::{array_of, fresh, line_of, of};
use patchround_office::{
    duties::Duty, plan::Plan, report::Evidence, round::RoundEnd, store::record::Line, wake::WakeEnd,
};
use patchround_protocol::Exception;
use serde_json::Value;

use crate::{
    args::Cli,
    commands::{
        answering::Waits,
        feeds::FeedLine,
        finding::Report,
        holding::Released,
        inviting::{Ended, Open},
        joining::{Made, New},
        people::PeopleList,
        seeing::{PcLine, UpdateLine},
    },
    failure::Failure,
    watch::Named,
};

/// Each command that can print JSON. `check` and `update` print lines: events, and what became of it at the end.
fn schemas() -> Vec<(&'static str, Value)> {
    let joined = of::<New>("PCs that have just joined");
    let followed = || line_of(&[of::<Named<'_>>(""), of::<RoundEnd>("")]);
    vec![
        ("code", of::<Made<'_>>("What `patchround code --json` prints.")),
        ("invite", of::<Open>("What `patchround invite --out FILE --json` prints.")),
        ("invite-list", array_of(&of::<Open>("What `patchround invite --list --json` prints."))),
        ("invite-end", of::<Ended>("What `patchround invite --end NUMBER --json` prints.")),
        ("find", of::<Report<'_>>("What `patchround find --json` prints.")),
        ("find-join", array_of(&joined)),
        ("add", joined),
        ("answer", array_of(&of::<Waits>("What `patchround answer --json` prints."))),
        ("pcs", array_of(&of::<PcLine<'_>>("What `patchround pcs --json` prints."))),
        ("updates", array_of(&of::<UpdateLine>("What `patchround updates --json` prints."))),
        ("plan", of::<Plan>("What `patchround plan --json` prints.")),
        ("check", followed()),
        ("update", followed()),
        ("firmware", followed()),
        ("restart", followed()),
        ("undo", followed()),
        ("wake", of::<WakeEnd>("What `patchround wake --json` prints.")),
        ("release", line_of(&[of::<Named<'_>>(""), of::<RoundEnd>(""), of::<Released<'_>>("")])),
        (
            "failure",
            of::<Failure>(
                "What any command with `--json` writes to standard error, a line for each thing that did not work.",
            ),
        ),
        ("feeds", array_of(&of::<FeedLine>("What `patchround feeds --json` prints."))),
        ("except", array_of(&of::<Exception>("What `patchround except --json` prints."))),
        ("report", of::<Evidence>("What `patchround report --format json` writes.")),
        ("people", of::<PeopleList>("What `patchround people --json` prints.")),
        ("duties", array_of(&of::<Duty>("What `patchround duties --json` prints."))),
        ("record", array_of(&of::<Line>("What `patchround record --json` prints."))),
    ]
}

#[test]
fn the_schemas_of_the_commands_are_fresh() {
    let stale: Vec<String> = schemas()
        .iter()
        .filter_map(|(name, schema)| fresh(name, schema).err())
        .map(|e| e.to_string())
        .collect();
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}

#[test]
fn every_command_that_can_print_json_has_a_schema() {
    let schemas = schemas();
    let cli = <Cli as clap::CommandFactory>::command();
    let prints_json =
        |command: &&clap::Command| command.get_arguments().any(|argument| argument.get_id() == "json");
    for command in cli.get_subcommands().filter(prints_json) {
        let name = command.get_name();
        assert!(schemas.iter().any(|(described, _)| *described == name), "{name} has no schema");
    }
}
