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

-- What was written down already of a question that waits for the office, and since when it counts where it was asked anew.
CREATE TABLE turn (
    job TEXT PRIMARY KEY,
    anew TEXT,
    passed INTEGER NOT NULL DEFAULT 0,
    late INTEGER NOT NULL DEFAULT 0
);
