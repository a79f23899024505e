//! What must hold whatever apt, dpkg or a package's author says: the bodies of the fuzz targets, and of the tests
//! that replay their corpora.
//!
//! Runs as: a developer, and `tests/fuzz_corpus.rs`.
//! Must not: start a program.

use std::path::Path;

use patchround_protocol::{
    SpkiHash, UpdateId, limits,
    update::{ChangeSource, Scope},
};
use patchround_updates::{
    Pc,
    apt::{
        causes, database, held, hook,
        list::{self, Answers},
        notes::{self, Between, Note, Notes, Step},
        policy, records, simulation, sources, status, uris,
    },
    brew,
    command::{Output, Programs},
    dnf, flatpak, fwupd, maker_says, mas, names, pacman, rpm, snap, softwareupdate, substantial,
    windows_update, winget, zypper,
};

/// Between the answers of several commands in one input.
const NEXT: char = '\u{1}';

/// Every parser on the whole text, and the list that its parts make together.
pub fn apt(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    each(&text);
    let mut parts = text.split(NEXT);
    let mut next = || parts.next().unwrap_or(&text);
    let answers = Answers {
        full: simulation::parse(next()),
        careful: simulation::parse(next()),
        tables: policy::tables(next()),
        archives: policy::archives(next()),
        records: records::parse(next()),
        held: held::parse(next()),
        hook: hook::split(next()).1,
        ..Answers::default()
    };
    together(&answers);
}

/// What the maker wrote into a package, in the order: Debian's news, then metainfo files.
pub fn notes(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.split(NEXT).map(str::to_owned);
    let news = parts.next().map(|text| Note { file: "news".to_owned(), text });
    let info = |(at, text)| Note { file: format!("info-{at}"), text };
    let written = Notes { news, metainfo: parts.enumerate().map(info).collect() };
    let package = "tool".parse().expect("a name is a name");
    let told =
        notes::changes(&written, &package, "2-1", &mut ByText { asked: 0, files: written.metainfo.len() });
    assert!(told.len() <= limits::CHANGES);
    for change in told {
        let words = &change.words;
        assert!(words.chars().count() <= limits::CHANGE_CHARS && words.contains(' '), "{words:?}");
        assert!(
            !words.contains(char::is_control) && !words.contains("</") && !words.contains('\u{fffd}'),
            "{words:?}"
        );
        assert!(notes::line(words).is_some(), "{words:?}");
        let ChangeSource::Package { file, .. } = &change.from else { panic!("no file is cited") };
        assert!(file == "news" || written.metainfo.iter().any(|note| note.file == *file), "{file:?}");
    }
}

/// By the text, and with an end to its patience: each question is a program that starts.
struct ByText {
    asked: usize,
    files: usize,
}

impl ByText {
    fn ask(&mut self, version: &str) {
        self.asked += 1;
        assert!(self.asked <= 100 * (1 + self.files), "a file has no end");
        assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{version:?} could be an option");
    }
}

impl Step for ByText {
    fn is_installed(&mut self, version: &str) -> bool {
        self.ask(version);
        version.starts_with("1.")
    }

    fn is_release_between(&mut self, release: &str) -> Between {
        self.ask(release);
        match release.as_bytes()[0] {
            b'1' => Between::Installed,
            b'9' => Between::Later,
            _ => Between::Yes,
        }
    }
}

fn each(text: &str) {
    database::parse(text);
    hook::split(text);
    causes::classify(text);
    let uris = uris::parse(text);
    assert!(uris::total(&uris) >= uris.iter().map(|uri| uri.size).max().unwrap_or(0));
    for name in [names::appstream_name(text), names::desktop_name(text)].into_iter().flatten() {
        assert!(name.chars().count() <= limits::NAME_CHARS && !name.contains(char::is_control), "{name:?}");
    }
    if let Some(word) = maker_says(text) {
        assert!(text.to_lowercase().contains(word.split(' ').next().unwrap_or(word)), "{word:?} is made up");
    }
    for (package, _) in causes::unfetched(text) {
        assert!(text.contains(&package), "{package:?} is made up");
    }
    let unread = sources::unread(text, &[]);
    assert!(unread.len() <= uris.len());
    for line in text.lines() {
        one_line(line);
    }
}

fn one_line(line: &str) {
    if let Some(number) = substantial::first_number(line) {
        assert!(line.contains(&number.to_string()), "{number} is made up");
    }
    causes::lock_holder(line);
    status::dpkg_package(line);
    let percent = match status::parse(line) {
        Some(status::Status::Download { percent } | status::Status::Package { percent, .. }) => percent,
        Some(status::Status::Error { .. }) | None => return,
    };
    assert!((0.0..=100.0).contains(&percent), "{percent} in {line:?}");
}

