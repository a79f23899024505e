### Sätze des Büros, für die Person, die zuständig ist.

error-no-home = Dieses System nennt keinen Ordner für Ihre eigenen Daten. Geben Sie einen an mit --state-dir ORDNER.
    .window = Dieser Computer nennt keinen Ordner für Ihre eigenen Daten. Fragen Sie Ihre IT-Hilfe.
error-foreign-folder = Der Ordner { $path } gehört jemand anderem. Wählen Sie einen anderen mit --state-dir ORDNER.
    .window = Der Ordner { $path } gehört jemand anderem. Fragen Sie Ihre IT-Hilfe.
error-io = { $path } ließ sich nicht benutzen: { $why }. Prüfen Sie den Ordner und den freien Platz und versuchen Sie es noch einmal.
error-held = Ein anderes Patchround arbeitet in diesem Büro: { $by }. Warten Sie, bis es fertig ist, und versuchen Sie es noch einmal.
error-no-office = In { $path } ist noch kein Büro. Machen Sie eines mit: patchround init --office NAME --person NAME
    .window = Hier ist noch kein Büro.
error-office-exists = Hier ist schon ein Büro: { $name }. Nichts wurde geändert. Für ein zweites Büro wählen Sie einen anderen Ordner mit --state-dir ORDNER.
    .window = Hier ist schon ein Büro: { $name }. Nichts wurde geändert.
error-key-file = Die Schlüsseldatei { $path } ist beschädigt. Holen Sie sie aus Ihrer Sicherung zurück.
error-store-too-new = Dieses Büro wurde zuletzt mit einem neueren Patchround benutzt. Installieren Sie die neueste Version auf diesem Computer.
error-store-damaged = Die eigenen Dateien des Büros sind beschädigt. Sie wurden gelassen, wie sie sind. Holen Sie den Ordner aus Ihrer Sicherung zurück.
error-store = Die eigenen Dateien des Büros ließen sich nicht benutzen: { $why }. Nichts wurde geändert. Versuchen Sie es noch einmal.
error-disk-full = Die Festplatte dieses Computers ist voll. Nichts ist verloren. Schaffen Sie Platz und versuchen Sie es noch einmal.
error-bad-name = „{ $name }“ geht nicht als Name. Nehmen Sie 1 bis 80 Buchstaben, Ziffern oder Leerzeichen.
error-wrong-words = Das sind nicht die Wörter der Inhaberin oder des Inhabers auf Ihrem Blatt. Prüfen Sie jedes Wort und versuchen Sie es noch einmal.
error-unknown-pc = Kein PC dieses Büros heißt „{ $name }“. Die Namen zeigt: patchround pcs
    .window = Kein PC dieses Büros heißt „{ $name }“.
error-which-pc = Mehrere PCs nennen sich „{ $name }“: { $pcs }. Geben Sie einen der Namen vor den Klammern ein.
error-name-taken = Ein anderer PC heißt schon „{ $name }“. Wählen Sie einen anderen Namen.
error-already-joined = { $pc } ist schon in diesem Büro. Nichts wurde geändert. Wie es ihm geht, zeigt: patchround pcs
    .window = { $pc } ist schon in diesem Büro. Nichts wurde geändert.
error-bad-address = „{ $address }“ ist keine Adresse. Geben Sie den Namen eines PCs ein oder seine Zahlen, zum Beispiel 192.168.1.20.
error-bad-port = „{ $port }“ ist kein Port. Lassen Sie ihn mit seinem Doppelpunkt weg, oder geben Sie eine Zahl von 1 bis 65535 ein.
error-unknown-host = Für „{ $host }“ ist keine Adresse bekannt. Prüfen Sie die Schreibweise, oder geben Sie die Zahlen ein, die patchround-helper pair auf dem PC zeigt.
    .window = Für „{ $host }“ ist keine Adresse bekannt. Prüfen Sie die Schreibweise, oder geben Sie die Zahlen ein, die der PC zeigt.
error-no-code = Es gibt noch keinen Code für neue PCs. Machen Sie einen mit: patchround code
    .window = Es gibt noch keinen Code für neue PCs. Drücken Sie „Neuer Code“.
error-code-expired = Der Code für neue PCs ist älter als eine Stunde. Machen Sie einen neuen mit: patchround code
    .window = Dieser Code gilt nicht mehr. Drücken Sie „Neuer Code“.
error-code-used-up = Ein falscher Code wurde zu oft versucht, darum gilt dieser nicht mehr. Waren Sie das nicht, hat es jemand in Ihrem Netz versucht. Machen Sie einen neuen mit: patchround code
    .window = Ein falscher Code wurde zu oft versucht, darum gilt dieser nicht mehr. Waren Sie das nicht, hat es jemand in Ihrem Netz versucht. Drücken Sie „Neuer Code“.
error-unknown-invitation = Keine offene Beitrittsdatei hat die Nummer { $id }. Die Nummern zeigt: patchround invite --list
    .window = Dieser USB-Stick gilt schon nicht mehr.
error-too-many-invitations = Es sind so viele Beitrittsdateien offen, wie ein Büro haben darf. Beenden Sie eine mit: patchround invite --end NUMMER
    .window = Es gelten so viele USB-Sticks, wie ein Büro haben darf. Beenden Sie zuerst einen.
error-file-exists = Es gibt schon eine Datei { $path }. Nichts wurde geändert. Wählen Sie einen anderen Namen.
    .window = Hier ist schon eine Beitrittsdatei: { $path }. Nichts wurde geändert. Nehmen Sie einen anderen Ordner oder Stick.
error-bad-update-id = „{ $id }“ ist keine Kennung eines Updates. Die Kennungen stehen am Ende jeder Zeile von: patchround updates
error-not-firmware = „{ $id }“ ist keine Firmware. Einspielen können Sie es mit: patchround update --id ID
error-no-reason = Sagen Sie in wenigen Worten, warum.
error-nothing-instead = Sagen Sie in wenigen Worten, was bis dahin stattdessen getan wird.
error-too-many-exceptions = Mehr Ausnahmen können sich die PCs nicht merken. Beenden Sie zuerst eine: patchround except --end PROGRAMM
    .window = Mehr Ausnahmen können sich die PCs nicht merken. Beenden Sie zuerst eine, auf der Seite Updates.
error-bad-end = Der letzte Tag muss zwischen heute und { $latest } liegen.
error-never-installs = Mit diesen Zeiten müssten Sicherheitsupdates länger warten, als Ihr Büro es erlaubt. Wählen Sie Zeiten, die öfter kommen.
error-never-restarts = Mit diesen Zeiten könnte kein PC je von selbst neu starten: Das Büro ist dann immer offen. Wählen Sie Zeiten, in denen es geschlossen ist, oder ändern Sie, wann das Büro offen ist.
error-not-objected = Dort wartet niemand auf eine Antwort. patchround answer zeigt, wer wartet.
error-not-held = „{ $package }“ wird vom Büro nicht zurückgehalten.
error-not-excepted = Für „{ $package }“ ist keine Ausnahme vereinbart.
error-nothing-kept = Mit „{ $package }“ kann dieser PC nicht zurück: Er hat keine frühere Version davon behalten oder ist schon bei ihr.
error-not-back = Dieser PC ist nicht zu einer früheren Version von „{ $package }“ zurückgegangen.
error-not-paused = Es ist nichts angehalten.
error-update-gone = Kein PC bietet { $id } mehr an: Es ist eingespielt, ein neueres hat es ersetzt, oder das Programm wurde entfernt. Führen Sie patchround check aus, dann patchround updates.
    .window = Kein PC bietet dieses Update mehr an: Es ist eingespielt, ein neueres hat es ersetzt, oder das Programm wurde entfernt.
error-discovery = Dieser Computer kann das Netz nicht durchsuchen. Fügen Sie PCs mit ihrer Adresse hinzu: patchround add ADRESSE
    .window = Dieser Computer kann das Netz nicht durchsuchen. Fügen Sie PCs mit ihrer Adresse hinzu.
error-no-terminal = Nichts wurde getan, weil hier niemand gefragt werden kann. Mit --yes stimmen Sie vorher zu.
error-no-terminal-firmware = Nichts wurde getan, weil hier niemand gefragt werden kann. Mit --yes-firmware stimmen Sie zu, sobald Sie wissen, was diese Firmware verlangt.
error-no-window = Dieses Büro hat keine Abendstunden für Updates. Lassen Sie --tonight weg, um jetzt zu beginnen.
invite-unreachable = Unter dieser Adresse antwortet nichts. Prüfen Sie, ob der PC an ist und patchround-helper pair darauf läuft.
    .window = Wir erreichen diesen PC nicht. Ist er an und im selben Netz? Gäste-WLAN hält PCs oft voneinander fern.
invite-wrong-code = Der Code auf dem PC ist ein anderer. Geben Sie auf dem PC den Code ein, den patchround code zeigt, und versuchen Sie es noch einmal.
    .window = Auf dem PC wurde ein anderer Code eingegeben. Geben Sie dort den Code von hier ein und versuchen Sie es noch einmal.
invite-not-counted = Dieser Computer konnte den Versuch nicht aufschreiben, darum wurde nichts geschickt. Prüfen Sie den freien Platz und versuchen Sie es noch einmal.
invite-window-closed = Der PC wartet jetzt nicht auf ein Büro. Führen Sie auf ihm patchround-helper pair CODE aus und versuchen Sie es noch einmal.
    .window = Der PC wartet jetzt nicht auf ein Büro. Geben Sie auf ihm den Code ein und versuchen Sie es noch einmal.
invite-not-patchround = Unter dieser Adresse antwortet etwas, aber kein PC, der auf ein Büro wartet. Prüfen Sie die Adresse, die patchround-helper pair auf dem PC zeigt, und versuchen Sie es in einer Minute noch einmal.
    .window = Unter dieser Adresse antwortet etwas, aber kein PC, der auf ein Büro wartet. Prüfen Sie die Adresse, die der PC zeigt, und versuchen Sie es in einer Minute noch einmal.
invite-other-office = Dieser PC gehört schon zu einem Büro. Um ihn zu übernehmen, führen Sie zuerst patchround-helper leave auf ihm aus.
    .window = Dieser PC gehört zu einem anderen Büro. Lassen Sie ihn zuerst jenes Büro verlassen.
