//! Going back on the PCs of the systems that can, with their own flatpak, dnf and zypper.

use serde_json::Value;

use super::{active, installed, lines, office::Office};

const PROGRAM: &str = "app/org.lab.Notes/x86_64/stable";
const RPM: &str = "pr-tool-a.noarch";

/// One source that can go back.
struct Way {
    pc: &'static str,
    source: &'static str,
    /// As it is named to `patchround undo`.
    package: &'static str,
    /// What of the PC's own says what is kept where it is.
    holds: &'static str,
    /// Who would put the newer version in, if nothing kept it out.
    updates: &'static str,
}

const WAYS: [Way; 3] = [
    Way {
        pc: "pc1",
        source: "flatpak",
        package: PROGRAM,
        holds: "flatpak mask --system",
        updates: "flatpak update --system -y --noninteractive",
    },
    Way {
        pc: "pc3",
        source: "dnf",
        package: RPM,
        holds: "dnf -q -C versionlock list",
        updates: "dnf -q -y upgrade pr-tool-a",
    },
    Way {
        pc: "pc4",
        source: "zypper",
        package: RPM,
        holds: "zypper -q locks",
        updates: "zypper -q -n update pr-tool-a || test $? = 4",
    },
];

impl Way {
    /// The version that the PC's own database has now.
    fn there(&self, office: &Office) -> String {
        match self.source {
            "flatpak" => active(office, self.pc, self.package),
            _ => installed(office, self.pc, self.package),
        }
    }

    fn is_held(&self, office: &Office) -> bool {
        let name = self.package.trim_end_matches(".noarch");
        run(office, self.pc, self.holds).contains(name)
    }

    fn order(&self, office: &Office, verb: &str, more: &[&str]) {
        let (code, printed) =
            office.patchround(&[&[verb, self.package, "--pc", self.pc, "--json"], more].concat());
        let ended = lines(&printed).pop().unwrap();
        let step = &ended["pcs"][0]["steps"][0];
        assert_eq!((code, &step["outcome"]), (0, &Value::from("done")), "{} {verb}: {printed}", self.source);
    }
}

/// What each of them has before anything goes in.
pub(crate) fn versions(office: &Office) -> Vec<String> {
    WAYS.iter().map(|way| way.there(office)).collect()
}

pub(crate) fn what_went_in_goes_back_stays_there_and_is_let_go(office: &Office, before: &[String]) {
    let after = versions(office);
    // Who looks in between knows of nothing newer, until it went back.
    office.patchround(&["check"]);
    for (at, way) in WAYS.iter().enumerate() {
        assert_ne!(after[at], before[at], "{}", way.source);
        assert!(!way.is_held(office), "{}", way.source);
        way.order(office, "undo", &["--why", "It does not print", "--yes"]);
        assert_eq!(way.there(office), before[at], "{}", way.source);
        assert!(way.is_held(office), "{}", way.source);
        run(office, way.pc, way.updates);
    }
    let (_, printed) = office.patchround(&["updates", "--json"]);
    let updates = lines(&printed).remove(0);
    for way in &WAYS {
        let name = format!("{}:{}@", way.source, way.package);
        let is_it = |update: &&Value| update["id"].as_str().unwrap().starts_with(&name);
        let all = updates.as_array().unwrap();
        let newer = all.iter().find(is_it).unwrap_or_else(|| panic!("{name}: {printed}"));
        assert!(newer["held"].is_object(), "{newer}");
    }
    let (_, printed) = office.patchround(&["update", "--all", "--yes"]);
    assert_eq!(versions(office), before, "{printed}");
    for (at, way) in WAYS.iter().enumerate() {
        way.order(office, "release", &[]);
        assert!(!way.is_held(office), "{}", way.source);
        run(office, way.pc, way.updates);
        assert_eq!(way.there(office), after[at], "{}: nothing keeps it any more", way.source);
    }
}

fn run(office: &Office, pc: &str, script: &str) -> String {
    office.lab.succeed(pc, ["sh", "-c", script]).unwrap()
}
