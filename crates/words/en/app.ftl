### Sentences that the engine makes for the window, the tray and its messages.

## Days and times

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
day = { $weekday } { $day } { $month }
month = { $month } { $year }
moment-today = today at { $time }
moment-tomorrow = tomorrow at { $time }
moment-yesterday = yesterday at { $time }
moment-day = { $day } at { $time }
moment-tonight = tonight at { $time }
moment-weekday = on { $weekday } at { $time }
moment-next = on { $day } at { $time }
ago-now = just now
ago-minutes = { $count ->
    [one] 1 minute ago
   *[other] { $count } minutes ago
}
ago-hours = { $count ->
    [one] 1 hour ago
   *[other] { $count } hours ago
}
never = never

## How the office is

office-empty = Add your first PC.
office-urgent = { $count ->
    [one] Urgent fix for { $name }: 1 PC needs it now.
   *[other] Urgent fix for { $name }: { $count } PCs need it now.
}
office-only-late = Your PC is late.
office-only-ready = Your PC needs updates.
office-only-needs = Your PC needs you.
office-only-restart = Your PC needs a restart.
office-only-working = Your PC is being updated.
office-only-unknown = We do not know yet how your PC is.
office-late = { $count ->
    [one] 1 of { $all } PCs is late.
   *[other] { $count } of { $all } PCs are late.
}
office-ready = { $count ->
    [one] 1 of { $all } PCs needs updates.
   *[other] { $count } of { $all } PCs need updates.
}
office-old = We could not check since { $when }. Is the internet working?
office-needs = { $count ->
    [one] 1 of { $all } PCs needs you.
   *[other] { $count } of { $all } PCs need you.
}
office-restart = { $count ->
    [one] 1 of { $all } PCs needs a restart.
   *[other] { $count } of { $all } PCs need a restart.
}
office-working = { $count ->
    [one] 1 of { $all } PCs is being updated.
   *[other] { $count } of { $all } PCs are being updated.
}
office-all-off = { $all ->
    [one] We cannot reach your PC.
   *[other] We cannot reach any of your { $all } PCs.
}
office-unknown = { $count ->
    [one] We do not know yet how 1 of { $all } PCs is.
   *[other] We do not know yet how { $count } of { $all } PCs are.
}
office-only-restart-unknown = Your PC does not say whether it needs a restart.
office-restart-unknown = { $count ->
    [one] 1 of { $all } PCs does not say whether it needs a restart.
   *[other] { $count } of { $all } PCs do not say whether they need a restart.
}
office-good-reachable = { $count ->
    [one] The 1 PC we can reach is up to date.
   *[other] All { $count } PCs we can reach are up to date.
}
office-good = { $all ->
    [one] Your PC is up to date.
   *[other] All { $all } PCs are up to date.
}
office-and-restart = { $count ->
    [one] 1 PC needs a restart.
   *[other] { $count } PCs need a restart.
}
office-and-needs = { $count ->
    [one] 1 thing needs you.
   *[other] { $count } things need you.
}
office-off-one = { $pc } has been off since { $when }.
office-off-more = { $count ->
    [one] 1 more PC is off.
   *[other] { $count } more PCs are off.
}
checked = Checked { $ago }.
system-parts = System parts
system-parts-one = System parts ({ $package })
for-person = for { $person } only
for-one-person = for one person only
somebody = one person
name-for = { $name } ({ $whose })
own-unread = Programs that only { $person } has on { $pc } could not be read. { $cause }
own-never-refreshed = It is not known yet whether there are updates of programs that only { $person } has on { $pc }. They are looked for while that person is signed in.
own-old = Updates of programs that only { $person } has on { $pc } have not been looked for since { $day }.
managed = Which updates { $system } offers on { $pc } is decided by your IT service. What it holds back is not shown here: if you miss one, ask your IT service.
managed-system = its system
group-needs = Needs you ({ $count })
group-ready = Updates ready ({ $count })
group-restart = Restart needed ({ $count })
group-working = Updating ({ $count })
group-off = Off or not checked ({ $count })
group-good = Up to date ({ $count })
agreed-later = { $count ->
    [one] { $pc }: 1 update, { $when }.
   *[other] { $pc }: { $count } updates, { $when }.
}
agreed-waits = { $count ->
    [one] { $pc }: 1 update, when it is next on.
   *[other] { $pc }: { $count } updates, when it is next on.
}
agreed-after-first = { $count ->
    [one] { $pc }: 1 update, once it works on { $first }.
   *[other] { $pc }: { $count } updates, once they work on { $first }.
}
agreed-just-on = { $pc } was just switched on. What was agreed for it begins { $when }.

