-- Join files that were made. The token of one that was ended is forgotten.
CREATE TABLE invitation (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token      TEXT    NOT NULL,
    not_after  TEXT    NOT NULL,
    pcs        INTEGER NOT NULL,
    tries_left INTEGER NOT NULL,
    ended      TEXT
) STRICT;

-- PCs that proved to know a join file's token: each has one of its places.
CREATE TABLE invited (
    invitation INTEGER NOT NULL REFERENCES invitation (id),
    pc         TEXT    NOT NULL,
    PRIMARY KEY (invitation, pc)
) STRICT;
