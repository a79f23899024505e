//! `brew info --json=v2 --cask`: what a program with a window is called, and which apps it brings.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::names;

/// Apps of one cask that are read, at most.
const APPS: usize = 8;

/// What is said of a cask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cask {
    /// Its name for people.
    pub title: Option<String>,
    /// The apps it puts there, without `.app`.
    pub apps: Vec<String>,
}

#[derive(Deserialize)]
struct Answer {
    casks: Vec<One>,
}

#[derive(Deserialize)]
struct One {
    token: String,
    #[serde(default)]
    full_token: Option<String>,
    #[serde(default)]
    name: Vec<String>,
    artifacts: Vec<Value>,
}

/// What is said of each, by its name; `None` where it is no such answer.
pub fn parse(json: &str) -> Option<BTreeMap<String, Cask>> {
    let Answer { casks } = serde_json::from_str(json).ok()?;
    let mut all = BTreeMap::new();
    for one in casks {
        let title = one.name.first().map(|name| names::one_line(name)).filter(|name| !name.is_empty());
        let cask = Cask { title, apps: apps(&one.artifacts) };
        all.extend(one.full_token.map(|full| (full, cask.clone())));
        all.insert(one.token, cask);
    }
    Some(all)
}

/// `{"app": ["Letters.app", {"target": "Letters 2.app"}]}`: an app that is put elsewhere goes by that name.
fn apps(artifacts: &[Value]) -> Vec<String> {
    let of_one = |artifact: &Value| {
        let words = artifact.get("app")?.as_array()?;
        let target = words.iter().find_map(|word| word.get("target")?.as_str());
        app(target.or_else(|| words.first()?.as_str())?)
    };
    artifacts.iter().filter_map(of_one).take(APPS).collect()
}

fn app(path: &str) -> Option<String> {
    let name = names::one_line(path.rsplit('/').next()?.strip_suffix(".app")?);
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_casks_name_and_its_apps_are_read_also_where_they_are_put_elsewhere() {
        let all = parse(include_str!("../../testdata/written.brew-info.mixed")).unwrap();
        let letters = Cask { title: Some("Letters".into()), apps: vec!["Letters".into()] };
        assert_eq!(all["letters"], letters);
        assert_eq!(all["draw"].apps, ["Draw 2"]);
        assert_eq!(all["lab/tools/lines"], all["lines"]);
        assert_eq!(all["lines"].apps, Vec::<String>::new(), "it brings no app");
    }

    #[test]
    fn an_answer_that_is_cut_is_none() {
        let text = include_str!("../../testdata/written.brew-info.mixed");
        assert_eq!(parse(&text[..text.len() - 3]), None);
    }
}
