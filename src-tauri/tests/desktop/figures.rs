//! What `cargo xtask bench` writes of the window: measured in the real app and its real web view, one figure a line.

use std::{fs, time::Duration};

use jiff::Timestamp;
use patchround_protocol::charter::Floor;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::{
    office::{office, office_with, pc},
    processes::{self, Program, kill},
    session::{Desktop, Session},
    wait::{eventually, until},
    webdriver::Window,
};

/// Starts of the app, and openings of its window while it runs, each way; the bench shows the median.
const STARTS: usize = 7;
const OPENINGS: usize = 3;
const MANY: usize = 1_000;
const UPDATES: usize = 50;
const BUSY: usize = 250;
/// Five events a second of each PC that works: an update has begun, is fetched, installs, is looked at, has ended.
const PACE: Duration = Duration::from_secs(1);
/// What the app and its web view have allocated for their start is given back by then.
const SETTLED: Duration = Duration::from_secs(20);
const WATCHED: Duration = Duration::from_secs(20);
/// A minute after it was closed the web view is gone.
const GONE_WITHIN: Duration = Duration::from_secs(80);
/// Waits for the rows of the list of PCs, and takes the time of the first picture after them.
const OPEN_LIST: &str = r"
const entry = [...document.querySelectorAll('nav a, nav button')].find((one) => one.innerText.trim().startsWith('PCs'));
window.figures = {};
const begun = performance.now();
const look = () => {
    if (document.querySelectorAll('[role=treegrid] [data-index]').length < 10) { requestAnimationFrame(look); return; }
    requestAnimationFrame(() => { window.figures.first = performance.now() - begun; });
};
entry.click();
look();
return null;";
/// Scrolls a little at each picture, and notes how far they were apart and how large the page grew.
const SCROLL: &str = r"
const times = [];
let nodes = 0;
const step = (now) => {
    times.push(now);
    nodes = Math.max(nodes, document.querySelectorAll('*').length);
    if (times.length > 400) {
        const apart = times.slice(1).map((time, index) => time - times[index]).sort((a, b) => a - b);
        window.figures.frame = apart[Math.floor(apart.length * 0.95)];
        window.figures.nodes = nodes;
        return;
    }
    window.scrollBy(0, 90);
    requestAnimationFrame(step);
};
requestAnimationFrame(step);
return null;";

/// Counts how often something in the page changes.
const COUNT_PICTURES: &str = r"
window.figures = { pictures: 0 };
const count = new MutationObserver(() => { window.figures.pictures += 1; });
count.observe(document.body, { attributes: true, characterData: true, childList: true, subtree: true });
return null;";

#[tokio::test]
#[ignore = "measured by `cargo xtask bench`, in a release build"]
async fn figures_of_starts_and_memory() {
    let session = Session::start(Desktop::Whole).await;
    let _practice = office(&session, vec![pc("front-desk", 3, PACE), pc("till", 2, PACE)]).await;
    for _ in 0..STARTS {
        let begun = Timestamp::now();
        let app = start(&session, &[]);
        tell("cold", since(begun, page_is_there(&session, 1).await));
        end(&session, app).await;
    }
    let mut app = start(&session, &["--hidden"]);
    until("the app runs", async || session.office().join("app.socket").exists()).await;
    sleep(SETTLED).await;
    tell("pss_without_window", memory(&session));
    for opened in 1..=2 * OPENINGS {
        let begun = Timestamp::now();
        let by_click = opened % 2 == 1;
        let again = (!by_click).then(|| start_again(&session));
        if by_click {
            session.tray.as_ref().unwrap().click().await;
        }
        let way = if by_click { "warm_by_click" } else { "warm_by_start" };
        tell(way, since(begun, page_is_there(&session, opened).await));
        drop(again);
        sleep(SETTLED).await;
        tell("pss_with_window", memory(&session));
        session.close_window().await;
        let gone = Instant::now() + GONE_WITHIN;
        while Instant::now() < gone && web_view(&session).is_some() {
            sleep(Duration::from_millis(250)).await;
        }
        assert!(web_view(&session).is_none() && app.ended().is_none());
    }
    sleep(SETTLED).await;
    tell("pss_after_window", memory(&session));
}

#[tokio::test]
#[ignore = "measured by `cargo xtask bench`, in a release build"]
async fn figures_of_a_thousand_pcs() {
    let session = Session::start(Desktop::Whole).await;
    let _practice = office(&session, pcs(MANY)).await;
    let window = Window::open(&session, &[]).await;
    window.says("PCs need updates").await;
    sleep(SETTLED).await;
    window.script(OPEN_LIST, json!([])).await.unwrap();
    tell("thousand_first_paint", figure(&window, "first").await);
    window.script(SCROLL, json!([])).await.unwrap();
    tell("thousand_frame", figure(&window, "frame").await);
    tell("thousand_nodes", figure(&window, "nodes").await);
}

