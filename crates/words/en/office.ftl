### Sentences of the office, for its manager.

## What went wrong

error-no-home = This system names no folder for your own data. Give one with --state-dir FOLDER.
    .window = This computer names no folder for your own data. Ask your IT helper.
error-foreign-folder = The folder { $path } belongs to somebody else. Choose another one with --state-dir FOLDER.
    .window = The folder { $path } belongs to somebody else. Ask your IT helper.
error-io = { $path } could not be used: { $why }. Check the folder and the free space, then try again.
error-held = Another Patchround is working in this office: { $by }. Wait until it is done, then try again.
error-no-office = There is no office in { $path } yet. Make one with: patchround init --office NAME --person NAME
    .window = There is no office here yet.
error-office-exists = There is an office here already: { $name }. Nothing was changed. For a second office choose another folder with --state-dir FOLDER.
    .window = There is an office here already: { $name }. Nothing was changed.
error-key-file = The key file { $path } is damaged. Put it back from your backup.
error-store-too-new = This office was last used with a newer Patchround. Install the newest version on this computer.
error-store-damaged = The office's own files are damaged. They were left as they are. Put the folder back from your backup.
error-store = The office's own files could not be used: { $why }. Nothing was changed. Try again.
error-disk-full = The disk of this computer is full. Nothing is lost. Free some space, then try again.
error-bad-name = "{ $name }" cannot be used as a name. Use 1 to 80 letters, digits or spaces.
error-wrong-words = These are not the words of the owner on your paper. Check each word, and try again.
error-unknown-pc = No PC of this office is called "{ $name }". See their names with: patchround pcs
    .window = No PC of this office is called "{ $name }".
error-which-pc = Several PCs call themselves "{ $name }": { $pcs }. Type one of the names before the brackets.
error-name-taken = Another PC is called "{ $name }" already. Choose another name.
error-already-joined = { $pc } is in this office already. Nothing was changed. See how it is with: patchround pcs
    .window = { $pc } is in this office already. Nothing was changed.
error-bad-address = "{ $address }" is not an address. Type a PC's name or its numbers, like 192.168.1.20.
error-bad-port = "{ $port }" is not a port. Leave it and its colon out, or type a number from 1 to 65535.
error-unknown-host = No address is known for "{ $host }". Check the spelling, or type the numbers that patchround-helper pair shows on that PC.
    .window = No address is known for "{ $host }". Check the spelling, or type the numbers that the PC shows.
error-no-code = There is no code for new PCs yet. Make one with: patchround code
    .window = There is no code for new PCs yet. Press "New code".
error-code-expired = The code for new PCs is older than an hour. Make a new one with: patchround code
    .window = This code has run out. Press "New code".
error-code-used-up = A wrong code was tried too often, so this code ended. If that was not you, somebody on your network tried it. Make a new one with: patchround code
    .window = A wrong code was tried too often, so this code ended. If that was not you, somebody on your network tried it. Press "New code".
error-unknown-invitation = No open join file has the number { $id }. See their numbers with: patchround invite --list
    .window = This USB stick has ended already.
error-too-many-invitations = There are as many open join files as one office may have. End one with: patchround invite --end NUMBER
    .window = There are as many open USB sticks as one office may have. End one first.
error-file-exists = There is a file { $path } already. Nothing was changed. Choose another name.
    .window = There is a join file here already: { $path }. Nothing was changed. Take another folder or stick.
error-bad-update-id = "{ $id }" is not the id of an update. The ids are at the end of each line of: patchround updates
error-not-firmware = "{ $id }" is no firmware. Put it in place with: patchround update --id ID
error-no-reason = Say why, in a few words.
error-nothing-instead = Say what is done instead until then, in a few words.
error-too-many-exceptions = The owner has agreed to be late with as many programs as PCs can note. End one first: patchround except --end PROGRAM
    .window = The owner has agreed to be late with as many programs as PCs can note. End one first, on the page Updates.
error-bad-end = The last day has to lie between today and { $latest }.
error-never-installs = With these hours security updates would wait longer than your office allows. Choose hours that come more often.
error-never-restarts = With these hours no PC could ever restart by itself: the office is open in all of them. Choose hours in which it is closed, or change when the office is open.
error-not-objected = Nobody waits for an answer there. Run patchround answer to see who does.
error-not-held = "{ $package }" is not kept back by the office.
error-not-excepted = The owner has not agreed to be late with "{ $package }".
error-nothing-kept = This PC cannot go back with "{ $package }": it has kept no earlier version of it, or is back at it already.
error-not-back = This PC did not go back to an earlier version of "{ $package }".
error-not-paused = Nothing is paused.
error-update-gone = No PC offers { $id } any more: it is in place, a newer one replaced it, or the program was removed. Run patchround check, then patchround updates.
    .window = No PC offers this update any more: it is in place, a newer one replaced it, or the program was removed.
error-discovery = This computer cannot search the network. Add PCs by their address with: patchround add ADDRESS
    .window = This computer cannot search the network. Add PCs by their address.
error-no-terminal = Nothing was done, because nobody can be asked here. Add --yes to agree beforehand.
error-no-terminal-firmware = Nothing was done, because nobody can be asked here. Add --yes-firmware once you know what this firmware asks for.
error-no-window = This office has no evening hours for updates. Leave out --tonight to begin now.

## Joining

invite-unreachable = Nothing answers at this address. Check that the PC is on, and that patchround-helper pair runs on it.
    .window = We cannot reach this PC. Is it on, and on the same network? Guest Wi-Fi often keeps PCs apart.
invite-wrong-code = The code on the PC is another one. Type the code that patchround code shows on the PC, then try again.
    .window = The code typed on the PC is another one. Type the code shown here on the PC, then try again.
invite-not-counted = This computer could not write down the try, so nothing was sent. Check the free space, then try again.
invite-window-closed = The PC does not wait for an office now. Run patchround-helper pair CODE on it, then try again.
    .window = The PC does not wait for an office now. Type the code on it, then try again.
invite-not-patchround = Something answers at this address, but it is not a PC that waits for an office. Check the address that patchround-helper pair shows on the PC, then try again in a minute.
    .window = Something answers at this address, but it is not a PC that waits for an office. Check the address that the PC shows, then try again in a minute.
invite-other-office = This PC belongs to an office already. To take it over, run patchround-helper leave on it first.
    .window = This PC belongs to another office. Let it leave that office first.
invite-clock-wrong = The clock of this PC is wrong. Set its date and time, then try again.
invite-disk-full = The disk of the PC is full, so it did not join. Free some space on it, then try again.
invite-disk-unusable = The disk of the PC cannot be written, so it did not join. Save what matters from it, and show it to your IT helper soon.
invite-refused = The PC did not join. Look at patchround-helper status on it, then try again.
    .window = The PC did not join. Try again. If it stays, copy the details for your IT helper.
invite-timed-out = The PC did not answer in time. Check its network, then try again.
invite-not-invited = The join file on the PC is not one of this office's, or it has expired. Make a new one with patchround invite, then use it on the PC.
    .window = The join file on the PC is not one of this office's, or it has run out. Make a new USB stick here, then use it on the PC.
