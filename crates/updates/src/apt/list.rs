//! Joins apt's answers into updates.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    ids::PackageName,
    update::{Class, Held, Needs, Scope},
};

use super::{
    SOURCE, hook, name_of, names,
    policy::{Archive, Table, Version},
    pro::Mending,
    records::Record,
    simulation::Simulation,
};

use crate::{
    names::the_only,
    substantial::{self, Facts},
};

/// Everything apt was asked.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// `dist-upgrade`: what apt would do at most.
    pub full: Simulation,
    /// `upgrade`: what it would do without adding or removing anything.
    pub careful: Simulation,
    /// `install NAME=VERSION` alone, for packages that only `full` would touch.
    pub alone: BTreeMap<String, Simulation>,
    /// Version tables.
    pub tables: BTreeMap<String, Table>,
    /// Archives.
    pub archives: BTreeMap<String, Archive>,
    /// Records of the candidates.
    pub records: Vec<Record>,
    /// Packages on hold.
    pub held: BTreeSet<String>,
    /// The hook's answer, if it agrees with `full`.
    pub hook: Option<Vec<hook::Package>>,
    /// Names of apps, by package.
    pub apps: BTreeMap<String, String>,
    /// Whether people see a package; without one that could not be read.
    pub windows: BTreeMap<String, bool>,
    /// What Ubuntu's own client says mends something; nothing where it was not asked.
    pub mending: Mending,
}

impl Answers {
    /// Whether anything is offered that no archive's name calls a security update.
    pub fn may_be_more_urgent(&self) -> bool {
        self.tables.values().any(|table| table.is_update() && !table.is_security(&self.archives))
    }

    /// Packages for which something newer is there, whether apt would install it now or not.
    pub fn concerned(&self) -> BTreeSet<&str> {
        let both = [&self.full, &self.careful];
        let would = both.iter().flat_map(|s| s.upgrades().map(|i| i.name.as_str()));
        let would_not = both.iter().flat_map(|s| s.kept_back.iter().chain(&s.deferred)).map(String::as_str);
        would.chain(would_not).collect()
    }

    /// Packages that apt would upgrade only together with something new or something removed.
    pub fn wants_more(&self) -> Vec<&str> {
        let careful: BTreeSet<_> = self.careful.upgrades().map(|i| &i.name).collect();
        self.full.upgrades().filter(|i| !careful.contains(&i.name)).map(|i| i.name.as_str()).collect()
    }

    /// Whether a package that apt would upgrade is missing in another of its answers: then the list is not whole.
    pub fn are_torn(&self) -> bool {
        let has_record = |name: &str, table: &Table| {
            let is_this =
                |r: &Record| r.package == name_of(name) && Some(&r.version) == table.candidate.as_ref();
            self.records.iter().any(is_this)
        };
        let is_whole = |name: &str| {
            self.tables.get(name).is_some_and(|table| !table.is_update() || has_record(name, table))
        };
        !self.concerned().into_iter().all(is_whole)
    }

    /// Drops the hook's answer if it names other packages or versions than the text.
    ///
    /// The text wins because scripts have relied on it for decades; the protocol is not promised yet.
    pub fn cross_check(&mut self) {
        let Some(packages) = &self.hook else { return };
        let told: BTreeSet<_> = packages
            .iter()
            .filter(|p| p.mode == "upgrade")
            .filter_map(|p| Some((p.name.as_str(), p.versions.install.as_ref()?.version.as_str())))
            .collect();
        let text: BTreeSet<_> = self.full.upgrades().map(|i| (name_of(&i.name), i.new.as_str())).collect();
        if told != text {
            tracing::warn!(hook = told.len(), text = text.len(), "Two answers of apt differ, using its text");
            self.hook = None;
        }
    }
}

/// The updates of this PC, sorted by id.
pub fn join(pc: PcId, answers: &Answers) -> Vec<Update> {
    let group_apps = group_apps(answers);
    let update = |name: &str| {
        let table = answers.tables.get(name).filter(|t| t.is_update())?;
        let candidate = table.candidate.as_deref()?;
        let record = answers.records.iter().find(|r| r.package == name_of(name) && r.version == candidate)?;
        One { pc, name, table, candidate, record, answers }.update(&group_apps)
    };
    let mut updates: Vec<_> = answers.concerned().into_iter().filter_map(update).collect();
    updates.sort_by(|a, b| a.id.cmp(&b.id));
    updates.dedup_by(|a, b| a.id == b.id);
    let facts: Vec<Facts> = updates.iter().map(|update| facts(update, answers)).collect();
    for (update, judged) in updates.iter_mut().zip(substantial::judge(&facts)) {
        update.substantial = judged;
    }
    updates
}

