-- Each line of the record has a hash over itself and over the line before. Lines that are there already get theirs in
-- the same step (record/chain.rs), which also forbids changes again.
DROP TRIGGER record_is_not_changed;
ALTER TABLE record ADD COLUMN hash TEXT;

-- The newest line from before there was a head of the record in a file beside the store.
CREATE TABLE record_begun (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    line INTEGER NOT NULL
) STRICT;
INSERT INTO record_begun SELECT 1, coalesce(max(line), 0) FROM record;

-- The hash of the newest event heard of a PC, where its helper tells one, and when its log last did not go on from it.
ALTER TABLE pc ADD COLUMN chain TEXT;
ALTER TABLE pc ADD COLUMN log_broke TEXT;
ALTER TABLE left_log ADD COLUMN chain TEXT;
