//! The window: the real app in a release build, on a screen of its own. What is measured is in the tests of the real
//! window (`src-tauri/tests/desktop/figures.rs`), which print one figure a line.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::report::{Section, figure, spread};
use super::series::Spread;
use crate::process::Cmd;
use crate::{page, repository, say, setup};

/// Figures by their names, in the order in which they were taken.
type Figures = BTreeMap<String, Vec<f64>>;

/// Builds the app and measures.
pub(super) fn measure() -> Result<Section> {
    say::heading("The window: a release build, then its start, its memory, and large offices in it");
    setup::for_the_real_window()?;
    page::build()?;
    let tests = ["--package", "patchround-app", "--profile", "desktop", "--cargo-profile", "release"];
    let only =
        ["--run-ignored", "only", "--ignore-default-filter", "--no-capture", "-E", "test(/^figures::/)"];
    let run = Cmd::new("cargo").dir(repository::root()).args(["nextest", "run"]).args(tests).args(only);
    let (status, text) = run.run_and_read()?;
    if !status.success() {
        bail!("Failed to measure the window");
    }
    section(&read(&text))
}

fn section(figures: &Figures) -> Result<Section> {
    let mut section = Section::new("The window");
    let mut promise = |what: &str, name: &str, most: f64, unit: &str| -> Result<()> {
        let spread = spread_of(figures, name)?;
        section.promise(what, spread.median, most, unit);
        Ok(())
    };
    promise("window to state sentence, by a click in the tray", "warm_by_click", 400.0, " ms")?;
    promise("window to state sentence, by starting the app once more", "warm_by_start", 400.0, " ms")?;
    promise("window to state sentence, from the app's start", "cold", 1_000.0, " ms")?;
    promise("app without a window", "pss_without_window", 90.0, " MB PSS")?;
    promise("app after its window was closed", "pss_after_window", 90.0, " MB PSS")?;
    promise("app with a window", "pss_with_window", 280.0, " MB PSS")?;
    promise("1,000 PCs, 50 updates each: first paint of the list", "thousand_first_paint", 300.0, " ms")?;
    promise("1,000 PCs: elements of the page", "thousand_nodes", 1_500.0, "")?;
    promise("1,000 PCs: 95th of 100 frames while scrolling", "thousand_frame", 25.0, " ms")?;
    promise("a round over 250 PCs: the page's main thread", "busy_page", 20.0, " %")?;
    promise("a round over 250 PCs: the app's main thread", "busy_app", 20.0, " %")?;
    section.say(
        "From the moment the app is started, its icon is clicked or it is started once more (both of which open the \
         window of the one that runs, whose web view is gone) to the moment its page says that its sentence is drawn. \
         Clicks and second starts take turns. Memory is that of the app and of all \
         processes of its web view, twenty seconds later. Under Xvfb, without a GPU.",
    );
    let rows = figures.iter().map(|(name, all)| {
        let spread = Spread::of(all);
        vec![name.clone(), all.len().to_string(), self::spread(spread, "")]
    });
    section.table(&["figure", "runs", "median (least to most)"], &rows.collect::<Vec<_>>());
    let counted = |name| spread_of(figures, name).map(|spread| figure(spread.median));
    section.say(&format!(
        "In the round over 250 PCs all may work at once, with five events a second each, and they end one after the \
         other. {} were at work at the beginning of the 20 s, {} at their end; the page changed {} times.",
        counted("busy_pcs_first")?,
        counted("busy_pcs_last")?,
        counted("busy_pictures")?,
    ));
    Ok(section)
}

fn spread_of(figures: &Figures, name: &str) -> Result<Spread> {
    let Some(all) = figures.get(name) else { bail!("The window was not asked for its {name}") };
    Ok(Spread::of(all))
}

fn read(printed: &str) -> Figures {
    let mut figures = Figures::new();
    for line in printed.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        if let [_, name, value] = fields[..]
            && line.contains("FIGURE")
            && let Ok(value) = value.trim().parse()
        {
            figures.entry(name.to_owned()).or_default().push(value);
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_from_among_other_words() {
        let figures = read("running 3 tests\nFIGURE\tcold\t612.5\n  FIGURE\tcold\t598.0\nFIGURE\tx\tnone\n");
        assert_eq!(figures, Figures::from([("cold".to_owned(), vec![612.5, 598.0])]));
        assert!(section(&figures).is_err(), "what was not measured is no zero");
    }
}
