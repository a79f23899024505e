### Die Menschen im Büro: wer zuständig ist, wer welchen PC benutzt, wer was tut und wer alles ändern kann.

## Wer zuständig ist

in-charge = { $person } ist zuständig.
in-charge-instead = { $person } ist bis { $until } zuständig, weil { $away } nicht da ist.
people-stand-in = { $name } springt ein, wenn { $person } nicht da ist.
people-no-stand-in = Niemand springt ein, wenn { $person } nicht da ist.
people-away = { $person } ist von { $from } bis { $until } nicht da. { $name } springt ein.
people-back = { $person } ist zuständig.
people-uses = { $person } benutzt { $pc }.
people-shared = Viele teilen sich { $pc }.
people-nobody = Niemand hat gesagt, wer { $pc } benutzt.
uses-many = viele teilen ihn sich
uses-nobody = noch niemand
said-people = Das ist notiert. Die PCs erfahren es.
pc-shared = Geteilter PC
need-no-person = { $count ->
    [one] Niemand hat gesagt, wer 1 PC benutzt: { $names }.
   *[other] Niemand hat gesagt, wer { $count } PCs benutzt: { $names }.
}
need-no-person-next = Sagen Sie, wer ihn benutzt, mit: patchround people --pc NAME --person NAME
    .window = Sagen Sie unter „Wer macht was“, wer ihn benutzt, damit jemand gefragt werden kann.
need-no-stand-in = Niemand springt für { $person } ein.
need-no-stand-in-next = Nennen Sie jemanden mit: patchround people --stand-in NAME
    .window = Nennen Sie jemanden unter „Wer macht was“. Diese Person wird gefragt, solange Sie nicht da sind.
error-no-stand-in = In dieser Zeit wäre niemand zuständig. Sagen Sie erst, wer einspringt, mit: patchround people --stand-in NAME
    .window = In dieser Zeit wäre niemand zuständig. Sagen Sie erst, wer einspringt.
error-stands-in-for-oneself = Niemand kann für sich selbst einspringen. Nennen Sie jemand anderen.
error-bad-days = An diesen Tagen kann niemand weg sein. Der letzte Tag ist heute oder später, nicht vor dem ersten und höchstens ein Jahr danach.
error-not-away = Es ist niemand weg.

## Die Chronik

record-pc-used-by = { $who } hat notiert, dass { $person } { $pc } benutzt.
record-pc-shared = { $who } hat notiert, dass viele sich { $pc } teilen.
record-pc-used-by-nobody = { $who } hat notiert, dass niemand Bestimmtes { $pc } benutzt.
record-stand-in = { $who } lässt { $name } einspringen.
record-no-stand-in = { $who } lässt niemanden einspringen.
record-away = { $who } ist von { $from } bis { $until } nicht da. { $name } springt ein.
record-back = { $who } ist wieder zuständig.
record-can-change = { $count ->
    [one] 1 weiteres Konto kann auf { $pc } alles ändern: { $names }.
   *[other] { $count } weitere Konten können auf { $pc } alles ändern: { $names }.
}
record-can-no-longer = { $count ->
    [one] 1 Konto kann auf { $pc } nicht mehr alles ändern: { $names }.
   *[other] { $count } Konten können auf { $pc } nicht mehr alles ändern: { $names }.
}

## Wer auf einem PC alles ändern kann

can-change = { $count ->
    [0] Niemand, der diesen PC benutzt, kann darauf alles ändern.
    [one] 1 von { $all } Personen kann auf diesem PC alles ändern.
   *[other] { $count } von { $all } Personen können auf diesem PC alles ändern.
}
can-change-only = Die einzige Person mit einem Konto hier kann auf diesem PC alles ändern.
can-change-names = Sie dürfen es: { $names }.
can-change-by-group = Sie können es über eine Gruppe: { $names }.
can-change-member = { $name } ({ $group })
can-change-masters = Jemand kann sich auch unter einem Namen anmelden, der alles darf: { $names }.
can-change-why = Auch ein schlechtes Programm, das sie öffnen, kann dann alles ändern.
can-change-next = Für Updates braucht das niemand. Geben Sie ihnen für die Arbeit ein Konto, das es nicht kann.
can-change-unknown = Noch nicht bekannt

## Wer macht was

duties-way-maker = Der Hersteller schreibt das Update.
duties-way-office = Das Büro entscheidet, ob und wann es kommt: { $person }.
duties-way-person = Die Person am PC wählt die Zeit.
duties-way-pc = Der PC macht die Arbeit.
duties-some-system = Ein System, das seinen Namen nicht sagte
duties-maker = Der Hersteller
duties-until = { $month }
duties-until-ended = beendet { $month }
duties-until-unknown = nicht bekannt
duties-picks-people = { $count ->
    [one] 1 Person
   *[other] jede von { $count } Personen
}
duties-picks-office = { $count ->
    [one] das Büro für 1 PC
   *[other] das Büro für { $count } PCs
}
duties-replace = etwas anderes an seine Stelle setzen
duties-look = ansehen, was im Weg ist
duties-answer = den Leuten antworten, die gefragt haben
duties-answer-late = den Leuten antworten, die gefragt haben; das ist überfällig
duties-kept = es wieder zulassen
duties-decide = sagen, dass es kommen darf
duties-close = ein Programm schließen
duties-sign-in = angemeldet sein, damit ein eigenes Programm aktualisiert wird
duties-say = sagen, wann eine große Änderung kommen darf
duties-restart = eine Zeit für den Neustart finden
duties-off = eingeschaltet werden
duties-works = die Arbeit beenden
duties-planned = zur vereinbarten Zeit beginnen
duties-agreed = es nehmen, sobald die vereinbarte Zeit um ist
duties-by-itself = es zu den erlaubten Stunden tun
duties-restart-by-itself = neu starten, wenn ihn niemand benutzt
duties-not-offered = es auch diesem PC anbieten
duties-since = Seit { $when }.
duties-pc = { $pc } wartet auf { $who }: { $what }.
duties-pc-itself = { $pc } ist an der Reihe: { $what }.
duties-row = { $program }: { $count ->
    [one] 1 PC
   *[other] { $count } PCs
}, gepflegt bis: { $until }, entscheidet: { $decides }, wählt die Zeit: { $picks }.
duties-row-waits = { $who }: { $what }.
duties-none = Es wartet nichts auf jemanden.
duties-none-mine = Nichts wartet auf { $person }.

## How many people of a round were asked

asked-people = { $count ->
    [one] Gefragt wurde 1 Person: { $said }.
   *[other] Gefragt wurden { $count } Personen: { $said }.
}
asked-now = { $count ->
    [one] 1 sagte jetzt
   *[other] { $count } sagten jetzt
}
asked-later = { $count ->
    [one] 1 später
   *[other] { $count } später
}
asked-wait = { $count ->
    [one] 1 bat zu warten
   *[other] { $count } baten zu warten
}
asked-not-yet = { $count ->
    [one] 1 hat noch nicht geantwortet
   *[other] { $count } haben noch nicht geantwortet
}