/// What decides whether an update changes how people work.
pub fn facts(update: &Update, answers: &Answers) -> Facts {
    let package = name_of(update.package.as_str());
    let table = answers.tables.get(update.package.as_str());
    let makers = |of: fn(&Table, &BTreeMap<String, Archive>) -> BTreeSet<String>| {
        table.map_or_else(BTreeSet::new, |table| of(table, &answers.archives))
    };
    Facts {
        package: package.to_owned(),
        group: update.group.clone(),
        installed: table.and_then(|table| table.installed.clone()),
        candidate: update.candidate.clone(),
        window: answers.windows.get(package).copied(),
        from: makers(Table::installed_from),
        to: makers(Table::offered_by),
        removes: update.needs.removes.clone(),
    }
}

fn group_apps(answers: &Answers) -> BTreeMap<&str, String> {
    let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for record in &answers.records {
        if let Some(app) = answers.apps.get(&record.package) {
            groups.entry(&record.source).or_default().push(app.clone());
        }
    }
    groups.into_iter().filter_map(|(source, apps)| Some((source, the_only(apps)?))).collect()
}

/// One package and all that is known about it.
struct One<'a> {
    pc: PcId,
    name: &'a str,
    table: &'a Table,
    candidate: &'a str,
    record: &'a Record,
    answers: &'a Answers,
}

impl One<'_> {
    fn update(&self, group_apps: &BTreeMap<&str, String>) -> Option<Update> {
        let native = format!("{}:{}", self.record.package, self.record.architecture);
        let own_app = self.answers.apps.get(&self.record.package).map(String::as_str);
        let group_app = group_apps.get(self.record.source.as_str()).map(String::as_str);
        let held = self.answers.held.contains(self.name);
        let phased = self.is_phased();
        let package: PackageName = self.name.parse().ok()?;
        Some(Update {
            id: UpdateId::new(SOURCE, &native, self.candidate).ok()?,
            pc: self.pc,
            source: SOURCE.to_owned(),
            group: self.group().unwrap_or_else(|| package.as_str().to_owned()),
            package,
            name: names::plain(self.record, own_app, group_app),
            installed: self.table.installed.clone().filter(|v| UpdateId::new(SOURCE, &native, v).is_ok()),
            candidate: self.candidate.to_owned(),
            class: Some(if self.is_security() { Class::Security } else { Class::Other }),
            substantial: None,
            cves: None,
            known_exploited: None,
            severity: None,
            released: None,
            size: self.record.size,
            notes: None,
            changes: None,
            needs: self.needs(),
            reversible: None,
            scope: Scope::Machine,
            held: held.then_some(Held { by: None, why: None, until: None }),
            phased,
            blocked: (!held && !phased && !self.would_go()).then_some(Cause::DepsUnsolvable),
        })
    }

    /// The source package's group; a package's author may have written anything there.
    fn group(&self) -> Option<String> {
        names::group_of(&self.record.source).parse::<PackageName>().ok().map(String::from)
    }

    /// Whether apt would bring this package to its candidate now.
    fn would_go(&self) -> bool {
        let both = [&self.answers.full, &self.answers.careful];
        both.iter().any(|s| s.upgrades().any(|i| i.name == self.name && i.new == self.candidate))
    }

    /// apt decides by package, version and PC whether it is this PC's turn; it says so by not
    /// upgrading, in most versions with a list of its own.
    fn is_phased(&self) -> bool {
        let deferred =
            [&self.answers.full, &self.answers.careful].iter().any(|s| s.deferred.contains(self.name));
        !self.would_go() && (deferred || self.table.is_phased())
    }

    fn is_security(&self) -> bool {
        let in_hook =
            |p: &hook::Package| p.name == self.record.package && p.mode == "upgrade" && p.is_security();
        self.table.is_security(&self.answers.archives)
            || self.table.on_the_way().iter().any(|version| self.mends(version))
            || self.answers.hook.as_ref().is_some_and(|packages| packages.iter().any(in_hook))
    }

    fn mends(&self, version: &Version) -> bool {
        !self.answers.mending.is_empty()
            && self.answers.mending.contains(&(self.record.package.clone(), version.version.clone()))
    }

    fn needs(&self) -> Needs {
        let restart = crate::is_kernel_image(&self.record.package).then_some(true);
        let more = self.answers.wants_more().contains(&self.name);
        // Without an answer for this package alone, everything the whole upgrade would add or remove
        // is laid at its door: too much warning rather than too little.
        let alone = more.then(|| self.answers.alone.get(self.name).unwrap_or(&self.answers.full));
        let named = |name: &str| name.parse::<PackageName>().ok();
        Needs {
            restart,
            // dpkg replaces files; what runs goes on with the old ones.
            close: Some(Vec::new()),
            removes: alone.map_or_else(Vec::new, |s| s.removes.iter().filter_map(|n| named(n)).collect()),
            adds: alone.map_or_else(Vec::new, |s| s.adds().filter_map(|i| named(&i.name)).collect()),
            ..Needs::default()
        }
    }
}