invite-clock-wrong = Die Uhr dieses PCs geht falsch. Stellen Sie Datum und Uhrzeit richtig und versuchen Sie es noch einmal.
invite-refused = Der PC ist nicht beigetreten. Sehen Sie dort patchround-helper status an und versuchen Sie es noch einmal.
    .window = Der PC ist nicht beigetreten. Versuchen Sie es noch einmal. Bleibt es so, kopieren Sie die Einzelheiten für Ihre IT-Hilfe.
invite-timed-out = Der PC hat nicht rechtzeitig geantwortet. Prüfen Sie sein Netz und versuchen Sie es noch einmal.
invite-not-invited = Die Beitrittsdatei auf dem PC ist nicht von diesem Büro, oder sie gilt nicht mehr. Machen Sie eine neue mit patchround invite und benutzen Sie sie auf dem PC.
    .window = Die Beitrittsdatei auf dem PC ist nicht von diesem Büro, oder sie gilt nicht mehr. Machen Sie hier einen neuen USB-Stick und benutzen Sie ihn auf dem PC.
invite-no-place-left = Diese Beitrittsdatei hat so viele PCs eingelassen, wie sie soll. Machen Sie eine neue mit patchround invite und benutzen Sie sie auf dem PC.
    .window = Dieser USB-Stick hat so viele PCs eingelassen, wie er soll. Machen Sie hier einen neuen und benutzen Sie ihn auf dem PC.
invite-unheard = Die Verbindung zum PC brach ab, während er beitrat. Führen Sie dasselbe noch einmal aus: Ist er beigetreten, sagt er es.
    .window = Die Verbindung zum PC brach ab, während er beitrat. Versuchen Sie es noch einmal: Ist er beigetreten, sehen Sie es hier.
invite-broken = Die Verbindung zum PC brach ab. Versuchen Sie es mit einem neuen patchround-helper pair auf ihm noch einmal.
    .window = Die Verbindung zum PC brach ab. Geben Sie den Code auf ihm noch einmal ein.
trouble-unreachable = { $pc } hat nicht geantwortet. Schalten Sie ihn ein und prüfen Sie sein Netz.
trouble-foreign = Wo { $pc } war, antwortet ein anderer PC. Schalten Sie { $pc } ein; wurde er neu aufgesetzt, entfernen Sie ihn und fügen ihn neu hinzu.
trouble-not-patchround = Wo { $pc } war, antwortet etwas anderes als Patchround. Prüfen Sie, ob der Helfer auf { $pc } läuft.
trouble-not-admitted = { $pc } gehört nicht mehr zu diesem Büro. Entfernen Sie ihn hier, oder führen Sie patchround-helper leave auf ihm aus und fügen ihn neu hinzu.
    .window = { $pc } gehört nicht mehr zu diesem Büro. Entfernen Sie ihn hier und fügen Sie ihn neu hinzu.
trouble-clock-wrong = Die Uhr von { $pc } und die dieses Computers liegen mehr als einen Tag auseinander. Stellen Sie Datum und Uhrzeit an beiden richtig.
trouble-disk-full = Die Festplatte von { $pc } ist voll. Leeren Sie dort den Papierkorb oder löschen Sie alte Dateien, und versuchen Sie es noch einmal.
trouble-disk-unusable = Auf die Festplatte von { $pc } lässt sich nicht schreiben: Sie ist gesperrt oder beschädigt. Sichern Sie, was dort wichtig ist, und zeigen Sie den PC bald Ihrer IT-Hilfe.
trouble-refused = { $pc } hat nicht angenommen, worum er gebeten wurde. Sehen Sie dort patchround-helper status an.
    .window = { $pc } hat nicht angenommen, worum er gebeten wurde. Versuchen Sie es noch einmal. Bleibt es so, kopieren Sie die Einzelheiten für Ihre IT-Hilfe.
concern-rules-ahead = { $pc } gehorcht neueren Regeln, als dieser Computer kennt. Dort wurde nichts geändert. Benutzen Sie den Computer, von dem sie kamen, oder holen Sie den Ordner von hier aus der neuesten Sicherung zurück.
concern-rules-old-helper = Der Helfer auf { $pc } ist zu alt für die neuesten Regeln dieses Büros. Installieren Sie dort den neuesten Helfer.
concern-rules-floor = { $pc } hat die neuesten Regeln nicht angenommen, weil Sicherheits-Updates mit ihnen länger warten, als dieses Büro erlaubt. Seine alten Regeln gelten, bis es neue gibt.
concern-rules-not-allowed = { $pc } hat die neuesten Regeln nicht angenommen: Er kennt nicht, wer sie unterschrieben hat. Führen Sie dort patchround-helper leave aus, entfernen Sie ihn hier und fügen Sie ihn neu hinzu.
    .window = { $pc } hat die neuesten Regeln nicht angenommen: Er kennt nicht, wer sie unterschrieben hat. Lassen Sie ihn sein Büro verlassen, entfernen Sie ihn hier und fügen Sie ihn neu hinzu.
concern-rules-refused = { $pc } hat die neuesten Regeln dieses Büros nicht angenommen. Sehen Sie dort patchround-helper status an.
    .window = { $pc } hat die neuesten Regeln dieses Büros nicht angenommen. Kopieren Sie die Einzelheiten für Ihre IT-Hilfe.
concern-too-much = { $pc } erzählt viel mehr, als ein PC zu erzählen hat. Ein Teil wurde weggelassen. Sehen Sie dort patchround-helper status an: Er ist vielleicht defekt, oder jemand treibt Schabernack mit ihm.
    .window = { $pc } erzählt viel mehr, als ein PC zu erzählen hat. Ein Teil wurde weggelassen. Zeigen Sie diesen PC Ihrer IT-Hilfe: Er ist vielleicht defekt, oder jemand treibt Schabernack mit ihm.
concern-two-places = Zwei PCs sagen, dass sie { $pc } sind: Einer ist eine Kopie des anderen. Führen Sie auf beiden patchround-helper leave aus, entfernen Sie { $pc } hier und fügen Sie beide neu hinzu.
    .window = Zwei PCs sagen, dass sie { $pc } sind: Einer ist eine Kopie des anderen. Lassen Sie beide ihr Büro verlassen, entfernen Sie { $pc } hier und fügen Sie beide neu hinzu.
notice-rules-older = { $pc } gehorchte älteren Regeln als zuvor. Er wurde wohl auf einen früheren Tag zurückgesetzt; er bekommt jetzt die neuesten.
notice-put-back = { $pc } wurde auf einen früheren Tag zurückgesetzt: Er weiß nicht mehr, was er seither tat. Seine Updates werden neu gelesen.
notice-notes-lost = { $lines ->
    [one] 1 Zeile
   *[other] { $lines } Zeilen
} von dem, was { $pc } über frühere Aufträge notiert hat, { $lines ->
    [one] ist
   *[other] sind
} nicht mehr lesbar. Was dort fehlt, wird neu gelesen und stimmt. Kommt das wieder vor, lassen Sie seine Festplatte prüfen.
notice-calls-itself = { $pc } nennt sich jetzt „{ $now }“. Hier bleibt sein Name; ändern lässt er sich mit: patchround rename
    .window = { $pc } nennt sich jetzt „{ $now }“. Hier bleibt sein Name. Sie können ihn auf seiner Seite ändern.
notice-moved = { $pc } wurde unter { $now } wiedergefunden.
somebody-else = Jemand anderes
notice-ordered-many = Auch angeordnet von { $who }: { $count ->
    [one] 1 dieser Updates
   *[other] { $count } dieser Updates
}, auf { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}. Was dort schon da ist, kommt nicht noch einmal.
notice-ordered-too = { $who } hat { $count ->
    [one] 1 dieser Updates
   *[other] { $count } dieser Updates
} für { $pc } auch angeordnet, { $at }. Was dort schon da ist, kommt nicht noch einmal.
notice-ordered-later = { $who } hat { $count ->
    [one] 1 dieser Updates
   *[other] { $count } dieser Updates
} für { $pc } auch angeordnet, { $at }, mit Beginn { $begins }. Was bis dahin da ist, kommt nicht noch einmal.
pcs-up-to-date = { $done } von { $all } PCs sind auf dem neuesten Stand.
pcs-only-up-to-date = Ihr PC ist auf dem neuesten Stand.
pcs-only-not = Ihr PC ist noch nicht auf dem neuesten Stand.
pcs-none = Dieses Büro hat noch keinen PC. Fügen Sie Ihren ersten PC hinzu: Führen Sie patchround code aus.
pcs-late = { $count ->
    [one] 1 ist überfällig.
   *[other] { $count } sind überfällig.
}
pcs-updates-available = { $count ->
    [one] Für 1 sind Updates bereit.
   *[other] Für { $count } sind Updates bereit.
}
pcs-working = { $count ->
    [one] 1 wird aktualisiert.
   *[other] { $count } werden aktualisiert.
}
pcs-needs-restart = { $count ->
    [one] 1 braucht einen Neustart.
   *[other] { $count } brauchen einen Neustart.
}
pcs-needs-person = { $count ->
    [one] 1 braucht Sie.
   *[other] { $count } brauchen Sie.
}
pcs-not-seen = { $count ->
    [one] 1 war nicht erreichbar.
   *[other] { $count } waren nicht erreichbar.
}
pcs-unknown = { $count ->
    [one] 1 hat lange nicht nach Updates gesehen: Führen Sie patchround check aus.
   *[other] { $count } haben lange nicht nach Updates gesehen: Führen Sie patchround check aus.
}
pcs-restart-unknown = { $count ->
    [one] 1 sagt nicht, ob ein Neustart nötig ist. Starten Sie ihn neu, wenn dort niemand arbeitet.
   *[other] { $count } sagen nicht, ob ein Neustart nötig ist. Starten Sie jeden neu, wenn dort niemand arbeitet.
}
state-up-to-date = auf dem neuesten Stand
state-updates-available = Updates bereit
state-working = wird aktualisiert
state-needs-restart = braucht einen Neustart
state-needs-person = braucht Sie
state-not-seen = nicht erreichbar
state-unknown = lange nicht gelesen
state-restart-unknown = sagt nicht, ob ein Neustart nötig ist
pc-updates = { $count ->
    [0] keine Updates
    [one] 1 Update
   *[other] { $count } Updates
}
pc-due = fällig: { $day }
pc-late = überfällig seit { $day }
pc-never-seen = nie gesehen
pc-last-seen = zuletzt gesehen: { $time }
stored-state = Ein anderes Patchround arbeitet in diesem Büro ({ $by }). Das hat es zuletzt aufgeschrieben.
init-done = Das Büro „{ $office }“ ist fertig. { $person } ist zuständig.
init-paper = Schreiben Sie diese Wörter jetzt auf Papier und bewahren Sie sie sicher auf. Sie werden nur dieses eine Mal gezeigt.
init-passphrase = Die Wörter der Inhaberin oder des Inhabers (um zu ändern, wer zuständig ist): { $words }
init-recovery = Die Wörter für den Notfall (falls dieser Computer verloren geht): { $words }
init-next = Weiter: Führen Sie patchround code aus und geben Sie den Code auf jedem PC ein, mit patchround-helper pair CODE.
code-made = Der Code für neue PCs ist { $code }. Er gilt 60 Minuten, und ein früherer gilt nicht mehr.
code-again = Der Code für neue PCs ist weiter { $code }, bis { $until }. Einen anderen macht: patchround code --new
code-next = Führen Sie auf jedem PC aus: patchround-helper pair { $code }
    Dann hier: patchround find --join, oder patchround add ADRESSE mit der Adresse, die der PC zeigt.
