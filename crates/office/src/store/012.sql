-- What a tool said in a run so far, before the end it belongs to, as JSON.
ALTER TABLE policy_run ADD COLUMN words TEXT;
