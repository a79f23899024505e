//! The list by which macOS starts the program at sign-in (launchd.plist).

use super::Launch;
use crate::ID;

/// What stands in it.
pub(super) fn agent(launch: &Launch) -> String {
    let words: String = launch.line().map(|word| format!("<string>{}</string>", escaped(&word))).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict>\
         <key>Label</key><string>{ID}</string>\
         <key>ProgramArguments</key><array>{words}</array>\
         <key>RunAtLoad</key><true/></dict></plist>\n"
    )
}

fn escaped(word: &str) -> String {
    word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_starts_the_program_again_whatever_its_folder_is_called() {
        let program = "/Applications/A & B <ü>/Patchround.app/Contents/MacOS/patchround-app";
        let list = agent(&Launch { program: program.into(), words: vec!["--hidden".to_owned()] });
        assert!(list.contains("<key>Label</key><string>org.patchround.app</string>"), "{list}");
        let words = "<array><string>/Applications/A &amp; B &lt;ü&gt;/Patchround.app/Contents/MacOS/patchround-app\
                     </string><string>--hidden</string></array>";
        assert!(list.contains(words), "{list}");
        assert!(list.contains("<key>RunAtLoad</key><true/>"), "{list}");
    }
}
