-- Which entry of its PC's log an answer was: their order is that of the log, whatever its clock said.
ALTER TABLE consultation ADD COLUMN answered_seq INTEGER;