invite-no-place-left = This join file has let in as many PCs as it is for. Make a new one with patchround invite, then use it on the PC.
    .window = This USB stick has let in as many PCs as it is for. Make a new one here, then use it on the PC.
invite-unheard = The connection to the PC broke while it joined. Run the same again: if the PC has joined, it says so.
    .window = The connection to the PC broke while it joined. Try again: if the PC has joined, you see it here.
invite-broken = The connection to the PC broke. Try again with a new patchround-helper pair on it.
    .window = The connection to the PC broke. Type the code on it again.

trouble-unreachable = { $pc } did not answer. Switch it on and check its network.
trouble-foreign = Another PC answers where { $pc } was. Switch { $pc } on; if it was set up anew, remove it and add it again.
trouble-not-patchround = Something else than Patchround answers where { $pc } was. Check that the helper runs on { $pc }.
trouble-not-admitted = { $pc } no longer belongs to this office. Remove it here, or run patchround-helper leave on it and add it again.
    .window = { $pc } no longer belongs to this office. Remove it here and add it again.
trouble-clock-wrong = The clock of { $pc } and the clock of this computer are more than a day apart. Set date and time right on both.
trouble-disk-full = The disk of { $pc } is full. Empty the recycle bin or remove old files on it, then try again.
trouble-disk-unusable = The disk of { $pc } cannot be written: it is locked, or it is damaged. Save what matters from it, and show it to your IT helper soon.
trouble-refused = { $pc } did not accept what it was asked. Look at patchround-helper status on it.
    .window = { $pc } did not accept what it was asked. Try again. If it stays, copy the details for your IT helper.

concern-rules-ahead = { $pc } obeys newer rules than this computer knows, so nothing was changed there. Use the computer that gave them, or put this one's folder back from its newest backup.
concern-rules-old-helper = The helper on { $pc } is too old for the newest rules of this office. Install the newest helper on it.
concern-rules-floor = { $pc } did not take the newest rules: they would keep security fixes back for longer than this office allows. Its old rules stay in force until there are new ones.
concern-rules-not-allowed = { $pc } did not take the newest rules: it does not know who signed them. Run patchround-helper leave on it, remove it here and add it again.
    .window = { $pc } did not take the newest rules: it does not know who signed them. Let it leave its office, remove it here and add it again.
concern-rules-refused = { $pc } did not take the newest rules of this office. Look at patchround-helper status on it.
    .window = { $pc } did not take the newest rules of this office. Copy the details for your IT helper.
concern-too-much = { $pc } tells far more than a PC has to tell, so a part of it was left out. Look at patchround-helper status on it: it may be out of order, or somebody plays tricks with it.
    .window = { $pc } tells far more than a PC has to tell, so a part of it was left out. Show your IT helper this PC: it may be out of order, or somebody plays tricks with it.
concern-two-places = Two PCs say that they are { $pc }: one is a copy of the other. Run patchround-helper leave on both, remove { $pc } here and add both again.
    .window = Two PCs say that they are { $pc }: one is a copy of the other. Let both leave their office, remove { $pc } here and add both again.
notice-rules-older = { $pc } obeyed older rules than before. It was probably put back to an earlier day; it gets the newest ones now.
notice-put-back = { $pc } was put back to an earlier day: it no longer knows what it did since. Its updates are read anew.
notice-notes-lost = { $lines ->
    [one] 1 line
   *[other] { $lines } lines
} of what { $pc } noted about earlier orders cannot be read any more. What it is missing is read anew and is right. If this comes again, have its disk checked.
notice-calls-itself = { $pc } now calls itself "{ $now }". Here its name stays; to change it: patchround rename
    .window = { $pc } now calls itself "{ $now }". Here its name stays. You can change it on its page.
notice-moved = { $pc } was found again at { $now }.
somebody-else = Somebody else
notice-ordered-many = { $who } ordered { $count ->
    [one] 1 of these updates
   *[other] { $count } of these updates
} as well, on { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}. What is in place there is not put in again.
notice-ordered-too = { $who } ordered { $count ->
    [one] 1 of these updates
   *[other] { $count } of these updates
} for { $pc } as well, { $at }. What is in place there is not put in again.
notice-ordered-later = { $who } ordered { $count ->
    [one] 1 of these updates
   *[other] { $count } of these updates
} for { $pc } as well, { $at }, to begin { $begins }. What is in place by then is not put in again.

## The office

pcs-up-to-date = { $done } of { $all } PCs are up to date.
pcs-only-up-to-date = Your PC is up to date.
pcs-only-not = Your PC is not up to date yet.
pcs-none = This office has no PC yet. Add your first PC: run patchround code.
pcs-late = { $count ->
    [one] 1 is late.
   *[other] { $count } are late.
}
pcs-updates-available = { $count ->
    [one] 1 has updates ready.
   *[other] { $count } have updates ready.
}
pcs-working = { $count ->
    [one] 1 is being updated.
   *[other] { $count } are being updated.
}
pcs-needs-restart = { $count ->
    [one] 1 needs a restart.
   *[other] { $count } need a restart.
}
pcs-needs-person = { $count ->
    [one] 1 needs you.
   *[other] { $count } need you.
}
pcs-not-seen = { $count ->
    [one] 1 could not be reached.
   *[other] { $count } could not be reached.
}
pcs-unknown = { $count ->
    [one] 1 has not read its updates lately: run patchround check.
   *[other] { $count } have not read their updates lately: run patchround check.
}
pcs-restart-unknown = { $count ->
    [one] 1 does not say whether it needs a restart. Restart it when nobody is working there.
   *[other] { $count } do not say whether they need a restart. Restart each when nobody is working there.
}
state-up-to-date = up to date
state-updates-available = updates ready
state-working = updating
state-needs-restart = needs a restart
state-needs-person = needs you
state-not-seen = could not reach
state-unknown = not read lately
state-restart-unknown = does not say whether it needs a restart
pc-updates = { $count ->
    [0] no updates
    [one] 1 update
   *[other] { $count } updates
}
pc-due = due on { $day }
pc-late = late, was due on { $day }
pc-never-seen = never seen
pc-last-seen = last seen { $time }
stored-state = Another Patchround is working in this office ({ $by }). This is what it last wrote down.

## Making an office and adding PCs

init-done = The office "{ $office }" is ready. { $person } is in charge.
init-paper = Write these words on paper now and keep them in a safe place. They are shown only this once.
init-passphrase = The owner's words (needed to change who is in charge): { $words }
init-recovery = The recovery words (needed if this computer is lost): { $words }
init-next = Next: run patchround code, and type the code on each PC with patchround-helper pair CODE.
code-made = The code for new PCs is { $code }. It is valid for 60 minutes, and an earlier code no longer works.
code-again = The code for new PCs is still { $code }, until { $until }. For another one: patchround code --new
code-next = On each PC run: patchround-helper pair { $code }
    Then here: patchround find --join, or patchround add ADDRESS with the address that the PC shows.
invitation-made = The join file { $path } lets { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
} join until { $until }. Whoever has it can join a PC to this office: keep it like a key.
invitation-next = On each PC run: patchround-helper pair --file FILE
    Then here: patchround find --join, or patchround add ADDRESS with the address that the PC shows.