invitation-made = Die Beitrittsdatei { $path } lässt { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
} beitreten, bis { $until }. Wer sie hat, kann diesem Büro einen PC hinzufügen: Bewahren Sie sie auf wie einen Schlüssel.
invitation-next = Führen Sie auf jedem PC aus: patchround-helper pair --file DATEI
    Dann hier: patchround find --join, oder patchround add ADRESSE mit der Adresse, die der PC zeigt.
invitation-none = Keine Beitrittsdatei ist offen. Machen Sie eine mit: patchround invite --out DATEI
invitation-line = Beitrittsdatei { $id }: { $used } von { $pcs } benutzt, offen bis { $until }
invitation-ended = Beitrittsdatei { $id } lässt niemanden mehr ein. PCs, die beigetreten sind, bleiben.
joined = { $pc } ist beigetreten ({ $address }).
joined-next = Was er braucht, zeigt: patchround check
removed = { $pc } ist nicht mehr in diesem Büro. Führen Sie dort auch patchround-helper leave aus, damit er nicht mehr gehorcht.
renamed = { $from } heißt jetzt { $pc }.
found-ours = { $address }: { $pc } dieses Büros
found-ours-unnamed = { $address }: ein PC dieses Büros
found-pairing = { $address }: wartet darauf, einem Büro beizutreten. Um ihn einzulassen, führen Sie hier aus: patchround find --join
found-other = { $address }: kein PC dieses Büros. Um ihn hinzuzufügen, führen Sie dort patchround-helper pair CODE aus.
found-this-ours = { $address }: { $pc } dieses Büros, auf diesem Computer
found-this = { $address }: dieser Computer. Um sich auch um ihn zu kümmern, führen Sie auf ihm patchround-helper pair CODE aus.
found-none = Es wurde kein PC von Ihnen gefunden.
found-none-next = Fügen Sie einen PC mit seiner Adresse hinzu: patchround add ADRESSE, oder fragen Sie jede Adresse: patchround find --look-everywhere
found-none-everywhere = Jede Adresse wurde gefragt. Prüfen Sie, ob die PCs an sind und den Helfer haben, oder fügen Sie einen mit seiner Adresse hinzu: patchround add ADRESSE
found-none-waiting = Kein PC wartet darauf, beizutreten. Führen Sie auf ihm patchround-helper pair CODE aus, oder fügen Sie ihn mit seiner Adresse hinzu: patchround add ADRESSE
found-not-joined = { $address } ist nicht beigetreten. { $why }
found-computers = { $count ->
    [one] 1 Computer ohne den Helfer:
   *[other] { $count } Computer ohne den Helfer:
}
found-computers-next = Um sich um einen davon zu kümmern, installieren Sie dort den Helfer und führen dann patchround-helper pair CODE aus.
found-things = { $count ->
    [one] 1 anderes Ding:
   *[other] { $count } andere Dinge:
}
found-unclear = { $count ->
    [one] Nicht zu erkennen, vielleicht ein Telefon:
   *[other] Was diese { $count } sind, ist nicht zu erkennen, vielleicht Telefone:
}
found-router = Router
search-no-network = Andere Computer lassen sich nicht suchen: Dieser Computer ist in keinem Büronetz, also keinem mit Adressen wie 192.168.1.20. Verbinden Sie Kabel oder WLAN und führen Sie patchround find noch einmal aus.
    .window = PCs können nicht von selbst gefunden werden: Dieser Computer ist in keinem Büronetz. Verbinden Sie Kabel oder WLAN und versuchen Sie es noch einmal, oder fügen Sie PCs mit ihrer Adresse hinzu.
search-port-taken = Die automatische Suche geht auf diesem Computer nicht: Ein anderes Programm behält sie für sich. Schließen Sie jenes Programm, oder führen Sie aus: patchround find --look-everywhere
    .window = PCs können nicht von selbst gefunden werden: Ein anderes Programm auf diesem Computer behält die Suche für sich. Schließen Sie es, oder fügen Sie PCs mit ihrer Adresse hinzu.
search-public = Die automatische Suche geht auf diesem Computer nicht: Er hört sich selbst nicht. Windows nennt Ihr Netzwerk öffentlich und lässt dort weniger herein. Ist es das Netzwerk Ihres Büros, öffnen Sie Einstellungen, Netzwerk und Internet, wählen Sie es und stellen Sie es auf „Privates Netzwerk“. Oder führen Sie aus: patchround find --look-everywhere
    .window = PCs können nicht von selbst gefunden werden: Windows nennt Ihr Netzwerk öffentlich und lässt dort weniger herein. Ist es das Netzwerk Ihres Büros, öffnen Sie Einstellungen, Netzwerk und Internet, wählen Sie es und stellen Sie es auf „Privates Netzwerk“. Oder fügen Sie PCs mit ihrer Adresse hinzu.
search-not-allowed = Die automatische Suche geht auf diesem Computer nicht: Er hört sich selbst nicht. Wahrscheinlich lässt macOS Patchround Ihr Netzwerk nicht sehen. Schalten Sie das ein unter Systemeinstellungen, Datenschutz & Sicherheit, Lokales Netzwerk, und führen Sie patchround find noch einmal aus.
    .window = PCs können nicht von selbst gefunden werden: Wahrscheinlich lässt macOS Patchround Ihr Netzwerk nicht sehen. Öffnen Sie Systemeinstellungen, Datenschutz & Sicherheit, Lokales Netzwerk, schalten Sie Patchround ein und suchen Sie noch einmal.
search-silent = Die automatische Suche geht auf diesem Computer nicht: Er hört sich selbst nicht. Wahrscheinlich hält seine Firewall sie auf (UDP-Port 5353). Erlauben Sie sie dort, oder führen Sie aus: patchround find --look-everywhere
    .window = PCs können nicht von selbst gefunden werden: Wahrscheinlich hält die Firewall dieses Computers die Suche auf (UDP-Port 5353). Erlauben Sie sie dort, oder fügen Sie PCs mit ihrer Adresse hinzu.
probe-begins = { $count ->
    [one] 1 Adresse
   *[other] { $count } Adressen
} von { $networks } werden gefragt, ob dort ein PC von Ihnen ist. Sicherheitsprogramme in Ihrem Netz melden das vielleicht.
probe-left-out = { $networks } wären zu viele Adressen und werden ausgelassen. Fügen Sie PCs dort hinzu mit: patchround add ADRESSE
    .window = { $networks } wären zu viele Adressen und werden ausgelassen. Fügen Sie PCs dort mit ihrer Adresse hinzu.
probe-nowhere = Hier ist kein Büronetz, dessen Adressen gefragt werden könnten.
kept-apart = Hier antwortet nur der Router und sonst niemand. Wahrscheinlich hält Ihr WLAN Computer voneinander fern (ein Gäste-WLAN?). Gehen Sie ins eigene WLAN des Büros oder nehmen Sie ein Kabel, und führen Sie dasselbe noch einmal aus.
    .window = Hier antwortet nur der Router und sonst niemand. Wahrscheinlich hält Ihr WLAN Computer voneinander fern. Ist es ein Gäste-WLAN? Gehen Sie ins eigene WLAN des Büros oder nehmen Sie ein Kabel, und versuchen Sie es noch einmal.
