-- Whom PCs asked about an order, what they said last, and what was decided.
CREATE TABLE consultation (
    job TEXT NOT NULL,
    pc TEXT NOT NULL,
    person TEXT NOT NULL,
    asked TEXT NOT NULL,
    announced TEXT NOT NULL,
    answer TEXT,
    answered TEXT,
    decision TEXT,
    words TEXT,
    PRIMARY KEY (job, person)
);
