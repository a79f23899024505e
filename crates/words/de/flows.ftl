### Beschriftungen der Abläufe im Fenster: einrichten, PCs hinzufügen, Plan, Verlauf, Ergebnis.

ui-flow-not-answered = Das ging nicht, weil das Programm nicht antwortet. Schließen Sie dieses Fenster und öffnen Sie es wieder.
ui-flow-more =
    { $count ->
        [one] { $count } weiteren PC zeigen
       *[other] { $count } weitere PCs zeigen
    }
ui-setup-step = Schritt { $step } von { $all }
ui-setup-back = Zurück
ui-setup-next = Weiter
ui-setup-office-title = Richten Sie Ihr Büro ein
ui-setup-office-time = Das dauert für 5 PCs etwa 5 Minuten. Sie können jederzeit aufhören und wiederkommen.
ui-setup-office-name = Name des Büros
ui-setup-office-name-hint = Zum Beispiel Praxis am Hafen.
ui-setup-office-name-empty = Geben Sie einen Namen für Ihr Büro ein.
ui-setup-office-person = Wer kümmert sich um die PCs?
ui-setup-office-person-hint = Der Bericht und das Protokoll nennen diese Person.
ui-setup-office-person-empty = Geben Sie den Namen der Person ein, die sich um die PCs kümmert.
ui-setup-office-open = Wann ist das Büro geöffnet?
ui-setup-office-open-hint = Außerhalb dieser Zeit sind wir still. Wir starten PCs nur neu, wenn niemand arbeitet.
ui-setup-office-days-empty = Wählen Sie mindestens einen Tag.
ui-setup-office-from = Öffnet um
ui-setup-office-to = Schließt um
ui-setup-office-hours-wrong = Das Büro muss später schließen, als es öffnet. Wählen Sie andere Zeiten.
ui-setup-office-safe = An keinem PC wird etwas geändert, bevor Sie in Schritt 4 gewählt haben, wann. Nur Sicherheits-Updates, die schon überfällig sind, kommen von selbst.
ui-setup-office-next = Weiter: PCs hinzufügen
ui-setup-office-practice = Erst mit einem Übungsbüro ausprobieren
ui-setup-pcs-title = Fügen Sie Ihre PCs hinzu
ui-setup-pcs-later = Weitere füge ich später hinzu
ui-setup-names-title = Geben Sie Ihren PCs Namen, die man kennt
ui-setup-names-text = Diese Namen stehen in jeder Liste und Nachricht. Nehmen Sie den Raum oder die Aufgabe, zum Beispiel Empfang.
ui-setup-names-label = Name von { $pc }
ui-setup-names-who = Dort angemeldet: { $who }
ui-setup-names-here = Das ist der PC vor Ihnen.
ui-setup-names-empty = Geben Sie einen Namen für diesen PC ein.
ui-setup-names-none = Noch ist kein PC beigetreten. Sie können weitergehen und PCs später hinzufügen.
ui-setup-person = Wer nutzt ihn?
ui-setup-person-text = Eingetragen ist, wer angemeldet ist. Ändern Sie es, wenn es nicht stimmt, oder lassen Sie es leer. Vor einer großen Änderung werden die Leute an ihrem PC gefragt.
ui-setup-when-title = Wann dürfen Updates kommen?
ui-setup-when-legend = Wählen Sie eines. Sie können es jederzeit ändern.
ui-setup-when-urgent = Als überfällig gilt ein Update gegen laufende Angriffe nach 2 Tagen, ein anderes Sicherheits-Update nach 14 Tagen, jedes andere nach 30.
ui-setup-ready-title = Sie sind fertig
ui-setup-ready-pcs =
    { $count ->
        [0] Sie haben noch keinen PC hinzugefügt. Das geht jederzeit.
        [one] Wir kümmern uns jetzt um { $count } PC.
       *[other] Wir kümmern uns jetzt um { $count } PCs.
    }
