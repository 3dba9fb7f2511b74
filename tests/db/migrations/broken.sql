-- Copyright the Winback authors
-- SPDX-License-Identifier: GPL-3.0-or-later

ALTER TABLE book ADD COLUMN pages INTEGER;
INSERT INTO no_such_table VALUES (1);
