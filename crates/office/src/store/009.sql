-- How far the updates of a PC have come that were tried there, as JSON.
ALTER TABLE pc ADD COLUMN courses TEXT;
