### Sätze von `patchround-helper`, auf dem PC selbst.

helper-needs-administrator = Das darf nur, wer diesen PC verwaltet. Führen Sie denselben Befehl noch einmal mit sudo davor aus.
    .windows = Das darf nur, wer diesen PC verwaltet. Suchen Sie im Startmenü nach „Eingabeaufforderung“, wählen Sie dafür „Als Administrator ausführen“ und führen Sie denselben Befehl dort noch einmal aus.
helper-not-running = Der Helfer läuft auf diesem PC nicht. Starten Sie ihn mit: sudo systemctl start patchround-helper
    .windows = Der Helfer läuft auf diesem PC nicht. Starten Sie ihn in einer als Administrator geöffneten Eingabeaufforderung mit: net start PatchroundHelper
    .macos = Der Helfer läuft auf diesem PC nicht. Starten Sie ihn mit: sudo launchctl kickstart system/org.patchround.helper
helper-root-not-running = Der Teil des Helfers, der Updates installiert, antwortet nicht. Starten Sie ihn mit: sudo systemctl start patchround-root.socket
    .windows = Der Teil des Helfers, der Updates installiert, antwortet nicht. Starten Sie ihn in einer als Administrator geöffneten Eingabeaufforderung mit: net start PatchroundRoot
    .macos = Der Teil des Helfers, der Updates installiert, antwortet nicht. Starten Sie ihn mit: sudo launchctl kickstart system/org.patchround.helper-root
helper-broke-off = Der Helfer hat mittendrin aufgehört. Warten Sie einen Moment und führen Sie denselben Befehl noch einmal aus.
pair-code-shape = Ein Code hat neun Ziffern, zum Beispiel 8301-2947-6. Sehen Sie am PC der zuständigen Person nach und geben Sie ihn noch einmal ein.
pair-code-slip = In diesem Code ist ein Tippfehler: Eine Ziffer ist falsch, oder zwei sind vertauscht. Sehen Sie am PC der zuständigen Person nach und geben Sie ihn noch einmal ein. Es wurde kein Versuch verbraucht.
pair-file-unreadable = Diese Datei lässt sich nicht lesen. Prüfen Sie ihren Namen und ob der USB-Stick steckt, und versuchen Sie es noch einmal.
pair-file-wrong = Das ist keine Beitrittsdatei, oder sie ist beschädigt. Bitten Sie die zuständige Person um eine neue, gemacht mit: patchround invite --out DATEI
pair-file-expired = Diese Beitrittsdatei ist zu alt. Bitten Sie die zuständige Person um eine neue, gemacht mit: patchround invite --out DATEI
pair-file-clock = Diese Beitrittsdatei und die Uhr dieses PCs passen nicht zusammen. Stellen Sie Datum und Uhrzeit auf diesem PC richtig und versuchen Sie es noch einmal.
pair-waiting = Wartet. Der PC der zuständigen Person findet diesen PC von selbst, oder Sie fügen ihn dort mit seiner Adresse hinzu: Die Adresse dieses PCs ist { $address }
pair-waiting-many = Wartet. Der PC der zuständigen Person findet diesen PC von selbst, oder Sie fügen ihn dort mit einer seiner Adressen hinzu: { $addresses }
pair-waiting-nowhere = Wartet, aber dieser PC hat keine Adresse im Netz. Verbinden Sie ihn mit dem Netz und führen Sie denselben Befehl noch einmal aus.
pair-joined = Dieser PC gehört jetzt zu { $office }. Hier ist nichts mehr zu tun.
pair-already-joined = Dieser PC gehört schon zu einem Büro. Um das zu ändern, führen Sie zuerst aus: sudo patchround-helper leave
    .windows = Dieser PC gehört schon zu einem Büro. Um das zu ändern, führen Sie zuerst dasselbe Programm als Administrator aus, mit dem Wort: leave
pair-time-over = Zehn Minuten lang kam niemand, darum wurde aufgehört. Führen Sie denselben Befehl noch einmal aus, wenn die zuständige Person bereit ist.
pair-no-tries = Dreimal wurde es mit einem anderen Code versucht als dem, der hier eingegeben wurde, darum wurde aufgehört. Sehen Sie am PC der zuständigen Person nach und geben Sie den Code ein, der dort jetzt steht.
pair-open-elsewhere = Das Beitreten ist auf diesem PC schon in einem anderen Fenster offen. Beenden Sie es dort, oder halten Sie es dort mit Strg+C an.
pair-stopped = Das Beitreten wurde angehalten. Dieser PC ist nicht beigetreten.
pair-not-possible = Dieser PC konnte das Büro nicht speichern. Schaffen Sie Platz auf der Festplatte und führen Sie denselben Befehl noch einmal aus.
pair-bad-papers = Was das Programm der zuständigen Person geschickt hat, ist nicht in Ordnung. Dieser PC ist nicht beigetreten. Bitten Sie um einen neuen Code und versuchen Sie es noch einmal.
status-joined = Dieser PC gehört zu { $office }. Diese Personen dürfen ihn verwalten:
status-member = { "  " }{ $name } ({ $roles })
status-not-joined = Dieser PC gehört noch zu keinem Büro. Mit einem Code der zuständigen Person führen Sie aus: sudo patchround-helper pair CODE
    .windows = Dieser PC gehört noch zu keinem Büro. Mit einem Code der zuständigen Person führen Sie dasselbe Programm als Administrator aus, mit den Worten: pair CODE
status-updates =
    { $count ->
        [0] Es fehlen keine Updates (geprüft { $time }).
        [one] Ein Update fehlt (geprüft { $time }).
       *[other] { $count } Updates fehlen (geprüft { $time }).
    }
status-not-scanned = Die Updates dieses PCs werden gerade gelesen. Fragen Sie in einer Minute noch einmal.
status-restart = Ein Neustart ist nötig, um frühere Updates abzuschließen.
status-working = Gerade werden Updates installiert. Lassen Sie den PC eingeschaltet.
status-helper = Helfer { $version }, Port { $port }.
status-without-rights = Der Helfer ist auf diesem PC eingerichtet. Um zu sehen, zu wem der PC gehört, führen Sie aus: sudo patchround-helper status
    .windows = Der Helfer ist auf diesem PC eingerichtet. Um zu sehen, zu wem der PC gehört, führen Sie denselben Befehl noch einmal als Administrator aus.
role-view = darf ansehen
role-operate = darf aktualisieren
role-own = Inhaber
role-unknown = eine Rolle, die dieser Helfer nicht kennt
leave-done = Dieser PC hat sein Büro verlassen und gehorcht jetzt niemandem. Um wieder beizutreten, bitten Sie um einen Code.
leave-not-possible = Das Büro konnte nicht vergessen werden, weil sich eine Datei nicht entfernen ließ. Prüfen Sie die Festplatte und führen Sie denselben Befehl noch einmal aus.
