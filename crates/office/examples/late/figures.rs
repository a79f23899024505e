//! How long a large office takes: to read, to judge, to show.

use std::{
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};

use jiff::{Timestamp, tz::TimeZone};
use patchround_office::{
    Office, PcView,
    app::{Answer, Ask, Engine, Host, Options, UNDO},
    due::Clocks,
    feeds::Gathered,
};

use super::{Done, made_up};

/// By then what an opened office begins with has begun.
const SETTLING: Duration = Duration::from_millis(500);

/// Takes the figures.
pub(crate) fn take(folder: &Path) -> Done {
    let office = Office::open(folder, false)?;
    let zone = TimeZone::system();
    let views = office.stored_views()?;
    let judge = |gathered| -> Result<f64, Box<dyn std::error::Error>> {
        office.sign_feeds(gathered)?;
        let clocks = office.clocks(zone.clone())?;
        Ok(timed(|| black_box(all_due(&views, &clocks))).1)
    };
    figure("due without feeds", judge(Gathered::default())?);
    figure("due with feeds", judge(made_up::gathered())?);
    let (read, seconds) = timed(|| office.stored_views().and_then(|_| office.clocks(zone.clone())));
    drop(read?);
    figure("read", seconds);
    drop(office);
    show(folder)
}

/// What the window and `patchround pcs` ask of every PC: what is due first there.
fn all_due(views: &[PcView], clocks: &Clocks) -> usize {
    let now = Timestamp::now();
    views.iter().filter_map(|view| clocks.of_pc(view, now)).filter(|due| due.late).count()
}

/// The window: its first picture, the next one after something has changed, and two pages that are asked for.
fn show(folder: &Path) -> Done {
    let ((engine, _orders), seconds) = timed(|| Engine::start(options(folder)));
    figure("open", seconds);
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let ask = |ask| runtime.block_on(engine.ask(ask));
    // The engine answers once it is done with what an opened office begins with.
    std::thread::sleep(SETTLING);
    ask(Ask::Duties);
    let mut snapshots = engine.snapshots();
    snapshots.mark_unchanged();
    let next = || {
        engine.tell_host(Host { autostart: Some(true), ..Host::default() });
        runtime.block_on(snapshots.changed())
    };
    let (changed, seconds) = timed(next);
    changed?;
    figure("change", seconds);
    ask(Ask::Duties);
    for (name, page) in [("duties", Ask::Duties), ("report", Ask::Report { month: None })] {
        let (answer, seconds) = timed(|| ask(page));
        if let Answer::Refused { sentence } = answer {
            return Err(sentence.into());
        }
        figure(name, seconds);
    }
    Ok(())
}

fn options(folder: &Path) -> Options {
    Options {
        dir: folder.to_owned(),
        discovery: false,
        asks_feeds: false,
        feeds: None,
        playground: None,
        packages: None,
        talks: false,
        undo: UNDO,
        language: None,
        downloads: None,
        region: None,
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed().as_secs_f64())
}

fn figure(name: &str, seconds: f64) {
    println!("{name}\t{seconds}");
}
