-- When each PC first offered an update, by the manager's clock, and what it owes from an older version of it that
-- never went in, as JSON: where the clock of a due date starts.
CREATE TABLE first_seen (
    pc      TEXT NOT NULL REFERENCES pc (id),
    id      TEXT NOT NULL,
    at      TEXT NOT NULL,
    carried TEXT,
    PRIMARY KEY (pc, id)
) STRICT;
INSERT OR IGNORE INTO first_seen (pc, id, at)
SELECT pc.id, json_extract(offer.value, '$.id'), json_extract(pc.scan, '$.scanned_at')
FROM pc, json_each(pc.scan, '$.updates') AS offer WHERE pc.scan IS NOT NULL;

-- What waits there for a restart, as JSON.
ALTER TABLE pc ADD COLUMN restart TEXT;
