//! The engine that lives, and the engines of prepared offices, each started when it is first asked for.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::{Context, Result};
use patchround_office::app::{Engine, Options, PlayPcs, Playground};
use patchround_practice::{Practice, PracticePc, small_office};

use crate::plays;

/// Whoever plays does not wait ten seconds for a round to begin.
const UNDO: Duration = Duration::from_secs(2);

/// All engines of this program.
#[derive(Clone)]
pub(crate) struct Engines {
    folder: PathBuf,
    started: Arc<Mutex<BTreeMap<String, Engine>>>,
}

impl Engines {
    /// Engines whose offices are in a folder.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, started: Arc::default() }
    }

    /// The engine that lives.
    pub(crate) fn live(&self) -> Result<Engine> {
        self.get("engine", || {
            let options =
                Options { playground: Some(playground()), ..options(&self.folder.join("engine"), true) };
            Ok(started(options))
        })
    }

    /// The engine of a prepared office, `NAME.LANGUAGE`.
    pub(crate) fn play(&self, play: &str) -> Result<Engine> {
        let (name, language) = play.rsplit_once('.').context("A play is NAME.LANGUAGE")?;
        self.get(play, || {
            let dir = self.folder.join(play);
            plays::prepare(name, &dir)?;
            Ok(started(Options { language: Some(language.to_owned()), ..options(&dir, false) }))
        })
    }

    fn get(&self, name: &str, start: impl FnOnce() -> Result<Engine>) -> Result<Engine> {
        let mut all = self.started.lock().expect("nothing panics while it holds the engines");
        if let Some(engine) = all.get(name) {
            return Ok(engine.clone());
        }
        let engine = start()?;
        all.insert(name.to_owned(), engine.clone());
        Ok(engine)
    }
}

/// An engine without a desktop: what it orders is seen in the window anyway.
fn started(options: Options) -> Engine {
    let (engine, mut orders) = Engine::start(options);
    std::thread::spawn(move || while orders.blocking_recv().is_some() {});
    engine
}

fn options(dir: &Path, talks: bool) -> Options {
    Options {
        dir: dir.to_owned(),
        discovery: false,
        asks_feeds: false,
        feeds: None,
        playground: None,
        packages: None,
        talks,
        undo: UNDO,
        language: None,
        downloads: Some(dir.with_extension("downloads")),
        region: None,
    }
}

fn playground() -> Playground {
    Box::new(|| {
        Box::pin(async {
            let pcs = Practice::start(small_office()).await?;
            let addresses = pcs.pcs().iter().map(PracticePc::address).collect();
            let type_code = Box::new(move |code: &str| {
                if let Err(error) = pcs.type_code(code) {
                    tracing::warn!(%error, "Failed to type the code at the practice PCs");
                }
            });
            Ok(PlayPcs { addresses, type_code })
        })
    })
}
