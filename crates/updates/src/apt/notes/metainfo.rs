//! The release notes of an AppStream metainfo file (AppStream 1.0, 2.1.12): `<release version="…"><description>`.

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

use super::{Between, line};
use crate::apt::changelog::is_version;

/// Releases that are looked at; the newest come first.
const RELEASES: usize = 40;
/// Points of one release.
const POINTS: usize = 30;
/// Bytes of one point.
const POINT_BYTES: usize = 4_000;
/// Elements within each other: a description has six.
const DEPTH: usize = 32;
/// More are never told.
const MOST: usize = 3;
/// Stands for what was written and cannot be told, so that the point it stands in is left out.
const NOT_TOLD: char = '\u{fffd}';
/// What a description may have in it.
const KNOWN: [&str; 7] = ["description", "p", "ul", "ol", "li", "em", "code"];

/// The first lines of the releases that lie between the installed version and the one that is offered.
///
/// A file that declares entities of its own is not read at all; one that breaks off tells what came whole before.
pub(super) fn lines(text: &str, mut between: impl FnMut(&str) -> Between) -> Vec<String> {
    let mut told = Vec::new();
    for release in releases(text) {
        match between(&release.version) {
            Between::Installed => break,
            Between::Later => {}
            Between::Yes => told.extend(release.lines()),
        }
        if told.len() >= MOST {
            break;
        }
    }
    told.truncate(MOST);
    told
}

#[derive(Default)]
struct Release {
    version: String,
    /// Each with whether it is a point of a list.
    points: Vec<(bool, String)>,
}

impl Release {
    /// Where there is a list, a paragraph that is no sentence is its heading.
    fn lines(self) -> Vec<String> {
        let has_list = self.points.iter().any(|(is_point, _)| *is_point);
        let is_told = |(is_point, text): &(bool, String)| {
            *is_point || !has_list || text.trim_end().ends_with(['.', '!', '?'])
        };
        self.points.into_iter().filter(is_told).filter_map(|(_, text)| line(&text)).collect()
    }
}

fn releases(text: &str) -> Vec<Release> {
    let mut reader = Reader::from_str(text);
    let mut reading = Reading::default();
    while reading.releases.len() < RELEASES {
        match reader.read_event() {
            Ok(Event::DocType(_)) => return Vec::new(),
            Ok(Event::Eof) | Err(_) => break,
            Ok(event) => {
                if reading.take(&event).is_none() {
                    break;
                }
            }
        }
    }
    reading.releases
}

/// How far a file was read.
#[derive(Default)]
struct Reading {
    /// The names of the elements around, outermost first.
    around: Vec<String>,
    /// From this depth on it is a translation, or no text that is told.
    passed_over: Option<usize>,
    release: Option<Release>,
    point: Option<(bool, String)>,
    releases: Vec<Release>,
}

impl Reading {
    /// Takes the next piece; `None` where the file is no metainfo that anybody wrote.
    fn take(&mut self, event: &Event<'_>) -> Option<()> {
        match event {
            Event::Start(start) => self.open(start)?,
            Event::End(_) => self.close(),
            Event::Text(text) => self.add(&text.xml10_content()),
            Event::CData(text) => self.add(&text.xml10_content()),
            Event::GeneralRef(entity) => self.add(&resolved(entity).to_string()),
            _ => {}
        }
        Some(())
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Option<()> {
        let name = start.local_name().as_ref().to_owned();
        if self.passed_over.is_none() {
            self.enter(start, &name);
        }
        self.around.push(name);
        (self.around.len() <= DEPTH).then_some(())
    }

    fn enter(&mut self, start: &BytesStart<'_>, name: &str) {
        let in_releases = self.around.last().is_some_and(|last| last == "releases");
        if name == "release" && in_releases {
            let version = attribute(start, "version").filter(|version| is_version(version));
            self.release = version.map(|version| Release { version, points: Vec::new() });
        } else if self.release.is_some() && (!KNOWN.contains(&name) || is_translated(start)) {
            self.passed_over = Some(self.around.len());
            self.point.iter_mut().for_each(|(_, point)| point.push(NOT_TOLD));
        } else if matches!(name, "p" | "li") && self.in_description() {
            self.point = Some((name == "li", String::new()));
        }
    }

    fn in_description(&self) -> bool {
        self.release.is_some() && self.around.iter().any(|name| name == "description")
    }

    fn close(&mut self) {
        let name = self.around.pop();
        if self.passed_over.is_some_and(|depth| depth >= self.around.len()) {
            self.passed_over = None;
            return;
        }
        let Some(release) = &mut self.release else { return };
        match name.as_deref() {
            Some("p" | "li") if self.passed_over.is_none() => {
                release.points.extend(self.point.take().filter(|_| release.points.len() < POINTS));
            }
            Some("release") => self.releases.extend(self.release.take()),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if self.passed_over.is_some() {
            return;
        }
        if let Some((_, point)) =
            self.point.as_mut().filter(|(_, point)| point.len() + text.len() <= POINT_BYTES)
        {
            point.push_str(text);
        }
    }
}

/// One of the five names every file knows, or a character by its number.
fn resolved(entity: &BytesRef<'_>) -> char {
    match &*entity.xml10_content() {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => entity.resolve_char_ref().ok().flatten().unwrap_or(NOT_TOLD),
    }
}

fn is_translated(start: &BytesStart<'_>) -> bool {
    attribute(start, "xml:lang").is_some_and(|tag| tag != "en" && tag != "C")
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().with_checks(false).flatten().find(|one| one.key.as_ref() == name)?;
    Some(found.value.trim().to_owned())
}

#[cfg(test)]
mod tests;