## A PC

pc-working = updating
pc-off = off since { $when }
pc-off-late = { $days ->
    [one] off since { $when }, 1 day late
   *[other] off since { $when }, { $days } days late
}
pc-unknown = not checked lately
pc-restart-unknown = does not say whether it needs a restart
pc-late-days = { $days ->
    [one] 1 day late
   *[other] { $days } days late
}
pc-needs = needs you
pc-ready = { $count ->
    [one] 1 update ready
   *[other] { $count } updates ready
}
pc-restart = needs a restart
pc-good = up to date
pc-due-day = due on { $day }
pc-on-now = on now
page-sentence = { $pc }: { $state }.
count-pcs = { $count ->
    [one] 1 PC
   *[other] { $count } PCs
}
count-updates-pcs = { $updates ->
    [one] 1 update
   *[other] { $updates } updates
} on { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}
fact-system = System
fact-who = Signed in
fact-nobody = nobody
fact-seen = Last on
fact-disk-free = Free space
fact-address = Address
fact-own-updaters = Also updates itself with
fact-helper = Patchround helper
fact-unknown = not known
fact-gigabytes = { $count } GB

## What needs you

need-late = { $count ->
    [one] { $pc } is 1 day late.
   *[other] { $pc } is { $count } days late.
}
need-late-next = Update it now, or look at its page for what keeps it back.
need-late-over = What the owner agreed for { $name } ended on { $day }.
need-late-off = { $count ->
    [one] { $pc } is off and 1 day late.
   *[other] { $pc } is off and { $count } days late.
}
need-late-off-next = Switch it on. It catches up when it is on.
need-cause = { $pc }: { $why }
need-silent = { $pc } was last seen { $when }.
need-silent-next = Switch it on. If nobody uses it any more, remove it on its page.
need-not-going = { $count ->
    [one] { $pc }: 1 update does not go in by itself. { $why }
   *[other] { $pc }: { $count } updates do not go in by themselves. { $why }
}
need-agreed = { $count ->
    [one] { $pc }: 1 update is late on purpose, as the owner agreed.
   *[other] { $pc }: { $count } updates are late on purpose, as the owner agreed.
}
need-agreed-next = You can leave it so until that ends, or end it sooner: press "End now" on the page Updates.
need-stuck = { $count ->
    [one] { $pc }: 1 update did not go in. { $why }
   *[other] { $pc }: { $count } updates did not go in. { $why }
}
need-not-taking = { $count ->
    [one] { $pc }: 1 update does not stay in place. It was done, and is offered again.
   *[other] { $pc }: { $count } updates do not stay in place. They were done, and are offered again.
}
need-not-taking-next = Show your IT helper the technical details on the page of this PC.

## Updates

update-held = kept back on this PC
update-held-there-until = kept back on this PC until { $day }
update-held-by = kept back by { $by }
update-held-until = kept back by { $by } until { $day }: { $why }
except-until = may be late until { $day }
except-who = Agreed by { $by }, for: { $pcs }
except-who-everywhere = Agreed by { $by }, for every PC
except-pc-gone = a PC that is no longer in this office
update-removes = would remove { $names }
update-whole = This PC is updated only as a whole: this waits until { $names } can go in, too.
update-firmware = Firmware is the program built into the PC itself or what is plugged into it. It never goes in with other updates.
update-firmware-where = The page of the PC has a button for it while the PC is on and nothing else is under way.
versions = From { $from } to { $to }.
version-new = To { $to }.
size = { $size } MB.

## A plan