#[tokio::test]
#[ignore = "measured by `cargo xtask bench`, in a release build"]
async fn figures_of_a_round_over_250_pcs() {
    let session = Session::start(Desktop::Whole).await;
    let all_at_once = Floor { max_parallel: BUSY as u16, ..Floor::default() };
    let practice = office_with(&session, ending_one_by_one(BUSY), all_at_once).await;
    let window = Window::open(&session, &[]).await;
    super::scenarios::update_all(&window).await;
    until("all PCs work", async || practice.pcs().iter().all(|pc| pc.installed() > 0)).await;
    until("the first are done", async || practice.pcs().iter().any(|pc| pc.offers().is_empty())).await;
    let at_work = || practice.pcs().iter().filter(|pc| !pc.offers().is_empty()).count() as f64;
    tell("busy_pcs_first", at_work());
    window.script(COUNT_PICTURES, json!([])).await.unwrap();
    let page = web_view(&session).unwrap();
    let before = [page, session.apps()[0]].map(busy);
    let begun = Instant::now();
    sleep(WATCHED).await;
    let after = [page, session.apps()[0]].map(busy);
    let share = |index: usize| 100.0 * (after[index] - before[index]) / begun.elapsed().as_secs_f64();
    tell("busy_page", share(0));
    tell("busy_app", share(1));
    tell("busy_pictures", figure(&window, "pictures").await);
    tell("busy_pcs_last", at_work());
}

fn pcs(count: usize) -> Vec<patchround_practice::PcSpec> {
    (0..count).map(|number| pc(&format!("room-{number}"), UPDATES, PACE)).collect()
}

/// What a picture shows of a PC changes when it begins, verifies and ends: they do so one after the other.
fn ending_one_by_one(count: usize) -> Vec<patchround_practice::PcSpec> {
    let updates = |number: usize| UPDATES / 2 + number % UPDATES;
    (0..count).map(|number| pc(&format!("room-{number}"), updates(number), PACE)).collect()
}

fn start(session: &Session, words: &[&str]) -> Program {
    let mut command = session.app(words);
    command.env("PATCHROUND_LOG", "patchround_app=debug");
    Program::start(command, &session.log("app"))
}

fn start_again(session: &Session) -> Program {
    Program::start(session.app(&[]), &session.log("second"))
}

async fn end(session: &Session, app: Program) {
    drop(app);
    kill(&session.apps());
    until("the app is gone", async || session.apps().is_empty() && web_view(session).is_none()).await;
}

/// When the page said for the so manieth time that it is there, its sentence drawn.
async fn page_is_there(session: &Session, times: usize) -> Timestamp {
    eventually("the page is there", async || {
        let log = fs::read_to_string(session.log("app")).unwrap();
        let line = log.lines().filter(|line| line.contains("The page is there")).nth(times - 1);
        let time = line.and_then(|line| line.split_whitespace().find_map(|word| word.parse().ok()));
        time.ok_or(log)
    })
    .await
}

fn since(begun: Timestamp, then: Timestamp) -> f64 {
    then.duration_since(begun).as_secs_f64() * 1_000.0
}

/// Megabytes of everything the app has started, each page of memory counted once (`Pss`, proc(5)).
fn memory(session: &Session) -> f64 {
    let of_app = |id: &u32| {
        processes::file_of(*id).is_some_and(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name == "patchround-app" || name.starts_with("WebKit")
        })
    };
    let pss = |id: u32| {
        let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap_or_default().to_owned();
        line.split_whitespace().next().and_then(|kib| kib.parse::<f64>().ok()).unwrap_or_default()
    };
    let all: f64 = session.processes().into_iter().filter(of_app).map(pss).sum();
    all * 1_024.0 / 1e6
}

fn web_view(session: &Session) -> Option<u32> {
    let is_it = |id: &u32| processes::file_of(*id).is_some_and(|file| file.ends_with("WebKitWebProcess"));
    session.processes().into_iter().find(is_it)
}

/// Seconds of processor time of a program's first thread (proc(5), `utime` and `stime`, in hundredths).
fn busy(id: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{id}/task/{id}/stat")).unwrap();
    let (_, fields) = stat.rsplit_once(')').unwrap();
    let fields: Vec<&str> = fields.split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

async fn figure(window: &Window, name: &str) -> f64 {
    let read = "return (window.figures ?? {})[arguments[0]] ?? null;";
    eventually(name, async || match window.script(read, json!([name])).await? {
        Value::Number(number) => Ok(number.as_f64().unwrap()),
        other => Err(other.to_string()),
    })
    .await
}

#[expect(clippy::print_stdout, reason = "the bench reads it there")]
fn tell(name: &str, value: f64) {
    println!("FIGURE\t{name}\t{value:.1}");
}
