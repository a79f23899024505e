//! What is tried: which fault at which moment of a job, and how it must end.

use Fault::{
    BrokenSignature, CableCut, ClockAhead, ClockOff, ConffileQuestion, DiskFullAtDownload, DiskFullAtJournal,
    DiskFullAtUnpack, ExpiredLists, FailingPostinst, FailingPreinst, FailingTrigger, KillHelper,
    KillPackageManager, KillRoot, LockHeld, MirrorGone, MirrorSlow, OwnPackage, PowerOffManager, PowerOffPc,
    ReadOnlyVar, TerminalQuestion,
};
use Moment::{Before, Downloading, Installing, Restarting, Verifying, Waiting};
use Told::{Done, DoneOrFailed, Failed};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    KillHelper,
    KillRoot,
    KillPackageManager,
    PowerOffPc,
    PowerOffManager,
    CableCut,
    MirrorGone,
    MirrorSlow,
    DiskFullAtDownload,
    DiskFullAtUnpack,
    DiskFullAtJournal,
    ReadOnlyVar,
    LockHeld,
    FailingPostinst,
    FailingPreinst,
    FailingTrigger,
    ConffileQuestion,
    TerminalQuestion,
    BrokenSignature,
    ExpiredLists,
    ClockOff,
    ClockAhead,
    OwnPackage,
}

/// When, in the life of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Nothing was ordered yet.
    Before,
    /// The PC has the job, and another program holds dpkg's database.
    Waiting,
    Downloading,
    /// In the middle of a package's script, or while it is unpacked.
    Installing,
    Verifying,
    Restarting,
}

/// How the update that a fault is about must end in its first round, by the office's record.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Told {
    Done,
    /// For one of these causes: each of them is true there.
    Failed(&'static [&'static str]),
    /// Either: it hangs on what apt was about to do at that moment.
    DoneOrFailed(&'static [&'static str]),
}

/// A fault at a moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) fault: Fault,
    pub(crate) moment: Moment,
    pub(crate) told: Told,
    /// Whether the usual test tries it, too.
    pub(crate) is_telling: bool,
}

/// That nothing can be written.
const READ_ONLY: &[&str] = &["disk_unusable"];

