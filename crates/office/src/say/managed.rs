//! That somebody else decides what a PC is offered.

use patchround_words::{Value, say, say_with};

use crate::PcView;

/// A sentence for each source of a PC whose offers an IT service decides. It leaves open nothing of the PC.
pub fn decided_elsewhere(view: &PcView) -> Vec<String> {
    let said = |source: &str| {
        let values = [("pc", Value::from(&*view.pc.name)), ("system", system(source).into())];
        say_with("managed", &values)
    };
    view.pc.managed().map(said).collect()
}

/// Names that are the same in every language.
fn system(source: &str) -> String {
    match source {
        "windows_update" => "Windows".to_owned(),
        "softwareupdate" => "macOS".to_owned(),
        _ => say("managed-system"),
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::{
        PcState,
        wire::{Scan, SourceScan},
    };

    use super::*;
    use crate::samples;

    #[test]
    fn what_an_it_service_decides_is_said_once_for_its_source_and_leaves_the_pc_as_it_is() {
        let said = |sources: &[(&str, bool)]| {
            let scan = samples::scan(&[]);
            let source = |(source, managed): &(&str, bool)| {
                let (source, managed) = ((*source).to_owned(), *managed);
                SourceScan { source, managed, ..scan.sources[0].clone() }
            };
            let sources = sources.iter().map(source).collect();
            let pc = samples::stored_pc("till", Some(Scan { sources, ..scan.clone() }));
            let view = PcView { pc, heard: true, working: false };
            assert_eq!(view.state(samples::now()), PcState::UpToDate);
            decided_elsewhere(&view).join(" ").replace(['\u{2068}', '\u{2069}'], "")
        };
        assert_eq!(said(&[("windows_update", false), ("winget", false)]), "");
        let windows = said(&[("windows_update", true), ("winget", false)]);
        assert!(windows.contains("till") && windows.contains("Windows") && windows.contains("IT service"));
        assert!(said(&[("softwareupdate", true)]).contains("macOS"));
        let both = said(&[("windows_update", true), ("later", true)]);
        assert_eq!(both.matches("IT service").count(), 2 * windows.matches("IT service").count(), "{both}");
    }
}
