-- How often a PC that is off was woken for an order that waits for it, as JSON.
ALTER TABLE pc ADD COLUMN waking TEXT;