updates-none = Es warten keine Updates.
updates-of = { $pc }:
updates-line = { $name } ({ $class })  { $id }
changes-none = Der Hersteller hat nicht gesagt, was sich ändert.
changes-unknown = Wir wissen noch nicht, was sich ändert.
changes-from = Aus { $file }, { $what } { $version }
changes-from-document = Aus { $document }
updates-held = auf diesem PC zurückgehalten
updates-removes = würde { $packages } entfernen
class-urgent = dringendes Update
class-security = Sicherheits-Update
class-other = Update
class-unknown = Update
updates-next = Um eines davon auf jedem PC einzuspielen, geben Sie seine Kennung vom Ende der Zeile ein: patchround update --id KENNUNG
source-unfinished = { $pc }: { $cause } { $next }
source-unread = Die Updates von { $pc } ließen sich nicht lesen. { $cause } { $next }
plan-title = Das wird geschehen. Noch hat nichts begonnen.
plan-next = So beginnt es: patchround update --all
plan-next-pc = So beginnt es: patchround update --pc "{ $pc }"
plan-nobody = Niemand muss aufhören zu arbeiten, soweit bekannt: { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
} auf { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}.
plan-close = Programme müssen geschlossen werden: { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
} auf { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}.
plan-restart = Ein Neustart schließt es ab: { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
} auf { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}. Dadurch wird kein PC neu gestartet.
plan-asked = Menschen werden zuerst gefragt, weil sich etwas Großes ändert: { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
} auf { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}
plan-asked-row = { $pc }: { $name } kommt { $time }, wenn niemand etwas anderes sagt
plan-no-undo = Lässt sich danach nicht rückgängig machen: { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
} auf { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}.
plan-off = { $pc } antwortet nicht. { $count ->
    [one] 1 Update wartet
   *[other] { $count } Updates warten
} bis zu einer Woche auf ihn, bis Sie patchround ausführen, während er an ist: { $names }
plan-refresh = { $pc } sucht erst nach Updates: Was von ihm bekannt ist, ist vielleicht veraltet.
plan-repair = { $pc }, zuerst: { $what }
repair-cut-off = Was unterbrochen wurde, wird beendet.
repair-cut-off-of = Das Update von { $names }, das nicht zu Ende kam, wird beendet.
repair-set-up = Die Einrichtung von { $names } wird noch einmal versucht.
repaired = Was unterbrochen war, ist jetzt beendet.
repaired-not = Was unterbrochen war, ließ sich nicht beenden.
repaired-limit = Es wurde nicht noch einmal repariert: Das wurde so oft versucht, wie es an einem Tag sein darf.
repaired-untried = Es wurde nichts repariert.
repaired-set-up = Die Einrichtung von { $names } wurde noch einmal versucht und hat geklappt.
repaired-set-up-not = Die Einrichtung von { $names } wurde noch einmal versucht und hat nicht geklappt.
repaired-set-up-limit = Die Einrichtung von { $names } wurde nicht noch einmal versucht: Das geschah so oft, wie es an einem Tag sein darf.
not-whole-unnamed = einem Programm
not-whole-cut-off = Das Update von { $names } ist nicht zu Ende gekommen: Es wurde abgebrochen, oder ein Schritt ging nicht.
not-whole-set-up = { $count ->
    [one] { $names } ist drin, aber ein Schritt der Einrichtung ging nicht.
   *[other] { $names } sind drin, aber ein Schritt der Einrichtung ging nicht.
}
plan-not-now = Jetzt nicht, { $pc }: { $name }. { $cause } { $next }
plan-nothing = Es gibt nichts zu aktualisieren.
plan-new-waits = So neu, dass es wartet. Damit es jetzt auch kommt: patchround update --all --new-too
plan-ask = Jetzt beginnen? Geben Sie yes ein, um zu beginnen:
plan-ask-tonight = Um { $time } beginnen? Geben Sie yes ein, um zuzustimmen:
plan-not-started = Nichts wurde begonnen.
firmware-what = { $pc } bekommt die Firmware { $version } für { $name } und sonst nichts.
firmware-what-from = { $pc } bekommt die Firmware { $version } für { $name } anstelle von { $from } und sonst nichts.
firmware-people = Wer an { $pc } arbeitet, muss vorher alles speichern.
firmware-power = Schließen Sie den PC an den Strom an, schalten Sie ihn nicht aus und ziehen Sie nichts ab, bis es fertig ist, auch wenn der Bildschirm dunkel bleibt.
firmware-at-once = Sie wird sofort geschrieben. Braucht es doch einen Neustart, steht das auf der Seite des PCs.
firmware-restart = Erst ein Neustart schließt es ab: einer, den Sie machen, oder einer, den der PC für andere Updates macht. Lassen Sie ihn auch dann an und am Strom, wie lange der Bildschirm auch dunkel bleibt.
firmware-switch-off = Sie wird erst benutzt, wenn der PC aus- und wieder eingeschaltet wurde.
firmware-key = Beim nächsten Start fragt der PC vielleicht nach dem Wiederherstellungsschlüssel seiner verschlüsselten Festplatte. Legen Sie ihn bereit, bevor Sie beginnen.
firmware-no-way-back = Das lässt sich nicht rückgängig machen: Firmware geht nicht zu einer früheren Version zurück.
firmware-ask = Der PC hängt am Strom, und alles ist klar? Geben Sie yes ein, um zu beginnen:
updates-firmware = Firmware: Sie kommt allein, mit patchround firmware { $id } --pc "{ $pc }"
error-cannot-go-first = { $pc } kann jetzt nicht zuerst drankommen: Er antwortet nicht, er bekommt kein Update, oder kein anderer PC bekommt eines.
lists-name = Die Updates dieses PCs
names-more = { $names } und { $count } weitere
names-times = { $name } ({ $count })
big-change = Größere Änderung. { $why }
big-first-number = Aus Version { $from } wird { $to }.
big-removes = Sie nimmt { $names } weg.
big-new-maker = Sie kommt von { $to } und nicht mehr von { $from }.
big-downgrade = Sie geht auf eine ältere Version zurück.
big-maker-tells = Der Hersteller sagt, dass etwas wegfällt oder umziehen muss.
big-asked-first = Ihr Büro will vorher gefragt werden.
big-new-permissions = Sie darf auf dem PC mehr als bisher.
big-feature-update = Es ist die nächste Ausgabe des Systems.
big-unknown = Der PC hat einen Grund, den dieses Programm noch nicht kennt.
plan-big = { $name }: { $big }
round-open = { $pc } hat seit einer früheren Runde nicht geantwortet. Was er noch zu tun hat, geht weiter, sobald er an ist.
round-joins = Eine frühere Runde ist nicht fertig. Sie wird zuerst zu Ende verfolgt.
round-checks = { $count ->
    [one] 1 PC sucht erst nach Updates.
   *[other] { $count } PCs suchen erst nach Updates.
}
round-later = Vereinbart. Die Updates beginnen um { $time }, auch wenn dieser Computer aus ist. Was geschah, zeigt: patchround record
round-retrying = { $pc }: antwortet nicht, wird noch einmal gefragt
round-retrying-refused = { $pc }: kann gerade nicht beginnen, wird noch einmal gefragt
round-gave-up = { $pc }: antwortet noch immer nicht
round-gave-up-refused = { $pc }: kann noch immer nicht beginnen
round-waits = Die Updates von PCs, die nicht geantwortet haben, warten bis zu einer Woche. Sie beginnen, wenn Sie patchround das nächste Mal ausführen, während diese PCs an sind.
round-left = Sie sehen nicht mehr zu. PCs, die Bescheid wissen, machen allein weiter; die anderen erfahren es, wenn Sie patchround das nächste Mal ausführen. Was geschah, zeigt: patchround record
later-line = Vereinbart für { $time }, { $pc }: { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
}.
later-waits = Wartet, bis { $pc } antwortet: { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
}.
later-after-first = Sobald es auf { $first } läuft, { $pc }: { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
}.
later-just-on = { $pc } wurde gerade eingeschaltet. Was für ihn vereinbart ist, beginnt um { $time }.
later-cancel = Zurücknehmen: patchround update --cancel --all, oder --pc NAME für einen PC.
hold-meant = Kein PC bietet { $package } zurzeit an. Um das Programm dieses Namens zurückzuhalten: patchround hold { $other }, und dann patchround release { $package }
hold-not-offered = Kein PC bietet zurzeit ein Update von { $package } an. Wie es heißen könnte, zeigt: patchround updates
hold-done = { $package } wird auf jedem PC zurückgehalten bis { $until }. Ein Sicherheitsupdate kommt früher, sobald es überfällig ist.
except-meant = Zurzeit bietet kein PC { $package } an. Das Programm dieses Namens heißt hier { $other }: patchround except { $other }
except-words = Die sechs Wörter der Inhaberin oder des Inhabers, vom Blatt:
except-done = { $package } bleibt auf { $pcs } mit Absicht, wie es ist, bis { $until }. Es gilt als vereinbarte Ausnahme, nicht als erledigt.
except-done-everywhere = { $package } bleibt auf jedem PC mit Absicht, wie es ist, bis { $until }. Es gilt als vereinbarte Ausnahme, nicht als erledigt.
except-ended = Die Ausnahme für { $package } ist beendet.
except-none = Es ist keine Ausnahme vereinbart.
release-done = { $package } wird nicht mehr zurückgehalten.
undo-done = { $pc } ist wieder bei { $name } { $version } und bleibt dabei bis { $until }. Um die neuere Version früher wieder zuzulassen: patchround release { $package } --pc "{ $pc }"
undo-not-done = { $pc } ist nicht zu { $name } { $version } zurückgegangen. { $cause } { $next }
undo-waits = { $pc } antwortet nicht. Er geht zurück, sobald er antwortet, wenn das innerhalb von zwei Tagen geschieht.
undo-what = { $pc } geht mit { $name } von { $newer } zu { $version } zurück und bleibt dabei, bis Sie etwas anderes sagen, höchstens zwei Wochen.
undo-files = Was in der neueren Version gespeichert wurde, lässt sich in der älteren vielleicht nicht öffnen. Einstellungen gehen nicht mit zurück.
undo-ask = Zurückgehen? Geben Sie yes ein, um zu beginnen:
undo-cause-not-there = Das Installationsprogramm sagte „fertig“, aber die ältere Version ist nicht da.
undo-cause-cut-off = Es wurde unterbrochen, oder schon das Update davor.
undo-cause-held = Jemand hält dieses Programm auf diesem PC mit Absicht bei seiner Version.
undo-next-look = Führen Sie patchround check aus: patchround updates sagt dann, wozu dieser PC zurückkann. Hilft das nicht, fragen Sie Ihre IT-Hilfe nach der älteren Version.
    .window = Drücken Sie „Jetzt prüfen“: Die Seite dieses PCs sagt dann, wozu er zurückkann. Hilft das nicht, fragen Sie Ihre IT-Hilfe nach der älteren Version.
undo-next-cut-off = Führen Sie patchround update aus: Das beendet zuerst, was abgebrochen wurde. Gehen Sie dann noch einmal zurück.
    .window = Hat die Seite dieses PCs „Diesen PC reparieren…“, drücken Sie das zuerst. Gehen Sie dann noch einmal zurück.