invitation-none = No join file is open. Make one with: patchround invite --out FILE
invitation-line = Join file { $id }: { $used } of { $pcs } used, open until { $until }
invitation-ended = Join file { $id } lets nobody in any more. PCs that have joined stay.
joined = { $pc } joined ({ $address }).
joined-next = See what it needs with: patchround check
removed = { $pc } is no longer in this office. Also run patchround-helper leave on it, so that it stops obeying.
renamed = { $from } is now called { $pc }.
found-ours = { $address }: { $pc } of this office
found-ours-unnamed = { $address }: a PC of this office
found-pairing = { $address }: waits to join an office. To let it in, run here: patchround find --join
found-other = { $address }: not a PC of this office. To add it, run patchround-helper pair CODE on it.
found-this-ours = { $address }: { $pc } of this office, on this computer
found-this = { $address }: this computer. To look after it as well, run patchround-helper pair CODE on it.
found-none = No PC of yours was found.
found-none-next = Add a PC by its address with: patchround add ADDRESS, or ask every address with: patchround find --look-everywhere
found-none-everywhere = Every address was asked. Check that the PCs are on and have the helper, or add one by its address with: patchround add ADDRESS
found-none-waiting = No PC waits to join. Run patchround-helper pair CODE on it, or add it by its address with: patchround add ADDRESS
found-not-joined = { $address } did not join. { $why }
found-computers = { $count ->
    [one] 1 computer without the helper:
   *[other] { $count } computers without the helper:
}
found-computers-next = To look after one of them, install the helper on it, then run patchround-helper pair CODE there.
found-things = { $count ->
    [one] 1 other thing:
   *[other] { $count } other things:
}
found-unclear = { $count ->
    [one] Cannot tell what this is, perhaps a phone:
   *[other] Cannot tell what these { $count } are, perhaps phones:
}
found-router = router
search-no-network = Other computers cannot be searched for: this computer is on no office network, one with addresses like 192.168.1.20. Connect its cable or Wi-Fi, then run patchround find again.
    .window = PCs cannot be found by themselves: this computer is on no office network. Connect its cable or Wi-Fi, then try again, or add PCs by their address.
search-port-taken = Automatic search does not work on this computer: another program keeps the search to itself. Close that program, or run: patchround find --look-everywhere
    .window = PCs cannot be found by themselves: another program on this computer keeps the search to itself. Close that program, or add PCs by their address.
search-public = Automatic search does not work on this computer: it does not hear itself. Windows calls your network public and lets less in there. If it is your office's network, open Settings, Network & internet, choose it and set it to "Private network". Or run: patchround find --look-everywhere
    .window = PCs cannot be found by themselves: Windows calls your network public and lets less in there. If it is your office's network, open Settings, Network & internet, choose it and set it to "Private network". Or add PCs by their address.
search-not-allowed = Automatic search does not work on this computer: it does not hear itself. Most likely macOS does not let Patchround see your network. Switch it on in System Settings, Privacy & Security, Local Network, then run patchround find again.
    .window = PCs cannot be found by themselves: most likely macOS does not let Patchround see your network. Open System Settings, Privacy & Security, Local Network, switch Patchround on, then look again.
search-silent = Automatic search does not work on this computer: it does not hear itself. Most likely its firewall stops the search (UDP port 5353). Allow it there, or run: patchround find --look-everywhere
    .window = PCs cannot be found by themselves: most likely the firewall of this computer stops the search (UDP port 5353). Allow it there, or add PCs by their address.
probe-begins = Asking { $count ->
    [one] 1 address
   *[other] { $count } addresses
} of { $networks } whether a PC of yours is there. Security programs on your network may report this.
probe-left-out = { $networks } would be too many addresses and is left out. Add PCs there with: patchround add ADDRESS
    .window = { $networks } would be too many addresses and is left out. Add PCs there by their address.
probe-nowhere = There is no office network here whose addresses could be asked.
kept-apart = Only the router answers here, and nobody else. Most likely your Wi-Fi keeps computers apart (a guest network?). Join the office's own Wi-Fi or use a cable, then run the same again.
    .window = Only the router answers here, and nobody else. Most likely your Wi-Fi keeps computers apart. Is it a guest network? Join the office's own Wi-Fi or use a cable, then try again.

## Updates and the plan

updates-none = No updates are waiting.
updates-of = { $pc }:
updates-line = { $name } ({ $class })  { $id }
changes-none = The maker has not said what changes.
changes-unknown = We do not know yet what changes.
changes-from = From { $file }, { $what } { $version }
changes-from-document = From { $document }
updates-held = kept back on this PC
updates-removes = would remove { $packages }
class-urgent = urgent fix
class-security = security fix
class-other = update
class-unknown = update
updates-next = To put one of them in place on every PC, type its id from the end of the line: patchround update --id ID
source-unfinished = { $pc }: { $cause } { $next }
source-unread = The updates of { $pc } could not be read. { $cause } { $next }
plan-title = This is what will happen. Nothing has started yet.
plan-next = To start it: patchround update --all
plan-next-pc = To start it: patchround update --pc "{ $pc }"
plan-nobody = Nobody has to stop working, as far as is known: { $updates ->
    [one] 1 update
   *[other] { $updates } updates
} on { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}.
plan-close = Programs have to be closed: { $updates ->
    [one] 1 update
   *[other] { $updates } updates
} on { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}.
plan-restart = A restart finishes it: { $updates ->
    [one] 1 update
   *[other] { $updates } updates
} on { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}. No PC is restarted by this.
plan-asked = People are asked first, because something big changes: { $updates ->
    [one] 1 update
   *[other] { $updates } updates
} on { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}
plan-asked-row = { $pc }: { $name } goes in { $time }, if nobody says otherwise
plan-no-undo = Cannot be undone afterwards: { $updates ->
    [one] 1 update
   *[other] { $updates } updates
} on { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}.
plan-off = { $pc } does not answer. { $count ->
    [one] 1 update waits
   *[other] { $count } updates wait
} for it up to a week, until you run patchround while it is on: { $names }
plan-refresh = { $pc } looks for updates first: what is known of it may be out of date.
plan-repair = { $pc }, first: { $what }
repair-cut-off = What was interrupted is finished.
repair-cut-off-of = The update of { $names }, which did not end, is finished.
repair-set-up = The set-up of { $names } is tried again.
repaired = What was interrupted is finished now.
repaired-not = What was interrupted could not be finished.
repaired-limit = It was not repaired again: that was tried as often as it may be in one day.
repaired-untried = Nothing was repaired.
repaired-set-up = The set-up of { $names } was tried again, and it worked.
repaired-set-up-not = The set-up of { $names } was tried again, and it did not work.
repaired-set-up-limit = The set-up of { $names } was not tried again: that was done as often as it may be in one day.
not-whole-unnamed = a program
not-whole-cut-off = The update of { $names } did not end: it was cut off, or one of its steps failed.
not-whole-set-up = { $count ->
    [one] { $names } was put in, and a step of its set-up did not work.
   *[other] { $names } were put in, and a step of their set-up did not work.
}
plan-not-now = Not now, { $pc }: { $name }. { $cause } { $next }
plan-nothing = There is nothing to update.
plan-new-waits = So new that it waits. To take it in now as well: patchround update --all --new-too
plan-ask = Start now? Type yes to start:
plan-ask-tonight = Start at { $time }? Type yes to agree:
plan-not-started = Nothing was started.
firmware-what = { $pc } gets the firmware { $version } for { $name }, and nothing else.
firmware-what-from = { $pc } gets the firmware { $version } for { $name } in place of { $from }, and nothing else.
firmware-people = Whoever works on { $pc } has to save everything before it begins.
firmware-power = Plug the PC in, and do not switch it off or unplug anything until it is done, even if the screen stays dark.
firmware-at-once = It is written at once. If a restart is needed after all, the PC's page says so.
firmware-restart = Only a restart finishes it: one that you make, or one that the PC makes for other updates. Leave it on and plugged in then, too, however long the screen stays dark.
firmware-switch-off = It is in use only once the PC was switched off and on again.
firmware-key = At the next start the PC may ask for the recovery key of its encrypted disk. Have it at hand before you begin.
firmware-no-way-back = This cannot be undone: firmware does not go back to an earlier version.
firmware-ask = The PC is plugged in, and all of this is clear? Type yes to start:
updates-firmware = Firmware: it goes in alone, with patchround firmware { $id } --pc "{ $pc }"
error-cannot-go-first = { $pc } cannot go first now: it does not answer, it gets no update, or no other PC does.
lists-name = The updates of this PC
names-more = { $names } and { $count } more
names-times = { $name } ({ $count })
big-change = Bigger change. { $why }
big-first-number = Version { $from } becomes { $to }.
big-removes = It takes away { $names }.
big-new-maker = It comes from { $to } and no longer from { $from }.
big-downgrade = It goes back to an older version.
big-maker-tells = Its maker says that something goes away or has to be moved.
big-asked-first = Your office wants to be asked first.
big-new-permissions = It may do more on the PC than before.
big-feature-update = It is the next edition of the system.
big-unknown = The PC has a reason that this program does not know yet.
plan-big = { $name }: { $big }

