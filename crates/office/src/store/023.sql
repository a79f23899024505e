-- What was not whole on which PC when a round with a repair was agreed to. One of before does not say.
ALTER TABLE round ADD COLUMN not_whole TEXT;
