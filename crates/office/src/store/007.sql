-- What each update was called while it was offered: the record says so, also once it is in place.
ALTER TABLE first_seen ADD COLUMN name TEXT;
INSERT INTO first_seen (pc, id, at, name)
SELECT pc.id, json_extract(offer.value, '$.id'), json_extract(pc.scan, '$.scanned_at'), json_extract(offer.value, '$.name')
FROM pc, json_each(pc.scan, '$.updates') AS offer WHERE pc.scan IS NOT NULL
ON CONFLICT (pc, id) DO UPDATE SET name = excluded.name;