## A round

round-open = { $pc } has not answered since an earlier round. What it still has to do goes on once it is on.
round-joins = An earlier round is not finished. Following it to its end first.
round-checks = { $count ->
    [one] 1 PC looks for updates first.
   *[other] { $count } PCs look for updates first.
}
round-later = Agreed. The updates begin at { $time }, also if this computer is off. See what happened with: patchround record
round-retrying = { $pc }: does not answer, trying again
round-retrying-refused = { $pc }: cannot begin now, trying again
round-gave-up = { $pc }: still does not answer
round-gave-up-refused = { $pc }: still cannot begin
round-waits = The updates of PCs that did not answer wait up to a week. They begin when you next run patchround while those PCs are on.
round-left = You stopped following. PCs that were told go on alone; the others are told when you next run patchround. See what happened with: patchround record
later-line = Agreed for { $time }, { $pc }: { $updates ->
    [one] 1 update
   *[other] { $updates } updates
}.
later-waits = Waits for { $pc } to answer: { $updates ->
    [one] 1 update
   *[other] { $updates } updates
}.
later-after-first = Once it works on { $first }, { $pc }: { $updates ->
    [one] 1 update
   *[other] { $updates } updates
}.
later-just-on = { $pc } was just switched on. What was agreed for it begins at { $time }.
later-cancel = To take it back: patchround update --cancel --all, or --pc NAME for one PC.
hold-meant = No PC offers { $package } at the moment. To keep back the program of that name: patchround hold { $other }, and then patchround release { $package }
hold-not-offered = No PC offers an update of { $package } at the moment. To see what it may be called: patchround updates
hold-done = { $package } is kept back on every PC until { $until }. A security fix goes in earlier, once it is late.
except-meant = No PC offers { $package } at the moment. The program of that name is called { $other } here: patchround except { $other }
except-words = The six words of the owner, from the paper:
except-done = { $package } stays as it is on { $pcs } until { $until }, as the owner agreed. It counts as late on purpose, not as done.
except-done-everywhere = { $package } stays as it is on every PC until { $until }, as the owner agreed. It counts as late on purpose, not as done.
except-ended = { $package } is no longer late on purpose.
except-none = Nothing is late by agreement.
release-done = { $package } is no longer kept back.
undo-done = { $pc } is back at { $name } { $version }. It stays there until { $until }. To let the newer version in again earlier: patchround release { $package } --pc "{ $pc }"
undo-not-done = { $pc } did not go back to { $name } { $version }. { $cause } { $next }
undo-waits = { $pc } does not answer. It goes back once it does, if that is within two days.
undo-what = { $pc } goes back from { $name } { $newer } to { $version }, and stays there until you say so, for two weeks at most.
undo-files = Files that were saved in the newer version may not open in the older one. Settings do not go back.
undo-ask = Go back? Type yes to start:
undo-cause-not-there = The installer said "done", but the older version is not there.
undo-cause-cut-off = It was cut off, or the update before it was.
undo-cause-held = Somebody keeps this program at its version on this PC on purpose.
undo-next-look = Run patchround check: patchround updates then says what this PC can go back to. If it does not help, ask your IT helper for the older version.
    .window = Press "Check now": the page of this PC then says what it can go back to. If it does not help, ask your IT helper for the older version.
undo-next-cut-off = Run patchround update, which finishes first what was cut off. Then go back once more.
    .window = If the page of this PC has "Repair this PC…", press that first. Then go back once more.
undo-next-held = Ask who keeps it there, and why. It can be let go at that PC.
undo-next-busy = Wait until it is done, then try again.
undo-next-network = Check that the internet works on this PC, then try again.
undo-next-later = Try again later today.
undo-next-disk-full = Empty the recycle bin or remove old files on this PC, then try again.
undo-next-check = Run patchround check, then try again.
    .window = Press "Check now", then try again.
