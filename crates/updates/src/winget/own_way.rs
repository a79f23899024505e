//! Programs of the catalogue that fetch their own updates: Office (Click-to-Run) and the browsers that Windows has most. What
//! they have fetched goes in when they are closed, and nobody else may close them.

use super::place::Owner;
use crate::source::Pc;

/// Where Office writes down what it is, and what it has fetched.
const OFFICE: &str = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration";
const OFFICE_FETCHED: &str = r"SOFTWARE\Microsoft\Office\ClickToRun\Updates";
const OFFICE_POLICY: &str = r"SOFTWARE\Policies\Microsoft\office\16.0\common\officeupdate";
/// How Office's ids in the catalogue begin.
const OFFICE_IDS: &str = "Microsoft.Office";

/// One browser.
struct Browser {
    /// How its ids in the catalogue begin.
    ids: &'static str,
    name: &'static str,
    /// Its folder below those of programs, and below that a person has of their own.
    folder: &'static str,
    /// What its updater puts beside the program while that runs.
    fetched: &'static str,
    /// Its updater, below the folder of 32-bit programs.
    updaters: &'static [&'static str],
}

const BROWSERS: [Browser; 2] = [
    Browser {
        ids: "Google.Chrome",
        name: "Google Chrome",
        folder: r"Google\Chrome\Application",
        fetched: "new_chrome.exe",
        updaters: &[r"Google\GoogleUpdater", r"Google\Update\GoogleUpdate.exe"],
    },
    Browser {
        ids: "Microsoft.Edge",
        name: "Microsoft Edge",
        folder: r"Microsoft\Edge\Application",
        fetched: "new_msedge.exe",
        updaters: &[r"Microsoft\EdgeUpdate\MicrosoftEdgeUpdate.exe"],
    },
];

const FOLDERS: [&str; 2] = [r"C:\Program Files", r"C:\Program Files (x86)"];

/// How such a program goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnWay {
    /// It has fetched an update: closing it puts that in.
    Close(&'static str),
    /// It is left to itself.
    Itself,
}

/// The own way of a program, where it has one that winget must not go instead.
pub fn of(pc: &Pc<'_>, owner: &Owner, id: &str) -> Option<OwnWay> {
    if is_of(id, OFFICE_IDS) && is_office_here(pc) {
        return Some(if has_office_fetched(pc) { OwnWay::Close("Microsoft Office") } else { OwnWay::Itself });
    }
    let browser = BROWSERS.iter().find(|browser| is_of(id, browser.ids))?;
    has_fetched(pc, owner, browser).then_some(OwnWay::Close(browser.name))
}

