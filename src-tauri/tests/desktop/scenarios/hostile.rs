use std::time::Duration;

use patchround_practice::{Offer, PcSpec};
use serde_json::json;

use super::sends_nobody_to_an_icon;
use crate::{
    office::{failing, office, pc},
    session::Session,
    webdriver::Window,
};

const SCRIPT: &str = "<script>alert(1)</script>";
const IMAGE: &str = "<img src=x onerror=alert(1)>";
/// Turns the order of what follows it, and ends an isolation that it has not begun.
const TURNED: &str = "Safe\u{202e}gpj\u{2069}.exe";
const PACE: Duration = Duration::from_secs(1);
/// Elements that only a name or a note can have made.
const MADE: &str = "return document.querySelectorAll('body script, img, iframe, body b, [onerror]').length;";
/// Marks that turn the order of what is read.
const TURNING: &str = r"return /[\u200e\u200f\u202a-\u202e]/.test(document.body.innerText);";
/// Names whose direction is not kept apart from that of the words around them.
const LOOSE: &str = r"
const [name] = arguments;
const holders = [...document.querySelectorAll('main *')].filter((holder) =>
    [...holder.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.includes(name)));
const isApart = (holder) => /isolate|plaintext/.test(getComputedStyle(holder).unicodeBidi)
    || holder.textContent.trim().startsWith(name)
    || /[\u2066-\u2068]/.test(holder.textContent);
return holders.filter((holder) => !isApart(holder)).map((holder) => holder.outerHTML.slice(0, 200));";
const WIDE: &str = "return document.documentElement.scrollWidth > document.documentElement.clientWidth;";

/// What a PC calls itself and its programs, and what it says of them, is text wherever it is shown.
pub(crate) async fn hostile_names_and_notes_are_shown_as_text(session: &mut Session) {
    let _practice = office(session, vec![failing(hostile(SCRIPT)), hostile(TURNED), hostile(&long())]).await;
    let window = Window::open(session, &[]).await;
    window.says("Safegpj").await;
    is_text(&window).await;
    window.press(SCRIPT).await;
    window.says("About this PC").await;
    is_text(&window).await;
    for name in [SCRIPT, IMAGE, "Safegpj.exe", "very long very long"] {
        window.press("Updates").await;
        window.says(name).await;
        is_text(&window).await;
    }
    window.press("Office").await;
    window.press("Update all…").await;
    window.says("Nothing has started yet.").await;
    is_text(&window).await;
    window.press("Start now").await;
    // Closed while nothing has begun yet: the end of a round is told to who does not look at it.
    window.says("Updating begins in a moment.").await;
    is_text(&window).await;
    session.close_window().await;
    is_told_as_text(session).await;
    sends_nobody_to_an_icon(session, &window);
}

async fn is_text(window: &Window) {
    assert!(!window.has_dialog().await);
    assert_eq!(window.script(MADE, json!([])).await, Ok(json!(0)));
    assert_eq!(window.script(TURNING, json!([])).await, Ok(json!(false)));
    assert_eq!(window.script(WIDE, json!([])).await, Ok(json!(false)));
    for name in [SCRIPT, IMAGE] {
        assert_eq!(window.script(LOOSE, json!([name])).await, Ok(json!([])));
    }
}

/// Messages may have markup, and so may tooltips.
async fn is_told_as_text(session: &Session) {
    if let Some(messages) = &session.messages {
        let shown = messages.shows("done.").await;
        assert!(shown.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{shown:?}");
        assert!(!shown.body.contains('<'), "{shown:?}");
    }
}

fn hostile(name: &str) -> PcSpec {
    let mut pc = pc(name, 0, PACE);
    for (number, text) in [SCRIPT, IMAGE, TURNED, &long()].into_iter().enumerate() {
        let offer = Offer::new(&format!("practice-{number}"), text);
        pc.offers.push(Offer { substantial: Some(format!("{text} {IMAGE}")), ..offer });
    }
    pc
}

/// 10,000 characters.
fn long() -> String {
    "very long ".repeat(1_000)
}