undo-next-on = Try again while the PC is on.
undo-next-first = See to that first, then try again.
release-pc-done = { $pc } takes newer versions of { $name } again.
release-pc-not-done = { $pc } still stays at { $name } { $version }. { $cause } { $next }
updates-undo = { $name }: can go back from { $newer } to { $version } with patchround undo { $package } --pc "{ $pc }" --why TEXT
updates-back = { $name }: stays at { $version } until { $until }. To end that: patchround release { $package } --pc "{ $pc }"
updates-no-end = somebody releases it
pause-done = Until { $until } nothing happens by itself but security fixes that are late. What you order goes on. To end the pause: patchround resume
resume-done = The pause is over.
paused = Until { $until } nothing happens by itself but security fixes that are late. To end the pause: patchround resume
cooling-off-done = { $days ->
    [0] From now on bigger changes do not wait.
    [one] From now on bigger changes wait 1 day after they came out, so that others find their faults first.
   *[other] From now on bigger changes wait { $days } days after they came out, so that others find their faults first.
}
later-none = Nothing is agreed for later.
later-taken-back = { $pc }: taken back, it will not begin.
later-not-taken-back = { $pc } was told already and does not answer now: it begins as agreed. Switch it on and try again.
wake-asked-one = We asked { $first } to wake { $pc }. It may take a few minutes; not every PC can be woken.
wake-asked-two = We asked { $first } and { $second } to wake { $pc }. It may take a few minutes; not every PC can be woken.
wake-off-there = { $pc } told us that its network cards do not wake it, so it probably stays off.
wake-is-on = { $pc } is on already.
wake-no-card = { $pc } has not told us yet how it can be woken. Switch it on by hand; then it tells us.
wake-just-asked = { $pc } was asked to wake just now. It may take a few minutes; not every PC can be woken.
wake-nobody-else = No other PC of the office that is on could wake { $pc }. Switch it on by hand.
restart-planned = { $pc } restarts { $time }, once nobody uses it.
restart-off-planned = { $pc } is switched off { $time }, once nobody uses it.
restart-not-told = { $pc } does not answer. It is told to restart when it does.
restart-off-not-told = { $pc } does not answer. It is told to switch off when it does.
restart-waits = { $pc } has not restarted yet. { $why } It restarts once that is over.
restart-off-waits = { $pc } was not switched off yet. { $why } It is switched off once that is over.
restart-goes-on = { $pc } is restarting.
restart-off-goes-on = { $pc } is switching off.
restart-done = { $pc } was restarted and checked. No restart is needed any more.
restart-needed-for = { $pc } needs a restart for: { $names }.
restart-cancel = To take a restart back: patchround restart NAME --cancel. To move it: patchround restart NAME --at TIME.
restart-nobody = No PC needs a restart.
restart-none-planned = No restart is agreed.
restart-step = { $pc } was not restarted: { $cause } { $next }
restart-next-battery = Plug in the charger, then ask for it again.
restart-next-busy = Wait until that is done, then ask for it again.
restart-next-disk-full = Empty the recycle bin or remove old files on this PC, then ask for it again.
restart-next-cancelled = Ask for it again when you want it.
restart-next-expired = Ask for it again while the PC is on.
wait-call = A camera or a microphone is in use there: somebody may be in a call.
wait-presentation = Something is being shown there.
wait-at-work = { $count ->
    [one] { $people } is working there.
   *[other] { $people } are working there.
}
wait-signed-in = { $count ->
    [one] { $people } is still signed in.
   *[other] { $people } are still signed in.
} Unsaved work would be lost, so we wait.
wait-program = A program keeps the PC on: { $program }.
wait-battery = It runs on its battery, with { $percent } % left. Plug it in.
wait-not-known = The PC cannot tell whether somebody uses it.
wait-names-two = { $first } and { $second }
wait-names-more = { $first }, { $second } and { $count ->
    [one] 1 other
   *[other] { $count } others
}
wait-somebody = Somebody
error-bad-time = { $time } is no time that a PC can be told: write 18:30 or 2026-11-30T18:30, at most six days ahead.
progress-restart-waits = { $pc }: waits with its restart
progress-just-on = { $pc }: was just switched on, begins in a few minutes
progress-woken = { $pc }: does not answer, { $by } was asked to wake it
progress-restarting = { $pc }: restarting
progress-accepted = { $pc }: knows what to do
progress-started = { $pc }: begins
progress-waiting = { $pc }: waits for another program
progress-waiting-for = { $pc }: waits for { $item }
progress-downloading = { $pc }: getting the updates, { $percent } %
progress-installing = { $pc }: installing, { $percent } %
progress-verifying = { $pc }: looking whether it worked
progress-working = { $pc }: working
progress-refreshing = { $pc }: looking for updates
progress-ended = { $pc }: finished
result-done = { $pc }: done.
result-nothing = { $pc }: nothing to do.
result-done-many = { $pc }: done, { $count ->
    [one] 1 update
   *[other] { $count } updates
}.
result-later = { $pc }: agreed for later.
result-person = { $pc }: { $count ->
    [0] goes in while whoever has it is signed in
    [one] 1 update is in, the rest goes in while whoever has it is signed in
   *[other] { $count } updates are in, the rest goes in while whoever has it is signed in
}.
result-turn = { $pc }: waits until it works on the PC that goes first.
result-needs-restart = { $pc }: done, needs a restart.
result-needs-person = { $pc }: needs you.
result-unreachable = { $pc }: could not be reached.
result-busy = { $pc }: still busy with an earlier order.
result-partly = { $pc }: { $count ->
    [one] 1 update is in. Not all of them are.
   *[other] { $count } updates are in. Not all of them are.
}
result-failed = { $pc }: it did not work.
result-step = { $name }: { $cause } { $next }
result-details = Technical details: { $details }

## The record