/// What is listed can be ordered by its id, is listed once, and is fit for a screen.
fn together(answers: &Answers) {
    let updates = list::join(SpkiHash([1; 32]), answers);
    assert!(updates.len() <= answers.tables.len());
    assert!(updates.windows(2).all(|pair| pair[0].id < pair[1].id), "sorted, each once");
    for update in &updates {
        let id: UpdateId = update.id.as_str().parse().expect("an id reads back");
        assert_eq!((id.source(), id.version()), ("apt", update.candidate.as_str()));
        if let Some(judged) = &update.substantial {
            assert_eq!(judged.why.len(), judged.reasons.len(), "{judged:?}");
            assert!(judged.why.iter().all(|why| !why.contains(char::is_control)), "{judged:?}");
        }
        let texts = [Some(&update.name), Some(&update.group), update.installed.as_ref()];
        for text in texts.into_iter().flatten() {
            assert!(!text.contains(char::is_control), "{text:?}");
            assert!(text.chars().count() <= limits::UPDATE_ID_CHARS, "{text:?}");
        }
    }
}

/// Every parser of dnf's and rpm's answers on the whole text, and the list that its parts make together: what dnf would
/// upgrade, what is on offer, the advisories' list and words, and what is there.
pub fn dnf(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    dnf::causes::classify(&text);
    for name in dnf::causes::failed_scripts(&text) {
        assert!(text.contains(&name), "{name:?} is made up");
    }
    let output = Output { status: Some(1), stdout: text.to_string(), stderr: String::new() };
    for need in [dnf::restart::parse(&output), dnf::five::restart(&output)] {
        assert!(need.packages.is_empty() || need.pending == Some(true));
    }
    dnf::five::repositories(&text);
    let mut parts = text.split(NEXT);
    let mut next = || parts.next().unwrap_or(&text);
    let (upgrades, offers, about, told, there) = (next(), next(), next(), next(), next());
    if let Some(transaction) = dnf::history::parse(&text) {
        assert!(transaction.names().iter().all(|name| name.contains('.')));
    }
    let checked = dnf::check::parse(upgrades).or_else(|| dnf::five::upgrades(upgrades)).unwrap_or_default();
    let answers = dnf::list::Answers {
        upgrades: checked.upgrades,
        replaced: checked.replaced,
        offers: dnf::offers::parse(offers).unwrap_or_default(),
        about: dnf::advisories::list(about).or_else(|| dnf::five::list(about)).unwrap_or_default(),
        advisories: dnf::advisories::info(told).or_else(|| dnf::five::info(told)).unwrap_or_default(),
        installed: there.lines().filter_map(rpm::package).collect(),
        ..dnf::list::Answers::default()
    };
    answers.agree();
    let updates = dnf::list::join(SpkiHash([1; 32]), &answers);
    assert!(updates.len() <= answers.offers.len());
    assert!(updates.windows(2).all(|pair| pair[0].id < pair[1].id), "sorted, each once");
    for update in &updates {
        let id: UpdateId = update.id.as_str().parse().expect("an id reads back");
        assert_eq!((id.source(), id.version()), ("dnf", update.candidate.as_str()));
        for text in [Some(&update.name), Some(&update.group), update.installed.as_ref()].into_iter().flatten()
        {
            assert!(!text.contains(char::is_control), "{text:?}");
        }
        let notes = update.notes.as_deref().unwrap_or_default();
        assert!(notes.len() <= limits::DETAILS_BYTES && notes.chars().all(|c| c == '\n' || !c.is_control()));
    }
}

/// Every parser of zypper's on the whole text, and the list that its parts make together.
pub fn zypper(data: &[u8]) {
    use zypper::{causes, list, listed, locks, needs, stream, summary, versions};
    let text = String::from_utf8_lossy(data);
    causes::classify(&text, None);
    let words = stream::words(&text);
    causes::lock_holder(&words);
    for package in causes::failed_scripts(&words) {
        assert!(words.contains(&package), "{package:?} is made up");
    }
    drop(summary::parse(&text));
    if let Ok(there) = versions::parse(&text) {
        assert!(versions::twice(&there).len() <= there.len());
    }
    let mut parts = text.split(NEXT);
    let mut next = || parts.next().unwrap_or(&text);
    let answers = list::Answers {
        offers: listed::parse(next()).unwrap_or_default().packages,
        all: listed::parse(next()).unwrap_or_default().packages,
        patches: listed::parse(next()).unwrap_or_default().patches,
        infos: needs::parse(next()).unwrap_or_default(),
        locked: locks::parse(next()).unwrap_or_default(),
        makers: needs::parse(next()).unwrap_or_default(),
        ..list::Answers::default()
    };
    let updates = list::join(SpkiHash([1; 32]), &answers);
    assert!(updates.windows(2).all(|pair| pair[0].id < pair[1].id), "sorted, each once");
    for update in &updates {
        let id: UpdateId = update.id.as_str().parse().expect("an id reads back");
        assert_eq!((id.source(), id.version()), ("zypper", update.candidate.as_str()));
        assert!(!update.name.contains(char::is_control), "{:?}", update.name);
        assert!(update.notes.as_ref().is_none_or(|notes| notes.len() <= limits::WORDS_BYTES));
    }
}