plan-title-all = { $count ->
    [one] Update your PC
   *[other] Update all { $count } PCs
}
plan-title-pcs = { $count ->
    [one] Update 1 PC
   *[other] Update { $count } PCs
}
plan-title-pc = Update { $pc }
plan-title-program = { $count ->
    [one] Update { $name } on 1 PC
   *[other] Update { $name } on { $count } PCs
}
plan-group-nobody = Nobody will notice
plan-group-close = Programs have to be closed
plan-group-restart = { $pcs ->
    [one] 1 PC needs a restart afterwards
   *[other] { $pcs } PCs need a restart afterwards
}
plan-group-asked = { $pcs ->
    [one] On 1 PC people are asked first, because something big changes
   *[other] On { $pcs } PCs people are asked first, because something big changes
}
plan-text-asked = They pick a time. If they say nothing, it goes in at the time you see here.
plan-row-asked = { $name }: { $time }, if nobody says otherwise
plan-group-repair = What is not whole is repaired first
plan-group-off = { $pcs ->
    [one] 1 PC is off
   *[other] { $pcs } PCs are off
}
plan-group-not-now = Not now
plan-group-new = So new that it waits
plan-text-new = { $updates ->
    [0] All of it goes in all the same.
    [one] 1 bigger change waits a few days, so that others find the faults first.
   *[other] { $updates } bigger changes wait a few days, so that others find the faults first.
}
plan-cooling = { $name }: new since { $since }, { $from }. We wait until { $until }, so that others find its faults first.
plan-new-all-the-same = { $name }: new since { $since }, { $from }. It goes in all the same, though we would wait until { $until }.
plan-cooling-unknown = It may mend a security problem, and nobody has told whether attackers use that.
new-from-catalogue = as the system's maker says
new-from-maker = as its maker says
new-from-seen = when your office first saw it
plan-text-updates = { $updates ->
    [one] 1 update
   *[other] { $updates } updates
} on { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}
plan-text-restart = { $updates ->
    [one] 1 update
   *[other] { $updates } updates
}. Nobody's PC is restarted while somebody uses it.
plan-text-repair = { $pcs ->
    [one] on 1 PC
   *[other] on { $pcs } PCs
}
plan-text-off = The updates wait up to a week. They go in once the PC is on.
plan-text-not-now = { $updates ->
    [one] 1 update stays as it is
   *[other] { $updates } updates stay as they are
}
plan-row-off = { $count ->
    [one] 1 update waits
   *[other] { $count } updates wait
}
plan-row-not-now = { $name }: { $cause }
plan-note-looks = { $count ->
    [one] 1 PC looks for updates first: what we know of it may be out of date.
   *[other] { $count } PCs look for updates first: what we know of them may be out of date.
}
plan-note-restart = This does not restart any PC. Those that need it restart by themselves later, when the office is closed and nobody is signed in.
plan-note-restart-never = This does not restart any PC. Restart those that need it when it suits the people who use them.
plan-note-together = We propose to keep it back for all. See what needs you.
plan-note-no-way-back = There is no way back to the old versions.
plan-first-all = { $pcs ->
    [one] { $pc } goes first. The other PC gets its updates once they work there.
   *[other] { $pc } goes first. The other { $pcs } PCs get their updates once they work there.
}
plan-first-big = { $pcs ->
    [one] The bigger changes go to { $pc } first. The other PC gets them once they work there.
   *[other] The bigger changes go to { $pc } first. The other { $pcs } PCs get them once they work there.
}
plan-first-off = { $pc } is off now: the others wait until it was switched on.
plan-note-way-back = All of it can be undone afterwards, on the page of each PC.
plan-note-own = What is for one person only goes in while that person is signed in, and waits for them up to a week.
plan-note-some-no-way-back = { $count ->
    [one] 1 update cannot be undone
   *[other] { $count } updates cannot be undone
}: { $names }.

## A round

