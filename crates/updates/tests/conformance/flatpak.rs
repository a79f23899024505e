//! A PC with the flatpaks of testdata/README.md: one that may do more, one without a version, one whose version stays,
//! one that is masked, two that come to their end, one with a made-up name, and two runtimes.

use std::{fs, path::Path};

use patchround_updates::flatpak::{
    described, installed,
    installed::deployed,
    offered::{self, Offer, Offered},
    place::{CACHE, FLATPAK, Installation},
    reference::{Kind, Reference},
};

use crate::replay::{Replay, testdata};

#[cfg(target_os = "linux")]
pub(crate) const HOME: &str = "/home/ada";
const FOLDER: &str = "/var/lib/flatpak";
pub(crate) const APPS: &str = "/usr/bin/flatpak list --system --app -a --columns=origin,active,ref";
pub(crate) const RUNTIMES: &str = "/usr/bin/flatpak list --system --runtime -a --columns=origin,active,ref";
const OFFERED: [&str; 7] = ["App", "Held", "Moves", "Old", "Plain", "Same", "Wide"];

/// Everything that makes it a PC with flatpak, as a refresh left it.
pub(crate) fn root(root: &Path) {
    write(root, FLATPAK, "");
    write(root, &format!("{FOLDER}/repo/config"), &testdata("debian-12.flatpak-config.mixed"));
    for (reference, commit) in there() {
        deploy(root, &reference, &commit);
    }
    let app = format!("{FOLDER}/app/org.lab.App/x86_64/stable/active/metadata");
    write(root, &app, &testdata("debian-12.flatpak-metadata.App"));
    let mut noted = Offered { whole_at: "2026-11-30T07:40:00Z".parse().ok(), ..Offered::default() };
    noted.set("lab", OFFERED.iter().map(|name| offer(name)).collect());
    write(root, &Installation::System.offered(), &serde_json::to_string(&noted).unwrap());
    fs::create_dir_all(root.join(CACHE.trim_start_matches('/')).join("flatpak/system-cache")).unwrap();
}

/// The same, of one person's own and nothing for the whole PC.
#[cfg(target_os = "linux")]
pub(crate) fn of_person(to: &Path) {
    root(to);
    let place = |path: &str| to.join(path.trim_start_matches('/'));
    let person = Installation::of_person(HOME).unwrap();
    for (from, to) in [
        (FOLDER.to_owned(), person.folder()),
        (Installation::System.prepared(), person.prepared()),
        (Installation::System.offered(), person.offered()),
    ] {
        fs::create_dir_all(place(&to).parent().unwrap()).unwrap();
        fs::rename(place(&from), place(&to)).unwrap();
    }
}

/// What flatpak says of it.
pub(crate) fn replay() -> Replay {
    answers("--system")
}

/// What it says of the installation that this option means.
pub(crate) fn answers(option: &str) -> Replay {
    let line = |line: &str| line.replace("--system", option);
    let replay = Replay::default().with(&line(APPS), 0, "debian-12.flatpak-list-app.mixed").with(
        &line(RUNTIMES),
        0,
        "debian-12.flatpak-list-runtime.mixed",
    );
    OFFERED.iter().fold(replay, |replay, name| {
        let line = format!("/usr/bin/flatpak info {option} app/org.lab.{name}/x86_64/stable");
        replay.with(&line, 0, &format!("debian-12.flatpak-info.{name}"))
    })
}

/// What a refresh noted of one program, out of what was recorded.
pub(crate) fn offer(name: &str) -> Offer {
    let text = testdata(&format!("debian-12.flatpak-remote-info-metadata.{name}"));
    let (commit, metadata) = offered::commit_and_metadata(&text).unwrap();
    let said = described::parse(&testdata(&format!("debian-12.flatpak-remote-info.{name}"))).unwrap();
    let reference = format!("app/org.lab.{name}/x86_64/stable");
    let (_, from) = there().into_iter().find(|(known, _)| known.as_str() == reference).unwrap();
    Offer {
        reference,
        commit,
        from,
        version: said.version,
        date: said.date,
        download: said.download,
        metadata: Some(metadata),
        ended: said.ended,
        replaced_by: said.replaced_by,
        has_older: name != "Same",
    }
}

/// What is installed, with commits that begin as the recorded ones do: `flatpak list` tells no more of them.
pub(crate) fn there() -> Vec<(Reference, String)> {
    let files = [(Kind::App, "list-app"), (Kind::Runtime, "list-runtime")];
    let of_kind = |(kind, name): (Kind, &str)| {
        let listed = installed::parse(kind, &testdata(&format!("debian-12.flatpak-{name}.mixed"))).unwrap();
        listed.into_iter().map(|(reference, _, digits)| (reference, format!("{digits:0<64}")))
    };
    files.into_iter().flat_map(of_kind).collect()
}

/// Makes a ref be there in a commit.
pub(crate) fn deploy(root: &Path, reference: &Reference, commit: &str) {
    let folder = root.join(FOLDER.trim_start_matches('/')).join(reference.as_str());
    fs::create_dir_all(folder.join(commit)).unwrap();
    write(&folder, &format!("{commit}/metadata"), "[Application]\nruntime=org.lab.Platform/x86_64/1\n");
    drop(fs::remove_file(folder.join("active")));
    #[cfg(unix)]
    std::os::unix::fs::symlink(commit, folder.join("active")).unwrap();
    #[cfg(windows)]
    std::os::windows::fs::symlink_dir(commit, folder.join("active")).unwrap();
    let kind = folder.ancestors().nth(3).unwrap();
    assert!(!deployed(kind, reference.kind()).is_empty());
}

pub(crate) fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path.trim_start_matches('/'));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