/// Every parser of pacman's words on the whole text, and the list that its parts make together.
pub fn pacman(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = (
        pacman::causes::classify(&text),
        pacman::causes::complaint(&text),
        pacman::log::ends_unfinished(&text),
    );
    let _ = pacman::said::failures(text.lines());
    for line in text.lines() {
        let _ = (pacman::said::fetched(line), pacman::said::unfetched(line), pacman::said::count(line));
    }
    let mut parts = text.split(NEXT);
    let mut next = || parts.next().unwrap_or(&text);
    let upgrades = pacman::upgrades::parse(next()).unwrap_or_default();
    let targets = next();
    let targets = pacman::targets::parse(targets).ok_or_else(|| pacman::list::Blocked::read(targets));
    let records = pacman::records::parse(next()).unwrap_or_default();
    let versions = next().lines().filter_map(|line| line.split_once(' '));
    let versions = versions.map(|(name, version)| (name.to_owned(), version.to_owned())).collect();
    let installed = pacman::installed::Installed { versions, broken: Vec::new() };
    let records = records.into_iter().map(|record| (record.name.clone(), record)).collect();
    let answers = pacman::list::Answers { installed, upgrades, targets, records };
    let _ = (answers.check_upgrades(), answers.check_targets());
    let pc = Pc { root: Path::new("/nonexistent"), tools: &Programs };
    for update in pacman::list::join(&pc, SpkiHash([0; 32]), &answers) {
        assert_eq!(update.id.as_str().parse::<UpdateId>().as_ref(), Ok(&update.id));
        assert!(!update.name.contains(char::is_control) && update.name.chars().count() <= limits::LINE_CHARS);
        let is_there = |name: &str| answers.installed.versions.contains_key(name);
        assert!(update.needs.removes.iter().all(|name| is_there(name.as_str())), "it is not there");
    }
}

/// Every parser of flatpak's answers on the whole text, and the list that its parts make together: apps, runtimes, offers,
/// a commit with its metadata, a description, settings.
pub fn flatpak(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = (flatpak::causes::classify(&text), flatpak::offered::parse(&text));
    if let Some(said) = flatpak::described::parse(&text) {
        for words in [said.name, said.version, said.ended, said.replaced_by].into_iter().flatten() {
            assert!(
                words.chars().count() <= limits::LINE_CHARS && !words.contains(char::is_control),
                "{words:?}"
            );
        }
    }
    let metadata = flatpak::permissions::Metadata::parse(&text);
    assert!(!metadata.may_more_than(&metadata), "nothing may more than itself");
    let mut parts = text.split(NEXT);
    let mut next = || parts.next().unwrap_or(&text);
    let kinds = [flatpak::reference::Kind::App, flatpak::reference::Kind::Runtime];
    let listed = kinds.map(|kind| flatpak::installed::parse(kind, next()).unwrap_or_default());
    let offers = flatpak::offered::parse(next()).unwrap_or_default();
    let (_, metadata) = flatpak::offered::commit_and_metadata(next()).unwrap_or_default();
    let said = flatpak::described::parse(next()).unwrap_or_default();
    let config = flatpak::config::Config::parse(next());
    let from = "0".repeat(64);
    let there = |(reference, origin, _): (flatpak::reference::Reference, String, String)| {
        (reference, flatpak::installed::Installed { origin, commit: from.clone() })
    };
    let all: flatpak::installed::All = listed.into_iter().flatten().map(there).collect();
    let offer = |(digits, reference): &(String, flatpak::reference::Reference)| flatpak::offered::Offer {
        reference: reference.to_string(),
        commit: format!("{digits:0<64}"),
        from: from.clone(),
        version: said.version.clone(),
        date: said.date,
        download: said.download,
        metadata: Some(metadata.clone()),
        ended: said.ended.clone(),
        replaced_by: said.replaced_by.clone(),
        has_older: digits.len() > 3,
    };
    let mut offered = flatpak::offered::Offered::default();
    if let Some(there) = all.values().next() {
        offered.set(&there.origin, offers.iter().map(offer).collect());
    }
    let described = all.keys().map(|reference| (reference.clone(), said.clone())).collect();
    let metadata = all.keys().map(|reference| (reference.clone(), metadata.clone())).collect();
    let scope = patchround_protocol::update::Scope::Machine;
    let known = flatpak::list::Known {
        all: &all,
        config: &config,
        described: &described,
        metadata: &metadata,
        scope,
    };
    for update in flatpak::list::join(SpkiHash([0; 32]), &flatpak::list::fresh(&all, &offered), &known) {
        assert_eq!(update.id.as_str().parse::<UpdateId>().as_ref(), Ok(&update.id));
        assert!(flatpak::reference::of_id(&update.id).is_some_and(|of| all.contains_key(&of)));
    }
}