undo-next-held = Fragen Sie, wer es dort hält und warum. An diesem PC lässt es sich freigeben.
undo-next-busy = Warten Sie, bis das fertig ist, und versuchen Sie es dann noch einmal.
undo-next-network = Prüfen Sie, ob das Internet auf diesem PC geht, und versuchen Sie es dann noch einmal.
undo-next-later = Versuchen Sie es heute später noch einmal.
undo-next-disk-full = Leeren Sie den Papierkorb oder entfernen Sie alte Dateien auf diesem PC, und versuchen Sie es dann noch einmal.
undo-next-check = Führen Sie patchround check aus, und versuchen Sie es dann noch einmal.
    .window = Drücken Sie „Jetzt prüfen“, und versuchen Sie es dann noch einmal.
undo-next-on = Versuchen Sie es noch einmal, während der PC an ist.
undo-next-first = Kümmern Sie sich zuerst darum, und versuchen Sie es dann noch einmal.
release-pc-done = { $pc } nimmt wieder neuere Versionen von { $name }.
release-pc-not-done = { $pc } bleibt noch bei { $name } { $version }. { $cause } { $next }
updates-undo = { $name }: kann von { $newer } zurück zu { $version } mit patchround undo { $package } --pc "{ $pc }" --why TEXT
updates-back = { $name }: bleibt bei { $version } bis { $until }. Um das zu beenden: patchround release { $package } --pc "{ $pc }"
updates-no-end = jemand es freigibt
pause-done = Bis { $until } geschieht nichts von selbst außer überfälligen Sicherheitsupdates. Was Sie anordnen, läuft weiter. Die Pause beendet: patchround resume
resume-done = Die Pause ist vorbei.
paused = Bis { $until } geschieht nichts von selbst außer überfälligen Sicherheitsupdates. Die Pause beendet: patchround resume
cooling-off-done = { $days ->
    [0] Von jetzt an warten größere Änderungen nicht mehr.
    [one] Von jetzt an warten größere Änderungen nach dem Erscheinen 1 Tag, damit andere die Fehler zuerst finden.
   *[other] Von jetzt an warten größere Änderungen nach dem Erscheinen { $days } Tage, damit andere die Fehler zuerst finden.
}
later-none = Für später ist nichts vereinbart.
later-taken-back = { $pc }: zurückgenommen, es beginnt nicht.
later-not-taken-back = { $pc } weiß schon Bescheid und antwortet jetzt nicht: Er beginnt wie vereinbart. Schalten Sie ihn ein und versuchen Sie es noch einmal.
wake-asked-one = Wir haben { $first } gebeten, { $pc } zu wecken. Das kann einige Minuten dauern; nicht jeder PC lässt sich wecken.
wake-asked-two = Wir haben { $first } und { $second } gebeten, { $pc } zu wecken. Das kann einige Minuten dauern; nicht jeder PC lässt sich wecken.
wake-off-there = { $pc } hat uns gesagt, dass seine Netzwerkkarten ihn nicht wecken; er bleibt also wohl aus.
wake-is-on = { $pc } ist schon an.
wake-no-card = { $pc } hat uns noch nicht gesagt, wie er geweckt werden kann. Schalten Sie ihn von Hand ein; dann sagt er es uns.
wake-just-asked = Um das Wecken von { $pc } wurde gerade eben schon gebeten. Das kann einige Minuten dauern; nicht jeder PC lässt sich wecken.
wake-nobody-else = Kein anderer PC des Büros, der an ist, konnte { $pc } wecken. Schalten Sie ihn von Hand ein.
restart-planned = { $pc } startet neu ({ $time }), sobald ihn niemand benutzt.
restart-off-planned = { $pc } wird ausgeschaltet ({ $time }), sobald ihn niemand benutzt.
restart-not-told = { $pc } antwortet nicht. Sobald er antwortet, erfährt er, dass er neu starten soll.
restart-off-not-told = { $pc } antwortet nicht. Sobald er antwortet, erfährt er, dass er sich ausschalten soll.
restart-waits = { $pc } hat noch nicht neu gestartet. { $why } Er startet neu, sobald das vorbei ist.
restart-off-waits = { $pc } ist noch nicht ausgeschaltet. { $why } Er schaltet sich aus, sobald das vorbei ist.
restart-goes-on = { $pc } startet gerade neu.
restart-off-goes-on = { $pc } schaltet sich gerade aus.
restart-done = { $pc } wurde neu gestartet und geprüft. Ein Neustart ist nicht mehr nötig.
restart-needed-for = { $pc } braucht einen Neustart wegen: { $names }.
restart-cancel = Einen Neustart zurücknehmen: patchround restart NAME --cancel. Ihn verschieben: patchround restart NAME --at ZEIT.
restart-nobody = Kein PC braucht einen Neustart.
restart-none-planned = Es ist kein Neustart vereinbart.
restart-step = { $pc } wurde nicht neu gestartet: { $cause } { $next }
restart-next-battery = Schließen Sie das Ladegerät an und ordnen Sie es dann noch einmal an.
restart-next-busy = Warten Sie, bis das fertig ist, und ordnen Sie es dann noch einmal an.
restart-next-disk-full = Leeren Sie den Papierkorb oder entfernen Sie alte Dateien auf diesem PC und ordnen Sie es dann noch einmal an.
restart-next-cancelled = Ordnen Sie es noch einmal an, wenn Sie es möchten.
restart-next-expired = Ordnen Sie es noch einmal an, während der PC an ist.
wait-call = Dort ist eine Kamera oder ein Mikrofon in Gebrauch: Vielleicht telefoniert jemand.
wait-presentation = Dort wird gerade etwas gezeigt.
wait-at-work = { $count ->
    [one] { $people } arbeitet dort.
   *[other] { $people } arbeiten dort.
}
wait-signed-in = { $count ->
    [one] { $people } ist noch angemeldet.
   *[other] { $people } sind noch angemeldet.
} Nicht gespeicherte Arbeit ginge verloren, darum warten wir.
wait-program = Ein Programm hält den PC eingeschaltet: { $program }.
wait-battery = Er läuft auf Akku und hat noch { $percent } %. Schließen Sie das Ladegerät an.
wait-not-known = Der PC kann nicht erkennen, ob ihn jemand benutzt.
wait-names-two = { $first } und { $second }
wait-names-more = { $first }, { $second } und { $count ->
    [one] 1 Person mehr
   *[other] { $count } Personen mehr
}
wait-somebody = Jemand
error-bad-time = { $time } ist keine Zeit, die man einem PC nennen kann: Schreiben Sie 18:30 oder 2026-11-30T18:30, höchstens sechs Tage im Voraus.
progress-restart-waits = { $pc }: wartet mit dem Neustart
progress-just-on = { $pc }: wurde gerade eingeschaltet, beginnt in einigen Minuten
progress-woken = { $pc }: antwortet nicht, { $by } wurde gebeten, ihn zu wecken
progress-restarting = { $pc }: startet neu
progress-accepted = { $pc }: weiß, was zu tun ist
progress-started = { $pc }: beginnt
progress-waiting = { $pc }: wartet auf ein anderes Programm
progress-waiting-for = { $pc }: wartet auf { $item }
progress-downloading = { $pc }: holt die Updates, { $percent } %
progress-installing = { $pc }: spielt Updates ein, { $percent } %
progress-verifying = { $pc }: sieht nach, ob es geklappt hat
progress-working = { $pc }: arbeitet
progress-refreshing = { $pc }: sucht nach Updates
progress-ended = { $pc }: fertig
result-done = { $pc }: fertig.
result-nothing = { $pc }: nichts zu tun.
result-done-many = { $pc }: fertig, { $count ->
    [one] 1 Update
   *[other] { $count } Updates
}.
result-later = { $pc }: für später vereinbart.
result-person = { $pc }: { $count ->
    [0] kommt, während die betreffende Person angemeldet ist
    [one] 1 Update ist drin, der Rest kommt, während die betreffende Person angemeldet ist
   *[other] { $count } Updates sind drin, der Rest kommt, während die betreffende Person angemeldet ist
}.
result-turn = { $pc }: wartet, bis es auf dem PC läuft, der zuerst dran ist.
result-needs-restart = { $pc }: fertig, braucht einen Neustart.
result-needs-person = { $pc }: braucht Sie.
result-unreachable = { $pc }: war nicht erreichbar.
result-busy = { $pc }: noch mit einem früheren Auftrag beschäftigt.
result-partly = { $pc }: { $count ->
    [one] 1 Update ist drin, aber nicht alle.
   *[other] { $count } Updates sind drin, aber nicht alle.
}
result-failed = { $pc }: Es hat nicht geklappt.
result-step = { $name }: { $cause } { $next }
result-details = Technische Einzelheiten: { $details }
record-none = Es ist noch nichts geschehen.
record-line = { $time }  { $text }
record-office-made = { $who } hat das Büro { $office } gemacht.
record-code-made = { $who } hat einen Code für neue PCs gemacht.
record-invitation-made = { $who } hat eine Beitrittsdatei gemacht für { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}, offen bis { $until }.
record-invitation-ended = { $who } hat die Beitrittsdatei { $id } beendet.
record-pc-joined = { $who } hat { $pc } hinzugefügt.
record-pc-removed = { $who } hat { $pc } entfernt.
record-pc-renamed = { $who } hat { $from } in { $pc } umbenannt.
record-by-itself = { $pc } hat { $name } { $version } von selbst eingespielt, { $at }.
record-by-itself-restart = { $pc } hat { $name } { $version } von selbst eingespielt, { $at }. Es gilt erst, wenn der PC neu gestartet wurde.
record-by-itself-not-whole = { $pc } hat { $name } { $version } von selbst eingespielt, { $at }. { $cause } Beim nächsten Update dieses PCs wird das zuerst noch einmal versucht.
record-by-itself-not = { $pc } hat von selbst versucht, { $name } { $version } einzuspielen, { $at }. { $cause }
record-restarted-by-itself = { $pc } hat sich von selbst neu gestartet, { $at }: Niemand war da.
record-repaired-by-itself = { $pc } hat von selbst beendet, was unterbrochen war, { $at }.
record-not-restarted-by-itself = { $pc } sollte sich von selbst neu starten, { $at }, und hat es nicht getan. { $cause }
record-not-repaired-by-itself = { $pc } konnte nicht von selbst beenden, was unterbrochen war, { $at }. { $cause }
record-repair-agreed = { $who } hat zugestimmt, dass { $pc } beendet, was unterbrochen war.
record-repair-agreed-later = { $who } hat zugestimmt, dass { $pc } beendet, was unterbrochen war, nicht vor { $begins }.
record-repaired = { $pc } hat beendet, was unterbrochen war.
record-repaired-not = { $pc } hat nicht beendet, was unterbrochen war. { $cause }
record-set-up-agreed = { $who } hat zugestimmt, dass { $pc } die Einrichtung von { $names } noch einmal versucht.
record-set-up-agreed-later = { $who } hat zugestimmt, dass { $pc } die Einrichtung von { $names } noch einmal versucht, nicht vor { $begins }.
record-set-up = { $pc } hat die Einrichtung von { $names } noch einmal versucht, und sie hat geklappt.
record-set-up-not = { $pc } konnte die Einrichtung von { $names } nicht beenden. { $cause }
record-restart-agreed = { $who } hat einem Neustart von { $pc } zugestimmt, sobald ihn niemand benutzt.
record-restart-agreed-later = { $who } hat einem Neustart von { $pc } zugestimmt, nicht vor { $begins } und sobald ihn niemand benutzt.
record-off-agreed = { $who } hat zugestimmt, dass { $pc } ausgeschaltet wird, sobald ihn niemand benutzt.
record-off-agreed-later = { $who } hat zugestimmt, dass { $pc } ausgeschaltet wird, nicht vor { $begins } und sobald ihn niemand benutzt.
record-restarted = { $pc } wurde neu gestartet und geprüft.
record-switched-off = { $pc } wurde ausgeschaltet und ist wieder an.
record-restart-not = { $pc } wurde nicht neu gestartet. { $cause }
record-rules-changed = { $who } hat geändert, wann Updates kommen.
record-cooling-off = { $days ->
    [0] { $who } lässt größere Änderungen nicht mehr warten.
    [one] { $who } lässt größere Änderungen 1 Tag warten.
   *[other] { $who } lässt größere Änderungen { $days } Tage warten.
}
record-held = { $who } hält { $package } zurück bis { $until }: { $why }
record-excepted = { $who } hat eine Ausnahme für { $package } auf { $pcs } vereinbart, bis { $until }: { $why }; stattdessen: { $instead }
record-excepted-everywhere = { $who } hat eine Ausnahme für { $package } auf jedem PC vereinbart, bis { $until }: { $why }; stattdessen: { $instead }
record-exception-ended = { $who } hat die Ausnahme für { $package } beendet.
record-exception-ended-on = { $who } hat die Ausnahme für { $package } auf { $pcs } beendet.
record-released = { $who } hält { $package } nicht mehr zurück.
record-undo-agreed = { $who } lässt { $pc } zu { $name } { $version } zurückgehen und dabei bleiben bis { $until }: { $why }
record-went-back = { $pc } ist wieder bei { $name } { $version }.
record-went-back-not = { $pc } ist nicht zu { $name } { $version } zurückgegangen. { $cause }
record-firmware-agreed = { $who } lässt { $pc } die Firmware { $version } für { $name } einspielen.
record-release-agreed = { $who } lässt { $pc } nicht mehr bei { $name } { $version } bleiben.
record-let-go = { $pc } bleibt nicht mehr bei { $name } { $version }.
record-let-go-not = { $pc } bleibt noch bei { $name } { $version }. { $cause }
record-let-go-by-itself = { $pc } bleibt nicht mehr bei { $name } { $version }: Die Zeit dafür war um, { $at }.
record-paused = { $who } hat das Büro bis { $until } angehalten.
record-resumed = { $who } hat die Pause des Büros beendet.
record-office-changed = { $who } hat die Angaben zum Büro geändert. Es heißt { $office }.
record-rules-older = { $pc } gehorchte älteren Regeln als zuvor.
record-pc-put-back = { $pc } wurde auf einen früheren Tag zurückgesetzt.
record-pc-log-changed = Was { $pc } über sich selbst notiert hat, wurde geändert oder gekürzt. Fragen Sie, wer ihn sonst noch betreut.
record-shortened = { $lines ->
    [one] Hier fehlte 1 Zeile
   *[other] Hier fehlten { $lines } Zeilen
}: Das Protokoll wurde gekürzt oder aus einer Sicherung zurückgeholt.
record-changed = Bis hierher fand sich das Protokoll geändert.
record-round-agreed = { $who } hat zugestimmt: { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
} auf { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}.
record-round-agreed-later = { $who } hat zugestimmt: { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
} auf { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}, nicht vor { $begins }.
record-tried-again = { $updates ->
    [one] 1 Update
   *[other] { $updates } Updates
} auf { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}: Es ging wegen etwas Vorübergehendem nicht und wurde noch einmal aufgetragen.
record-first-chosen = { $pcs ->
    [one] Zuerst ist { $pc } dran; 1 anderer PC wartet darauf.
   *[other] Zuerst ist { $pc } dran; { $pcs } andere PCs warten darauf.
}
record-first-done = { $pcs ->
    [one] Auf { $pc } läuft es. Der andere PC bekommt jetzt seinen Teil.
   *[other] Auf { $pc } läuft es. Die anderen { $pcs } PCs bekommen jetzt ihren Teil.
}
record-first-failed = { $pcs ->
    [one] Auf { $pc }, der zuerst dran war, hat es nicht geklappt. Der andere PC blieb, wie er ist.
   *[other] Auf { $pc }, der zuerst dran war, hat es nicht geklappt. Die anderen { $pcs } PCs blieben, wie sie sind.
}
record-order-taken = { $pc } weiß, was zu tun ist.
record-ordered-by-others = Schon angeordnet von { $who }: { $count ->
    [one] 1 dieser Updates
   *[other] { $count } dieser Updates
}, auf { $pcs ->
    [one] 1 PC
   *[other] { $pcs } PCs
}.
record-order-waits = { $pc } hat nicht geantwortet. Seine Updates warten auf ihn bis { $until }.
record-wake-asked = { $who } hat { $by } gebeten, { $pc } zu wecken.
record-woken-for-order = { $by } wurde gebeten, { $pc } zu wecken, weil Vereinbartes auf ihn wartet.
record-order-withdrawn = Was für { $pc } vereinbart war, wurde zurückgenommen oder ersetzt, bevor es begann.
record-update-done = { $pc }: { $name } { $version } ist eingespielt.
record-update-needs-restart = { $pc }: { $name } { $version } wurde eingespielt. Es gilt erst, wenn der PC neu gestartet wurde.
record-update-not-whole = { $pc }: { $name } { $version } ist da. { $cause } Beim nächsten Update dieses PCs wird das zuerst noch einmal versucht.
record-update-ended = { $pc }: { $name } { $version } wurde nicht eingespielt. { $cause }
record-update-waits = { $pc }: { $name } { $version } ist noch nicht eingespielt. { $cause }
record-name-of-many = { $name } ({ $package })
record-pc-done = { $pc } ist fertig.
record-pc-needs-restart = { $pc } ist fertig und braucht einen Neustart.
record-pc-waiting = { $pc } ist nicht fertig: Etwas wartet noch.
record-pc-not-done = { $pc } ist nicht fertig: Nicht alles wurde eingespielt.
record-flaw-changed = Was das Protokoll von { $from } bis { $until } sagt, wurde nachträglich geändert. Verlassen Sie sich nicht darauf, heben Sie eine Kopie auf und fragen Sie, wer diesen Computer sonst noch benutzt.
record-flaw-shortened = Dem Protokoll fehlen Zeilen zwischen { $from } und { $until }. Haben Sie eine Sicherung zurückgeholt, kommt es davon. Wenn nicht, heben Sie eine Kopie auf und fragen Sie, wer diesen Computer sonst noch benutzt.
invite-disk-full = Die Festplatte des PCs ist voll, darum ist er nicht beigetreten. Schaffen Sie dort Platz und versuchen Sie es noch einmal.
invite-disk-unusable = Auf die Festplatte des PCs lässt sich nicht schreiben, darum ist er nicht beigetreten. Sichern Sie, was dort wichtig ist, und zeigen Sie ihn bald Ihrer IT-Hilfe.

