### Sätze, die für das Fenster, das Symbol neben der Uhr und dessen Nachrichten gemacht werden.

weekday-1 = Montag
weekday-2 = Dienstag
weekday-3 = Mittwoch
weekday-4 = Donnerstag
weekday-5 = Freitag
weekday-6 = Samstag
weekday-7 = Sonntag
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
day = { $weekday }, { $day }. { $month }
month = { $month } { $year }
moment-today = heute um { $time }
moment-tomorrow = morgen um { $time }
moment-yesterday = gestern um { $time }
moment-day = { $day }, { $time } Uhr
moment-tonight = heute Abend um { $time }
moment-weekday = am { $weekday } um { $time }
moment-next = am { $day }, um { $time }
ago-now = gerade eben
ago-minutes = { $count ->
    [one] vor 1 Minute
   *[other] vor { $count } Minuten
}
ago-hours = { $count ->
    [one] vor 1 Stunde
   *[other] vor { $count } Stunden
}
never = nie
office-empty = Fügen Sie Ihren ersten PC hinzu.
office-urgent = { $count ->
    [one] Dringendes Update für { $name }: 1 PC braucht es jetzt.
   *[other] Dringendes Update für { $name }: { $count } PCs brauchen es jetzt.
}
office-only-late = Ihr PC ist überfällig.
office-only-ready = Ihr PC braucht Updates.
office-only-needs = Ihr PC braucht Sie.
office-only-restart = Ihr PC braucht einen Neustart.
office-only-working = Ihr PC wird aktualisiert.
office-only-unknown = Wir wissen noch nicht, wie es um Ihren PC steht.
office-late = { $count ->
    [one] 1 von { $all } PCs ist überfällig.
   *[other] { $count } von { $all } PCs sind überfällig.
}
office-ready = { $count ->
    [one] 1 von { $all } PCs braucht Updates.
   *[other] { $count } von { $all } PCs brauchen Updates.
}
office-old = Wir konnten zuletzt nicht prüfen. Letzte Prüfung: { $when }. Geht das Internet?
office-needs = { $count ->
    [one] 1 von { $all } PCs braucht Sie.
   *[other] { $count } von { $all } PCs brauchen Sie.
}
office-restart = { $count ->
    [one] 1 von { $all } PCs braucht einen Neustart.
   *[other] { $count } von { $all } PCs brauchen einen Neustart.
}
office-working = { $count ->
    [one] 1 von { $all } PCs wird aktualisiert.
   *[other] { $count } von { $all } PCs werden aktualisiert.
}
office-all-off = { $all ->
    [one] Wir erreichen Ihren PC nicht.
   *[other] Wir erreichen keinen Ihrer { $all } PCs.
}
office-unknown = { $count ->
    [one] Wir wissen noch nicht, wie es um 1 von { $all } PCs steht.
   *[other] Wir wissen noch nicht, wie es um { $count } von { $all } PCs steht.
}
office-only-restart-unknown = Ihr PC sagt nicht, ob er einen Neustart braucht.
office-restart-unknown = { $count ->
    [one] 1 von { $all } PCs sagt nicht, ob er einen Neustart braucht.
   *[other] { $count } von { $all } PCs sagen nicht, ob sie einen Neustart brauchen.
}
office-good-reachable = { $count ->
    [one] Der 1 PC, den wir erreichen, ist auf dem neuesten Stand.
   *[other] Alle { $count } PCs, die wir erreichen, sind auf dem neuesten Stand.
}
office-good = { $all ->
    [one] Ihr PC ist auf dem neuesten Stand.
   *[other] Alle { $all } PCs sind auf dem neuesten Stand.
}
office-and-restart = { $count ->
    [one] 1 PC braucht einen Neustart.
   *[other] { $count } PCs brauchen einen Neustart.
}
office-and-needs = { $count ->
    [one] 1 Sache braucht Sie.
   *[other] { $count } Sachen brauchen Sie.
}
office-off-one = { $pc } ist aus. Zuletzt gesehen: { $when }.
office-off-more = { $count ->
    [one] 1 weiterer PC ist aus.
   *[other] { $count } weitere PCs sind aus.
}
checked = Geprüft { $ago }.
system-parts = Teile des Systems
system-parts-one = Teile des Systems ({ $package })
for-person = nur für { $person }
for-one-person = nur für eine Person
somebody = eine Person
name-for = { $name } ({ $whose })
own-unread = Programme, die auf { $pc } nur { $person } hat, ließen sich nicht lesen. { $cause }
own-never-refreshed = Ob es Updates für Programme gibt, die auf { $pc } nur { $person } hat, ist noch nicht bekannt. Danach wird gesucht, während diese Person angemeldet ist.
own-old = Nach Updates für Programme, die auf { $pc } nur { $person } hat, wurde seit { $day } nicht mehr gesucht.
managed = Welche Updates { $system } auf { $pc } anbietet, entscheidet Ihr IT-Dienst. Was er zurückhält, wird hier nicht gezeigt: Fehlt Ihnen eines, fragen Sie Ihren IT-Dienst.
managed-system = sein System
group-needs = Braucht Sie ({ $count })
group-ready = Updates bereit ({ $count })
group-restart = Neustart nötig ({ $count })
group-working = Wird aktualisiert ({ $count })
group-off = Aus oder nicht geprüft ({ $count })
group-good = Auf dem neuesten Stand ({ $count })
agreed-later = { $count ->
    [one] { $pc }: 1 Update, { $when }.
   *[other] { $pc }: { $count } Updates, { $when }.
}
agreed-waits = { $count ->
    [one] { $pc }: 1 Update, sobald er wieder an ist.
   *[other] { $pc }: { $count } Updates, sobald er wieder an ist.
}
agreed-after-first = { $count ->
    [one] { $pc }: 1 Update, sobald es auf { $first } läuft.
   *[other] { $pc }: { $count } Updates, sobald sie auf { $first } laufen.
}
agreed-just-on = { $pc } wurde gerade eingeschaltet. Was für ihn vereinbart ist, beginnt { $when }.
pc-working = wird aktualisiert
pc-off = aus, zuletzt { $when }
pc-off-late = { $days ->
    [one] aus, zuletzt { $when }, 1 Tag überfällig
   *[other] aus, zuletzt { $when }, { $days } Tage überfällig
}
pc-unknown = lange nicht geprüft
pc-restart-unknown = sagt nicht, ob ein Neustart nötig ist
pc-late-days = { $days ->
    [one] 1 Tag überfällig
   *[other] { $days } Tage überfällig
}
pc-needs = braucht Sie
pc-ready = { $count ->
    [one] 1 Update bereit
   *[other] { $count } Updates bereit
}
pc-restart = braucht einen Neustart
pc-good = auf dem neuesten Stand
pc-due-day = fällig: { $day }
pc-on-now = gerade an
page-sentence = { $pc }: { $state }.
count-pcs = { $count ->
    [one] 1 PC
   *[other] { $count } PCs
}
count-updates-pcs = { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
} auf { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}
fact-system = System
fact-who = Angemeldet
fact-nobody = niemand
fact-seen = Zuletzt an
fact-disk-free = Freier Platz
fact-address = Adresse
fact-own-updaters = Aktualisiert sich auch selbst mit
fact-helper = Patchround-Helfer
fact-unknown = nicht bekannt
fact-gigabytes = { $count } GB
need-late = { $count ->
    [one] { $pc } ist 1 Tag überfällig.
   *[other] { $pc } ist { $count } Tage überfällig.
}
need-late-next = Aktualisieren Sie ihn jetzt, oder sehen Sie auf seiner Seite nach, was ihn aufhält.
need-late-over = Was für { $name } vereinbart war, endete am { $day }.
need-late-off = { $count ->
    [one] { $pc } ist aus und 1 Tag überfällig.
   *[other] { $pc } ist aus und { $count } Tage überfällig.
}
need-late-off-next = Schalten Sie ihn ein. Er holt dann alles nach.
need-cause = { $pc }: { $why }
need-silent = { $pc } wurde zuletzt gesehen: { $when }.
need-silent-next = Schalten Sie ihn ein. Wenn ihn niemand mehr nutzt, entfernen Sie ihn auf seiner Seite.
need-not-going = { $count ->
    [one] { $pc }: 1 Update kommt nicht von selbst. { $why }
   *[other] { $pc }: { $count } Updates kommen nicht von selbst. { $why }
}
need-agreed = { $count ->
    [one] { $pc }: 1 Update ist mit Absicht überfällig, wie vereinbart.
   *[other] { $pc }: { $count } Updates sind mit Absicht überfällig, wie vereinbart.
}
need-agreed-next = Sie können es so lassen, bis das endet, oder es früher beenden: Drücken Sie auf der Seite Updates „Jetzt beenden“.
need-stuck = { $count ->
    [one] { $pc }: 1 Update hat nicht geklappt. { $why }
   *[other] { $pc }: { $count } Updates haben nicht geklappt. { $why }
}
need-not-taking = { $count ->
    [one] { $pc }: 1 Update bleibt nicht drauf. Es war fertig und wird wieder angeboten.
   *[other] { $pc }: { $count } Updates bleiben nicht drauf. Sie waren fertig und werden wieder angeboten.
}
need-not-taking-next = Zeigen Sie Ihrer IT-Hilfe die technischen Einzelheiten auf der Seite dieses PCs.
update-held = auf diesem PC zurückgehalten
update-held-there-until = auf diesem PC bis { $day } zurückgehalten
update-held-by = zurückgehalten von { $by }
update-held-until = zurückgehalten von { $by } bis { $day }: { $why }
except-until = darf bis { $day } überfällig sein
except-who = Vereinbart von { $by }, für: { $pcs }
except-who-everywhere = Vereinbart von { $by }, für jeden PC
except-pc-gone = ein PC, der nicht mehr in diesem Büro ist
update-removes = würde { $names } entfernen
update-whole = Dieser PC wird nur als Ganzes aktualisiert: Das wartet, bis auch das kommen kann: { $names }.
update-firmware = Firmware ist das Programm, das im PC selbst steckt oder in dem, was an ihn angeschlossen ist. Sie kommt nie zusammen mit anderen Updates.
update-firmware-where = Die Seite des PCs hat einen Knopf dafür, solange er an ist und sonst nichts läuft.
versions = Von { $from } auf { $to }.
version-new = Auf { $to }.
size = { $size } MB.
plan-title-all = { $count ->
    [one] Ihren PC aktualisieren
   *[other] Alle { $count } PCs aktualisieren
}
plan-title-pcs = { $count ->
    [one] 1 PC aktualisieren
   *[other] { $count } PCs aktualisieren
}
plan-title-pc = { $pc } aktualisieren
plan-title-program = { $count ->
    [one] { $name } auf 1 PC aktualisieren
   *[other] { $name } auf { $count } PCs aktualisieren
}
plan-group-nobody = Niemand merkt etwas
plan-group-close = Programme müssen geschlossen werden
plan-group-restart = { $pcs ->
    [one] 1 PC braucht danach einen Neustart
   *[other] { $pcs } PCs brauchen danach einen Neustart
}
plan-group-asked = { $pcs ->
    [one] An 1 PC werden Menschen zuerst gefragt, weil sich etwas Großes ändert
   *[other] An { $pcs } PCs werden Menschen zuerst gefragt, weil sich etwas Großes ändert
}
plan-text-asked = Sie wählen eine Zeit. Wenn sie nichts sagen, kommt es zu der Zeit, die hier steht.
plan-row-asked = { $name }: { $time }, wenn niemand etwas anderes sagt
plan-group-repair = Unvollständiges wird zuerst repariert
plan-group-off = { $pcs ->
    [one] 1 PC ist aus
   *[other] { $pcs } PCs sind aus
}
plan-group-not-now = Jetzt nicht
plan-group-new = So neu, dass es wartet
plan-text-new = { $updates ->
    [0] Alles davon kommt trotzdem.
    [one] 1 größere Änderung wartet ein paar Tage, damit andere die Fehler zuerst finden.
   *[other] { $updates } größere Änderungen warten ein paar Tage, damit andere die Fehler zuerst finden.
}
plan-cooling = { $name }: neu seit { $since }, { $from }. Wir warten bis { $until }, damit andere die Fehler zuerst finden.
plan-new-all-the-same = { $name }: neu seit { $since }, { $from }. Es kommt trotzdem, obwohl wir bis { $until } warten würden.
plan-cooling-unknown = Es behebt vielleicht ein Sicherheitsproblem, und niemand hat gesagt, ob Angreifer es ausnutzen.
new-from-catalogue = sagt der Hersteller des Systems
new-from-maker = sagt der Hersteller
new-from-seen = seit Ihr Büro es zum ersten Mal sah
plan-text-updates = { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
} auf { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}
plan-text-restart = { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
}. Kein PC wird neu gestartet, solange ihn jemand nutzt.
plan-text-repair = { $pcs ->
    [one] auf 1 PC
   *[other] auf { $pcs } PCs
}
plan-text-off = Die Updates warten bis zu einer Woche. Sie kommen, sobald der PC an ist.
plan-text-not-now = { $updates ->
    [one] 1 Update bleibt, wie es ist
   *[other] { $updates } Updates bleiben, wie sie sind
}
plan-row-off = { $count ->
    [one] 1 Update wartet
   *[other] { $count } Updates warten
}
plan-row-not-now = { $name }: { $cause }
plan-note-looks = { $count ->
    [one] 1 PC sucht erst nach Updates: Was wir von ihm wissen, ist vielleicht veraltet.
   *[other] { $count } PCs suchen erst nach Updates: Was wir von ihnen wissen, ist vielleicht veraltet.
}
plan-note-restart = Dadurch wird kein PC neu gestartet. PCs, die es brauchen, starten später von selbst neu, wenn das Büro geschlossen und niemand angemeldet ist.
plan-note-restart-never = Dabei wird kein PC neu gestartet. Starten Sie die PCs, die es brauchen, neu, wenn es den Leuten dort passt.
plan-note-together = Vorschlag: für alle zurückhalten. Siehe, was Sie tun können.
plan-note-no-way-back = Zu den alten Versionen führt kein Weg zurück.
plan-first-all = { $pcs ->
    [one] { $pc } ist zuerst dran. Der andere PC bekommt seine Updates, sobald sie dort laufen.
   *[other] { $pc } ist zuerst dran. Die anderen { $pcs } PCs bekommen ihre Updates, sobald sie dort laufen.
}
plan-first-big = { $pcs ->
    [one] Die größeren Änderungen kommen zuerst auf { $pc }. Der andere PC bekommt sie, sobald sie dort laufen.
   *[other] Die größeren Änderungen kommen zuerst auf { $pc }. Die anderen { $pcs } PCs bekommen sie, sobald sie dort laufen.
}
plan-first-off = { $pc } ist gerade aus: Die anderen warten, bis er eingeschaltet wurde.
plan-note-way-back = Alles davon lässt sich danach rückgängig machen, auf der Seite jedes PCs.
plan-note-own = Was nur für eine Person ist, kommt, während diese Person angemeldet ist, und wartet bis zu eine Woche lang auf sie.
plan-note-some-no-way-back = { $count ->
    [one] 1 Update lässt sich nicht rückgängig machen
   *[other] { $count } Updates lassen sich nicht rückgängig machen
}: { $names }.
run-sentence = { $count ->
    [one] Es wird aktualisiert. 1 von { $all } PCs ist fertig.
   *[other] Es wird aktualisiert. { $count } von { $all } PCs sind fertig.
}
run-only = { $pc } wird aktualisiert.
run-begins = Gleich wird aktualisiert.
run-turn = wartet, bis er dran ist
run-after-first = wartet, bis es auf { $pc } läuft
run-has-order = fängt gleich an
run-looks = sucht nach Updates
run-waits = wartet auf ein anderes Programm
run-gets = holt die Updates
run-installs = spielt Updates ein
run-verifies = sieht nach, ob es geklappt hat
run-asked = antwortet nicht, wird noch einmal gefragt
run-done = fertig
run-done-restart = fertig, braucht einen Neustart
run-later = für später vereinbart
run-person = kommt, während die betreffende Person angemeldet ist
run-unreachable = war nicht erreichbar
run-needs = braucht Sie
run-failed = hat nicht geklappt
run-stopped = vor dem Beginn angehalten
life-waits-for-person = wartet, bis jemand entscheidet
life-person-away = kommt, während { $person } angemeldet ist
life-somebody-away = kommt, während diese Person angemeldet ist
life-waits-for-program = wartet, bis ein Programm geschlossen wird
life-waits-for-power = wartet, bis der PC am Strom hängt
life-waits-for-network = konnte noch nicht geholt werden
life-downloading = holt das Update
life-not-taking = bleibt nicht drauf
life-tries-again = Der nächste Versuch ist { $when }.
run-longer = Dieser braucht länger als sonst. Das kann vorkommen. Schalten Sie den PC nicht aus.
result-only-good = { $pc } ist auf dem neuesten Stand.
result-only-done = { $pc } ist fertig: Was angeordnet war, ist drin.
result-only-needs = { $pc } braucht Sie.
result-only-not = { $pc } ist noch nicht auf dem neuesten Stand.
result-sentence = { $done ->
    [one] 1 von { $all } PCs ist auf dem neuesten Stand.
   *[other] { $done } von { $all } PCs sind auf dem neuesten Stand.
}
result-sentence-needs = { $done ->
    [one] 1 von { $all } PCs ist auf dem neuesten Stand.
   *[other] { $done } von { $all } PCs sind auf dem neuesten Stand.
} { $needs ->
    [one] 1 braucht Sie.
   *[other] { $needs } brauchen Sie.
}
result-counted-done = { $done ->
    [one] 1 von { $all } PCs ist fertig.
   *[other] { $done } von { $all } PCs sind fertig.
}
result-counted-done-needs = { $done ->
    [one] 1 von { $all } PCs ist fertig.
   *[other] { $done } von { $all } PCs sind fertig.
} { $needs ->
    [one] 1 braucht Sie.
   *[other] { $needs } brauchen Sie.
}
result-count-needs = Braucht Sie ({ $count })
result-count-ready = Updates bereit ({ $count })
result-count-restart = Fertig, braucht einen Neustart ({ $count })
result-count-working = Wird aktualisiert ({ $count })
result-count-off = Noch nicht ({ $count })
result-count-good = Fertig ({ $count })
result-row-done = { $count ->
    [0] Es war nichts zu tun.
    [one] Fertig, 1 Update.
   *[other] Fertig, { $count } Updates.
}
result-row-none = Diesmal kam nichts hinein.
result-row-restart = Fertig. Ein Neustart schließt es ab.
result-next-restart = Er startet später von selbst neu, wenn das Büro geschlossen und niemand angemeldet ist. Sie können ihn auch selbst neu starten.
result-row-later = Für später vereinbart.
result-row-person = { $count ->
    [0] Es kommt, während die betreffende Person angemeldet ist.
    [one] 1 Update ist drin. Der Rest kommt, während die betreffende Person angemeldet ist.
   *[other] { $count } Updates sind drin. Der Rest kommt, während die betreffende Person angemeldet ist.
}
result-row-turn = Er wartet, bis es auf dem PC läuft, der zuerst dran ist.
result-row-off = Er war nicht erreichbar. Er wird aktualisiert, wenn er wieder an ist.
result-row-off-firmware = Er war nicht erreichbar. Die Firmware kommt nur, wenn er binnen einer Stunde an ist.
result-row-not-reached = Er war nicht erreichbar.
result-row-ran-out = Sein Auftrag lief ab, bevor er an war.
result-row-busy = Er ist noch mit einem früheren Auftrag beschäftigt.
result-row-needs = Er braucht Sie.
result-row-failed = Es hat nicht geklappt.
result-row-partly = { $count ->
    [one] 1 Update ist drin, aber nicht alle.
   *[other] { $count } Updates sind drin, aber nicht alle.
}
result-cause = { $names }: { $cause }
said-tonight = { $pcs ->
    [one] 1 PC wird { $when } aktualisiert.
   *[other] { $pcs } PCs werden { $when } aktualisiert.
}
said-started = Es wird aktualisiert.
said-taken-back = Zurückgenommen. Nichts beginnt.
said-undone = Rückgängig gemacht: Das beginnt nicht.
said-undo-over = Das lässt sich hier nicht mehr rückgängig machen. Auf der Startseite steht, was vereinbart ist.
said-not-taken-back = { $pc } weiß schon Bescheid und antwortet jetzt nicht: Er beginnt wie vereinbart. Schalten Sie ihn ein und versuchen Sie es noch einmal.
said-removed = { $pc } ist nicht mehr in diesem Büro. Auch das Programm auf dem PC kann entfernt werden.
said-renamed = { $from } heißt jetzt { $pc }.
said-held = Es wird auf jedem PC zurückgehalten.
said-released = Es wird nicht mehr zurückgehalten.
said-excepted = { $name } bleibt auf { $pcs } bis { $day }, wie es ist. So ist es mit der Inhaberin oder dem Inhaber vereinbart. Es gilt als mit Absicht überfällig, nicht als erledigt.
said-excepted-everywhere = { $name } bleibt auf jedem PC bis { $day }, wie es ist. So ist es mit der Inhaberin oder dem Inhaber vereinbart. Es gilt als mit Absicht überfällig, nicht als erledigt.
said-except-ended = Das ist beendet: Das Update kommt, wie Ihre Regeln es sagen.
said-firmware = { $pc } bekommt jetzt seine Firmware. Lassen Sie ihn an und am Strom, bis es fertig ist.
said-goes-back = { $pc } geht jetzt zurück.
said-goes-back-later = { $pc } antwortet nicht. Er erfährt es, sobald er antwortet, innerhalb von zwei Tagen.
said-lets-go = { $pc } nimmt von jetzt an wieder die neuere Version.
way-back = Hat { $from }. Die Version davor, { $to }, ist aufgehoben.
way-stays = Bleibt bei { $to }, der Version davor.
way-stays-until = Bleibt bei { $to }, der Version davor, bis { $until }.
way-stays-for = { $stays } { $who } wollte es so: { $why }
office-paused = Bis { $until } geschieht nichts von selbst außer überfälligen Sicherheitsupdates. Was Sie anordnen, läuft weiter.
said-office-changed = Gespeichert. Jeder PC erfährt es, sobald wir ihn das nächste Mal erreichen.
said-joined = { $pc } ist beigetreten.
said-invited = Der Stick ist bereit. Er gilt bis { $when }.
said-no-stick = Wir finden keinen Ordner { $folder }. Wählen Sie den Stick, oder sehen Sie nach, wie sein Ordner heißt.
said-stick-not-written = In { $folder } ließ sich nicht alles schreiben. Nehmen Sie einen Stick, der Platz hat und auf den Sie schreiben dürfen.
said-invited-alone = Die Beitrittsdatei ist da und gilt bis { $when }. Kopieren Sie auch die Installationsdatei des Helfers auf den Stick.
said-nothing = Es gibt nichts zu aktualisieren.
said-nothing-yet = Noch kommt nichts: Was da ist, ist so neu, dass es wartet, bis andere seine Fehler gefunden haben.
said-cannot-go-first = Dieser PC kann jetzt nicht zuerst drankommen. Öffnen Sie den Plan noch einmal und wählen Sie einen anderen.
said-no-evening = Dieses Büro hat keine Abendstunden für Updates. Beginnen Sie jetzt, oder ändern Sie die Zeiten in den Einstellungen.
said-check-running = Gerade werden Updates eingespielt: Prüfen Sie noch einmal, wenn das fertig ist.
said-running = Es läuft eine Runde. Warten Sie, bis sie fertig ist.
said-no-practice = Das Übungsbüro lässt sich auf diesem Computer nicht öffnen.
said-no-looking = Das Netz wird hier nicht durchsucht. Fügen Sie PCs mit ihrer Adresse hinzu.
said-not-there = Das gibt es nicht mehr.
said-gone = Patchround wird beendet. Öffnen Sie es wieder.
code-until = Er gilt bis { $time }.
joined-here = Dieser PC
file-row = { $pcs ->
    [one] { $used } von 1 PC hat sie benutzt. Sie gilt bis { $when }.
   *[other] { $used } von { $pcs } PCs haben sie benutzt. Sie gilt bis { $when }.
}
around-this = Dieser PC
around-waits = wartet darauf, beizutreten
around-helper = hat den Helfer und gehört zu keinem Büro hier oder zu einem anderen
around-unnamed = ohne Namen
ask-everywhere = { $count ->
    [one] 1 Adresse von { $networks } würde gefragt, ob dort ein PC von Ihnen ist. Sicherheitsprogramme in Ihrem Netz melden das vielleicht.
   *[other] { $count } Adressen von { $networks } würden gefragt, ob dort ein PC von Ihnen ist. Sicherheitsprogramme in Ihrem Netz melden das vielleicht.
}
report-title = Bericht über Updates, { $month }
report-in-charge = Zuständig: { $person }
report-made = Gemacht von Patchround: { $day }
tray-update-all = Alle aktualisieren…
evening-restart = Nicht vor { $when }
said-restart = Vereinbart. Der PC startet neu, sobald ihn niemand benutzt.
said-restart-later = Vereinbart. Der PC startet { $when } neu, sobald ihn niemand benutzt.
said-no-restart = Zurückgenommen. Der PC startet nicht neu.
said-bad-time = Diese Zeit ist vorbei oder mehr als sechs Tage voraus. Wählen Sie eine andere.
pc-restart-planned = startet neu: { $when }
pc-restart-waits = Neustart wartet
pc-restart-goes-on = startet neu
evening-update = Updates { $when }
evening-start = Beginn { $when }
tray-needs = Braucht Sie ({ $count })
tray-open = Patchround öffnen
tray-quiet = Ruhe bis morgen
tray-quit = Beenden
tray-setup = { $count ->
    [0] Die Einrichtung ist nicht fertig
    [one] Einrichtung: 1 PC hinzugefügt
   *[other] Einrichtung: { $count } PCs hinzugefügt
}
tray-welcome = Richten Sie Ihr Büro ein
message-digest = { $count ->
    [one] 1 Sache braucht Sie.
   *[other] { $count } Sachen brauchen Sie.
}
message-overdue = { $count ->
    [one] Bei 1 PC sind Updates überfällig.
   *[other] Bei { $count } PCs sind Updates überfällig.
}
message-urgent = Dringendes Sicherheitsupdate für { $name }.
message-urgent-body = { $count ->
    [one] Angreifer nutzen diese Lücke gerade aus. 1 PC braucht das Update.
   *[other] Angreifer nutzen diese Lücke gerade aus. { $count } PCs brauchen das Update.
}
message-update-now = Jetzt aktualisieren
message-report = Ihr Bericht für { $month } ist fertig.
message-setup-title = Die Einrichtung ist nicht fertig.
message-setup-body = Öffnen Sie Patchround, um weiterzumachen.
message-test-title = Das ist eine Probenachricht.
message-test-body = So sehen Nachrichten von Patchround aus.
message-undo = Rückgängig
message-not-done = Das ging nicht.
message-see = Einzelheiten
message-what-to-do = Was ist zu tun?
message-open = Öffnen
messages-week = { $count ->
    [0] Keine Nachrichten in dieser Woche
    [one] 1 Nachricht in dieser Woche
   *[other] { $count } Nachrichten in dieser Woche
}
messages-not-shown = Dieser Computer zeigt keine Nachrichten von Patchround. Hier finden Sie alle.
app-no-screen = Patchround braucht einen Bildschirm für sein Fenster, und hier ist keiner. Starten Sie es von Ihrem Desktop aus.
app-does-not-answer = Patchround ist schon offen, antwortet aber nicht. Melden Sie sich ab und wieder an und versuchen Sie es noch einmal.
app-autostart-not-set = Das ließ sich nicht ändern. Prüfen Sie den freien Platz auf diesem Computer und versuchen Sie es noch einmal.
need-objected = { $people } bittet, an { $pc } mit { $names } zu warten. { $said }
need-objected-next = Dort bleibt alles, wie es ist, bis Sie antworten.
need-objected-until = Es schließt eine Sicherheitslücke. Es kommt auf jeden Fall { $time }.
need-wrong = { $people } sagt an { $pc }: Seit dem Update von { $names } stimmt etwas nicht.
need-wrong-next = Auf anderen PCs beginnt das Update nicht, bis Sie antworten.
need-wrong-stopped = { $count ->
    [one] Auf 1 anderen PC ist es angehalten, bis Sie antworten.
   *[other] Auf { $count } anderen PCs ist es angehalten, bis Sie antworten.
}
need-wrong-no-way = { $pc } hat die alte Version nicht behalten und kann nicht zurück.
need-together-next = Vorschlag: auf allen PCs bis { $until } zurückhalten. Ohne Sie geschieht nichts.
need-together-button = Für alle zurückhalten
need-note = { $person } schreibt Ihnen von { $pc } ({ $when }): „{ $words }“
need-note-next = Sprechen Sie mit { $person }. Diese Zeile bleibt, bis Sie sagen, dass es erledigt ist.
need-note-button = Erledigt
said-answered = Ihre Antwort ist unterwegs.
