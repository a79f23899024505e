### What stands fixed in the window: headings, buttons, short explanations.

## Around every screen

ui-skip = Go to content
ui-nav = Main
ui-office = Office
ui-pcs = PCs
ui-updates = Updates
ui-report = Report
ui-settings = Settings
ui-help = Help
ui-close = Close
ui-cancel = Not now
ui-save = Save
ui-undo = Undo
ui-waiting = One moment.
ui-see = See
ui-about-update = Version and notes
ui-see-named = See { $name }
ui-technical = Technical details
ui-copy = Copy
ui-copied = Copied.
ui-copy-by-hand = It could not be copied. The text is selected: press Ctrl+C.
ui-and-more = And { $count } more
ui-this-pc = This PC
ui-select = Choose { $pc }
ui-trouble = Patchround cannot show your office.
ui-trouble-text = What is under way on the PCs goes on.
ui-try-again = Try again

## Office

ui-update-all = Update all…
ui-check = Check now
ui-checking = Checking now.
ui-see-progress = See how it goes
ui-running = Updates that run now
ui-last-round = The last round
ui-see-result = See the result
ui-put-away = Put away
ui-needs = Needs you ({ $count })
ui-needs-all = See all { $count }
ui-needs-nothing = Nothing needs you.
ui-see-pc = See what to do
ui-agreed = Agreed for later ({ $count })
ui-take-back = Take back what is agreed
ui-empty-pcs = There are no PCs here yet.
ui-empty-pcs-text = Begin with the PC that you use most. It takes about a minute. When its updates go in is said in Settings.
ui-add-pcs = Add PCs

## PCs

ui-find = Find a PC or a person
ui-found = { $found } of { $all }
ui-find-nothing = No PC was found.
ui-find-nothing-text = Type a part of a name. Only PCs of this office can be found here.
ui-choose-pcs = Choose the PCs that you want to update.
ui-selected = { $count } chosen
ui-update-selected = Update selected…
ui-column-select = Chosen
ui-column-pc = PC
ui-column-who = Person
ui-column-state = State
ui-column-note = More
ui-column-seen = Last on

## One PC

ui-all-pcs = All PCs
ui-pc-gone = This PC cannot be shown.
ui-restart-this = Restart…
ui-restart-move = Move the restart…
ui-restart-none = Do not restart
ui-wake = Wake it
ui-restart-title = Restart { $pc }
ui-restart-text = It restarts only while nobody uses it: nobody is signed in, no call goes on, nothing is shown and its battery is not low. Until then it waits, and says why.
ui-restart-when = When?
ui-restart-now = As soon as nobody uses it
ui-restart-at = At another time
ui-restart-time = Not before
ui-restart-yes = Restart
ui-repair-this = Repair this PC…
ui-update-this = Update this PC…
ui-rename = Change the name…
ui-rename-title = Another name for { $pc }
ui-rename-name = Name
ui-rename-hint = Choose what people call it, like Front desk.
ui-remove = Remove…
ui-remove-title = Remove { $pc } from this office?
ui-remove-text = Then nobody looks after its updates here. Nothing else is changed on it. To add it again, first type on it, on Linux or a Mac: sudo patchround-helper leave. On Windows, in a Command Prompt for which you chose "Run as administrator": "C:\Program Files\Patchround Helper\patchround-helper" leave
ui-remove-keep = Keep it
ui-remove-yes = Remove it
ui-pc-updates = Updates ({ $count })
ui-nothing-here = Nothing to do here.
ui-tries = What was tried last
ui-facts = About this PC

## Updates

