use std::time::Duration;

use patchround_practice::{Offer, PcSpec};
use serde_json::json;

use super::{sends_nobody_to_an_icon, update_all};
use crate::{
    office::{failing, office, pc},
    session::Session,
    webdriver::Window,
};

const SCRIPT: &str = "<script>alert(1)</script>";
const IMAGE: &str = "<img src=x onerror=alert(1)>";
/// Turns the order of what follows it, and ends isolation that it has not begun.
const TURNED: &str = "Safe\u{202e}gpj\u{2069}.exe";
/// Elements that only a name or a note could have made, and names that turn their surroundings.
const MADE: &str = "return document.querySelectorAll('body script, img, iframe, body b, [onerror]').length;";
const LOOSE: &str = r"
const [name] = arguments;
const holders = [...document.querySelectorAll('main *')].filter((holder) =>
    [...holder.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.includes(name)));
const isolates = (holder) => /isolate|plaintext/.test(getComputedStyle(holder).unicodeBidi);
const marked = (holder) => /[\u2066-\u2068]/.test(holder.textContent);
return holders.filter((holder) => !isolates(holder) && !marked(holder)).map((holder) => holder.outerHTML);";

/// What a PC calls itself and its programs, and what it says of them, is text wherever it is shown.
pub(crate) async fn hostile_names_and_notes_are_shown_as_text(session: &mut Session) {
    let _practice = office(session, vec![failing(hostile(SCRIPT)), hostile(TURNED), hostile(&long())]).await;
    let window = Window::open(session, &[]).await;
    window.says(SCRIPT).await;
    window.says("Safegpj").await;
    is_text(&window).await;
    for place in ["PCs", "Updates", "Report", "Office"] {
        window.press(place).await;
        window.says(place).await;
        is_text(&window).await;
    }
    if let Some(tray) = &session.tray {
        tray.title().await.unwrap();
    }
    sends_nobody_to_an_icon(session, &window);
}

async fn is_text(window: &Window) {
    assert!(!window.has_dialog().await);
    assert_eq!(window.script(MADE, json!([])).await, Ok(json!(0)));
    assert_eq!(window.script(LOOSE, json!([SCRIPT])).await, Ok(json!([])));
}

fn hostile(name: &str) -> PcSpec {
    let mut pc = pc(name, 0, Duration::ZERO);
    for (number, text) in [SCRIPT, IMAGE, TURNED, &long()].into_iter().enumerate() {
        let offer = Offer::new(&format!("practice-{number}"), text);
        pc.offers.push(Offer { substantial: Some(format!("{text} {IMAGE}")), ..offer });
    }
    pc
}

/// A host name's first label, and a note of 10,000 characters.
fn long() -> String {
    "very long ".repeat(1_000)
}