record-none = Nothing has happened yet.
record-line = { $time }  { $text }
record-office-made = { $who } made the office { $office }.
record-code-made = { $who } made a code for new PCs.
record-invitation-made = { $who } made a join file for { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}, open until { $until }.
record-invitation-ended = { $who } ended join file { $id }.
record-pc-joined = { $who } added { $pc }.
record-pc-removed = { $who } removed { $pc }.
record-pc-renamed = { $who } renamed { $from } to { $pc }.
record-by-itself = { $pc } put { $name } { $version } in place by itself, { $at }.
record-by-itself-restart = { $pc } put { $name } { $version } in by itself, { $at }. It is in use only once the PC has been restarted.
record-by-itself-not-whole = { $pc } put { $name } { $version } in by itself, { $at }. { $cause } When this PC is updated again, that is tried once more first.
record-by-itself-not = { $pc } tried by itself to put { $name } { $version } in place, { $at }. { $cause }
record-restarted-by-itself = { $pc } restarted by itself, { $at }: nobody was there.
record-repaired-by-itself = { $pc } finished by itself what was interrupted, { $at }.
record-not-restarted-by-itself = { $pc } was to restart by itself, { $at }, and did not. { $cause }
record-not-repaired-by-itself = { $pc } could not finish by itself what was interrupted, { $at }. { $cause }
record-repair-agreed = { $who } agreed that { $pc } finishes what was interrupted.
record-repair-agreed-later = { $who } agreed that { $pc } finishes what was interrupted, not before { $begins }.
record-repaired = { $pc } finished what was interrupted.
record-repaired-not = { $pc } did not finish what was interrupted. { $cause }
record-set-up-agreed = { $who } agreed that { $pc } tries the set-up of { $names } again.
record-set-up-agreed-later = { $who } agreed that { $pc } tries the set-up of { $names } again, not before { $begins }.
record-set-up = { $pc } tried the set-up of { $names } again, and it worked.
record-set-up-not = { $pc } could not finish the set-up of { $names }. { $cause }
record-restart-agreed = { $who } agreed to a restart of { $pc }, once nobody uses it.
record-restart-agreed-later = { $who } agreed to a restart of { $pc }, not before { $begins } and once nobody uses it.
record-off-agreed = { $who } agreed that { $pc } is switched off, once nobody uses it.
record-off-agreed-later = { $who } agreed that { $pc } is switched off, not before { $begins } and once nobody uses it.
record-restarted = { $pc } was restarted and checked.
record-switched-off = { $pc } was switched off, and is on again.
record-restart-not = { $pc } was not restarted. { $cause }
record-rules-changed = { $who } changed when updates happen.
record-cooling-off = { $days ->
    [0] { $who } no longer has bigger changes wait.
    [one] { $who } has bigger changes wait 1 day.
   *[other] { $who } has bigger changes wait { $days } days.
}
record-held = { $who } keeps { $package } back until { $until }: { $why }
record-excepted = { $who } agreed to be late with { $package } on { $pcs } until { $until }: { $why }; instead: { $instead }
record-excepted-everywhere = { $who } agreed to be late with { $package } on every PC until { $until }: { $why }; instead: { $instead }
record-exception-ended = { $who } ended the agreement to be late with { $package }.
record-exception-ended-on = { $who } ended the agreement to be late with { $package } on { $pcs }.
record-released = { $who } no longer keeps { $package } back.
record-undo-agreed = { $who } has { $pc } go back to { $name } { $version }, and stay there until { $until }: { $why }
record-went-back = { $pc } is back at { $name } { $version }.
record-went-back-not = { $pc } did not go back to { $name } { $version }. { $cause }
record-firmware-agreed = { $who } has { $pc } put in the firmware { $version } for { $name }.
record-release-agreed = { $who } no longer has { $pc } stay at { $name } { $version }.
record-let-go = { $pc } no longer stays at { $name } { $version }.
record-let-go-not = { $pc } still stays at { $name } { $version }. { $cause }
record-let-go-by-itself = { $pc } no longer stays at { $name } { $version }: the time for that was over, { $at }.
record-paused = { $who } paused the office until { $until }.
record-resumed = { $who } ended the pause of the office.
record-office-changed = { $who } changed what is known about the office. It is called { $office }.
record-rules-older = { $pc } obeyed older rules than before.
record-pc-put-back = { $pc } was put back to an earlier day.
record-pc-log-changed = What { $pc } wrote down about itself was changed or cut. Ask who else looks after it.
record-shortened = { $lines ->
    [one] 1 line was missing here
   *[other] { $lines } lines were missing here
}: the record was cut, or put back from a backup.
record-changed = The record up to here was found changed.
record-round-agreed = { $who } agreed to { $updates ->
    [one] 1 update
   *[other] { $updates } updates
} on { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}.
record-round-agreed-later = { $who } agreed to { $updates ->
    [one] 1 update
   *[other] { $updates } updates
} on { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}, not before { $begins }.
record-tried-again = { $updates ->
    [one] 1 update
   *[other] { $updates } updates
} on { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
} did not work because of something that passes, and was ordered again.
record-first-chosen = { $pcs ->
    [one] It goes to { $pc } first; 1 other PC waits for that.
   *[other] It goes to { $pc } first; { $pcs } other PCs wait for that.
}
record-first-done = { $pcs ->
    [one] It works on { $pc }. The other PC gets its part now.
   *[other] It works on { $pc }. The other { $pcs } PCs get their part now.
}
record-first-failed = { $pcs ->
    [one] It did not work on { $pc }, which went first. The other PC was left as it is.
   *[other] It did not work on { $pc }, which went first. The other { $pcs } PCs were left as they are.
}
record-order-taken = { $pc } was told what to do.
record-ordered-by-others = { $who } had ordered { $count ->
    [one] 1 of these updates
   *[other] { $count } of these updates
} as well, on { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}.
record-order-waits = { $pc } did not answer. Its updates wait for it until { $until }.
record-wake-asked = { $who } asked { $by } to wake { $pc }.
record-woken-for-order = { $by } was asked to wake { $pc }, because what was agreed waits for it.
record-order-withdrawn = What was agreed for { $pc } was taken back or replaced before it began.
record-update-done = { $pc }: { $name } { $version } is in place.
record-update-needs-restart = { $pc }: { $name } { $version } went in. It is in use only once the PC has been restarted.
record-update-not-whole = { $pc }: { $name } { $version } is there. { $cause } When this PC is updated again, that is tried once more first.
record-update-ended = { $pc }: { $name } { $version } was not put in place. { $cause }
record-update-waits = { $pc }: { $name } { $version } is not in yet. { $cause }
record-name-of-many = { $name } ({ $package })
record-pc-done = { $pc } is done.
record-pc-needs-restart = { $pc } is done and needs a restart.
record-pc-waiting = { $pc } is not done: something still waits.
record-pc-not-done = { $pc } is not done: not everything went in.
record-flaw-changed = What the record says from { $from } to { $until } was changed later. Do not rely on it, keep a copy of it, and ask who else uses this computer.
record-flaw-shortened = The record has lost lines between { $from } and { $until }. If you put back a backup, that is why. If not, keep a copy of it and ask who else uses this computer.

## Wrong use

usage-no-command = Say what to do, for example: patchround pcs.
usage-command = There is no command "{ $what }".
usage-option = There is no option { $what } here.
usage-extra = "{ $what }" is more than belongs here.
usage-missing = Something is missing: { $what }.
usage-missing-one = One of these is missing: { $what }.
usage-missing-value = Something is missing behind { $what }.
usage-no-value = Nothing belongs behind { $what }.
usage-value = "{ $value }" cannot be used for { $what }.
usage-range = "{ $value }" cannot be used for { $what }: type a number from { $from } to { $to }.
usage-twice = { $what } can be there only once.
usage-conflict = { $what } and { $other } do not go together.
usage-other = This cannot be done as it was typed.
usage-nearest = Did you mean "{ $nearest }"?
usage-help = See what there is with: { $command } --help

