-- Runs that PCs began by themselves, as their office's policy calls for, until they end.
CREATE TABLE policy_run (
    pc  TEXT NOT NULL REFERENCES pc (id),
    run TEXT NOT NULL,
    PRIMARY KEY (pc, run)
) STRICT;

-- What came of them, so that nothing is written down twice.
CREATE TABLE by_itself (
    pc    TEXT NOT NULL REFERENCES pc (id),
    run   TEXT NOT NULL,
    what  TEXT NOT NULL,
    ended TEXT NOT NULL,
    noted TEXT NOT NULL,
    PRIMARY KEY (pc, run, what)
) STRICT;