ui-setup-ready-looking = Wir suchen dort gerade nach Updates.
ui-setup-ready-look = Ich sehe erst nach
ui-setup-ready-open = Zu meinem Büro
ui-setup-ready-paper-first = Bringen Sie erst die Wörter oben an einen sicheren Ort und setzen Sie den Haken.
ui-setup-message-send = Probenachricht schicken
ui-setup-message-question = Haben Sie sie gesehen?
ui-setup-message-yes = Ja
ui-setup-message-no = Nein
ui-setup-message-good = Gut. Unsere Nachrichten kommen an.
ui-setup-message-off = Schalten Sie Nachrichten in den Einstellungen dieses PCs ein und schicken Sie sie noch einmal. Sie finden jede Nachricht auch in diesem Fenster.
ui-when-by-themselves = Von selbst, mit Neustarts nach der Arbeit
ui-when-by-themselves-hint = Für die meisten Büros am besten. Updates laufen im Hintergrund. Neustarts warten, bis das Büro geschlossen und niemand angemeldet ist.
ui-when-asked = Nur wenn ich „Alle aktualisieren“ drücke
ui-when-asked-hint = Updates warten auf Sie, mit einer Ausnahme: Ein Sicherheits-Update, das bald überfällig wäre, kommt von selbst.
ui-when-weekly = Jede Woche zu einer festen Zeit
ui-when-weekly-hint = Die PCs müssen eingeschaltet sein.
ui-when-day = Tag
ui-when-hour = Ab
ui-paper-title = Bewahren Sie diese Wörter auf Papier auf
ui-paper-text = Sie stehen nur hier. Niemand kann sie Ihnen noch einmal sagen, auch wir nicht.
ui-paper-write = Drucken Sie sie oder schreiben Sie sie ab. Legen Sie das Blatt zu Ihren Schlüsseln, nicht neben diesen PC.
ui-paper-owner = Wörter der Inhaberin oder des Inhabers
ui-paper-owner-hint = Um den Namen des Büros, seine Zeiten oder die zuständige Person zu ändern, und um Ausnahmen für Updates zu vereinbaren.
ui-paper-recovery = Wörter für den Notfall
ui-paper-recovery-hint = Falls dieser PC verloren geht oder kaputt ist.
ui-paper-print = Dieses Blatt drucken
ui-paper-kept = Ich habe diese Wörter an einen sicheren Ort gebracht
ui-paper-sheet = Patchround, { $office }
ui-add-title = Fügen Sie Ihre PCs hinzu
ui-add-text = Gehen Sie zu jedem PC und tun Sie diese drei Schritte. Der PC erscheint dann unten in der Liste.
ui-add-practice = Die PCs des Übungsbüros geben diesen Code von selbst ein. Sehen Sie zu, wie sie beitreten.
ui-add-step-helper = Bringen Sie unseren Helfer auf den PC. Öffnen Sie die Datei patchround-helper auf unserem USB-Stick und wählen Sie Installieren.
ui-add-step-helper-hint = Der PC fragt nach dem Kennwort einer Person, die Programme installieren darf. Noch kein Stick? Wählen Sie unten „USB-Stick verwenden“.
ui-add-step-helper-there = Unser Helfer muss schon auf dem PC sein.
ui-add-step-terminal = Öffnen Sie auf dem PC das Programm Terminal.
ui-add-step-type = Geben Sie diese Zeile ein und drücken Sie die Eingabetaste. Ihr Code steht am Ende.
ui-add-step-type-hint = Der PC fragt nach dem Kennwort einer Person, die Programme installieren darf. Beim Tippen sehen Sie es nicht.
ui-add-step-windows = An einem PC mit Windows: Suchen Sie im Startmenü nach „Eingabeaufforderung“, wählen Sie dafür „Als Administrator ausführen“ und geben Sie stattdessen diese Zeile ein.
ui-add-code-digits = Ihr Code, Ziffer für Ziffer: { $digits }
ui-add-code-new = Neuer Code
ui-add-code-making = Wir machen einen Code.
ui-add-listening = Wir achten auf PCs, die diesen Code eingeben.
ui-add-joined =
    { $count ->
        [0] Jetzt beigetreten
       *[other] Jetzt beigetreten ({ $count })
    }
ui-add-joined-now =
    { $count ->
        [one] { $count } PC ist beigetreten.
       *[other] { $count } PCs sind beigetreten.
    }