run-sentence = { $count ->
    [one] Updating. 1 of { $all } PCs is done.
   *[other] Updating. { $count } of { $all } PCs are done.
}
run-only = Updating { $pc }.
run-begins = Updating begins in a moment.
run-turn = waiting for its turn
run-after-first = waiting until it works on { $pc }
run-has-order = about to begin
run-looks = looking for updates
run-waits = waiting for another program
run-gets = getting the updates
run-installs = installing
run-verifies = looking whether it worked
run-asked = does not answer, trying again
run-done = done
run-done-restart = done, needs a restart
run-later = agreed for later
run-person = goes in while whoever has it is signed in
run-unreachable = could not be reached
run-needs = needs you
run-failed = did not work
run-stopped = stopped before it began
life-waits-for-person = waiting for somebody to decide
life-person-away = goes in while { $person } is signed in
life-somebody-away = goes in while that person is signed in
life-waits-for-program = waiting for a program to be closed
life-waits-for-power = waiting for the PC to be plugged in
life-waits-for-network = could not be fetched yet
life-downloading = getting the update
life-not-taking = does not stay in place
life-tries-again = It is tried again { $when }.
run-longer = This one takes longer than usual. That can happen. Do not switch the PC off.
result-only-good = { $pc } is up to date.
result-only-done = { $pc } is done: what was ordered is in.
result-only-needs = { $pc } needs you.
result-only-not = { $pc } is not up to date yet.
result-sentence = { $done ->
    [one] 1 of { $all } PCs is up to date.
   *[other] { $done } of { $all } PCs are up to date.
}
result-sentence-needs = { $done ->
    [one] 1 of { $all } PCs is up to date.
   *[other] { $done } of { $all } PCs are up to date.
} { $needs ->
    [one] 1 needs you.
   *[other] { $needs } need you.
}
result-counted-done = { $done ->
    [one] 1 of { $all } PCs is done.
   *[other] { $done } of { $all } PCs are done.
}
result-counted-done-needs = { $done ->
    [one] 1 of { $all } PCs is done.
   *[other] { $done } of { $all } PCs are done.
} { $needs ->
    [one] 1 needs you.
   *[other] { $needs } need you.
}
result-count-needs = Needs you ({ $count })
result-count-ready = Updates ready ({ $count })
result-count-restart = Done, needs a restart ({ $count })
result-count-working = Updating ({ $count })
result-count-off = Not yet ({ $count })
result-count-good = Done ({ $count })
result-row-done = { $count ->
    [0] There was nothing to do.
    [one] Done, 1 update.
   *[other] Done, { $count } updates.
}
result-row-none = Nothing went in this time.
result-row-restart = Done. A restart finishes it.
result-next-restart = It restarts by itself later, when the office is closed and nobody is signed in. You can also restart it yourself.
result-row-later = Agreed for later.
result-row-person = { $count ->
    [0] It goes in while whoever has it is signed in.
    [one] 1 update is in. The rest goes in while whoever has it is signed in.
   *[other] { $count } updates are in. The rest goes in while whoever has it is signed in.
}
result-row-turn = It waits until it works on the PC that goes first.
result-row-off = It could not be reached. It updates when it is next on.
result-row-off-firmware = It could not be reached. The firmware goes in only if it is on within an hour.
result-row-not-reached = It could not be reached.
result-row-ran-out = Its order ran out before it was on.
result-row-busy = It is still busy with an earlier order.
result-row-needs = It needs you.
result-row-failed = It did not work.
result-row-partly = { $count ->
    [one] 1 update is in. Not all of them are.
   *[other] { $count } updates are in. Not all of them are.
}
result-cause = { $names }: { $cause }
said-tonight = { $pcs ->
    [one] 1 PC is updated { $when }.
   *[other] { $pcs } PCs are updated { $when }.
}
said-started = Updating begins.
said-taken-back = Taken back. Nothing begins.
said-undone = Undone: this does not begin.
said-undo-over = This can no longer be undone here. See on Home what is agreed.
said-not-taken-back = { $pc } was told already and does not answer now: it begins as agreed. Switch it on and try again.
said-removed = { $pc } is no longer in this office. The program on that PC can be removed too.
said-renamed = { $from } is now called { $pc }.
said-held = It is kept back on every PC.
said-released = It is no longer kept back.
said-excepted = { $name } stays as it is on { $pcs } until { $day }, as the owner agreed. It counts as late on purpose, not as done.
said-excepted-everywhere = { $name } stays as it is on every PC until { $day }, as the owner agreed. It counts as late on purpose, not as done.
said-except-ended = That is over: the update goes in as your rules say.
said-firmware = { $pc } gets its firmware now. Leave it on and plugged in until it is done.
said-goes-back = { $pc } goes back now.
said-goes-back-later = { $pc } does not answer. It is told as soon as it does, within two days.
said-lets-go = { $pc } takes the newer version again from now on.
way-back = Has { $from }. The version before, { $to }, is kept.
way-stays = Stays at { $to }, the version before.
way-stays-until = Stays at { $to }, the version before, until { $until }.
way-stays-for = { $stays } { $who } wanted it: { $why }
office-paused = Until { $until } nothing happens by itself but security fixes that are late. What you order goes on.
said-office-changed = Saved. Each PC hears of it the next time we reach it.
said-joined = { $pc } joined.
said-invited = The stick is ready. It works until { $when }.
said-no-stick = We find no folder { $folder }. Choose the stick, or look up what its folder is called.
said-stick-not-written = Writing into { $folder } did not work. Use a stick that has free space and that you may write to.
said-invited-alone = The join file is there and works until { $when }. Copy the helper's setup file onto the stick as well.
said-nothing = There is nothing to update.
said-nothing-yet = Nothing goes in yet: what is there is so new that it waits until others have found its faults.
said-cannot-go-first = That PC cannot go first now. Open the plan again and choose another one.
said-no-evening = This office has no evening hours for updates. Start now, or change the hours in Settings.

