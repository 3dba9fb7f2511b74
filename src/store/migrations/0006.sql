-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- Version 6: statistics as the service sums them.

-- One row for each day of a kind, with all of that day's counts in `rows` (wb-stat-pack.c): a year is
-- 366 short rows that are read in moments and summed by whatever is asked for, and a day that came
-- again as it was is told from a changed one by its bytes. A day without any counts has no row.
CREATE TABLE stat_day (
  kind TEXT NOT NULL,
  day INTEGER NOT NULL,
  rows BLOB NOT NULL,
  PRIMARY KEY (kind, day)
) STRICT;

-- What was last read of a kind: the days from known_from to known_to are those of the service, in
-- its zone and counted in its epoch.
CREATE TABLE stat_state (
  kind TEXT PRIMARY KEY,
  time_zone TEXT,
  final_until INTEGER,
  epoch INTEGER NOT NULL,
  known_from INTEGER NOT NULL,
  known_to INTEGER NOT NULL,
  read_at INTEGER NOT NULL,
  read_all_at INTEGER,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
