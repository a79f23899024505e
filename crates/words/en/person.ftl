### What "This PC" says to the people of a PC.

## How this PC is

person-looking = One moment. This PC is asked.
person-absent = Nobody looks after this PC yet.
person-absent-text = Patchround's helper is not on this PC.
person-silent = We cannot ask this PC at the moment.
person-silent-text = It gives no answer since { $when }. We try again by ourselves. Its updates go on.
person-foreign = Something else answers in the place of this PC's helper.
person-foreign-text = Nothing of it is shown here. Tell the person who looks after this PC.
person-no-office = This PC belongs to no office yet.
person-no-office-text = The person who looks after it has to add it first.
person-office = It belongs to { $office }.
person-office-of = It belongs to { $office }. { $name } looks after it.
person-unknown = We do not know yet how this PC is.
person-old = We could not check this PC since { $when }.
person-good = This PC is up to date.
person-ready = { $count ->
    [one] 1 update waits for this PC.
   *[other] { $count } updates wait for this PC.
}
person-ready-text = You do not have to do anything.
person-restart = This PC needs a restart.
person-restart-text = A restart makes its updates work. Save your work first.
person-restart-windows = Your windows will not open again by themselves.
person-restart-no-time = No time is set. You can restart it yourself whenever it suits you.
person-restart-planned = A restart of this PC is planned.
person-restart-default = It restarts { $when } if nobody is using it.
person-restart-as-soon = as soon as possible
person-restart-agreed = It restarts { $when }, as you asked. You are told 15 minutes before.
person-restart-close = It restarts { $when }, as you asked.
person-restart-soon = It restarts in a moment. Save your work now.
person-restart-missed = It did not restart { $when }.
person-restart-tonight = { $when }, if nobody is using it
person-restart-hour = In 1 hour, { $when }
person-restart-others = { $count ->
    [one] { $people } is still signed in.
   *[other] { $people } are still signed in.
} Unsaved work would be lost, so your PC waits.
person-restart-call = A camera or a microphone is in use, so your PC waits.
person-restart-presentation = Something is being shown, so your PC waits.
person-restart-program = A program keeps your PC on: { $program }.
person-restart-battery = The battery has { $percent } % left. Plug your PC in.
person-restart-not-known = Your PC cannot tell whether somebody uses it, so it waits.
person-restart-over = It is too late for that. The restart has begun, is done, or was taken back.
person-last-minutes = { $count ->
    [one] Restarting in 1 minute
   *[other] Restarting in { $count } minutes
}
person-last-seconds = { $count ->
    [one] Restarting in 1 second
   *[other] Restarting in { $count } seconds
}
person-last-text = You asked for { $time }. Save your work now.
person-last-left = Nobody was using this PC. To keep it on, move the mouse.
person-last-more = Give me 15 more minutes
person-last-now = Restart now
person-restart-told = Your PC needs a restart.
person-restart-day-before = Tomorrow is the last day to choose a time. { $stands }
person-restart-quarter = Restart in 15 minutes, as you asked.
person-restart-save = Save your work.
person-asked = { $from } asks you about { $program }.
person-in-charge = the person in charge
person-in-charge-first = The person in charge
person-sees = What { $from } can see
person-ask = Ask { $from }
person-ask-note = { $from } sees your note and talks with you. Nothing changes on your PC because of it.
person-said-note = Your note is on its way to { $from }.
person-wrote = You wrote { $when }.
person-two = { $one } and { $other }
person-more = { $one } and { $count } more

## The question

person-question = A big update for { $program } is coming.
person-wants = { $from } would like to update { $program } on your PC from version { $old } to version { $new }.
person-wants-plain = { $from } would like to update { $program } on your PC.
person-notes = { $program }: { $old } to { $new }
person-why-urgent = Attackers use a flaw of the old version right now.
person-why-security = It fixes a security problem.
person-why-other = It is a newer version. It is not about security.
person-why-unknown = Nobody has said yet whether it is about security.
person-long-unknown = We do not know yet how long it takes.
person-limited-network = Your PC is on mobile data or another limited network. The update may use a lot of data.
person-close = This has to close: { $programs }.
person-stays-open = What is open stays open. Close it and open it again once, to have the new version.
person-restarts = Your PC needs a restart afterwards.
person-no-restart = Your PC does not restart.
person-restart-unknown = We do not know yet whether your PC needs a restart.
person-back-kept = Yes. Your PC keeps the old version as long as it has room.
person-back-until = Yes, until { $day }.
person-back-no = No. There is no way back to the old version.
person-back-unknown = We do not know yet whether there is a way back.
person-default = If you do nothing, it happens { $when }.
person-set = It is set to happen { $when }.
person-set-waits = Your answer is there. Another person who uses it has not agreed yet.
person-moves = { $count ->
    [one] You can move this 1 more time. The last day is { $day }.
   *[other] You can move this { $count } more times. The last day is { $day }.
}
person-no-moves = You cannot move it to a later time any more.
person-stays = Your PC stays as it is until { $from } answers.
person-stays-until = Your PC stays as it is until { $from } answers. It is a security update: it goes in { $when } at the latest.
person-note-kept = Your note is kept with the office's record.
person-send = Send to { $from }
person-planned = { $program } is updated { $when }.
person-planned-waits = { $program } waits for another person who uses it.
person-planned-note = { $program } waits. { $from } has your note.

