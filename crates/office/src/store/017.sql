-- What people wrote without having been asked, when the office heard it, and when that was done with.
CREATE TABLE note (
    note TEXT NOT NULL,
    pc TEXT NOT NULL,
    person TEXT NOT NULL,
    words TEXT NOT NULL,
    heard TEXT NOT NULL,
    done TEXT,
    PRIMARY KEY (note, pc)
);