/// All that is tried.
pub(crate) const PAIRS: &[Pair] = &[
    pair(KillHelper, Before, Done),
    pair(KillHelper, Waiting, Done),
    pair(KillHelper, Downloading, Done),
    pair(KillHelper, Installing, Done).telling(),
    pair(KillHelper, Verifying, Done),
    pair(KillRoot, Waiting, Failed(&["interrupted_before"])),
    pair(KillRoot, Downloading, Failed(&["interrupted_before"])),
    pair(KillRoot, Installing, Done).telling(),
    pair(KillRoot, Verifying, Done),
    pair(KillPackageManager, Waiting, Done),
    pair(KillPackageManager, Downloading, Failed(&["interrupted_before"])).telling(),
    pair(KillPackageManager, Installing, Done).telling(),
    pair(PowerOffPc, Before, Done).telling(),
    pair(PowerOffPc, Waiting, Failed(&["interrupted_before"])),
    pair(PowerOffPc, Downloading, Failed(&["interrupted_before"])),
    pair(PowerOffPc, Installing, Done).telling(),
    pair(PowerOffPc, Verifying, Done),
    pair(PowerOffManager, Waiting, Done),
    pair(PowerOffManager, Downloading, Done),
    pair(PowerOffManager, Installing, Done).telling(),
    pair(PowerOffManager, Verifying, Done),
    pair(CableCut, Before, Done).telling(),
    pair(CableCut, Waiting, Done),
    // apt goes on with what it is fetching, and opens no new connection while the cable is out.
    pair(CableCut, Downloading, DoneOrFailed(&["no_network", "timeout"])),
    pair(CableCut, Installing, Done),
    pair(CableCut, Verifying, Done),
    pair(MirrorGone, Before, Failed(&["no_network"])),
    pair(MirrorGone, Downloading, Failed(&["no_network", "timeout"])).telling(),
    pair(MirrorSlow, Downloading, Done),
    pair(DiskFullAtDownload, Before, Failed(&["disk_full"])),
    pair(DiskFullAtDownload, Downloading, Failed(&["disk_full"])),
    pair(DiskFullAtUnpack, Installing, Failed(&["disk_full"])).telling(),
    pair(DiskFullAtJournal, Before, Failed(&["disk_full"])),
    pair(DiskFullAtJournal, Waiting, Done),
    pair(DiskFullAtJournal, Downloading, Done),
    pair(DiskFullAtJournal, Installing, Done),
    pair(DiskFullAtJournal, Verifying, Done),
    pair(ReadOnlyVar, Before, Failed(READ_ONLY)),
    pair(ReadOnlyVar, Waiting, Failed(READ_ONLY)),
    pair(ReadOnlyVar, Downloading, Failed(READ_ONLY)),
    pair(ReadOnlyVar, Installing, Failed(READ_ONLY)),
    pair(ReadOnlyVar, Verifying, Done),
    pair(LockHeld, Waiting, Done).telling(),
    pair(FailingPostinst, Installing, Failed(&["package_script_failed"])),
    pair(FailingPreinst, Installing, Failed(&["package_script_failed"])),
    pair(FailingTrigger, Installing, Done).telling(),
    pair(ConffileQuestion, Installing, Done).telling(),
    pair(TerminalQuestion, Installing, Failed(&["asks_question", "package_script_failed"])),
    pair(BrokenSignature, Before, Failed(&["signature_missing"])),
    pair(ExpiredLists, Before, Failed(&["list_expired"])),
    pair(ClockOff, Before, Failed(&["clock_wrong"])).telling(),
    pair(ClockAhead, Before, Failed(&["clock_wrong"])),
    pair(ClockOff, Waiting, Done),
    pair(ClockOff, Downloading, Done),
    pair(ClockOff, Installing, Done),
    pair(ClockOff, Verifying, Done),
    pair(OwnPackage, Installing, Done).telling(),
    pair(KillHelper, Restarting, Done),
    pair(KillRoot, Restarting, DoneOrFailed(&["interrupted_before"])),
    pair(PowerOffPc, Restarting, Done),
    pair(PowerOffManager, Restarting, Done),
    pair(CableCut, Restarting, Done),
    pair(DiskFullAtJournal, Restarting, Failed(&["disk_full"])),
    pair(ReadOnlyVar, Restarting, Failed(READ_ONLY)),
    pair(ClockOff, Restarting, Done),
];

const fn pair(fault: Fault, moment: Moment, told: Told) -> Pair {
    Pair { fault, moment, told, is_telling: false }
}

impl Pair {
    const fn telling(self) -> Self {
        Self { is_telling: true, ..self }
    }

    /// What the PC has in an old version.
    pub(crate) fn names(self) -> &'static [&'static str] {
        match self.fault {
            DiskFullAtUnpack | MirrorSlow => &["pr-tool-a", "pr-big"],
            FailingPostinst => &["pr-tool-a", "pr-failing"],
            FailingPreinst => &["pr-tool-a", "pr-refusing"],
            TerminalQuestion => &["pr-tool-a", "pr-asks"],
            ConffileQuestion => &["pr-tool-a", "pr-conffile"],
            FailingTrigger | OwnPackage => &["pr-tool-a"],
            _ if self.is_about_fetching() => &["pr-tool-a", "pr-big"],
            _ => &["pr-tool-a", "pr-slow"],
        }
    }

    /// The update that the fault is about; `None` where it is about reading the lists.
    pub(crate) fn subject(self) -> Option<&'static str> {
        match self.fault {
            BrokenSignature | ExpiredLists => None,
            OwnPackage => Some("patchround-helper"),
            _ => self.names().last().copied(),
        }
    }

    /// The mark of the job at which it happens.
    pub(crate) fn mark(self) -> Option<&'static str> {
        Some(match self.moment {
            _ if self.fault.is_there_from_the_beginning() => return None,
            Before | Restarting => return None,
            Waiting => "progress: waiting, step 0",
            Downloading => "progress: downloading, step 0",
            Installing if self.names().contains(&"pr-slow") => "pr-slow: begin configure",
            Installing => "progress: installing, step 0",
            Verifying => "progress: verifying, step 0",
        })
    }

    /// Whether something large is fetched slowly, so that there is a middle of it.
    pub(crate) fn is_about_fetching(self) -> bool {
        self.moment == Downloading || self.fault == DiskFullAtDownload
    }

    /// Whether nothing is ordered of the PC as long as the fault lasts.
    pub(crate) fn is_refused(self) -> bool {
        matches!(self.fault, ClockOff | ClockAhead) && self.moment == Before
    }
}

