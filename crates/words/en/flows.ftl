### Labels of the flows in the window: setting up, adding PCs, plan, progress, result.

ui-flow-not-answered = That did not work, because the program does not answer. Close this window and open it again.
ui-flow-more =
    { $count ->
        [one] Show { $count } more PC
       *[other] Show { $count } more PCs
    }

## Setting up

ui-setup-step = Step { $step } of { $all }
ui-setup-back = Back
ui-setup-next = Next

ui-setup-office-title = Set up your office
ui-setup-office-time = This takes about 5 minutes for 5 PCs. You can stop and come back at any time.
ui-setup-office-name = Office name
ui-setup-office-name-hint = For example Harbour Dental.
ui-setup-office-name-empty = Type a name for your office.
ui-setup-office-person = Who looks after the PCs?
ui-setup-office-person-hint = The report and the record name this person.
ui-setup-office-person-empty = Type the name of the person who looks after the PCs.
ui-setup-office-open = When is the office open?
ui-setup-office-open-hint = We keep quiet outside these hours. We restart PCs only when nobody is working.
ui-setup-office-days-empty = Choose at least one day.
ui-setup-office-from = Opens at
ui-setup-office-to = Closes at
ui-setup-office-hours-wrong = The office has to close later than it opens. Choose other hours.
ui-setup-office-safe = Nothing is changed on any PC until you choose when, in step 4. Only security fixes that are late already may go in by themselves.
ui-setup-office-next = Next: add PCs
ui-setup-office-practice = Try it with a practice office first

ui-setup-pcs-title = Add your PCs
ui-setup-pcs-later = I will add more later

ui-setup-names-title = Give your PCs names people know
ui-setup-names-text = These names stand in every list and message. Use the room or the job, like Front desk.
ui-setup-names-label = Name of { $pc }
ui-setup-names-who = Signed in there: { $who }
ui-setup-names-here = This is the PC in front of you.
ui-setup-names-empty = Type a name for this PC.
ui-setup-names-none = No PC has joined yet. You can go on, and add PCs later.
ui-setup-person = Who uses it?
ui-setup-person-text = We filled in who is signed in. Change it if it is wrong, or leave it empty. People are asked before a big change on their PC.

ui-setup-when-title = When may updates happen?
ui-setup-when-legend = Choose one. You can change it at any time.
ui-setup-when-urgent = A fix against attacks that happen now counts as late after 2 days, another security fix after 14 days, any other update after 30.

ui-setup-ready-title = You are ready
ui-setup-ready-pcs =
    { $count ->
        [0] You have not added a PC yet. You can do that at any time.
        [one] We now look after { $count } PC.
       *[other] We now look after { $count } PCs.
    }
ui-setup-ready-looking = We are looking for updates on them right now.
ui-setup-ready-look = Let me look first
ui-setup-ready-open = Go to my office
ui-setup-ready-paper-first = First put the words above in a safe place and tick the box.

ui-setup-message-send = Send me a test message
ui-setup-message-question = Did you see it?
ui-setup-message-yes = Yes
ui-setup-message-no = No
ui-setup-message-good = Good. Our messages reach you.
ui-setup-message-off = Turn messages on in the settings of this PC, then send it again. You also find every message in this window.

ui-when-by-themselves = By themselves, with restarts after work
ui-when-by-themselves-hint = Best for most offices. Updates happen in the background. Restarts wait until the office is closed and nobody is signed in.
ui-when-asked = Only when I press Update all
ui-when-asked-hint = Updates wait for you, with one exception: a security fix that would soon be late goes in by itself.
ui-when-weekly = At a set time each week
ui-when-weekly-hint = PCs must be switched on.
ui-when-day = Day
ui-when-hour = From

ui-paper-title = Keep these words on paper
ui-paper-text = They are shown only here. Nobody can tell you them again, not even us.
ui-paper-write = Print them or write them down. Keep the sheet where you keep your keys, not beside this PC.
ui-paper-owner = Words of the owner
ui-paper-owner-hint = For changing the office's name, its hours or who looks after it, and for agreeing to be late with an update.
ui-paper-recovery = Words for an emergency
ui-paper-recovery-hint = For when this PC is lost or broken.
ui-paper-print = Print this sheet
ui-paper-kept = I have put these words in a safe place
ui-paper-sheet = Patchround, { $office }

## Adding PCs

ui-add-title = Add your PCs
ui-add-text = Go to each PC and do these three steps. The PC then shows up in the list below.
ui-add-practice = The PCs of the practice office type this code by themselves. Watch them join.
ui-add-step-helper = Put our helper on the PC. Open the file patchround-helper on our USB stick, then choose Install.
ui-add-step-helper-hint = The PC asks for the password of someone who may install programs. No stick yet? Choose "Use a USB stick" below.
ui-add-step-helper-there = Our helper has to be on the PC already.
ui-add-step-terminal = Open the program called Terminal on that PC.
ui-add-step-type = Type this line, then press Enter. Your code is at its end.
ui-add-step-type-hint = The PC asks for the password of someone who may install programs. You do not see it while you type.
ui-add-step-windows = On a PC with Windows: find Command Prompt in the start menu, choose "Run as administrator" for it, and type this line instead.
ui-add-code-digits = Your code, digit by digit: { $digits }
ui-add-code-new = New code
ui-add-code-making = We are making a code.
ui-add-listening = We are watching for PCs that type this code.
ui-add-joined =
    { $count ->
        [0] Joined now
       *[other] Joined now ({ $count })
    }
