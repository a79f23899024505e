### Was „Dieser PC“ den Menschen sagt, die ihn nutzen.

## Wie es diesem PC geht

person-looking = Einen Moment. Dieser PC wird gefragt.
person-absent = Um diesen PC kümmert sich noch niemand.
person-absent-text = Der Helfer von Patchround ist nicht auf diesem PC.
person-silent = Dieser PC lässt sich gerade nicht fragen.
person-silent-text = Seit { $when } kommt keine Antwort. Wir versuchen es von selbst wieder. Seine Updates gehen weiter.
person-foreign = An der Stelle des Helfers antwortet etwas anderes.
person-foreign-text = Nichts davon wird hier gezeigt. Sagen Sie es der Person, die sich um diesen PC kümmert.
person-no-office = Dieser PC gehört noch zu keinem Büro.
person-no-office-text = Wer sich um ihn kümmert, muss ihn erst hinzufügen.
person-office = Er gehört zu { $office }.
person-office-of = Er gehört zu { $office }. { $name } kümmert sich darum.
person-unknown = Wir wissen noch nicht, wie es diesem PC geht.
person-old = Dieser PC konnte nicht mehr geprüft werden seit: { $when }.
person-good = Dieser PC ist auf dem neuesten Stand.
person-ready = { $count ->
    [one] 1 Update wartet auf diesen PC.
   *[other] { $count } Updates warten auf diesen PC.
}
person-ready-text = Sie müssen nichts tun.
person-restart = Dieser PC braucht einen Neustart.
person-restart-text = Mit einem Neustart wirken seine Updates. Speichern Sie vorher Ihre Arbeit.
person-restart-windows = Ihre Fenster gehen danach nicht von selbst wieder auf.
person-restart-no-time = Es ist keine Zeit festgelegt. Sie können den PC selbst neu starten, wann es Ihnen passt.
person-restart-planned = Ein Neustart dieses PCs ist geplant.
person-restart-default = Er startet { $when } neu, wenn niemand ihn benutzt.
person-restart-as-soon = so bald wie möglich
person-restart-agreed = Er startet { $when } neu, wie Sie es wollten. 15 Minuten vorher wird es Ihnen gesagt.
person-restart-close = Er startet { $when } neu, wie Sie es wollten.
person-restart-soon = Er startet gleich neu. Speichern Sie jetzt Ihre Arbeit.
person-restart-missed = Er hat { $when } nicht neu gestartet.
person-restart-tonight = { $when }, wenn niemand ihn benutzt
person-restart-hour = In 1 Stunde, { $when }
person-restart-others = { $count ->
    [one] { $people } ist noch angemeldet.
   *[other] { $people } sind noch angemeldet.
} Nicht gespeicherte Arbeit ginge verloren, deshalb wartet Ihr PC.
person-restart-call = Eine Kamera oder ein Mikrofon ist in Gebrauch, deshalb wartet Ihr PC.
person-restart-presentation = Es wird gerade etwas gezeigt, deshalb wartet Ihr PC.
person-restart-program = Ein Programm will, dass Ihr PC an bleibt: { $program }.
person-restart-battery = Der Akku hat noch { $percent } %. Schließen Sie Ihren PC an den Strom an.
person-restart-not-known = Ihr PC kann nicht erkennen, ob ihn jemand benutzt, deshalb wartet er.
person-restart-over = Dafür ist es zu spät. Der Neustart hat begonnen, ist gemacht oder wurde zurückgenommen.
person-last-minutes = { $count ->
    [one] Neustart in 1 Minute
   *[other] Neustart in { $count } Minuten
}
person-last-seconds = { $count ->
    [one] Neustart in 1 Sekunde
   *[other] Neustart in { $count } Sekunden
}
person-last-text = Sie wollten ihn um { $time }. Speichern Sie jetzt Ihre Arbeit.
person-last-left = Niemand hat diesen PC benutzt. Damit er an bleibt, bewegen Sie die Maus.
person-last-more = Noch 15 Minuten
person-last-now = Jetzt neu starten
person-restart-told = Ihr PC braucht einen Neustart.
person-restart-day-before = Morgen ist der letzte Tag, um eine Zeit zu wählen. { $stands }
person-restart-quarter = Neustart in 15 Minuten, wie Sie es wollten.
person-restart-save = Speichern Sie Ihre Arbeit.
person-asked = { $from } fragt Sie wegen { $program }.
person-in-charge = die zuständige Person
person-in-charge-first = Die zuständige Person
person-sees = Was { $from } sehen kann
person-ask = Frage an { $from }
person-ask-note = { $from } sieht Ihre Nachricht und spricht mit Ihnen. An Ihrem PC ändert sich dadurch nichts.
person-said-note = Ihre Nachricht an { $from } ist unterwegs.
person-wrote = Sie schrieben: { $when }.
person-two = { $one } und { $other }
person-more = { $one } und { $count } weitere