impl Fault {
    /// Every one.
    pub(crate) const ALL: [Self; 23] = [
        KillHelper,
        KillRoot,
        KillPackageManager,
        PowerOffPc,
        PowerOffManager,
        CableCut,
        MirrorGone,
        MirrorSlow,
        DiskFullAtDownload,
        DiskFullAtUnpack,
        DiskFullAtJournal,
        ReadOnlyVar,
        LockHeld,
        FailingPostinst,
        FailingPreinst,
        FailingTrigger,
        ConffileQuestion,
        TerminalQuestion,
        BrokenSignature,
        ExpiredLists,
        ClockOff,
        ClockAhead,
        OwnPackage,
    ];

    /// As the table calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            KillHelper => "kill -9 of the network half",
            KillRoot => "kill -9 of the root half",
            KillPackageManager => "kill -9 of apt and dpkg",
            PowerOffPc => "power-off of the PC",
            PowerOffManager => "power-off of the manager",
            CableCut => "cable cut",
            MirrorGone => "mirror gone",
            MirrorSlow => "mirror slow",
            DiskFullAtDownload => "disk full at download",
            DiskFullAtUnpack => "disk full at unpack",
            DiskFullAtJournal => "disk full at journal",
            ReadOnlyVar => "read-only /var",
            LockHeld => "lock held for long",
            FailingPostinst => "failing postinst",
            FailingPreinst => "failing preinst",
            FailingTrigger => "failing trigger",
            ConffileQuestion => "conffile question",
            TerminalQuestion => "terminal question",
            BrokenSignature => "broken signature",
            ExpiredLists => "expired lists",
            ClockOff => "clock 60 days behind",
            ClockAhead => "clock 60 days ahead",
            OwnPackage => "our own package in the same round",
        }
    }

    /// Whether it is made before the round, and happens by itself when the job comes to it.
    fn is_there_from_the_beginning(self) -> bool {
        let scripts = matches!(self, FailingPostinst | FailingPreinst | FailingTrigger | TerminalQuestion);
        scripts || matches!(self, MirrorSlow | DiskFullAtUnpack | ConffileQuestion | OwnPackage)
    }

    /// Whether the next round puts in what is missing, once the fault is mended.
    pub(crate) fn can_be_mended(self) -> bool {
        self != TerminalQuestion
    }
}

impl Moment {
    /// Every one, in their order.
    pub(crate) const ALL: [Self; 6] = [Before, Waiting, Downloading, Installing, Verifying, Restarting];

    /// As the table calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Before => "before delivery",
            Waiting => "waiting",
            Downloading => "downloading",
            Installing => "installing",
            Verifying => "verifying",
            Restarting => "restarting",
        }
    }
}

/// Why a fault is not tried at a moment.
pub(crate) fn why_not(fault: Fault, moment: Moment) -> &'static str {
    match (fault, moment) {
        (LockHeld, Restarting) => {
            "Not played yet. Such a PC is not restarted (`busy_other_updater`), which a test without a lab holds."
        }
        (_, Restarting) => "Nothing is fetched or installed then: a restart is an order of its own.",
        (KillRoot | KillPackageManager, _) => "It is not at work then.",
        (PowerOffManager, _) => {
            "Nothing was ordered yet; `the_manager_ended_at_any_piece_of_a_round_loses_nothing_and_orders_nothing_twice` \
             ends it at each piece of a round."
        }
        (
            FailingPostinst | FailingPreinst | FailingTrigger | ConffileQuestion | TerminalQuestion
            | OwnPackage,
            _,
        ) => "It happens while a package is installed, and at no other moment.",
        (ClockAhead, _) => {
            "`a_clock_that_jumps_in_the_middle_of_a_job_costs_nothing_and_the_next_waits_until_it_is_right` has it jump \
             ahead then."
        }
        (LockHeld, _) => "That is what waiting is.",
        (BrokenSignature | ExpiredLists, _) => {
            "It is seen when lists are read, which is a job of its own before that of the updates."
        }
        (MirrorGone | MirrorSlow | DiskFullAtDownload | DiskFullAtUnpack, _) => {
            "Nothing is fetched, or unpacked, at that moment."
        }
        _ => "Not tried yet.",
    }
}