## Falsch getippt

usage-no-command = Sagen Sie, was zu tun ist, zum Beispiel: patchround pcs.
usage-command = Einen Befehl „{ $what }“ gibt es nicht.
usage-option = Eine Option { $what } gibt es hier nicht.
usage-extra = „{ $what }“ ist hier zu viel.
usage-missing = Es fehlt etwas: { $what }.
usage-missing-one = Eines davon fehlt: { $what }.
usage-missing-value = Hinter { $what } fehlt etwas.
usage-no-value = Hinter { $what } gehört nichts.
usage-value = „{ $value }“ passt nicht zu { $what }.
usage-range = „{ $value }“ passt nicht zu { $what }: Geben Sie eine Zahl von { $from } bis { $to } ein.
usage-twice = { $what } darf nur einmal da sein.
usage-conflict = { $what } und { $other } gehen nicht zusammen.
usage-other = So getippt geht das nicht.
usage-nearest = Meinten Sie „{ $nearest }“?
usage-help = Was es gibt, zeigt: { $command } --help

# Menschen, die gefragt werden
record-person-asked = { $person } wurde an { $pc } zu { $names } gefragt. Ohne Antwort kommt es { $time }.
record-person-answered = { $person } hat an { $pc } zu { $names } geantwortet: { $answer }
record-objection-answered = { $who } hat { $people } an { $pc } zu { $names } geantwortet: { $decision }
record-said-wrong = { $person } sagte an { $pc }, dass seit dem Update von { $names } etwas nicht stimmt.
record-stopped-for-people = { $names } wurde auf { $pcs } angehalten, weil { $people } an { $pc } sagte, dass etwas nicht stimmt.
record-wrong-answered = { $who } hat { $people } an { $pc } zu { $names } geantwortet: { $decision }
record-stand-in-has-it = { $people } an { $pc } hat von { $person } zu { $names } seit { $since } keine Antwort. Jetzt hat es { $name }.
record-answer-late = { $people } an { $pc } hat zu { $names } seit { $since } keine Antwort. { $person } ist damit überfällig.
record-person-wrote = { $person } schrieb von { $pc }: „{ $words }“
record-note-done = { $who } hat mit { $people } über die Nachricht von { $pc } gesprochen.
record-stand-in-has-note = Mit { $people } an { $pc } hat seit { $since } niemand über eine Nachricht gesprochen. Jetzt hat sie { $name } statt { $person }.
record-note-late = Mit { $people } an { $pc } hat seit { $since } niemand über eine Nachricht gesprochen. { $person } ist damit überfällig.
turn-stand-in = { $person } hat seit { $since } nicht geantwortet. Jetzt hat es { $name }.
turn-late = Es ist überfällig: { $person } hat seit { $since } nicht geantwortet.
together = { $count } von { $all } Personen bitten, mit { $names } zu warten: { $people }.
together-person = { $person } ({ $pc })
together-how = Vorschlag: auf allen PCs bis { $until } zurückhalten, mit patchround answer --for-all "{ $name }".
together-done = „{ $name }“ wird auf allen PCs zurückgehalten. Alle, die um Aufschub baten, haben eine Antwort.
hold-for-people = Mehrere Personen bitten, zu warten.
said-wrong = Etwas stimmt nicht.
answer-now = Jetzt aktualisieren.
answer-time = { $time } aktualisieren.
answer-unknown = Eine Antwort, die dieses Programm nicht kennt.
worry-busy = Ich bin bis { $time } mit etwas Wichtigem beschäftigt.
worry-tool = Ein Werkzeug, das ich brauche, geht danach vielleicht nicht mehr.
worry-unwanted = Ich möchte diese Änderung nicht.
decision-wait = Wir warten bis { $time }.
decision-keep = Dieser PC behält die alte Version.
decision-go-ahead = Es kommt trotzdem, { $time }.
decision-go-back = Dieser PC geht zur alten Version zurück. Er bleibt dort bis { $time }.
decision-go-on = Die neue Version bleibt.
decision-unknown = Eine Entscheidung, die dieses Programm nicht kennt.
with-words = { $sentence } „{ $words }“
answer-none = Niemand wartet auf eine Antwort.
answer-title = { $pc }: Bitte, mit { $names } zu warten.
answer-until = Es schließt eine Sicherheitslücke: Es kommt auf jeden Fall { $time }.
answer-how = Antworten Sie mit patchround answer { $pc } --wait-until JJJJ-MM-TT, --keep oder --go-ahead. Mit --say "..." schreiben Sie dazu.
answer-wrong-title = { $pc }: Seit dem Update von { $names } stimmt etwas nicht.
answer-wrong-stopped = { $count ->
    [one] Auf 1 anderen PC ist es angehalten, bis Sie antworten.
   *[other] Auf { $count } anderen PCs ist es angehalten, bis Sie antworten.
}
answer-wrong-how = Antworten Sie mit patchround answer { $pc } --go-back oder --go-on. Mit --say "..." schreiben Sie dazu.
answer-wrong-no-way = Dieser PC hat die alte Version nicht behalten. Antworten Sie mit patchround answer { $pc } --go-on.
answer-done = Beantwortet: { $decision } Es steht nun an { $pc }.
answer-which = An { $pc } warten mehrere Antworten. Nennen Sie eine mit --about: { $names }.
answer-person = { $person }: { $said }
answer-note-title = { $pc }: Eine Nachricht, die kein Update betrifft.
quoted = „{ $words }“
answer-note-how = Sprechen Sie mit ihnen und sagen Sie das mit patchround answer { $pc } --done.
answer-note-done = Von { $pc } wartet keine Nachricht mehr. Besprochen ist: { $notes }
answer-note-person = { $person } „{ $words }“
pcs-objections = { $count ->
    [one] Jemand wartet auf eine Antwort. Siehe patchround answer.
   *[other] { $count } Antworten warten auf Sie. Siehe patchround answer.
}

