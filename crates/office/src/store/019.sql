-- All that is owed for an update, or waits for a restart, and not only what seemed to be due first: by which rule the office is
-- judged can change.
UPDATE first_seen SET carried = json_array(json(carried)) WHERE carried IS NOT NULL;
UPDATE pc SET restart = json_array(json(restart)) WHERE restart IS NOT NULL;
