//! Whether anybody installs at this moment.

use patchround_updates::Pc;

/// As it is named to people: whoever told it to, it is it that does.
const NAME: &str = "Windows Update";

/// The program that installs updates; none where nobody does, or the agent does not say.
pub(super) fn writer(pc: &Pc<'_>) -> Option<String> {
    let agent = pc.tools.update_agent()?;
    match agent.is_busy() {
        Ok(is_busy) => is_busy.then(|| NAME.to_owned()),
        Err(error) => {
            tracing::warn!(cause = ?error.cause(), %error, "Windows Update does not say whether it is at work");
            None
        }
    }
}
