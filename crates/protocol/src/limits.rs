//! Every size and time that a peer could otherwise choose for us (security.md B.4).

use std::time::Duration;

/// Port a helper listens on.
pub const PORT: u16 = 7443;
/// DNS-SD service type of a helper.
pub const SERVICE: &str = "_patchround._tcp.local.";
/// Versions of the wire protocol this build speaks: lowest and highest.
pub const PROTO: [u32; 2] = [1, 1];

/// Bytes of a signed job, and of one request to the root half.
pub const JOB_BYTES: usize = 64 * 1024;
/// Bytes of any other request or document.
pub const BODY_BYTES: usize = 256 * 1024;
/// Bytes of signed feeds.
pub const FEEDS_BYTES: usize = 1024 * 1024;
/// Flaws that attackers are known to use: the catalogue had 1,404 in August 2025 and grows by some 200 a year.
pub const FEEDS_LISTED: usize = 5_000;
/// Flaws of which signed feeds say more: all that the PCs of an office tell of.
pub const FEEDS_RATED: usize = 5_000;
/// Releases of operating systems of which they say until when they are fixed.
pub const FEEDS_ENDS: usize = 500;
/// Bytes of one answer read by the manager: a PC with thousands of updates still fits.
pub const ANSWER_BYTES: usize = 8 * 1024 * 1024;
/// Bytes of one line of an event log.
pub const EVENT_BYTES: usize = 4 * 1024;
/// A line of a progress file: whatever the root half may say.
pub const PROGRESS_LINE_BYTES: usize = 32 * 1024;
/// Bytes of an event log before acknowledged lines are dropped.
pub const EVENT_LOG_BYTES: u64 = 8 * 1024 * 1024;
/// Bytes of one pairing frame, without its two length bytes.
pub const PAIR_FRAME_BYTES: usize = 512;

/// Characters of a name that a person gave: office, person, PC.
pub const NAME_CHARS: usize = 80;
/// Characters of a one-line text that came from a package or a tool.
pub const LINE_CHARS: usize = 200;
/// Bytes of a tool's words as JSON has them: 200 lines that fill a terminal.
pub const WORDS_BYTES: usize = 24 * 1024;
/// Bytes of the part of them that fits into one event.
pub const DETAILS_BYTES: usize = 2 * 1024;
/// Most parts of them before the last.
pub const WORDS_PARTS: u16 = 2 * (WORDS_BYTES / DETAILS_BYTES) as u16;
/// Outcomes of one step, in one go, whose words are told in whole.
pub const WHOLE_WORDS: usize = 8;
/// Lines on what an update changes (ux.md 4.2).
pub const CHANGES: usize = 3;
/// Characters of one of them.
pub const CHANGE_CHARS: usize = LINE_CHARS;
/// Characters of an update id.
pub const UPDATE_ID_CHARS: usize = 300;
/// Steps of one job.
pub const STEPS: usize = 16;
/// Updates of one step, and removals agreed to in one step. A rolling system goes in one step or not at all, and one
/// that nobody updated for half a year has hundreds.
pub const STEP_IDS: usize = 1000;
/// Charters of one request.
pub const CHARTERS: usize = 16;
/// Members of one charter.
pub const MEMBERS: usize = 64;
/// Revoked keys of one charter.
pub const REVOKED: usize = 256;
/// Devices of one member.
pub const DEVICES: usize = 8;
/// Entries of each list of a policy.
pub const POLICY_LIST: usize = 1000;
/// Packages of one source that are named because their installation is not whole.
pub const UNFINISHED: usize = 20;
/// Programs of one PC that put updates in by themselves and are named.
pub const OWN_UPDATERS: usize = 8;
/// Agreed exceptions of one policy.
pub const EXCEPTIONS: usize = 64;
/// PCs of one exception.
pub const EXCEPTION_PCS: usize = 250;
/// Days for which the owner can agree to be late with something (rules.md 2).
pub const EXCEPTION_DAYS: i64 = 30;
/// Days of a limit that an office sets itself, at most.
pub const OWN_LIMIT_DAYS: u16 = 365;
/// Orders of other people that are told of at once.
pub const ALSO_ORDERED: usize = 8;
/// Characters of what a person writes to the manager about a question (ux.md 4.3).
pub const OBJECTION_CHARS: usize = 300;
/// Updates of which a PC tells its people what became of them (ux.md 4).
pub const CHANGED: usize = 10;
/// Characters of what the manager writes to a person (security.md A.5).
pub const REPLY_CHARS: usize = 280;
/// Characters of a person's own words when something is wrong after an update (ux.md 4.6).
pub const WRONG_CHARS: usize = 280;
/// Characters of what a person writes to the manager without having been asked (ux.md 4).
pub const NOTE_CHARS: usize = 280;
/// Such notes of one person within a day.
pub const NOTES_A_DAY: usize = 3;
/// Days for which a person sees what they wrote.
pub const NOTE_DAYS: i64 = 14;
/// Days for which a person sees what was put in place: as long as their PC can go back (rules.md 4).
pub const AFTER_DAYS: i64 = 14;
/// Bytes of one line between a person's program and the helper.
pub const SESSION_LINE_BYTES: usize = 256 * 1024;
/// Updates of one source of a person's own programs that are told of.
pub const OWN_UPDATES: usize = 100;
/// Sources of one person that are told of.
pub const OWN_SOURCES: usize = 4;
/// People of one PC of whose own programs something is known.
pub const OWN_PEOPLE: usize = 20;
/// Programs that a person's program names at once as running.
pub const RUNNING_PROGRAMS: usize = 200;
/// A person is asked about programs that they used within so many days (rules.md 5).
pub const USED_DAYS: i64 = 60;
/// Cooling-off days that an office can choose, at most: as long as a security update may take (rules.md 4).
pub const COOLING_OFF_DAYS: u8 = 14;

/// Days for which the person in charge can be away at once: a year.
pub const AWAY_DAYS: i32 = 366;

/// So many minutes after its start a PC is left alone: what waited for one that was off begins only then (ux.md 4).
pub const LEFT_ALONE_MINUTES: i64 = 10;

/// Longest life of a job.
pub const JOB_LIFE: Duration = Duration::from_secs(7 * 24 * 3600);
/// How far a signed time may lie in a PC's future before its clock is called wrong.
pub const CLOCK_SLACK: Duration = Duration::from_secs(24 * 3600);
/// How long a job id is remembered past the job's end, so that it cannot be played again.
pub const REPLAY_MEMORY: Duration = Duration::from_secs(24 * 3600);

/// Life of a pairing code at the manager, for any number of PCs.
pub const CODE_LIFE: Duration = Duration::from_secs(60 * 60);
/// Wrong tries a code survives at the manager.
pub const CODE_TRIES: u32 = 5;
/// How long a PC's pairing window stays open.
pub const WINDOW_LIFE: Duration = Duration::from_secs(10 * 60);
/// Wrong tries a PC's pairing window survives.
pub const WINDOW_TRIES: u32 = 3;

/// Bytes of a join file's token: 128 bits.
pub const TOKEN_BYTES: usize = 16;
/// Bytes of a join file: the largest charter fits.
pub const JOIN_FILE_BYTES: usize = 512 * 1024;
/// Longest life of a join file.
pub const INVITATION_LIFE: Duration = Duration::from_secs(7 * 24 * 3600);
/// PCs of one join file.
pub const INVITATION_PCS: u32 = 1000;
/// Wrong tries a join file survives at the manager.
pub const INVITATION_TRIES: u32 = 5;
/// Join files that are open at once in one office.
pub const INVITATIONS: usize = 16;
