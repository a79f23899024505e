-- The charter and policy that a PC said it obeys, what is the matter with it, and the time it gave its newest
-- event: by that its log is known again. All but the last as JSON.
ALTER TABLE pc ADD COLUMN rules TEXT;
ALTER TABLE pc ADD COLUMN concerns TEXT;
ALTER TABLE pc ADD COLUMN mark TEXT;

-- Logs of a PC that were left because the PC told another story: it was put back to an earlier day, or copied.
CREATE TABLE left_log (
    pc     TEXT    NOT NULL REFERENCES pc (id),
    log    INTEGER NOT NULL,
    cursor INTEGER NOT NULL,
    mark   TEXT    NOT NULL,
    PRIMARY KEY (pc, log)
) STRICT;