## What came of an answer

person-said-now = The update of { $program } begins now.
person-said-time = It is set: { $program } is updated { $when }.
person-said-others = Your answer is there. Another person uses { $program } here, too: it is updated { $when }, or earlier if they say so.
person-said-objection = Your note is on its way to { $from }.
person-reply-wait = { $from } answered: it waits until { $day }.
person-reply-keep = { $from } answered: your PC keeps the old version.
person-reply-ahead = { $from } answered: it goes in { $when }.
person-reply = { $from } answered.
person-reply-back = { $from } answered: your PC goes back to the old version. It stays there until { $day }.
person-reply-on = { $from } answered: the new version stays.
person-waits = { $from } has not answered your note about { $names } yet.
person-waits-stand-in = Nobody answered your note about { $names } for three working days. { $from } has it now.
person-not-over = It is too late for that. The update has begun, has ended, or was taken back.
person-not-asked = Your PC did not ask you this.
person-not-time = That time is not free any more. Choose another one.
person-not-moves = It cannot be moved again. Choose an earlier time.
person-not-possible = Your PC cannot write that down. Its disk may be full. Try again later.
person-not-so-often = That is three notes within a day. Write again tomorrow.
person-not-read = Your PC could not read that. Try it with fewer words.
person-not-heard = Your PC did not hear you. Try again in a minute.
person-not-said = It is too late for that, or you said it before.

## After the update

person-after = { $program } was updated { $when }.
person-after-said = You told { $from } that something is wrong.
person-after-told = See what is new. If something is wrong, tell { $from }.
person-after-see = See what is new
person-after-wrong = Something is wrong
person-wrong-note = { $from } sees your note. The update begins on no other PC until { $from } answers.
person-said-wrong = Your note is on its way to { $from }. The update begins on no other PC until { $from } answers.

## Messages and the tray

person-pick = Pick a time
person-see = See what changes
person-tray-planned = What is planned…

## What stands fixed in the window

ui-person-planned = What is planned
ui-person-nothing-planned = No big update is planned.
ui-person-replies = Answers to your notes
ui-person-answer = See and choose a time
ui-person-change = Change the time
ui-person-back = Back
ui-person-changes = What changes
ui-person-notes = What the maker wrote
ui-person-why = Why
ui-person-long = How long
ui-person-going-back = Going back
ui-person-when = When suits you?
ui-person-another = Pick another time
ui-person-day = Day
ui-person-time = Time
ui-person-restart-title = Your PC needs a restart
ui-person-restart-time = Choose a time
ui-person-restart-now = Restart now
ui-person-restart-ok = OK
ui-person-restart-gone = This restart is done, has begun, or was taken back.
ui-person-no-time = There is no other time left.
ui-person-now = Update now
ui-person-set = Set the time
ui-person-talk = I want to talk about this first…
ui-person-gone = This question is over. The update has begun, has ended, or was taken back.
ui-person-worry = What worries you?
ui-person-busy = I am busy with something important
ui-person-busy-until = Until the end of
ui-person-tool = A tool I need may stop working
ui-person-which = Which tool, and anything else?
ui-person-unwanted = I do not want this change
ui-person-words = Anything else?
ui-person-letters = { $used } of { $all } letters
ui-person-after = What was updated
ui-person-wrong = What is wrong?
ui-person-wrong-words = Say it in your own words. You can leave it empty.
ui-person-wrong-gone = You said it before, or it is too late for that.
ui-person-ask-words = What would you like to say or ask?
person-ask-gone = Nobody can read a note from here now.
ui-person-wrote = What you wrote
ui-person-sees-name = The name of this PC, its system, and how much room its disk has.
ui-person-sees-updates = Which updates it has, which are missing, and how each one went.
ui-person-sees-state = Whether it is on, whether it needs a restart, and who is signed in.
ui-person-sees-answers = When you were asked, what you answered, and the notes you wrote.
ui-person-sees-not = What nobody sees from here
ui-person-sees-not-files = Your files, your e-mail and your screen.
ui-person-sees-not-programs = Which programs you use. Only that you were asked about one leaves this PC.

## What became of updates

person-change = { $program } { $version }
person-change-done = Updated: { $when }.
person-change-restart = Updated: { $when }. It works after a restart.
person-change-back = Put back to this version: { $when }.
person-change-failed = It did not work: { $when }.
person-change-not = It did not go in: { $when }.
ui-person-lately = The last changes
ui-person-lately-none = No change is noted here yet.