## By which rules an office is judged

rule-recommended = unsere Empfehlung
rule-recommended-text = Unsere Empfehlung: 2 Tage für das, was Angreifer ausnutzen, 14 Tage für Sicherheitsupdates, 30 Tage für alles andere.
rule-cyber-essentials = Cyber Essentials
rule-cyber-essentials-text = Cyber Essentials (Großbritannien): 14 Tage für Sicherheitsupdates, die ihr Hersteller kritisch oder hoch nennt, die einen Wert von 7 oder mehr haben oder bei denen der Hersteller nicht sagt, wie schlimm es ist.
rule-bod-26-04 = CISA BOD 26-04
rule-bod-26-04-text = CISA BOD 26-04 (USA): 3, 14 oder 60 Tage, je nachdem, ob Angreifer es ausnutzen, wie leicht und wofür.
rule-cis = CIS Controls
rule-cis-text = CIS Controls: ein Monat für alles.
rule-pci = PCI DSS
rule-pci-text = PCI DSS: ein Monat für kritische Sicherheitsupdates.
rule-own = Ihre eigenen Fristen
rule-own-text = Ihre eigenen Fristen.
rule-own-days = Ihre eigenen Fristen ({ $days })
rule-own-urgent = { $days ->
    [one] was Angreifer ausnutzen: { $days } Tag
   *[other] was Angreifer ausnutzen: { $days } Tage
}
rule-own-security = { $days ->
    [one] Sicherheitsupdates: { $days } Tag
   *[other] Sicherheitsupdates: { $days } Tage
}
rule-own-other = { $days ->
    [one] alles andere: { $days } Tag
   *[other] alles andere: { $days } Tage
}
judged-by = Ihr Büro wird beurteilt nach: { $rules }
judged-by-strictest = Von mehreren zählt für jedes Update die strengste.
judged-reachable = { $pc } ist für jeden aus dem Internet erreichbar.
brought-later = { $count ->
    [one] Es ist gespeichert. Ein PC hat nicht geantwortet: Er bekommt das beim nächsten Kontakt.
   *[other] Es ist gespeichert. { $count } PCs haben nicht geantwortet: Sie bekommen das beim nächsten Kontakt.
}
clock-due = Fällig am { $day } nach: { $rule }. Erschienen am { $released }, { $from }.
clock-used = Angreifer nutzen aus, was es behebt, sagt die Liste vom { $day }.
clock-used-said = Angreifer nutzen aus, was es behebt, sagt sein Hersteller.
clock-not-used = Was es behebt, steht nicht in der Liste dessen, was Angreifer ausnutzen, vom { $day }.
clock-no-list = Ob Angreifer ausnutzen, was es behebt, ist nicht bekannt: Es gibt noch keine Liste davon.
clock-no-flaws = Ob Angreifer ausnutzen, was es behebt, ist nicht bekannt: Niemand sagt, was es behebt.
pc-agreed = vereinbart: darf bis { $day } überfällig sein
error-bad-limit = { $most ->
    [one] Eine Frist ist höchstens { $most } Tag und mindestens einer.
   *[other] Eine Frist hat 1 bis { $most } Tage.
}
record-judged-by = { $who } lässt das Büro beurteilen nach: { $rules }
record-reachable = { $who } hat gesagt, dass { $pc } für jeden aus dem Internet erreichbar ist.
record-not-reachable = { $who } hat gesagt, dass { $pc } für niemanden aus dem Internet erreichbar ist.
record-report-made = { $who } hat den Bericht für { $month } erstellt.

## What the world knows of flaws

feed-kev = Was Angreifer ausnutzen, von CISA, einer Behörde der USA
feed-epss = Wie wahrscheinlich Angriffe sind, von FIRST
feed-vulnrichment = Was ein Angriff einbrächte, von CISA
feed-osv = Wie schlimm Fehler sind, von OSV
feed-endoflife = Wie lange Systeme Korrekturen bekommen, von endoflife.date
feed-off = Nicht verwendet. Was hier stünde, ist nicht bekannt.
feed-of = Verglichen mit der Liste vom { $day }.
feed-asked = Zuletzt gefragt am { $day }.
feed-none = Noch nicht bekannt: Auf diesem Computer ist nichts davon.
feed-not-reached = Nicht erreicht. Es wird von selbst wieder versucht. Prüfen Sie die Internetverbindung, wenn das so bleibt.
feed-certificate = Jemand anderes hat geantwortet, darum wurde nichts übernommen. Prüfen Sie das Datum dieses Computers oder nehmen Sie ein anderes Netz.
feed-insecure = Es wäre unterwegs ungeschützt gewesen, darum wurde nichts übernommen.
feed-too-large = Es war viel zu groß und wurde nicht übernommen. Es wird von selbst wieder versucht.
feed-slow = Es kam zu langsam. Es wird von selbst wieder versucht.
feed-cut = Es brach unterwegs ab und wurde nicht übernommen. Es wird von selbst wieder versucht.
feed-not-the-format = Es kam etwas anderes und wurde nicht übernommen. Manche Netze zeigen erst eine Seite zum Anmelden.
feed-empty = Es kam leer, darum zählt das von vorher.
feed-shrunk = Es war plötzlich viel kleiner, darum zählt das von vorher. Wenn der Hersteller neu begonnen hat, tippen Sie: patchround feeds --forget { $key }
feed-older = Es war älter als das, was hier ist, darum zählt dieses.
feed-from-the-future = Sein Datum liegt in der Zukunft, darum wurde es nicht übernommen. Prüfen Sie das Datum dieses Computers.
feed-stale = Es ist alt. Es wird mit seinem Datum verwendet, bis ein neueres kommt.
feed-damaged = Die Kopie auf diesem Computer ist beschädigt und wird nicht verwendet. Sie wird von selbst neu geholt.
feed-not-kept = Dieser Computer konnte es nicht aufheben. Schaffen Sie Platz auf der Festplatte.
feed-line = { $key }: { $name }
feed-from = Von { $address }
error-feed-unreadable = Das ist keine Adresse, die mit https:// beginnt. Nichts wurde geändert.
error-feed-not-encrypted = Was von dort kommt, könnten andere unterwegs ändern. Nennen Sie eine Adresse, die mit https:// beginnt.
error-feed-no-place = Die Adresse muss { $place } enthalten, an der Stelle dessen, wonach gefragt wird. Nichts wurde geändert.
record-feed-on = { $who } lässt verwenden: { $feed }.
record-feed-from = { $who } lässt verwenden, von { $address }: { $feed }.
record-feed-off = { $who } lässt nicht mehr verwenden: { $feed }.