# People who are asked
record-person-asked = { $person } was asked on { $pc } about { $names }. Without an answer it goes in { $time }.
record-person-answered = { $person } answered on { $pc } about { $names }: { $answer }
record-objection-answered = { $who } answered { $people } on { $pc } about { $names }: { $decision }
record-said-wrong = { $person } said on { $pc } that something is wrong since { $names } was updated.
record-stopped-for-people = { $names } was stopped on { $pcs }, because { $people } said on { $pc } that something is wrong.
record-wrong-answered = { $who } answered { $people } on { $pc } about { $names }: { $decision }
record-stand-in-has-it = { $people } on { $pc } got no answer from { $person } about { $names } since { $since }. { $name } has it now.
record-answer-late = { $people } on { $pc } got no answer about { $names } since { $since }. { $person } is late with it.
record-person-wrote = { $person } wrote from { $pc }: "{ $words }"
record-note-done = { $who } talked with { $people } about the note from { $pc }.
record-stand-in-has-note = Nobody talked with { $people } on { $pc } about a note since { $since }. { $name } has it now instead of { $person }.
record-note-late = Nobody talked with { $people } on { $pc } about a note since { $since }. { $person } is late with it.
turn-stand-in = { $person } has not answered since { $since }. { $name } has it now.
turn-late = It is late: { $person } has not answered since { $since }.
together = { $count } of { $all } people asked to wait with { $names }: { $people }.
together-person = { $person } ({ $pc })
together-how = We propose to keep it back on all PCs until { $until }: patchround answer --for-all "{ $name }".
together-done = "{ $name }" is kept back on all PCs. Everybody who asked to wait was answered.
hold-for-people = Several people asked to wait.
said-wrong = Something is wrong.
answer-now = Update now.
answer-time = Update it { $time }.
answer-unknown = An answer that this program does not know.
worry-busy = I am busy with something important until { $time }.
worry-tool = A tool I need may stop working.
worry-unwanted = I do not want this change.
decision-wait = We wait until { $time }.
decision-keep = This PC keeps the old version.
decision-go-ahead = It goes in all the same, { $time }.
decision-go-back = This PC goes back to the old version. It stays there until { $time }.
decision-go-on = The new version stays.
decision-unknown = A decision that this program does not know.
with-words = { $sentence } "{ $words }"
answer-none = Nobody waits for an answer.
answer-title = { $pc }: asked to wait with { $names }.
answer-until = It is a security fix: it goes in { $time } whatever happens.
answer-how = Answer with patchround answer { $pc } --wait-until YYYY-MM-DD, --keep or --go-ahead. Add --say "..." to write to them.
answer-wrong-title = { $pc }: something is wrong since { $names } was updated.
answer-wrong-stopped = { $count ->
    [one] It was stopped on 1 other PC until you answer.
   *[other] It was stopped on { $count } other PCs until you answer.
}
answer-wrong-how = Answer with patchround answer { $pc } --go-back or --go-on. Add --say "..." to write to them.
answer-wrong-no-way = This PC did not keep the old version. Answer with patchround answer { $pc } --go-on.
answer-done = Answered: { $decision } They read it on { $pc }.
answer-which = Several answers wait on { $pc }. Name one with --about: { $names }.
answer-person = { $person }: { $said }
answer-note-title = { $pc }: a note that is not about an update.
quoted = "{ $words }"
answer-note-how = Talk with them, then say so with patchround answer { $pc } --done.
answer-note-done = No note from { $pc } waits now. You talked about: { $notes }
answer-note-person = { $person } "{ $words }"
pcs-objections = { $count ->
    [one] Somebody waits for an answer. See patchround answer.
   *[other] { $count } answers are waiting for you. See patchround answer.
}

## By which rules an office is judged

rule-recommended = our advice
rule-recommended-text = Our advice: 2 days for what attackers use, 14 days for security fixes, 30 days for everything else.
rule-cyber-essentials = Cyber Essentials
rule-cyber-essentials-text = Cyber Essentials (UK): 14 days for security fixes that their maker calls critical or high, that have a score of 7 or more, or of which the maker does not say how bad it is.
rule-bod-26-04 = CISA BOD 26-04
rule-bod-26-04-text = CISA BOD 26-04 (USA): 3, 14 or 60 days, by whether attackers use it, how easily and for what.
rule-cis = CIS Controls
rule-cis-text = CIS Controls: one month for everything.
rule-pci = PCI DSS
rule-pci-text = PCI DSS: one month for critical security fixes.
rule-own = your own limits
rule-own-text = Your own limits.
rule-own-days = your own limits ({ $days })
rule-own-urgent = { $days ->
    [one] what attackers use: { $days } day
   *[other] what attackers use: { $days } days
}
rule-own-security = { $days ->
    [one] security fixes: { $days } day
   *[other] security fixes: { $days } days
}
rule-own-other = { $days ->
    [one] everything else: { $days } day
   *[other] everything else: { $days } days
}
judged-by = Your office is judged by: { $rules }
judged-by-strictest = Of several the strictest counts for each update.
judged-reachable = { $pc } can be reached by anybody from the internet.
brought-later = { $count ->
    [one] It is saved. One PC did not answer: it gets this at the next contact.
   *[other] It is saved. { $count } PCs did not answer: they get this at the next contact.
}
clock-due = Due on { $day } by { $rule }. It came out on { $released }, { $from }.
clock-used = Attackers use what it mends, says the list of { $day }.
clock-used-said = Attackers use what it mends, says its maker.
clock-not-used = What it mends is not in the list of what attackers use, of { $day }.
clock-no-list = Whether attackers use what it mends is not known: there is no list of that yet.
clock-no-flaws = Whether attackers use what it mends is not known: nobody says what it mends.
pc-agreed = agreed: may be late until { $day }
error-bad-limit = { $most ->
    [one] A limit is { $most } day at most, and at least one.
   *[other] A limit is 1 to { $most } days.
}
record-judged-by = { $who } has the office judged by: { $rules }
record-reachable = { $who } said that anybody can reach { $pc } from the internet.
record-not-reachable = { $who } said that nobody can reach { $pc } from the internet.
record-report-made = { $who } made the report of { $month }.

## What the world knows of flaws

feed-kev = What attackers use, from CISA, an agency of the United States
feed-epss = How likely attacks are, from FIRST
feed-vulnrichment = What an attack would gain, from CISA
feed-osv = How bad flaws are, from OSV
feed-endoflife = Until when systems get fixes, from endoflife.date
feed-off = Not used. What it would say is not known.
feed-of = Checked against the list of { $day }.
feed-asked = Last asked on { $day }.
feed-none = Not known yet: nothing of it is on this computer.
feed-not-reached = It could not be reached. It is tried again by itself. Look at the internet connection if this lasts.
feed-certificate = Somebody else answered in its place, so nothing was taken. Look at the date of this computer, or try another network.
feed-insecure = It would have come without protection on the way, so nothing was taken.
feed-too-large = What came was far too large, so it was not taken. It is tried again by itself.
feed-slow = It came too slowly. It is tried again by itself.
feed-cut = It broke off on the way, so it was not taken. It is tried again by itself.
feed-not-the-format = Something else came, so it was not taken. Some networks show a page to sign in first.
feed-empty = It came empty, so the one from before counts.
feed-shrunk = It was suddenly far smaller, so the one from before counts. If its maker began anew, type: patchround feeds --forget { $key }
feed-older = It was older than the one that is here, so that one counts.
feed-from-the-future = Its date is in the future, so it was not taken. Look at the date of this computer.
feed-stale = It is old. It is used with its date until a newer one comes.
feed-damaged = The copy on this computer is damaged and is not used. It is fetched again by itself.
feed-not-kept = This computer could not keep it. Make room on its disk.
feed-line = { $key }: { $name }
feed-from = From { $address }
error-feed-unreadable = That is no address that begins with https://. Nothing was changed.
error-feed-not-encrypted = Others could change on the way what comes from there. Name an address that begins with https://.
error-feed-no-place = The address has to hold { $place }, in the place of what is asked about. Nothing was changed.
record-feed-on = { $who } has this used: { $feed }.
record-feed-from = { $who } has this used, from { $address }: { $feed }.
record-feed-off = { $who } has this not used: { $feed }.

## The report as a file