/// HTTP in what is whole and in what is cut anywhere, every parser of what snapd says on the whole text, and the list that
/// its parts make together: what is there, and what is offered.
pub fn snap(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for is_all in [false, true] {
        if let Ok(Some(answer)) = snap::http::answer(data, is_all) {
            assert!(answer.body.len() <= data.len());
        }
    }
    if let Ok(change) = snap::answer::change(data) {
        assert!(change.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{change:?} leaves its path");
    }
    if let Ok((change, _)) = snap::answer::sync::<snap::changes::Change>(data) {
        assert!((0.0..=100.0).contains(&change.percent()));
        assert!(change.failure().is_none() || !change.is_at_work());
    }
    let _ = (snap::answer::sync::<Vec<snap::changes::Change>>(data), snap::causes::of_words(&text));
    let mut parts = text.split(NEXT);
    let mut snaps = || {
        let said = snap::answer::sync::<Vec<snap::snaps::Snap>>(parts.next().unwrap_or(&text).as_bytes());
        said.map(|(snaps, _)| snaps).unwrap_or_default()
    };
    let (there, offered) = (snaps(), snaps());
    let now = "2026-11-30T12:00:00Z".parse().expect("it is a moment");
    let updates = snap::list::join(SpkiHash([0; 32]), &offered, &there, now);
    assert!(updates.windows(2).all(|pair| pair[0].id < pair[1].id), "sorted, each once");
    for update in &updates {
        let of = snap::reference::of_id(&update.id).expect("an id reads back");
        assert!(offered.iter().any(|offer| offer.reference() == of), "it is offered");
        assert_ne!(update.installed.as_ref(), Some(&update.candidate));
        for text in
            [Some(&update.name), Some(&update.candidate), update.installed.as_ref()].into_iter().flatten()
        {
            assert!(!text.contains(char::is_control), "{text:?}");
        }
    }
}

/// Every parser of fwupd's answers on the whole text, its makers' words, and the list that the devices make.
pub fn fwupd(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = (fwupd::causes::classify(Some(1), &text), fwupd::causes::is_nothing_to_do(&text));
    if let Some(remotes) = fwupd::remotes::parse(&text) {
        assert!(fwupd::remotes::read_at(&remotes).is_none() || !fwupd::remotes::any_unread(&remotes));
    }
    let is_plain = |text: &str| text.chars().all(|c| c == '\n' || !c.is_control());
    if let Some(notes) = fwupd::notes::plain(&text) {
        assert!(notes.len() <= limits::DETAILS_BYTES && is_plain(&notes));
    }
    let devices = fwupd::devices::parse(&text).unwrap_or_default();
    let updates = fwupd::list::join(SpkiHash([0; 32]), &devices, Some(1));
    assert!(updates.windows(2).all(|pair| pair[0].id < pair[1].id), "sorted, each once");
    for update in &updates {
        assert_eq!(update.id.as_str().parse::<UpdateId>().as_ref(), Ok(&update.id));
        assert!(update.id.is_firmware() && fwupd::devices::is_id(update.id.native()));
        assert!(update.blocked.is_some() && !update.is_outstanding(), "it never goes in with others");
        assert_eq!(update.id.version(), update.candidate);
        assert!(!update.name.contains(char::is_control) && update.name.chars().count() <= limits::LINE_CHARS);
        assert!(update.notes.as_deref().is_none_or(is_plain));
    }
}

/// Both outputs of `softwareupdate -l`, with the version of the macOS that runs after them, and the list that they make.
pub fn softwareupdate(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    softwareupdate::causes::classify(&text);
    let mut parts = text.split(NEXT);
    let mut next = || parts.next().unwrap_or_default();
    let (said, complaints, about) = (next(), next(), next());
    let running = softwareupdate::version_in(about);
    let entries = softwareupdate::listed::parse(said, complaints).unwrap_or_default();
    for update in softwareupdate::list::join(SpkiHash([1; 32]), &entries, running.as_deref()) {
        let of_it = entries.iter().find(|entry| softwareupdate::list::id(entry).as_ref() == Some(&update.id));
        let entry = of_it.expect("an update is of what is listed");
        assert!(said.contains(&entry.label) && !entry.label.contains(char::is_control), "{:?}", entry.label);
        assert!(update.blocked.is_some() || update.needs.restart == Some(false), "a restart is never ours");
        fit(&update);
    }
}

/// What `brew outdated`, `brew info` and `mas outdated` say, and the lists that they make.
pub fn brew(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    brew::causes::classify(&text);
    let mut parts = text.split(NEXT);
    let mut next = || parts.next().unwrap_or(&text);
    let all = brew::outdated::parse(next()).unwrap_or_default();
    let casks = brew::casks::parse(next()).unwrap_or_default();
    let apps = mas::parse(next()).unwrap_or_default();
    for update in brew::list::join(SpkiHash([1; 32]), &all, &casks) {
        let of_it = all.iter().find(|one| brew::list::id(one).as_ref() == Some(&update.id));
        let one = of_it.expect("an update is of what is outdated");
        assert!(brew::outdated::is_name(&one.name) && !one.name.starts_with('-'), "{:?}", one.name);
        fit(&update);
    }
    for update in mas::join(SpkiHash([1; 32]), &apps) {
        assert!(update.blocked.is_some(), "nothing of the store goes in from here");
        fit(&update);
    }
}

/// What is listed can be ordered by its id, and is fit for a screen.
fn fit(update: &patchround_protocol::Update) {
    assert_eq!(update.id.as_str().parse::<UpdateId>().as_ref(), Ok(&update.id));
    assert!(update.id.person().is_none());
    for text in [Some(&update.name), Some(&update.candidate), update.installed.as_ref()].into_iter().flatten()
    {
        assert!(!text.contains(char::is_control) && text.chars().count() <= limits::LINE_CHARS, "{text:?}");
    }
}

/// What Windows' agent for updates says: a title, words with a code, or its objects as JSON and the list they make.
pub fn windows_update(data: &[u8]) {
    use windows_update::{agent::Found, causes, list, policy::Policy, title};
    let text = String::from_utf8_lossy(data);
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
    let read = [title::build(&text), title::version(&text)].into_iter().flatten();
    assert!(read.into_iter().all(plain) && title::article(&text).is_none_or(|text| plain(&text)));
    assert!(!title::name(&text).contains(char::is_control));
    causes::code_in(&text).map(causes::of_code);
    let found: Found = serde_json::from_str(&text).unwrap_or_default();
    let updates =
        list::join(SpkiHash([0; 32]), &found.updates, &Policy::default(), jiff::Timestamp::UNIX_EPOCH);
    for update in &updates {
        assert!(
            windows_update::agent::Identity::of(&update.id)
                .is_some_and(|id| id.id().as_ref() == Some(&update.id))
        );
        assert!(!update.name.is_empty() && !update.name.contains(char::is_control));
        assert!(!update.candidate.is_empty() && update.installed.as_ref() != Some(&update.candidate));
    }
    assert!(updates.is_sorted_by(|a, b| a.id < b.id));
}

/// Two lists of winget, the second with what is pinned, and the updates they make.
pub fn winget(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut blocks = Vec::new();
    for part in text.split(NEXT) {
        winget::causes::classify(Some(1), part);
        blocks.extend(winget::details::parse(part).into_iter().flatten());
    }
    for block in &blocks {
        assert!(winget::name::is_name(&block.id) && !block.version.is_empty(), "{block:?}");
        assert!(winget::version::is_same(&block.version, &block.version));
    }
    let offer =
        |block: &winget::details::Block| winget::ask::Offer { block: block.clone(), is_pinned: false };
    let offers: Vec<_> = blocks.iter().map(offer).collect();
    for update in winget::list::join(SpkiHash([0; 32]), &offers, Scope::Machine, |_| None) {
        let name = winget::name::decoded(update.id.native()).expect("it was encoded");
        let version = winget::name::decoded(update.id.version()).expect("it was encoded");
        assert!(winget::name::is_name(&name) && winget::name::is_version(&version), "{}", update.id);
        assert!(
            !update.name.chars().any(char::is_control) && update.name.chars().count() <= limits::NAME_CHARS
        );
    }
}
