//! Measures what an office's feeds take, with made-up ones of today's size: `measure FOLDER`. A folder that is not there
//! is filled first, so that a second run shows what reading alone takes.
#![expect(clippy::print_stdout, reason = "that is what it is for")]

use std::{
    env::args,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use patchround_feeds::{Address, Done, Feed, Feeds, Settings};
use patchround_protocol::{CveId, Envelope, feeds::Feeds as Signed, ids::OfficeId};
use uuid::Uuid;

/// Flaws in the catalogue, in the forecast, and that PCs of an office tell of (two thirds of those of 110 Debian updates).
const LISTED: usize = 1_500;
const FORECAST: usize = 300_000;
const TOLD: usize = 2_400;
const TIMES: usize = 11;

fn main() -> Result<()> {
    let folder = args().nth(1).context("usage: measure FOLDER")?;
    let folder = Path::new(&folder);
    let told: Vec<CveId> = (0..TOLD).map(|n| flaw(n * (FORECAST / TOLD))).collect();
    let settings = settings(&serve()?)?;
    if !folder.exists() {
        fetch(folder, &settings, &told)?;
    }

    println!("open what is kept: {:?}", median(|| Feeds::open(folder, settings.clone())));
    let feeds = Feeds::open(folder, settings)?;
    println!("join {TOLD} flaws: {:?}", median(|| feeds.rated(&told)));

    let (catalogue, rated) = (feeds.catalogue(), feeds.rated(&told));
    let listed = catalogue.as_ref().map_or(0, |catalogue| catalogue.listed.len());
    println!("signed: {listed} listed, {} rated", rated.len());
    let issued = Timestamp::now();
    let signed = Signed { office: OfficeId(Uuid::nil()), issued, catalogue, rated, ends: feeds.ends() };
    let sealed = serde_json::to_vec(&Envelope::seal(&signed, &SigningKey::from_bytes(&[1; 32]))?)?;
    println!(
        "signed bundle: {} bytes of JSON, sealed {} bytes",
        serde_json::to_vec(&signed)?.len(),
        sealed.len()
    );
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        println!("kept: {} {} bytes", entry.file_name().display(), entry.metadata()?.len());
    }
    Ok(())
}

fn settings(port: &str) -> Result<Settings> {
    let at = |feed, path: &str| Address::new(feed, &format!("http://127.0.0.1:{port}/{path}"));
    let mut settings = Settings::none()
        .with(Feed::Kev, at(Feed::Kev, "kev")?)
        .with(Feed::Epss, at(Feed::Epss, "epss")?)
        .with(Feed::Osv, at(Feed::Osv, "osv/{cve}")?)
        .with(Feed::Vulnrichment, at(Feed::Vulnrichment, "vulnrichment/{cve}")?);
    (settings.limits.records_a_day, settings.limits.records_at_once) = (u32::MAX, u32::MAX);
    Ok(settings)
}

fn fetch(folder: &Path, settings: &Settings, told: &[CveId]) -> Result<()> {
    let mut feeds = Feeds::open(folder, settings.clone())?;
    let begun = Instant::now();
    for outcome in feeds.refresh(&Feed::ALL, told, &[], Timestamp::now()) {
        let is_new = matches!(outcome.done, Done::Taken | Done::Off);
        anyhow::ensure!(is_new && outcome.refused.is_none(), "{outcome:?}");
    }
    println!("fetch all of it from this computer: {:?}", begun.elapsed());
    Ok(())
}

fn median<T>(mut run: impl FnMut() -> T) -> Duration {
    let mut time = || {
        let begun = Instant::now();
        let done = run();
        let took = begun.elapsed();
        drop(done);
        took
    };
    let mut times: Vec<Duration> = (0..TIMES).map(|_| time()).collect();
    times.sort();
    times[TIMES / 2]
}

fn flaw(number: usize) -> CveId {
    let text = format!("CVE-{}-{:04}", 2010 + number % 17, 1 + number);
    text.parse().expect("an id is written so")
}

/// A web server for as long as this program runs. Gives back its port.
fn serve() -> Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let port = listener.local_addr()?.port().to_string();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Who asked finds out by itself where this failed.
            let _ = answer(stream);
        }
    });
    Ok(port)
}

fn answer(mut stream: TcpStream) -> Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().context("nothing asked")??;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = first.split(' ').nth(1).context("no path")?.to_owned();
    let body = body(&path);
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len())?;
    stream.write_all(body.as_bytes())?;
    Ok(())
}

fn body(path: &str) -> String {
    let now = Timestamp::now();
    let name = path.rsplit('/').next().unwrap_or_default();
    match path.split('/').nth(1) {
        Some("kev") => {
            let one = |n| {
                let use_of = if n % 5 == 0 { "Known" } else { "Unknown" };
                let cve = flaw(n * 7);
                format!(
                    r#"{{"cveID":"{cve}","dateAdded":"2026-11-01","knownRansomwareCampaignUse":"{use_of}"}}"#
                )
            };
            let listed = (0..LISTED).map(one).collect::<Vec<_>>().join(",");
            let head = format!(r#""catalogVersion":"2026.01.01","dateReleased":"{now}","count":{LISTED}"#);
            format!(r#"{{{head},"vulnerabilities":[{listed}]}}"#)
        }
        Some("epss") => {
            let line = |n| format!("{},{:.5},0.5\n", flaw(n), (n % 100_000) as f64 / 100_000.0);
            let lines = (0..FORECAST).map(line).collect::<String>();
            format!("#model_version:v2025.03.14,score_date:{now}\ncve,epss,percentile\n{lines}")
        }
        Some("osv") => {
            let vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
            format!(
                r#"{{"id":"{name}","modified":"{now}","severity":[{{"type":"CVSS_V3","score":"{vector}"}}]}}"#
            )
        }
        _ => format!(
            r#"{{"cveMetadata":{{"cveId":"{name}","state":"PUBLISHED"}},"containers":{{"adp":[{{
            "providerMetadata":{{"orgId":"134c704f-9b21-4f2e-91b3-4a467353bcc0","dateUpdated":"{now}"}},
            "metrics":[{{"other":{{"type":"ssvc","content":{{"timestamp":"{now}",
            "options":[{{"Automatable":"no"}},{{"Technical Impact":"partial"}}]}}}}}}]}}]}}}}"#
        ),
    }
}
