-- What of a round waits until it works on the PC that goes first, as JSON.
ALTER TABLE round ADD COLUMN rest TEXT;