## Joining

code-until = It works until { $time }.
joined-here = This PC
file-row = { $pcs ->
    [one] { $used } of 1 PC has used it. It works until { $when }.
   *[other] { $used } of { $pcs } PCs have used it. It works until { $when }.
}
around-this = This PC
around-waits = waits to join
around-helper = has the helper and belongs to no office here, or to another one
around-unnamed = no name
ask-everywhere = { $count ->
    [one] 1 address of { $networks } would be asked whether a PC of yours is there. Security programs on your network may report this.
   *[other] { $count } addresses of { $networks } would be asked whether a PC of yours is there. Security programs on your network may report this.
}

## The report

report-title = Updates report, { $month }
report-in-charge = In charge: { $person }
report-made = Made on { $day } by Patchround

## The tray and messages

tray-update-all = Update all…
evening-restart = Not before { $when }
said-restart = Agreed. The PC restarts once nobody uses it.
said-restart-later = Agreed. The PC restarts { $when }, once nobody uses it.
said-no-restart = Taken back. The PC does not restart.
said-bad-time = That time is over, or more than six days ahead. Choose another one.
pc-restart-planned = restarts { $when }
pc-restart-waits = restart waits
pc-restart-goes-on = restarting
evening-update = Update { $when }
evening-start = Start { $when }
tray-needs = Needs you ({ $count })
tray-open = Open Patchround
tray-quiet = Quiet until tomorrow
tray-quit = Quit
tray-setup = { $count ->
    [0] Setup is not finished
    [one] Setup: 1 PC added
   *[other] Setup: { $count } PCs added
}
tray-welcome = Set up your office
message-digest = { $count ->
    [one] 1 thing needs you.
   *[other] { $count } things need you.
}
message-overdue = { $count ->
    [one] 1 PC is overdue for updates.
   *[other] { $count } PCs are overdue for updates.
}
message-urgent = Urgent security fix for { $name }.
message-urgent-body = { $count ->
    [one] Attackers use this flaw right now. 1 PC needs the fix.
   *[other] Attackers use this flaw right now. { $count } PCs need the fix.
}
message-update-now = Update now
message-report = Your { $month } report is ready.
message-setup-title = Setup is not finished.
message-setup-body = Open Patchround to go on where you were.
message-test-title = This is a test message.
message-test-body = Messages from Patchround look like this.
message-undo = Undo
message-not-done = This did not work.
message-see = See details
message-what-to-do = See what to do
message-open = Open
messages-week = { $count ->
    [0] No messages this week
    [one] 1 message this week
   *[other] { $count } messages this week
}
messages-not-shown = This computer does not show messages from Patchround. You find all of them here.
said-check-running = Updates are going in: check again when that is done.
said-running = A round is running. Wait until it is done.
said-no-practice = The practice office cannot be opened on this computer.
said-no-looking = The network is not searched here. Add PCs by their address.
said-not-there = This is no longer there.
said-gone = Patchround is ending. Open it again.

## Where there is no window, or the system does not obey

app-no-screen = Patchround needs a screen for its window, and there is none here. Start it from your desktop.
app-does-not-answer = Patchround is open already, but it does not answer. Sign out and in again, then try again.
app-autostart-not-set = This could not be changed. Check the free space on this computer, then try again.
need-objected = { $people } asked to wait with { $names } on { $pc }. { $said }
need-objected-next = It stays as it is there until you answer.
need-objected-until = It is a security fix. It goes in { $time } whatever happens.
need-wrong = { $people } said on { $pc } that something is wrong since { $names } was updated.
need-wrong-next = The update begins on no other PC until you answer.
need-wrong-stopped = { $count ->
    [one] It was stopped on 1 other PC until you answer.
   *[other] It was stopped on { $count } other PCs until you answer.
}
need-wrong-no-way = { $pc } did not keep the old version, so it cannot go back.
need-together-next = We propose to keep it back on all PCs until { $until }. Nothing happens without you.
need-together-button = Keep it back for all
need-note = { $person } wrote to you from { $pc } { $when }: "{ $words }"
need-note-next = Talk with { $person }. This row stays until you say that it is done.
need-note-button = It is done
said-answered = Your answer is on its way.
