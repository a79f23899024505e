//! Fetches the feeds that come in one piece, with their dates, as the first copy that is shipped with the program:
//! `seed FOLDER [FEED=ADDRESS...]`, which `cargo xtask feeds` runs. Ends with 1 where one of them is missing.
#![expect(clippy::print_stdout, reason = "that is what it is for")]

use std::{env::args, path::Path, process::ExitCode};

use anyhow::{Context, Result};
use jiff::Timestamp;
use patchround_feeds::{Address, Feed, Feeds, Settings};

fn main() -> Result<ExitCode> {
    tracing_subscriber::fmt().without_time().with_target(false).with_writer(std::io::stdout).init();
    let mut arguments = args().skip(1);
    let folder = arguments.next().context("usage: seed FOLDER [FEED=ADDRESS...]")?;
    let whole = Feed::ALL.into_iter().filter(|feed| feed.is_whole());
    let settings =
        whole.fold(Settings::none(), |settings, feed| settings.with(feed, Address::of_maker(feed)));
    let settings = arguments.try_fold(settings, |settings, argument| from(settings, &argument))?;
    let mut feeds = Feeds::open(Path::new(&folder), settings)?;
    let now = Timestamp::now();
    feeds.refresh(&Feed::ALL, &[], &[], now);
    let states = feeds.state(now);
    let mut is_whole = true;
    for state in states.iter().filter(|state| state.is_on) {
        let published = state.published.map_or("not there".to_owned(), |at| at.to_string());
        println!("{}: {published}, {} flaws", state.feed, state.entries);
        if let Some(why) = state.refused {
            println!("{}: {why}", state.feed);
        }
        is_whole &= state.published.is_some();
    }
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn from(settings: Settings, argument: &str) -> Result<Settings> {
    let (feed, address) = argument.split_once('=').context("A feed and its address: FEED=ADDRESS")?;
    let feed = Feed::named(feed).filter(|feed| feed.is_whole()).context("No feed that comes in one piece")?;
    Ok(settings.with(feed, Address::new(feed, address)?))
}