## The report as a file

report-to-come = Dieser Monat kommt erst noch.
report-no-pcs = Zu dieser Zeit war kein PC in Ihrem Büro.
report-written = Geschrieben: { $file }. SHA-256: { $hash }
report-late = { $count ->
    [one] { $count } Update war überfällig.
   *[other] { $count } Updates waren überfällig.
}
report-is-ours = Das ist der Bericht für { $month }, den { $who } am { $time } erstellt hat. Nichts darin wurde geändert.
report-record-flawed = Aber das Protokoll dieser Zeit wurde später geändert oder gekürzt: patchround record sagt, wo.
report-was-changed = Das nennt den Bericht für { $month }, den { $who } am { $time } erstellt hat, ist aber nicht diese Datei: Etwas darin wurde geändert. Erstellen Sie ihn neu und vergleichen Sie beide.
report-not-ours = Das ist kein Bericht, den Ihr Büro erstellt hat, oder er wurde seither geändert. Erstellen Sie ihn neu und vergleichen Sie beide.
report-no-file = es ist keine Datei

## The report on paper

page-title = { $good } von { $all } PCs waren Ende { $month } auf dem neuesten Stand.
page-title-now = { $good } von { $all } PCs sind jetzt, im { $month }, auf dem neuesten Stand.
page-title-unknown = Von { $month } ist nichts bekannt: Kein PC wurde angesehen.
page-more = { $count ->
    [one] Das ist 1 mehr als Ende { $month }.
   *[other] Das sind { $count } mehr als Ende { $month }.
}
page-fewer = { $count ->
    [one] Das ist 1 weniger als Ende { $month }.
   *[other] Das sind { $count } weniger als Ende { $month }.
}
page-as-many = Das sind so viele wie Ende { $month }.
page-late-one = { $days ->
    [one] Ein PC war überfällig: { $pc }, um 1 Tag.
   *[other] Ein PC war überfällig: { $pc }, um { $days } Tage.
}
page-late = { $days ->
    [one] { $count } PCs waren überfällig. Am längsten: { $pc }, um 1 Tag.
   *[other] { $count } PCs waren überfällig. Am längsten: { $pc }, um { $days } Tage.
}
page-unknown = { $count ->
    [one] 1 PC war eine Woche lang nicht zu sehen: Wie er stand, ist nicht bekannt.
   *[other] { $count } PCs waren eine Woche lang nicht zu sehen: Wie sie standen, ist nicht bekannt.
}
page-record-flawed = Das Protokoll dieses Monats wurde später geändert oder gekürzt: Verlassen Sie sich nicht darauf.
page-strip = Ihre PCs am { $day }
page-strip-now = Ihre PCs jetzt
page-how-up-to-date = auf dem neuesten Stand ({ $count })
page-how-open = noch nicht auf dem neuesten Stand ({ $count })
page-how-late = überfällig ({ $count })
page-how-agreed = überfällig, wie vereinbart ({ $count })
page-how-unknown = eine Woche nicht zu sehen ({ $count })
page-months = PCs auf dem neuesten Stand am Ende jedes Monats
page-good-of = { $good } von { $all }
page-no-data = keine Daten
page-in-month = Im { $month }
page-placed = { $count ->
    [one] Update wurde eingespielt
   *[other] Updates wurden eingespielt
}
page-security = { $count ->
    [one] davon war ein Sicherheitsupdate
   *[other] davon waren Sicherheitsupdates
}
page-slowest = { $count ->
    [one] Tag brauchte das langsamste Sicherheitsupdate: { $name } auf { $pc }
   *[other] Tage brauchte das langsamste Sicherheitsupdate: { $name } auf { $pc }
}
page-in-time = { $count ->
    [one] Sicherheitsupdate war binnen 14 Tagen da
   *[other] Sicherheitsupdates waren binnen 14 Tagen da
}
page-too-late = { $count ->
    [one] brauchte länger oder fehlt noch
   *[other] brauchten länger oder fehlen noch
}
page-asked-to-wait = { $count ->
    [one] Person bat zu warten
   *[other] Personen baten zu warten
}
page-restarts = { $count ->
    [one] Neustart, während niemand den PC benutzte
   *[other] Neustarts, während niemand den PC benutzte
}
page-month-no-data = { $month } (keine Daten)
page-late-since = { $count ->
    [one] Überfällig seit { $day }, um 1 Tag.
   *[other] Überfällig seit { $day }, um { $count } Tage.
}
page-late-due = Fällig war es am { $day } nach dieser Regel: { $rule }. Es gibt es seit { $out } ({ $from }).
page-late-used = Angreifer nutzen eine Lücke aus, die es schließt.
page-late-why = Warum: { $why }.
page-exception = { $package } auf { $pcs }: { $by } war einverstanden bis { $until }. Warum: { $why } Stattdessen: { $instead }
page-every-pc = jedem PC
said-report-saved = Gesichert: { $file }. Die Datei ist im Ordner { $folder }.
said-no-downloads = Dieser PC nennt keinen Ordner für Ihre Dateien. Melden Sie sich ab und wieder an und sichern Sie noch einmal.
page-decide = Bitte entscheiden ({ $count })
page-ended = { $pc }: { $system } wird von seinem Hersteller seit { $day } nicht mehr repariert. Ersetzen?
page-yes = ja
page-no = nein
page-number = Seite { $page } von { $pages }
page-program = Patchround { $version }.
page-list = Liste dessen, was Angreifer ausnutzen: { $day }.
page-no-list = Es gab keine Liste dessen, was Angreifer ausnutzen.
page-hash = SHA-256 der Daten: { $hash }
page-behind = Für alle, die Sie prüfen: { $month }
page-judged-by = Was überfällig ist, wurde gezählt nach: { $rules }. Jedes Update zählt von dem Tag, an dem es erschienen ist.
page-auto-all = Nach den Regeln des Büros spielen die PCs alle Updates selbst ein.
page-auto-security = Nach den Regeln des Büros spielen die PCs Sicherheitsupdates selbst ein.
page-auto-asked = Nach den Regeln des Büros warten Updates, bis jemand sie anordnet; ein Sicherheitsupdate, das bald überfällig wäre, kommt von selbst.
page-auto-paused = Bis { $day } kommt nichts von selbst, außer überfälligen Sicherheitsupdates.
page-rules-changed = { $who } hat die Regeln am { $day } geändert: { $rules }.
page-feeds = Was andere über Lücken veröffentlichen, und von wann es beim Erstellen dieses Berichts war: { $feeds }.
page-feed-of = { $feed } ({ $day })
page-feed-asked = { $feed } (zuletzt gefragt am { $day })
page-feed-and = { $before }; { $feed }
page-feeds-none = Nichts, was andere über Lücken veröffentlichen, ist auf diesem Computer: Was es sagen würde, ist nicht bekannt.
page-fixes = Sicherheitsupdates, für die die 14 Tage von Cyber Essentials gelten, jedes auf jedem PC: { $all }. Rechtzeitig eingespielt: { $in_time }; zu spät: { $too_late }; fehlend, noch mit Zeit: { $open }; fehlend und überfällig: { $late }. Keine Vereinbarung ändert diese Zahlen.
page-pcs = Jeder PC
page-pcs-good = { $count ->
    [0] Bei jedem PC war etwas:
    [one] 1 PC war auf dem neuesten Stand, rechtzeitig, mit einem System, das sein Hersteller repariert. Die Tabelle für Tabellenprogramme nennt ihn.
   *[other] { $count } PCs waren auf dem neuesten Stand, rechtzeitig, mit Systemen, die ihre Hersteller reparieren. Die Tabelle für Tabellenprogramme nennt sie.
}
page-exceptions-none = Nichts.
page-failed = Was nicht geklappt hat oder zurückgenommen wurde
page-failed-none = Nichts.
page-people = Was Menschen gefragt wurden
page-asked = Gefragt: { $asked }. Antworten: { $answered }. Wollten warten: { $wait }; beantwortet: { $replied }. Sagten danach, dass etwas nicht stimmt: { $wrong }.
page-column-pc = PC
page-column-how = Wie er stand
page-column-seen = Zuletzt gesehen
page-column-missing = Fehlend
page-column-ce = Cyber Essentials, 14 Tage
page-column-system = System, repariert bis
page-column-update = Update
page-column-versions = Version dort, nötige Version
page-column-out = Erschienen
page-column-due = War fällig
page-column-days = Tage zu spät
page-column-flaws = Lücken, die es schließt
page-column-why = Warum
page-column-pcs = PCs
page-column-by = Vereinbart von
page-column-instead = Stattdessen
page-column-since = Vereinbart am
page-column-until = Bis
page-column-when = Wann
page-missing-restart = { $count }, und ein Neustart
page-is-up-to-date = auf dem neuesten Stand
page-is-open = noch nicht auf dem neuesten Stand
page-is-late = überfällig
page-is-agreed = überfällig, wie vereinbart
page-is-unknown = nicht bekannt
page-ce-yes = rechtzeitig
page-ce-no = überfällig
page-ce-unknown = nicht bekannt
page-not-known = nicht bekannt
page-system = { $system }, { $day }
page-versions = { $from }, { $to }
page-flaws-unknown = nicht bekannt
page-flaw-used = { $flaw } (Angreifer nutzen sie aus)
page-flaws-used = Angreifer nutzen eine aus, wie der PC meldete
page-flaws-more = und { $count } weitere
page-why-agreed = vereinbart bis { $day }
page-why-restart = wartet auf einen Neustart
page-why-kept-by = zurückgehalten von { $who }
page-why-kept = zurückgehalten
page-why-off = der PC war seit { $day } nicht zu sehen
page-why-never = der PC war nie zu sehen
page-why-open = niemand hat es eingespielt
page-all-pcs = alle
page-went-back = zurückgenommen
error-no-language = In { $language } gibt es keine Wörter. Es gibt en, de und ar.
error-not-printed = Die Seite konnte nicht erstellt werden. Schreiben Sie den Bericht als json, und schicken Sie ihn denen, die Ihnen mit diesem Programm helfen.
