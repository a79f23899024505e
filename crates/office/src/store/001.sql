-- Signed documents of this office, newest version of a kind last.
CREATE TABLE document (
    kind     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    envelope TEXT    NOT NULL,
    PRIMARY KEY (kind, version)
) STRICT;

-- One row per PC that ever joined. A PC that was taken out keeps its row, for the record.
CREATE TABLE pc (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    address      TEXT NOT NULL,
    facts        TEXT NOT NULL,
    joined       TEXT NOT NULL,
    removed      TEXT,
    last_seen    TEXT,
    last_trouble TEXT,
    scan         TEXT,
    -- When reading the lists anew last worked there: a source itself may not know.
    refreshed    TEXT,
    cursor       INTEGER NOT NULL DEFAULT 0,
    -- Counts up when a PC's event log begins anew (its state was put back to an earlier day).
    log          INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX pc_name ON pc (lower(name)) WHERE removed IS NULL;

-- The one pairing code.
CREATE TABLE code (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    code       TEXT    NOT NULL,
    expires    TEXT    NOT NULL,
    tries_left INTEGER NOT NULL
) STRICT;

CREATE TABLE round (
    id      TEXT PRIMARY KEY,
    kind    TEXT NOT NULL,
    made    TEXT NOT NULL,
    -- What was asked for but was not ordered, and why.
    not_now TEXT NOT NULL
) STRICT;

CREATE TABLE job (
    id       TEXT PRIMARY KEY,
    round    TEXT NOT NULL REFERENCES round (id),
    pc       TEXT NOT NULL REFERENCES pc (id),
    envelope TEXT NOT NULL,
    stage    TEXT NOT NULL,
    result   TEXT
) STRICT;
CREATE INDEX job_round ON job (round);
CREATE INDEX job_open ON job (pc) WHERE stage NOT IN ('closed', 'withdrawn');

-- Lines of PCs' event logs that belong to a job. A line is kept once, however often it is read.
CREATE TABLE event (
    pc   TEXT    NOT NULL REFERENCES pc (id),
    log  INTEGER NOT NULL,
    seq  INTEGER NOT NULL,
    job  TEXT    NOT NULL,
    line TEXT    NOT NULL,
    PRIMARY KEY (pc, log, seq)
) STRICT;
CREATE INDEX event_job ON event (job);

-- Who decided what, and what happened.
CREATE TABLE record (
    line INTEGER PRIMARY KEY AUTOINCREMENT,
    time TEXT NOT NULL,
    who  TEXT NOT NULL,
    what TEXT NOT NULL
) STRICT;
CREATE TRIGGER record_is_not_changed BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER record_is_not_shortened BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
