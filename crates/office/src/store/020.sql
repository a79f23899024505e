-- What each PC lacked, and when: a row for each time during which it offered an update in one way (to be put in, gradually, kept
-- back). `offer` is the update and `carried` what it owes from older versions, both as JSON; `gone` is the look that no longer
-- found it, `replaced` whether something newer was offered in its place, `used` since when what went in is in use.
CREATE TABLE missing (
    pc       TEXT    NOT NULL REFERENCES pc (id),
    id       TEXT    NOT NULL,
    since    TEXT    NOT NULL,
    offer    TEXT    NOT NULL,
    carried  TEXT,
    gone     TEXT,
    replaced INTEGER NOT NULL DEFAULT 0,
    used     TEXT,
    PRIMARY KEY (pc, id, since)
) STRICT;
CREATE INDEX missing_open ON missing (pc) WHERE gone IS NULL;

-- How each PC was at the last look of each day on which it answered.
CREATE TABLE seen_on (
    pc    TEXT NOT NULL REFERENCES pc (id),
    day   TEXT NOT NULL,
    at    TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (pc, day)
) STRICT;