## Die Frage

person-question = Ein großes Update für { $program } kommt.
person-wants = { $from } möchte auf Ihrem PC { $program } von Version { $old } auf Version { $new } bringen.
person-wants-plain = { $from } möchte auf Ihrem PC ein Update einspielen: { $program }.
person-notes = { $program }: { $old } auf { $new }
person-why-urgent = Angreifer nutzen gerade einen Fehler der alten Version aus.
person-why-security = Es behebt ein Sicherheitsproblem.
person-why-other = Es ist eine neuere Version. Um Sicherheit geht es nicht.
person-why-unknown = Ob es um Sicherheit geht, hat noch niemand gesagt.
person-long-unknown = Wie lange es dauert, wissen wir noch nicht.
person-limited-network = Ihr PC nutzt mobile Daten oder ein anderes begrenztes Netz. Das Update kann viele Daten brauchen.
person-close = Das muss geschlossen werden: { $programs }.
person-stays-open = Was offen ist, bleibt offen. Schließen und öffnen Sie es danach einmal: Dann haben Sie die neue Version.
person-restarts = Ihr PC braucht danach einen Neustart.
person-no-restart = Ihr PC startet nicht neu.
person-restart-unknown = Ob Ihr PC einen Neustart braucht, wissen wir noch nicht.
person-back-kept = Ja. Ihr PC behält die alte Version, solange er Platz hat.
person-back-until = Ja, bis { $day }.
person-back-no = Nein. Zur alten Version führt kein Weg zurück.
person-back-unknown = Ob es einen Weg zurück gibt, wissen wir noch nicht.
person-default = Wenn Sie nichts tun, geschieht es { $when }.
person-set = Es ist festgelegt: Es geschieht { $when }.
person-set-waits = Ihre Antwort ist da. Eine andere Person, die es nutzt, hat noch nicht zugestimmt.
person-moves = { $count ->
    [one] Sie können es noch 1-mal verschieben. Der letzte Tag ist { $day }.
   *[other] Sie können es noch { $count }-mal verschieben. Der letzte Tag ist { $day }.
}
person-no-moves = Auf später können Sie es nicht mehr verschieben.
person-stays = Ihr PC bleibt, wie er ist, bis { $from } antwortet.
person-stays-until = Ihr PC bleibt, wie er ist, bis { $from } antwortet. Es geht um Sicherheit: Das Update kommt spätestens { $when }.
person-note-kept = Ihre Nachricht wird mit dem Protokoll des Büros aufbewahrt.
person-send = An { $from } senden
person-planned = { $program }: Das Update kommt { $when }.
person-planned-waits = { $program } wartet auf eine andere Person, die es nutzt.
person-planned-note = { $program } wartet. { $from } hat Ihre Nachricht.

## Was aus einer Antwort wurde

person-said-now = Das Update von { $program } beginnt jetzt.
person-said-time = Es ist festgelegt: Das Update von { $program } kommt { $when }.
person-said-others = Ihre Antwort ist da. Auch eine andere Person nutzt hier { $program }: Es wird { $when } aktualisiert, oder früher, wenn sie das sagt.
person-said-objection = Ihre Nachricht ist unterwegs an { $from }.
person-reply-wait = { $from } hat geantwortet: Es wartet bis { $day }.
person-reply-keep = { $from } hat geantwortet: Ihr PC behält die alte Version.
person-reply-ahead = { $from } hat geantwortet: Das Update kommt { $when }.
person-reply = { $from } hat geantwortet.
person-reply-back = { $from } hat geantwortet: Ihr PC geht zur alten Version zurück. Er bleibt dort bis { $day }.
person-reply-on = { $from } hat geantwortet: Die neue Version bleibt.
person-waits = { $from } hat auf Ihre Nachricht zu { $names } noch nicht geantwortet.
person-waits-stand-in = Auf Ihre Nachricht zu { $names } hat drei Arbeitstage lang niemand geantwortet. Jetzt hat sie { $from }.
person-not-over = Dafür ist es zu spät. Das Update hat begonnen, ist zu Ende oder wurde zurückgenommen.
person-not-asked = Danach hat Ihr PC Sie nicht gefragt.
person-not-time = Diese Zeit ist nicht mehr frei. Wählen Sie eine andere.
person-not-moves = Es lässt sich nicht noch einmal verschieben. Wählen Sie eine frühere Zeit.
person-not-possible = Ihr PC kann das nicht aufschreiben. Vielleicht ist er voll. Versuchen Sie es später noch einmal.
person-not-so-often = Das waren drei Nachrichten an einem Tag. Schreiben Sie morgen wieder.
person-not-read = Ihr PC konnte das nicht lesen. Versuchen Sie es mit weniger Worten.
person-not-heard = Ihr PC hat Sie nicht gehört. Versuchen Sie es in einer Minute noch einmal.
person-not-said = Dafür ist es zu spät, oder Sie haben es schon gesagt.

