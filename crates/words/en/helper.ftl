### Sentences of `patchround-helper`, on the PC itself.

helper-needs-administrator = Only this PC's administrator may do this. Run the same command again with sudo in front of it.
    .windows = Only this PC's administrator may do this. Find Command Prompt in the start menu, choose "Run as administrator" for it, and run the same command again there.
helper-not-running = The helper is not running on this PC. Start it with: sudo systemctl start patchround-helper
    .windows = The helper is not running on this PC. Start it in a Command Prompt that was opened as administrator, with: net start PatchroundHelper
    .macos = The helper is not running on this PC. Start it with: sudo launchctl kickstart system/org.patchround.helper
helper-root-not-running = The part of the helper that installs updates does not answer. Start it with: sudo systemctl start patchround-root.socket
    .windows = The part of the helper that installs updates does not answer. Start it in a Command Prompt that was opened as administrator, with: net start PatchroundRoot
    .macos = The part of the helper that installs updates does not answer. Start it with: sudo launchctl kickstart system/org.patchround.helper-root
helper-broke-off = The helper stopped in the middle. Wait a moment and run the same command again.

pair-code-shape = A code has nine digits, for example 8301-2947-6. Look at the manager's PC and type it again.
pair-code-slip = There is a slip in this code: a digit is wrong or two are swapped. Look at the manager's PC and type it again. No try was used.
pair-file-unreadable = This file cannot be read. Check its name, and that the USB stick is in, then try again.
pair-file-wrong = This is not a join file, or it is damaged. Ask the manager for a new one, made with: patchround invite --out FILE
pair-file-expired = This join file is too old. Ask the manager for a new one, made with: patchround invite --out FILE
pair-file-clock = This join file and the clock of this PC do not fit together. Set date and time right on this PC, then try again.
pair-waiting = Waiting. On the manager's PC, this PC is found by itself, or add it by its address: this PC's address is { $address }
pair-waiting-many = Waiting. On the manager's PC, this PC is found by itself, or add it by one of its addresses: { $addresses }
pair-waiting-nowhere = Waiting, but this PC has no network address. Connect it to the network, then run the same command again.
pair-joined = This PC has joined { $office }. There is nothing more to do here.
pair-already-joined = This PC belongs to an office already. To change that, run first: sudo patchround-helper leave
    .windows = This PC belongs to an office already. To change that, first run the same program as administrator with the word: leave
pair-time-over = Nobody came within ten minutes, so pairing was stopped. Run the same command again when the manager is ready.
pair-no-tries = Three tries were made with another code than the one typed here, so pairing was stopped. Look at the manager's PC and type the code that it shows now.
pair-open-elsewhere = Pairing is open in another window on this PC. Finish it there, or stop it there with Ctrl+C.
pair-stopped = Pairing was stopped. This PC has not joined.
pair-not-possible = This PC could not store the office. Make room on the disk, then run the same command again.
pair-bad-papers = What the manager's program sent is not in order, so this PC has not joined. Ask the manager for a new code and try again.

status-joined = This PC belongs to { $office }. These people may manage it:
status-member = { "  " }{ $name } ({ $roles })
status-not-joined = This PC belongs to no office yet. With a code from the manager, run: sudo patchround-helper pair CODE
    .windows = This PC belongs to no office yet. With a code from the manager, run the same program as administrator with the words: pair CODE
status-updates =
    { $count ->
        [0] No updates are missing (looked { $time }).
        [one] One update is missing (looked { $time }).
       *[other] { $count } updates are missing (looked { $time }).
    }
status-not-scanned = The updates of this PC are being read. Ask again in a minute.
status-restart = A restart is needed to finish earlier updates.
status-working = Updates are being installed right now. Leave the PC switched on.
status-helper = Helper { $version }, port { $port }.
status-without-rights = The helper is set up on this PC. To see whose PC this is and who may manage it, run: sudo patchround-helper status
    .windows = The helper is set up on this PC. To see whose PC this is and who may manage it, run the same command again as administrator.

role-view = may look
role-operate = may update
role-own = owner
role-unknown = a role this helper does not know

leave-done = This PC has left its office and obeys nobody now. To join again, ask a manager for a code.
leave-not-possible = The office could not be forgotten, because a file could not be removed. Check the disk, then run the same command again.
