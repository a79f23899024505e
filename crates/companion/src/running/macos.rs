use std::time::Duration;

use patchround_updates::{
    Pc,
    command::{Call, Output},
};

use super::{Process, bundles};

/// The files of whoever's programs run us, one a line.
const PS: (&str, [&str; 3]) = ("/bin/ps", ["-x", "-o", "comm="]);
const LIMIT: Duration = Duration::from_secs(10);

/// The processes of whoever runs us (`ps(1)`).
pub(super) fn processes() -> Vec<Process> {
    let said = Pc::this().tools.ask(&Call::new(PS.0, PS.1), LIMIT).ok().filter(Output::is_success);
    said.map(|said| bundles::listed(&said.stdout)).unwrap_or_default()
}
