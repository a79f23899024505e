-- What people wrote without having been asked, and when that was done with.
CREATE TABLE note (
    note TEXT NOT NULL,
    pc TEXT NOT NULL,
    person TEXT NOT NULL,
    words TEXT NOT NULL,
    written TEXT NOT NULL,
    done TEXT,
    PRIMARY KEY (note, pc)
);