/// The names of those that update themselves on this PC, and are not kept from it.
pub(crate) fn updaters(pc: &Pc<'_>) -> Vec<&'static str> {
    let office = (is_office_here(pc) && !is_office_off(pc)).then_some("Microsoft Office");
    let has_updater = |browser: &&Browser| {
        let mut updaters = browser.updaters.iter();
        updaters.any(|updater| pc.place(&format!(r"{}\{updater}", FOLDERS[1])).exists())
    };
    let browsers = BROWSERS.iter().filter(has_updater).map(|browser| browser.name);
    office.into_iter().chain(browsers).collect()
}

/// Itself, or one of its channels: `Google.Chrome.Beta`, and not `Microsoft.EdgeWebView2Runtime`.
fn is_of(id: &str, of: &str) -> bool {
    id.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn has_fetched(pc: &Pc<'_>, owner: &Owner, browser: &Browser) -> bool {
    let Browser { folder, fetched, .. } = browser;
    let own = match owner {
        Owner::Machine => None,
        Owner::Person { home } => Some(format!(r"{home}\AppData\Local")),
    };
    let folders = own.map_or_else(|| FOLDERS.map(str::to_owned).to_vec(), |own| vec![own]);
    folders.iter().any(|above| pc.place(&format!(r"{above}\{folder}\{fetched}")).is_file())
}

fn is_office_here(pc: &Pc<'_>) -> bool {
    text(pc, OFFICE, "VersionToReport").is_some_and(|version| !version.is_empty())
}

fn has_office_fetched(pc: &Pc<'_>) -> bool {
    text(pc, OFFICE_FETCHED, "UpdatesReadyToApply")
        .is_some_and(|version| !["", "0"].contains(&version.trim()))
}

/// By its own setting, or by whoever manages the PC.
fn is_office_off(pc: &Pc<'_>) -> bool {
    let is_set_off = text(pc, OFFICE, "UpdatesEnabled").is_some_and(|set| set.eq_ignore_ascii_case("false"));
    let policy = pc.tools.registry().and_then(|all| all.number(OFFICE_POLICY, "enableautomaticupdates"));
    is_set_off || policy == Some(0)
}

fn text(pc: &Pc<'_>, key: &str, name: &str) -> Option<String> {
    pc.tools.registry()?.text(key, name)
}

#[cfg(test)]
mod tests {
    use std::{fs, time::Duration};

    use super::*;
    use crate::{
        command::{Call, CommandError, Line, Output, Told, Tools},
        registry::{Registry, Value},
    };

    /// A registry with these values, and no programs.
    struct Values(Vec<(&'static str, &'static str, Value)>);

    impl Registry for Values {
        fn value(&self, key: &str, name: &str) -> Option<Value> {
            let found = self.0.iter().find(|(at, known, _)| (*at, *known) == (key, name));
            found.map(|(.., value)| value.clone())
        }

        fn keys(&self, _: &str) -> Option<Vec<String>> {
            None
        }
    }

    impl Tools for Values {
        fn ask(&self, call: &Call, _: Duration) -> Result<Output, CommandError> {
            Err(CommandError::NotAbsolute(call.program.to_string().into()))
        }

        fn fetch(&self, call: &Call, _: Duration, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
            Err(CommandError::NotAbsolute(call.program.to_string().into()))
        }

        fn write(&self, call: &Call, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
            Err(CommandError::NotAbsolute(call.program.to_string().into()))
        }

        fn registry(&self) -> Option<&dyn Registry> {
            Some(self)
        }
    }

    fn value(key: &'static str, name: &'static str, text: &str) -> (&'static str, &'static str, Value) {
        (key, name, Value::Text(text.to_owned()))
    }

    fn office(others: Vec<(&'static str, &'static str, Value)>) -> Values {
        let mut values = vec![value(OFFICE, "VersionToReport", "16.0.18025.20104")];
        values.extend(others);
        Values(values)
    }

    #[test]
    fn office_is_left_to_itself_and_has_to_be_closed_for_what_it_has_fetched() {
        let root = tempfile::tempdir().unwrap();
        let way = |tools: &Values, id: &str| of(&Pc { root: root.path(), tools }, &Owner::Machine, id);
        let fetched = |version| office(vec![value(OFFICE_FETCHED, "UpdatesReadyToApply", version)]);
        assert_eq!(way(&office(vec![]), "Microsoft.Office"), Some(OwnWay::Itself));
        assert_eq!(way(&fetched("0"), "Microsoft.Office"), Some(OwnWay::Itself));
        assert_eq!(
            way(&fetched("16.0.18129.20158"), "Microsoft.Office"),
            Some(OwnWay::Close("Microsoft Office"))
        );
        assert_eq!(way(&Values(vec![]), "Microsoft.Office"), None, "another kind of Office");
        assert_eq!(way(&office(vec![]), "Microsoft.OfficeDeploymentTool"), None);
    }

    #[test]
    fn office_is_named_as_updating_itself_only_where_nobody_has_switched_that_off() {
        let root = tempfile::tempdir().unwrap();
        let named = |tools: &Values| updaters(&Pc { root: root.path(), tools });
        assert_eq!(named(&office(vec![value(OFFICE, "UpdatesEnabled", "True")])), ["Microsoft Office"]);
        assert_eq!(named(&office(vec![value(OFFICE, "UpdatesEnabled", "False")])), Vec::<&str>::new());
        let policy = (OFFICE_POLICY, "enableautomaticupdates", Value::Number(0));
        assert_eq!(named(&office(vec![policy])), Vec::<&str>::new());
        assert_eq!(named(&Values(vec![])), Vec::<&str>::new());
    }

    #[test]
    fn a_browser_with_a_new_program_beside_it_has_to_be_closed_whoever_it_is_of() {
        let root = tempfile::tempdir().unwrap();
        let tools = Values(vec![]);
        let pc = Pc { root: root.path(), tools: &tools };
        let ada = Owner::of_person(r"C:\Users\Ada").unwrap();
        let put = |file: &str| {
            let path = pc.place(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        };
        assert_eq!(of(&pc, &Owner::Machine, "Google.Chrome"), None, "winget may update it");
        put(r"C:\Program Files\Google\Chrome\Application\new_chrome.exe");
        put(r"C:\Users\Ada\AppData\Local\Microsoft\Edge\Application\new_msedge.exe");
        assert_eq!(of(&pc, &Owner::Machine, "Google.Chrome"), Some(OwnWay::Close("Google Chrome")));
        assert_eq!(of(&pc, &ada, "Microsoft.Edge.Beta"), Some(OwnWay::Close("Microsoft Edge")));
        for (owner, id) in [
            (&ada, "Google.Chrome"),
            (&Owner::Machine, "Microsoft.Edge"),
            (&ada, "Microsoft.EdgeWebView2Runtime"),
            (&ada, "Git.Git"),
        ] {
            assert_eq!(of(&pc, owner, id), None, "{id}");
        }
        put(r"C:\Program Files (x86)\Microsoft\EdgeUpdate\MicrosoftEdgeUpdate.exe");
        assert_eq!(updaters(&pc), ["Microsoft Edge"]);
    }
}
