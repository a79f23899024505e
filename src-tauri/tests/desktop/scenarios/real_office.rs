use std::time::Duration;

use patchround_practice::{Practice, PracticePc};

use super::update_all;
use crate::{office::pc, session::Session, wait::eventually, webdriver::Window};

const UPDATES: usize = 2;
const PACE: Duration = Duration::from_millis(200);
/// What stands before the code in the line that is typed at a PC.
const LINE: &str = "sudo patchround-helper pair ";

/// From the first start to PCs that are up to date, without the practice office: the code that the window shows is
/// typed at PCs that know nothing of the app, and their addresses are typed in the window.
pub(crate) async fn a_real_office_is_set_up_and_its_pcs_are_updated(session: &Session) {
    let specs = ["front-desk", "till"].map(|name| pc(name, UPDATES, PACE));
    let practice = Practice::start(specs).await.unwrap();
    let window = Window::open(session, &[]).await;
    name_the_office(&window).await;
    add(&window, practice.pcs()).await;
    finish(&window).await;

    update_all(&window).await;
    window.says("2 of 2 PCs are up to date.").await;
    for pc in practice.pcs() {
        assert_eq!((pc.installed(), pc.offers().len()), (UPDATES, 0), "{}", pc.name());
    }
}

async fn name_the_office(window: &Window) {
    window.says("Set up your office").await;
    window.press("Next: add PCs").await;
    window.says("Type a name for your office.").await;
    window.fill("Office name", "Harbour Dental").await;
    window.fill("Who looks after the PCs?", "Maria Lopez").await;
    window.press("Next: add PCs").await;
}

async fn add(window: &Window, pcs: &[PracticePc]) {
    let code = eventually("the code", async || {
        let text = window.text().await?;
        let line = text.lines().find_map(|line| line.trim().strip_prefix(LINE)).map(str::trim);
        line.filter(|code| !code.is_empty()).map(str::to_owned).ok_or(text)
    })
    .await;
    window.press("Type an address").await;
    for (number, pc) in pcs.iter().enumerate() {
        pc.type_code(&code).unwrap();
        window.fill("Name or address of the PC", &pc.address().to_string()).await;
        window.press("Add this PC").await;
        window.says(&format!("Joined now ({})", number + 1)).await;
    }
    window.press("Next").await;
}

async fn finish(window: &Window) {
    window.says("Give your PCs names people know").await;
    window.fill("Name of till", "Reception").await;
    window.press("Next").await;
    window.says("When may updates happen?").await;
    window.press("Next").await;
    window.says("We now look after 2 PCs.").await;
    window.tick("I have put these words in a safe place").await;
    window.press("Let me look first").await;
    window.says("2 of 2 PCs need updates").await;
    window.says("Reception").await;
}