ui-add-joined-now =
    { $count ->
        [one] { $count } PC has joined.
       *[other] { $count } PCs have joined.
    }
ui-add-joined-none = No PC has joined yet.
ui-add-joined-state = Joined
ui-add-remove = Not ours? Remove
ui-add-remove-pc = Not ours? Remove { $pc }
ui-add-remove-title = Remove { $pc }?
ui-add-remove-text = It leaves this office, and you no longer see its updates. The helper on that PC can be removed too.
ui-add-remove-yes = Remove
ui-add-remove-no = Keep it
ui-add-done = Done

ui-add-other-ways = Other ways
ui-add-stick = Use a USB stick
ui-add-address = Type an address
ui-add-around = Look around the network

ui-add-stick-text = Put in a USB stick. We copy our helper and a join file to it. Your other files stay as they are.
ui-add-stick-text-alone = Put in a USB stick. We copy a join file to it. Your other files stay as they are. Our helper has to be on each PC already.
ui-add-stick-then = On each PC, open the file patchround-helper on the stick and choose Install. Open Terminal and type the line below and a space. Drag the file patchround-join.json from the stick into Terminal, then press Enter.
ui-add-stick-then-alone = On each PC, open Terminal and type the line below and a space. Drag the file patchround-join.json from the stick into Terminal, then press Enter.
ui-add-stick-folder = Folder of the USB stick
ui-add-stick-folder-hint = For example /media/maria/STICK.
ui-add-stick-folder-empty = Choose the USB stick first.
ui-add-stick-choose = Choose the stick
ui-add-stick-pcs = For how many PCs?
ui-add-stick-pcs-wrong = Type a number from 1 to { $most }.
ui-add-stick-copy = Copy to the stick
ui-add-stick-open = Join files that still work
ui-add-stick-end = End it

ui-add-address-text = First type the code on that PC. Terminal then shows its address.
ui-add-address-label = Name or address of the PC
ui-add-address-hint = For example 192.168.1.20.
ui-add-address-empty = Type the name or the address of the PC.
ui-add-address-add = Add this PC
ui-add-address-asking = We are asking that PC.

ui-add-around-text = We look for other computers on your network. Nothing is changed on them.
ui-add-around-look = Look around
ui-add-around-again = Look around again
ui-add-around-looking = We are looking around.
ui-add-around-helpers = With our helper ({ $count })
ui-add-around-not-waiting = Type the code on it first.
ui-add-around-add = Add
ui-add-around-add-pc = Add { $pc }
ui-add-around-computers = Computers without our helper ({ $count })
ui-add-around-computers-hint = Put our helper on those that are yours.
ui-add-around-things = Other things ({ $count })
ui-add-around-unclear = We cannot tell ({ $count })
ui-add-around-none = We found no other PCs by ourselves. That is normal. Use the code or a USB stick.
ui-add-around-everywhere = Ask every address
ui-add-around-everywhere-title = Ask every address?
ui-add-around-everywhere-no = Not now

## Plan

ui-plan-reading = We are making the plan
ui-plan-nothing-started = This is what will happen. Nothing has started yet.
ui-plan-see = See
ui-plan-leave-out-hint = Take the tick away from what should not happen now.
ui-plan-take-in-hint = Put a tick at what should go in all the same.
ui-plan-taken-in =
    { $count ->
        [one] You ticked { $count } new update. It goes in as well.
       *[other] You ticked { $count } new updates. They go in as well.
    }
ui-plan-left-out =
    { $count ->
        [one] You took { $count } tick away. What it stands for stays as it is.
       *[other] You took { $count } ticks away. What they stand for stays as it is.
    }
ui-then-off = Then switch the PCs off, once nobody uses them
ui-plan-not-now = Not now
ui-plan-start = Start now
ui-plan-first = Who goes first
ui-plan-first-nobody = All PCs at once
ui-plan-first-pc = { $pc } first
ui-plan-back = Back to the office

## Progress

ui-progress-starting = We are starting
ui-progress-bar = PCs that are done
ui-progress-pcs = PC by PC
ui-progress-stop = Stop after this one
ui-progress-stop-before = Stop before it begins
ui-progress-stopped = We stop after what is being installed now. The rest stays as it is.
ui-progress-close = You can close this window. We tell you when it is done.
ui-progress-close-only = You can close this window. It goes on without it.

## Result

ui-result-none = There is no result to show
ui-result-pcs = PC by PC
ui-result-again = Try again
ui-result-again-pc = Try again on { $pc }
ui-result-details = Technical details
ui-result-copy = Copy
ui-result-copied = Copied.
ui-result-copy-failed = Copying did not work. Mark the text and copy it by hand.
ui-result-done = Done

## Practice office

ui-practice-name = Practice office
ui-practice-banner = This is a practice office. Nothing here is real.
ui-practice-leave = Leave the practice office