ui-updates-title = { $count ->
    [0] Updates
    [one] 1 program has an update
   *[other] { $count } programs have updates
}
ui-updates-all = { $count ->
    [one] 1 update in all.
   *[other] { $count } updates in all.
}
ui-updates-none = No updates are waiting.
ui-update = Update…
ui-hold = Keep it back…
ui-hold-title = Keep { $name } back
ui-hold-text = No PC gets it by itself, nor by "Update all". A security fix goes in earlier, once it is late.
ui-hold-why = Why?
ui-hold-why-hint = Whoever reads the report sees it.
ui-hold-long = For how long?
ui-hold-week = One week
ui-hold-two-weeks = Two weeks
ui-hold-month = One month
ui-hold-three-months = Three months
ui-hold-yes = Keep it back
ui-except = Agree to be late…
ui-except-named = Agree to be late with { $name }…
ui-except-title = Agree to be late with { $name }
ui-except-text = For an update that has to wait longer than your rules allow. The owner decides. Until then the PCs leave it out: it counts as late on purpose, never as done.
ui-except-where = Where?
ui-except-here = Only on { $pc }
ui-except-everywhere = On every PC
ui-except-instead = What is done instead?
ui-except-instead-hint = For example: nobody reads mail on this PC.
ui-except-long = Until when?
ui-except-days = { $count ->
    [one] 1 day, until { $day }
   *[other] { $count } days, until { $day }
}
ui-except-words = The six words on the owner's paper from the setup.
ui-except-yes = Agree
ui-except-see = See what was agreed
ui-exceptions = Late on purpose, as the owner agreed
ui-except-end = End now
ui-except-end-named = End now: { $name }
ui-except-why = Why
ui-except-instead-was = Done instead
ui-show-typed = Show what I type
ui-firmware = Put in the firmware…
ui-firmware-named = Put in the firmware for { $name }…
ui-firmware-title = Put in the firmware for { $name }?
ui-firmware-yes = Put it in now
ui-ways = Going back
ui-go-back = Go back…
ui-go-back-title = Go back with { $name }
ui-go-back-text = The PC gets the version before, and stays there until you say so, for two weeks at most. Files that were saved in the newer version may not open in the older one. Settings do not go back.
ui-go-back-who = You and the reason are in the record.
ui-go-back-why = Why?
ui-go-back-why-hint = For example: it no longer prints.
ui-go-back-yes = Go back to the old version
ui-let-go = Take newer versions again
ui-way-waits = Under way
ui-release = No longer keep it back
ui-update-named = Update { $name }…
ui-all-updates = All updates
ui-program-gone = This update is no longer needed.
ui-program-pcs = { $count ->
    [one] On 1 PC
   *[other] On { $count } PCs
}
ui-versions = Versions
ui-maker-notes = What the maker says
ui-changes = What changes

## Report

ui-report-month = Month
ui-report-save = Save as PDF
ui-report-ways = More ways
ui-report-language = Language of the report
ui-report-paper = Paper
ui-report-html = Save as a page for a browser (HTML)
ui-report-csv = Save as a table for spreadsheets (CSV)
ui-report-json = Save everything for programs (JSON)
ui-report-which = Which PCs
ui-report-pc = Open { $pc }
page-late-title = What was late
page-late-none = Nothing was late.
page-exceptions = What the owner agreed to be late with
page-in-charge = Who is in charge
ui-record = The record of this month ({ $count })

## Settings

ui-settings-when = When updates happen
ui-settings-when-legend = When may updates happen?
ui-cooling-off = How long bigger changes wait after they came out
ui-cooling-off-days =
    { $count ->
        [0] Not at all
        [one] { $count } day
       *[other] { $count } days
    }
ui-cooling-off-hint = So others find their faults first. What attackers use, and what would soon be late, does not wait.
ui-pause = Pause for two weeks
ui-pause-hint = Then nothing happens by itself but security fixes that are late. What you order goes on.
ui-resume = End the pause
ui-settings-office = Your office
ui-settings-office-words = To save this we need the six words on the paper from the setup.
ui-settings-messages = Messages
ui-quiet = Quiet until tomorrow
ui-quiet-hint = Messages wait until tomorrow. What was agreed still happens.
ui-digest = Time of the daily message
ui-test-message = Show a test message
ui-messages-so-far = Messages so far
ui-settings-computer = This computer
ui-autostart = Start Patchround when you sign in
ui-autostart-hint = It starts without a window.
ui-language = Language
ui-leave-practice = Leave the practice office
ui-leave-practice-text = You are in a practice office. When you leave it, nothing of it is kept.
ui-quit = Quit Patchround…
ui-quit-title = Quit Patchround?
ui-quit-text = Updates on this PC go on. You will not see messages.
ui-quit-yes = Quit
ui-quit-text-only = You will not see messages.
ui-quit-run = PCs that are at work go on.
ui-quit-run-not-begun = What you just started has not begun. If you quit now, it does not begin.
ui-quit-run-waiting = PCs that are at work go on. The others wait until Patchround runs again.
ui-quit-stay = Keep it running
ui-version = Patchround { $version }

