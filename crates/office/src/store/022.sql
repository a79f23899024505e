-- What is over is forgotten at each look: without an index, each would read all that was ever remembered.
CREATE INDEX missing_gone ON missing (gone) WHERE gone IS NOT NULL;
CREATE INDEX seen_on_at ON seen_on (at);