ui-add-joined-none = Noch ist kein PC beigetreten.
ui-add-joined-state = Beigetreten
ui-add-remove = Nicht unserer? Entfernen
ui-add-remove-pc = Nicht unserer? { $pc } entfernen
ui-add-remove-title = { $pc } entfernen?
ui-add-remove-text = Er verlässt dieses Büro, und Sie sehen seine Updates nicht mehr. Auch der Helfer auf dem PC kann entfernt werden.
ui-add-remove-yes = Entfernen
ui-add-remove-no = Behalten
ui-add-done = Fertig
ui-add-other-ways = Andere Wege
ui-add-stick = USB-Stick verwenden
ui-add-address = Adresse eingeben
ui-add-around = Im Netz umsehen
ui-add-stick-text = Stecken Sie einen USB-Stick ein. Wir kopieren unseren Helfer und eine Beitrittsdatei darauf. Ihre anderen Dateien bleiben, wie sie sind.
ui-add-stick-text-alone = Stecken Sie einen USB-Stick ein. Wir kopieren eine Beitrittsdatei darauf. Ihre anderen Dateien bleiben, wie sie sind. Unser Helfer muss schon auf jedem PC sein.
ui-add-stick-then = Öffnen Sie auf jedem PC die Datei patchround-helper auf dem Stick und wählen Sie Installieren. Öffnen Sie Terminal und geben Sie die Zeile unten und ein Leerzeichen ein. Ziehen Sie die Datei patchround-join.json vom Stick ins Terminal und drücken Sie die Eingabetaste.
ui-add-stick-then-alone = Öffnen Sie auf jedem PC Terminal und geben Sie die Zeile unten und ein Leerzeichen ein. Ziehen Sie die Datei patchround-join.json vom Stick ins Terminal und drücken Sie die Eingabetaste.
ui-add-stick-folder = Ordner des USB-Sticks
ui-add-stick-folder-hint = Zum Beispiel /media/maria/STICK.
ui-add-stick-folder-empty = Wählen Sie zuerst den USB-Stick.
ui-add-stick-choose = Stick wählen
ui-add-stick-pcs = Für wie viele PCs?
ui-add-stick-pcs-wrong = Geben Sie eine Zahl von 1 bis { $most } ein.
ui-add-stick-copy = Auf den Stick kopieren
ui-add-stick-open = Beitrittsdateien, die noch gelten
ui-add-stick-end = Beenden
ui-add-address-text = Geben Sie erst den Code an dem PC ein. Terminal zeigt dann seine Adresse.
ui-add-address-label = Name oder Adresse des PCs
ui-add-address-hint = Zum Beispiel 192.168.1.20.
ui-add-address-empty = Geben Sie den Namen oder die Adresse des PCs ein.
ui-add-address-add = Diesen PC hinzufügen
ui-add-address-asking = Wir fragen diesen PC.
ui-add-around-text = Wir sehen nach anderen Computern in Ihrem Netz. An ihnen wird nichts geändert.
ui-add-around-look = Umsehen
ui-add-around-again = Noch einmal umsehen
ui-add-around-looking = Wir sehen uns um.
ui-add-around-helpers = Mit unserem Helfer ({ $count })
ui-add-around-not-waiting = Geben Sie dort erst den Code ein.
ui-add-around-add = Hinzufügen
ui-add-around-add-pc = { $pc } hinzufügen
ui-add-around-computers = Computer ohne unseren Helfer ({ $count })
ui-add-around-computers-hint = Bringen Sie unseren Helfer auf die, die Ihnen gehören.
ui-add-around-things = Andere Dinge ({ $count })
ui-add-around-unclear = Wir wissen es nicht ({ $count })
ui-add-around-none = Von selbst haben wir keine anderen PCs gefunden. Das ist normal. Nehmen Sie den Code oder einen USB-Stick.
ui-add-around-everywhere = Jede Adresse fragen
ui-add-around-everywhere-title = Jede Adresse fragen?
ui-add-around-everywhere-no = Jetzt nicht
ui-plan-reading = Wir machen den Plan
ui-plan-nothing-started = Das wird geschehen. Noch hat nichts begonnen.
ui-plan-see = Ansehen
ui-plan-leave-out-hint = Nehmen Sie den Haken bei allem weg, was jetzt nicht geschehen soll.
ui-plan-take-in-hint = Setzen Sie ein Häkchen bei dem, was trotzdem kommen soll.
ui-plan-taken-in =
    { $count ->
        [one] Sie haben { $count } neues Update angehakt. Es kommt auch.
       *[other] Sie haben { $count } neue Updates angehakt. Sie kommen auch.
    }
ui-plan-left-out =
    { $count ->
        [one] Sie haben { $count } Haken weggenommen. Was er meint, bleibt, wie es ist.
       *[other] Sie haben { $count } Haken weggenommen. Was sie meinen, bleibt, wie es ist.
    }
ui-then-off = Danach die PCs ausschalten, sobald sie niemand benutzt
ui-plan-not-now = Jetzt nicht
ui-plan-start = Jetzt beginnen
ui-plan-first = Wer zuerst dran ist
ui-plan-first-nobody = Alle PCs zugleich
ui-plan-first-pc = { $pc } zuerst
ui-plan-back = Zurück zum Büro
ui-progress-starting = Wir beginnen
ui-progress-bar = PCs, die fertig sind
ui-progress-pcs = PC für PC
ui-progress-stop = Nach diesem aufhören
ui-progress-stop-before = Vor dem Beginn anhalten
ui-progress-stopped = Wir hören auf, sobald fertig ist, was gerade installiert wird. Der Rest bleibt, wie er ist.
ui-progress-close = Sie können dieses Fenster schließen. Wir sagen Ihnen, wenn es fertig ist.
ui-progress-close-only = Sie können dieses Fenster schließen. Es geht auch so weiter.
ui-result-none = Es gibt kein Ergebnis zu zeigen
ui-result-pcs = PC für PC
ui-result-again = Noch einmal versuchen
ui-result-again-pc = Noch einmal auf { $pc } versuchen
ui-result-details = Technische Einzelheiten
ui-result-copy = Kopieren
ui-result-copied = Kopiert.
ui-result-copy-failed = Das Kopieren ging nicht. Markieren Sie den Text und kopieren Sie ihn von Hand.
ui-result-done = Fertig
ui-practice-name = Übungsbüro
ui-practice-banner = Das ist ein Übungsbüro. Nichts hier ist echt.
ui-practice-leave = Übungsbüro verlassen