## Help

ui-help-title = What do you want to do?
ui-help-update = Update all PCs
ui-help-needs = See what needs me
ui-help-add = Add a PC
ui-help-find = Find a PC
ui-help-rename = Give a PC another name, or remove it
ui-help-when = Change when updates happen
ui-help-messages = Get fewer messages
ui-help-report = Save the report of a month
ui-help-helper = Somebody helps you with your PCs?
ui-help-helper-text = These details tell an IT helper what is the matter. They hold the names of your PCs, but nothing from inside your files.
ui-copy-details = Copy details for your IT helper
ui-keys = Keys
ui-key-tonight = Update all at the next set time
ui-key-back = Back
ui-key-forward = Forward
ui-key-part = To the list of screens and back
ui-key-escape = Close, with nothing changed

## Who does what

ui-duties = Who does what
ui-duties-way = How an update comes
ui-duties-table = What waits for whom
ui-duties-mine = What waits for me?
ui-duties-program = Program
ui-duties-until = Maker fixes it until
ui-duties-decides = Decides
ui-duties-picks = Picks the time
ui-duties-waits = Waiting for
ui-duties-nobody = Nobody
ui-duties-people = Who uses which PC
ui-change = Change…
ui-uses-change = Change who uses { $pc }
ui-uses = Who uses it…
ui-uses-title = Who uses { $pc }?
ui-uses-legend = Who sits there?
ui-uses-person = One person
ui-uses-many = Many people share it
ui-uses-many-hint = Nobody is asked there. You answer for it.
ui-uses-nobody = Nobody yet
ui-uses-name = Name
ui-uses-name-hint = As you call them.
ui-stand-in = Who is in charge
ui-stand-in-change = Who stands in…
ui-stand-in-title = Who stands in for you?
ui-stand-in-hint = They are asked while you are away. Leave it empty for nobody.
ui-away = I am away…
ui-away-title = When are you away?
ui-away-text = Your stand-in is named and asked on these days.
ui-away-from = First day
ui-away-until = Last day
ui-back = I am back
ui-can-change = Who can change everything
ui-can-change-none = No PC has said yet who can change everything on it.
ui-answer = Answer…
ui-answer-title = Answer
ui-answer-wait = Wait
ui-answer-keep = Keep the old version on this PC
ui-answer-go-ahead = Go ahead all the same: { $time }
ui-answer-what = What do you decide?
ui-answer-long = How long?
ui-answer-last-day = Until its last day
ui-answer-words = What do you write to them?
ui-answer-words-hint = They read it on their PC. You can leave it empty.
ui-answer-send = Send the answer
ui-answer-back = Go back to the old version on this PC
ui-answer-on = Keep the new version and go on

## By which rules an office is judged

ui-judged-title = When an update is late
ui-judged = By which rules are you judged?
ui-judged-hint = They say when an update is late. Of several, the strictest counts. Ask whoever insures or checks you if you do not know.
ui-judged-own = Your own limits
ui-judged-own-hint = In days after an update came out. An empty field is no limit.
ui-judged-own-urgent = What attackers use
ui-judged-own-security = Security fixes
ui-judged-own-other = Everything else
ui-judged-own-save = Save limits
ui-judged-own-not = That is not a number of days. Type a number from 1 to 365.
ui-feeds = What is known of flaws
ui-feeds-hint = This computer asks for it once a day and tells your PCs. Each can be switched off: what it says is then not known.
ui-reachable = Anybody can reach this PC from the internet
ui-reachable-hint = Most office PCs cannot be reached: leave it off unless somebody set that up on purpose.
