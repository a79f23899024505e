### The people of the office: who is in charge, who uses which PC, who does what, and who can change everything.

## Who is in charge

in-charge = { $person } is in charge.
in-charge-instead = { $person } is in charge until { $until }, because { $away } is away.
people-stand-in = { $name } stands in when { $person } is away.
people-no-stand-in = Nobody stands in when { $person } is away.
people-away = { $person } is away from { $from } to { $until }. { $name } stands in.
people-back = { $person } is in charge.
people-uses = { $person } uses { $pc }.
people-shared = Many people share { $pc }.
people-nobody = Nobody has said who uses { $pc }.
uses-many = many people share it
uses-nobody = nobody yet
said-people = This is noted. The PCs are told.
pc-shared = Shared PC
need-no-person = { $count ->
    [one] Nobody has said who uses 1 PC: { $names }.
   *[other] Nobody has said who uses { $count } PCs: { $names }.
}
need-no-person-next = Say who uses it in: patchround people --pc NAME --person NAME
    .window = Say who uses it in Who does what, so that somebody can be asked.
need-no-stand-in = Nobody stands in for { $person }.
need-no-stand-in-next = Name somebody with: patchround people --stand-in NAME
    .window = Name somebody in Who does what. They are asked while you are away.
error-no-stand-in = Nobody would be in charge meanwhile. First say who stands in, with: patchround people --stand-in NAME
    .window = Nobody would be in charge meanwhile. First say who stands in.
error-stands-in-for-oneself = Nobody can stand in for themselves. Name somebody else.
error-bad-days = These are no days on which somebody can be away. The last day is today or later, not before the first, and within a year of it.
error-not-away = Nobody is away.

## The record

record-pc-used-by = { $who } noted that { $person } uses { $pc }.
record-pc-shared = { $who } noted that many people share { $pc }.
record-pc-used-by-nobody = { $who } noted that nobody in particular uses { $pc }.
record-stand-in = { $who } has { $name } stand in.
record-no-stand-in = { $who } has nobody stand in.
record-away = { $who } is away from { $from } to { $until }. { $name } stands in.
record-back = { $who } is in charge again.
record-can-change = { $count ->
    [one] 1 more account can change everything on { $pc }: { $names }.
   *[other] { $count } more accounts can change everything on { $pc }: { $names }.
}
record-can-no-longer = { $count ->
    [one] 1 account can no longer change everything on { $pc }: { $names }.
   *[other] { $count } accounts can no longer change everything on { $pc }: { $names }.
}

## Who can change everything on a PC

can-change = { $count ->
    [0] Nobody who uses this PC can change everything on it.
   *[other] { $count } of { $all } people can change everything on this PC.
}
can-change-only = The only person with an account here can change everything on this PC.
can-change-names = They may do so: { $names }.
can-change-by-group = They can do so by way of a group: { $names }.
can-change-member = { $name } ({ $group })
can-change-masters = Somebody can also sign in under a name that may do everything: { $names }.
can-change-why = A bad program that they open can change everything, too.
can-change-next = Nobody needs this for updates. Give people an account for their work that cannot do so.
can-change-unknown = Not known yet

## Who does what

duties-way-maker = The maker writes the update.
duties-way-office = The office decides if and when it comes: { $person }.
duties-way-person = The person at the PC picks the time.
duties-way-pc = The PC does the work.
duties-some-system = A system that did not say its name
duties-maker = The maker
duties-until = { $month }
duties-until-ended = ended { $month }
duties-until-unknown = not known
duties-picks-people = { $count ->
    [one] 1 person
   *[other] each of { $count } people
}
duties-picks-office = { $count ->
    [one] the office for 1 PC
   *[other] the office for { $count } PCs
}
duties-replace = put something else in its place
duties-look = look at what is in the way
duties-answer = answer the people who asked
duties-answer-late = answer the people who asked, which is late
duties-kept = let it go in again
duties-decide = say that it may come
duties-close = close a program
duties-sign-in = be signed in, so that a program of their own is updated
duties-say = say when a big change may come
duties-restart = find a time for the restart
duties-off = be switched on
duties-works = finish its work
duties-planned = begin when its time comes
duties-agreed = take it once the time is over that the owner agreed to
duties-by-itself = do it in its hours
duties-restart-by-itself = restart when nobody uses it
duties-not-offered = offer it to this PC, too
duties-since = Since { $when }.
duties-pc = { $pc } waits for { $who }: { $what }.
duties-pc-itself = It is the turn of { $pc }: { $what }.
duties-row = { $program }: { $count ->
    [one] 1 PC
   *[other] { $count } PCs
}, fixed until: { $until }, decides: { $decides }, picks the time: { $picks }.
duties-row-waits = { $who }: { $what }.
duties-none = There is nothing that waits for anybody.
duties-none-mine = Nothing waits for { $person }.

## How many people of a round were asked

asked-people = { $count ->
    [one] Asked 1 person: { $said }.
   *[other] Asked { $count } people: { $said }.
}
asked-now = { $count ->
    [one] 1 said now
   *[other] { $count } said now
}
asked-later = { $count ->
    [one] 1 later
   *[other] { $count } later
}
asked-wait = { $count ->
    [one] 1 asked to wait
   *[other] { $count } asked to wait
}
asked-not-yet = { $count ->
    [one] 1 has not answered
   *[other] { $count } have not answered
}
