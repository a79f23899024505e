//! A month told by SQL alone, out of the tables as they are. It shares no function with what it is compared with, and is
//! written the other way round: a row for each fix that is owed, days by CASE, and the month's end as text.

use jiff::civil::Date;
use rusqlite::Connection;

use super::{Fixes, Month, Told};

/// A row for each fix that is owed in each time of lacking something: what it is, and since when it is out.
const OWED: &str = "
DROP TABLE IF EXISTS temp.told;
CREATE TEMP TABLE told AS
WITH first AS (SELECT id, min(since) AS at FROM missing GROUP BY id),
own AS (
    SELECT m.rowid AS row, m.pc, m.id, m.since, m.gone, m.replaced, m.used, m.offer, m.carried,
           json_extract(m.offer, '$.class') AS class, json_extract(m.offer, '$.severity') AS severity,
           coalesce(json_array_length(m.offer, '$.cves'), 0) AS flaws,
           CASE WHEN json_extract(m.offer, '$.released.from') <> 'first_seen'
                 AND json_extract(m.offer, '$.released.date') <= first.at
                THEN json_extract(m.offer, '$.released.date') ELSE first.at END AS released
    FROM missing m JOIN first USING (id)),
owed AS (
    SELECT row, pc, id, since, gone, replaced, used, offer, class, severity, flaws, released FROM own
    UNION ALL
    SELECT own.row, own.pc, own.id, own.since, own.gone, own.replaced, own.used, own.offer,
           json_extract(c.value, '$.class'), json_extract(c.value, '$.severity'),
           coalesce(json_array_length(c.value, '$.cves'), 0), json_extract(c.value, '$.released.date')
    FROM own, json_each(own.carried) AS c WHERE own.carried IS NOT NULL),
days AS (
    SELECT *, date(released, CASE WHEN class = 'urgent' THEN '+2 days'
                                  WHEN class = 'other' AND flaws = 0 THEN '+30 days'
                                  ELSE '+14 days' END) AS due,
           CASE WHEN class = 'other' AND flaws = 0 THEN NULL
                WHEN severity IS NULL OR severity IN ('high', 'critical') OR class = 'urgent'
                THEN date(released, '+14 days') END AS ce,
           CASE WHEN class = 'other' AND flaws = 0 THEN 0 ELSE 1 END AS security,
           json_extract(offer, '$.phased') AS phased,
           json_extract(offer, '$.held') IS NOT NULL AS held
    FROM owed)
SELECT row, pc, id, since, gone, replaced, used, phased, max(security) AS security,
       CASE WHEN phased THEN NULL ELSE min(CASE WHEN held AND security = 0 THEN NULL ELSE due END) END AS due,
       CASE WHEN phased THEN NULL ELSE min(ce) END AS ce
FROM days GROUP BY row;
";

/// Those of them that a PC lacked at the end of the month, while it was of the office.
const AT_END: &str = "
DROP TABLE IF EXISTS temp.lacked;
DROP TABLE IF EXISTS temp.judged;
CREATE TEMP TABLE lacked AS

    SELECT told.*, pc.name FROM told JOIN pc ON pc.id = told.pc
    WHERE since <= :end AND pc.joined <= :end AND (pc.removed IS NULL OR pc.removed > :end)
      AND coalesce(CASE WHEN replaced THEN gone ELSE used END, '9') > :end;
CREATE TEMP TABLE judged AS
WITH last AS (
    SELECT pc.id AS pc, pc.name,
           (SELECT at FROM seen_on s WHERE s.pc = pc.id AND at <= :end ORDER BY at DESC LIMIT 1) AS at,
           (SELECT state FROM seen_on s WHERE s.pc = pc.id AND at <= :end ORDER BY at DESC LIMIT 1) AS state
    FROM pc WHERE pc.joined <= :end AND (pc.removed IS NULL OR pc.removed > :end))
SELECT last.pc, state, at IS NULL OR julianday(:end) - julianday(at) > 7 AS silent,
           (SELECT count(*) FROM lacked l WHERE l.pc = last.pc AND due < date(:end)) AS late,
           (SELECT count(*) FROM lacked l WHERE l.pc = last.pc AND NOT phased) AS lacks
FROM last;
";

/// All that is lacked by anybody, once for a year.
pub(super) fn prepare(db: &Connection) {
    db.execute_batch(OWED).unwrap();
}

pub(super) fn told_by_sql(db: &Connection, month: Month) -> Told {
    let first: Date = format!("{month}-01").parse().unwrap();
    let next = first.last_of_month().tomorrow().unwrap();
    let quoted = |day: Date| format!("'{day}T00:00:00Z'");
    let (begin, next) = (quoted(first), quoted(next));
    let end = format!("'{}T23:59:59Z'", first.last_of_month());
    db.execute_batch(&AT_END.replace(":end", &end)).unwrap();
    let count = |what: String| -> u32 {
        let sql = format!("SELECT count(*) FROM {what}").replace(":begin", &begin);
        let sql = sql.replace(":end", &end).replace(":next", &next);
        db.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    let of_judged = |which: &str| count(format!("judged WHERE {which}"));
    let of_lacked = |which: &str| count(format!("lacked WHERE {which}"));
    let placed = |which: &str| {
        count(format!("told WHERE NOT replaced AND used >= :begin AND used < :next AND {which}"))
    };
    Told {
        late: late(db, &end),
        good: of_judged("NOT silent AND late = 0 AND lacks = 0 AND state = 'up_to_date'"),
        all: of_judged("1"),
        unknown: of_judged("late = 0 AND silent"),
        late_pcs: of_judged("late > 0"),
        placed: placed("1"),
        security: placed("security"),
        fixes: Fixes {
            in_time: placed("date(used) <= ce"),
            too_late: placed("date(used) > ce"),
            open: of_lacked("ce >= date(:end)"),
            late: of_lacked("ce < date(:end)"),
        },
    }
}

fn late(db: &Connection, end: &str) -> Vec<(String, String, Date)> {
    let sql = format!("SELECT name, id, due FROM lacked WHERE due < date({end}) ORDER BY name, id");
    let mut query = db.prepare(&sql).unwrap();
    let read = |row: &rusqlite::Row<'_>| {
        Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?.parse::<Date>().unwrap()))
    };
    query.query_map([], read).unwrap().map(Result::unwrap).collect()
}