## Nach dem Update

person-after = { $program }: Das Update kam { $when }.
person-after-said = Sie haben { $from } gesagt, dass etwas nicht stimmt.
person-after-told = Sehen Sie, was neu ist. Wenn etwas nicht stimmt, sagen Sie es { $from }.
person-after-see = Sehen, was neu ist
person-after-wrong = Etwas stimmt nicht
person-wrong-note = { $from } sieht Ihre Nachricht. Auf anderen PCs beginnt das Update nicht, bis { $from } antwortet.
person-said-wrong = Ihre Nachricht an { $from } ist unterwegs. Auf anderen PCs beginnt das Update nicht, bis { $from } antwortet.

## Nachrichten und das Symbol in der Leiste

person-pick = Zeit wählen
person-see = Sehen, was sich ändert
person-tray-planned = Was geplant ist…

## Was im Fenster fest steht

ui-person-planned = Was geplant ist
ui-person-nothing-planned = Kein großes Update ist geplant.
ui-person-replies = Antworten auf Ihre Nachrichten
ui-person-answer = Ansehen und Zeit wählen
ui-person-change = Zeit ändern
ui-person-back = Zurück
ui-person-changes = Was sich ändert
ui-person-notes = Was der Hersteller schreibt
ui-person-why = Warum
ui-person-long = Wie lange
ui-person-going-back = Der Weg zurück
ui-person-when = Wann passt es Ihnen?
ui-person-another = Eine andere Zeit wählen
ui-person-day = Tag
ui-person-time = Uhrzeit
ui-person-restart-title = Ihr PC braucht einen Neustart
ui-person-restart-time = Zeit wählen
ui-person-restart-now = Jetzt neu starten
ui-person-restart-ok = OK
ui-person-restart-gone = Dieser Neustart ist gemacht, hat begonnen oder wurde zurückgenommen.
ui-person-no-time = Es ist keine andere Zeit mehr frei.
ui-person-now = Jetzt aktualisieren
ui-person-set = Zeit festlegen
ui-person-talk = Ich möchte erst darüber reden…
ui-person-gone = Diese Frage ist erledigt. Das Update hat begonnen, ist zu Ende oder wurde zurückgenommen.
ui-person-worry = Was macht Ihnen Sorgen?
ui-person-busy = Ich habe gerade etwas Wichtiges zu tun
ui-person-busy-until = Bis zum Ende von
ui-person-tool = Etwas, das ich brauche, könnte nicht mehr gehen
ui-person-which = Was ist es, und gibt es noch etwas?
ui-person-unwanted = Ich möchte diese Änderung nicht
ui-person-words = Möchten Sie noch etwas sagen?
ui-person-letters = { $used } von { $all } Zeichen
ui-person-after = Was aktualisiert wurde
ui-person-wrong = Was stimmt nicht?
ui-person-wrong-words = Sagen Sie es mit Ihren Worten. Sie können es leer lassen.
ui-person-wrong-gone = Sie haben es schon gesagt, oder es ist zu spät dafür.
ui-person-ask-words = Was möchten Sie sagen oder fragen?
person-ask-gone = Von hier kann gerade niemand eine Nachricht lesen.
ui-person-wrote = Was Sie geschrieben haben
ui-person-sees-name = Den Namen dieses PCs, sein System und wie viel Platz er hat.
ui-person-sees-updates = Welche Updates er hat, welche fehlen und wie jedes ausging.
ui-person-sees-state = Ob er an ist, ob er einen Neustart braucht und wer angemeldet ist.
ui-person-sees-answers = Wann Sie gefragt wurden, was Sie geantwortet und geschrieben haben.
ui-person-sees-not = Was von hier niemand sieht
ui-person-sees-not-files = Ihre Dateien, Ihre E-Mails und Ihren Bildschirm.
ui-person-sees-not-programs = Welche Programme Sie nutzen. Nur dass Sie nach einem gefragt wurden, verlässt diesen PC.

## What became of updates

person-change = { $program } { $version }
person-change-done = Aktualisiert: { $when }.
person-change-restart = Aktualisiert: { $when }. Es wirkt nach einem Neustart.
person-change-back = Zurück auf diese Version: { $when }.
person-change-failed = Es ging nicht: { $when }.
person-change-not = Es kam nicht dazu: { $when }.
ui-person-lately = Die letzten Änderungen
ui-person-lately-none = Noch ist hier keine Änderung vermerkt.
