-- Who said that something is wrong after an order put its updates in place, what was stopped for it, and what was decided.
CREATE TABLE said_wrong (
    job TEXT NOT NULL,
    pc TEXT NOT NULL,
    person TEXT NOT NULL,
    words TEXT NOT NULL,
    said TEXT NOT NULL,
    stopped TEXT,
    decision TEXT,
    reply TEXT,
    PRIMARY KEY (job, person)
);