report-to-come = That month is still to come.
report-no-pcs = There was no PC in your office at that time.
report-written = Written: { $file }. SHA-256: { $hash }
report-late = { $count ->
    [one] { $count } update was late.
   *[other] { $count } updates were late.
}
report-is-ours = This is the report of { $month } that { $who } made on { $time }. Nothing in it was changed.
report-record-flawed = But the record of that time was changed or cut later: patchround record says where.
report-was-changed = This names the report of { $month } that { $who } made on { $time }, but it is not that file: something in it was changed. Make it anew and compare the two.
report-not-ours = This is no report that your office made, or it was changed since. Make it anew and compare the two.
report-no-file = it is not a file

## The report on paper

page-title = { $good } of { $all } PCs were up to date at the end of { $month }.
page-title-now = { $good } of { $all } PCs are up to date now, in { $month }.
page-title-unknown = Nothing is known of { $month }: no PC was looked at.
page-more = { $count ->
    [one] That is 1 more than at the end of { $month }.
   *[other] That is { $count } more than at the end of { $month }.
}
page-fewer = { $count ->
    [one] That is 1 fewer than at the end of { $month }.
   *[other] That is { $count } fewer than at the end of { $month }.
}
page-as-many = That is as many as at the end of { $month }.
page-late-one = { $days ->
    [one] One PC was late: { $pc }, by 1 day.
   *[other] One PC was late: { $pc }, by { $days } days.
}
page-late = { $days ->
    [one] { $count } PCs were late. The longest: { $pc }, by 1 day.
   *[other] { $count } PCs were late. The longest: { $pc }, by { $days } days.
}
page-unknown = { $count ->
    [one] 1 PC was not seen for a week: how it was is not known.
   *[other] { $count } PCs were not seen for a week: how they were is not known.
}
page-record-flawed = The record of this month was changed or cut later: do not rely on it.
page-strip = Your PCs on { $day }
page-strip-now = Your PCs now
page-how-up-to-date = up to date ({ $count })
page-how-open = not up to date yet ({ $count })
page-how-late = late ({ $count })
page-how-agreed = late, as agreed ({ $count })
page-how-unknown = not seen for a week ({ $count })
page-months = PCs up to date at the end of each month
page-good-of = { $good } of { $all }
page-no-data = no data
page-in-month = In { $month }
page-placed = { $count ->
    [one] update was put in place
   *[other] updates were put in place
}
page-security = { $count ->
    [one] of them was a security fix
   *[other] of them were security fixes
}
page-slowest = { $count ->
    [one] day took the slowest security fix: { $name } on { $pc }
   *[other] days took the slowest security fix: { $name } on { $pc }
}
page-in-time = { $count ->
    [one] security fix was in within 14 days
   *[other] security fixes were in within 14 days
}
page-too-late = { $count ->
    [one] took longer, or still does
   *[other] took longer, or still do
}
page-asked-to-wait = { $count ->
    [one] person asked to wait
   *[other] people asked to wait
}
page-restarts = { $count ->
    [one] restart while nobody used the PC
   *[other] restarts while nobody used the PC
}
page-month-no-data = { $month } (no data)
page-late-since = { $count ->
    [one] Late since { $day }, by 1 day.
   *[other] Late since { $day }, by { $count } days.
}
page-late-due = It was due on { $day } by this rule: { $rule }. It is out since { $out } ({ $from }).
page-late-used = Attackers use a flaw that it mends.
page-late-why = Why: { $why }.
page-exception = { $package } on { $pcs }: { $by } agreed until { $until }. Why: { $why } Done instead: { $instead }
page-every-pc = every PC
said-report-saved = Saved: { $file }. It is in the folder { $folder }.
said-no-downloads = This PC names no folder for your files. Sign out and in again, then save once more.
page-decide = For you to decide ({ $count })
page-ended = { $pc }: { $system } is no longer fixed by its maker since { $day }. Replace it?
page-yes = yes
page-no = no
page-number = Page { $page } of { $pages }
page-program = Patchround { $version }.
page-list = List of what attackers use: { $day }.
page-no-list = There was no list of what attackers use.
page-hash = SHA-256 of the data: { $hash }
page-behind = For whoever checks you: { $month }
page-judged-by = What is late was counted by: { $rules }. Each update counts from the day it came out.
page-auto-all = By the office's rules PCs put in all updates by themselves.
page-auto-security = By the office's rules PCs put in security fixes by themselves.
page-auto-asked = By the office's rules updates wait for somebody to order them; a security fix that would soon be late goes in by itself.
page-auto-paused = Until { $day } nothing goes in by itself but security fixes that are late.
page-rules-changed = { $who } changed the rules on { $day }: { $rules }.
page-feeds = What others publish of flaws, and of which day it was when this report was made: { $feeds }.
page-feed-of = { $feed } ({ $day })
page-feed-asked = { $feed } (last asked on { $day })
page-feed-and = { $before }; { $feed }
page-feeds-none = Nothing that others publish of flaws is on this computer: what it would say is not known.
page-fixes = Security fixes to which the 14 days of Cyber Essentials apply, each on each PC: { $all }. Put in place in time: { $in_time }; too late: { $too_late }; missing, with time left: { $open }; missing and late: { $late }. No agreement changes these numbers.
page-pcs = Each PC
page-pcs-good = { $count ->
    [0] There was something the matter with each PC:
    [one] 1 PC was up to date, in time, and has a system that its maker fixes. The table for spreadsheets names it.
   *[other] { $count } PCs were up to date, in time, and have systems that their makers fix. The table for spreadsheets names them.
}
page-exceptions-none = Nothing.
page-failed = What did not work, or was taken back
page-failed-none = Nothing.
page-people = What people were asked
page-asked = Asked: { $asked }. Answers: { $answered }. Asked to wait: { $wait }; replied to: { $replied }. Said that something is wrong afterwards: { $wrong }.
page-column-pc = PC
page-column-how = How it was
page-column-seen = Last seen
page-column-missing = Missing
page-column-ce = Cyber Essentials, 14 days
page-column-system = System, fixed by its maker until
page-column-update = Update
page-column-versions = Version there, version needed
page-column-out = Out since
page-column-due = Was due
page-column-days = Days late
page-column-flaws = Flaws it mends
page-column-why = Why
page-column-pcs = PCs
page-column-by = Agreed by
page-column-instead = Done instead
page-column-since = Agreed on
page-column-until = Until
page-column-when = When
page-missing-restart = { $count }, and a restart
page-is-up-to-date = up to date
page-is-open = not up to date yet
page-is-late = late
page-is-agreed = late, as agreed
page-is-unknown = not known
page-ce-yes = in time
page-ce-no = late
page-ce-unknown = not known
page-not-known = not known
page-system = { $system }, { $day }
page-versions = { $from }, { $to }
page-flaws-unknown = not known
page-flaw-used = { $flaw } (attackers use it)
page-flaws-used = attackers use one, as the PC said
page-flaws-more = and { $count } more
page-why-agreed = agreed until { $day }
page-why-restart = waits for a restart
page-why-kept-by = kept back by { $who }
page-why-kept = kept back
page-why-off = the PC was not seen since { $day }
page-why-never = the PC was never seen
page-why-open = nobody put it in
page-all-pcs = all
page-went-back = taken back
error-no-language = There are no words in { $language }. There are en, de and ar.
error-not-printed = The page could not be made. Write the report as json, and send it to whoever helps you with this program.
