-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

CREATE TABLE shelf (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE book (id INTEGER PRIMARY KEY, shelf INTEGER NOT NULL REFERENCES shelf, title TEXT) STRICT;
