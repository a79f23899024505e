-- What the office chose of a feed, by its short name. One that is not here is used, from its maker.
CREATE TABLE feed (
    name TEXT PRIMARY KEY,
    is_on INTEGER NOT NULL,
    address TEXT
) STRICT, WITHOUT ROWID;
